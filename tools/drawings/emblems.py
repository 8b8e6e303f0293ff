"""The drawings of an idea rather than a place."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from kit import (
    BERRY,
    CLAY,
    FOREST,
    HEATHER,
    HIGH,
    INK,
    LIGHT_SEA,
    MOSS,
    PAPER,
    PINK,
    SAND,
    SEA,
    SLATE,
    SUN,
    WIDE,
    Point,
    Svg,
    blob,
    circle,
    curve,
    dark,
    ellipse,
    flecks,
    ground,
    group,
    layer,
    light,
    line,
    mix,
    num,
    path,
    poly,
    rect,
    ring,
    sheet,
    smooth,
    straight,
    stroke,
)
from people import (
    BLACK,
    BOY,
    BROWN,
    DAVID,
    DEEP,
    FAIR,
    GIRL,
    KAREN,
    KID,
    LAD,
    NORA,
    OLIVE,
    ROSY,
    SOFIE,
    STAND,
    TOT,
    Look,
    capsule,
    grasping,
    person,
    walk,
)
from things import (
    bird,
    bush,
    cloud,
    flower,
    grass,
    house,
    sun,
    town,
    tree,
    waves,
    window,
)


def en_indgang() -> Svg:
    """One open door in a wall of closed ones."""
    wall = mix(BERRY, INK, 0.18)
    floor = mix(BERRY, INK, 0.5)
    parts = [
        rect(0, 0, WIDE, HIGH, wall),
        flecks(2, (0, 0, WIDE, 800), PINK, 140, 0.14),
        rect(0, 800, WIDE, 290, floor),
        rect(0, 786, WIDE, 16, dark(BERRY, 0.55)),
    ]
    tones = [
        mix(BERRY, PINK, 0.14),
        mix(BERRY, HEATHER, 0.35),
        mix(BERRY, CLAY, 0.4),
        mix(BERRY, SLATE, 0.4),
    ]
    for i, x in enumerate((-90, 85, 260, 435, 1035, 1210, 1385, 1560)):
        parts.append(_plain_door(x, 790, 130, 330, tones[i % 4]))
    for i, x in enumerate((-90, 85, 260, 435, 610, 860, 1035, 1210, 1385, 1560)):
        parts.append(_plain_door(x, 395, 130, 330, tones[(i + 2) % 4]))
        parts.append(rect(x - 18, 395, 166, 10, dark(BERRY, 0.5)))
    parts.append(rect(585, 50, 430, 750, wall))
    parts += [
        rect(618, 250, 364, 552, PAPER),
        rect(640, 272, 320, 530, SUN),
        path("M640 802V420A160 150 0 0 1 960 420V802Z", light(SUN, 0.5)),
        poly([(640, 802), (960, 802), (1240, 1090), (360, 1090)], SUN),
        poly([(700, 802), (900, 802), (1040, 1090), (560, 1090)], light(SUN, 0.35)),
    ]
    parts += [
        poly([(960, 272), (1090, 232), (1090, 880), (960, 802)], CLAY),
        poly([(982, 330), (1068, 306), (1068, 540), (982, 530)], dark(CLAY)),
        poly([(982, 580), (1068, 592), (1068, 800), (982, 760)], dark(CLAY)),
        circle(1074, 566, 10, SUN),
    ]
    helper = replace(KAREN, garment="tunic", top=FOREST, bottom=INK, hair="#a9aeb4")
    parts.append(grasping(862, 812, 430, helper, replace(STAND, turn=-0.6), (775, 560), (785, 590)))
    youth = Look(
        skin=OLIVE, hair=BLACK, style="short", top=SEA, bottom=INK, shoe=PAPER, extra="bag"
    )
    parts.append(person(640, 965, 520, youth, walk(1, 0.14)))
    return sheet(wall, *parts)


def _plain_door(x: float, y: float, w: float, h: float, colour: str) -> Svg:
    ink = dark(colour, 0.3)
    return (
        rect(x - 10, y - h - 10, w + 20, h + 10, dark(colour, 0.45))
        + rect(x, y - h, w, h, colour)
        + rect(x + 20, y - h + 26, w - 40, h * 0.4, ink, 3)
        + rect(x + 20, y - h * 0.46, w - 40, h * 0.36, ink, 3)
        + circle(x + w - 14, y - h * 0.48, 6, SAND)
    )


def tre_spor() -> Svg:
    """Three coloured tracks from one point out into the land."""
    parts = [
        sun(1130, 300, 120, light(SUN, 0.1)),
        cloud(380, 190, 330, PAPER, 0.9),
        cloud(1400, 200, 240, PAPER, 0.8),
        bird(700, 230, 24),
        bird(770, 265, 16),
    ]
    parts.append(
        ground(
            [(-20, 430), (350, 350), (800, 420), (1250, 370), (1620, 430)],
            mix(FOREST, LIGHT_SEA, 0.55),
        )
    )
    parts += [
        town(61, 472, 1280, 1600, 46, (CLAY, PAPER, SUN), 0.2),
        tree(120, 480, 130, mix(FOREST, LIGHT_SEA, 0.25), "pine"),
        tree(190, 475, 160, mix(FOREST, LIGHT_SEA, 0.25), "pine"),
        tree(260, 480, 120, mix(FOREST, LIGHT_SEA, 0.25), "pine"),
    ]
    parts += [
        ground([(-20, 480), (500, 460), (1000, 470), (1620, 470)], mix(MOSS, PAPER, 0.35)),
        ground([(-20, 600), (400, 570), (900, 590), (1620, 560)], mix(MOSS, PAPER, 0.2)),
        ground([(-20, 800), (500, 760), (1100, 770), (1620, 740)], mix(MOSS, SAND, 0.15)),
    ]
    parts += [grass(62, (20, 620, 1560, 420), FOREST, 60)]
    ways: list[tuple[list[Point], str]] = [
        ([(800, 1010), (660, 800), (330, 650), (150, 540), (230, 474)], CLAY),
        ([(800, 1010), (820, 800), (760, 640), (830, 540), (800, 462)], SEA),
        ([(800, 1010), (960, 800), (1290, 660), (1440, 560), (1390, 474)], FOREST),
    ]
    parts += [_track(points, colour) for points, colour in ways]
    parts += [circle(800, 1010, 74, INK), circle(800, 1010, 56, SUN), circle(800, 1010, 22, INK)]
    parts += [
        tree(70, 800, 330, FOREST),
        tree(1560, 820, 330, FOREST),
        bush(470, 900, 170, FOREST, BERRY),
        bush(1180, 930, 190, FOREST),
        house(560, 560, 120, 50, PAPER, CLAY, 2),
        house(1040, 580, 130, 54, SUN, INK, 2),
    ]
    return sheet(mix(SUN, PAPER, 0.68), *parts)


def _bezier(points: list[Point], steps: int) -> list[Point]:
    """Points along a Bézier curve of any degree."""
    degree = len(points) - 1
    out = []
    for i in range(steps + 1):
        t = i / steps
        weights = [math.comb(degree, k) * t**k * (1 - t) ** (degree - k) for k in range(degree + 1)]
        out.append(
            (
                sum(w * p[0] for w, p in zip(weights, points, strict=True)),
                sum(w * p[1] for w, p in zip(weights, points, strict=True)),
            )
        )
    return out


def _track(points: list[Point], colour: str) -> Svg:
    spots = _bezier(points, 60)
    left, right, sleepers = [], [], ""
    for i, (x, y) in enumerate(spots):
        x0, y0 = spots[max(0, i - 1)]
        x1, y1 = spots[min(60, i + 1)]
        far = math.hypot(x1 - x0, y1 - y0) or 1
        near = (y - 440) / 570
        half = 5 + 62 * near**1.1
        nx, ny = -(y1 - y0) / far * half, (x1 - x0) / far * half * 0.72
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
        if i % 2 == 0 and 4 < i < 58:
            sleepers += line(
                [(x + nx * 0.78, y + ny * 0.78), (x - nx * 0.78, y - ny * 0.78)],
                light(colour, 0.35),
                2 + 10 * near,
            )
    bed = layer(straight([*left, *reversed(right)], closed=True), colour, (0, 6))
    rail = [
        curve(
            [
                (a[0] * k + b[0] * (1 - k), a[1] * k + b[1] * (1 - k))
                for a, b in zip(left, right, strict=True)
            ],
            PAPER,
            4.5,
        )
        for k in (0.74, 0.26)
    ]
    return bed + sleepers + "".join(rail)


def forenklet_administration() -> Svg:
    """A storm of forms becomes one simple letter."""
    parts = [
        circle(1210, 534, 400, light(LIGHT_SEA, 0.4)),
        circle(1210, 534, 300, light(LIGHT_SEA, 0.65)),
    ]
    rng = random.Random(7)
    fills = [PAPER, PAPER, SAND, light(PINK, 0.3), PAPER, light(SUN, 0.4)]
    for i in range(30):
        a, far = rng.random() * math.tau, 60 + 300 * math.sqrt(rng.random())
        x, y = 390 + far * math.cos(a) * 0.85, 520 + far * math.sin(a) * 1.1
        parts.append(
            _form(
                x,
                y,
                0.85 + rng.random() * 0.45,
                rng.uniform(-50, 50),
                fills[i % 6],
                (CLAY, SEA, BERRY, FOREST)[i % 4],
                i % 3,
            )
        )
    for i, y in enumerate((340, 430, 520, 610, 700)):
        goal = 534 + (y - 520) * 0.12
        parts.append(
            curve(
                [(700, y), (800, y + (goal - y) * 0.35), (890, goal - (i - 2) * 2), (960, goal)],
                CLAY,
                7,
                0.85,
            )
        )
    parts += [poly([(950, 496), (1010, 534), (950, 572)], CLAY)]
    parts += [
        group(
            rect(12, 18, 330, 440, INK, 6, 0.12),
            rect(0, 0, 330, 440, PAPER, 6),
            rect(44, 56, 120, 18, FOREST, 6),
            *(
                rect(44, 120 + 44 * i, w, 12, SLATE, 6, 0.55)
                for i, w in enumerate((240, 220, 240, 130))
            ),
            circle(254, 358, 38, SUN),
            curve([(236, 358), (250, 374), (276, 344)], INK, 8),
            curve([(48, 372), (80, 350), (100, 384), (130, 352), (160, 368)], SEA, 5),
            move=(1052, 312),
            turn=2,
        )
    ]
    return sheet(LIGHT_SEA, *parts)


def _form(x: float, y: float, s: float, turn: float, fill: str, ink: str, kind: int) -> Svg:
    parts = [
        rect(-58, -74, 124, 164, INK, 3, 0.12),
        rect(-62, -82, 124, 164, fill, 3),
        rect(-50, -70, 60, 10, ink, 2),
    ]
    if kind == 0:
        parts += [
            rect(-50 + 26 * c, -46 + 26 * r, 20, 20, ink, opacity=0.35 + 0.2 * ((r + c) % 2))
            for r in range(4)
            for c in range(4)
        ]
    elif kind == 1:
        parts += [
            rect(-50, -44 + 22 * r, 12, 12, ink)
            + line([(-30, -38 + 22 * r), (48 - r % 2 * 22, -38 + 22 * r)], SLATE, 4, 0.6)
            for r in range(5)
        ]
    else:
        parts += [
            line([(-50, -46 + 14 * r), (48 - r % 3 * 14, -46 + 14 * r)], SLATE, 4, 0.5)
            for r in range(6)
        ] + [ring(26, 50, 18, ink, 5)]
    return group(*parts, move=(x, y), turn=turn, scale=s)


def magasin_2013() -> Svg:
    """The cover: tracks that sweep round and rise into people and houses."""
    wide, high = 1600, 2240
    parts = [circle(1060, 460, 370, mix(INK, SUN, 0.12)), circle(1060, 460, 280, SUN)]
    bands = [
        (190, 570, CLAY, "house", FAIR),
        (355, 770, LIGHT_SEA, "person", BROWN),
        (520, 430, FOREST, "person", ROSY),
        (685, 690, SUN, "house", FAIR),
        (850, 510, BERRY, "person", OLIVE),
        (1015, 850, PAPER, "child", DEEP),
        (1180, 630, HEATHER, "house", FAIR),
        (1345, 790, MOSS, "person", FAIR),
    ]
    for x, top, colour, kind, skin in bands:
        parts.append(_band(x, top, colour))
        parts.append(_band_end(x, top, colour, kind, skin))
    parts += [bird(290, 250, 36, PAPER), bird(400, 310, 25, PAPER), bird(220, 340, 20, PAPER)]
    return sheet(INK, *parts, size=(wide, high))


def _band(x: float, top: float, colour: str) -> Svg:
    bend, centre, squeeze = 1090.0, 1475.0, 0.83
    r = centre - x
    d = f"M{num(x)} {num(top)}V{num(bend)}A{num(r)} {num(r * squeeze)} 0 0 0 {num(centre)} {num(bend + r * squeeze)}H1640"
    rails = "".join(
        stroke(
            f"M{num(x + o)} {num(top + 210)}V{num(bend)}A{num(r - o)} {num((r - o) * squeeze)} 0 0 0 {num(centre)} {num(bend + (r - o) * squeeze)}H1640",
            dark(colour, 0.3),
            4,
            0.8,
        )
        for o in (-28, 28)
    )
    body = f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="132"/>'
    ties = f'<path d="{d}" fill="none" stroke="{dark(colour, 0.3)}" stroke-width="76" stroke-dasharray="7 43" stroke-dashoffset="-235" opacity="0.55"/>'
    return body + ties + rails


def _band_end(x: float, top: float, colour: str, kind: str, skin: str) -> Svg:
    if kind == "house":
        glass = INK if colour in (SUN, PAPER) else SUN
        return (
            poly([(x - 66, top + 4), (x, top - 96), (x + 66, top + 4)], colour)
            + line(
                [(x - 82, top + 14), (x, top - 104), (x + 82, top + 14)],
                PAPER if colour != PAPER else CLAY,
                16,
            )
            + "".join(
                rect(x - 38 + 44 * i, top + 44 + 58 * j, 32, 42, glass, 3)
                for i in (0, 1)
                for j in (0, 1)
            )
            + rect(x - 14, top - 46, 28, 30, glass, 14)
        )
    hair = {BROWN: BLACK, ROSY: "#e9e6df", OLIVE: BLACK, DEEP: "#221f2b", FAIR: "#a8512b"}[skin]
    s = 0.84 if kind == "child" else 1.0
    shoulders = path(
        f"M{num(x - 66)} {num(top + 4)}Q{num(x - 66)} {num(top - 66)} {num(x)} {num(top - 70)}Q{num(x + 66)} {num(top - 66)} {num(x + 66)} {num(top + 4)}Z",
        colour,
    )
    y = top - 118
    neck = rect(x - 17 * s, y + 14, 34 * s, 52, dark(skin, 0.14), 14)
    face = (
        ellipse(x, y, 48 * s, 56 * s, skin)
        + circle(x - 15, y + 4, 4.5, INK)
        + circle(x + 19, y + 4, 4.5, INK)
        + curve([(x - 8, y + 28), (x + 3, y + 33), (x + 14, y + 27)], dark(BERRY, 0.4), 3.5)
    )
    if skin == DEEP:
        locks = "".join(
            circle(x + 40 * math.cos(a), y - 22 + 36 * math.sin(a), 24, hair)
            for a in (math.pi, 3.7, 4.3, 4.9, 5.5, math.tau)
        )
        crown = ""
    elif skin in (BROWN, FAIR):
        locks = blob(
            [
                (x - 56, y - 20),
                (x, y - 72),
                (x + 56, y - 20),
                (x + 62, y + 62),
                (x, y + 46),
                (x - 62, y + 62),
            ],
            hair,
        )
        crown = blob(
            [
                (x - 50, y - 2),
                (x - 40, y - 50),
                (x, y - 64),
                (x + 42, y - 50),
                (x + 50, y - 2),
                (x + 24, y - 30),
                (x - 10, y - 36),
            ],
            hair,
        )
    else:
        locks = circle(x, y - 66, 24, hair) if skin == ROSY else ""
        crown = blob(
            [
                (x - 50, y - 2),
                (x - 42, y - 50),
                (x, y - 66),
                (x + 42, y - 50),
                (x + 50, y - 2),
                (x + 34, y - 26),
                (x - 20, y - 30),
            ],
            hair,
        )
    collar = curve([(x - 26, top - 60), (x, top - 38), (x + 26, top - 60)], dark(colour, 0.3), 5)
    return locks + neck + shoulders + collar + face + crown


def _hand(
    x: float, y: float, turn: float, skin: str, sleeve: str, scale: float = 1.0, far: float = 520
) -> Svg:
    """A hand pinching something at its finger tips at (x, y); the arm comes from below when turn is 0."""
    shade = dark(skin, 0.14)
    parts = [capsule((34, 60), (46, 128), 18, 26, shade), capsule((4, 6), (34, 62), 15, 18, shade)]
    parts += [
        capsule((0, 190), (0, 300), 50, 46, skin),
        blob([(-52, 120), (-20, 96), (30, 98), (56, 140), (50, 220), (-44, 220)], skin),
    ]
    for i, (tip, knuckle) in enumerate(
        (
            ((-64, 56), (-44, 122)),
            ((-48, 28), (-24, 104)),
            ((-28, 10), (0, 100)),
            ((-6, 2), (24, 104)),
        )
    ):
        bent = ((tip[0] + knuckle[0]) / 2 - 12, (tip[1] + knuckle[1]) / 2 - 2)
        tone = mix(skin, shade, 0.35 * (3 - i) / 3)
        parts += [capsule(knuckle, bent, 19, 17, tone), capsule(bent, tip, 17, 13, tone)]
    parts += [curve([(-26, 112), (-18, 130)], shade, 4), curve([(2, 110), (8, 128)], shade, 4)]
    parts += [
        capsule((0, 366), (0, far), 66, 84, sleeve),
        rect(-70, 290, 140, 44, light(sleeve, 0.25), 16),
    ]
    return group(*parts, move=(x, y), turn=turn, scale=scale)


def sammen() -> Svg:
    """Different hands lay a bridge of coloured pieces."""
    parts = [
        circle(800, 420, 380, light(PINK, 0.5)),
        rect(0, 800, WIDE, 290, mix(SEA, LIGHT_SEA, 0.35)),
        waves(71, (20, 830, 1500, 220), PAPER, 26, 90),
    ]
    parts += [
        layer(
            smooth(
                [(-60, 640), (120, 640), (230, 700), (290, 840), (330, 1100), (-60, 1100)],
                closed=True,
            ),
            FOREST,
        ),
        layer(
            smooth(
                [(1660, 640), (1480, 640), (1370, 700), (1310, 840), (1270, 1100), (1660, 1100)],
                closed=True,
            ),
            FOREST,
        ),
    ]
    colours = [CLAY, SUN, SEA, BERRY, MOSS, HEATHER, PINK, LIGHT_SEA]
    count = 15
    hanging = {2: (-76, -76, -10), 5: (-18, -78, -8), 9: (14, -92, 9), 12: (76, -76, 10)}
    for i in range(count):
        a0, a1 = math.pi * (1 - i / count), math.pi * (1 - (i + 1) / count)
        gap = 0.007
        outer = [
            (800 + 590 * math.cos(a), 960 - 470 * math.sin(a))
            for a in (a0 - gap, (a0 + a1) / 2, a1 + gap)
        ]
        inner = [
            (800 + 470 * math.cos(a), 960 - 350 * math.sin(a))
            for a in (a1 + gap, (a0 + a1) / 2, a0 - gap)
        ]
        middle = [
            (800 + 530 * math.cos(a), 960 - 410 * math.sin(a))
            for a in (a0 - gap, (a0 + a1) / 2, a1 + gap)
        ]
        one, other = colours[i % 8], colours[(i * 3 + 4) % 8]
        stone = (
            layer(straight([*outer, *inner], closed=True), one, (0, 7))
            + poly([*middle, *inner], other)
            + line(middle, PAPER, 4)
        )
        if i in hanging:
            dx, dy, turn = hanging[i]
            mid = middle[1]
            parts.append(
                group(
                    group(stone, move=(-mid[0], -mid[1])),
                    move=(mid[0] + dx, mid[1] + dy),
                    turn=turn,
                )
            )
        else:
            parts.append(stone)
    parts += [
        flower(x, y, 64, c, MOSS)
        for x, y, c in ((40, 790, PINK), (120, 850, SUN), (1480, 850, SUN), (1560, 790, PINK))
    ]
    parts += [
        _hand(585, 446, 158, BROWN, SEA, 0.86),
        _hand(1014, 432, -160, FAIR, BERRY, 0.86),
        _hand(236, 634, 122, DEEP, SUN, 0.76, 700),
        _hand(1364, 634, -122, OLIVE, HEATHER, 0.76, 700),
        _hand(806, 606, 0, ROSY, CLAY, 0.8, 700),
    ]
    return sheet(mix(PINK, PAPER, 0.25), *parts)


def sund_app() -> Svg:
    """A hand with a telephone of health symbols; a running path behind."""
    parts = [sun(1310, 240, 100, light(SUN, 0.1)), cloud(330, 210, 300, PAPER, 0.8)]
    parts.append(
        ground([(-20, 470), (400, 390), (900, 450), (1620, 370)], mix(FOREST, LIGHT_SEA, 0.5))
    )
    parts += [
        tree(x, 520, h, mix(FOREST, LIGHT_SEA, 0.25), "pine")
        for x, h in ((90, 210), (190, 260), (1120, 200), (1210, 250))
    ]
    parts.append(ground([(-20, 560), (500, 500), (1000, 540), (1620, 470)], MOSS))
    parts.append(
        layer(
            smooth(
                [
                    (-60, 980),
                    (150, 850),
                    (420, 730),
                    (640, 640),
                    (800, 600),
                    (1010, 600),
                    (1180, 640),
                    (1330, 620),
                    (1400, 560),
                    (1380, 520),
                    (1430, 520),
                    (1480, 570),
                    (1420, 680),
                    (1180, 730),
                    (960, 690),
                    (800, 700),
                    (560, 800),
                    (330, 960),
                    (200, 1100),
                    (-60, 1100),
                ],
                closed=True,
            ),
            SAND,
            (0, 6),
        )
    )
    parts += [
        curve(
            [
                (40, 1020),
                (240, 880),
                (520, 740),
                (720, 660),
                (860, 640),
                (1020, 645),
                (1180, 685),
                (1370, 650),
                (1435, 570),
            ],
            PAPER,
            6,
            0.9,
        )
    ]
    runner = replace(NORA, style="tail", top=CLAY, bottom=INK, shoe=PAPER, garment="tee")
    run = replace(
        walk(1, 0.2),
        lean=10,
        hip=0.47,
        feet=((-0.26, -0.12), (0.16, -0.02)),
        hands=((0.19, -0.6), (-0.16, -0.56)),
    )
    parts += [
        person(330, 905, 430, runner, run),
        person(1240, 705, 200, replace(DAVID, top=BERRY, garment="tee"), run),
    ]
    parts += [
        tree(1520, 720, 420, FOREST),
        grass(80, (560, 860, 1020, 190), FOREST, 40),
        bush(1500, 900, 200, FOREST, PINK),
    ]
    skin = ROSY
    parts += [
        capsule((1010, 880), (1100, 1180), 120, 130, skin),
        capsule((1075, 1020), (1120, 1200), 150, 170, BERRY),
    ]
    parts.append(
        blob([(800, 760), (1000, 700), (1120, 760), (1150, 900), (1060, 1000), (900, 980)], skin)
    )
    phone = [
        rect(706, 206, 396, 690, INK, 52, 0.16),
        rect(694, 190, 396, 690, INK, 52),
        rect(714, 212, 356, 646, PAPER, 36),
        rect(846, 224, 92, 14, INK, 7),
    ]
    parts += phone + _health()
    for i, y in enumerate((520, 610, 698, 780)):
        parts.append(
            capsule(
                (1130 - i * 4, y + 26),
                (1064, y),
                38 - i * 2,
                31 - i * 2,
                mix(skin, CLAY, 0.05 * (i % 2)),
            )
        )
        parts.append(curve([(1050, y - 16), (1042, y), (1050, y + 14)], dark(skin, 0.14), 4))
    parts += [
        blob(
            [
                (700, 860),
                (668, 760),
                (676, 660),
                (704, 600),
                (742, 612),
                (744, 690),
                (760, 780),
                (840, 880),
                (900, 960),
                (800, 990),
            ],
            skin,
        ),
        curve([(704, 618), (720, 608), (734, 624)], dark(skin, 0.16), 4),
        curve([(752, 790), (790, 850), (840, 890)], dark(skin, 0.16), 4),
    ]
    return sheet(mix(MOSS, PAPER, 0.74), *parts)


def _health() -> list[Svg]:
    heart = path(
        "M892 410C820 350 812 296 850 284C874 278 888 296 892 310C896 296 910 278 934 284C972 296 964 350 892 410Z",
        CLAY,
    )
    beat = line([(750, 470), (830, 470), (856, 438), (884, 502), (910, 470), (1036, 470)], BERRY, 8)
    tiles = [
        rect(744 + 104 * (i % 3), 520 + 112 * (i // 3), 92, 96, c, 20)
        for i, c in enumerate(
            (
                light(MOSS, 0.35),
                light(LIGHT_SEA, 0.2),
                light(SUN, 0.3),
                light(HEATHER, 0.4),
                light(PINK, 0.1),
                light(FOREST, 0.5),
            )
        )
    ]
    apple = (
        circle(780, 572, 20, CLAY)
        + circle(800, 572, 20, CLAY)
        + curve([(790, 554), (796, 538)], FOREST, 5)
    )
    drop = path("M894 536Q922 572 894 592Q866 572 894 536Z", SEA) + circle(894, 576, 17, SEA)
    shine = circle(998, 568, 18, SUN) + "".join(
        line(
            [
                (998 + math.cos(a) * 25, 568 + math.sin(a) * 25),
                (998 + math.cos(a) * 34, 568 + math.sin(a) * 34),
            ],
            SUN,
            5,
        )
        for a in [k * math.tau / 8 for k in range(8)]
    )
    moon = path("M806 654A30 30 0 1 0 818 700A26 26 0 0 1 806 654Z", HEATHER)
    shoe = path("M866 664L884 664Q894 682 922 686Q930 692 926 702H866Z", BERRY) + line(
        [(866, 704), (926, 704)], INK, 5
    )
    leaf = blob([(976, 706), (978, 674), (1018, 656), (1016, 694)], FOREST) + line(
        [(972, 712), (1006, 670)], PAPER, 3
    )
    steps = [
        rect(760 + 40 * i, 830 - hgt, 24, hgt, c, 6)
        for i, (hgt, c) in enumerate(
            (
                (24, LIGHT_SEA),
                (40, LIGHT_SEA),
                (34, LIGHT_SEA),
                (52, FOREST),
                (46, LIGHT_SEA),
                (60, FOREST),
                (70, CLAY),
            )
        )
    ]
    return [heart, beat, *tiles, apple, drop, shine, moon, shoe, leaf, *steps]


def boern_unge_tvaers() -> Svg:
    """Kindergarten, school and youth club, joined by a bridge of planks and hands."""
    water = mix(SEA, LIGHT_SEA, 0.3)
    parts = [
        sun(800, 180, 84, light(SUN, 0.1)),
        cloud(330, 150, 280, PAPER, 0.9),
        cloud(1260, 170, 320, PAPER, 0.9),
    ]
    parts += [
        ground([(-20, 420), (500, 370), (1100, 400), (1620, 360)], mix(LIGHT_SEA, FOREST, 0.35)),
        rect(0, 560, WIDE, 520, water),
        rect(0, 552, WIDE, 12, mix(LIGHT_SEA, PAPER, 0.5)),
        waves(90, (20, 620, 1500, 400), PAPER, 24, 90),
    ]
    islands = (
        [(-60, 590), (120, 560), (300, 580), (350, 680), (270, 790), (-60, 810)],
        [(630, 590), (720, 560), (880, 560), (970, 590), (960, 700), (800, 760), (640, 700)],
        [(1660, 590), (1480, 560), (1300, 580), (1250, 680), (1330, 790), (1660, 810)],
    )
    for spots in islands:
        parts.append(layer(smooth(spots, closed=True), MOSS, (0, 20)))
    parts += [
        group(_kindergarten(0, 0), move=(40, 640), scale=1.1),
        group(_school(0, 0), move=(650, 640), scale=0.88),
        group(_club(0, 0), move=(1305, 640), scale=0.88),
    ]
    parts.append(tree(8, 690, 240, FOREST))
    parts += [_bridge(300, 670), _bridge(930, 1300)]
    small = ((350, TOT, 205), (440, KID, 225), (530, LAD, 235), (620, BOY, 250))
    tall = (
        (985, GIRL, 250),
        (1075, replace(SOFIE, top=SUN, style="tail"), 320),
        (1165, replace(DAVID, top=BERRY), 330),
        (1255, replace(NORA, top=FOREST), 320),
    )
    for row, centre in ((small, 485), (tall, 1115)):
        parts.append(_hand_in_hand([(x, _deck(x, centre) + 4, look, h) for x, look, h in row]))
    parts += [
        layer(
            smooth(
                [(-60, 960), (200, 930), (420, 960), (560, 1030), (600, 1100), (-60, 1100)],
                closed=True,
            ),
            FOREST,
            (0, -8),
        ),
        layer(
            smooth(
                [(1660, 980), (1400, 950), (1220, 990), (1140, 1100), (1660, 1100)], closed=True
            ),
            FOREST,
            (0, -8),
        ),
    ]
    parts += [
        flower(x, y, 76, c, MOSS)
        for x, y, c in (
            (90, 990, PINK),
            (180, 970, SUN),
            (290, 985, PAPER),
            (1400, 1000, PINK),
            (1490, 1000, SUN),
        )
    ]
    return sheet(mix(PINK, PAPER, 0.4), *parts)


def _bridge(x0: float, x1: float) -> Svg:
    """An arched bridge of loose planks in many colours, and its reflection."""
    centre = (x0 + x1) / 2
    tones = (SAND, SUN, light(CLAY, 0.25), PAPER, PINK)
    spots = [(x0 + (x1 - x0) * i / 12, _deck(x0 + (x1 - x0) * i / 12, centre)) for i in range(13)]
    shade = curve([(x, 1560 - y + 20) for x, y in spots], INK, 14, 0.12)
    arch = curve([(x, y + 22) for x, y in spots], dark(CLAY, 0.45), 16)
    posts = "".join(
        line([(x, _deck(x, centre) + 20), (x, 800)], dark(CLAY, 0.45), 12)
        for x in (x0 + 75, centre, x1 - 75)
    )
    planks = "".join(
        group(
            rect(-15, -4, 29, 26, tones[i % 5], 4),
            line([(-8, 4), (-8, 16)], dark(tones[i % 5], 0.3), 2),
            move=p,
            turn=(p[0] - centre) * 0.05,
        )
        for i, p in enumerate(spots)
    )
    return shade + posts + arch + planks


def _deck(x: float, centre: float) -> float:
    return 690 + 34 * ((x - centre) / 185) ** 2


def _hand_in_hand(row: list[tuple[float, float, Look, float]]) -> Svg:
    hands = [
        ((a[0] + b[0]) / 2, (a[1] - a[3] * 0.46 + b[1] - b[3] * 0.46) / 2)
        for a, b in zip(row, row[1:], strict=False)
    ]
    parts = []
    for i, (x, y, look, h) in enumerate(row):
        left = hands[i - 1] if i else (x - h * 0.12, y - h * 0.44)
        right = hands[i] if i < len(hands) else (x + h * 0.12, y - h * 0.44)
        parts.append(grasping(x, y, h, look, STAND, left, right))
    return "".join(parts)


def _kindergarten(x: float, y: float) -> Svg:
    base = (
        rect(x, y - 120, 250, 130, BERRY)
        + poly([(x - 16, y - 116), (x + 125, y - 220), (x + 266, y - 116)], INK)
        + rect(x + 96, y - 84, 58, 94, SUN, 28)
    )
    return (
        base
        + circle(x + 48, y - 62, 26, LIGHT_SEA)
        + ring(x + 48, y - 62, 26, PAPER, 6)
        + circle(x + 202, y - 62, 26, LIGHT_SEA)
        + ring(x + 202, y - 62, 26, PAPER, 6)
        + circle(x + 125, y - 150, 18, SUN)
        + line([(x + 272, y + 8), (x + 290, y - 70), (x + 308, y + 8)], CLAY, 7)
        + line([(x + 290, y - 70), (x + 340, y + 14)], SUN, 12)
    )


def _school(x: float, y: float) -> Svg:
    base = (
        rect(x, y - 170, 340, 180, CLAY)
        + rect(x - 10, y - 182, 360, 20, INK)
        + rect(x + 120, y - 240, 100, 80, CLAY)
        + poly([(x + 108, y - 236), (x + 170, y - 290), (x + 232, y - 236)], INK)
        + circle(x + 170, y - 200, 24, PAPER)
        + line([(x + 170, y - 200), (x + 170, y - 216)], INK, 4)
        + line([(x + 170, y - 200), (x + 182, y - 196)], INK, 4)
    )
    return (
        base
        + "".join(window(x + 24 + i * 66 + (36 if i > 1 else 0), y - 142, 44, 62) for i in range(4))
        + rect(x + 146, y - 90, 48, 100, FOREST)
        + line([(x + 170, y - 90), (x + 170, y + 10)], dark(FOREST), 3)
    )


def _club(x: float, y: float) -> Svg:
    base = (
        rect(x, y - 150, 270, 160, HEATHER)
        + poly([(x - 10, y - 146), (x - 10, y - 210), (x + 280, y - 170), (x + 280, y - 146)], INK)
        + rect(x + 26, y - 116, 120, 70, SUN, 6)
        + line([(x + 86, y - 116), (x + 86, y - 46)], HEATHER, 5)
        + rect(x + 176, y - 96, 58, 106, SEA)
        + circle(x + 224, y - 44, 5, SUN)
    )
    hoop = (
        line([(x + 300, y + 20), (x + 300, y - 130)], INK, 7)
        + rect(x + 272, y - 176, 56, 46, PAPER, 4)
        + line([(x + 282, y - 130), (x + 318, y - 130)], CLAY, 6)
    )
    return base + hoop


def ni_til_fem() -> Svg:
    """Nineteen dots become eight, and eight become five."""
    parts = [
        layer(
            smooth(
                [
                    (-80, 120),
                    (200, 130),
                    (520, 250),
                    (800, 350),
                    (1150, 410),
                    (1700, 420),
                    (1700, 650),
                    (1150, 660),
                    (800, 715),
                    (520, 820),
                    (200, 935),
                    (-80, 950),
                ],
                closed=True,
            ),
            light(HEATHER, 0.72),
            (0, 12),
        )
    ]
    parts += [
        layer(
            smooth(
                [
                    (-80, 190),
                    (220, 200),
                    (540, 305),
                    (820, 395),
                    (1160, 445),
                    (1700, 455),
                    (1700, 615),
                    (1160, 625),
                    (820, 672),
                    (540, 765),
                    (220, 865),
                    (-80, 880),
                ],
                closed=True,
            ),
            light(HEATHER, 0.88),
            (0, 8),
        )
    ]
    parts += [
        curve(
            [
                (-20, y),
                (300, 534 + (y - 534) * 0.86),
                (700, 534 + (y - 534) * 0.4),
                (1100, 534 + (y - 534) * 0.2),
                (1620, 534 + (y - 534) * 0.16),
            ],
            HEATHER,
            2.5,
            0.4,
        )
        for y in (300, 417, 534, 651, 768)
    ]
    colours = [CLAY, SUN, SEA, BERRY, MOSS, FOREST, SLATE, PINK, LIGHT_SEA, HEATHER]
    many = [
        (x, y)
        for x, ys in (
            (110, (290, 412, 534, 656, 778)),
            (205, (351, 473, 595, 717)),
            (300, (290, 412, 534, 656, 778)),
            (395, (351, 473, 595, 717)),
            (480, (534,)),
        )
        for y in ys
    ]
    assert len(many) == 19
    rng = random.Random(19)
    parts += [
        _dot(
            x + rng.uniform(-12, 12), y + rng.uniform(-12, 12), rng.uniform(30, 38), colours[i % 10]
        )
        for i, (x, y) in enumerate(many)
    ]
    some = [
        (668, 446),
        (668, 534),
        (668, 622),
        (762, 490),
        (762, 578),
        (856, 446),
        (856, 534),
        (856, 622),
    ]
    assert len(some) == 8
    parts += [_dot(x, y, 37, colours[i % 8]) for i, (x, y) in enumerate(some)]
    few = [CLAY, SUN, SEA, BERRY, FOREST]
    parts += [_dot(1058 + 108 * i, 534, 46, colour) for i, colour in enumerate(few)]
    for x, half in ((568, 228), (948, 138)):
        parts += [
            line([(x, 534 - half), (x, 534 + half)], HEATHER, 5, 0.8),
            poly([(x + 6, 514), (x + 36, 534), (x + 6, 554)], HEATHER),
        ]
    return sheet(HEATHER, *parts)


def _dot(x: float, y: float, r: float, colour: str) -> Svg:
    return (
        circle(x + 3, y + 6, r, INK, 0.14)
        + circle(x, y, r, colour)
        + curve(
            [(x - r * 0.55, y - r * 0.3), (x - r * 0.25, y - r * 0.6), (x + r * 0.1, y - r * 0.68)],
            PAPER,
            4,
            0.6,
        )
    )


EMBLEMS = {
    "en-indgang": en_indgang,
    "tre-spor": tre_spor,
    "forenklet-administration": forenklet_administration,
    "magasin-2013": magasin_2013,
    "sammen": sammen,
    "sund-app": sund_app,
    "boern-unge-tvaers": boern_unge_tvaers,
    "ni-til-fem": ni_til_fem,
}
