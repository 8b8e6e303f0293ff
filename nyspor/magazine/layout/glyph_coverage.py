"""Glyph coverage: which characters of a section the magazine's fonts cannot show."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import unescape
from io import BytesIO

from fontTools.ttLib import TTFont

from nyspor.magazine.layout.fonts_and_styles import ALL_FACES, FACES, FALLBACK_FAMILIES, font_stack
from nyspor.magazine.layout.print_fonts import font_bytes
from nyspor.problems import N_, Problem
from nyspor.site.theme import Theme

INVISIBLE = frozenset("\t\n\r\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
"""Characters that need no glyph."""

SPACES = dict.fromkeys("\u2007\u2009\u202f", "\u00a0") | dict.fromkeys(
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u200a\u205f\u3000", " "
)
_REPLACED = str.maketrans(SPACES)

_TAG = re.compile(r"<[^>]*>")

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
"""A note to colleagues, which is not printed."""

REMEDY = N_("Write it with Latin letters or in words, or take it out.")

SourceText = Callable[[str], str]
"""Returns the text of a content file by its path."""


def with_known_characters(text: str) -> str:
    """Return the text in composed characters (NFC), with a space for each space that the fonts lack."""
    return unicodedata.normalize("NFC", text).translate(_REPLACED)


@lru_cache(maxsize=1)
def covered_characters(theme: Theme) -> frozenset[str]:
    """Return the characters that the magazine has in each of its main faces, or in one that stands in for it."""
    covered = {face: font_characters(theme, file) for file, face in ALL_FACES.items()}

    def reachable(family: str, weight: str, style: str) -> frozenset[str]:
        faces = ((name, weight, style) for name in font_stack(family))
        upright = ((name, weight, "normal") for name in FALLBACK_FAMILIES)
        return frozenset().union(*(covered.get(face, ()) for face in (*faces, *upright)))

    return frozenset.intersection(*(reachable(*face) for face in FACES.values()))


@lru_cache(maxsize=64)
def font_characters(theme: Theme, file: str) -> frozenset[str]:
    """Return the characters of a font file in theme/magazine/fonts, named without its suffix."""
    font = TTFont(BytesIO(font_bytes(theme, file)), lazy=True)
    return frozenset(map(chr, font.getBestCmap()))


def visible_characters(html: str) -> frozenset[str]:
    """Return the characters of an HTML document that need a glyph."""
    return frozenset(unescape(_TAG.sub("", html))) - INVISIBLE


def missing_characters(html: str, covered: frozenset[str]) -> frozenset[str]:
    """Return the visible characters of an HTML document that are not `covered`."""
    return visible_characters(html) - covered


def glyph_problems(
    missing: Iterable[tuple[str, frozenset[str]]], files: Sequence[str], read: SourceText
) -> list[Problem]:
    """Return a problem for every line with characters that are missing.

    `missing` has for each section its content file and the characters; those that do not stand there are
    looked for in `files`, since a section also shows words of others: titles, names, credits.
    """
    found: dict[tuple[str, int | None], set[str]] = defaultdict(set)
    for source, characters in missing:
        left = set(characters)
        for file in dict.fromkeys((source, *files)):
            for line, characters_there in _lines_with(frozenset(left), read(file) if left else ""):
                found[file, line] |= characters_there
                left -= characters_there
        if left:
            found[source, None] |= left
    return [_problem(*place, characters) for place, characters in sorted(found.items(), key=str)]


def check_characters(file: str, text: str, covered: frozenset[str]) -> Iterator[Problem]:
    """Advise on each line of a content file with characters that are not `covered`, but in comments."""
    seen = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    missing = visible_characters(seen) - covered - SPACES.keys()
    for line, characters in _lines_with(missing, seen) if missing else ():
        yield Problem(
            file,
            N_("The text is printed in a magazine, whose fonts cannot show {characters}."),
            REMEDY,
            line,
            params={"characters": _listed(characters)},
            rule="printed-characters",
        )


def _lines_with(characters: frozenset[str], text: str) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the number of every line with one of the characters, and those that it has."""
    for number, line in enumerate(text.split("\n"), start=1):
        if there := characters.intersection(with_known_characters(unescape(line))):
            yield number, there


def _problem(source: str, line: int | None, characters: set[str]) -> Problem:
    return Problem(
        source,
        N_("The magazine's fonts cannot show {characters}."),
        REMEDY,
        line,
        params={"characters": _listed(characters)},
        rule="issue-characters",
    )


def _listed(characters: Iterable[str]) -> str:
    return " ".join(map(_shown, sorted(characters)))


def _shown(character: str) -> str:
    """Return a character as it can be printed in a message."""
    return character if character.isprintable() else f"U+{ord(character):04X}"
