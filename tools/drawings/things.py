"""The things around the people: houses, trees, furniture, sky and ground."""

from __future__ import annotations

import math
import random

from kit import (
    BERRY,
    CLAY,
    FOREST,
    INK,
    LIGHT_SEA,
    MOSS,
    PAPER,
    SAND,
    SEA,
    SLATE,
    SUN,
    WIDE,
    Point,
    Svg,
    blob,
    circle,
    clipped,
    curve,
    dark,
    ellipse,
    group,
    layer,
    light,
    line,
    path,
    poly,
    rect,
    ring,
    smooth,
    straight,
    stroke,
)


def window(
    x: float, y: float, w: float, h: float, glass: str = LIGHT_SEA, frame: str = PAPER
) -> Svg:
    """A Danish casement: white frame, one post, one bar, a slanting gleam."""
    bar = max(2.5, w * 0.06)
    gleam = poly(
        [
            (x + w * 0.12, y + h * 0.75),
            (x + w * 0.5, y + h * 0.1),
            (x + w * 0.68, y + h * 0.1),
            (x + w * 0.3, y + h * 0.75),
        ],
        PAPER,
        0.28,
    )
    bars = line([(x + w / 2, y), (x + w / 2, y + h)], frame, bar) + line(
        [(x, y + h * 0.36), (x + w, y + h * 0.36)], frame, bar
    )
    sill = rect(x - bar * 1.6, y + h, w + bar * 3.2, bar * 1.5, dark(frame, 0.12))
    return (
        rect(x - bar, y - bar, w + 2 * bar, h + 2 * bar, frame)
        + rect(x, y, w, h, glass)
        + gleam
        + bars
        + sill
    )


def door(x: float, y: float, w: float, h: float, colour: str) -> Svg:
    """A closed door standing on y, with two panels and a knob."""
    inset = w * 0.16
    ink = dark(colour, 0.25)
    return (
        rect(x - w * 0.08, y - h - w * 0.08, w * 1.16, h + w * 0.08, PAPER)
        + rect(x, y - h, w, h, colour)
        + rect(x + inset, y - h * 0.9, w - 2 * inset, h * 0.38, ink, 3)
        + rect(x + inset, y - h * 0.42, w - 2 * inset, h * 0.32, ink, 3)
        + circle(x + w * 0.86, y - h * 0.46, w * 0.045, SUN)
    )


def house(
    x: float,
    y: float,
    w: float,
    h: float,
    wall: str = PAPER,
    roof: str = CLAY,
    windows: int = 2,
    entry: str = "",
    lit: bool = False,
    chimney: bool = True,
) -> Svg:
    """A house seen along its long side, standing on y; h is the height of the wall."""
    top = y - h
    rise = h * 0.72
    eave = w * 0.05
    shape = [
        (x - eave, top + 4),
        (x + w * 0.1, top - rise),
        (x + w * 0.9, top - rise),
        (x + w + eave, top + 4),
    ]
    parts = [ellipse(x + w / 2, y + 2, w * 0.56, h * 0.06, INK, 0.12)]
    if chimney:
        parts.append(
            rect(x + w * 0.7, top - rise - h * 0.2, w * 0.07, h * 0.4, dark(roof))
            + rect(x + w * 0.69, top - rise - h * 0.22, w * 0.09, h * 0.06, light(roof))
        )
    parts += [
        rect(x, top, w, h, wall),
        rect(x, y - h * 0.07, w, h * 0.07, dark(wall, 0.3)),
        poly(shape, roof),
    ]
    for i in range(1, 5):
        yy = top - rise + rise * i / 5
        parts.append(
            line(
                [(x + w * (0.1 - 0.03 * i) + 6, yy), (x + w * (0.9 + 0.03 * i) - 6, yy)],
                dark(roof, 0.18),
                2,
                0.7,
            )
        )
    parts.append(rect(x, top + 4, w, h * 0.06, INK, opacity=0.14))
    slots = windows + (1 if entry else 0)
    step = w / slots
    glass = SUN if lit else LIGHT_SEA
    for i in range(slots):
        mid = x + step * (i + 0.5)
        if entry and i == slots // 2:
            parts.append(door(mid - h * 0.14, y, h * 0.28, h * 0.66, entry))
        else:
            parts.append(window(mid - h * 0.15, y - h * 0.74, h * 0.3, h * 0.36, glass))
    return group(*parts)


def gable(
    x: float,
    y: float,
    w: float,
    h: float,
    wall: str = CLAY,
    roof: str = INK,
    lit: bool = False,
    entry: str = "",
) -> Svg:
    """A house seen from its gable end; h is the height of the wall below the gable."""
    peak = (x + w / 2, y - h - w * 0.52)
    d = straight([(x, y), (x, y - h), peak, (x + w, y - h), (x + w, y)], closed=True)
    eave = w * 0.07
    rim = line([(x - eave, y - h + eave), peak, (x + w + eave, y - h + eave)], roof, w * 0.075)
    glass = SUN if lit else LIGHT_SEA
    parts = [
        ellipse(x + w / 2, y + 2, w * 0.58, w * 0.05, INK, 0.12),
        path(d, wall),
        rect(x, y - w * 0.06, w, w * 0.06, dark(wall, 0.3)),
        rim,
    ]
    parts.append(window(x + w * 0.41, y - h - w * 0.16, w * 0.18, w * 0.2, glass))
    if entry:
        parts += [
            door(x + w * 0.56, y, w * 0.22, h * 0.62, entry),
            window(x + w * 0.15, y - h * 0.72, w * 0.22, h * 0.36, glass),
        ]
    else:
        parts += [window(x + w * k, y - h * 0.72, w * 0.22, h * 0.38, glass) for k in (0.16, 0.62)]
    return group(*parts)


def church(x: float, y: float, s: float) -> Svg:
    """A whitewashed village church with stepped tower gable and red roof; s is the tower's width."""
    wall, shade = PAPER, dark(PAPER, 0.1)
    parts = [ellipse(x + s * 1.9, y + 2, s * 2.3, s * 0.13, INK, 0.12)]
    parts += [rect(x + s * 0.9, y - s * 1.35, s * 2.5, s * 1.35, shade)]
    parts += [
        poly(
            [
                (x + s * 0.85, y - s * 1.3),
                (x + s * 0.95, y - s * 2.15),
                (x + s * 3.35, y - s * 2.15),
                (x + s * 3.55, y - s * 1.3),
            ],
            CLAY,
        )
    ]
    parts += [
        rect(x + s * 3.4, y - s * 0.95, s * 0.75, s * 0.95, wall),
        poly(
            [
                (x + s * 3.36, y - s * 0.9),
                (x + s * 3.4, y - s * 1.4),
                (x + s * 3.95, y - s * 1.4),
                (x + s * 4.25, y - s * 0.9),
            ],
            dark(CLAY, 0.15),
        ),
    ]
    parts.append(rect(x, y - s * 3.0, s, s * 3.0, wall))
    for i in range(4):
        inset = s * 0.125 * i
        parts.append(rect(x + inset, y - s * (3.0 + 0.16 * (i + 1)), s - 2 * inset, s * 0.2, wall))
        parts += [
            rect(x + inset - 2, y - s * (3.0 + 0.16 * (i + 1)) - 3, s * 0.125 + 3, 5, CLAY),
            rect(
                x + s - inset - s * 0.125 - 1,
                y - s * (3.0 + 0.16 * (i + 1)) - 3,
                s * 0.125 + 3,
                5,
                CLAY,
            ),
        ]
    parts += [
        _arch(x + s * 0.3, y - s * 2.55, s * 0.16, s * 0.42),
        _arch(x + s * 0.54, y - s * 2.55, s * 0.16, s * 0.42),
        _arch(x + s * 0.34, y, s * 0.32, s * 0.62, base=True, colour=FOREST),
    ]
    parts += [_arch(x + s * k, y - s * 0.98, s * 0.22, s * 0.6) for k in (1.35, 1.98, 2.61)]
    parts += [
        line([(x + s / 2, y - s * 3.6), (x + s / 2, y - s * 4.05)], INK, 4),
        line([(x + s * 0.4, y - s * 3.9), (x + s * 0.6, y - s * 3.9)], INK, 4),
    ]
    return group(*parts)


def _arch(x: float, y: float, w: float, h: float, base: bool = False, colour: str = SEA) -> Svg:
    top = y - h if base else y
    return path(
        f"M{x:.1f} {top + h:.1f}V{top + w / 2:.1f}A{w / 2:.1f} {w / 2:.1f} 0 0 1 {x + w:.1f} {top + w / 2:.1f}V{top + h:.1f}Z",
        colour,
    )


def tree(
    x: float, y: float, h: float, colour: str = FOREST, kind: str = "round", sway: float = 0
) -> Svg:
    """A tree standing on y: round, tall (poplar), pine or birch; sway bends it with the wind."""
    (x + sway * h, y - h)
    trunk = dark(CLAY, 0.45) if kind != "birch" else PAPER
    parts = [ellipse(x, y, h * 0.16, h * 0.022, INK, 0.14)]
    mid = (x + sway * h * 0.35, y - h * 0.5)
    parts.append(curve([(x, y), mid, (x + sway * h * 0.75, y - h * 0.8)], trunk, h * 0.035))
    ink = dark(colour, 0.25)
    if kind == "pine":
        for i in range(3):
            base, half = y - h * (0.18 + 0.24 * i), h * (0.24 - 0.055 * i)
            shift = sway * h * (0.2 + 0.3 * i)
            parts.append(
                layer(
                    straight(
                        [
                            (x - half + shift, base),
                            (x + shift + sway * h * 0.2, base - h * 0.37),
                            (x + half + shift, base),
                        ],
                        closed=True,
                    ),
                    colour,
                    (0, 4),
                )
            )
        return group(*parts)
    wide = {"round": 0.33, "tall": 0.13, "birch": 0.22}[kind]
    cy = y - h * (0.66 if kind != "tall" else 0.56)
    tall = h * (0.34 if kind != "tall" else 0.45)
    crown = []
    for i in range(10):
        a = i / 10 * math.tau
        bump = 1 + 0.07 * math.sin(i * 2.4 + x)
        py = cy + math.sin(a) * tall * bump
        crown.append((x + math.cos(a) * wide * h * bump + sway * (y - py) * 0.9, py))
    d = smooth(crown, closed=True)
    parts += [
        layer(d, colour, (0, 5)),
        clipped(
            d,
            ellipse(
                x + wide * h * 0.45 + sway * h * 0.6,
                cy + tall * 0.25,
                wide * h * 0.95,
                tall * 0.95,
                ink,
                0.35,
            ),
        ),
    ]
    cx = x + sway * (y - cy) * 0.9
    for k, (u, v) in enumerate([(-0.3, 0.25), (0.25, 0.02), (-0.12, -0.3)]):
        start, end = (
            (cx + 0.03 * u * h, cy + tall * (v + 0.45)),
            (cx + u * wide * h * 1.5, cy + tall * v),
        )
        parts.append(curve([start, end], ink, max(2, h * 0.008), 0.75 if k else 0.6))
    parts.append(curve([mid, (cx, cy - tall * 0.35)], ink, max(2, h * 0.011), 0.8))
    return group(*parts)


def bush(x: float, y: float, w: float, colour: str = MOSS, berries: str = "") -> Svg:
    """A low round bush on y, with berries or flowers if a colour is given."""
    h = w * 0.5
    d = smooth(
        [
            (x - w / 2, y),
            (x - w * 0.5, y - h * 0.5),
            (x - w * 0.25, y - h * 0.95),
            (x + w * 0.05, y - h * 0.9),
            (x + w * 0.3, y - h * 1.02),
            (x + w * 0.52, y - h * 0.5),
            (x + w / 2, y),
        ],
        closed=True,
    )
    parts = [
        path(d, colour),
        curve([(x - w * 0.2, y - h * 0.1), (x - w * 0.24, y - h * 0.5)], dark(colour, 0.3), 2.5),
        curve([(x + w * 0.2, y - h * 0.15), (x + w * 0.28, y - h * 0.6)], dark(colour, 0.3), 2.5),
    ]
    if berries:
        parts += [
            circle(x + w * u, y - h * v, w * 0.035, berries)
            for u, v in ((-0.3, 0.4), (-0.12, 0.7), (0.05, 0.35), (0.2, 0.72), (0.36, 0.42))
        ]
    return group(*parts)


def flower(x: float, y: float, h: float, colour: str, leaf: str = FOREST) -> Svg:
    """One upright flower on y."""
    r = h * 0.13
    petals = "".join(
        circle(x + math.cos(a) * r, y - h + math.sin(a) * r, r * 0.72, colour)
        for a in (0.3, 1.56, 2.8, 4.1, 5.35)
    )
    return (
        curve([(x, y), (x + h * 0.04, y - h * 0.5), (x, y - h)], leaf, max(2, h * 0.045))
        + blob([(x, y - h * 0.2), (x + h * 0.2, y - h * 0.42), (x + h * 0.05, y - h * 0.38)], leaf)
        + petals
        + circle(x, y - h, r * 0.6, SUN if colour != SUN else CLAY)
    )


def grass(
    seed: int, box: tuple[float, float, float, float], colour: str, count: int, size: float = 16
) -> Svg:
    """Tufts of grass strewn over a box."""
    rng = random.Random(seed)
    x, y, w, h = box
    data = ""
    for _ in range(count):
        px, py, s = x + rng.random() * w, y + rng.random() * h, size * (0.6 + rng.random() * 0.6)
        data += f"M{px - s * 0.3:.1f} {py - s * 0.8:.1f}L{px:.1f} {py:.1f}L{px:.1f} {py - s:.1f}M{px:.1f} {py:.1f}L{px + s * 0.35:.1f} {py - s * 0.75:.1f}"
    return stroke(data, colour, 2.4, 0.7)


def cloud(x: float, y: float, w: float, fill: str = PAPER, opacity: float = 1) -> Svg:
    """A flat-bottomed cloud."""
    spots = [
        (-0.5, 0),
        (-0.42, -0.13),
        (-0.26, -0.16),
        (-0.14, -0.3),
        (0.08, -0.31),
        (0.2, -0.18),
        (0.38, -0.17),
        (0.5, 0),
        (0.2, 0.015),
        (-0.2, 0.015),
    ]
    return blob([(x + u * w, y + v * w) for u, v in spots], fill, opacity)


def bird(x: float, y: float, s: float, colour: str = INK) -> Svg:
    """A gull far off."""
    return curve(
        [
            (x - s, y - s * 0.35),
            (x - s * 0.45, y - s * 0.45),
            (x, y),
            (x + s * 0.45, y - s * 0.45),
            (x + s, y - s * 0.35),
        ],
        colour,
        max(2.5, s * 0.13),
    )


def bench(x: float, y: float, w: float, colour: str = CLAY, back: bool = True) -> Svg:
    """A slatted bench standing on y."""
    h = w * 0.2
    legs = "".join(rect(x + w * k, y - h, w * 0.035, h, INK) for k in (0.1, 0.86))
    rest = (
        "".join(
            rect(x, y - h * (2.35 - 0.5 * i), w, h * 0.28, light(colour, 0.08 * i), 4)
            for i in range(2)
        )
        if back
        else ""
    )
    posts = (
        "".join(rect(x + w * k, y - h * 2.3, w * 0.025, h * 1.4, INK) for k in (0.11, 0.865))
        if back
        else ""
    )
    return (
        ellipse(x + w / 2, y + 2, w * 0.52, w * 0.025, INK, 0.14)
        + posts
        + rest
        + legs
        + rect(x - w * 0.02, y - h * 1.12, w * 1.04, h * 0.26, dark(colour, 0.1), 4)
    )


def table(x: float, y: float, w: float, h: float, colour: str = SAND, thick: float = 18) -> Svg:
    """A plain table seen from the side, standing on y."""
    ink = dark(colour, 0.3)
    legs = "".join(
        poly(
            [(x + w * k, y - h), (x + w * k + 16, y - h), (x + w * k + 13, y), (x + w * k + 5, y)],
            ink,
        )
        for k in (0.06, 0.92)
    )
    return (
        ellipse(x + w / 2, y + 2, w * 0.5, 10, INK, 0.12)
        + legs
        + rect(x, y - h, w, thick, colour, 5)
        + rect(x, y - h + thick * 0.7, w, thick * 0.3, ink, 2, 0.5)
    )


def chair(x: float, y: float, s: float, way: int = 1, colour: str = CLAY) -> Svg:
    """A chair from the side; s is the height of the seat, way is where its sitter looks."""
    back = x - way * s * 0.45
    ink = dark(colour, 0.3)
    return (
        line(
            [(back, y), (back - way * s * 0.02, y - s), (back - way * s * 0.14, y - s * 2.05)],
            ink,
            s * 0.07,
        )
        + line([(x + way * s * 0.42, y - s), (x + way * s * 0.46, y)], ink, s * 0.07)
        + curve(
            [(back - way * s * 0.08, y - s * 1.45), (back - way * s * 0.15, y - s * 2.05)],
            colour,
            s * 0.2,
        )
        + line([(back, y - s), (x + way * s * 0.45, y - s)], colour, s * 0.13)
    )


def cup(x: float, y: float, s: float, colour: str = PAPER, steam: bool = True) -> Svg:
    """A cup standing on y, with a curl of steam."""
    body = path(
        f"M{x - s / 2:.1f} {y - s * 0.85:.1f}H{x + s / 2:.1f}V{y - s * 0.3:.1f}Q{x + s / 2:.1f} {y:.1f} {x + s * 0.2:.1f} {y:.1f}H{x - s * 0.2:.1f}Q{x - s / 2:.1f} {y:.1f} {x - s / 2:.1f} {y - s * 0.3:.1f}Z",
        colour,
    )
    ear = ring(x + s * 0.55, y - s * 0.5, s * 0.2, colour, s * 0.1)
    wisp = (
        curve(
            [
                (x, y - s),
                (x - s * 0.15, y - s * 1.3),
                (x + s * 0.1, y - s * 1.55),
                (x - s * 0.05, y - s * 1.9),
            ],
            PAPER,
            s * 0.07,
            0.7,
        )
        if steam
        else ""
    )
    return ear + body + wisp


def sheet_of_paper(
    x: float,
    y: float,
    w: float,
    h: float,
    turn: float = 0,
    rows: int = 5,
    fill: str = PAPER,
    mark: str = "",
) -> Svg:
    """A page around its middle point, with ruled strokes for writing."""
    parts = [rect(-w / 2 + 4, -h / 2 + 6, w, h, INK, 3, 0.13), rect(-w / 2, -h / 2, w, h, fill, 3)]
    for i in range(rows):
        yy = -h * 0.34 + h * 0.7 * i / max(rows, 1)
        parts.append(
            line(
                [(-w * 0.36, yy), (w * (0.36 if i % 3 != 2 else 0.1), yy)],
                SLATE,
                max(2, h * 0.016),
                0.55,
            )
        )
    if mark:
        parts.append(circle(w * 0.25, h * 0.33, w * 0.09, mark))
    return group(*parts, move=(x, y), turn=turn)


def lamp(x: float, y: float, w: float, colour: str = SUN, glow: bool = True) -> Svg:
    """A hanging lamp, its shade's lower edge at y, the cord from the top of the sheet."""
    shine = (
        poly(
            [(x - w / 2, y), (x + w / 2, y), (x + w * 1.7, y + w * 3), (x - w * 1.7, y + w * 3)],
            SUN,
            0.10,
        )
        if glow
        else ""
    )
    shade = path(
        f"M{x - w / 2:.1f} {y:.1f}Q{x - w * 0.42:.1f} {y - w * 0.55:.1f} {x:.1f} {y - w * 0.6:.1f}Q{x + w * 0.42:.1f} {y - w * 0.55:.1f} {x + w / 2:.1f} {y:.1f}Z",
        colour,
    )
    return (
        shine
        + line([(x, -10), (x, y - w * 0.58)], INK, 4)
        + shade
        + ellipse(x, y, w / 2, w * 0.07, light(colour, 0.6))
    )


def plant(x: float, y: float, h: float, pot: str = CLAY, leaf: str = FOREST) -> Svg:
    """A potted plant standing on y."""
    w = h * 0.34
    leaves = ""
    for a, far in ((-62, 0.5), (-35, 0.68), (-10, 0.8), (16, 0.74), (42, 0.6), (66, 0.46)):
        leaves += group(
            blob(
                [(0, 0), (-h * 0.07, -h * far * 0.55), (0, -h * far), (h * 0.07, -h * far * 0.55)],
                leaf if a % 4 else dark(leaf, 0.15),
            )
            + line([(0, 0), (0, -h * far * 0.85)], dark(leaf, 0.35), 2),
            move=(x, y - h * 0.28),
            turn=a,
        )
    body = poly(
        [(x - w / 2, y - h * 0.3), (x + w / 2, y - h * 0.3), (x + w * 0.36, y), (x - w * 0.36, y)],
        pot,
    )
    return leaves + body + rect(x - w * 0.55, y - h * 0.33, w * 1.1, h * 0.07, dark(pot, 0.12), 2)


def shelf(
    seed: int, x: float, y: float, w: float, h: float, rows: int = 4, wood: str = SAND
) -> Svg:
    """A bookcase with its feet on y + h, full of unlettered books."""
    rng = random.Random(seed)
    colours = [CLAY, FOREST, SEA, BERRY, SUN, SLATE, MOSS, PAPER, LIGHT_SEA, INK]
    parts = [rect(x, y, w, h, dark(wood, 0.35))]
    step = h / rows
    for r in range(rows):
        base = y + step * (r + 1) - 8
        px = x + 12
        while px < x + w - 34:
            bw = rng.choice((12, 15, 18, 22))
            bh = step * rng.uniform(0.55, 0.8)
            if rng.random() < 0.14:
                px += bw * 1.6
                continue
            colour = rng.choice(colours)
            parts.append(rect(px, base - bh, bw, bh, colour))
            parts.append(
                line(
                    [(px + 3, base - bh * 0.8), (px + bw - 3, base - bh * 0.8)],
                    light(colour, 0.5) if colour != PAPER else SLATE,
                    2,
                    0.8,
                )
            )
            px += bw + 2
        parts.append(rect(x, base, w, 9, wood))
    parts += [
        rect(x - 4, y - 4, w + 8, 10, wood),
        rect(x - 4, y, 9, h, wood),
        rect(x + w - 5, y, 9, h, wood),
    ]
    return group(*parts)


def town(
    seed: int,
    base: float,
    x0: float = -40,
    x1: float = WIDE + 40,
    size: float = 90,
    colours: tuple[str, ...] = (CLAY, PAPER, SUN, LIGHT_SEA),
    fade: float = 0,
) -> Svg:
    """A row of small far houses along a base line."""
    rng = random.Random(seed)
    parts = []
    x = x0
    while x < x1:
        w = size * rng.uniform(0.8, 1.5)
        h = size * rng.uniform(0.7, 1.4)
        wall = light(rng.choice(colours), fade)
        roof = light(rng.choice((CLAY, INK, SLATE)), fade)
        y = base + rng.uniform(0, 8)
        parts.append(rect(x, y - h, w, h + 60, wall))
        parts.append(
            poly(
                [
                    (x - 5, y - h),
                    (x + w / 2, y - h - w * rng.uniform(0.4, 0.6)),
                    (x + w + 5, y - h),
                ],
                roof,
            )
        )
        parts += [
            rect(x + w * k, y - h * 0.72, w * 0.16, w * 0.22, dark(wall, 0.4)) for k in (0.2, 0.62)
        ]
        x += w + size * rng.choice((0, 0, 0.25))
    return group(*parts)


def laptop(x: float, y: float, w: float) -> Svg:
    """An open laptop on y, seen from the front."""
    h = w * 0.6
    screen = rect(x - w / 2, y - h, w, h, INK, 10) + rect(
        x - w / 2 + 10, y - h + 10, w - 20, h - 22, light(SEA, 0.75), 3
    )
    rows = "".join(
        rect(x - w * 0.38, y - h * (0.78 - 0.13 * i), w * k, h * 0.045, SEA, 3, 0.55)
        for i, k in enumerate((0.5, 0.72, 0.64, 0.7))
    )
    return (
        screen
        + rows
        + poly(
            [
                (x - w / 2, y),
                (x + w / 2, y),
                (x + w * 0.58, y + w * 0.07),
                (x - w * 0.58, y + w * 0.07),
            ],
            SLATE,
        )
        + line([(x - w * 0.57, y + w * 0.07), (x + w * 0.57, y + w * 0.07)], INK, 5)
    )


def bicycle(x: float, y: float, s: float, colour: str = CLAY) -> Svg:
    """A town bicycle heading right, wheels on y; s is the wheel's diameter."""
    r = s / 2
    back, front = (x - s * 0.8, y - r), (x + s * 0.8, y - r)
    crank, seat, head = (
        (x - s * 0.1, y - r * 0.85),
        (x - s * 0.32, y - s * 1.2),
        (x + s * 0.52, y - s * 1.12),
    )
    spokes = "".join(
        line(
            [
                (c[0] + math.cos(a) * r, c[1] + math.sin(a) * r),
                (c[0] - math.cos(a) * r, c[1] - math.sin(a) * r),
            ],
            SLATE,
            1.6,
            0.6,
        )
        for c in (back, front)
        for a in (0.2, 1.0, 1.8, 2.6)
    )
    wheels = "".join(ring(*c, r, INK, s * 0.06) for c in (back, front))
    frame = (
        line(
            [
                back,
                crank,
                (head[0] + 3, head[1] + s * 0.14),
                (seat[0] + s * 0.08, seat[1] + s * 0.28),
                back,
            ],
            colour,
            s * 0.065,
        )
        + line([seat, crank], colour, s * 0.065)
        + line([head, front], colour, s * 0.065)
    )
    top = line([(seat[0] - s * 0.13, seat[1]), (seat[0] + s * 0.13, seat[1])], INK, s * 0.1) + line(
        [head, (head[0] - s * 0.03, head[1] - s * 0.16), (head[0] - s * 0.22, head[1] - s * 0.18)],
        INK,
        s * 0.06,
    )
    return spokes + wheels + frame + top


def fence(x: float, y: float, w: float, h: float, colour: str = PAPER) -> Svg:
    """A picket fence on y."""
    count = int(w / (h * 0.36))
    step = w / count
    pickets = "".join(
        poly(
            [
                (x + i * step, y),
                (x + i * step, y - h * 0.88),
                (x + i * step + step * 0.28, y - h),
                (x + i * step + step * 0.56, y - h * 0.88),
                (x + i * step + step * 0.56, y),
            ],
            colour,
        )
        for i in range(count)
    )
    rails = "".join(rect(x, y - h * k, w, h * 0.09, dark(colour, 0.12)) for k in (0.75, 0.32))
    return rails + pickets


def sun(x: float, y: float, r: float, colour: str = SUN) -> Svg:
    """The sun as two discs of paper."""
    return circle(x, y, r * 1.35, colour, 0.22) + circle(x, y, r, colour)


def waves(
    seed: int, box: tuple[float, float, float, float], colour: str, count: int, size: float = 60
) -> Svg:
    """Short calm ripples strewn over water."""
    rng = random.Random(seed)
    x, y, w, h = box
    spots: list[Point] = [
        (x + rng.random() * w, y + (i + rng.random()) / count * h) for i in range(count)
    ]
    return "".join(
        curve(
            [(px, py), (px + size * 0.3, py - 4), (px + size * 0.65, py + 3), (px + size, py - 1)],
            colour,
            3,
            0.6,
        )
        for px, py in spots
    )
