"""The palette and the basic shapes that every drawing is composed from."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Svg = str

WIDE, HIGH = 1600, 1067

INK = "#17233a"
PAPER = "#f6f1e7"
FOREST = "#1f5c4d"
MOSS = "#7a8f3c"
SEA = "#1d5f8a"
LIGHT_SEA = "#9cc7dc"
CLAY = "#b5502f"
SUN = "#e8b23a"
BERRY = "#8e2f52"
HEATHER = "#6c5b9e"
SLATE = "#56657a"
PINK = "#eec3b4"
SAND = "#e4d5b7"

_ids = itertools.count()


def restart_ids() -> None:
    """Restart the numbers of clip paths at 0, so that a drawing does not depend on the one before."""
    global _ids
    _ids = itertools.count()


def mix(one: str, other: str, share: float) -> str:
    """Return the colour at `share` (0 to 1) between two colours."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def dark(colour: str, share: float = 0.22) -> str:
    """Return the colour, darkened."""
    return mix(colour, INK, share)


def light(colour: str, share: float = 0.3) -> str:
    """The colour thinned with paper."""
    return mix(colour, PAPER, share)


def num(value: float) -> str:
    """A number as short as one decimal allows."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def group(
    *parts: Svg, move: Point = (0, 0), turn: float = 0, scale: float = 1, opacity: float = 1
) -> Svg:
    """Several parts moved, turned and scaled as one."""
    steps = []
    if move != (0, 0):
        steps.append(f"translate({num(move[0])} {num(move[1])})")
    if turn:
        steps.append(f"rotate({num(turn)})")
    if scale != 1:
        steps.append(f"scale({scale:.3f})")
    attributes = f' transform="{" ".join(steps)}"' if steps else ""
    attributes += f' opacity="{opacity}"' if opacity != 1 else ""
    return f"<g{attributes}>" + "\n".join(parts) + "</g>"


def mirror(*parts: Svg, axis: float) -> Svg:
    """The parts mirrored in the upright line x = axis."""
    return f'<g transform="translate({num(2 * axis)} 0) scale(-1 1)">' + "\n".join(parts) + "</g>"


def _fill(colour: str, opacity: float) -> str:
    return f'fill="{colour}"' + (f' opacity="{opacity}"' if opacity != 1 else "")


def path(d: str, fill: str, opacity: float = 1) -> Svg:
    """A filled shape."""
    return f'<path d="{d}" {_fill(fill, opacity)}/>'


def stroke(d: str, colour: str, width: float, opacity: float = 1, dash: str = "") -> Svg:
    """A drawn line with round ends."""
    more = f' opacity="{opacity}"' if opacity != 1 else ""
    more += f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{num(width)}" '
        f'stroke-linecap="round" stroke-linejoin="round"{more}/>'
    )


def rect(
    x: float, y: float, w: float, h: float, fill: str, r: float = 0, opacity: float = 1
) -> Svg:
    """A box, with rounded corners if asked."""
    corner = f' rx="{num(r)}"' if r else ""
    return f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}"{corner} {_fill(fill, opacity)}/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, opacity: float = 1) -> Svg:
    """An oval."""
    return f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" {_fill(fill, opacity)}/>'


def circle(x: float, y: float, r: float, fill: str, opacity: float = 1) -> Svg:
    """A disc."""
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {_fill(fill, opacity)}/>'


def ring(x: float, y: float, r: float, colour: str, width: float, opacity: float = 1) -> Svg:
    """An open circle."""
    d = f"M{num(x - r)} {num(y)}a{num(r)} {num(r)} 0 1 1 {num(2 * r)} 0a{num(r)} {num(r)} 0 1 1 {num(-2 * r)} 0"
    return stroke(d, colour, width, opacity)


def straight(points: Iterable[Point], closed: bool = False) -> str:
    """Path data through the points with straight lines."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + ("Z" if closed else "")


def smooth(points: Sequence[Point], closed: bool = False) -> str:
    """Path data through the points with soft bends (Catmull-Rom)."""
    count = len(points)
    data = f"M{num(points[0][0])} {num(points[0][1])}"
    for i in range(count if closed else count - 1):
        before = points[i - 1] if closed or i else points[0]
        a, b = points[i], points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else b
        c1 = (a[0] + (b[0] - before[0]) / 6, a[1] + (b[1] - before[1]) / 6)
        c2 = (b[0] - (after[0] - a[0]) / 6, b[1] - (after[1] - a[1]) / 6)
        data += "C" + " ".join(num(v) for p in (c1, c2, b) for v in p)
    return data + ("Z" if closed else "")


def poly(points: Iterable[Point], fill: str, opacity: float = 1) -> Svg:
    """A shape with straight sides."""
    return path(straight(points, closed=True), fill, opacity)


def blob(points: Sequence[Point], fill: str, opacity: float = 1) -> Svg:
    """A shape with soft sides."""
    return path(smooth(points, closed=True), fill, opacity)


def line(points: Sequence[Point], colour: str, width: float = 3, opacity: float = 1) -> Svg:
    """A straight or broken pen line."""
    return stroke(straight(points), colour, width, opacity)


def curve(points: Sequence[Point], colour: str, width: float = 3, opacity: float = 1) -> Svg:
    """A bending pen line."""
    return stroke(smooth(points), colour, width, opacity)


def layer(d: str, fill: str, drop: Point = (0, 9)) -> Svg:
    """A sheet of cut paper: the shape, and its faint flat shadow on the sheet below."""
    shadow = group(path(d, INK, 0.10), move=drop)
    return shadow + path(d, fill)


def clipped(d: str, *parts: Svg) -> Svg:
    """The parts, seen only inside the shape."""
    name = f"c{next(_ids)}"
    return (
        f'<clipPath id="{name}"><path d="{d}"/></clipPath><g clip-path="url(#{name})">'
        + "".join(parts)
        + "</g>"
    )


def flecks(
    seed: int,
    box: tuple[float, float, float, float],
    colour: str,
    count: int,
    opacity: float = 0.16,
) -> Svg:
    """Short pen ticks strewn over a box, like the fibres of good paper."""
    rng = random.Random(seed)
    x, y, w, h = box
    data = ""
    for _ in range(count):
        px, py, a = x + rng.random() * w, y + rng.random() * h, rng.random() * math.pi
        length = 4 + rng.random() * 7
        data += (
            f"M{num(px)} {num(py)}l{num(math.cos(a) * length)} {num(math.sin(a) * length * 0.5)}"
        )
    return stroke(data, colour, 2.2, opacity)


def ground(points: Sequence[Point], fill: str, bottom: float = HIGH) -> Svg:
    """A hill or a floor: a soft upper edge from the left side of the sheet to the right, filled downward."""
    d = (
        smooth(points)
        + f"L{num(points[-1][0])} {num(bottom + 20)}L{num(points[0][0])} {num(bottom + 20)}Z"
    )
    return layer(d, fill, drop=(0, -8))


def sheet(fill: str, *parts: Svg, size: tuple[int, int] = (WIDE, HIGH)) -> Svg:
    """The whole drawing on a full sheet of one colour."""
    wide, high = size
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">\n'
        f"{rect(0, 0, wide, high, fill)}\n{body}\n</svg>\n"
    )
