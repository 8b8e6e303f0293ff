"""Glyph coverage: which characters of a section the magazine's fonts cannot show."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from io import BytesIO

from fontTools.ttLib import TTFont

from nyspor.magazine.layout.fonts_and_styles import FACES
from nyspor.magazine.layout.print_fonts import font_bytes
from nyspor.site.theme import Theme

INVISIBLE = frozenset("\t\n\r\u00ad\u200b")
"""Characters that need no glyph."""

_TAG = re.compile(r"<[^>]*>")


class MissingGlyphs(Exception):
    """Sections contain characters that the magazine's fonts lack, so that the machine would choose a font.

    `found` holds section titles with the characters.
    """

    def __init__(self, found: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        super().__init__(found)
        self.found = found


@lru_cache(maxsize=1)
def covered_characters(theme: Theme) -> frozenset[str]:
    """Return the characters that every font of the magazine has."""
    fonts = (TTFont(BytesIO(font_bytes(theme, file))) for file in FACES)
    return frozenset(map(chr, set.intersection(*(set(font.getBestCmap()) for font in fonts))))


def missing_characters(html: str, covered: frozenset[str]) -> tuple[str, ...]:
    """Return the visible characters of an HTML document that are not `covered`, sorted."""
    return tuple(sorted(set(unescape(_TAG.sub("", html))) - covered - INVISIBLE))
