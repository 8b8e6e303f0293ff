"""What the drawings are put together from: people, houses, trees and things, as SVG in one style.

Sizes are in the drawing's own units; a drawing is 1600 wide and 1067 high. A figure is placed by
the point where it touches the ground.
"""

from __future__ import annotations

from math import cos, pi, sin

INK = "#17233a"
PAPER = "#f6f1e7"
SAND = "#e4d5b7"
FOREST = "#1f5c4d"
MOSS = "#7a8f3c"
SEA = "#1d5f8a"
SKY = "#bcd9e6"
CLAY = "#b5502f"
SUN = "#e8b23a"
BERRY = "#8e2f52"
HEATHER = "#6c5b9e"
SLATE = "#56657a"
PINK = "#eec3b4"
WHITE = "#fffdf8"
SKINS = ("#f0c9a8", "#d9a27a", "#8c5a3c", "#f3d6bd", "#b97f56")
HAIRS = ("#3a2a22", "#c9a45c", "#17191f", "#7a4a2b", "#2b1d16")


def shape(d: str, fill: str, extra: str = "") -> str:
    return f'<path d="{d}" fill="{fill}" {extra}/>'


def rect(x: float, y: float, w: float, h: float, fill: str, r: float = 0) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" fill="{fill}"/>'


def circle(x: float, y: float, r: float, fill: str) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}"/>'


def ellipse(x: float, y: float, rx: float, ry: float, fill: str) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"/>'


def line(points: str, colour: str, width: float, extra: str = "") -> str:
    return (
        f'<path d="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        f'stroke-linecap="round" stroke-linejoin="round" {extra}/>'
    )


def ground(y: float, fill: str, bend: float = 40) -> str:
    """The land from `y` down, softly bent."""
    return shape(f"M0 {y} C400 {y - bend} 1100 {y + bend} 1600 {y - bend / 2} V1067 H0Z", fill)


def hill(x: float, y: float, w: float, h: float, fill: str) -> str:
    return shape(
        f"M{x - w / 2} {y} C{x - w / 4} {y - h * 1.3} {x + w / 4} {y - h * 1.3} {x + w / 2} {y}Z",
        fill,
    )


def person(
    x: float, y: float, height: float, coat: str, look: int = 0, reach: tuple[float, float] | None = None,
    hair: str = "", trousers: str = INK, walking: bool = False,
) -> str:  # fmt: skip
    """Somebody standing at (x, y); `reach` is where a hand is held, `look` chooses skin and hair."""
    skin, own_hair = SKINS[look % 5], hair or HAIRS[look % 5]
    head, w = height * 0.115, height * 0.16
    top = y - height
    neck = top + head * 2
    hip = y - height * 0.42
    step = w * 0.75 if walking else w * 0.32
    legs = "".join(
        line(f"M{x + side * w * 0.35:g} {hip:g} L{x + side * step:g} {y - 4:g}", trousers, w * 0.48)
        for side in (-1, 1)
    )
    body = shape(
        f"M{x - w * 0.62:g} {neck + head * 0.75:g} Q{x:g} {neck - head * 0.35:g} {x + w * 0.62:g} {neck + head * 0.75:g} "
        f"L{x + w * 0.86:g} {hip + height * 0.06:g} Q{x:g} {hip + height * 0.11:g} {x - w * 0.86:g} {hip + height * 0.06:g}Z",
        coat,
    )
    face = circle(x, top + head, head, skin) + shape(
        f"M{x - head * 1.06:g} {top + head * 1.05:g} A{head * 1.06:g} {head * 1.12:g} 0 0 1 {x + head * 1.06:g} {top + head * 1.05:g} "
        f"Q{x + head * 0.5:g} {top + head * 0.45:g} {x - head * 0.2:g} {top + head * 0.55:g} "
        f"Q{x - head * 0.8:g} {top + head * 0.6:g} {x - head * 1.06:g} {top + head * 1.05:g}Z",
        own_hair,
    )
    arm = ""
    shoulder = neck + head * 0.9
    if reach:
        side = 1 if reach[0] >= x else -1
        start = x + side * w * 0.5
        elbow = ((start + reach[0]) / 2, max(shoulder, reach[1]) + height * 0.05)
        arm = line(
            f"M{start:g} {shoulder:g} Q{elbow[0]:g} {elbow[1]:g} {reach[0]:g} {reach[1]:g}",
            coat,
            w * 0.42,
        )
        arm += line(
            f"M{start:g} {shoulder:g} Q{elbow[0]:g} {elbow[1]:g} {reach[0]:g} {reach[1]:g}",
            "#0002",
            2,
        )
        arm += circle(reach[0], reach[1], w * 0.24, skin)
    neck_piece = rect(x - head * 0.36, top + head * 1.5, head * 0.72, head * 1.1, skin, head * 0.2)
    return legs + neck_piece + body + face + arm


def seated(
    x: float, y: float, height: float, coat: str, look: int = 0, facing: int = 1, hair: str = ""
) -> str:
    """Somebody on a seat at (x, y), the knees towards `facing` (1 right, -1 left); height is to the head's top."""
    skin, own_hair = SKINS[look % 5], hair or HAIRS[look % 5]
    head, w = height * 0.15, height * 0.24
    top = y - height
    neck = top + head * 2
    knee = x + facing * w * 1.7
    legs = line(
        f"M{x:g} {y - w * 0.3:g} L{knee:g} {y - w * 0.3:g} L{knee + facing * 6:g} {y + height * 0.5:g}",
        INK,
        w * 0.55,
    )
    body = shape(
        f"M{x - w * 0.6:g} {neck + head * 0.7:g} Q{x:g} {neck - head * 0.3:g} {x + w * 0.6:g} {neck + head * 0.7:g} "
        f"L{x + w * 0.72:g} {y:g} H{x - w * 0.72:g}Z",
        coat,
    )
    hand = (x + facing * w * 1.5, y - height * 0.26)
    arm = line(
        f"M{x + facing * w * 0.3:g} {neck + head:g} Q{x + facing * w * 0.5:g} {y - height * 0.16:g} {hand[0]:g} {hand[1]:g}",
        coat,
        w * 0.38,
    )
    face = rect(x - head * 0.36, top + head * 1.5, head * 0.72, head, skin, 4) + circle(
        x, top + head, head, skin
    )
    cap = shape(
        f"M{x - head * 1.06:g} {top + head * 1.1:g} A{head * 1.06:g} {head * 1.12:g} 0 0 1 {x + head * 1.06:g} {top + head * 1.1:g} "
        f"Q{x:g} {top + head * 0.4:g} {x - head * 1.06:g} {top + head * 1.1:g}Z",
        own_hair,
    )
    return legs + body + face + cap + arm + circle(hand[0], hand[1], w * 0.2, skin)


def from_above(x: float, y: float, size: float, coat: str, look: int, angle: float) -> str:
    """Somebody at a table seen from above, the arms towards `angle` (radians)."""
    dx, dy = cos(angle), sin(angle)
    arms = "".join(
        line(
            f"M{x - s * dy * size * 0.7:g} {y + s * dx * size * 0.7:g} L{x + dx * size * 1.3 - s * dy * size * 0.4:g} {y + dy * size * 1.3 + s * dx * size * 0.4:g}",
            coat,
            size * 0.42,
        )
        for s in (-1, 1)
    )
    turn = angle * 180 / pi
    body = f'<ellipse cx="{x:g}" cy="{y:g}" rx="{size * 0.62:g}" ry="{size * 1.08:g}" fill="{coat}" transform="rotate({turn:g} {x:g} {y:g})"/>'
    return (
        arms
        + body
        + circle(x, y, size * 0.52, HAIRS[look % 5])
        + circle(x + dx * size * 0.22, y + dy * size * 0.22, size * 0.34, SKINS[look % 5])
    )


def house(x: float, y: float, w: float, h: float, wall: str, roof: str, lit: bool = False) -> str:
    """A house with its door, on the ground at (x, y), x being its middle."""
    left, top = x - w / 2, y - h
    glass = SUN if lit else SKY
    windows = "".join(
        rect(left + w * f, top + h * 0.3, w * 0.17, h * 0.26, glass, 2) for f in (0.12, 0.4, 0.7)
    )
    return (
        rect(left, top, w, h, wall)
        + shape(
            f"M{left - w * 0.06:g} {top:g} L{x:g} {top - h * 0.62:g} L{left + w * 1.06:g} {top:g}Z",
            roof,
        )
        + windows
        + rect(left + w * 0.41, y - h * 0.34, w * 0.15, h * 0.34, roof, 2)
    )


def tree(x: float, y: float, h: float, leaf: str = FOREST, lean: float = 0) -> str:
    crown = f"M{x:g} {y:g} Q{x + lean / 2:g} {y - h * 0.4:g} {x + lean:g} {y - h * 0.62:g}"
    return (
        line(crown, "#5b4636", h * 0.055)
        + ellipse(x + lean, y - h * 0.68, h * 0.26, h * 0.34, leaf)
        + ellipse(x + lean - h * 0.06, y - h * 0.74, h * 0.12, h * 0.17, "#ffffff18")
    )


def bush(x: float, y: float, w: float, leaf: str) -> str:
    return "".join(
        circle(x + d * w * 0.3, y - w * 0.16, w * (0.24 - abs(d) * 0.05), leaf) for d in (-1, 0, 1)
    )


def bench(x: float, y: float, w: float, wood: str = CLAY) -> str:
    legs = "".join(rect(x + s * w * 0.36 - 6, y - w * 0.2, 12, w * 0.2, INK, 3) for s in (-1, 1))
    return (
        legs
        + rect(x - w / 2, y - w * 0.24, w, w * 0.07, wood, 6)
        + rect(x - w / 2, y - w * 0.46, w, w * 0.07, wood, 6)
        + "".join(rect(x + s * w * 0.36 - 5, y - w * 0.46, 10, w * 0.26, INK, 3) for s in (-1, 1))
    )


def table(x: float, y: float, w: float, h: float, top: str = SAND) -> str:
    legs = "".join(
        line(f"M{x + s * w * 0.38:g} {y - h:g} L{x + s * w * 0.42:g} {y:g}", INK, 12)
        for s in (-1, 1)
    )
    return legs + rect(x - w / 2, y - h - 12, w, 26, top, 8)


def cloud(x: float, y: float, w: float, fill: str = WHITE) -> str:
    return (
        rect(x - w / 2, y - w * 0.1, w, w * 0.2, fill, w * 0.1)
        + circle(x - w * 0.14, y - w * 0.08, w * 0.17, fill)
        + circle(x + w * 0.12, y - w * 0.06, w * 0.13, fill)
    )


def window(x: float, y: float, w: float, h: float, glass: str = SKY, frame: str = WHITE) -> str:
    return rect(x, y, w, h, glass) + line(
        f"M{x} {y}h{w}v{h}h{-w}z M{x + w / 2:g} {y}v{h}", frame, 14
    )


def paper(x: float, y: float, w: float, h: float, turn: float = 0, lines: int = 4) -> str:
    marks = "".join(
        rect(
            x + w * 0.14,
            y + h * (0.16 + 0.17 * n),
            w * (0.72 if n % 3 else 0.5),
            h * 0.05,
            "#b9b3a4",
            3,
        )
        for n in range(lines)
    )
    return f'<g transform="rotate({turn:g} {x + w / 2:g} {y + h / 2:g})">{rect(x + 5, y + 7, w, h, "#0001", 3)}{rect(x, y, w, h, WHITE, 3)}{marks}</g>'
