"""Make the magazine's fonts: static subsets with the characters that Danish text needs, one file for each style.

python theme/magazine/fonts/cut.py node_modules/@fontsource-variable

Each font has a glyph of its own for the hyphen that ends a line (U+2010), with the shape of the common hyphen,
so that a PDF can tell the two apart: the first is a soft hyphen, the other is part of the word.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
NEWSREADER = "newsreader/files/newsreader-latin-opsz-{}.woff2"
ATKINSON = "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-{}.woff2"
MONO = "atkinson-hyperlegible-mono/files/atkinson-hyperlegible-mono-latin-wght-{}.woff2"

FACES = {
    "display": (NEWSREADER, "normal", {"opsz": 60, "wght": 550}, "Magazine Display", "Regular"),
    "display-italic": (
        NEWSREADER,
        "italic",
        {"opsz": 60, "wght": 450},
        "Magazine Display",
        "Italic",
    ),
    "display-bold": (NEWSREADER, "normal", {"opsz": 60, "wght": 700}, "Magazine Display", "Bold"),
    "display-bold-italic": (
        NEWSREADER,
        "italic",
        {"opsz": 60, "wght": 700},
        "Magazine Display",
        "Bold Italic",
    ),
    "text": (NEWSREADER, "normal", {"opsz": 11, "wght": 400}, "Magazine Text", "Regular"),
    "text-italic": (NEWSREADER, "italic", {"opsz": 11, "wght": 400}, "Magazine Text", "Italic"),
    "text-bold": (NEWSREADER, "normal", {"opsz": 11, "wght": 650}, "Magazine Text", "Bold"),
    "text-bold-italic": (
        NEWSREADER,
        "italic",
        {"opsz": 11, "wght": 650},
        "Magazine Text",
        "Bold Italic",
    ),
    "sans": (ATKINSON, "normal", {"wght": 400}, "Magazine Sans", "Regular"),
    "sans-italic": (ATKINSON, "italic", {"wght": 400}, "Magazine Sans", "Italic"),
    "sans-bold": (ATKINSON, "normal", {"wght": 650}, "Magazine Sans", "Bold"),
    "sans-bold-italic": (ATKINSON, "italic", {"wght": 650}, "Magazine Sans", "Bold Italic"),
    "mono": (MONO, "normal", {"wght": 400}, "Magazine Mono", "Regular"),
    "mono-bold": (MONO, "normal", {"wght": 650}, "Magazine Mono", "Bold"),
}
"""By file: source, slope, position on the variation axes, family name and style name."""

CREATED = 3_439_756_800
"""Seconds since 1904: a fixed day, so that the files are the same each time."""

CHARACTERS = [
    *range(0x20, 0x7F), 0xA0, 0xA7, 0xA9, 0xAB, 0xB0, 0xB2, 0xB7, 0xBB, 0xBD,
    *range(0xC0, 0xD0), *range(0xD1, 0xD7), *range(0xD8, 0xDE), *range(0xDF, 0xF7), *range(0xF8, 0x100),
    0x2010, *range(0x2012, 0x2015), *range(0x2018, 0x201B), *range(0x201C, 0x201F),
    0x2022, 0x2026, 0x20AC, 0x2212,
]  # fmt: skip


def add_line_hyphen(font: TTFont) -> None:
    """Give U+2010 a glyph of its own, a copy of the hyphen's."""
    name = "uni2010"
    hyphen = font.getBestCmap()[0x2D]
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = deepcopy(font["glyf"][hyphen])
    font["hmtx"][name] = font["hmtx"][hyphen]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2010] = name


def rename(font: TTFont, family: str, style: str) -> None:
    """Name the font; the licence reserves the original names for the unmodified fonts."""
    font["name"].names = []
    plain = family.replace(" ", "")
    for number, text in {
        1: family,
        2: style,
        4: f"{family} {style}",
        6: f"{plain}-{style.replace(' ', '')}",
    }.items():
        font["name"].setName(text, number, 3, 1, 0x409)


def make_font(source: Path, target: Path, axes: dict[str, float], family: str, style: str) -> None:
    font = instantiateVariableFont(TTFont(source), axes, inplace=True)
    font.flavor = None
    add_line_hyphen(font)
    rename(font, family, style)
    options = Options(
        hinting=False,
        name_IDs=["*"],
        layout_features=["kern", "locl", "ccmp", "mark", "pnum", "tnum", "lnum"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    for table in ("STAT", "gasp"):
        if table in font:
            del font[table]
    font["head"].created = font["head"].modified = CREATED
    font.recalcTimestamp = False
    font.save(target)


def main() -> None:
    """Make every font from the packages in the folder named on the command line."""
    packages = Path(sys.argv[1])
    for name, (pattern, slope, axes, family, style) in FACES.items():
        make_font(packages / pattern.format(slope), HERE / f"{name}.ttf", axes, family, style)


if __name__ == "__main__":
    main()
