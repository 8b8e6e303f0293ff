"""The drawings of places outdoors."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
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
    clipped,
    curve,
    dark,
    ellipse,
    flecks,
    ground,
    group,
    layer,
    light,
    line,
    mirror,
    mix,
    path,
    poly,
    rect,
    ring,
    sheet,
    smooth,
    straight,
)
from people import (
    AMINA,
    BENT,
    BLACK,
    BOY,
    DAVID,
    GIRL,
    GRANDMA,
    GRANDPA,
    GREY,
    JONAS,
    KAREN,
    KID,
    KNEEL,
    LAD,
    LIV,
    MEI,
    NORA,
    OLIVE,
    SOFIE,
    STAND,
    TOT,
    Look,
    grasping,
    person,
    reach,
    sit,
    sit_front,
    walk,
)
from things import (
    bench,
    bird,
    bush,
    church,
    cloud,
    cup,
    flower,
    gable,
    grass,
    house,
    sun,
    table,
    town,
    tree,
    waves,
    window,
)


def _seen(u: float, v: float, z: float = 0) -> Point:
    """A point of the village as seen from above at an angle."""
    return 800 + (u - v) * 0.87, 545 + (u + v) * 0.5 - z


def _tilted_house(u: float, v: float, a: float, b: float, z: float, wall: str, roof: str) -> Svg:
    rise = b * 0.46
    near, far = u + a, v + b
    mid = v + b / 2
    shade = [
        _seen(u + 14, far + 4),
        _seen(near, far),
        _seen(near + 34, far - 6),
        _seen(near + 40, v + 18),
        _seen(near, v),
    ]
    parts = [poly(shade, INK, 0.14)]
    parts.append(
        poly(
            [
                _seen(near, v),
                _seen(near, far),
                _seen(near, far, z),
                _seen(near, mid, z + rise),
                _seen(near, v, z),
            ],
            dark(wall, 0.16),
        )
    )
    parts.append(
        poly([_seen(u, far), _seen(near, far), _seen(near, far, z), _seen(u, far, z)], wall)
    )
    eave = 12.0
    parts.append(
        poly(
            [
                _seen(u - eave, far + eave, z - 6),
                _seen(near + eave, far + eave, z - 6),
                _seen(near + eave, mid, z + rise + 6),
                _seen(u - eave, mid, z + rise + 6),
            ],
            roof,
        )
    )
    for k in (0.25, 0.5, 0.75):
        t = far + eave - (b / 2 + eave) * k
        up = z - 6 + (rise + 12) * k
        parts.append(
            line(
                [_seen(u - eave + 8, t, up), _seen(near + eave - 8, t, up)], dark(roof, 0.2), 2, 0.7
            )
        )
    parts.append(
        line(
            [
                _seen(near + eave, far + eave, z - 6),
                _seen(near + eave, mid, z + rise + 6),
                _seen(near + eave, v - eave, z - 6),
            ],
            light(roof, 0.35),
            6,
        )
    )
    count = max(2, int(a / 62))
    for i in range(count):
        c = u + a * (i + 0.5) / count
        low, top, half = (0, z * 0.62, 13) if i == count // 2 else (z * 0.3, z * 0.72, 14)
        fill = FOREST if low == 0 else LIGHT_SEA
        parts.append(
            poly(
                [
                    _seen(c - half, far, low),
                    _seen(c + half, far, low),
                    _seen(c + half, far, top),
                    _seen(c - half, far, top),
                ],
                fill,
            )
        )
    c = v + b / 2
    parts.append(
        poly(
            [
                _seen(near, c - 15, z * 0.35),
                _seen(near, c + 15, z * 0.35),
                _seen(near, c + 15, z * 0.8),
                _seen(near, c - 15, z * 0.8),
            ],
            SUN,
        )
    )
    return group(*parts)


def _stripes(along: str, start: float, end: float, half: float) -> Svg:
    def at(k: float, side: float) -> Point:
        return _seen(k, side) if along == "u" else _seen(side, k)

    parts = [poly([at(start, -half), at(end, -half), at(end, half), at(start, half)], PAPER)]
    k = start
    while k < end:
        parts.append(poly([at(k, -half), at(k + 26, -half), at(k + 26, half), at(k, half)], INK))
        k += 56
    return "".join(parts)


def zebraby() -> Svg:
    """A village from above, held together by a zebra-striped path."""
    lawn = mix(MOSS, SAND, 0.62)
    parts = [flecks(1, (0, 0, WIDE, HIGH), MOSS, 240, 0.35)]
    parts += [
        poly(
            [_seen(-1300, -1300), _seen(-105, -1300), _seen(-105, -105), _seen(-1300, -105)],
            mix(MOSS, SAND, 0.45),
        ),
        poly(
            [_seen(105, 105), _seen(1300, 105), _seen(1300, 1300), _seen(105, 1300)],
            mix(MOSS, SAND, 0.45),
        ),
    ]
    parts += [_stripes("v", -1100, 1100, 52), _stripes("u", -1100, 1100, 52)]
    plaza = [
        _seen(168 * math.cos(i / 24 * math.tau), 168 * math.sin(i / 24 * math.tau))
        for i in range(24)
    ]
    parts.append(layer(smooth(plaza, closed=True), SUN, (0, 7)))
    ring_points = [
        _seen(138 * math.cos(i / 24 * math.tau), 138 * math.sin(i / 24 * math.tau))
        for i in range(24)
    ]
    parts.append(curve([*ring_points, ring_points[0]], dark(SUN, 0.2), 3, 0.6))
    homes = [
        (-620, -420, 200, 150, 86, PAPER, CLAY),
        (-330, -330, 180, 140, 86, PINK, INK),
        (-250, -640, 150, 150, 86, SAND, CLAY),
        (-760, -200, 130, 120, 80, CLAY, INK),
        (250, -420, 190, 150, 90, PAPER, CLAY),
        (560, -330, 190, 150, 84, CLAY, INK),
        (230, -700, 180, 150, 84, SUN, INK),
        (520, -640, 150, 130, 84, PAPER, CLAY),
        (-430, 190, 190, 150, 90, CLAY, INK),
        (-720, 300, 180, 150, 84, PAPER, CLAY),
        (-420, 500, 190, 150, 84, SUN, INK),
        (-690, 590, 160, 140, 84, PINK, CLAY),
        (200, 200, 200, 150, 88, PAPER, CLAY),
        (500, 180, 170, 140, 84, SUN, INK),
        (190, 470, 170, 150, 84, CLAY, INK),
        (470, 440, 160, 140, 84, PINK, CLAY),
    ]
    stuff: list[tuple[float, Svg]] = [
        (u + v + (a + b) / 2, _tilted_house(u, v, a, b, z, wall, roof))
        for u, v, a, b, z, wall, roof in homes
    ]
    trees = [
        (-130, -260),
        (-480, -170),
        (170, -190),
        (440, -170),
        (-180, 160),
        (-170, 420),
        (160, 380),
        (430, 380),
        (-560, 180),
        (180, -520),
        (730, -150),
        (-140, -470),
        (140, 640),
        (690, 160),
        (-900, -140),
        (-150, 690),
    ]
    for i, (u, v) in enumerate(trees):
        x, y = _seen(u, v)
        stuff.append(
            (
                u + v,
                tree(
                    x, y, 120 + i % 3 * 14, FOREST if i % 2 else MOSS, "round" if i % 3 else "tall"
                ),
            )
        )
    folk = [
        (KAREN, -40, 40, 0.9),
        (DAVID, 45, -40, -0.9),
        (GRANDMA, 50, 60, -0.5),
        (GIRL, -70, -50, 0.4),
    ]
    for look, u, v, turn in folk:
        x, y = _seen(u, v)
        stuff.append(
            (u + v, person(x, y, 138 if not look.child else 98, look, replace(STAND, turn=turn)))
        )
    walkers = [
        (JONAS, -330, 0, 1),
        (AMINA, 330, 5, -1),
        (BENT, 0, 330, 1),
        (LIV, 0, -320, -1),
        (BOY, -280, 22, 1),
        (NORA, 620, 0, -1),
        (SOFIE, -640, 0, 1),
        (MEI, 5, 560, 1),
    ]
    for look, u, v, way in walkers:
        x, y = _seen(u, v)
        stuff.append((u + v, person(x, y, 130 if not look.child else 92, look, walk(way))))
    parts += [svg for _, svg in sorted(stuff, key=lambda item: item[0])]
    return sheet(lawn, *parts)


def gundsoemagle() -> Svg:
    """A small village: church, pond, a row of houses, people between them."""
    sky = mix(LIGHT_SEA, PAPER, 0.45)
    parts = [
        sun(1280, 210, 80),
        cloud(380, 230, 330, PAPER, 0.9),
        cloud(1010, 160, 220, PAPER, 0.7),
    ]
    parts.append(
        ground(
            [(-20, 520), (300, 440), (700, 430), (1100, 480), (1620, 400)],
            mix(FOREST, LIGHT_SEA, 0.55),
        )
    )
    parts += [
        tree(x, y, h, mix(FOREST, LIGHT_SEA, 0.3), k)
        for x, y, h, k in (
            (980, 520, 150, "pine"),
            (1060, 530, 180, "pine"),
            (1500, 480, 190, "round"),
            (90, 540, 180, "round"),
        )
    ]
    parts.append(
        ground(
            [(-20, 620), (300, 560), (760, 560), (1200, 600), (1620, 560)], mix(MOSS, FOREST, 0.35)
        )
    )
    parts.append(church(290, 615, 105))
    parts += [
        tree(210, 640, 230, FOREST),
        tree(790, 620, 250, FOREST, "tall"),
        tree(850, 628, 210, FOREST, "tall"),
    ]
    parts += [
        house(930, 645, 210, 92, SUN, CLAY, 2, FOREST),
        house(1175, 655, 190, 96, PAPER, INK, 2, CLAY),
        house(1395, 650, 230, 96, CLAY, INK, 3, SUN),
    ]
    parts.append(ground([(-20, 720), (350, 660), (800, 655), (1250, 668), (1620, 650)], MOSS))
    parts.append(
        path(
            smooth(
                [
                    (640, 660),
                    (860, 700),
                    (1120, 720),
                    (1640, 700),
                    (1640, 745),
                    (1120, 775),
                    (820, 755),
                    (590, 700),
                ],
                closed=True,
            ),
            SAND,
        )
    )
    pond = smooth(
        [(150, 870), (330, 780), (640, 770), (900, 830), (880, 940), (620, 1000), (300, 985)],
        closed=True,
    )
    parts += [
        layer(pond, SEA, (0, -8)),
        clipped(
            pond,
            ellipse(520, 850, 330, 60, LIGHT_SEA, 0.55),
            waves(4, (200, 800, 600, 170), PAPER, 12, 70),
        ),
    ]
    parts += [_duck(430, 880, 44), _duck(540, 915, 36), _duck(600, 890, 26)]
    parts += [
        curve([(x, 1000 - i * 4), (x + 4, 930), (x - 6 + i * 3, 840)], FOREST, 6)
        + ellipse(x - 6 + i * 3, 838, 7, 24, dark(CLAY, 0.3))
        for i, x in enumerate((176, 205, 232, 850, 880))
    ]
    parts += [
        person(930, 770, 190, KAREN, walk(1)),
        person(1010, 775, 130, BOY, walk(1)),
        person(1230, 765, 190, BENT, walk(-1)),
        person(1150, 768, 180, AMINA, replace(STAND, turn=0.8)),
    ]
    parts += [
        person(1435, 790, 200, DAVID, walk(-1)),
        bush(1330, 880, 170, FOREST, BERRY),
        bush(1500, 930, 230, FOREST),
        bush(70, 860, 160, FOREST),
    ]
    parts += [
        grass(6, (900, 850, 680, 200), dark(MOSS, 0.35), 46),
        grass(7, (0, 1000, 900, 60), dark(MOSS, 0.35), 24),
    ]
    return sheet(sky, *parts)


def _duck(x: float, y: float, s: float) -> Svg:
    body = blob(
        [
            (x - s, y - s * 0.35),
            (x - s * 0.4, y - s * 0.15),
            (x + s * 0.35, y - s * 0.35),
            (x + s * 0.6, y),
            (x, y + s * 0.18),
            (x - s * 0.6, y + s * 0.1),
        ],
        PAPER,
    )
    return (
        body
        + circle(x + s * 0.5, y - s * 0.5, s * 0.25, FOREST)
        + poly(
            [
                (x + s * 0.7, y - s * 0.55),
                (x + s * 1.02, y - s * 0.43),
                (x + s * 0.7, y - s * 0.38),
            ],
            SUN,
        )
        + curve(
            [
                (x - s * 0.35, y - s * 0.05),
                (x - s * 0.05, y - s * 0.2),
                (x + s * 0.2, y - s * 0.05),
            ],
            SLATE,
            2.5,
        )
    )


def leveaar() -> Svg:
    """An elderly couple and a child in the kitchen garden."""
    parts = [sun(250, 230, 92, SUN), cloud(1180, 190, 300, PAPER, 0.85)]
    parts.append(ground([(-20, 560), (400, 480), (900, 520), (1620, 440)], mix(MOSS, PAPER, 0.35)))
    parts += [
        gable(1210, 640, 250, 190, PAPER, CLAY, entry=FOREST),
        tree(1060, 640, 380, FOREST),
        tree(130, 660, 340, FOREST),
        tree(300, 650, 260, mix(FOREST, MOSS, 0.4), "birch"),
    ]
    parts.append(ground([(-20, 660), (500, 625), (1100, 640), (1620, 620)], MOSS))
    for x in range(-10, 1610, 92):
        parts.append(bush(x, 668, 128, mix(FOREST, MOSS, 0.25), BERRY if x % 3 == 0 else ""))
    soil = dark(CLAY, 0.55)
    for i, y in enumerate((800, 925, 1060)):
        parts.append(
            layer(
                smooth(
                    [
                        (-60, y - 20),
                        (400, y - 36),
                        (1100, y - 36),
                        (1680, y - 18),
                        (1680, y + 34),
                        (1100, y + 22),
                        (400, y + 22),
                        (-60, y + 38),
                    ],
                    closed=True,
                ),
                mix(soil, CLAY, 0.15 * i),
                (0, 8),
            )
        )
    parts += [_cabbage(x, 785, 40) for x in (90, 180, 270, 1330, 1420, 1510)]
    parts.append(_bean_poles(1010, 790))
    parts.append(
        grasping(
            480,
            800,
            470,
            GRANDPA,
            replace(STAND, turn=0.9, lean=8),
            (560, 520),
            (588, 590),
            spade(560, 500, 632, 820),
        )
    )
    can = _watering_can(845, 668)
    parts.append(
        grasping(
            760,
            850,
            300,
            replace(KID, garment="tee", legs="shorts", bottom=SEA),
            replace(STAND, turn=0.95, lean=6),
            (838, 655),
            (822, 672),
            can,
        )
    )
    parts += [_cabbage(x, 912, 44) for x in (60, 170, 280, 390)]
    parts.append(
        grasping(
            1215,
            890,
            440,
            replace(GRANDMA, legs="trousers", extra="apron"),
            replace(
                KNEEL,
                turn=-1,
                hip=0.25,
                lean=-22,
                feet=((0.2, 0), (-0.15, 0)),
                knees=((-0.02, -0.03), (-0.17, -0.24)),
            ),
            (1062, 838),
            (1085, 850),
        )
    )
    parts += [
        flower(x, 905, 62 + i % 2 * 16, (SUN, PINK, BERRY)[i % 3])
        for i, x in enumerate((905, 960, 1015, 1065))
    ]
    parts += [
        flower(x, 1045, 90 + i % 3 * 14, (PINK, SUN, PAPER)[i % 3])
        for i, x in enumerate((1180, 1250, 1330, 1400, 1480, 1550))
    ]
    parts += [_cabbage(x, 1050, 52) for x in (120, 250, 380, 510)]
    return sheet(mix(MOSS, PAPER, 0.76), *parts)


def _cabbage(x: float, y: float, s: float) -> Svg:
    leaf = mix(MOSS, LIGHT_SEA, 0.25)
    return (
        ellipse(x, y - s * 0.3, s, s * 0.5, dark(leaf, 0.3))
        + ellipse(x - s * 0.25, y - s * 0.5, s * 0.7, s * 0.5, leaf)
        + ellipse(x + s * 0.3, y - s * 0.48, s * 0.6, s * 0.45, light(leaf, 0.15))
        + ellipse(x, y - s * 0.58, s * 0.42, s * 0.38, light(leaf, 0.4))
        + curve([(x, y - s * 0.3), (x + s * 0.05, y - s * 0.8)], dark(leaf, 0.2), 2)
    )


def _bean_poles(x: float, y: float) -> Svg:
    wood = dark(SAND, 0.3)
    poles = "".join(line([(x + dx, y), (x, y - 330)], wood, 8) for dx in (-85, 0, 85))
    rng = random.Random(3)
    leaves = "".join(
        ellipse(
            x + dx * (1 - k) + rng.uniform(-20, 20),
            y - 330 * k,
            rng.uniform(11, 18),
            rng.uniform(8, 13),
            FOREST if rng.random() < 0.5 else mix(FOREST, MOSS, 0.5),
        )
        for dx in (-85, 0, 85)
        for k in (0.06, 0.14, 0.22, 0.3, 0.38, 0.46, 0.54, 0.62, 0.7, 0.78, 0.86)
    )
    return (
        poles
        + leaves
        + "".join(
            circle(x + dx, y - dy, 8, BERRY)
            for dx, dy in ((-50, 150), (30, 190), (55, 90), (-8, 250), (10, 60))
        )
    )


def spade(x0: float, y0: float, x1: float, y1: float) -> Svg:
    """A spade from its handle to the tip of its blade."""
    a = math.degrees(math.atan2(y1 - y0, x1 - x0)) - 90
    far = math.hypot(x1 - x0, y1 - y0)
    return group(
        line([(0, 0), (0, far - 70)], dark(SAND, 0.35), 11),
        line([(-20, 0), (20, 0)], dark(SAND, 0.5), 11),
        path(
            f"M-26 {far - 90:.0f}H26V{far - 30:.0f}Q24 {far:.0f} 0 {far + 12:.0f}Q-24 {far:.0f} -26 {far - 30:.0f}Z",
            SLATE,
        ),
        line([(0, far - 80), (0, far - 30)], INK, 3, 0.4),
        move=(x0, y0),
        turn=a,
    )


def _watering_can(x: float, y: float) -> Svg:
    drops = "".join(
        line(
            [(x + 118 + i * 9, y + 62 + i % 2 * 22), (x + 120 + i * 9, y + 74 + i % 2 * 22)], SEA, 4
        )
        for i in range(5)
    )
    return (
        curve([(x - 30, y + 20), (x - 20, y - 22), (x + 30, y + 4)], dark(SEA), 9)
        + poly(
            [(x + 30, y + 40), (x + 100, y + 20), (x + 118, y + 32), (x + 30, y + 70)], dark(SEA)
        )
        + ellipse(x + 112, y + 30, 9, 24, INK)
        + rect(x - 36, y + 6, 82, 78, SEA, 10)
        + line([(x - 30, y + 26), (x + 40, y + 26)], LIGHT_SEA, 4)
        + drops
    )


def faellesskaber() -> Svg:
    """Neighbours building a bench together."""
    parts = [
        circle(800, 500, 430, light(SUN, 0.35)),
        town(11, 560, -40, 1640, 105, (CLAY, PAPER, PINK, LIGHT_SEA), 0.25),
    ]
    parts += [tree(150, 640, 380, FOREST), tree(1470, 640, 420, FOREST)]
    parts.append(ground([(-20, 620), (500, 590), (1100, 600), (1620, 620)], mix(MOSS, FOREST, 0.3)))
    parts.append(
        path(
            smooth(
                [(120, 1000), (300, 860), (800, 800), (1300, 860), (1500, 1000), (800, 1060)],
                closed=True,
            ),
            mix(SAND, MOSS, 0.2),
        )
    )
    parts += [grass(3, (20, 680, 1560, 120), FOREST, 40)]
    parts.append(
        grasping(
            330,
            850,
            470,
            replace(KAREN, top=SEA, bottom=INK),
            walk(1),
            (395, 505),
            (440, 530),
            _plank(190, 512, 420, -2),
        )
    )
    parts.append(
        grasping(1260, 850, 480, BENT, replace(STAND, turn=-0.9, lean=-6), (1130, 640), (1160, 655))
    )
    wood = SUN
    parts += [ellipse(860, 930, 380, 26, INK, 0.14)]
    parts += [rect(x, 790, 26, 140, INK) for x in (590, 1090)] + [
        rect(x + 4, 600, 20, 200, INK) for x in (590, 1090)
    ]
    parts += [
        rect(540, 640, 640, 40, wood, 6),
        line([(560, 655), (1150, 655)], dark(wood, 0.2), 3),
        rect(528, 770, 664, 44, dark(wood, 0.08), 6),
        line([(550, 790), (1160, 790)], dark(wood, 0.3), 3),
    ]
    parts += [circle(x, y, 6, INK) for x in (603, 1103) for y in (660, 790)]
    parts.append(
        grasping(
            730,
            955,
            450,
            replace(DAVID, top=CLAY),
            KNEEL,
            (840, 800),
            (800, 690),
            _hammer(806, 690),
        )
    )
    parts.append(
        grasping(
            1010,
            960,
            300,
            replace(GIRL, top=HEATHER),
            replace(STAND, turn=-0.9, lean=-10),
            (930, 815),
            (945, 825),
        )
    )
    parts += [toolbox(470, 1015), _plank(120, 990, 330, 2), _plank(160, 968, 300, -1)]
    parts.append(
        grasping(
            1440,
            930,
            430,
            GRANDMA,
            replace(STAND, turn=-0.7),
            (1370, 690),
            (1350, 700),
            cup(1352, 706, 36) + rect(1300, 704, 110, 10, CLAY, 4),
        )
    )
    return sheet(mix(SUN, PAPER, 0.62), *parts)


def _plank(x: float, y: float, w: float, turn: float) -> Svg:
    return group(
        rect(0, 0, w, 32, SUN, 4),
        rect(0, 24, w, 8, dark(SUN), 2),
        line([(20, 12), (w * 0.55, 10)], dark(SUN, 0.25), 2.5),
        line([(w * 0.6, 17), (w - 20, 14)], dark(SUN, 0.25), 2.5),
        move=(x, y),
        turn=turn,
    )


def _hammer(x: float, y: float) -> Svg:
    return group(
        line([(0, 14), (0, -70)], dark(SAND, 0.35), 11),
        rect(-34, -92, 68, 28, SLATE, 5),
        move=(x, y),
        turn=28,
    )


def toolbox(x: float, y: float) -> Svg:
    """A metal toolbox standing on y."""
    return (
        line([(x + 20, y - 80), (x + 20, y - 122), (x + 140, y - 122), (x + 140, y - 80)], INK, 9)
        + rect(x, y - 84, 160, 84, CLAY, 6)
        + rect(x, y - 84, 160, 20, dark(CLAY))
        + rect(x + 66, y - 74, 28, 22, SUN, 3)
    )


def unge_job() -> Svg:
    """A young person before a signpost: school, workshop, office."""
    parts = [
        sun(800, 330, 190, light(SUN, 0.25)),
        cloud(300, 200, 280, PAPER, 0.5),
        cloud(1330, 250, 330, PAPER, 0.5),
    ]
    parts.append(
        ground(
            [(-20, 640), (400, 570), (800, 610), (1200, 560), (1620, 620)], mix(HEATHER, PINK, 0.35)
        )
    )
    parts += [
        gable(60, 640, 180, 150, CLAY, INK),
        house(240, 640, 170, 100, CLAY, INK, 3, "", chimney=False),
    ]
    parts += [house(1230, 640, 300, 110, SLATE, INK, 3, SUN), rect(1440, 430, 34, 130, SLATE)]
    parts += (
        [rect(690, 400, 220, 230, PAPER)]
        + [
            rect(712 + 50 * i, 424 + 50 * j, 30, 32, SEA if (i + j) % 3 else SUN)
            for i in range(4)
            for j in range(4)
        ]
        + [rect(680, 390, 240, 14, INK)]
    )
    parts.append(ground([(-20, 700), (400, 640), (800, 630), (1200, 640), (1620, 690)], HEATHER))
    sandy = light(SAND, 0.2)
    parts += [
        path(
            smooth(
                [
                    (640, 1090),
                    (690, 860),
                    (560, 740),
                    (240, 650),
                    (300, 645),
                    (680, 720),
                    (850, 830),
                    (960, 1090),
                ],
                closed=True,
            ),
            sandy,
        ),
        poly([(640, 1090), (780, 634), (820, 634), (960, 1090)], sandy),
        path(
            smooth(
                [
                    (640, 1090),
                    (760, 830),
                    (930, 720),
                    (1330, 645),
                    (1390, 650),
                    (1050, 740),
                    (910, 860),
                    (960, 1090),
                ],
                closed=True,
            ),
            sandy,
        ),
    ]
    parts += [
        grass(12, (20, 760, 480, 280), dark(HEATHER, 0.4), 26),
        grass(13, (1080, 760, 500, 280), dark(HEATHER, 0.4), 26),
    ]
    parts += [
        flower(x, y, 46, PINK, dark(HEATHER, 0.3))
        for x, y in (
            (160, 860),
            (250, 960),
            (400, 840),
            (1240, 840),
            (1380, 960),
            (1500, 850),
            (1130, 960),
        )
    ]
    parts += [
        ellipse(1090, 965, 60, 12, INK, 0.2),
        rect(1077, 110, 26, 855, INK, 6),
        circle(1090, 108, 20, SUN),
    ]
    parts += [
        _board(1090, 190, -1, CLAY, _book),
        _board(1090, 310, 1, SUN, _spanner),
        _board(1090, 430, -1, SEA, _screen),
    ]
    youth = Look(
        skin=OLIVE, hair=BLACK, style="curls", top=FOREST, bottom=INK, shoe=PAPER, extra="bag"
    )
    parts.append(
        grasping(590, 985, 500, youth, replace(STAND, turn=0.8, nod=-12), None, (655, 665))
    )
    return sheet(mix(HEATHER, PINK, 0.72), *parts)


def _board(x: float, y: float, way: int, colour: str, sign: Callable[[float, float], Svg]) -> Svg:
    d = straight(
        [
            (x - way * 50, y - 46),
            (x + way * 220, y - 46),
            (x + way * 275, y),
            (x + way * 220, y + 46),
            (x - way * 50, y + 46),
        ],
        closed=True,
    )
    return layer(d, colour, (0, 8)) + circle(x, y, 7, INK) + sign(x + way * 130, y)


def _book(x: float, y: float) -> Svg:
    return (
        poly([(x, y - 20), (x - 46, y - 28), (x - 46, y + 20), (x, y + 28)], PAPER)
        + poly([(x, y - 20), (x + 46, y - 28), (x + 46, y + 20), (x, y + 28)], SAND)
        + "".join(
            line([(x - 36, y - 12 + 12 * i), (x - 10, y - 7 + 12 * i)], SLATE, 3) for i in range(3)
        )
    )


def _spanner(x: float, y: float) -> Svg:
    return group(
        rect(-44, -8, 88, 16, INK, 6),
        circle(-46, 0, 22, INK),
        poly([(-75, -9), (-44, -9), (-44, 9), (-75, 9)], SUN),
        circle(46, 0, 17, INK),
        circle(46, 0, 7, SUN),
        turn=-28,
        move=(x, y),
    )


def _screen(x: float, y: float) -> Svg:
    return (
        rect(x - 40, y - 30, 80, 50, PAPER, 5)
        + rect(x - 33, y - 23, 66, 36, LIGHT_SEA)
        + rect(x - 52, y + 22, 104, 9, PAPER, 4)
    )


def karavane() -> Svg:
    """A caravan on the square, with people in dialogue under its awning."""
    parts = [cloud(300, 170, 260, PAPER, 0.6), cloud(1250, 130, 320, PAPER, 0.6)]
    parts.append(town(23, 640, -60, 1660, 170, (PINK, SAND, PAPER, light(CLAY, 0.4)), 0.18))
    parts.append(rect(0, 640, WIDE, 440, mix(SAND, PINK, 0.35)))
    parts += [
        line([(0, 640 + 9 * i * i), (WIDE, 640 + 9 * i * i)], CLAY, 2, 0.16) for i in range(1, 7)
    ]
    parts += [
        line([(800 + (x - 800) * 0.55, 640), (800 + (x - 800) * 1.4, 1080)], CLAY, 2, 0.16)
        for x in range(-700, 2400, 180)
    ]
    body = "M470 840V520Q470 400 600 396H1130Q1250 400 1270 540L1290 760Q1294 840 1230 840Z"
    parts += [
        ellipse(870, 900, 460, 24, INK, 0.16),
        line([(1280, 820), (1400, 850), (1420, 850)], INK, 14),
        line([(1400, 850), (1400, 896)], INK, 10),
    ]
    parts += [
        layer(body, PAPER, (0, 8)),
        clipped(
            body,
            rect(440, 690, 900, 200, CLAY),
            rect(440, 676, 900, 14, SUN),
            line([(490, 640), (1260, 640)], SLATE, 2, 0.5),
        ),
    ]
    parts += [
        circle(870, 850, 62, INK),
        circle(870, 850, 34, SAND),
        circle(870, 850, 10, INK),
        path("M795 840A76 76 0 0 1 945 840Z", dark(CLAY, 0.4)),
    ]
    parts += [
        rect(520, 440, 130, 400, dark(PAPER, 0.12), 14),
        rect(536, 540, 98, 130, LIGHT_SEA, 10),
        circle(634, 710, 7, INK),
    ]
    hatch = straight([(950, 450), (1180, 450), (1180, 630), (950, 630)], closed=True)
    parts += [
        rect(938, 438, 254, 204, dark(SAND, 0.25), 12),
        path(hatch, SEA),
        clipped(
            hatch,
            person(
                1065,
                800,
                480,
                replace(NORA, top=SUN),
                replace(STAND, hip=0.22, bust=True, turn=-0.25),
            ),
        ),
        rect(920, 630, 290, 16, CLAY, 4),
        cup(1150, 630, 32, LIGHT_SEA),
        flower(972, 630, 54, BERRY),
    ]
    parts += [line([(330, 460), (330, 930)], INK, 8), line([(900, 448), (330, 462)], INK, 5)]
    awning = [(490, 408), (920, 408), (880, 500), (300, 500)]
    parts.append(poly(awning, CLAY))
    for i in range(5):
        a, b = i / 5, i / 5 + 0.1
        parts.append(
            poly(
                [
                    (490 + 430 * a, 408),
                    (490 + 430 * b, 408),
                    (300 + 580 * b, 500),
                    (300 + 580 * a, 500),
                ],
                PAPER,
            )
        )
    parts += [
        path(
            "".join(f"M{300 + 58 * i} 498h58v14a29 24 0 0 1 -58 0Z" for i in range(0, 10, 2)), PAPER
        ),
        path(
            "".join(f"M{300 + 58 * i} 498h58v14a29 24 0 0 1 -58 0Z" for i in range(1, 10, 2)), CLAY
        ),
    ]
    parts += [
        person(160, 985, 440, GRANDPA, replace(STAND, turn=0.9)),
        grasping(360, 1000, 430, AMINA, replace(STAND, turn=-0.9), (275, 740), (258, 762)),
    ]
    parts += [_round_table(640, 985), cup(605, 815, 34), cup(670, 818, 34, SUN)]
    parts += [
        grasping(
            510,
            1005,
            440,
            replace(DAVID, top=SEA, bottom=INK),
            replace(STAND, turn=0.8),
            (592, 790),
            (585, 800),
        ),
        grasping(785, 1000, 440, KAREN, replace(STAND, turn=-0.9), (690, 770), (705, 762)),
    ]
    parts += [
        person(1210, 1000, 450, BENT, replace(STAND, turn=0.6)),
        grasping(1390, 1000, 440, LIV, replace(STAND, turn=-0.8), (1300, 735), (1315, 700)),
        person(1490, 1020, 290, TOT, replace(STAND, turn=-0.8)),
    ]
    return sheet(mix(PINK, PAPER, 0.35), *parts)


def _round_table(x: float, y: float) -> Svg:
    return (
        ellipse(x, y, 60, 12, INK, 0.16)
        + line([(x, y - 165), (x, y - 4)], INK, 10)
        + line([(x - 40, y), (x + 40, y)], INK, 8)
        + ellipse(x, y - 170, 105, 18, dark(PAPER, 0.15))
        + ellipse(x, y - 175, 105, 17, PAPER)
    )


def betydningsfulde_voksne() -> Svg:
    """A teacher and a pupil talking on the school steps."""
    wall = mix(BERRY, CLAY, 0.25)
    parts = [rect(0, 0, WIDE, 660, wall)]
    for row in range(22):
        y = row * 30
        parts.append(line([(0, y), (WIDE, y)], INK, 1.6, 0.13))
        parts += (
            [
                line([(x + row % 2 * 45, y), (x + row % 2 * 45, y + 30)], INK, 1.6, 0.10)
                for x in range(0, 1600, 90)
            ]
            if row % 3 == 0
            else []
        )
    parts += [
        rect(530, 90, 540, 600, light(SAND, 0.3)),
        path("M560 690V330A240 220 0 0 1 1040 330V690Z", INK),
        path("M578 690V332A222 204 0 0 1 1022 332V690Z", FOREST),
        path("M600 300A202 180 0 0 1 1000 300Z", LIGHT_SEA),
    ]
    parts += (
        [line([(800, 118), (800, 690)], INK, 7), rect(578, 300, 444, 12, INK)]
        + [rect(x, 350, 150, 190, mix(SEA, LIGHT_SEA, 0.3), 4) for x in (612, 836)]
        + [circle(x, 590, 9, SUN) for x in (780, 820)]
    )
    parts += [window(150, 190, 230, 300), window(1220, 190, 230, 300)]
    for i, (y, x) in enumerate(((660, 420), (750, 300), (850, 160), (960, -20))):
        tone = mix(PINK, SAND, 0.25 * i)
        parts += [
            rect(x, y, WIDE - 2 * x, 130, tone),
            rect(x, y + 34, WIDE - 2 * x, 96, dark(tone, 0.16)),
            line([(x, y + 34), (WIDE - x, y + 34)], dark(tone, 0.3), 2.5),
        ]
    parts += [
        rect(0, 660, 160, 300, dark(wall, 0.3)),
        rect(1440, 660, 160, 300, dark(wall, 0.3)),
        rect(0, 640, 175, 26, SAND),
        rect(1425, 640, 175, 26, SAND),
    ]
    teacher = replace(
        SOFIE, style="bun", top=FOREST, pattern="", garment="shirt", glasses=True, bottom=INK
    )
    pupil = Look(
        skin=BROWN_SKIN,
        hair=BLACK,
        style="short",
        top=SUN,
        bottom=SEA,
        shoe=PAPER,
        child=True,
        pattern="stripes",
    )
    seat = replace(
        sit_front(0.26),
        turn=0.29,
        nod=4,
        feet=((-0.06, 0.12), (0.1, 0.12)),
        knees=((-0.075, -0.19), (0.11, -0.19)),
    )
    parts.append(
        grasping(
            690,
            890,
            590,
            teacher,
            replace(seat, hands=((-0.05, -0.25), None), elbows=(0, 1)),
            None,
            (826, 650),
        )
    )
    small = replace(
        sit_front(0.28),
        turn=-0.29,
        nod=-8,
        feet=((-0.1, 0.16), (0.06, 0.16)),
        knees=((-0.11, -0.18), (0.075, -0.18)),
    )
    parts.append(
        person(930, 890, 455, pupil, replace(small, hands=((-0.06, -0.27), (0.04, -0.27))))
    )
    parts += [
        _satchel(1090, 885),
        _leaf(350, 850, 20),
        _leaf(430, 985, -30),
        _leaf(1240, 985, 60),
        _leaf(1310, 850, 10),
        _leaf(600, 1020, 120),
    ]
    return sheet(wall, *parts)


BROWN_SKIN = "#95603f"


def _satchel(x: float, y: float) -> Svg:
    return (
        curve([(x + 20, y - 110), (x + 60, y - 165), (x + 100, y - 110)], INK, 10)
        + rect(x, y - 125, 120, 125, CLAY, 14)
        + rect(x, y - 125, 120, 60, dark(CLAY, 0.15), 14)
        + rect(x + 50, y - 78, 20, 28, SUN, 3)
    )


def _leaf(x: float, y: float, turn: float) -> Svg:
    return group(
        blob([(-22, 0), (0, -11), (24, 0), (0, 11)], SUN),
        line([(-28, 0), (18, 0)], dark(SUN, 0.4), 2),
        move=(x, y),
        turn=turn,
    )


def wheelchair(x: float, y: float, h: float, way: int) -> Svg:
    """The chair for a sitter of height h whose hips are over x; drawn behind the sitter."""
    s = h * 0.3
    back = x - way * h * 0.1
    return (
        line(
            [
                (back - way * h * 0.07, y - h * 0.56),
                (back, y - h * 0.54),
                (back + way * h * 0.02, y - h * 0.25),
                (x + way * h * 0.2, y - h * 0.25),
                (x + way * h * 0.24, y - h * 0.05),
                (x + way * h * 0.32, y - h * 0.05),
            ],
            INK,
            h * 0.022,
        )
        + line(
            [(x - way * h * 0.09, y - h * 0.265), (x + way * h * 0.18, y - h * 0.265)],
            CLAY,
            h * 0.04,
        )
        + line([(back, y - h * 0.5), (back + way * h * 0.015, y - h * 0.28)], CLAY, h * 0.036)
        + ring(x + way * h * 0.24, y - s * 0.16, s * 0.16, INK, h * 0.016)
    )


def wheel(x: float, y: float, h: float, way: int) -> Svg:
    """The large near wheel of a wheelchair; drawn over the sitter."""
    r = h * 0.165
    c = (x - way * h * 0.03, y - r)
    spokes = "".join(
        line(
            [
                (c[0] - math.cos(a) * r, c[1] - math.sin(a) * r),
                (c[0] + math.cos(a) * r, c[1] + math.sin(a) * r),
            ],
            SLATE,
            2,
            0.8,
        )
        for a in (0.2, 0.8, 1.4, 2.0, 2.6)
    )
    return (
        spokes
        + ring(*c, r, INK, h * 0.022)
        + ring(*c, r * 0.82, SLATE, h * 0.008)
        + circle(*c, h * 0.018, INK)
    )


def in_wheelchair(
    x: float,
    y: float,
    h: float,
    look: Look,
    way: int,
    far: Point | None = None,
    near: Point | None = None,
) -> Svg:
    """Somebody sitting in a wheelchair whose wheels stand on y."""
    pose = replace(sit(way, 0.27), feet=((0.26 * way, -0.06), (0.28 * way, -0.05)))
    shade = ellipse(x, y + 2, h * 0.28, h * 0.025, INK, 0.14)
    return (
        shade
        + wheelchair(x, y, h, way)
        + person(x, y, h, look, reach(pose, (x, y, h), far, near), shadow=False)
        + wheel(x, y, h, way)
    )


def lokal_koordinator() -> Svg:
    """In a park: a coordinator and a person in a wheelchair meet the neighbours."""
    parts = [sun(1330, 240, 100, light(SUN, 0.2)), cloud(420, 200, 330, PAPER, 0.8)]
    parts.append(
        ground([(-20, 560), (500, 500), (1000, 540), (1620, 480)], mix(MOSS, LIGHT_SEA, 0.55))
    )
    parts += [
        town(31, 545, 880, 1640, 70, (CLAY, PAPER, SUN), 0.35),
        ground([(-20, 610), (600, 570), (1100, 590), (1620, 560)], mix(MOSS, PAPER, 0.15)),
    ]
    parts += [
        tree(170, 690, 520, FOREST),
        tree(1500, 680, 470, FOREST),
        tree(420, 620, 260, mix(FOREST, MOSS, 0.4), "birch"),
        tree(1240, 620, 240, mix(FOREST, MOSS, 0.4), "tall"),
    ]
    parts.append(ground([(-20, 690), (600, 650), (1100, 660), (1620, 680)], MOSS))
    parts.append(
        path(
            smooth(
                [
                    (-60, 960),
                    (300, 870),
                    (800, 850),
                    (1300, 860),
                    (1660, 830),
                    (1660, 960),
                    (1200, 1000),
                    (700, 1010),
                    (200, 1050),
                    (-60, 1090),
                ],
                closed=True,
            ),
            SAND,
        )
    )
    parts += [
        grass(9, (20, 700, 1560, 110), dark(MOSS, 0.35), 40),
        grass(10, (600, 1020, 980, 40), dark(MOSS, 0.35), 20),
    ]
    parts += [
        bench(1190, 810, 300, CLAY),
        bush(90, 830, 200, FOREST, PINK),
        bush(1520, 800, 190, FOREST),
    ]
    chair_user = replace(JONAS, top=SEA, hair=GREY, beard=False, glasses=True)
    parts.append(
        grasping(
            420,
            930,
            500,
            replace(MEI, top=SUN, bottom=INK, garment="coat"),
            replace(STAND, turn=0.85),
            (525, 690),
            (530, 640),
        )
    )
    parts.append(in_wheelchair(650, 975, 540, chair_user, 1, None, (800, 690)))
    parts.append(
        grasping(930, 960, 500, GRANDMA, replace(STAND, turn=-0.9, lean=-5), (815, 690), (842, 700))
    )
    parts += [
        person(1075, 940, 500, DAVID, replace(STAND, turn=-0.8)),
        person(1190, 980, 310, GIRL, replace(STAND, turn=-0.8)),
        dog(1290, 985),
    ]
    return sheet(mix(LIGHT_SEA, PAPER, 0.45), *parts)


def dog(x: float, y: float) -> Svg:
    """A small dog looking left, standing on y."""
    coat = dark(CLAY, 0.3)
    legs = "".join(line([(x + dx, y - 40), (x + dx, y)], coat, 11) for dx in (0, 16, 74, 88))
    return (
        legs
        + curve([(x + 92, y - 66), (x + 118, y - 90), (x + 116, y - 106)], coat, 9)
        + rect(x - 10, y - 78, 110, 46, coat, 22)
        + blob(
            [
                (x - 4, y - 60),
                (x - 30, y - 74),
                (x - 56, y - 80),
                (x - 50, y - 102),
                (x - 24, y - 118),
                (x + 6, y - 104),
                (x + 16, y - 70),
            ],
            coat,
        )
        + blob([(x - 10, y - 112), (x + 10, y - 104), (x + 6, y - 78), (x - 8, y - 88)], INK)
        + circle(x - 30, y - 96, 4, PAPER)
        + circle(x - 55, y - 90, 5, INK)
        + line([(x - 2, y - 72), (x + 14, y - 80)], SUN, 7)
    )


def alle_boern() -> Svg:
    """Children of many kinds holding hands in a ring."""
    parts = [circle(800, 600, 640, light(SUN, 0.22)), circle(800, 600, 470, light(SUN, 0.45))]
    parts += [cloud(230, 190, 260, PAPER, 0.7), cloud(1390, 230, 300, PAPER, 0.7)]
    lawn = smooth(
        [(-40, 600), (300, 540), (800, 510), (1300, 540), (1640, 600), (1640, 1100), (-40, 1100)],
        closed=True,
    )
    parts += [
        layer(lawn, mix(MOSS, SUN, 0.25), (0, -8)),
        ellipse(800, 810, 640, 210, mix(MOSS, SUN, 0.45)),
    ]
    behind = [
        (330, 760, 300, replace(GIRL, style="veil", hair=PINK, top=SEA, garment="tunic"), 0.25),
        (495, 690, 285, BOY, 0.0),
        (650, 660, 250, replace(LAD, skin=OLIVE, top=FOREST, glasses=True), 0.0),
        (800, 650, 290, KID, 0.0),
        (955, 660, 265, replace(TOT, top=BERRY), 0.0),
        (
            1110,
            690,
            290,
            replace(BOY, style="curls", hair="#a8512b", top=CLAY, pattern="dots"),
            0.0,
        ),
        (1275, 760, 280, replace(LAD, glasses=False), -0.25),
    ]
    before = [
        (
            400,
            930,
            360,
            replace(BOY, hair=BLACK, skin=OLIVE, top=HEATHER, bottom=INK, legs="trousers"),
            0.0,
        ),
        (600, 985, 375, replace(KID, style="long", top=SEA, pattern="", hair="#5a3826"), 0.0),
        (800, 1000, 345, replace(LAD, top=CLAY, style="curls"), 0.0),
        (1000, 985, 385, replace(GIRL, top=FOREST, bottom=INK), 0.0),
        (1205, 930, 350, replace(TOT, style="tail", top=PAPER, bottom=BERRY), 0.0),
    ]
    around = [*behind, *reversed(before)]
    links = []
    for one, other in zip(around, [*around[1:], around[0]], strict=True):
        links.append(
            ((one[0] + other[0]) / 2, (one[1] - one[2] * 0.42 + other[1] - other[2] * 0.42) / 2)
        )
    for i, (x, y, h, look, turn) in enumerate(around):
        left, right = sorted((links[i - 1], links[i]))
        parts.append(
            grasping(x, y, h, look, replace(STAND, away=i >= len(behind), turn=turn), left, right)
        )
    parts += [
        flower(x, y, 50, c)
        for x, y, c in (
            (120, 1000, PAPER),
            (200, 940, BERRY),
            (1430, 960, PAPER),
            (1500, 1030, BERRY),
            (300, 1040, PINK),
            (1330, 1045, PINK),
        )
    ]
    return sheet(SUN, *parts)


def busselskab() -> Svg:
    """A municipal minibus at a country stop, with its passengers."""
    parts = [
        sun(330, 230, 80, light(SUN, 0.1)),
        cloud(1050, 170, 330, PAPER, 0.85),
        bird(560, 240, 22),
        bird(640, 280, 16),
    ]
    parts += [
        ground([(-20, 540), (400, 470), (900, 510), (1620, 430)], mix(FOREST, LIGHT_SEA, 0.5)),
        ground([(-20, 610), (500, 560), (1100, 580), (1620, 520)], mix(SUN, PAPER, 0.2)),
    ]
    parts += [
        line([(60 + 150 * i, 1000), (420 + 95 * i, 575)], dark(SUN, 0.25), 3, 0.4)
        for i in range(-3, 12)
    ]
    parts += [
        house(1180, 585, 190, 70, PAPER, CLAY, 2, ""),
        tree(1400, 585, 170, FOREST),
        tree(1145, 585, 130, FOREST, "tall"),
        tree(80, 640, 230, FOREST),
    ]
    parts += [
        ground([(-20, 720), (800, 712), (1620, 716)], MOSS),
        rect(0, 800, WIDE, 120, SLATE),
        rect(0, 794, WIDE, 10, light(SLATE, 0.4)),
        rect(0, 920, WIDE, 160, mix(MOSS, FOREST, 0.25)),
    ]
    parts += [rect(x, 900, 90, 8, PAPER, 3, 0.7) for x in range(20, 1600, 190)]
    parts.append(grass(16, (0, 735, 1600, 50), FOREST, 34))
    body = "M610 800V470Q612 420 664 416H1240Q1310 420 1350 500L1400 610Q1480 630 1486 700V770Q1486 800 1450 800Z"
    parts += [
        ellipse(1050, 866, 470, 20, INK, 0.25),
        layer(body, SEA, (0, 8)),
        clipped(body, rect(600, 690, 900, 44, SUN), rect(600, 734, 900, 8, PAPER)),
    ]
    parts += [
        rect(650, 460, 150, 140, LIGHT_SEA, 14),
        rect(960, 460, 150, 140, LIGHT_SEA, 14),
        path("M1130 460H1236Q1280 464 1310 522L1344 600H1130Z", LIGHT_SEA),
    ]
    parts += [
        rect(822, 452, 118, 348, dark(SEA, 0.25), 10),
        rect(838, 470, 86, 200, LIGHT_SEA, 8),
        line([(881, 456), (881, 796)], SEA, 5),
    ]
    parts += [
        clipped(
            "M1130 460H1236Q1280 464 1310 522L1344 600H1130Z",
            person(
                1190,
                815,
                400,
                replace(NORA, top=FOREST),
                replace(STAND, turn=0.9, hip=0.3, bust=True),
            ),
        ),
        clipped(
            "M650 460H800V600H650Z",
            person(725, 812, 400, replace(GRANDPA), replace(STAND, turn=-0.4, hip=0.3, bust=True)),
        ),
        clipped(
            "M960 460H1110V600H960Z",
            person(
                1035,
                812,
                400,
                replace(MEI, top=BERRY),
                replace(STAND, turn=-0.5, hip=0.3, bust=True),
            ),
        ),
    ]
    for x in (760, 1320):
        parts += [
            path(f"M{x - 84} 800A84 84 0 0 1 {x + 84} 800Z", dark(SEA, 0.5)),
            circle(x, 805, 66, INK),
            circle(x, 805, 34, SAND),
            circle(x, 805, 11, INK),
        ]
    parts += [
        ellipse(1462, 690, 16, 24, SUN),
        line([(1330, 560), (1376, 556), (1376, 590)], INK, 8),
    ]
    parts += [
        rect(112, 470, 14, 510, INK),
        rect(60, 420, 118, 118, SUN, 18),
        _bus_sign(119, 479),
        ellipse(119, 980, 40, 8, INK, 0.2),
    ]
    parts += [
        _walker(345, 985),
        grasping(250, 985, 420, GRANDMA, replace(STAND, turn=0.9), (322, 790), (326, 792)),
    ]
    parts += [
        person(450, 1000, 430, replace(SOFIE, top=BERRY, extra="bag"), replace(STAND, turn=0.6)),
        person(540, 1015, 290, BOY, replace(STAND, turn=0.9)),
    ]
    parts.append(in_wheelchair(720, 1030, 430, replace(DAVID, top=CLAY, bottom=INK), 1))
    parts += [grass(15, (820, 950, 760, 110), dark(FOREST, 0.2), 34)]
    return sheet(mix(PINK, PAPER, 0.5), *parts)


def _bus_sign(x: float, y: float) -> Svg:
    return (
        rect(x - 34, y - 24, 68, 40, INK, 8)
        + "".join(rect(x - 28 + 20 * i, y - 17, 16, 15, SUN, 2) for i in range(3))
        + circle(x - 18, y + 18, 9, INK)
        + circle(x + 18, y + 18, 9, INK)
    )


def _walker(x: float, y: float) -> Svg:
    return (
        line([(x - 25, y - 195), (x - 5, y - 195), (x + 12, y - 12)], CLAY, 8)
        + line([(x - 5, y - 120), (x - 38, y - 12)], CLAY, 8)
        + rect(x - 30, y - 118, 50, 34, INK, 6)
        + circle(x + 12, y - 10, 12, INK)
        + circle(x - 40, y - 10, 12, INK)
    )


def sundhed_tvaers() -> Svg:
    """Child, adult and old person moving together along a path."""
    parts = [
        sun(1180, 300, 130, light(SUN, 0.1)),
        bird(480, 240, 26),
        bird(570, 290, 18),
        bird(400, 300, 16),
    ]
    parts.append(
        ground(
            [(-20, 520), (300, 400), (700, 470), (1100, 410), (1620, 500)],
            mix(FOREST, LIGHT_SEA, 0.4),
        )
    )
    parts += [
        tree(x, y, h, mix(FOREST, LIGHT_SEA, 0.2), "pine")
        for x, y, h in (
            (60, 560, 210),
            (180, 540, 260),
            (300, 550, 200),
            (1380, 560, 250),
            (1500, 570, 300),
            (1600, 570, 240),
        )
    ]
    parts.append(
        ground(
            [(-20, 620), (400, 540), (800, 590), (1300, 540), (1620, 600)], mix(FOREST, MOSS, 0.35)
        )
    )
    parts += [tree(90, 720, 470, FOREST), tree(1540, 700, 500, FOREST)]
    parts.append(ground([(-20, 720), (400, 670), (1000, 680), (1620, 700)], FOREST))
    parts.append(
        layer(
            smooth(
                [
                    (-80, 1000),
                    (300, 930),
                    (800, 900),
                    (1200, 850),
                    (1500, 740),
                    (1290, 672),
                    (1150, 640),
                    (1060, 606),
                    (1160, 624),
                    (1360, 650),
                    (1640, 760),
                    (1500, 900),
                    (1100, 990),
                    (600, 1040),
                    (-80, 1100),
                ],
                closed=True,
            ),
            SAND,
            (0, 7),
        )
    )
    parts.append(grass(22, (520, 730, 620, 130), MOSS, 36))
    parts.append(
        person(
            1120,
            940,
            300,
            replace(BOY, top=CLAY, legs="trousers", bottom=SEA),
            replace(
                walk(1, 0.2),
                lean=12,
                hip=0.42,
                feet=((-0.24, -0.1), (0.17, -0.03)),
                hands=((0.2, -0.5), (-0.16, -0.5)),
            ),
        )
    )
    parts.append(
        person(
            850,
            965,
            500,
            replace(
                NORA, style="tail", hair=BLACK, top=SUN, bottom=BERRY, legs="trousers", shoe=PAPER
            ),
            replace(walk(1, 0.17), lean=5, hands=((0.2, -0.6), (-0.14, -0.54))),
        )
    )
    pole = line([(638, 735), (600, 985)], PAPER, 6)

    parts.append(
        grasping(
            500,
            985,
            480,
            replace(GRANDPA, top=BERRY, garment="jumper", bottom=SLATE),
            replace(walk(1, 0.12), lean=4),
            (520, 745),
            (600, 735),
            group(pole, move=(-36, 0)),
        )
    )
    parts += [
        bush(200, 1010, 200, dark(FOREST, 0.3)),
        bush(1440, 1060, 260, dark(FOREST, 0.3), SUN),
        grass(21, (900, 1000, 420, 60), MOSS, 16),
    ]
    parts += [
        flower(x, y, 52, PINK, MOSS)
        for x, y in ((330, 860), (380, 840), (250, 850), (960, 1050), (1030, 1040))
    ]
    return sheet(mix(SUN, PAPER, 0.72), *parts)


def lokalomraader() -> Svg:
    """A village hall with volunteers; kites loosed in the sky."""
    parts = [
        cloud(260, 330, 300, PAPER, 0.8),
        cloud(1240, 420, 360, PAPER, 0.8),
        cloud(640, 420, 180, PAPER, 0.6),
    ]
    parts.append(
        ground([(-20, 680), (500, 620), (1100, 640), (1620, 590)], mix(MOSS, LIGHT_SEA, 0.4))
    )
    parts += [
        _hall(470, 745),
        tree(350, 740, 270, FOREST),
        tree(1230, 735, 310, FOREST),
        tree(1320, 735, 230, MOSS, "birch"),
    ]
    parts.append(ground([(-20, 780), (500, 735), (1100, 740), (1620, 770)], MOSS))
    parts.append(
        path(
            smooth(
                [(730, 745), (870, 745), (1010, 860), (1100, 1100), (420, 1100), (580, 860)],
                closed=True,
            ),
            SAND,
        )
    )
    parts += [
        _kite(330, 150, CLAY, SUN, 18, [(330, 150), (300, 400), (330, 620), (262, 762)]),
        _kite(790, 190, BERRY, PINK, -12, [(790, 190), (860, 440), (1010, 640), (1108, 742)]),
        _kite(1260, 170, SUN, FOREST, 22, [(1260, 170), (1330, 420), (1420, 600), (1432, 762)]),
        _kite(1030, 110, SEA, PAPER, 10, []),
        _kite(560, 240, HEATHER, PINK, -20, []),
    ]
    parts += [
        grasping(210, 1000, 290, GIRL, replace(STAND, turn=0.8, nod=-12), (256, 790), (262, 780)),
        person(90, 985, 430, JONAS, replace(STAND, turn=0.8, nod=-8)),
    ]
    parts.append(
        grasping(1055, 960, 290, KID, replace(STAND, turn=0.5, nod=-10), (1100, 770), (1110, 762))
    )
    parts += [
        _long_table(560, 960, 330),
        grasping(545, 940, 400, KAREN, replace(STAND, turn=0.8), (640, 740), (648, 752)),
    ]
    parts += [
        cup(700, 800, 34, CLAY),
        cup(760, 800, 34, PAPER),
        _cake(840, 800),
        grasping(930, 945, 410, BENT, replace(STAND, turn=-0.8), (880, 740), (850, 748)),
    ]
    parts += [
        grasping(
            1390,
            985,
            300,
            replace(LAD, top=BERRY),
            replace(STAND, turn=0.8, nod=-12),
            (1425, 780),
            (1434, 774),
        ),
        person(1500, 985, 420, AMINA, replace(STAND, turn=-0.8, nod=8)),
    ]
    parts += [
        grass(17, (0, 1000, 480, 60), FOREST, 18),
        grass(18, (1080, 1000, 520, 60), FOREST, 18),
    ]
    return sheet(LIGHT_SEA, *parts)


def _hall(x: float, y: float) -> Svg:
    base = house(x, y, 660, 180, CLAY, INK, 6, "", chimney=True)
    porch = gable(x + 240, y, 180, 170, PAPER, INK)
    doors = (
        rect(x + 278, y - 128, 104, 128, FOREST)
        + line([(x + 330, y - 128), (x + 330, y)], dark(FOREST), 4)
        + circle(x + 320, y - 62, 5, SUN)
        + circle(x + 340, y - 62, 5, SUN)
    )
    cover = rect(x + 246, y - 150, 168, 150, PAPER)
    flags = curve([(x - 30, y - 178), (x + 110, y - 150), (x + 236, y - 180)], INK, 3) + curve(
        [(x + 424, y - 180), (x + 560, y - 150), (x + 690, y - 178)], INK, 3
    )
    pennants = "".join(
        poly(
            [
                (x + dx, y - 166 + abs(k) * -3),
                (x + dx + 24, y - 166 + abs(k) * -3),
                (x + dx + 12, y - 136),
            ],
            c,
        )
        for dx, k, c in (
            (0, 2, SUN),
            (60, 0, PAPER),
            (120, 0, SEA),
            (180, 2, SUN),
            (450, 2, SUN),
            (510, 0, PAPER),
            (570, 0, SEA),
            (630, 2, SUN),
        )
    )
    return base + porch + cover + doors + flags + pennants


def _kite(x: float, y: float, one: str, other: str, turn: float, string: list[Point]) -> Svg:
    tail_points = [(0, 92), (18, 130), (-10, 165), (16, 205)]
    tail = curve(tail_points, INK, 3) + "".join(
        group(
            poly([(-15, -8), (0, 0), (-15, 8)], one), poly([(15, -8), (0, 0), (15, 8)], one), move=p
        )
        for p in tail_points[1:]
    )
    shape = (
        poly([(0, -92), (62, -10), (0, 92), (-62, -10)], one)
        + poly([(0, -92), (62, -10), (0, -10)], other)
        + poly([(0, 92), (-62, -10), (0, -10)], other)
        + line([(0, -92), (0, 92)], INK, 2.5)
        + line([(-62, -10), (62, -10)], INK, 2.5)
    )
    return (curve(string, INK, 2.2, 0.7) if string else "") + group(
        tail, shape, move=(x, y), turn=turn
    )


def _long_table(x: float, y: float, w: float) -> Svg:
    return (
        table(x + 60, y, w, 160, PAPER)
        + poly(
            [(x + 60, y - 158), (x + 60 + w, y - 158), (x + 60 + w, y - 100), (x + 60, y - 100)],
            PAPER,
        )
        + "".join(rect(x + 60 + i * 48, y - 142, 24, 42, BERRY, opacity=0.8) for i in range(1, 7))
    )


def _cake(x: float, y: float) -> Svg:
    return (
        rect(x - 44, y - 8, 88, 8, SLATE, 3)
        + rect(x - 34, y - 44, 68, 36, SUN, 5)
        + path(
            f"M{x - 34} {y - 34}V{y - 50}H{x + 34}V{y - 34}q-11 14 -23 0q-11 12 -22 0q-12 14 -23 0Z",
            PINK,
        )
        + circle(x, y - 54, 7, BERRY)
    )


def dybt_vand() -> Svg:
    """Somebody on a diving board above deep calm water."""
    parts = [circle(470, 270, 120, light(SUN, 0.25)), circle(470, 270, 165, light(SUN, 0.25), 0.25)]
    parts += [bird(700, 210, 26), bird(770, 245, 18)]
    parts.append(
        ground(
            [(-20, 470), (250, 440), (520, 462), (800, 455), (1000, 466), (1620, 450)],
            mix(FOREST, LIGHT_SEA, 0.55),
        )
    )
    tones = [mix(LIGHT_SEA, SEA, k) for k in (0.35, 0.65, 1.0)] + [
        mix(SEA, INK, k) for k in (0.3, 0.55, 0.8)
    ]
    for i, tone in enumerate(tones):
        y = 478 + i * i * 10 + i * 50
        parts.append(
            ground(
                [(-20, y + 8), (350, y - 5 + i * 3), (800, y + 9), (1200, y - 4), (1620, y + 6)],
                tone,
            )
        )
    parts += [
        ellipse(470, 520, 110, 5, PAPER, 0.6),
        ellipse(470, 545, 80, 4, PAPER, 0.5),
        ellipse(470, 575, 130, 5, PAPER, 0.35),
        ellipse(470, 612, 60, 4, PAPER, 0.3),
    ]
    parts += [waves(8, (40, 520, 900, 130), PAPER, 8, 80)]
    wood = SAND
    parts += [
        poly([(1290, 420), (1340, 420), (1352, 1080), (1276, 1080)], dark(wood, 0.4)),
        poly([(1490, 420), (1540, 420), (1552, 1080), (1476, 1080)], dark(wood, 0.4)),
        line([(1315, 560), (1515, 720)], dark(wood, 0.5), 16),
        line([(1515, 560), (1315, 720)], dark(wood, 0.5), 16),
    ]
    parts += [
        rect(900, 396, 720, 22, CLAY, 6),
        rect(900, 410, 720, 8, dark(CLAY), 3),
        rect(1230, 414, 390, 26, wood),
    ]
    parts += [
        line([(1270, 398), (1270, 250), (1610, 250)], INK, 9),
        line([(1400, 250), (1400, 398)], INK, 7),
        line([(1270, 325), (1610, 325)], INK, 6),
    ]
    bather = Look(
        skin="#c98f68",
        hair=BLACK,
        style="bun",
        top=BERRY,
        bottom=BERRY,
        legs="shorts",
        garment="tee",
        shoe="#c98f68",
    )
    parts.append(person(985, 398, 300, bather, replace(STAND, turn=-0.85, nod=-4), shadow=False))
    parts += [ellipse(960, 560, 16, 60, BERRY, 0.22), ellipse(960, 640, 10, 30, BERRY, 0.16)]
    for k, (x, y) in enumerate(((300, 900), (360, 930), (250, 945))):
        parts.append(
            group(
                blob([(-30, 0), (0, -10), (26, 0), (0, 10)], LIGHT_SEA),
                poly([(-26, 0), (-44, -11), (-44, 11)], LIGHT_SEA),
                move=(x, y),
                scale=1 - k * 0.2,
                opacity=0.45,
            )
        )
    return sheet(mix(PINK, PAPER, 0.35), *parts)


def eksempel_natur() -> Svg:
    """A nature path with a bench, and school children exploring."""
    parts = [sun(300, 230, 90, light(SUN, 0.2)), cloud(960, 180, 280, PAPER, 0.7)]
    parts.append(
        ground([(-20, 540), (400, 480), (900, 520), (1620, 430)], mix(FOREST, PAPER, 0.55))
    )
    parts += [
        tree(x, 590, h, mix(FOREST, PAPER, 0.35), k)
        for x, h, k in (
            (520, 220, "pine"),
            (610, 270, "pine"),
            (700, 210, "pine"),
            (1080, 250, "pine"),
            (1170, 200, "pine"),
        )
    ]
    parts.append(ground([(-20, 610), (500, 580), (1000, 590), (1620, 540)], mix(MOSS, PAPER, 0.2)))
    parts += [
        tree(120, 720, 600, FOREST),
        tree(1330, 700, 520, MOSS, "birch"),
        tree(1470, 730, 640, mix(MOSS, FOREST, 0.4), "birch"),
        tree(1580, 700, 460, MOSS, "birch"),
    ]
    parts.append(ground([(-20, 720), (500, 680), (1100, 680), (1620, 700)], mix(MOSS, FOREST, 0.3)))
    parts.append(
        layer(
            smooth(
                [
                    (-80, 1040),
                    (300, 960),
                    (700, 870),
                    (880, 780),
                    (860, 728),
                    (780, 698),
                    (690, 664),
                    (790, 672),
                    (870, 688),
                    (960, 710),
                    (1020, 790),
                    (960, 900),
                    (700, 1000),
                    (400, 1100),
                    (-80, 1140),
                ],
                closed=True,
            ),
            SAND,
            (0, 7),
        )
    )
    parts += [grass(30, (20, 760, 560, 130), FOREST, 30), bench(1110, 860, 360, CLAY)]
    parts.append(
        grasping(
            640,
            960,
            330,
            replace(BOY, style="cap", extra=CLAY, legs="trousers", bottom=BERRY),
            replace(STAND, turn=0.8, lean=22),
            (755, 830),
            (745, 822),
            _glass(762, 836),
        )
    )
    parts.append(
        grasping(
            880,
            985,
            320,
            GIRL,
            replace(
                KNEEL,
                turn=-1,
                hip=0.22,
                lean=-10,
                feet=((0.18, 0), (-0.12, 0)),
                knees=((-0.04, -0.03), (-0.15, -0.2)),
            ),
            (790, 900),
            (800, 908),
        )
    )
    parts += [flower(772, 940, 70, PINK), flower(800, 950, 52, SUN), bush(745, 965, 70, FOREST)]
    parts.append(
        grasping(
            420,
            985,
            470,
            replace(JONAS, top=BERRY, bottom=INK),
            replace(STAND, turn=0.8),
            None,
            (505, 740),
            "",
        )
    )
    parts += [
        person(300, 1000, 320, replace(LAD, top=SEA, extra="bag"), replace(STAND, turn=0.7)),
        grasping(
            1050,
            900,
            320,
            replace(KID, top=HEATHER),
            replace(STAND, turn=0.9, nod=-12),
            (1082, 648),
            (1090, 654),
            _binoculars(1077, 638),
        ),
    ]
    parts += [
        grass(31, (1000, 930, 580, 120), FOREST, 36, 20),
        bird(1030, 330, 26),
        bird(1110, 290, 18),
    ]
    parts += [
        flower(x, y, 56, c)
        for x, y, c in (
            (1150, 1000, PAPER),
            (1230, 1040, PINK),
            (1400, 1000, PAPER),
            (1490, 1040, SUN),
        )
    ]
    return sheet(mix(SAND, PAPER, 0.3), *parts)


def _glass(x: float, y: float) -> Svg:
    return (
        line([(x - 18, y - 14), (x + 6, y + 12)], INK, 8)
        + circle(x + 24, y + 32, 28, LIGHT_SEA, 0.7)
        + ring(x + 24, y + 32, 28, INK, 6)
    )


def _binoculars(x: float, y: float) -> Svg:
    return rect(x - 8, y - 10, 44, 17, INK, 5) + rect(x + 28, y - 13, 12, 23, SLATE, 3)


def phoenix() -> Svg:
    """A learning house with large windows; a bird of warm shapes rises from its roof."""
    parts = [
        circle(800, 430, 520, light(HEATHER, 0.14)),
        circle(800, 430, 360, mix(HEATHER, PINK, 0.4)),
    ]
    parts += [
        circle(x, y, 3 + i % 3, PAPER, 0.7)
        for i, (x, y) in enumerate(
            (
                (120, 120),
                (260, 300),
                (90, 420),
                (1480, 140),
                (1390, 330),
                (1530, 440),
                (400, 90),
                (1200, 80),
                (210, 210),
                (1320, 210),
            )
        )
    ]
    parts += [
        ground([(-20, 720), (400, 650), (1200, 660), (1620, 700)], dark(HEATHER, 0.45)),
        _phoenix(800, 590),
    ]
    parts += [
        tree(170, 860, 380, dark(HEATHER, 0.6)),
        tree(1440, 860, 420, dark(HEATHER, 0.6)),
        tree(310, 860, 260, dark(FOREST, 0.35), "tall"),
        tree(1300, 860, 280, dark(FOREST, 0.35), "tall"),
    ]
    parts += [
        layer(
            straight([(400, 880), (400, 640), (800, 520), (1200, 640), (1200, 880)], closed=True),
            CLAY,
            (0, 8),
        ),
        line([(372, 654), (800, 524), (1228, 654)], INK, 24),
    ]
    panes = [(440, 680), (570, 680), (920, 680), (1050, 680)]
    for x, y in panes:
        parts += [rect(x, y, 110, 170, mix(SUN, PAPER, 0.25)), rect(x, y + 120, 110, 50, SUN)]
    learners = [(495, MEI, 0.8), (625, GRANDPA, -0.8), (975, DAVID, 0.8), (1105, SOFIE, -0.8)]
    for (x, y), (cx, look, turn) in zip(panes, learners, strict=True):
        parts.append(
            clipped(
                straight([(x, y), (x + 110, y), (x + 110, y + 170), (x, y + 170)], closed=True),
                person(cx, y + 300, 270, look, replace(STAND, turn=turn, bust=True)),
                rect(x, y + 138, 110, 40, dark(SAND, 0.3)),
            )
        )
        parts += [
            line([(x + 55, y), (x + 55, y + 170)], INK, 4),
            line([(x, y + 50), (x + 110, y + 50)], INK, 4),
        ]
    parts += [
        rect(716, 660, 168, 220, mix(SUN, PAPER, 0.35)),
        person(770, 880, 165, AMINA, replace(STAND, turn=0.7)),
        person(838, 880, 118, BOY, replace(STAND, turn=-0.7)),
        line([(716, 880), (716, 660), (884, 660), (884, 880)], INK, 8),
        circle(800, 598, 26, SUN),
        ring(800, 598, 26, INK, 6),
    ]
    parts += [
        ground([(-20, 890), (500, 872), (1100, 872), (1620, 890)], dark(FOREST, 0.25)),
        poly([(716, 876), (884, 876), (1040, 1090), (560, 1090)], mix(SUN, SAND, 0.4)),
        person(560, 985, 230, KAREN, walk(1)),
        person(470, 1000, 150, KID, walk(1)),
        person(1060, 990, 230, BENT, walk(-1)),
    ]
    parts += [grass(40, (20, 920, 440, 130), MOSS, 20), grass(41, (1160, 920, 420, 130), MOSS, 20)]
    return sheet(HEATHER, *parts)


def _phoenix(x: float, y: float) -> Svg:
    """Head up, wings wide, tail into the roof."""
    warm = [BERRY, CLAY, mix(CLAY, SUN, 0.5), SUN]
    wing = []
    for i in range(6):
        a = -78 + i * 17
        far = 470 - i * 48
        wing.append(
            group(
                blob(
                    [(0, 0), (-38, -far * 0.5), (0, -far), (34, -far * 0.5)],
                    warm[min(3, i * 2 // 3)],
                ),
                curve([(0, -40), (4, -far * 0.5), (0, -far * 0.9)], PAPER, 2.5, 0.5),
                move=(x + 18, y - 120),
                turn=a + 100,
            )
        )
    right = "".join(wing)
    tail = "".join(
        group(
            blob([(-10, 0), (-26, 120), (0, 230), (26, 120), (10, 0)], c), move=(x, y - 110), turn=t
        )
        for t, c in ((-22, BERRY), (22, CLAY), (0, SUN))
    )
    body = blob(
        [
            (x, y - 350),
            (x + 46, y - 290),
            (x + 58, y - 190),
            (x + 24, y - 60),
            (x, y - 30),
            (x - 24, y - 60),
            (x - 58, y - 190),
            (x - 46, y - 290),
        ],
        CLAY,
    ) + blob([(x, y - 280), (x + 28, y - 200), (x, y - 80), (x - 28, y - 200)], SUN)
    head = (
        circle(x, y - 366, 44, CLAY)
        + poly([(x + 30, y - 388), (x + 84, y - 368), (x + 32, y - 350)], SUN)
        + circle(x + 14, y - 376, 6, INK)
    )
    crest = "".join(
        group(blob([(0, 0), (-10, -34), (0, -66), (10, -34)], c), move=(x - 6, y - 398), turn=t)
        for t, c in ((-38, BERRY), (-12, SUN), (14, PINK))
    )
    return right + mirror(right, axis=x) + tail + body + crest + head


OUTDOORS = {
    "zebraby": zebraby,
    "gundsoemagle": gundsoemagle,
    "leveaar": leveaar,
    "faellesskaber": faellesskaber,
    "unge-job": unge_job,
    "karavane": karavane,
    "betydningsfulde-voksne": betydningsfulde_voksne,
    "lokal-koordinator": lokal_koordinator,
    "alle-boern": alle_boern,
    "busselskab": busselskab,
    "sundhed-tvaers": sundhed_tvaers,
    "lokalomraader": lokalomraader,
    "dybt-vand": dybt_vand,
    "eksempel-natur": eksempel_natur,
    "phoenix": phoenix,
}
