"""The drawings of places indoors."""

from __future__ import annotations

import math
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
    KNEEL_LEFT,
    LAD,
    LIV,
    MAYOR,
    MEI,
    NORA,
    SOFIE,
    STAND,
    TOT,
    Look,
    arms,
    from_above,
    grasping,
    person,
    reach,
    sit,
    sit_front,
    without_arms,
)
from things import (
    bicycle,
    bird,
    chair,
    cloud,
    cup,
    flower,
    lamp,
    laptop,
    plant,
    sheet_of_paper,
    shelf,
    sun,
    table,
    town,
    tree,
    window,
)


def blog() -> Svg:
    """A mayor's desk with nobody at it, and an open window toward the town."""
    wall = mix(SEA, INK, 0.12)
    opening = straight([(450, 70), (1150, 70), (1150, 660), (450, 660)], closed=True)
    view = [
        rect(440, 60, 720, 610, mix(LIGHT_SEA, PAPER, 0.35)),
        sun(960, 210, 62),
        cloud(640, 200, 220, PAPER, 0.9),
        bird(820, 270, 16),
        bird(770, 250, 12),
    ]
    view += [
        ground([(430, 440), (650, 390), (900, 430), (1170, 390)], mix(FOREST, LIGHT_SEA, 0.5), 700),
        town(41, 560, 440, 1160, 84, (CLAY, PAPER, SUN, PINK)),
        ground([(430, 600), (800, 570), (1170, 600)], MOSS, 700),
        tree(540, 640, 170, FOREST),
        tree(1080, 640, 200, FOREST, "tall"),
    ]
    parts = [rect(0, 0, WIDE, HIGH, wall)] + [
        line([(x, 0), (x, 740)], dark(wall, 0.25), 3, 0.5) for x in range(60, 1600, 120)
    ]
    parts += [rect(418, 38, 764, 654, PAPER), clipped(opening, *view)]
    for side in (1, -1):
        leaf = straight([(450, 70), (300, 20), (300, 730), (450, 660)], closed=True)
        panes = (
            path(leaf, PAPER)
            + poly([(432, 92), (318, 56), (318, 350), (432, 344)], LIGHT_SEA, 0.8)
            + poly([(432, 366), (318, 376), (318, 694), (432, 640)], LIGHT_SEA, 0.8)
            + poly([(420, 120), (330, 240), (330, 190), (400, 100)], PAPER, 0.4)
        )
        parts.append(panes if side == 1 else mirror(panes, axis=800))
    parts += [rect(400, 676, 800, 26, dark(PAPER, 0.1)), plant(1070, 682, 150, CLAY)]
    parts += [rect(690, 520, 220, 300, INK, 40), rect(708, 540, 184, 260, BERRY, 30)] + [
        circle(x, y, 6, dark(BERRY, 0.4)) for x in (755, 800, 845) for y in (600, 660)
    ]
    parts += [
        layer(
            smooth([(-60, 800), (800, 790), (1660, 800), (1660, 1100), (-60, 1100)], closed=True),
            SAND,
            (0, -10),
        ),
        rect(-10, 990, 1620, 100, dark(SAND, 0.28)),
        line([(0, 990), (WIDE, 990)], dark(SAND, 0.4), 4),
    ]
    parts += [
        curve([(60, 850), (500, 842), (900, 850), (1540, 838)], dark(SAND, 0.18), 2.5, 0.7),
        curve([(20, 930), (400, 940), (980, 925), (1580, 940)], dark(SAND, 0.18), 2.5, 0.7),
    ]
    parts += [ellipse(800, 930, 250, 14, INK, 0.15), laptop(800, 900, 400)]
    parts += [
        sheet_of_paper(380, 880, 190, 130, -8, 4),
        sheet_of_paper(330, 905, 190, 130, 6, 4, light(SUN, 0.55)),
        group(
            rect(-70, -6, 140, 12, CLAY, 6),
            poly([(70, -6), (92, 0), (70, 6)], INK),
            move=(455, 930),
            turn=-24,
        ),
    ]
    parts += [
        ellipse(1170, 936, 70, 12, INK, 0.16),
        ellipse(1165, 930, 76, 14, PAPER),
        cup(1160, 930, 92, CLAY),
    ]
    parts += [
        _desk_lamp(170, 900),
        rect(1330, 880, 200, 24, FOREST, 3),
        rect(1345, 856, 180, 24, CLAY, 3),
        rect(1335, 834, 170, 22, PAPER, 3),
        _chain(1420, 955),
    ]
    return sheet(wall, *parts)


def _desk_lamp(x: float, y: float) -> Svg:
    return (
        ellipse(x, y, 70, 14, INK)
        + line([(x, y - 6), (x - 50, y - 150), (x + 40, y - 270)], INK, 10)
        + circle(x - 50, y - 150, 10, SUN)
        + group(
            path("M-70 30Q-60 -50 0 -56Q60 -50 70 30Z", SUN),
            ellipse(0, 30, 70, 12, light(SUN, 0.6)),
            move=(x + 60, y - 265),
            turn=-24,
        )
    )


def _chain(x: float, y: float) -> Svg:
    spots = [(x - 130 + 260 * i / 12, y - 26 + 40 * math.sin(i / 12 * math.pi)) for i in range(13)]
    return (
        "".join(ring(px, py, 11, dark(SUN, 0.12), 6) for px, py in spots)
        + circle(x, y + 28, 24, SUN)
        + circle(x, y + 28, 15, BERRY)
    )


def arbejdsgruppe() -> Svg:
    """Six people round a table, from above."""
    parts = [flecks(5, (0, 0, WIDE, HIGH), PAPER, 130, 0.12)]
    parts += [
        circle(800, 534, 600, mix(FOREST, MOSS, 0.3)),
        ring(800, 534, 560, SAND, 5, 0.5),
        ring(800, 534, 582, SAND, 2.5, 0.5),
    ]
    looks = [
        replace(GRANDMA, top=BERRY),
        DAVID,
        replace(LIV, top=LIGHT_SEA),
        replace(GRANDPA, top=SEA, garment="jumper"),
        replace(NORA, top=CLAY),
        replace(SOFIE, style="tail", top=HEATHER),
    ]
    for i in range(6):
        a = math.radians(i * 60 - 60)
        parts.append(
            group(
                rect(-72, -20, 144, 104, INK, 30, 0.85),
                rect(-72, 58, 144, 30, dark(CLAY, 0.3), 14),
                move=(800 + 462 * math.cos(a), 534 + 462 * math.sin(a)),
                turn=math.degrees(a) - 90,
            )
        )
    parts += [
        circle(808, 548, 345, INK, 0.18),
        circle(800, 534, 345, SAND),
        ring(800, 534, 326, dark(SAND, 0.14), 3),
        curve([(560, 420), (760, 400), (1040, 440)], dark(SAND, 0.12), 2.5),
        curve([(520, 640), (800, 670), (1080, 630)], dark(SAND, 0.12), 2.5),
    ]
    parts += [
        sheet_of_paper(790, 530, 270, 190, -6, 0),
        group(
            ring(-55, -20, 34, CLAY, 6),
            ring(45, 15, 44, FOREST, 6),
            curve([(-22, -12), (0, -30), (14, -12)], INK, 5),
            line([(-90, 55), (-10, 55)], SLATE, 5),
            line([(20, -60), (95, -60)], SEA, 5),
            move=(790, 530),
            turn=-6,
        ),
    ]
    notes = [(-60, SUN), (0, PAPER), (60, PINK), (120, PAPER), (180, SUN), (240, PAPER)]
    for deg, colour in notes:
        a = math.radians(deg)
        parts.append(
            sheet_of_paper(
                800 + 262 * math.cos(a),
                534 + 232 * math.sin(a),
                92,
                116,
                deg - 90 + 6,
                4,
                colour if colour == PAPER else light(colour, 0.35),
            )
        )
    for deg, colour in ((-28, CLAY), (92, SEA), (212, FOREST)):
        a = math.radians(deg)
        cx, cy = 800 + 270 * math.cos(a), 534 + 270 * math.sin(a)
        parts += [
            circle(cx + 4, cy + 6, 36, INK, 0.14),
            circle(cx, cy, 36, PAPER),
            circle(cx, cy, 25, colour),
            circle(cx, cy, 19, dark(CLAY, 0.55)),
        ]
    poses: list[tuple[Point, Point]] = [
        ((0.5, -1.3), (-0.5, -1.4)),
        ((0.3, -1.45), (-0.75, -1.2)),
        ((0.6, -1.25), (-0.35, -1.4)),
        ((0.5, -1.35), (-0.55, -1.3)),
        ((0.85, -1.2), (-0.3, -1.45)),
        ((0.4, -1.4), (-0.6, -1.3)),
    ]
    for i, (look, hands) in enumerate(zip(looks, poses, strict=True)):
        a = math.radians(i * 60 - 60)
        parts.append(
            from_above(
                800 + 418 * math.cos(a),
                534 + 418 * math.sin(a),
                98 - i % 3 * 4,
                math.degrees(a) - 90,
                look,
                hands,
            )
        )
    parts += [
        group(rect(-40, -5, 80, 10, c, 4), poly([(40, -5), (54, 0), (40, 5)], INK), move=p, turn=t)
        for p, t, c in (((690, 690), 30, CLAY), ((960, 470), -50, SEA))
    ]
    parts += [
        _leaves_from_above(110, 130),
        _leaves_from_above(1490, 940),
        rect(1370, 60, 170, 120, mix(CLAY, SAND, 0.2), 12),
        rect(1390, 80, 130, 80, light(CLAY, 0.25), 8),
        rect(60, 880, 170, 120, mix(SUN, SAND, 0.2), 12),
        rect(80, 900, 130, 80, light(SUN, 0.3), 8),
    ]
    return sheet(FOREST, *parts)


def _leaves_from_above(x: float, y: float) -> Svg:
    leaf = blob([(0, 0), (-30, -60), (0, -120), (30, -60)], MOSS) + line(
        [(0, -6), (0, -108)], dark(MOSS, 0.35), 3
    )
    under = group(leaf, turn=24, scale=0.8)
    return (
        circle(x + 5, y + 8, 62, INK, 0.2)
        + circle(x, y, 60, CLAY)
        + circle(x, y, 46, dark(CLAY, 0.5))
        + "".join(group(under if i % 2 else leaf, move=(x, y), turn=i * 45) for i in range(8))
    )


def storm_konference() -> Svg:
    """Many people at tables in a lit hall; a storm bends the trees outside."""
    storm = mix(SLATE, LIGHT_SEA, 0.45)
    view = [
        rect(60, 60, 1480, 470, storm),
        rect(60, 60, 1480, 60, mix(SLATE, INK, 0.5)),
        *(
            cloud(x, 190 + x % 7 * 9, 520, mix(SLATE, INK, 0.2 + x % 3 * 0.14))
            for x in (40, 300, 560, 820, 1080, 1340, 1540)
        ),
        rect(60, 60, 1480, 50, mix(SLATE, INK, 0.4)),
    ]
    view += [
        poly(
            [
                (1190, 200),
                (1150, 290),
                (1176, 290),
                (1140, 380),
                (1214, 268),
                (1186, 268),
                (1216, 200),
            ],
            SUN,
        ),
        ground([(40, 480), (500, 450), (1000, 470), (1560, 445)], mix(FOREST, INK, 0.55), 560),
    ]
    view += [
        tree(x, 520, h, c, k, 0.62)
        for x, h, k, c in (
            (130, 250, "round", FOREST),
            (330, 280, "tall", mix(FOREST, INK, 0.3)),
            (560, 240, "birch", MOSS),
            (760, 270, "tall", FOREST),
            (920, 250, "round", mix(FOREST, INK, 0.3)),
            (1240, 270, "birch", FOREST),
            (1400, 230, "round", mix(FOREST, MOSS, 0.4)),
        )
    ]
    view += [
        curve([(x, y), (x + 130, y - 16), (x + 260, y + 4), (x + 360, y - 20)], PAPER, 3, 0.35)
        for x, y in ((120, 300), (560, 260), (760, 390), (1150, 360), (330, 420))
    ]
    view += [
        ellipse(x, y, 9, 4, c)
        for x, y, c in (
            (300, 330, SUN),
            (480, 300, CLAY),
            (520, 420, SUN),
            (700, 270, MOSS),
            (730, 390, CLAY),
            (880, 320, SUN),
            (1080, 290, MOSS),
            (1130, 420, CLAY),
            (1330, 330, SUN),
            (1500, 380, CLAY),
            (1460, 280, SUN),
            (240, 260, CLAY),
        )
    ]
    view += [
        line([(x, y), (x + 40, y + 22)], PAPER, 2.5, 0.45)
        for x in range(80, 1540, 74)
        for y in (120 + x * 7 % 90, 260 + x * 11 % 80, 400 + x * 5 % 80)
    ]
    parts = [
        rect(0, 0, WIDE, HIGH, mix(SAND, SUN, 0.3)),
        rect(0, 0, WIDE, 560, mix(SAND, SUN, 0.2)),
        rect(44, 44, 1512, 502, INK),
        clipped(straight([(60, 60), (1540, 60), (1540, 530), (60, 530)], closed=True), *view),
    ]
    parts += [rect(x, 44, 14, 502, INK) for x in (424, 793, 1162)] + [rect(44, 180, 1512, 8, INK)]
    floor = mix(SAND, CLAY, 0.18)
    parts += [rect(0, 560, WIDE, 520, floor), rect(0, 546, WIDE, 20, dark(SAND, 0.25))] + [
        line(
            [(800 + (x - 800) * 0.6, 566), (800 + (x - 800) * 1.5, 1080)], dark(floor, 0.2), 2, 0.4
        )
        for x in range(-900, 2600, 200)
    ]
    parts += [lamp(x, 150, 120, SUN, False) for x in (240, 610, 990, 1360)]
    crowd = [MEI, DAVID, GRANDMA, JONAS, KAREN, AMINA, BENT, SOFIE, NORA, GRANDPA, LIV, MAYOR]
    row1 = [(170, 0), (480, 3), (800, 6), (1120, 9), (1430, 1)]
    for x, k in row1:
        parts.append(_seated_table(x, 720, 0.72, [crowd[(k + j) % 12] for j in range(4)]))
    for x, k in ((20, 2), (400, 7), (800, 10), (1200, 4), (1585, 8)):
        parts.append(_seated_table(x, 905, 0.95, [crowd[(k + j) % 12] for j in range(4)]))
    for x, k in ((210, 5), (620, 0), (1010, 8), (1420, 3)):
        parts.append(_seated_table(x, 1120, 1.18, [crowd[(k + j) % 12] for j in range(4)]))
    return sheet(SAND, *parts)


def _seated_table(x: float, y: float, s: float, looks: list[Look]) -> Svg:
    """A round table: two guests behind it, one at either end."""
    h = 300 * s
    parts = []
    for dx, look, turn in ((-62, looks[0], 0.25), (62, looks[1], -0.25)):
        parts.append(
            person(x + dx * s, y + 20 * s, h, look, replace(STAND, turn=turn, hip=0.3, bust=True))
        )
    for dx, look, way in ((-150, looks[2], 1), (150, looks[3], -1)):
        parts += [
            chair(x + dx * s, y + 62 * s, 66 * s, way, dark(CLAY, 0.25)),
            person(
                x + dx * s,
                y + 62 * s,
                h,
                look,
                replace(sit(way, 0.22), hands=((0.24 * way, -0.36), (0.22 * way, -0.36))),
                shadow=False,
            ),
        ]
    parts += [
        ellipse(x, y + 64 * s, 80 * s, 10 * s, INK, 0.16),
        poly(
            [
                (x - 10 * s, y - 20 * s),
                (x + 10 * s, y - 20 * s),
                (x + 16 * s, y + 62 * s),
                (x - 16 * s, y + 62 * s),
            ],
            SLATE,
        ),
        ellipse(x, y - 28 * s, 128 * s, 28 * s, dark(PAPER, 0.16)),
        ellipse(x, y - 36 * s, 128 * s, 27 * s, PAPER),
    ]
    parts += [
        ellipse(x - 45 * s, y - 38 * s, 30 * s, 9 * s, light(SUN, 0.4)),
        ellipse(x + 40 * s, y - 44 * s, 30 * s, 8 * s, light(LIGHT_SEA, 0.2)),
        cup(x + 4 * s, y - 26 * s, 20 * s, CLAY, False),
    ]
    return group(*parts)


def orkester() -> Svg:
    """Employees on office chairs among the players of an orchestra."""
    parts = [rect(0, 0, WIDE, HIGH, mix(BERRY, INK, 0.35))]
    for i in range(18):
        x = i * 92 - 20
        parts.append(
            path(
                f"M{x} -10H{x + 92}V640Q{x + 70} 660 {x + 46} 640Q{x + 20} 625 {x} 640Z",
                mix(BERRY, INK, 0.08 if i % 2 else 0.2),
            )
        )
    parts += [
        path(
            "M-10 -10H1610V110Q1500 190 1390 120Q1260 200 1130 120Q1000 200 870 120Q800 170 730 120Q600 200 470 120Q340 200 210 120Q100 190 -10 110Z",
            dark(BERRY, 0.1),
        ),
        curve(
            [
                (-10, 112),
                (100, 164),
                (210, 124),
                (340, 178),
                (470, 124),
                (600, 178),
                (730, 124),
                (800, 152),
                (870, 124),
                (1000, 178),
                (1130, 124),
                (1260, 178),
                (1390, 124),
                (1500, 166),
                (1610, 112),
            ],
            SUN,
            7,
        ),
    ]
    parts += [
        poly([(800, -20), (1320, 700), (280, 700)], SUN, 0.12),
        ground([(-20, 640), (800, 600), (1620, 640)], dark(SAND, 0.35)),
        ground([(-20, 800), (800, 742), (1620, 800)], mix(SAND, CLAY, 0.35)),
    ]
    parts += [
        line(
            [(800 + (x - 800) * 0.7, 760), (800 + (x - 800) * 1.4, 1080)], dark(CLAY, 0.2), 2.5, 0.3
        )
        for x in range(-700, 2400, 160)
    ]
    back = [
        (290, 740, GRANDPA, "flute"),
        (510, 705, replace(KAREN, garment="jumper"), ""),
        (690, 690, replace(DAVID, top=HEATHER), "trumpet"),
        (915, 690, replace(MEI, top=LIGHT_SEA, bottom=INK), ""),
        (1095, 705, replace(BENT, top=SLATE), "trumpet"),
        (1310, 740, replace(LIV, legs="trousers", bottom=INK), ""),
    ]
    for x, y, look, tool in back:
        parts.append(_player(x, y, 400, look, tool))
    parts += [_timpani(1500, 770), _timpani(100, 770)]
    front = [
        (175, 930, replace(NORA, top=PAPER, bottom=INK), "violin"),
        (410, 900, replace(AMINA, garment="jumper"), ""),
        (615, 875, replace(SOFIE, pattern="", top=PINK, bottom=BERRY), "violin"),
        (1000, 875, replace(JONAS, top=SEA), ""),
        (1205, 900, replace(GRANDMA, top=HEATHER, legs="trousers", bottom=INK), "cello"),
        (1440, 930, replace(MAYOR, top=MOSS), ""),
    ]
    for x, y, look, tool in front:
        parts.append(_player(x, y, 480, look, tool))
    parts += [_stand(290, 1010), _stand(1110, 1010)]
    parts += [
        layer(
            straight([(640, 1080), (680, 985), (920, 985), (960, 1080)], closed=True),
            dark(BERRY, 0.3),
            (0, -6),
        )
    ]
    baton = line([(946, 640), (1010, 560)], PAPER, 6)
    parts.append(
        grasping(
            800,
            1050,
            520,
            replace(NORA, top=INK, bottom=INK, garment="tunic"),
            replace(STAND, away=True),
            (655, 660),
            (945, 640),
            baton,
        )
    )
    return sheet(BERRY, *parts)


def _player(x: float, y: float, h: float, look: Look, tool: str) -> Svg:
    """Somebody on a chair: a player with an instrument on a plain one, an employee on an office chair."""
    pose = replace(
        sit_front(0.26), feet=((-0.08, 0.03), (0.08, 0.03)), knees=((-0.1, -0.21), (0.1, -0.21))
    )
    back = (
        _office_chair(x, y, h)
        if not tool
        else line([(x - h * 0.11, y), (x - h * 0.1, y - h * 0.5)], SAND, h * 0.022)
        + line([(x + h * 0.11, y), (x + h * 0.1, y - h * 0.5)], SAND, h * 0.022)
        + rect(x - h * 0.11, y - h * 0.52, h * 0.22, h * 0.1, SAND, 6)
        + rect(x - h * 0.12, y - h * 0.27, h * 0.24, h * 0.035, SAND, 4)
    )
    face = replace(pose, turn=0.28 if x < 800 else -0.28)
    if tool == "violin":
        return back + grasping(
            x,
            y,
            h,
            look,
            replace(face, elbows=(-1, 1)),
            (x - h * 0.15, y - h * 0.52),
            (x + h * 0.15, y - h * 0.56),
            group(
                blob(
                    [
                        (0, 0),
                        (-26, -14),
                        (-34, -36),
                        (-20, -52),
                        (-24, -76),
                        (0, -92),
                        (24, -76),
                        (20, -52),
                        (34, -36),
                        (26, -14),
                    ],
                    CLAY,
                ),
                line([(0, -60), (0, -150)], INK, 8),
                line([(-9, -48), (9, -48)], INK, 3),
                move=(x + h * 0.03, y - h * 0.5),
                turn=-70,
                scale=h / 420,
            )
            + line([(x + h * 0.17, y - h * 0.565), (x - h * 0.1, y - h * 0.545)], PAPER, 4),
        )
    if tool == "cello":
        body = group(
            blob(
                [
                    (0, 150),
                    (-62, 130),
                    (-72, 80),
                    (-44, 40),
                    (-56, -10),
                    (-30, -50),
                    (0, -56),
                    (30, -50),
                    (56, -10),
                    (44, 40),
                    (72, 80),
                    (62, 130),
                ],
                CLAY,
            ),
            line([(0, 90), (0, -190)], INK, 12),
            line([(-20, 60), (20, 60)], INK, 5),
            line([(0, 150), (0, 190)], INK, 6),
            curve([(-24, 30), (-30, 50), (-24, 70)], INK, 3),
            curve([(24, 30), (30, 50), (24, 70)], INK, 3),
            move=(x, y - h * 0.3),
            turn=6,
            scale=h / 460,
        )
        return back + grasping(
            x,
            y,
            h,
            look,
            face,
            (x - h * 0.1, y - h * 0.22),
            (x + h * 0.06, y - h * 0.56),
            body + line([(x - h * 0.2, y - h * 0.2), (x + h * 0.16, y - h * 0.24)], PAPER, 5),
        )
    if tool == "trumpet":
        brass = group(
            line([(0, 0), (120, 0)], SUN, 10),
            poly([(105, -6), (165, -34), (165, 34), (105, 6)], SUN),
            rect(40, -4, 46, 26, dark(SUN, 0.15), 12),
            move=(x, y - h * 0.655),
            turn=24 if x < 800 else 156,
            scale=h / 420,
        )
        way = 1 if x < 800 else -1
        hands = [(x + way * h * 0.11, y - h * 0.6), (x + way * h * 0.03, y - h * 0.62)]
        return back + grasping(
            x,
            y,
            h,
            look,
            replace(face, elbows=(1, -1)),
            hands[0 if way > 0 else 1],
            hands[1 if way > 0 else 0],
            brass,
        )
    if tool == "flute":
        pipe = line([(x - h * 0.02, y - h * 0.66), (x + h * 0.26, y - h * 0.62)], PAPER, h * 0.022)
        return back + grasping(
            x,
            y,
            h,
            look,
            replace(face, elbows=(1, 1)),
            (x + h * 0.09, y - h * 0.625),
            (x + h * 0.19, y - h * 0.61),
            pipe,
        )
    return back + person(
        x,
        y,
        h,
        look,
        replace(face, hands=((-0.05, -0.34), (0.05, -0.34))),
        sheet_of_paper(x, y - h * 0.37, h * 0.17, h * 0.13, 4, 3),
    )


def _office_chair(x: float, y: float, h: float) -> Svg:
    legs = (
        line(
            [(x - h * 0.13, y + h * 0.03), (x, y - h * 0.04), (x + h * 0.13, y + h * 0.03)],
            SLATE,
            h * 0.022,
        )
        + line([(x, y - h * 0.04), (x, y - h * 0.25)], SLATE, h * 0.026)
        + circle(x - h * 0.13, y + h * 0.035, h * 0.02, INK)
        + circle(x + h * 0.13, y + h * 0.035, h * 0.02, INK)
    )
    return (
        legs
        + rect(x - h * 0.13, y - h * 0.62, h * 0.26, h * 0.34, SEA, h * 0.05)
        + rect(x - h * 0.14, y - h * 0.27, h * 0.28, h * 0.05, dark(SEA), h * 0.02)
        + line([(x - h * 0.15, y - h * 0.25), (x - h * 0.15, y - h * 0.38)], INK, h * 0.02)
        + line([(x + h * 0.15, y - h * 0.25), (x + h * 0.15, y - h * 0.38)], INK, h * 0.02)
    )


def _stand(x: float, y: float) -> Svg:
    return (
        line([(x, y), (x, y - 150)], INK, 6)
        + line([(x - 34, y + 6), (x, y - 26), (x + 34, y + 6)], INK, 6)
        + poly([(x - 62, y - 140), (x + 62, y - 140), (x + 54, y - 214), (x - 54, y - 214)], INK)
        + poly([(x - 50, y - 148), (x - 3, y - 148), (x - 3, y - 208), (x - 44, y - 208)], PAPER)
        + poly([(x + 3, y - 148), (x + 50, y - 148), (x + 44, y - 208), (x + 3, y - 208)], PAPER)
    )


def _timpani(x: float, y: float) -> Svg:
    return (
        line([(x - 60, y - 60), (x - 76, y)], INK, 7)
        + line([(x + 60, y - 60), (x + 76, y)], INK, 7)
        + path(
            f"M{x - 96} {y - 130}H{x + 96}Q{x + 90} {y - 30} {x} {y - 24}Q{x - 90} {y - 30} {x - 96} {y - 130}Z",
            CLAY,
        )
        + ellipse(x, y - 132, 98, 20, PAPER)
        + curve([(x - 96, y - 122), (x, y - 104), (x + 96, y - 122)], SUN, 5)
    )


def boern_i_kvarteret() -> Svg:
    """Children round a big map of their neighbourhood on the floor."""
    floor = mix(SAND, SUN, 0.12)
    parts = [
        rect(0, 0, WIDE, 330, mix(SEA, LIGHT_SEA, 0.35)),
        rect(0, 316, WIDE, 24, PAPER),
        window(130, 40, 260, 200, light(LIGHT_SEA, 0.5)),
        window(1210, 40, 260, 200, light(LIGHT_SEA, 0.5)),
    ]
    parts += [
        sheet_of_paper(560, 140, 150, 110, -3, 0, light(SUN, 0.3)),
        circle(540, 130, 24, CLAY),
        poly([(575, 170), (600, 120), (625, 170)], FOREST),
        sheet_of_paper(780, 150, 150, 120, 3, 0),
        rect(740, 140, 70, 46, BERRY),
        poly([(730, 142), (775, 104), (820, 142)], INK),
        sheet_of_paper(1010, 140, 150, 110, -2, 0, light(PINK, 0.3)),
        curve([(955, 160), (990, 120), (1030, 160), (1065, 120)], SEA, 9),
    ]
    parts += [rect(0, 340, WIDE, 740, floor)] + [
        line(
            [(800 + (x - 800) * 0.75, 340), (800 + (x - 800) * 1.5, 1080)],
            dark(floor, 0.14),
            2.5,
            0.6,
        )
        for x in range(-400, 2100, 130)
    ]
    outline = straight([(360, 480), (1240, 480), (1450, 990), (150, 990)], closed=True)
    parts += [layer(outline, PAPER, (0, 10)), clipped(outline, *_map())]
    parts.append(
        grasping(
            560,
            545,
            300,
            KID,
            replace(
                KNEEL,
                turn=1,
                hip=0.2,
                lean=16,
                feet=((-0.16, 0), (0.12, 0)),
                knees=((0.05, -0.03), (0.14, -0.16)),
            ),
            None,
            (665, 560),
            _crayon(665, 560, BERRY),
        )
    )
    parts.append(
        grasping(
            1050,
            545,
            300,
            LAD,
            replace(
                KNEEL_LEFT,
                hip=0.2,
                lean=-18,
                feet=((0.16, 0), (-0.12, 0)),
                knees=((-0.05, -0.03), (-0.14, -0.16)),
            ),
            None,
            (945, 562),
            _crayon(945, 562, FOREST),
        )
    )
    parts.append(
        grasping(
            235,
            850,
            360,
            GIRL,
            replace(
                KNEEL,
                hip=0.2,
                lean=24,
                feet=((-0.17, 0), (0.1, 0)),
                knees=((0.05, -0.03), (0.13, -0.16)),
            ),
            (360, 800),
            (390, 812),
            _crayon(392, 810, SEA),
        )
    )
    parts.append(
        grasping(
            1370,
            850,
            360,
            BOY,
            replace(
                KNEEL_LEFT,
                hip=0.2,
                lean=-24,
                feet=((0.17, 0), (-0.1, 0)),
                knees=((-0.05, -0.03), (-0.13, -0.16)),
            ),
            (1240, 800),
            (1215, 815),
            _crayon(1215, 815, CLAY),
        )
    )
    parts.append(
        grasping(
            700,
            1010,
            380,
            replace(TOT, top=HEATHER, bottom=SEA),
            replace(
                KNEEL,
                hip=0.2,
                lean=24,
                feet=((-0.17, 0), (0.1, 0)),
                knees=((0.05, -0.03), (0.13, -0.16)),
            ),
            (842, 968),
            (862, 980),
            _crayon(864, 978, SUN),
        )
    )
    parts += [curve([(880, 990), (930, 970), (950, 1000), (1000, 972)], SUN, 8)]
    parts += [
        _crayon(80, 1000, SUN),
        _crayon(140, 1030, BERRY),
        _crayon(1510, 1010, FOREST),
        rect(1440, 350, 90, 60, CLAY, 6),
        *(rect(1450 + i * 19, 326, 12, 40, c, 4) for i, c in enumerate((SEA, SUN, BERRY, FOREST))),
    ]
    return sheet(floor, *parts)


def _map() -> list[Svg]:
    road = SLATE
    parts = [
        poly([(120, 480), (620, 480), (420, 720), (120, 760)], light(MOSS, 0.35)),
        blob(
            [(950, 760), (1150, 720), (1330, 790), (1300, 900), (1080, 920), (940, 860)], LIGHT_SEA
        ),
        blob([(1010, 790), (1140, 770), (1240, 820), (1120, 870)], mix(SEA, LIGHT_SEA, 0.5)),
    ]
    parts += [
        curve([(140, 760), (480, 690), (800, 700), (1180, 640), (1460, 660)], road, 44),
        curve([(140, 760), (480, 690), (800, 700), (1180, 640), (1460, 660)], PAPER, 4, 0.9),
        curve([(700, 470), (740, 600), (800, 700), (760, 850), (640, 1000)], road, 38),
        curve([(860, 470), (900, 590), (1000, 665)], road, 26),
    ]
    for x, y, s, wall, roof in (
        (420, 620, 64, SUN, CLAY),
        (520, 600, 56, PINK, INK),
        (880, 820, 76, CLAY, INK),
        (460, 840, 80, LIGHT_SEA, CLAY),
        (1080, 560, 54, SUN, INK),
        (600, 900, 70, SUN, CLAY),
    ):
        parts += [
            rect(x, y - s * 0.7, s, s * 0.7, wall),
            poly(
                [(x - 6, y - s * 0.68), (x + s / 2, y - s * 1.25), (x + s + 6, y - s * 0.68)], roof
            ),
            rect(x + s * 0.38, y - s * 0.4, s * 0.26, s * 0.4, PAPER),
        ]
    parts += [
        line([(x, y), (x, y - 30)], CLAY, 6) + circle(x, y - 44, 24, FOREST)
        for x, y in (
            (330, 720),
            (390, 730),
            (300, 880),
            (360, 930),
            (1180, 970),
            (1260, 960),
            (1000, 960),
            (660, 560),
        )
    ]
    parts += [
        curve(
            [(1180, 560), (1230, 530), (1200, 505), (1150, 520), (1160, 555), (1210, 570)], BERRY, 5
        ),
        circle(330, 560, 30, SUN),
    ] + [
        line(
            [
                (330 + math.cos(a) * 38, 560 + math.sin(a) * 38),
                (330 + math.cos(a) * 52, 560 + math.sin(a) * 52),
            ],
            SUN,
            5,
        )
        for a in (0, 0.8, 1.6, 2.4, 3.2, 4, 4.8, 5.6)
    ]
    return parts


def _crayon(x: float, y: float, colour: str) -> Svg:
    return group(
        rect(-8, -58, 16, 50, colour, 3),
        poly([(-8, -9), (8, -9), (0, 10)], dark(colour)),
        rect(-8, -44, 16, 6, PAPER, opacity=0.7),
        move=(x, y),
        turn=28,
    )


def uddannelse() -> Svg:
    """A course room: pairs practise conversation before a board of arrows."""
    wall = mix(LIGHT_SEA, PAPER, 0.35)
    floor = mix(SEA, INK, 0.15)
    parts = [
        rect(0, 0, WIDE, 700, wall),
        rect(0, 690, WIDE, 390, floor),
        rect(0, 680, WIDE, 14, PAPER),
    ]
    parts += [
        rect(410, 90, 780, 400, SLATE, 10),
        rect(424, 104, 752, 372, PAPER, 4),
        rect(560, 486, 480, 14, SLATE, 5),
    ]
    parts += [
        _arrow([(520, 380), (560, 240), (700, 200)], CLAY),
        _arrow([(760, 200), (900, 220), (950, 330)], SUN),
        _arrow([(920, 390), (780, 430), (620, 400)], FOREST),
        _bubble(716, 318, 1, LIGHT_SEA),
        _bubble(800, 300, -1, PINK),
        _arrow([(1010, 400), (1090, 330), (1090, 200)], BERRY),
    ]
    parts += [rect(x, 477, 34, 10, c, 3) for x, c in ((620, CLAY), (670, FOREST), (720, SEA))]
    parts += [
        plant(250, 700, 300, CLAY),
        window(1290, 120, 220, 290, light(SUN, 0.55)),
        window(90, 120, 200, 250, light(SUN, 0.55)),
    ]
    parts.append(
        grasping(1250, 800, 430, MAYOR_COURSE, replace(STAND, turn=-0.6), None, (1165, 560))
    )
    pairs = [
        (800, 830, 0.9, replace(GRANDPA, top=CLAY, garment="jumper"), MEI),
        (330, 985, 1.1, AMINA, BENT),
        (1270, 1000, 1.1, DAVID, KAREN_COURSE),
    ]
    for x, y, s, one, other in pairs:
        parts.append(_pair(x, y, s, one, other))
    return sheet(wall, *parts)


MAYOR_COURSE = replace(SOFIE, style="bun", hair=GREY, top=BERRY, pattern="", glasses=True)
KAREN_COURSE = replace(KAREN, garment="jumper", top=PINK, bottom=FOREST)


def _bubble(x: float, y: float, way: int, colour: str) -> Svg:
    """A speech bubble with two lines in it."""
    tail = poly([(x - way * 24, y + 20), (x - way * 36, y + 56), (x + way * 4, y + 24)], colour)
    words = "".join(
        line([(x - 24, y - 8 + i * 16), (x + 24 - i * 14, y - 8 + i * 16)], INK, 5, 0.7)
        for i in (0, 1)
    )
    return tail + ellipse(x, y, 52, 36, colour) + words


def _pair(x: float, y: float, s: float, one: Look, other: Look) -> Svg:
    h, gap = 400 * s, 175 * s
    shade = ellipse(x, y + 4, 280 * s, 20 * s, INK, 0.2)
    parts = [shade, chair(x - gap, y, 104 * s, 1, SUN), chair(x + gap, y, 104 * s, -1, SUN)]
    parts.append(
        person(
            x - gap,
            y,
            h,
            one,
            replace(sit(1, 0.25), lean=6, hands=((0.24, -0.54), (0.19, -0.34))),
            shadow=False,
        )
    )
    parts.append(
        person(
            x + gap,
            y,
            h,
            other,
            replace(sit(-1, 0.25), hands=((-0.18, -0.34), (-0.2, -0.33))),
            shadow=False,
        )
    )
    return group(*parts)


def _arrow(points: list[Point], colour: str) -> Svg:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    a = math.degrees(math.atan2(y1 - y0, x1 - x0))
    return curve(points, colour, 15) + group(
        poly([(34, 0), (-14, -28), (-14, 28)], colour), move=(x1, y1), turn=a
    )


def fredericia() -> Svg:
    """An elderly woman gets up by herself to cycle; her helper stands back."""
    wall = mix(PINK, PAPER, 0.3)
    floor = mix(CLAY, SAND, 0.6)
    parts = [rect(0, 0, WIDE, 790, wall)] + [flecks(4, (0, 0, WIDE, 780), CLAY, 120, 0.18)]
    parts += [rect(0, 780, WIDE, 300, floor), rect(0, 768, WIDE, 16, PAPER)] + [
        line(
            [(800 + (x - 800) * 0.8, 784), (800 + (x - 800) * 1.5, 1080)],
            dark(floor, 0.15),
            2.5,
            0.6,
        )
        for x in range(-300, 2000, 150)
    ]
    opening = straight([(1080, 150), (1440, 150), (1440, 790), (1080, 790)], closed=True)
    view = [
        rect(1070, 140, 380, 660, mix(LIGHT_SEA, PAPER, 0.3)),
        sun(1350, 270, 52),
        ground([(1060, 520), (1250, 480), (1460, 520)], mix(FOREST, LIGHT_SEA, 0.4), 800),
        ground([(1060, 610), (1250, 590), (1460, 600)], MOSS, 800),
        tree(1410, 640, 260, FOREST),
        poly([(1080, 800), (1440, 800), (1330, 600), (1250, 600)], SAND),
        bicycle(1250, 770, 138, FOREST),
    ]
    parts += [
        rect(1052, 122, 416, 668, PAPER),
        clipped(opening, *view),
        poly([(1440, 150), (1540, 110), (1540, 850), (1440, 790)], FOREST),
        poly([(1458, 200), (1522, 180), (1522, 420), (1458, 420)], dark(FOREST)),
        circle(1524, 520, 9, SUN),
    ]
    parts += [
        group(
            rect(420, 130, 170, 210, FOREST),
            rect(434, 144, 142, 182, PAPER),
            sun(505, 240, 28),
            curve([(446, 290), (500, 262), (566, 292)], MOSS, 12),
            rect(640, 190, 120, 150, CLAY),
            rect(652, 202, 96, 126, PAPER),
            circle(700, 250, 22, PINK),
            path("M664 328Q700 270 736 328Z", SEA),
            move=(20, -70),
        ),
    ]
    parts += [
        ellipse(780, 960, 560, 70, mix(FOREST, PAPER, 0.35)),
        ellipse(780, 960, 530, 60, mix(FOREST, PAPER, 0.5)),
    ]
    parts += [_armchair(600, 950)]
    rider = replace(
        GRANDMA,
        style="helmet",
        extra=SUN,
        top=BERRY,
        bottom=INK,
        legs="trousers",
        garment="jumper",
        shoe=CLAY,
    )
    rising = replace(
        STAND,
        turn=0.9,
        hip=0.455,
        lean=9,
        nod=-4,
        feet=((-0.02, 0), (0.1, 0)),
    )
    parts.append(grasping(752, 962, 690, rider, rising, (672, 728), (905, 640)))
    parts += [
        rect(500, 750, 170, 170, dark(CLAY, 0.16), 14),
        rect(476, 722, 214, 46, dark(CLAY, 0.06), 23),
    ]
    helper = replace(DAVID, top=LIGHT_SEA, garment="tunic", bottom=SEA)
    parts.append(
        person(
            205,
            955,
            700,
            helper,
            replace(STAND, turn=0.7, hands=((0.12, -0.5), (0.13, -0.47)), elbows=(-1, -1)),
        )
    )
    parts += [
        _standing_lamp(380, 900),
        rect(890, 760, 150, 12, dark(SAND, 0.4), 4),
        line([(965, 770), (965, 900)], dark(SAND, 0.5), 9),
        ellipse(965, 904, 50, 9, dark(SAND, 0.5)),
        cup(930, 760, 40, SEA),
        flower(995, 760, 80, CLAY),
        rect(984, 722, 22, 38, LIGHT_SEA, 4),
    ]
    return sheet(wall, *parts)


def _standing_lamp(x: float, y: float) -> Svg:
    return (
        ellipse(x, y, 46, 9, INK)
        + line([(x, y), (x, y - 470)], INK, 7)
        + poly([(x - 44, y - 560), (x + 44, y - 560), (x + 74, y - 450), (x - 74, y - 450)], SUN)
    )


def _armchair(x: float, y: float) -> Svg:
    return (
        ellipse(x, y + 4, 190, 20, INK, 0.16)
        + line([(x - 100, y - 110), (x - 148, y - 400)], CLAY, 108)
        + rect(x - 154, y - 200, 270, 152, CLAY, 20)
        + rect(x - 90, y - 205, 206, 52, light(CLAY, 0.2), 16)
        + "".join(line([(x + dx, y - 52), (x + dx - 4, y)], INK, 14) for dx in (-140, 100))
        + line([(x - 122, y - 240), (x - 146, y - 390)], dark(CLAY, 0.22), 4)
    )


def afgoerelse() -> Svg:
    """A caseworker and a citizen read a draft letter together."""
    wall = mix(SLATE, LIGHT_SEA, 0.25)
    parts = [
        rect(0, 0, WIDE, HIGH, wall),
        circle(800, 480, 470, light(SLATE, 0.35)),
        window(130, 110, 280, 330, light(LIGHT_SEA, 0.35)),
        shelf(8, 1190, 110, 320, 430, 3, SAND),
    ]
    parts += [
        poly([(705, 130), (895, 130), (1240, 790), (360, 790)], SUN, 0.16),
        lamp(800, 130, 190, SUN, False),
    ]
    citizen = replace(JONAS, hair=CHESTNUT_BROWN, top=CLAY)
    parts += [
        rect(474, 580, 232, 260, dark(SAND, 0.4), 34),
        rect(894, 580, 232, 260, dark(SAND, 0.4), 34),
    ]
    pose = replace(STAND, hip=0.2, bust=True)
    place_left, place_right = (590, 1085, 960), (1010, 1085, 960)
    left = (
        place_left,
        AMINA,
        reach(replace(pose, turn=0.29, nod=8, lean=3), place_left, (560, 868), (742, 856)),
    )
    right = (
        place_right,
        citizen,
        reach(replace(pose, turn=-0.29, nod=-8, lean=-3), place_right, (880, 876), (1056, 870)),
    )
    for at, look, held in (left, right):
        parts.append(without_arms(*at, look, held))
    parts += [
        layer(
            straight(
                [(-20, 1090), (-20, 800), (160, 755), (1440, 755), (1620, 800), (1620, 1090)],
                closed=True,
            ),
            SAND,
            (0, -8),
        ),
        curve([(60, 850), (500, 830), (1100, 845), (1560, 830)], dark(SAND, 0.15), 2.5),
        curve([(20, 990), (600, 1005), (1580, 985)], dark(SAND, 0.15), 2.5),
    ]
    letter = straight([(664, 790), (936, 790), (990, 1000), (610, 1000)], closed=True)
    parts.append(layer(letter, PAPER, (0, 8)))
    for i in range(6):
        y = 822 + i * 26
        half = 108 + i * 9
        parts.append(
            line([(800 - half, y), (800 + half * (0.9 if i % 3 != 2 else 0.1), y)], SLATE, 5, 0.6)
        )
    parts += [curve([(690, 928), (750, 918), (830, 930)], CLAY, 6), ring(862, 950, 28, CLAY, 5)]
    parts += [
        group(
            rect(-8, -96, 16, 90, BERRY, 4),
            poly([(-8, -8), (8, -8), (0, 14)], INK),
            move=(752, 908),
            turn=-32,
        )
    ]
    for at, look, held in (left, right):
        parts.append(arms(*at, look, held))
    parts += [
        cup(330, 920, 74, CLAY),
        cup(1290, 920, 74, SEA),
        sheet_of_paper(200, 985, 190, 110, -10, 3),
        sheet_of_paper(1420, 1000, 190, 110, 12, 3),
    ]
    return sheet(wall, *parts)


CHESTNUT_BROWN = "#5a3826"


def eksempel_robot() -> Svg:
    """An elderly man at his kitchen table; a small robot cleans the floor."""
    wall = mix(SAND, PAPER, 0.3)
    floor = mix(SUN, SAND, 0.45)
    parts = [rect(0, 0, WIDE, 700, wall), rect(0, 690, WIDE, 390, floor)]
    for i in range(-2, 14):
        parts += [
            line(
                [(800 + (i * 130 - 800) * 0.8, 690), (800 + (i * 130 - 800) * 1.6, 1080)],
                dark(SUN, 0.25),
                2.5,
                0.4,
            )
        ]
    parts += [line([(0, y), (WIDE, y)], dark(SUN, 0.25), 2.5, 0.4) for y in (730, 790, 870, 980)]
    tiles = (
        [rect(700, 380, 900, 90, light(LIGHT_SEA, 0.3))]
        + [line([(x, 380), (x, 470)], PAPER, 3) for x in range(745, 1600, 45)]
        + [line([(700, 425), (1600, 425)], PAPER, 3)]
    )
    parts += tiles + [
        rect(690, 470, 930, 26, CLAY),
        rect(700, 496, 900, 210, FOREST),
        *(rect(718 + i * 178, 512, 160, 170, dark(FOREST, 0.18), 4) for i in range(5)),
        *(rect(785 + i * 178, 526, 28, 8, SUN, 3) for i in range(5)),
    ]
    parts += [
        window(920, 110, 330, 220, mix(LIGHT_SEA, PAPER, 0.2)),
        rect(1360, 90, 240, 210, FOREST, 4),
        rect(1376, 106, 100, 178, dark(FOREST, 0.18), 4),
        rect(1488, 106, 100, 178, dark(FOREST, 0.18), 4),
        rect(700, 230, 170, 10, CLAY),
        *(cup(735 + i * 50, 230, 32, c, False) for i, c in enumerate((SEA, SUN, BERRY))),
    ]
    parts += [
        _kettle(1440, 470),
        plant(1250, 470, 130, CLAY),
        rect(780, 430, 24, 40, SLATE),
        rect(815, 410, 20, 60, BERRY),
    ]
    parts += [lamp(420, 240, 210, CLAY, False)]
    old = replace(GRANDPA, glasses=True, top=SEA, bottom=SLATE)
    parts += [
        chair(270, 940, 172, 1, CLAY),
        ellipse(480, 948, 330, 22, INK, 0.14),
        person(
            270,
            940,
            660,
            old,
            replace(
                sit(1, 0.26), nod=8, feet=((0.2, 0), (0.27, 0)), hands=((0.27, -0.43), (0.3, -0.42))
            ),
            shadow=False,
        ),
    ]
    parts += [
        table(385, 940, 370, 250, PAPER, 20),
        cup(500, 690, 62, BERRY),
        ellipse(650, 688, 54, 10, LIGHT_SEA),
        circle(630, 672, 20, CLAY),
        circle(662, 670, 20, SUN),
        circle(648, 654, 18, MOSS),
    ]
    parts += [
        curve(
            [(1560, 800), (1400, 790), (1240, 850), (1320, 930), (1180, 985), (1060, 950)],
            light(floor, 0.65),
            96,
        ),
        curve(
            [(1540, 800), (1400, 792), (1250, 850), (1325, 930), (1180, 985), (1080, 960)],
            PAPER,
            3,
            0.9,
        ),
        robot(1030, 930),
    ]
    parts += [_sparkle(1420, 850, 20), _sparkle(1200, 900, 14), _sparkle(1500, 760, 12)]
    return sheet(wall, *parts)


def _kettle(x: float, y: float) -> Svg:
    return (
        curve([(x - 40, y - 70), (x, y - 120), (x + 40, y - 70)], INK, 9)
        + path(
            f"M{x - 50} {y}Q{x - 60} {y - 80} {x} {y - 84}Q{x + 60} {y - 80} {x + 50} {y}Z", CLAY
        )
        + poly([(x - 44, y - 40), (x - 86, y - 70), (x - 78, y - 78), (x - 36, y - 62)], CLAY)
        + circle(x, y - 88, 8, INK)
    )


def robot(x: float, y: float) -> Svg:
    """A round robot vacuum cleaner, seen a little from above."""
    return (
        ellipse(x, y + 34, 112, 18, INK, 0.22)
        + path(f"M{x - 104} {y}V{y + 22}Q{x} {y + 66} {x + 104} {y + 22}V{y}Z", SLATE)
        + ellipse(x, y, 104, 36, PAPER)
        + ellipse(x, y - 2, 78, 24, light(SLATE, 0.6))
        + ellipse(x, y - 6, 26, 9, SEA)
        + circle(x - 46, y + 32, 6, SUN)
        + circle(x - 22, y + 38, 6, SUN)
        + line([(x + 40, y - 2), (x + 40, y - 46)], INK, 4)
        + circle(x + 40, y - 50, 8, CLAY)
        + "".join(
            line([(x - 100 + k * 8, y + 24), (x - 124 + k * 4, y + 38 + k * 4)], INK, 3)
            for k in (0, 1, 2)
        )
    )


def _sparkle(x: float, y: float, s: float) -> Svg:
    return path(
        f"M{x} {y - s}Q{x} {y} {x + s} {y}Q{x} {y} {x} {y + s}Q{x} {y} {x - s} {y}Q{x} {y} {x} {y - s}Z",
        PAPER,
    )


def eksempel_moede() -> Svg:
    """An evening meeting among the books of a library."""
    wall = mix(INK, SEA, 0.18)
    floor = dark(CLAY, 0.5)
    parts = [rect(0, 0, WIDE, HIGH, wall), rect(0, 690, WIDE, 390, floor)]
    parts += [
        shelf(51, -30, 150, 400, 560, 5, dark(SAND, 0.3)),
        shelf(52, 390, 150, 190, 560, 5, dark(SAND, 0.3)),
        shelf(53, 1020, 150, 190, 560, 5, dark(SAND, 0.3)),
        shelf(54, 1230, 150, 400, 560, 5, dark(SAND, 0.3)),
    ]
    parts += [
        rect(610, 110, 380, 430, dark(SAND, 0.35)),
        rect(626, 126, 348, 398, mix(INK, HEATHER, 0.35)),
        circle(880, 220, 42, light(SUN, 0.5)),
        *(
            circle(x, y, 3, PAPER)
            for x, y in ((680, 180), (740, 250), (820, 150), (700, 330), (930, 320))
        ),
        town(55, 500, 626, 960, 52, (SLATE, INK, dark(SEA, 0.4))),
        rect(950, 126, 24, 398, mix(INK, HEATHER, 0.35)),
        line([(800, 126), (800, 524)], dark(SAND, 0.35), 10),
        line([(626, 290), (974, 290)], dark(SAND, 0.35), 10),
        rect(590, 524, 420, 20, SAND),
    ]
    parts += [
        rect(585, 110, 26, 580, wall),
        rect(989, 110, 26, 580, wall),
        rect(600, 110, 10, 434, dark(SAND, 0.35)),
        rect(990, 110, 10, 434, dark(SAND, 0.35)),
    ]
    parts += [
        ellipse(800, 910, 700, 170, dark(BERRY, 0.15)),
        ellipse(800, 910, 660, 152, mix(BERRY, CLAY, 0.25)),
    ]
    parts += [
        poly([(x - 70, 200), (x + 70, 200), (x + 330, 1000), (x - 330, 1000)], SUN, 0.13)
        for x in (330, 1270)
    ] + [
        lamp(330, 200, 150, SUN, False),
        lamp(1270, 200, 150, SUN, False),
        poly([(720, 90), (880, 90), (1120, 1000), (480, 1000)], SUN, 0.10),
        lamp(800, 90, 170, SUN, False),
    ]
    back = [
        (420, 800, MEI),
        (590, 780, GRANDPA),
        (1010, 780, replace(SOFIE, top=PINK, pattern="")),
        (1180, 800, BENT),
    ]
    pose = replace(sit_front(0.26), feet=((-0.07, 0.03), (0.07, 0.03)))
    for x, y, look in back:
        parts += [
            rect(x - 44, y - 200, 88, 110, dark(SAND, 0.25), 12),
            rect(x - 46, y - 105, 92, 16, dark(SAND, 0.35), 5),
            line([(x - 42, y - 95), (x - 46, y + 4)], INK, 6),
            line([(x + 42, y - 95), (x + 46, y + 4)], INK, 6),
            person(x, y, 370, look, replace(pose, turn=0.28 if x < 800 else -0.28)),
        ]
    parts.append(
        person(
            800,
            815,
            420,
            replace(KAREN, garment="jumper", top=SUN, bottom=FOREST),
            replace(STAND, hands=((-0.1, -0.47), (0.18, -0.68)), elbows=(0, 1)),
        )
    )
    for x, y, look, way in ((230, 930, AMINA, 1), (1370, 930, DAVID, -1)):
        parts += [
            chair(x, y, 112, way, SAND),
            person(x, y, 430, look, replace(sit(way, 0.25)), shadow=False),
        ]
    for x, look in (
        (520, replace(LIV, legs="trousers")),
        (800, replace(JONAS, top=MOSS)),
        (1085, replace(NORA, top=LIGHT_SEA)),
    ):
        parts += [
            person(x, 1120, 470, look, replace(STAND, away=True, hip=0.3, bust=True)),
            rect(x - 70, 960, 140, 130, dark(SAND, 0.15), 16),
            line([(x - 50, 990), (x + 50, 990)], dark(SAND, 0.35), 3),
        ]
    return sheet(wall, *parts)


INDOORS = {
    "blog": blog,
    "arbejdsgruppe": arbejdsgruppe,
    "storm-konference": storm_konference,
    "orkester": orkester,
    "boern-i-kvarteret": boern_i_kvarteret,
    "uddannelse": uddannelse,
    "fredericia": fredericia,
    "afgoerelse": afgoerelse,
    "eksempel-robot": eksempel_robot,
    "eksempel-moede": eksempel_moede,
}
