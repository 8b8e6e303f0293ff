"""The fonts of the printed magazine: a brand's own where it has them, as static TrueType files, else the engine's."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from nyspor.site.font_files import font_version
from nyspor.site.theme import Theme

WEIGHTS = {"display": (550, 700), "text": (400, 650), "sans": (400, 650)}
"""By family: the weights of the regular and the bold face."""

HEADINGS = "display"
LINE_HYPHEN = 0x2010
"""The hyphen at the end of a line: with a glyph of its own a PDF can tell it from one that belongs to the word."""


def font_bytes(theme: Theme, file: str) -> bytes:
    """Return the font of a face, by its file's name in theme/magazine/fonts: `text-bold`.

    A face that the brand's fonts do not have (an italic one, mostly) is the engine's.
    """
    family, _, style = file.partition("-")
    bold, italic = "bold" in style, "italic" in style
    is_main = family in WEIGHTS and "extra" not in style
    source = _brand_source(theme, family, bold=bold, italic=italic) if is_main else None
    made = _static_font(WEIGHTS[family][bold], *font_version(source)) if source else None
    return made or theme.path(f"magazine/fonts/{file}.ttf").read_bytes()


def _brand_source(theme: Theme, family: str, *, bold: bool, italic: bool) -> Path | None:
    """Return the brand's font that has a face, or None."""
    if family == HEADINGS:
        return None if italic else theme.brand_font("headings")
    if italic:
        return None if bold else theme.brand_font("text_italic")
    regular = theme.brand_font("text")
    if not bold:
        return regular
    return theme.brand_font("text_bold") or (regular if regular and _is_variable(regular) else None)


def _is_variable(path: Path) -> bool:
    with TTFont(path, lazy=True) as font:
        return "fvar" in font


@lru_cache(maxsize=32)
def _static_font(weight: int, file: str, *version: int) -> bytes | None:
    """A font as a TrueType file in one weight; None for one with outlines of another kind."""
    font = TTFont(file)
    if "glyf" not in font:
        return None
    if "fvar" in font:
        font = instantiateVariableFont(font, _axes(font, weight), inplace=True)
    font.flavor = None
    _add_line_hyphen(font)
    font.recalcTimestamp = False
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _axes(font: TTFont, weight: int) -> dict[str, float]:
    """The place on each axis of a variable font: the weight, and for all others what they begin with."""
    return {
        axis.axisTag: min(max(weight, axis.minValue), axis.maxValue)
        if axis.axisTag == "wght"
        else axis.defaultValue
        for axis in font["fvar"].axes
    }


def _add_line_hyphen(font: TTFont) -> None:
    """Give the hyphen at the end of a line a glyph of its own, a copy of the hyphen's."""
    characters = font.getBestCmap()
    hyphen = characters.get(ord("-"))
    if hyphen is None or characters.get(LINE_HYPHEN, hyphen) != hyphen:
        return
    name = "line.hyphen"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = deepcopy(font["glyf"][hyphen])
    font["hmtx"][name] = font["hmtx"][hyphen]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[LINE_HYPHEN] = name
