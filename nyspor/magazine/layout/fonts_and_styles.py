"""The paper dress: its faces, its style sheet, and the signs it can set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from html import unescape
from importlib.resources import files
from pathlib import Path

import weasyprint
from fontTools.ttLib import TTFont

from nyspor.magazine.layout import engine, layout_tree, tag_recorder
from nyspor.magazine.layout.engine import DRESS, Press
from nyspor.magazine.pdf.images import stand_in

FACES = {
    "display": ("Nyspor Display", "normal", "normal"),
    "display-italic": ("Nyspor Display", "normal", "italic"),
    "display-bold": ("Nyspor Display", "bold", "normal"),
    "display-bold-italic": ("Nyspor Display", "bold", "italic"),
    "text": ("Nyspor Text", "normal", "normal"),
    "text-italic": ("Nyspor Text", "normal", "italic"),
    "text-bold": ("Nyspor Text", "bold", "normal"),
    "text-bold-italic": ("Nyspor Text", "bold", "italic"),
    "sans": ("Nyspor Sans", "normal", "normal"),
    "sans-italic": ("Nyspor Sans", "normal", "italic"),
    "sans-bold": ("Nyspor Sans", "bold", "normal"),
    "sans-bold-italic": ("Nyspor Sans", "bold", "italic"),
    "mono": ("Nyspor Mono", "normal", "normal"),
    "mono-bold": ("Nyspor Mono", "bold", "normal"),
}
"""By file in theme/magazine/fonts: family, weight and style."""


UNPAINTED = frozenset("\t\n\r\u00ad\u200b")
"""Characters that are never painted."""

_TAG = re.compile(r"<[^>]*>")


def styles(theme: Path) -> str:
    """The paper dress: the faces, then the style sheet."""
    faces = (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        f" src: url({DRESS}fonts/{file}.ttf) }}"
        for file, (family, weight, style) in FACES.items()
    )
    return "\n".join((*faces, (theme / "magazine" / "print.css").read_text("utf-8")))


@lru_cache(maxsize=1)
def press_of(theme: Path, styles: str) -> Press:
    """WeasyPrint in the theme's dress, which takes a moment to put on and is kept on."""

    def read(address: str) -> bytes:
        if address.startswith(DRESS):
            return (theme / "magazine" / address.removeprefix(DRESS)).read_bytes()
        width, _, height = address.rpartition("-")[2].partition("x")
        return stand_in(int(width), int(height))

    return Press(styles, read)


def recipe(styles: str, theme: Path) -> bytes:
    """A digest of all besides a piece's HTML that decides its pages."""
    digest = blake2b(styles.encode() + weasyprint.__version__.encode(), digest_size=16)
    for file in FACES:
        digest.update((theme / "magazine" / "fonts" / f"{file}.ttf").read_bytes())
    for module in (engine, tag_recorder, layout_tree):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.digest()


def whole_fonts(theme: Path) -> Mapping[str, bytes]:
    """The font files by PostScript name."""
    found = {}
    for file, (family, weight, style) in FACES.items():
        path = theme / "magazine" / "fonts" / f"{file}.ttf"
        name = face_name(family, bold=weight == "bold", italic=style == "italic")
        found[name] = path.read_bytes()
    return found


def face_name(family: str, *, bold: bool, italic: bool) -> str:
    """The PostScript name of a face, such as `NysporText-BoldItalic`."""
    style = ("Bold" if bold else "") + ("Italic" if italic else "")
    return f"{family.replace(' ', '')}-{style or 'Regular'}"


@lru_cache(maxsize=1)
def signs_of(theme: Path) -> frozenset[str]:
    """The signs that every face has."""
    fonts = (TTFont(theme / "magazine" / "fonts" / f"{file}.ttf") for file in FACES)
    return frozenset(map(chr, set.intersection(*(set(font.getBestCmap()) for font in fonts))))


def missing_signs(html: str, known: frozenset[str]) -> tuple[str, ...]:
    """The signs of a piece that are not `known`; those that are never painted are nobody's concern."""
    return tuple(sorted(set(unescape(_TAG.sub("", html))) - known - UNPAINTED))


def srgb_profile() -> bytes:
    """The ICC's sRGB profile, which WeasyPrint carries."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
