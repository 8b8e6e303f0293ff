"""Take the slash out of a font's zero, which Danes read as the letter Ø.

The zero of Atkinson Hyperlegible Next is an oval with two counters, one on each side of the slash, and the font
has no other. Here the counters become one: each ends in a corner at both ends of the slash, and between the
corners of one and of the other the curve goes on as it pointed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

Point = tuple[float, float]

PHANTOMS = 4
"""The points at the end of a glyph's variations that carry its advances, and belong to no outline."""


def open_zero(font: TTFont) -> None:
    """Draw the zero of a TrueType font without its slash, where it has one."""
    name = font.getBestCmap().get(ord("0"))
    glyph = font["glyf"][name] if name else None
    if not glyph or glyph.numberOfContours != 3:
        return
    variations = font["gvar"].variations[name] if "gvar" in font else []
    old = list(glyph.coordinates)
    oval, one, other = _contours(glyph)
    drawn = _drawn(old, oval, one, other)
    for variation in variations:
        moves = variation.coordinates
        moved = [_sum(point, move) for point, move in zip(old, moves, strict=False)]
        there = _drawn(moved, oval, one, other)
        new = [(x - ax, y - ay) for (x, y), (ax, ay) in zip(there, drawn, strict=True)]
        variation.coordinates = [*new, *moves[-PHANTOMS:]]
    flags = [[glyph.flags[number] for number in contour] for contour in (oval, one, other)]
    glyph.coordinates = GlyphCoordinates(drawn)
    glyph.flags = bytearray([*flags[0], *flags[1], 0, *flags[2], 0])
    glyph.endPtsOfContours = [len(oval) - 1, len(drawn) - 1]
    glyph.numberOfContours = 2


def _contours(glyph: Glyph) -> tuple[list[int], list[int], list[int]]:
    """The numbers of the oval's points and of each counter's, which begin and end at the slash."""
    starts = [0, *(end + 1 for end in glyph.endPtsOfContours)]
    oval, one, other = (list(range(*pair)) for pair in pairwise(starts))
    return oval, _from_slash(one, glyph), _from_slash(other, glyph)


def _from_slash(contour: list[int], glyph: Glyph) -> list[int]:
    """A counter's points from one end of the slash to the other.

    The slash is its longest straight edge: two points on the outline, one after the other.
    """

    def straight(place: int) -> float:
        a, b = contour[place - 1], contour[place]
        (ax, ay), (bx, by) = glyph.coordinates[a], glyph.coordinates[b]
        return (ax - bx) ** 2 + (ay - by) ** 2 if glyph.flags[a] & glyph.flags[b] & 1 else 0

    after = max(range(len(contour)), key=straight)
    return contour[after:] + contour[:after]


def _drawn(
    points: Sequence[Point], oval: list[int], one: list[int], other: list[int]
) -> list[Point]:
    """The points of the oval, and of the two counters as one."""
    first, second = ([points[number] for number in contour] for contour in (one, other))
    joints = _joint(first, second), _joint(second, first)
    return [*(points[number] for number in oval), *first, joints[0], *second, joints[1]]


def _joint(one: list[Point], other: list[Point]) -> Point:
    """Where the tangents at the end of one curve and at the beginning of the other meet."""
    (bx, by), (ex, ey) = one[-2:]
    (sx, sy), (ax, ay) = other[:2]
    ux, uy, vx, vy = ex - bx, ey - by, ax - sx, ay - sy
    onward = ((sx - ex) * vy - (sy - ey) * vx) / (ux * vy - uy * vx)
    return round(ex + onward * ux), round(ey + onward * uy)


def _sum(one: Point, other: Point) -> Point:
    return one[0] + other[0], one[1] + other[1]
