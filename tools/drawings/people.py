"""The people: one figure with bones, so that everyone can stand, walk, sit and reach.

A figure is placed by the point on the ground below its hips and by its height. Hands and feet are
put where the drawing needs them; elbows and knees follow from the length of the bones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from kit import (
    BERRY,
    CLAY,
    FOREST,
    HEATHER,
    INK,
    LIGHT_SEA,
    MOSS,
    PAPER,
    PINK,
    SEA,
    SLATE,
    SUN,
    Point,
    Svg,
    blob,
    circle,
    clipped,
    curve,
    dark,
    ellipse,
    group,
    light,
    line,
    mix,
    num,
    path,
    ring,
    smooth,
    stroke,
)

FAIR, ROSY, OLIVE, BROWN, DEEP = "#f1cdb4", "#e5b292", "#c98f68", "#95603f", "#643c2b"
GREY, WHITE, BLOND, RED, CHESTNUT, BLACK = (
    "#a9aeb4",
    "#e9e6df",
    "#d9b25e",
    "#a8512b",
    "#5a3826",
    "#221f2b",
)


@dataclass(frozen=True)
class Look:
    """Who somebody is: body, hair and clothes."""

    skin: str = FAIR
    hair: str = CHESTNUT
    style: str = "short"
    top: str = SEA
    bottom: str = INK
    shoe: str = INK
    garment: str = "jumper"
    legs: str = "trousers"
    pattern: str = ""
    extra: str = ""
    beard: bool = False
    glasses: bool = False
    child: bool = False
    build: float = 1.0


@dataclass(frozen=True)
class Pose:
    """How somebody holds themselves; lengths are parts of the figure's height."""

    turn: float = 0.0
    hip: float | None = None
    lean: float = 0.0
    nod: float = 0.0
    feet: tuple[Point, Point] = ((-0.05, 0.0), (0.05, 0.0))
    knees: tuple[Point, Point] | None = None
    hands: tuple[Point | None, Point | None] = (None, None)
    elbows: tuple[int, int] = (0, 0)
    away: bool = False
    bust: bool = False
    smile: bool = True


STAND = Pose()


def walk(turn: float = 1, stride: float = 0.13) -> Pose:
    """A calm step to the right (turn 1) or to the left (turn -1)."""
    s = 1 if turn > 0 else -1
    return Pose(
        turn=turn,
        lean=2 * s,
        hip=0.465,
        feet=((-stride * s, -0.012), (stride * s, 0)),
        hands=((0.13 * s, -0.49), (-0.13 * s, -0.47)),
    )


def sit(turn: float = 1, seat: float = 0.27) -> Pose:
    """Sitting on something of the given height, seen from the side."""
    s = 1 if turn > 0 else -1
    return Pose(
        turn=turn,
        hip=seat + 0.03,
        feet=((0.20 * s, 0), (0.26 * s, 0)),
        hands=((0.20 * s, -seat - 0.09), (0.17 * s, -seat - 0.07)),
    )


def sit_front(seat: float = 0.27) -> Pose:
    """Sitting and facing us."""
    return Pose(
        hip=seat + 0.03,
        knees=((-0.085, -seat + 0.035), (0.085, -seat + 0.035)),
        feet=((-0.075, 0.05), (0.075, 0.05)),
        hands=((-0.07, -seat - 0.03), (0.07, -seat - 0.03)),
    )


@dataclass(frozen=True)
class _Frame:
    """The measures of one figure on the sheet."""

    x: float
    y: float
    h: float
    look: Look
    pose: Pose

    @property
    def facing(self) -> int:
        return -1 if self.pose.turn < 0 else 1

    @property
    def side(self) -> float:
        return min(1.0, abs(self.pose.turn))

    @property
    def hip_height(self) -> float:
        normal = 0.42 if self.look.child else 0.48
        return normal if self.pose.hip is None else self.pose.hip

    @property
    def hip(self) -> Point:
        return self.x, self.y - self.hip_height * self.h

    @property
    def torso(self) -> float:
        return (0.31 if self.look.child else 0.335) * self.h

    @property
    def shoulder_half(self) -> float:
        wide = (0.092 if self.look.child else 0.1) * self.look.build
        return wide * self.h * (1 - 0.3 * self.side)

    @property
    def hip_half(self) -> float:
        return 0.078 * self.look.build * self.h * (1 - 0.16 * self.side)

    @property
    def head(self) -> tuple[float, float]:
        return (
            (0.078 * self.h, 0.09 * self.h) if self.look.child else (0.061 * self.h, 0.073 * self.h)
        )

    def on_body(self, across: float, up: float) -> Point:
        """A point given in pixels in the leaning body's own axes, from the hips."""
        a = math.radians(self.pose.lean)
        hx, hy = self.hip
        return hx + across * math.cos(a) + up * math.sin(a), hy - up * math.cos(
            a
        ) + across * math.sin(a)

    def place(self, spot: Point) -> Point:
        """A point given in parts of the height, from the ground point."""
        return self.x + spot[0] * self.h, self.y + spot[1] * self.h


def capsule(a: Point, b: Point, ra: float, rb: float, fill: str) -> Svg:
    """A limb segment: two discs and what lies between them."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    far = math.hypot(dx, dy) or 1
    nx, ny = -dy / far, dx / far
    d = (
        f"M{num(a[0] + nx * ra)} {num(a[1] + ny * ra)}L{num(b[0] + nx * rb)} {num(b[1] + ny * rb)}"
        f"A{num(rb)} {num(rb)} 0 0 0 {num(b[0] - nx * rb)} {num(b[1] - ny * rb)}"
        f"L{num(a[0] - nx * ra)} {num(a[1] - ny * ra)}"
        f"A{num(ra)} {num(ra)} 0 0 0 {num(a[0] + nx * ra)} {num(a[1] + ny * ra)}Z"
    )
    return path(d, fill)


def joint(a: Point, b: Point, first: float, second: float, bend: int) -> tuple[Point, Point]:
    """Elbow and hand (or knee and foot) for a limb from a toward b; bend chooses the side."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    wish = math.hypot(dx, dy) or 0.001
    far = max(abs(first - second) * 1.02, min(wish, (first + second) * 0.999))
    end = (a[0] + dx / wish * far, a[1] + dy / wish * far)
    along = (first * first - second * second + far * far) / (2 * far)
    off = math.sqrt(max(first * first - along * along, 0)) * bend
    ux, uy = dx / wish, dy / wish
    return (a[0] + ux * along - uy * off, a[1] + uy * along + ux * off), end


def _leg(f: _Frame, which: int) -> Svg:
    """One leg with its shoe; which is 0 for the far leg and 1 for the near one."""
    shade = dark(f.look.bottom, 0.2) if which == 0 and f.side > 0.3 else f.look.bottom
    spread = f.hip_half * 0.48 * (1 - 0.75 * f.side)
    hx, hy = f.hip
    start = (hx + (spread if which else -spread), hy)
    foot = f.place(f.pose.feet[which])
    ankle = (foot[0], foot[1] - 0.03 * f.h)
    bone = (0.1955 if f.look.child else 0.2256) * f.h
    if f.pose.knees:
        knee = f.place(f.pose.knees[which])
    else:
        knee, ankle = joint(start, ankle, bone, bone, -f.facing)
    b = 0.5 + f.look.build * 0.5
    thick = [0.05 * b * f.h, 0.038 * b * f.h, 0.027 * b * f.h]
    bare = f.look.legs in ("skirt", "shorts")
    lower = f.look.skin if bare else shade
    parts = [_shoe(f, ankle, which)]
    if bare:
        parts += [capsule(start, knee, thick[0] * 0.8, thick[1] * 0.85, lower)]
        parts += [capsule(knee, ankle, thick[1] * 0.85, thick[2] * 0.75, lower)]
    else:
        parts += [
            capsule(start, knee, thick[0], thick[1], shade),
            capsule(knee, ankle, thick[1], thick[2], shade),
        ]
    if f.look.legs == "shorts":
        mid = (start[0] + (knee[0] - start[0]) * 0.85, start[1] + (knee[1] - start[1]) * 0.85)
        parts.append(capsule(start, mid, thick[0], thick[1] * 1.15, shade))
    return "".join(parts)


def _shoe(f: _Frame, ankle: Point, which: int) -> Svg:
    h = f.h
    way = f.facing if f.side > 0.3 else (1 if which else -1)
    long = 0.078 * h * (0.62 + 0.38 * f.side)
    x, y = ankle
    heel = x - way * 0.03 * h
    toe = heel + way * (long + 0.012 * h)
    base = y + 0.032 * h
    d = (
        f"M{num(heel)} {num(y - 0.012 * h)}L{num(x + way * 0.026 * h)} {num(y - 0.012 * h)}"
        f"Q{num(x + way * 0.03 * h)} {num(y + 0.008 * h)} {num(toe - way * 0.01 * h)} {num(y + 0.012 * h)}"
        f"Q{num(toe + way * 0.008 * h)} {num(y + 0.016 * h)} {num(toe)} {num(base)}L{num(heel)} {num(base)}Z"
    )
    return path(d, f.look.shoe)


def _arm(f: _Frame, which: int) -> Svg:
    """One arm; which is 0 for the far (or left) arm and 1 for the near (or right) one."""
    offset = f.shoulder_half * 0.74 * (1 - 0.72 * f.side)
    shoulder = f.on_body(offset if which else -offset, f.torso - 0.057 * f.h)
    sign = 1 if which else -1
    wish = f.pose.hands[which]
    goal = (
        f.place(wish)
        if wish
        else (
            shoulder[0] + sign * 0.035 * f.h + f.facing * f.side * 0.02 * f.h,
            shoulder[1] + (0.24 if f.look.child else 0.285) * f.h,
        )
    )
    bone = (0.128 if f.look.child else 0.15) * f.h
    bend = f.pose.elbows[which] or (f.facing if f.side > 0.3 else -sign)
    wish_far = math.hypot(goal[0] - shoulder[0], goal[1] - shoulder[1])
    bone = min(max(bone, wish_far / 1.995), bone * 1.22)
    elbow, hand = joint(shoulder, goal, bone, bone, bend)
    b = 0.6 + f.look.build * 0.4
    r = [0.036 * b * f.h, 0.028 * b * f.h, 0.022 * f.h]
    sleeve = dark(f.look.top, 0.16) if which == 0 else dark(f.look.top, 0.07)
    if f.look.garment == "vest":
        sleeve = PAPER if which else dark(PAPER, 0.12)
    dx, dy = hand[0] - elbow[0], hand[1] - elbow[1]
    far = math.hypot(dx, dy) or 1
    tip = (hand[0] + dx / far * 0.014 * f.h, hand[1] + dy / far * 0.014 * f.h)
    skin = f.look.skin if which else dark(f.look.skin, 0.08)
    fist = capsule(hand, tip, r[2] * 0.86, r[2] * 0.74, skin)
    if f.look.garment == "tee":
        cuff = (
            shoulder[0] + (elbow[0] - shoulder[0]) * 0.75,
            shoulder[1] + (elbow[1] - shoulder[1]) * 0.75,
        )
        return (
            capsule(shoulder, elbow, r[1], r[1] * 0.82, skin)
            + capsule(elbow, hand, r[1] * 0.82, r[2] * 0.78, skin)
            + fist
            + capsule(shoulder, cuff, r[0], r[0] * 0.95, sleeve)
        )
    end = (elbow[0] + dx * 0.93, elbow[1] + dy * 0.93)
    return (
        fist
        + capsule(shoulder, elbow, r[0], r[1], sleeve)
        + capsule(elbow, end, r[1], r[2] * 1.06, sleeve)
    )


def _torso_shape(f: _Frame) -> str:
    s, w, t, h = f.shoulder_half, f.hip_half, f.torso, f.h
    drop = {"coat": 0.2, "dress": 0.24, "tunic": 0.1, "robe": 0.4}.get(f.look.garment, 0.035) * h
    flare = {"coat": 0.03, "dress": 0.06, "tunic": 0.02, "robe": 0.05}.get(f.look.garment, 0.0) * h
    if f.pose.hip is not None and f.pose.hip < 0.4 and not f.look.child or f.pose.bust:
        drop, flare = 0.035 * h, 0.006 * h
    belly = max(0.0, f.look.build - 1) * 0.1 * h
    spots = [
        (-0.028 * h, t + 0.012 * h),
        (-s * 0.5, t - 0.003 * h),
        (-s * 0.84, t - 0.026 * h),
        (-s, t - 0.075 * h),
        (-s * 0.93, t * 0.62),
        (-w - belly, t * 0.22),
        (-w - flare, -drop),
        (0, -drop - 0.008 * h),
        (w + flare, -drop),
        (w + belly, t * 0.22),
        (s * 0.93, t * 0.62),
        (s, t - 0.075 * h),
        (s * 0.84, t - 0.026 * h),
        (s * 0.5, t - 0.003 * h),
        (0.028 * h, t + 0.012 * h),
    ]
    return smooth([f.on_body(*p) for p in spots], closed=True)


def _skirt(f: _Frame) -> Svg:
    h, w = f.h, f.hip_half
    length = 0.25 * h
    points = [f.on_body(-w, 0.05 * h), f.on_body(w, 0.05 * h)]
    hx, hy = f.hip
    points += [
        (hx + w + 0.05 * h, hy + length),
        (hx, hy + length + 0.012 * h),
        (hx - w - 0.05 * h, hy + length),
    ]
    folds = line(
        [(hx - 0.02 * h, hy + 0.07 * h), (hx - 0.035 * h, hy + length - 0.01 * h)],
        dark(f.look.bottom),
        0.006 * h,
    )
    return path(smooth(points, closed=True), f.look.bottom) + folds


def _pattern(f: _Frame, d: str) -> Svg:
    h = f.h
    ink = light(f.look.top, 0.55)
    parts = []
    if f.look.pattern == "stripes":
        for i in range(-5, 9):
            up = i * 0.045 * h
            parts.append(line([f.on_body(-0.2 * h, up), f.on_body(0.2 * h, up)], ink, 0.012 * h))
    if f.look.pattern == "dots":
        for i in range(-4, 9):
            for j in range(-5, 6):
                x, y = f.on_body((j + i % 2 / 2) * 0.045 * h, i * 0.043 * h)
                parts.append(circle(x, y, 0.007 * h, ink))
    return clipped(d, *parts) if parts else ""


def _details(f: _Frame) -> Svg:
    """Buttons, collars, aprons and scarves."""
    h, t = f.h, f.torso
    shift = f.facing * f.side * f.shoulder_half * 0.45
    ink = dark(f.look.top, 0.4)
    parts: list[Svg] = []
    if f.pose.away:
        return ""
    if f.look.garment in ("coat", "shirt", "vest"):
        low = (
            -0.18 * h
            if f.look.garment == "coat" and (f.pose.hip is None or f.pose.hip > 0.4)
            else 0.0
        )
        parts.append(line([f.on_body(shift, t), f.on_body(shift, low)], ink, 0.005 * h))
        parts += [
            circle(*f.on_body(shift + f.facing * 0.015 * h, t * k), 0.005 * h, ink)
            for k in (0.75, 0.5, 0.25)
        ]
    if f.look.garment == "shirt":
        neck = [
            f.on_body(shift - 0.035 * h, t + 0.012 * h),
            f.on_body(shift, t - 0.05 * h),
            f.on_body(shift + 0.035 * h, t + 0.012 * h),
        ]
        parts.append(path(smooth(neck, closed=True), light(f.look.top, 0.7)))
    if f.look.extra == "apron":
        spots = [
            (-0.045 * h, t * 0.72),
            (0.045 * h, t * 0.72),
            (0.065 * h, t * 0.3),
            (0.075 * h, -0.14 * h),
            (-0.075 * h, -0.14 * h),
            (-0.065 * h, t * 0.3),
        ]
        parts.append(
            path(smooth([f.on_body(a + shift * 0.6, b) for a, b in spots], closed=True), PAPER)
        )
    if f.look.extra == "scarf":
        tail = [
            f.on_body(shift - 0.01 * h, t),
            f.on_body(shift + 0.03 * h, t),
            f.on_body(shift + 0.035 * h, t * 0.55),
            f.on_body(shift + 0.005 * h, t * 0.55),
        ]
        parts += [
            path(smooth(tail, closed=True), SUN),
            ellipse(*f.on_body(0, t + 0.014 * h), 0.05 * h, 0.022 * h, SUN),
        ]
    if f.look.extra == "bag":
        parts.append(
            line(
                [
                    f.on_body(-f.facing * 0.05 * h, t - 0.01 * h),
                    f.on_body(f.facing * 0.06 * h, 0.02 * h),
                ],
                dark(CLAY),
                0.012 * h,
            )
        )
    if f.look.extra == "tie":
        parts.append(
            path(
                smooth(
                    [
                        f.on_body(shift, t),
                        f.on_body(shift + 0.014 * h, t * 0.5),
                        f.on_body(shift, t * 0.42),
                        f.on_body(shift - 0.014 * h, t * 0.5),
                    ],
                    closed=True,
                ),
                BERRY,
            )
        )
    return "".join(parts)


HAIRLINE_FRONT = [
    (-1.02, 0.1),
    (-1.08, -0.45),
    (-0.7, -1.02),
    (0, -1.16),
    (0.7, -1.02),
    (1.08, -0.45),
    (1.02, 0.1),
    (0.86, -0.12),
    (0.7, -0.5),
    (0.1, -0.52),
    (-0.55, -0.38),
    (-0.86, -0.1),
]
HAIRLINE_SIDE = [
    (-0.72, 0.72),
    (-1.12, 0.0),
    (-0.95, -0.82),
    (-0.2, -1.18),
    (0.55, -1.06),
    (0.92, -0.62),
    (0.88, -0.4),
    (0.6, -0.56),
    (0.2, -0.52),
    (-0.16, -0.22),
    (-0.26, 0.18),
    (-0.46, 0.48),
]


@dataclass(frozen=True)
class _Head:
    """A head's own axes: one unit is half its width, and half its height."""

    x: float
    y: float
    rx: float
    ry: float
    tilt: float
    facing: int
    side: float

    def at(self, u: float, v: float) -> Point:
        a = math.radians(self.tilt)
        px, py = u * self.rx * self.facing, v * self.ry
        return self.x + px * math.cos(a) - py * math.sin(a), self.y + px * math.sin(
            a
        ) + py * math.cos(a)

    def shape(self, spots: list[Point], fill: str) -> Svg:
        return blob([self.at(u, v) for u, v in spots], fill)

    def hairline(self) -> list[Point]:
        s = self.side
        return [
            (a[0] + (b[0] - a[0]) * s, a[1] + (b[1] - a[1]) * s)
            for a, b in zip(HAIRLINE_FRONT, HAIRLINE_SIDE, strict=True)
        ]


def _head_frame(f: _Frame) -> _Head:
    rx, ry = f.head
    lead = f.facing * f.side * 0.02 * f.h
    x, y = f.on_body(lead, f.torso + 0.022 * f.h + ry)
    return _Head(x, y, rx, ry, f.pose.lean * 0.5 + f.pose.nod, f.facing, f.side)


def _hair_behind(k: _Head, look: Look) -> Svg:
    s = k.side
    if look.style == "long":
        return k.shape(
            [
                (-1.1, -0.3),
                (-0.6, -1.1),
                (0.6 - s * 0.5, -1.1),
                (1.1 - s * 0.9, -0.2),
                (1.15 - s * 1.05, 1.35),
                (0, 1.6),
                (-1.25, 1.45),
            ],
            look.hair,
        )
    if look.style == "bob":
        return k.shape(
            [
                (-1.12, -0.4),
                (0, -1.15),
                (1.12 - s * 0.9, -0.4),
                (1.2 - s * 1.2, 0.75),
                (0, 0.95),
                (-1.25, 0.78),
            ],
            look.hair,
        )
    if look.style == "bun":
        return k.shape(
            [
                (-0.5 - s * 0.9, -1.15 + s * 0.5),
                (0.0 - s * 0.95, -1.6 + s * 0.6),
                (0.5 - s * 0.95, -1.15 + s * 0.5),
                (0 - s, -0.8 + s * 0.55),
            ],
            look.hair,
        )
    if look.style == "tail":
        return k.shape(
            [(-0.7, -0.7), (-1.5, -0.6), (-1.75, 0.3), (-1.55, 1.2), (-1.3, 0.4), (-0.8, -0.1)],
            look.hair,
        )
    if look.style == "curls":
        curls = [
            (-0.95, -0.35, 0.62),
            (-0.55, -0.95, 0.66),
            (0.1, -1.1, 0.66),
            (0.62 - s * 0.1, -0.8, 0.55),
            (-1.02, 0.3, 0.5),
        ]
        curls += [(0.98, -0.25, 0.5), (1.02, 0.3, 0.42)] if s < 0.4 else []
        return "".join(circle(*k.at(u, v), r * k.rx, look.hair) for u, v, r in curls)
    if look.style == "veil":
        return k.shape(
            [
                (-1.2, -0.3),
                (-0.75, -1.15),
                (0.2, -1.28),
                (1.0, -0.8),
                (1.1 - s * 0.15, 0.3),
                (1.0, 1.35),
                (0, 1.75),
                (-1.3, 1.45),
            ],
            look.hair,
        )
    if look.style == "braids":
        return "".join(
            k.shape(
                [(u, -0.1), (u * 1.3, 0.4), (u * 1.32, 1.3), (u * 1.05, 1.35), (u * 0.8, 0.4)],
                look.hair,
            )
            for u in ((-1, 1) if s < 0.4 else (-1,))
        )
    return ""


def _hair_front(k: _Head, look: Look) -> Svg:
    if look.style == "veil":
        return ""
    if look.style == "bald":
        side = [(-1.06, -0.35), (-0.7, -0.25), (-0.62, 0.2), (-0.75, 0.55), (-1.08, 0.35)]
        both = k.shape(side, look.hair)
        return both + (k.shape([(-u, v) for u, v in side], look.hair) if k.side < 0.4 else "")
    cap = k.shape(k.hairline(), look.hair)
    if look.style in ("beanie", "helmet", "cap"):
        hat = look.extra if look.extra.startswith("#") else CLAY
        dome = [
            (-1.14, -0.2),
            (-1.05, -0.95),
            (-0.3, -1.42),
            (0.5, -1.3),
            (1.08, -0.7),
            (1.06, -0.34),
            (0, -0.46),
        ]
        cap += k.shape(dome, hat)
        if look.style == "beanie":
            cap += curve(
                [k.at(-1.1, -0.28), k.at(0, -0.52), k.at(1.06, -0.42)], light(hat, 0.35), k.ry * 0.3
            )
        if look.style == "cap":
            cap += k.shape([(0.1, -0.62), (1.0, -0.6), (1.75, -0.36), (1.0, -0.32)], dark(hat))
        if look.style == "helmet":
            cap += curve(
                [k.at(-0.75, -0.9), k.at(-0.1, -1.15), k.at(0.6, -1.02)],
                light(hat, 0.6),
                k.ry * 0.1,
            )
            cap += curve([k.at(-0.3, -0.4), k.at(-0.24, 0.3), k.at(0.05, 0.98)], INK, k.ry * 0.06)
    return cap


def _face(k: _Head, f: _Frame) -> Svg:
    look, s = f.look, k.side
    ink = INK if look.skin not in (DEEP,) else "#1a1018"
    shift = 0.36 * s
    size = k.rx * 0.085
    eyes = [(-0.36 + shift * 1.1, 0.02), (0.36 + shift * 0.85, 0.02)]
    parts = [ellipse(*k.at(u, v), size, size * 1.25, ink) for u, v in eyes]
    shade = dark(look.skin, 0.28)
    parts.append(
        curve(
            [k.at(0.02 + shift, 0.04), k.at(0.14 + shift * 1.25, 0.3), k.at(0.0 + shift, 0.34)],
            shade,
            k.rx * 0.075,
        )
    )
    low = 0.6 if f.pose.smile else 0.56
    parts.append(
        curve(
            [k.at(-0.2 + shift, 0.54), k.at(0.05 + shift, low), k.at(0.27 + shift * 0.95, 0.53)],
            mix(BERRY, ink, 0.45),
            k.rx * 0.075,
        )
    )
    parts += [
        circle(*k.at(u, 0.33), k.rx * 0.15, mix(look.skin, CLAY, 0.35), 0.5)
        for u in (-0.52 + shift * 0.9, 0.55 + shift * 0.6)
    ]
    if look.glasses:
        parts += [ring(*k.at(u, v), k.rx * 0.25, ink, k.rx * 0.06) for u, v in eyes]
        parts.append(
            line([k.at(eyes[0][0] + 0.25, 0), k.at(eyes[1][0] - 0.25, 0)], ink, k.rx * 0.06)
        )
    return "".join(parts)


def _beard(k: _Head, look: Look) -> Svg:
    if not look.beard:
        return ""
    s = k.side * 0.3
    return k.shape(
        [
            (-0.92 + s, 0.1),
            (-0.6 + s, 0.42),
            (0.05 + s, 0.4),
            (0.65 + s * 0.9, 0.42),
            (0.93, 0.12),
            (0.8, 0.85),
            (0.1 + s, 1.2),
            (-0.7, 0.85),
        ],
        look.hair,
    )


def _head(f: _Frame) -> Svg:
    k, look = _head_frame(f), f.look
    nape = f.on_body(0, f.torso - (0.02 - 0.014 * f.side) * f.h)
    throat = k.at(-0.15 * k.side, 0.5)
    neck = capsule(nape, throat, 0.03 * f.h, 0.029 * f.h, dark(look.skin, 0.12))
    skull = k.shape(
        [
            (-0.92, -0.2),
            (-0.6, -0.88),
            (0, -1.02),
            (0.62, -0.88),
            (0.94, -0.2),
            (0.86, 0.42),
            (0.45, 0.92),
            (0.08, 1.02),
            (-0.4, 0.92),
            (-0.84, 0.42),
        ],
        look.skin,
    )
    if f.pose.away:
        back = k.shape(
            [
                (-1.04, -0.2),
                (-0.7, -0.98),
                (0, -1.15),
                (0.7, -0.98),
                (1.04, -0.2),
                (0.85, 0.5),
                (0, 0.75),
                (-0.85, 0.5),
            ],
            look.hair,
        )
        hidden = skull + (_hair_front(k, look) if look.style == "bald" else back)
        return neck + hidden + (_hair_behind(k, look) if look.style not in ("short",) else "")
    ear_at = k.at(-0.95 + 0.78 * k.side, 0.12)
    ears = (
        ellipse(*ear_at, k.rx * 0.16, k.ry * 0.19, dark(look.skin, 0.1))
        if k.side < 0.3 or look.style in ("short", "bald", "bun", "tail")
        else ""
    )
    if k.side < 0.3:
        ears += ellipse(*k.at(0.95, 0.12), k.rx * 0.16, k.ry * 0.19, dark(look.skin, 0.1))
    if look.style == "veil":
        cloth = _hair_behind(k, look)
        oval = k.shape(
            [
                (-0.62 + 0.3 * k.side, -0.1),
                (-0.35 + 0.3 * k.side, -0.68),
                (0.2 + 0.2 * k.side, -0.75),
                (0.68 + 0.2 * k.side, -0.3),
                (0.62 + 0.25 * k.side, 0.45),
                (0.1 + 0.3 * k.side, 0.88),
                (-0.45 + 0.3 * k.side, 0.5),
            ],
            look.skin,
        )
        return cloth + oval + _face(k, f)
    front = _hair_front(k, look)
    if k.side < 0.3:
        return _hair_behind(k, look) + neck + ears + skull + _beard(k, look) + front + _face(k, f)
    return _hair_behind(k, look) + neck + skull + _beard(k, look) + front + ears + _face(k, f)


def person(
    x: float,
    y: float,
    h: float,
    look: Look,
    pose: Pose = STAND,
    holds: Svg = "",
    shadow: bool = True,
) -> Svg:
    """A whole figure; what it holds is drawn before the near arm, so that the hand closes on it."""
    f = _Frame(x, y, h, look, pose)
    if f.side > 0.3:
        return group(_arm(f, 0), _body(f, shadow), holds, _arm(f, 1))
    return group(_body(f, shadow), _arm(f, 0), holds, _arm(f, 1))


def without_arms(x: float, y: float, h: float, look: Look, pose: Pose) -> Svg:
    """The same figure before its arms are laid on a table."""
    return group(_body(_Frame(x, y, h, look, pose), False))


def arms(x: float, y: float, h: float, look: Look, pose: Pose) -> Svg:
    """Only the arms of the same figure."""
    f = _Frame(x, y, h, look, pose)
    return group(_arm(f, 0), _arm(f, 1))


def _body(f: _Frame, shadow: bool) -> Svg:
    x, y, h, look, pose = f.x, f.y, f.h, f.look, f.pose
    d = _torso_shape(f)
    parts = (
        [ellipse(x, y + 0.004 * h, 0.17 * h, 0.02 * h, INK, 0.14)]
        if shadow and not pose.bust
        else []
    )
    if not pose.bust:
        parts += [_leg(f, 0), _leg(f, 1)]
    if look.legs == "skirt" and f.hip_height > 0.38 and not pose.bust:
        parts.append(_skirt(f))
    parts += [path(d, look.top), _pattern(f, d), _details(f), _head(f)]
    return "".join(parts)


def reach(
    pose: Pose, at: tuple[float, float, float], far: Point | None, near: Point | None
) -> Pose:
    """The pose with its hands at points of the sheet; at is the figure's place and height."""
    x, y, h = at

    def own(spot: Point | None) -> Point | None:
        return None if spot is None else ((spot[0] - x) / h, (spot[1] - y) / h)

    return replace(pose, hands=(own(far) or pose.hands[0], own(near) or pose.hands[1]))


def grasping(
    x: float,
    y: float,
    h: float,
    look: Look,
    pose: Pose,
    far: Point | None = None,
    near: Point | None = None,
    holds: Svg = "",
) -> Svg:
    """A figure with its far and near hand at points of the sheet."""
    return person(x, y, h, look, reach(pose, (x, y, h), far, near), holds)


KNEEL = Pose(
    turn=1, hip=0.25, lean=8, feet=((-0.2, 0.0), (0.16, 0.0)), knees=((0.02, -0.03), (0.17, -0.25))
)
KNEEL_LEFT = Pose(
    turn=-1,
    hip=0.25,
    lean=-8,
    feet=((0.2, 0.0), (-0.16, 0.0)),
    knees=((-0.02, -0.03), (-0.17, -0.25)),
)


def from_above(
    x: float,
    y: float,
    size: float,
    angle: float,
    look: Look,
    hands: tuple[Point, Point] = ((0.55, -1.35), (-0.5, -1.3)),
) -> Svg:
    """Somebody seen from straight above, looking along the angle (0 is up the sheet)."""
    s = size
    parts = [ellipse(0.06 * s, 0.12 * s, s * 1.08, s * 0.62, INK, 0.16)]
    for (hx, hy), side in zip(hands, (1, -1), strict=True):
        shoulder = (side * 0.78 * s, -0.05 * s)
        elbow, hand = joint(shoulder, (hx * s, hy * s), 0.8 * s, 0.8 * s, side)
        parts += [
            circle(*hand, 0.19 * s, look.skin),
            capsule(shoulder, elbow, 0.3 * s, 0.25 * s, dark(look.top, 0.12)),
            capsule(elbow, hand, 0.25 * s, 0.19 * s, dark(look.top, 0.12)),
            circle(hand[0], hand[1] - 0.1 * s, 0.17 * s, look.skin),
        ]
    parts.append(ellipse(0, 0, s * 1.05, s * 0.52, look.top))
    if look.style in ("long", "tail", "bob"):
        parts.append(ellipse(0, 0.38 * s, 0.36 * s, 0.5 * s, look.hair))
    if look.style == "bun":
        parts.append(circle(0, 0.6 * s, 0.26 * s, look.hair))
    parts += [
        circle(0, -0.1 * s, 0.5 * s, look.skin),
        ellipse(0, -0.56 * s, 0.1 * s, 0.12 * s, look.skin),
    ]
    if look.style == "bald":
        parts.append(
            stroke(
                f"M{num(-0.42 * s)} {num(0.02 * s)}A{num(0.45 * s)} {num(0.45 * s)} 0 0 0 {num(0.42 * s)} {num(0.02 * s)}",
                look.hair,
                0.14 * s,
            )
        )
    elif look.style == "curls":
        parts += [
            circle(0.36 * s * math.cos(a), -0.02 * s + 0.36 * s * math.sin(a), 0.27 * s, look.hair)
            for a in (0, 0.8, 1.6, 2.4, 3.2, -2.4, -1.6, -0.8)
        ]
        parts.append(circle(0, 0, 0.42 * s, look.hair))
    else:
        parts.append(ellipse(0, -0.02 * s, 0.52 * s, 0.49 * s, look.hair))
        parts.append(
            curve(
                [(-0.08 * s, -0.46 * s), (-0.12 * s, 0), (0.02 * s, 0.3 * s)],
                dark(look.hair, 0.3),
                0.035 * s,
            )
        )
    return group(*parts, move=(x, y), turn=angle)


# A village of people who come back from drawing to drawing.
MAYOR = Look(hair=GREY, style="short", top=INK, bottom=SLATE, garment="shirt", glasses=True)
GRANDMA = Look(
    skin=FAIR,
    hair=WHITE,
    style="bun",
    top=BERRY,
    bottom=SLATE,
    legs="skirt",
    glasses=True,
    build=1.1,
)
GRANDPA = Look(
    skin=ROSY,
    hair=WHITE,
    style="bald",
    top=MOSS,
    bottom=SLATE,
    garment="vest",
    beard=True,
    build=1.12,
)
AMINA = Look(skin=BROWN, hair=HEATHER, style="veil", top=FOREST, bottom=INK, garment="tunic")
JONAS = Look(
    skin=FAIR, hair=BLOND, style="short", top=CLAY, bottom=INK, garment="jumper", beard=True
)
KAREN = Look(skin=ROSY, hair=RED, style="bob", top=SUN, bottom=FOREST, garment="coat")
DAVID = Look(skin=DEEP, hair=BLACK, style="short", top=SUN, bottom=SEA, garment="jumper")
SOFIE = Look(skin=FAIR, hair=CHESTNUT, style="tail", top=SEA, bottom=INK, pattern="stripes")
MEI = Look(skin=OLIVE, hair=BLACK, style="bob", top=PINK, bottom=BERRY, garment="jumper")
NORA = Look(skin=BROWN, hair=BLACK, style="curls", top=CLAY, bottom=INK, garment="jumper")
BENT = Look(skin=ROSY, hair=GREY, style="short", top=SLATE, bottom=INK, garment="shirt", build=1.28)
LIV = Look(skin=FAIR, hair=BLOND, style="long", top=FOREST, bottom=CLAY, legs="skirt")
BOY = Look(
    skin=FAIR,
    hair=RED,
    style="short",
    top=SEA,
    bottom=FOREST,
    legs="shorts",
    shoe=CLAY,
    garment="tee",
    child=True,
    pattern="stripes",
)
GIRL = Look(
    skin=BROWN,
    hair=BLACK,
    style="curls",
    top=SUN,
    bottom=BERRY,
    shoe=BERRY,
    garment="dress",
    child=True,
)
TOT = Look(
    skin=OLIVE, hair=BLACK, style="bob", top=CLAY, bottom=SEA, shoe=INK, child=True, garment="tee"
)
KID = Look(
    skin=ROSY,
    hair=BLOND,
    style="braids",
    top=HEATHER,
    bottom=INK,
    shoe=CLAY,
    child=True,
    garment="dress",
    pattern="dots",
)
LAD = Look(
    skin=DEEP,
    hair=BLACK,
    style="short",
    top=LIGHT_SEA,
    bottom=INK,
    shoe=SUN,
    child=True,
    garment="tee",
)
