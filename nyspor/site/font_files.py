"""Font files: whether a woff2 is whole, and what its faces and their stand-ins are to be like."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import Axis, FreeTypeFont

MEASURE = 1000
"""The size in pixels that a font is measured at."""

SAMPLE = "en lang dansk sætning om fjorden"
"""What fonts are compared by; `STAND_INS` has its width."""

LETTERS = "abcæøåABCÆØÅ0123456789"
"""What a font must have to set Danish in."""

EMPTY, OTHER_KIND, BROKEN, NO_FONT = "empty", "other kind", "broken", "no font"
"""What may be wrong with a font file."""

_KINDS = {
    b"wOFF": "woff", b"\0\1\0\0": "TrueType (.ttf)", b"true": "TrueType (.ttf)", b"OTTO": "OpenType (.otf)",
    b"ttcf": "TrueType (.ttc)",
}  # fmt: skip
"""Fonts that are no woff2, by how they begin."""


@dataclass(frozen=True)
class FontFile:
    """A font as it was read. `fault` says why it cannot be used (one of the names above).

    `weights` are the lightest and the boldest of a variable font; `ascent`, `descent` and `width` (of `SAMPLE`)
    are parts of its size; `missing` are the `LETTERS` that it lacks.
    """

    fault: str = ""
    kind: str = ""
    weights: tuple[int, int] | None = None
    has_serifs: bool = False
    ascent: float = 0
    descent: float = 0
    width: float = 0
    missing: str = ""


def read_font(path: Path, weight: int = 400) -> FontFile:
    """Read a font file; a variable one is measured at `weight`."""
    return _read(weight, *font_version(path))


def font_version(path: Path) -> tuple[str, int, int, int]:
    """Return a font's file, and what changes whenever the file does: a process may outlive its fonts."""
    found = os.stat(path)
    return str(path), found.st_mtime_ns, found.st_ctime_ns, found.st_size


@lru_cache(maxsize=16)
def _read(weight: int, file: str, *version: int) -> FontFile:
    raw = Path(file).read_bytes()
    if not raw:
        return FontFile(EMPTY)
    if kind := _KINDS.get(raw[:4]):
        return FontFile(OTHER_KIND, kind)
    if raw[:4] != b"wOF2":
        return FontFile(NO_FONT)
    # Browsers refuse a file of another length than its header says; FreeType reads all tables as it opens one.
    if int.from_bytes(raw[8:12], "big") != len(raw):
        return FontFile(BROKEN)
    try:
        return _measured(open_font(file, MEASURE, weight))
    except OSError:
        return FontFile(BROKEN)


def open_font(file: str, size: int, weight: int) -> FreeTypeFont:
    """Open a font, a variable one at the weight nearest to `weight`. Raises `OSError` where it is broken."""
    from PIL import ImageFont  # slow to load, and most builds measure and draw nothing

    font = ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
    if weights := _weights(font):
        font.set_variation_by_axes(
            [
                min(max(weight, weights[0]), weights[1]) if _is_weight(axis) else _default(axis)
                for axis in font.get_variation_axes()
            ]
        )
    return font


def _weights(font: FreeTypeFont) -> tuple[int, int] | None:
    """Return the lightest and the boldest weight of a variable font."""
    try:
        axes = font.get_variation_axes()
    except OSError:  # a static font
        return None
    weight = next(filter(_is_weight, axes), None)
    return (int(weight["minimum"] or 0), int(weight["maximum"] or 0)) if weight else None


def _default(axis: Axis) -> int:
    return int(axis["default"] or 0)


def _is_weight(axis: Axis) -> bool:
    return b"weight" in (axis.get("name") or b"").lower()


def _measured(font: FreeTypeFont) -> FontFile:
    ascent, descent = font.getmetrics()
    return FontFile(
        weights=_weights(font),
        has_serifs=stands_on_serifs(font),
        ascent=ascent / MEASURE,
        descent=descent / MEASURE,
        width=font.getlength(SAMPLE) / MEASURE,
        missing="".join(letter for letter in LETTERS if not _has(font, letter)),
    )


def stands_on_serifs(font: FreeTypeFont) -> bool:
    """Return whether the letter H stands on feet that are broader than its legs."""
    letter = font.getmask("H", mode="L")
    width, height = letter.size

    def ink(row: int) -> int:
        return sum(letter.getpixel((column, row)) > 127 for column in range(width))

    return bool(height) and ink(height - 1 - height // 100) > 1.3 * ink(height * 3 // 4)


def _has(font: FreeTypeFont, letter: str) -> bool:
    """Return whether a letter is drawn otherwise than one that no font has."""
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))
