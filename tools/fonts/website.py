"""Make the site's fonts: three small variable or static subsets.

python tools/fonts/website.py node_modules
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from open_zero import open_zero

FOLDER = Path(__file__).resolve().parents[2] / "theme/static/fonts"
ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-{}.woff2"
NEWSREADER = "@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2"

Axes = Mapping[str, float | tuple[float, float]]

FONTS: dict[str, tuple[str, str, Axes]] = {
    "newsreader": (NEWSREADER, "Nyspor Serif", {"opsz": 60, "wght": 550}),
    "atkinson": (ATKINSON.format("normal"), "Nyspor Sans", {"wght": (400, 700)}),
    "atkinson-italic": (ATKINSON.format("italic"), "Nyspor Sans Italic", {"wght": (400, 700)}),
}
"""By file: what it is cut from, its name, and its place or span on the axes of variation."""

CHARACTERS = frozenset((
    *range(0x20, 0x7F), 0xA0, 0xA7, 0xA9, 0xAB, 0xAD, 0xB0, 0xB2, 0xB7, 0xBB, 0xBD,
    *range(0xC0, 0xC3), *range(0xC4, 0xCC), 0xCD, 0xD0, 0xD3, *range(0xD6, 0xDB), *range(0xDC, 0xE3),
    *range(0xE4, 0xEC), 0xED, 0xF0, 0xF3, *range(0xF6, 0xFB), *range(0xFC, 0xFF),
    *range(0x2010, 0x2015), *range(0x2018, 0x201B), *range(0x201C, 0x201F), 0x2022, 0x2026, 0x20AC, 0x2212,
))  # fmt: skip
"""Basic Latin, the Nordic, German and French letters, and the signs that Danish text needs."""

FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "pnum", "tnum"]

CREATED = 3_439_756_800
"""Seconds since 1904: a fixed day, so that the files are the same each time."""


def main() -> None:
    """Make every font from the packages in the folder named on the command line."""
    for file, (source, name, axes) in FONTS.items():
        font = cut(Path(sys.argv[1]) / source, axes)
        subset(font)
        rename(font, name)
        font["head"].created = font["head"].modified = CREATED
        font.recalcTimestamp = False
        font.flavor = "woff2"
        font.save(FOLDER / f"{file}.woff2")


def cut(source: Path, axes: Axes) -> TTFont:
    """A part of a variable font, with an open zero; written and read again, since only then every glyph has its
    variations."""
    font, whole = instantiateVariableFont(TTFont(source), dict(axes)), BytesIO()
    open_zero(font)
    font.save(whole)
    return TTFont(BytesIO(whole.getvalue()))


def subset(font: TTFont) -> None:
    """Leave what Danish needs in a font."""
    options = Options(hinting=False, layout_features=FEATURES)
    options.drop_tables += ["STAT", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)


def rename(font: TTFont, name: str) -> None:
    """Give a font a name of its own, since it is no longer the one that its makers know."""
    kept = (record for record in font["name"].names if record.nameID == 0 or record.nameID > 255)
    font["name"].names = list(kept)  # whose it is, and what its axis is called
    for number, text in {1: name, 2: "Regular", 4: name, 6: name.replace(" ", "")}.items():
        font["name"].setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    main()
