"""The drawings of the example municipality: its path, its robots, and the people who try things out."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from indoors import robot
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
    stroke,
)
from outdoors import dog, in_wheelchair, toolbox, wheel, wheelchair
from people import (
    AMINA,
    BENT,
    BOY,
    DAVID,
    GRANDMA,
    GRANDPA,
    JONAS,
    KAREN,
    LIV,
    MEI,
    NORA,
    SOFIE,
    STAND,
    Look,
    arms,
    from_above,
    grasping,
    person,
    reach,
    sit,
    sit_front,
    walk,
    without_arms,
)
from things import (
    bench,
    bicycle,
    bush,
    chair,
    cloud,
    cup,
    flower,
    gable,
    grass,
    house,
    lamp,
    plant,
    shelf,
    sun,
    table,
    tree,
    window,
)

HELPER = replace(NORA, garment="tunic", top=SEA, bottom=INK, shoe=PAPER)
RESIDENT = replace(GRANDMA, legs="trousers", bottom=INK, shoe=CLAY)


def _boards(top: float, fill: str, step: int = 150) -> list[Svg]:
    """A floor of boards that run toward us from its upper edge."""
    seams = [
        line(
            [(800 + (x - 800) * 0.8, top), (800 + (x - 800) * 1.5, HIGH + 20)],
            dark(fill, 0.18),
            2.5,
            0.5,
        )
        for x in range(-400, 2100, step)
    ]
    return [rect(0, top, WIDE, HIGH - top, fill), *seams, rect(0, top - 14, WIDE, 14, PAPER)]


def hjemmehjaelper() -> Svg:
    """A home helper has coffee with an old woman while the robot cleans under the table."""
    wall = mix(LIGHT_SEA, PAPER, 0.42)
    floor = mix(SAND, CLAY, 0.28)
    parts = [rect(0, 0, WIDE, HIGH, wall), *_boards(748, floor)]
    parts += [
        window(585, 96, 430, 330, mix(LIGHT_SEA, PAPER, 0.75)),
        *(_curtain(x, way) for x, way in ((560, 1), (1040, -1))),
        rect(525, 70, 550, 14, dark(SAND, 0.45), 7),
        plant(800, 428, 100, CLAY),
    ]
    parts += [
        rect(150, 150, 130, 160, CLAY),
        rect(162, 162, 106, 136, PAPER),
        circle(215, 216, 26, PINK),
        path("M174 298Q215 232 256 298Z", FOREST),
        rect(310, 210, 110, 110, SUN),
        rect(321, 221, 88, 88, PAPER),
        curve([(328, 284), (360, 256), (404, 288)], SEA, 8),
        circle(386, 246, 11, CLAY),
    ]
    parts += [
        rect(1200, 470, 340, 260, FOREST, 6),
        *(rect(1216 + i * 158, 488, 148, 196, dark(FOREST, 0.2), 5) for i in range(2)),
        *(circle(1350 + i * 40, 590, 8, SUN) for i in range(2)),
        line([(1222, 730), (1222, 756)], INK, 12),
        line([(1518, 730), (1518, 756)], INK, 12),
        rect(1186, 456, 368, 20, dark(FOREST, 0.35), 5),
        *(
            rect(1232 + i * 26, 456 - h, 22, h, c, 2)
            for i, (h, c) in enumerate(((92, BERRY), (78, SUN), (98, SEA), (84, PAPER)))
        ),
        lamp_on_foot(1460, 456),
    ]
    parts += [_floor_plant(130, 900)]
    parts += [
        ellipse(800, 952, 640, 82, mix(BERRY, PAPER, 0.45)),
        ellipse(800, 952, 606, 70, mix(BERRY, PAPER, 0.58)),
    ]
    at, at_helper = (455, 955, 700), (1145, 955, 700)
    parts += [
        chair(455, 955, 184, 1, CLAY),
        person(
            *at,
            RESIDENT,
            reach(
                replace(sit(1, 0.265), nod=4, feet=((0.2, 0), (0.27, 0))),
                at,
                (585, 650),
                (648, 650),
            ),
            shadow=False,
        ),
        chair(1145, 955, 184, -1, CLAY),
        person(
            *at_helper,
            HELPER,
            reach(
                replace(sit(-1, 0.265), feet=((-0.2, 0), (-0.27, 0))),
                at_helper,
                (1015, 650),
                (956, 650),
            ),
            shadow=False,
        ),
    ]
    parts += [
        table(560, 955, 480, 278, PAPER, 22),
        group(cup(0, 0, 62, SEA), move=(694, 677)),
        mirror(cup(912, 677, 62, SUN), axis=912),
        ellipse(805, 675, 74, 12, light(LIGHT_SEA, 0.2)),
        path("M742 668Q746 616 806 612Q864 616 868 668Z", SUN),
        path(
            "M742 652Q746 612 806 608Q864 612 868 652Q836 640 822 654Q800 638 784 652Q762 640 742 652Z",
            dark(CLAY, 0.35),
        ),
    ]
    parts += [
        curve([(1540, 1002), (1330, 1032), (1120, 1004), (900, 1010)], light(floor, 0.6), 78),
        robot(800, 990),
        _bucket(1395, 935),
    ]
    return sheet(wall, *parts)


def _curtain(x: float, way: int) -> Svg:
    """A curtain drawn aside; way 1 hangs at the left of the window."""
    d = f"M{x - way * 24} 84H{x + way * 92}Q{x + way * 84} 280 {x + way * 22} 330Q{x + way * 42} 400 {x + way * 48} 500H{x - way * 24}Z"
    folds = "".join(
        curve(
            [(x + way * k, 90), (x + way * k * 0.7, 240), (x + way * k * 0.3, 320)],
            dark(CLAY, 0.18),
            3,
            0.6,
        )
        for k in (22, 52)
    )
    return path(d, mix(CLAY, PINK, 0.45)) + folds


def lamp_on_foot(x: float, y: float) -> Svg:
    """A table lamp with a cloth shade, standing on y."""
    return (
        ellipse(x, y - 6, 34, 10, INK)
        + line([(x, y - 8), (x, y - 110)], INK, 9)
        + poly([(x - 36, y - 190), (x + 36, y - 190), (x + 62, y - 100), (x - 62, y - 100)], SUN)
    )


def _floor_plant(x: float, y: float) -> Svg:
    return ellipse(x, y + 2, 90, 12, INK, 0.14) + plant(x, y, 300, SEA)


def _bucket(x: float, y: float) -> Svg:
    return (
        ellipse(x, y + 2, 78, 12, INK, 0.14)
        + path(
            f"M{x - 60} {y - 108}A60 62 0 0 1 {x + 60} {y - 108}L{x + 54} {y - 108}A54 56 0 0 0 {x - 54} {y - 108}Z",
            INK,
        )
        + poly([(x - 64, y - 110), (x + 64, y - 110), (x + 48, y), (x - 48, y)], SEA)
        + ellipse(x, y - 110, 64, 13, dark(SEA, 0.3))
        + blob(
            [
                (x + 14, y - 118),
                (x + 62, y - 122),
                (x + 76, y - 84),
                (x + 66, y - 36),
                (x + 44, y - 40),
                (x + 30, y - 90),
            ],
            SUN,
        )
    )


def depot() -> Svg:
    """A man mends a robot at his bench in the depot for aids."""
    wall = mix(MOSS, PAPER, 0.62)
    floor = mix(SAND, CLAY, 0.34)
    parts = [
        rect(0, 0, WIDE, HIGH, wall),
        rect(0, 760, WIDE, 320, floor),
        rect(0, 748, WIDE, 14, PAPER),
    ]
    parts += [
        _rack(70, 130),
        _pegboard(1090, 130),
        poly([(735, 170), (925, 170), (1130, 650), (530, 650)], SUN, 0.24),
    ]
    at = (830, 985, 800)
    mender = replace(BENT, garment="vest", top=FOREST, bottom=INK, glasses=True, build=1.15)
    pose = reach(replace(STAND, turn=0.22, nod=8), at, (716, 606), (946, 560))
    parts.append(without_arms(*at, mender, pose))
    parts += [
        ellipse(830, 990, 470, 26, INK, 0.14),
        *(rect(x, 690, 30, 300, dark(CLAY, 0.5)) for x in (440, 1190)),
        rect(440, 850, 780, 22, dark(CLAY, 0.45)),
        rect(390, 650, 880, 46, dark(SAND, 0.28), 6),
        rect(390, 650, 880, 14, SAND, 6),
        rect(500, 762, 230, 88, SEA, 4),
        rect(586, 794, 58, 20, PAPER, 4),
        rect(980, 776, 150, 74, dark(SUN, 0.1), 4),
        rect(1030, 802, 50, 16, PAPER, 4),
    ]
    parts += [
        lamp(830, 170, 200, CLAY, False),
        _open_robot(832, 640),
        cup(480, 650, 54, BERRY, False),
    ]
    parts += [
        _screws(1080, 650),
        toolbox(1180, 648),
        _screwdriver(946, 556),
        arms(*at, mender, pose),
    ]
    parts += [
        ellipse(215, 985, 190, 20, INK, 0.14),
        wheelchair(215, 985, 620, 1),
        wheel(215, 985, 620, 1),
        group(
            rect(-22, -12, 52, 34, PAPER, 4),
            line([(0, -12), (0, -44)], INK, 3),
            move=(132, 700),
            turn=8,
        ),
        _rollator(1420, 985),
    ]
    return sheet(wall, *parts)


def _rack(x: float, y: float) -> Svg:
    """Shelves with robots waiting, each with a tag."""
    parts = [
        rect(x, y, 470, 14, dark(SAND, 0.45)),
        *(rect(x + k, y, 14, 440, dark(SAND, 0.45)) for k in (0, 456)),
    ]
    for row in (1, 2):
        base = y + row * 160
        parts.append(rect(x, base, 470, 16, dark(SAND, 0.45)))
        for i in range(2):
            cx = x + 130 + i * 215
            parts += [
                group(robot(0, 0), move=(cx, base - 44), scale=0.82),
                rect(cx + 36, base - 34, 34, 24, (SUN, PINK, LIGHT_SEA, SUN)[row * 2 + i - 2], 3),
            ]
    parts.append(rect(x, y + 440, 470, 16, dark(SAND, 0.45)))
    parts += [
        rect(x + 40 + i * 136, y + 376, 116, 64, c, 4) for i, c in enumerate((CLAY, SEA, MOSS))
    ]
    parts += [rect(x + 78 + i * 136, y + 400, 40, 10, PAPER, 3) for i in range(3)]
    return "".join(parts)


def _pegboard(x: float, y: float) -> Svg:
    parts = [rect(x, y, 410, 310, mix(SAND, CLAY, 0.22), 8)]
    parts += [
        circle(x + 24 + i * 33, y + 22 + j * 33, 2.5, dark(SAND, 0.4))
        for i in range(12)
        for j in range(9)
    ]
    parts += [
        line([(x + 62, y + 60), (x + 62, y + 210)], INK, 14),
        rect(x + 30, y + 48, 76, 34, SLATE, 5),
        line([(x + 150, y + 96), (x + 150, y + 230)], SLATE, 20),
        ring(x + 150, y + 70, 24, SLATE, 13),
        rect(x + 208, y + 48, 30, 86, CLAY, 10),
        line([(x + 223, y + 130), (x + 223, y + 232)], INK, 9),
        rect(x + 268, y + 48, 26, 74, SUN, 9),
        line([(x + 281, y + 118), (x + 281, y + 200)], INK, 8),
        ring(x + 350, y + 92, 38, BERRY, 20),
        ring(x + 350, y + 92, 50, dark(BERRY, 0.3), 3),
    ]
    return "".join(parts)


def _open_robot(x: float, y: float) -> Svg:
    """A robot on its back: brushes and wheels up."""
    return (
        path(
            f"M{x - 150} {y - 34}V{y - 22}Q{x - 140} {y + 12} {x} {y + 14}Q{x + 140} {y + 12} {x + 150} {y - 22}V{y - 34}Z",
            PAPER,
        )
        + ellipse(x, y - 34, 150, 40, SLATE)
        + ellipse(x, y - 36, 128, 31, dark(SLATE, 0.35))
        + rect(x - 66, y - 44, 132, 20, CLAY, 10)
        + "".join(
            line([(x - 54 + i * 27, y - 43), (x - 44 + i * 27, y - 26)], SUN, 5) for i in range(5)
        )
        + "".join(ellipse(x + s * 96, y - 32, 14, 18, INK) for s in (-1, 1))
        + circle(x, y - 54, 9, SUN)
    )


def _screwdriver(x: float, y: float) -> Svg:
    return group(
        rect(-11, -44, 22, 62, SUN, 9), line([(0, 18), (0, 76)], INK, 7), move=(x, y), turn=42
    )


def _screws(x: float, y: float) -> Svg:
    return "".join(
        circle(x + dx, y - 4, 5, c) for dx, c in ((-60, INK), (-40, SUN), (-14, INK))
    ) + line([(x - 2, y - 5), (x + 34, y - 5)], SLATE, 8)


def _rollator(x: float, y: float) -> Svg:
    """A walker with four wheels, standing on y."""
    return (
        ellipse(x, y + 2, 130, 14, INK, 0.14)
        + line([(x - 76, y - 330), (x - 40, y - 330), (x + 62, y - 22)], BERRY, 15)
        + line([(x - 22, y - 268), (x - 76, y - 22)], BERRY, 15)
        + rect(x - 66, y - 190, 116, 18, INK, 8)
        + poly([(x - 56, y - 172), (x + 24, y - 172), (x + 18, y - 92), (x - 66, y - 92)], SEA)
        + line([(x - 92, y - 330), (x - 58, y - 330)], INK, 20)
        + "".join(
            circle(x + k, y - 26, 26, INK) + circle(x + k, y - 26, 10, SAND) for k in (-76, 66)
        )
    )


def gaatur_i_moerke() -> Svg:
    """Neighbours walk hand in hand along the dark path; the first one says stop."""
    night = mix(INK, SEA, 0.34)
    parts = [*_stars(71, 90, (0, 0, WIDE, 470))]
    far = mix(INK, FOREST, 0.5)
    parts += [
        circle(1290, 190, 128, mix(night, SUN, 0.1)),
        circle(1290, 190, 84, mix(SUN, PAPER, 0.55)),
        circle(1325, 168, 76, mix(night, SUN, 0.1)),
        ground([(-20, 520), (420, 450), (900, 500), (1620, 430)], mix(night, FOREST, 0.35)),
        _school(110, 560),
    ]
    parts += [
        tree(x, y, h, dark(FOREST, 0.55), k)
        for x, y, h, k in (
            (600, 660, 300, "pine"),
            (700, 650, 220, "pine"),
            (1480, 712, 470, "round"),
            (1330, 680, 270, "tall"),
            (30, 715, 370, "round"),
        )
    ]
    parts.append(ground([(-20, 620), (450, 580), (1000, 600), (1620, 570)], far))
    trail = smooth(
        [
            (330, 596),
            (520, 640),
            (420, 720),
            (250, 800),
            (120, 930),
            (-60, 1100),
            (1720, 1100),
            (1680, 860),
            (1100, 800),
            (640, 760),
            (560, 690),
            (600, 636),
            (400, 592),
        ],
        closed=True,
    )
    parts += [layer(trail, mix(SAND, night, 0.55), (0, -6))]
    walkers = [
        (replace(RESIDENT, garment="coat", extra="scarf"), 330, 435),
        (replace(LIV, garment="coat", legs="trousers", bottom=SEA, top=CLAY), 545, 455),
        (
            replace(BOY, legs="trousers", garment="jumper", bottom=INK, style="beanie", extra=SUN),
            705,
            320,
        ),
        (replace(DAVID, style="beanie", extra=BERRY, garment="coat"), 865, 470),
        (replace(AMINA, garment="coat"), 1090, 450),
    ]
    parts += [grass(72, (1180, 650, 380, 110), MOSS, 14), grass(73, (20, 660, 200, 80), MOSS, 7)]
    parts += [_row_of_walkers(walkers, 985), bush(1500, 1020, 240, dark(FOREST, 0.5))]
    return sheet(night, *parts)


def _stars(seed: int, count: int, box: tuple[float, float, float, float]) -> list[Svg]:
    rng = random.Random(seed)
    x, y, w, h = box
    return [
        circle(
            x + rng.random() * w, y + rng.random() ** 1.3 * h, 2 + rng.random() * 2.6, PAPER, 0.8
        )
        for _ in range(count)
    ]


def _school(x: float, y: float) -> Svg:
    """The school behind them, with light in its windows."""
    return (
        circle(x + 190, y - 60, 250, SUN, 0.07)
        + house(x, y, 340, 110, dark(CLAY, 0.42), INK, 4, SUN, lit=True)
        + gable(x + 330, y, 130, 130, dark(CLAY, 0.5), INK, lit=True)
    )


def _row_of_walkers(row: list[tuple[Look, float, float]], y: float) -> Svg:
    """People walking to the right hand in hand; the last in the row lifts a hand to say stop."""
    joined: list[Point] = []
    for (_, xa, ha), (_, xb, hb) in zip(row, row[1:], strict=False):
        joined.append(((xa + xb) / 2, y - min(ha, hb) * 0.46 - (30 if min(ha, hb) < 400 else 0)))
    drawn = []
    for i, (look, x, h) in enumerate(row):
        behind = joined[i - 1] if i else None
        ahead = joined[i] if i < len(joined) else (x + h * 0.3, y - h * 0.83)
        pose = replace(
            walk(1, 0.1 if i < len(row) - 1 else 0.05), hip=None, hands=(None, None), turn=0.62
        )
        drawn.append(
            grasping(x, y, h, replace(look, top=dark(look.top, 0.12)), pose, behind, ahead)
        )
    return "".join(drawn)


def roed_tusch() -> Svg:
    """A letter before and after: three pages struck out in red, and the one page that was left."""
    cloth = mix(SUN, PAPER, 0.4)
    parts = [rect(0, 0, WIDE, HIGH, cloth)]
    parts += [line([(0, y), (WIDE, y)], dark(SUN, 0.12), 3, 0.5) for y in (210, 430, 650, 870)]
    struck = [(300, 590, -11, (3,)), (545, 520, 5, (7,)), (650, 610, 13, (1, 9))]
    parts += [_struck_page(x, y, turn, kept) for x, y, turn, kept in struck]
    parts += [
        curve([(905, 560), (965, 520), (1030, 545)], INK, 12),
        poly([(1020, 518), (1062, 556), (1008, 572)], INK),
        _new_page(1275, 540),
        _cup_from_above(950, 160, SEA),
        _cup_from_above(930, 950, BERRY),
        _glasses(930, 780),
    ]
    parts += [
        from_above(560, 40, 150, 180, replace(AMINA, hair=HEATHER), ((0.5, -1.5), (-0.62, -2.05))),
        _marker(655, 372),
        from_above(1290, 1000, 150, 0, JONAS, ((0.98, -1.2), (-0.98, -1.2))),
    ]
    return sheet(cloth, *parts)


def _page(w: float, h: float) -> Svg:
    return rect(-w / 2 + 8, -h / 2 + 12, w, h, INK, 4, 0.13) + rect(-w / 2, -h / 2, w, h, PAPER, 4)


def _struck_page(x: float, y: float, turn: float, kept: tuple[int, ...]) -> Svg:
    """A page full of lines, all struck out but those that are kept."""
    parts = [_page(340, 470)]
    for i in range(12):
        yy = -190 + i * 34
        far = 130 if i % 4 != 3 else 40
        parts.append(line([(-130, yy), (far, yy)], SLATE, 7, 1 if i in kept else 0.5))
        if i not in kept:
            parts.append(curve([(-144, yy + 7), (-20, yy - 5), (far + 14, yy + 4)], CLAY, 6))
    return group(*parts, move=(x, y), turn=turn)


def _new_page(x: float, y: float) -> Svg:
    """The short letter: a heading, four lines, and room around them."""
    parts = [
        _page(370, 510),
        rect(-140, -205, 150, 20, FOREST, 6),
        *(
            line([(-134, -130 + i * 52), (134 if i % 2 == 0 else 70, -130 + i * 52)], SLATE, 9, 0.9)
            for i in range(4)
        ),
        curve([(-134, 150), (-100, 120), (-84, 158), (-50, 128), (-20, 150)], SEA, 7),
    ]
    return group(*parts, move=(x, y), turn=4)


def _marker(x: float, y: float) -> Svg:
    return group(
        rect(-14, -128, 28, 96, CLAY, 8),
        rect(-14, -140, 28, 34, dark(CLAY, 0.35), 8),
        rect(-9, -34, 18, 22, INK, 3),
        poly([(-7, -12), (7, -12), (2, 6), (-4, 6)], CLAY),
        move=(x, y),
        turn=24,
    )


def _cup_from_above(x: float, y: float, colour: str) -> Svg:
    return (
        circle(x + 6, y + 9, 62, INK, 0.12)
        + circle(x, y, 62, PAPER)
        + line([(x + 36, y), (x + 66, y - 12)], dark(colour, 0.1), 15)
        + circle(x, y, 44, colour)
        + circle(x, y, 34, dark(CLAY, 0.55))
    )


def _glasses(x: float, y: float) -> Svg:
    return group(
        ring(-42, 0, 32, INK, 8),
        ring(42, 0, 32, INK, 8),
        curve([(-12, -4), (0, -12), (12, -4)], INK, 7),
        line([(-72, -10), (-84, -96)], INK, 7),
        line([(72, -10), (84, -96)], INK, 7),
        move=(x, y),
        turn=-16,
    )


def delehaven() -> Svg:
    """Raised beds behind a sports hall; most are empty, and somebody carries the last harvest home."""
    sky = mix(PINK, PAPER, 0.45)
    lawn = mix(MOSS, SAND, 0.35)
    parts = [
        sun(1330, 250, 84),
        cloud(420, 170, 300, PAPER, 0.8),
        cloud(1010, 260, 190, PAPER, 0.6),
    ]
    parts.append(
        ground([(-20, 500), (500, 450), (1000, 470), (1620, 420)], mix(FOREST, LIGHT_SEA, 0.5))
    )
    parts += [
        tree(1180, 590, 250, mix(FOREST, MOSS, 0.3)),
        tree(1330, 600, 330, FOREST),
        tree(1500, 600, 280, mix(FOREST, MOSS, 0.4), "birch"),
    ]
    parts += [_sports_hall(90, 600)]
    parts.append(ground([(-20, 600), (600, 590), (1620, 590)], lawn))
    parts.append(
        clipped(
            "M0 592H1600V1090H0Z",
            path(
                smooth(
                    [
                        (880, 560),
                        (980, 560),
                        (1100, 720),
                        (1330, 900),
                        (1560, 1090),
                        (1100, 1090),
                        (1010, 900),
                        (930, 720),
                    ],
                    closed=True,
                ),
                SAND,
            ),
        )
    )
    rows = [
        (706, 190, ((110, ""), (370, "cabbages"), (630, ""))),
        (830, 260, ((40, ""), (380, ""), (710, "flowers"))),
    ]
    for y, w, beds in rows:
        parts += [_raised_bed(x, y, w, grown) for x, grown in beds]
    parts += [_raised_bed(1345, 735, 190, "")]
    parts += [_raised_bed(90, 1010, 620, "one")]
    at = (1165, 950, 450)
    crate = _crate(1247, 700)
    parts.append(
        grasping(
            *at,
            replace(MEI, bottom=SEA),
            replace(walk(1, 0.1), hip=None),
            (1243, 706),
            (1223, 706),
            crate,
        )
    )
    parts += [
        grass(81, (760, 940, 240, 100), FOREST, 10),
        grass(82, (1340, 780, 240, 110), FOREST, 9),
        _can(800, 1010),
    ]
    return sheet(sky, *parts)


def _sports_hall(x: float, y: float) -> Svg:
    """A long hall with a shallow roof, a row of high windows and a closed gate."""
    return (
        poly([(x - 30, y - 230), (x + 340, y - 330), (x + 710, y - 230)], INK)
        + rect(x, y - 232, 680, 240, mix(CLAY, PAPER, 0.12))
        + poly([(x, y - 231), (x + 340, y - 310), (x + 680, y - 231)], mix(CLAY, PAPER, 0.12))
        + "".join(rect(x + 40 + i * 104, y - 196, 80, 54, LIGHT_SEA, 3) for i in range(6))
        + rect(x + 270, y - 120, 150, 128, FOREST)
        + line([(x + 345, y - 120), (x + 345, y + 4)], dark(FOREST, 0.3), 5)
        + "".join(circle(x + k, y - 56, 6, SUN) for k in (330, 360))
        + circle(x + 340, y - 258, 24, PAPER)
        + curve([(x + 320, y - 268), (x + 340, y - 254), (x + 360, y - 268)], CLAY, 4)
        + curve([(x + 320, y - 248), (x + 340, y - 262), (x + 360, y - 248)], CLAY, 4)
    )


def _raised_bed(x: float, y: float, w: float, grown: str) -> Svg:
    """A wooden box of earth standing on y; what grows in it is named, or nothing does."""
    h, deep = w * 0.24, w * 0.16
    wood = mix(SAND, CLAY, 0.4)
    earth = dark(CLAY, 0.55)
    parts = [
        ellipse(x + w / 2, y + 2, w * 0.54, w * 0.05, INK, 0.14),
        poly(
            [
                (x, y - h),
                (x + w, y - h),
                (x + w * 0.94, y - h - deep),
                (x + w * 0.06, y - h - deep),
            ],
            dark(wood, 0.25),
        ),
        poly(
            [
                (x + w * 0.04, y - h),
                (x + w * 0.96, y - h),
                (x + w * 0.915, y - h - deep * 0.82),
                (x + w * 0.085, y - h - deep * 0.82),
            ],
            earth,
        ),
    ]
    rng = random.Random(round(x + y))
    parts += [
        ellipse(
            x + w * (0.14 + rng.random() * 0.72),
            y - h - deep * (0.15 + rng.random() * 0.5),
            w * 0.018,
            w * 0.008,
            mix(earth, SAND, 0.3),
        )
        for _ in range(14)
    ]
    if grown == "cabbages":
        parts += [_lettuce(x + w * k, y - h - deep * 0.2, w * 0.1) for k in (0.2, 0.4, 0.6, 0.8)]
    if grown == "flowers":
        parts += [
            flower(x + w * k, y - h - deep * 0.2, w * 0.36, c)
            for k, c in ((0.18, SUN), (0.36, BERRY), (0.52, PAPER), (0.68, SUN), (0.84, CLAY))
        ]
    if grown == "one":
        parts += [
            flower(x + w * 0.78, y - h - deep * 0.35, w * 0.27, SUN),
            _name_stake(x + w * 0.24, y - h - deep * 0.3, w * 0.12),
        ]
    parts += [
        rect(x, y - h, w, h, wood, 4),
        line([(x + 6, y - h * 0.5), (x + w - 6, y - h * 0.5)], dark(wood, 0.25), 3),
        *(rect(x + k, y - h, w * 0.035, h, dark(wood, 0.2), 3) for k in (0, w * 0.965)),
    ]
    return "".join(parts)


def _lettuce(x: float, y: float, s: float) -> Svg:
    return (
        circle(x - s * 0.6, y - s * 0.4, s * 0.6, FOREST)
        + circle(x + s * 0.6, y - s * 0.4, s * 0.6, FOREST)
        + circle(x, y - s * 0.7, s * 0.8, MOSS)
        + circle(x, y - s * 0.6, s * 0.4, light(MOSS, 0.35))
    )


def _name_stake(x: float, y: float, s: float) -> Svg:
    return (
        line([(x, y), (x, y - s * 1.3)], dark(SAND, 0.4), s * 0.1)
        + rect(x - s * 0.75, y - s * 1.75, s * 1.5, s * 0.75, PAPER, 4)
        + line([(x - s * 0.5, y - s * 1.38), (x + s * 0.5, y - s * 1.38)], SLATE, s * 0.09, 0.7)
    )


def _crate(x: float, y: float) -> Svg:
    """A wooden crate of vegetables, carried."""
    return (
        "".join(_lettuce(x + k, y - 22, 26) for k in (-36, 10, 48))
        + circle(x + 30, y - 26, 16, CLAY)
        + circle(x - 10, y - 24, 15, CLAY)
        + rect(x - 72, y - 22, 150, 62, SUN, 4)
        + line([(x - 66, y + 10), (x + 72, y + 10)], dark(SUN, 0.25), 4)
    )


def _can(x: float, y: float) -> Svg:
    """A watering can that has been set down."""
    return (
        ellipse(x, y + 2, 84, 11, INK, 0.14)
        + line([(x + 36, y - 26), (x + 108, y - 92)], dark(SEA, 0.2), 13)
        + line([(x + 94, y - 104), (x + 122, y - 80)], SEA, 13)
        + ring(x - 44, y - 52, 34, dark(SEA, 0.25), 10)
        + path(f"M{x - 46} {y - 92}H{x + 46}L{x + 54} {y}H{x - 54}Z", SEA)
        + ellipse(x, y - 92, 46, 10, dark(SEA, 0.3))
    )


def teknikpanel() -> Svg:
    """Users and relatives vote with red, yellow and green cards on the aids on the table."""
    wall = mix(HEATHER, PAPER, 0.5)
    parts = [rect(0, 0, WIDE, HIGH, wall)]
    parts += [
        window(90, 70, 250, 290, mix(LIGHT_SEA, PAPER, 0.4)),
        window(1260, 70, 250, 290, mix(LIGHT_SEA, PAPER, 0.4)),
    ]
    parts += [
        rect(560, 50, 480, 240, PAPER, 4),
        *(
            line([(605, 100 + i * 44), (860 - (i % 2) * 70, 100 + i * 44)], SLATE, 8, 0.6)
            for i in range(4)
        ),
        *(_question(958, 120 + i * 84) for i in range(2)),
    ]
    row = [
        (replace(GRANDMA, top=SEA), CLAY),
        (DAVID, CLAY),
        (replace(KAREN, top=FOREST, garment="jumper"), SUN),
        (replace(GRANDPA, top=BERRY, glasses=True), CLAY),
        (replace(AMINA, top=PINK), MOSS),
        (replace(BENT, top=CLAY), SUN),
    ]
    for i, (look, card) in enumerate(row):
        x = 195 + i * 238
        at = (x, 850, 690)
        pose = replace(STAND, hip=0.2, bust=True, elbows=(0, 1), turn=0.2 if i < 3 else -0.2)
        hand = (x + 104, 452)
        parts += [
            rect(x - 78, 560, 156, 260, dark(HEATHER, 0.3), 34),
            person(
                *at,
                look,
                reach(pose, at, None, hand),
                _card(x + 108, 396, card, 6 - i * 2),
                shadow=False,
            ),
        ]
    top = straight(
        [(-20, 1090), (-20, 800), (90, 735), (1510, 735), (1620, 800), (1620, 1090)], closed=True
    )
    parts += [
        layer(top, SAND, (0, -8)),
        curve([(40, 810), (600, 795), (1560, 812)], dark(SAND, 0.14), 2.5),
        curve([(20, 1010), (700, 1022), (1580, 1004)], dark(SAND, 0.14), 2.5),
    ]
    parts += [_medicine_box(690, 960), _watch(1130, 930), _kringle(255, 945)]
    parts += [cup(1400, 900, 74, BERRY), cup(470, 850, 62, SEA), cup(1000, 850, 58, PAPER)]
    return sheet(wall, *parts)


def _question(x: float, y: float) -> Svg:
    return (
        path(smooth([(x - 22, y - 26), (x, y - 44), (x + 22, y - 26), (x + 2, y - 2)]), PAPER, 0)
        + curve(
            [
                (x - 18, y - 18),
                (x - 8, y - 34),
                (x + 12, y - 32),
                (x + 16, y - 14),
                (x, y),
                (x - 1, y + 12),
            ],
            BERRY,
            8,
        )
        + circle(x - 1, y + 28, 5, BERRY)
    )


def _card(x: float, y: float, colour: str, turn: float) -> Svg:
    return group(
        rect(-33, -48, 70, 100, INK, 7, 0.13),
        rect(-36, -52, 72, 104, colour, 7),
        rect(-26, -42, 52, 84, light(colour, 0.22), 5),
        move=(x, y),
        turn=turn,
    )


def _medicine_box(x: float, y: float) -> Svg:
    """A round pill dispenser with a clock face, a lid for each day, and a lamp."""
    lids = []
    for i in range(8):
        a, b = (math.tau * (i + k) / 8 for k in (0.06, 0.94))
        ring_in, ring_out = 0.5, 0.92
        spots = [
            (x + math.cos(t) * 190 * r, y - 44 + math.sin(t) * 78 * r)
            for t, r in (
                (a, ring_in),
                (a, ring_out),
                ((a + b) / 2, 0.96),
                (b, ring_out),
                (b, ring_in),
            )
        ]
        lids.append(poly(spots, SUN if i == 5 else mix(LIGHT_SEA, PAPER, 0.25)))
    return (
        ellipse(x, y + 18, 212, 76, INK, 0.13)
        + path(
            f"M{x - 190} {y - 44}V{y - 8}A190 78 0 0 0 {x + 190} {y - 8}V{y - 44}Z",
            dark(PAPER, 0.16),
        )
        + ellipse(x, y - 44, 190, 78, PAPER)
        + "".join(lids)
        + ellipse(x, y - 44, 78, 31, SEA)
        + rect(x - 34, y - 54, 40, 9, PAPER, 4)
        + rect(x - 34, y - 40, 64, 9, PAPER, 4)
        + circle(x - 118, y + 42, 9, CLAY)
    )


def _watch(x: float, y: float) -> Svg:
    """A watch with its strap laid flat."""
    return group(
        rect(-178, -24, 356, 62, INK, 26, 0.13),
        rect(-180, -34, 360, 62, dark(BERRY, 0.1), 28),
        *(ellipse(92 + i * 24, -3, 5, 4, PAPER) for i in range(3)),
        rect(-58, -56, 116, 106, INK, 24),
        rect(-44, -43, 88, 80, LIGHT_SEA, 14),
        circle(8, -8, 12, CLAY),
        curve([(-34, 22), (-14, 6), (8, -6)], SEA, 5),
        move=(x, y),
        turn=-5,
    )


def _kringle(x: float, y: float) -> Svg:
    """A Danish pretzel-shaped pastry on a board."""
    bread = mix(SUN, CLAY, 0.35)
    shape = [
        (-96, 44),
        (-10, -14),
        (62, -48),
        (112, -26),
        (100, 24),
        (30, 50),
        (-30, 50),
        (-100, 24),
        (-112, -26),
        (-62, -48),
        (10, -14),
        (96, 44),
    ]
    return group(
        ellipse(6, 22, 190, 84, INK, 0.12),
        ellipse(0, 10, 190, 84, dark(SAND, 0.28)),
        group(curve(shape, dark(bread, 0.25), 38), move=(0, 6)),
        curve(shape, bread, 34),
        curve([(a, b - 5) for a, b in shape], light(SUN, 0.55), 9, 0.8),
        move=(x, y),
    )


def tre_ruter() -> Svg:
    """A map with three routes between the school and the care home; neighbours choose one."""
    floor = mix(BERRY, CLAY, 0.25)
    parts = [rect(0, 0, WIDE, HIGH, floor)]
    parts += [
        layer(
            "M120 40H1480Q1520 40 1520 80V987Q1520 1027 1480 1027H120Q80 1027 80 987V80Q80 40 120 40Z",
            mix(SAND, PAPER, 0.1),
            (0, 14),
        )
    ]
    parts += [
        rect(252, 172, 1112, 732, INK, 4, 0.14),
        rect(244, 160, 1112, 732, mix(MOSS, PAPER, 0.62), 4),
    ]
    d = "M244 160H1356V892H244Z"
    woods = [(640 + (i % 7) * 82 + (i // 7 % 2) * 40, 300 + (i // 7) * 62) for i in range(14)]
    parts.append(
        clipped(
            d,
            blob(
                [
                    (560, 330),
                    (700, 220),
                    (1000, 215),
                    (1240, 280),
                    (1250, 400),
                    (1000, 440),
                    (700, 430),
                ],
                mix(MOSS, FOREST, 0.45),
            ),
            *(
                circle(x, y, 26, FOREST) + circle(x - 6, y - 6, 15, mix(FOREST, MOSS, 0.4))
                for x, y in woods
            ),
            curve([(230, 800), (600, 772), (1000, 790), (1380, 760)], PAPER, 56),
            curve([(230, 800), (600, 772), (1000, 790), (1380, 760)], SLATE, 44, 0.55),
            curve([(470, 170), (500, 480), (470, 790)], PAPER, 22),
            blob([(690, 590), (780, 545), (900, 560), (930, 630), (840, 680), (720, 665)], SEA),
            curve([(740, 610), (790, 600), (840, 612)], PAPER, 4, 0.8),
            curve([(790, 640), (840, 632), (880, 640)], PAPER, 4, 0.8),
            line([(615, 170), (615, 890)], PAPER, 3, 0.5),
            line([(985, 170), (985, 890)], PAPER, 3, 0.5),
        )
    )
    for points, colour in (
        ([(370, 600), (420, 420), (600, 225), (950, 190), (1270, 300), (1262, 500)], BERRY),
        ([(370, 650), (420, 740), (620, 735), (1000, 752), (1180, 730), (1250, 610)], HEATHER),
    ):
        parts.append(stroke(smooth(points), colour, 12, dash="4 26"))
    chosen = [(380, 610), (520, 540), (640, 500), (800, 505), (970, 560), (1090, 520), (1245, 560)]
    parts += [curve(chosen, PAPER, 28), curve(chosen, CLAY, 17)]
    parts += [
        _map_house(330, 660, CLAY, SUN),
        _map_house(1270, 610, SEA, PAPER),
        circle(800, 505, 19, PAPER),
        circle(800, 505, 11, CLAY),
        line([(290, 860), (470, 860)], INK, 6),
        *(line([(x, 850), (x, 870)], INK, 6) for x in (290, 380, 470)),
    ]
    parts += [
        from_above(640, 30, 128, 180, KAREN, ((0.55, -1.35), (-0.55, -1.35))),
        from_above(1490, 350, 128, -90, BENT, ((0.5, -1.3), (-0.6, -1.42))),
        from_above(1010, 1030, 128, 0, NORA, ((0.5, -1.3), (-0.62, -2.0))),
        from_above(150, 410, 128, 90, GRANDMA, ((0.55, -1.3), (-0.5, -1.25))),
        from_above(430, 1052, 118, 0, replace(SOFIE, top=MOSS), ((0.55, -1.32), (-0.5, -1.32))),
        _pencil(925, 764, SUN),
        _stopwatch(1290, 955),
        _cup_from_above(1060, 100, PINK),
        _cup_from_above(1440, 830, SUN),
    ]
    return sheet(floor, *parts)


def _map_house(x: float, y: float, colour: str, sign: str) -> Svg:
    """A house as a map shows it, on a white disc."""
    return (
        circle(x + 3, y + 6, 66, INK, 0.14)
        + circle(x, y, 64, PAPER)
        + poly([(x - 42, y - 4), (x, y - 42), (x + 42, y - 4)], INK)
        + rect(x - 30, y - 6, 60, 42, colour)
        + rect(x - 9, y + 8, 18, 28, sign)
    )


def _pencil(x: float, y: float, colour: str) -> Svg:
    """A pencil whose tip is at the point."""
    return group(
        poly([(0, 0), (-10, -28), (10, -28)], SAND),
        poly([(0, 0), (-4, -11), (4, -11)], INK),
        rect(-10, -128, 20, 100, colour),
        rect(-10, -144, 20, 18, PINK, 5),
        move=(x, y),
        turn=18,
    )


def _stopwatch(x: float, y: float) -> Svg:
    return (
        circle(x + 4, y + 7, 52, INK, 0.13)
        + rect(x - 11, y - 72, 22, 26, INK, 5)
        + circle(x, y, 52, INK)
        + circle(x, y, 41, PAPER)
        + line([(x, y), (x, y - 30)], CLAY, 6)
        + line([(x, y), (x + 18, y + 12)], INK, 6)
    )


def foelgegruppe() -> Svg:
    """Three people on a bench by the path in autumn: the group that follows it, with a letter."""
    sky = mix(LIGHT_SEA, PAPER, 0.35)
    lawn = mix(MOSS, SUN, 0.22)
    parts = [
        sun(270, 200, 78, mix(SUN, PAPER, 0.15)),
        cloud(690, 150, 300, PAPER, 0.85),
        cloud(1220, 220, 220, PAPER, 0.7),
    ]
    parts.append(
        ground([(-20, 480), (420, 430), (900, 470), (1620, 400)], mix(FOREST, LIGHT_SEA, 0.55))
    )
    parts += [
        house(560, 560, 250, 84, CLAY, INK, 3, SUN),
        gable(800, 560, 100, 96, dark(CLAY, 0.08), INK),
        tree(480, 590, 240, mix(SUN, CLAY, 0.4)),
    ]
    parts.append(ground([(-20, 580), (500, 555), (1100, 560), (1620, 540)], lawn))
    parts.append(
        path(
            smooth(
                [
                    (690, 562),
                    (770, 562),
                    (700, 640),
                    (900, 740),
                    (1640, 800),
                    (1640, 960),
                    (1200, 1000),
                    (-40, 1000),
                    (-40, 820),
                    (500, 760),
                    (560, 650),
                ],
                closed=True,
            ),
            SAND,
        )
    )
    parts += [
        tree(150, 800, 560, CLAY),
        tree(1460, 800, 620, mix(SUN, CLAY, 0.28)),
        tree(1290, 680, 300, mix(MOSS, SUN, 0.4), "birch"),
    ]
    parts += [bench(385, 950, 830, FOREST)]
    seat = replace(sit_front(0.27), feet=((-0.06, 0.05), (0.06, 0.05)))
    head = replace(SOFIE, pattern="", top=SEA, bottom=INK, extra="scarf")
    warden = replace(AMINA, top=CLAY, bottom=INK)
    neighbour = replace(
        GRANDPA, garment="shirt", top=MOSS, glasses=True, bottom=SLATE, style="cap", extra=BERRY
    )
    left, middle, right = (560, 948, 620), (800, 948, 620), (1040, 948, 620)
    parts += [
        person(*left, head, replace(seat, turn=0.28, nod=5), shadow=False),
        person(
            *right,
            neighbour,
            reach(replace(seat, turn=-0.28, nod=-5), right, (978, 742), (1100, 742)),
            shadow=False,
        ),
    ]
    letter = group(
        rect(-66, -84, 140, 176, INK, 3, 0.12),
        rect(-70, -90, 140, 176, PAPER, 3),
        *(
            line([(-48, -60 + i * 30), (48 if i % 2 == 0 else 10, -60 + i * 30)], SLATE, 6, 0.7)
            for i in range(5)
        ),
        move=(800, 724),
    )
    parts.append(
        person(
            *middle,
            warden,
            reach(replace(seat, nod=4), middle, (728, 736), (872, 736)),
            letter,
            shadow=False,
        )
    )
    parts += [_rollator(1330, 985)]
    rng = random.Random(91)
    for i in range(38):
        x, y = rng.random() * WIDE, 800 + rng.random() * 240
        if not (380 < x < 1420 and y < 990):
            parts.append(
                _fallen_leaf(x, y, rng.random() * 180, (SUN, CLAY, mix(SUN, CLAY, 0.5))[i % 3])
            )
    parts += [
        _fallen_leaf(x, y, t, c)
        for x, y, t, c in (
            (330, 430, 20, SUN),
            (1180, 420, 80, CLAY),
            (420, 620, 130, CLAY),
            (1190, 620, 40, SUN),
            (960, 330, 150, SUN),
        )
    ]
    return sheet(sky, *parts)


def _fallen_leaf(x: float, y: float, turn: float, colour: str) -> Svg:
    return group(
        blob([(-15, 0), (0, -9), (16, 0), (0, 9)], colour),
        line([(-20, 0), (8, 0)], dark(colour, 0.3), 2),
        move=(x, y),
        turn=turn,
    )


def lamper() -> Svg:
    """Low lamps along the two ends of the path at dusk; the middle stays dark."""
    sky = mix(HEATHER, INK, 0.38)
    parts = [
        ellipse(1120, 560, 900, 330, mix(HEATHER, PINK, 0.3), 0.3),
        ellipse(1120, 570, 640, 200, mix(CLAY, PINK, 0.5), 0.35),
        *_stars(73, 46, (0, 0, WIDE, 300)),
    ]
    parts += [_bat(430, 230, 52), _bat(640, 150, 34), _bat(930, 260, 26)]
    parts.append(ground([(-20, 560), (400, 500), (900, 540), (1620, 470)], mix(sky, INK, 0.25)))
    parts += [
        circle(1170, 530, 190, SUN, 0.08),
        house(1040, 580, 270, 84, dark(PAPER, 0.42), INK, 4, SUN, lit=True),
        tree(930, 640, 250, dark(FOREST, 0.6), "pine"),
        tree(1400, 650, 330, dark(FOREST, 0.6)),
    ]
    meadow, bark = mix(FOREST, INK, 0.42), dark(CLAY, 0.72)
    parts.append(ground([(-20, 620), (400, 580), (1000, 585), (1620, 570)], meadow))
    edge = [(1150, 588), (1180, 640), (1010, 690), (640, 740), (430, 850), (330, 1100)]
    other = [(1010, 1100), (900, 900), (960, 800), (1230, 720), (1310, 640), (1190, 588)]
    trail = smooth([*edge, *other], closed=True)
    near = [(268, 1000, 150), (372, 842, 112), (1010, 1012, 150), (950, 850, 112)]
    far = [(1110, 656, 40), (1160, 616, 30), (1318, 664, 40), (1262, 616, 30)]
    pools = [ellipse(640, 980, 520, 190, SUN, 0.3), ellipse(1215, 636, 150, 58, SUN, 0.34)]
    parts += [layer(trail, mix(SAND, INK, 0.6), (0, -5)), clipped(trail, *pools)]
    parts += [
        circle(x, y - s * 0.86, s * r, SUN, faint)
        for x, y, s in (*near, *far)
        for r, faint in ((0.62, 0.13), (0.36, 0.2))
    ]
    parts += [_low_lamp(*at) for at in (*near, *far)]
    parts += [tree(110, 760, 520, dark(FOREST, 0.55)), bush(1420, 860, 260, mix(FOREST, INK, 0.2))]
    parts += [line([(110, 606), (110, 758)], bark, 18), line([(1400, 548), (1400, 574)], bark, 12)]
    walker = replace(BENT, garment="coat", top=CLAY, style="beanie", extra=SUN)
    at = (690, 975, 400)
    parts += [
        curve([(590, 800), (545, 850), (484, 902)], PAPER, 4),
        dog(470, 985),
        grasping(*at, walker, replace(walk(-1, 0.1), hip=None, turn=-0.8), None, (592, 800)),
    ]
    parts += [grass(84, (1080, 900, 480, 130), MOSS, 12), grass(85, (20, 800, 240, 110), MOSS, 8)]
    return sheet(sky, *parts)


def _low_lamp(x: float, y: float, s: float) -> Svg:
    """A lamp no higher than a knee, standing on y."""
    return (
        rect(x - s * 0.09, y - s, s * 0.18, s, INK, s * 0.04)
        + rect(x - s * 0.09, y - s * 0.94, s * 0.18, s * 0.2, mix(SUN, PAPER, 0.5))
        + rect(x - s * 0.13, y - s * 1.03, s * 0.26, s * 0.09, INK, s * 0.03)
    )


def _bat(x: float, y: float, s: float) -> Svg:
    wing = [
        (x, y),
        (x - s * 0.5, y - s * 0.45),
        (x - s * 1.2, y - s * 0.2),
        (x - s * 0.85, y),
        (x - s * 0.6, y - s * 0.02),
        (x - s * 0.4, y + s * 0.22),
    ]
    half = poly([*wing, (x, y + s * 0.18)], INK)
    return (
        half
        + mirror(half, axis=x)
        + ellipse(x, y + s * 0.02, s * 0.13, s * 0.28, INK)
        + poly(
            [
                (x - s * 0.11, y - s * 0.16),
                (x - s * 0.1, y - s * 0.38),
                (x, y - s * 0.22),
                (x + s * 0.1, y - s * 0.38),
                (x + s * 0.11, y - s * 0.16),
            ],
            INK,
        )
    )


def spoergsmaal() -> Svg:
    """Residents put notes with questions on a board."""
    wall = mix(SEA, PAPER, 0.22)
    floor = mix(SAND, CLAY, 0.22)
    parts = [rect(0, 0, WIDE, HIGH, wall), *_boards(800, floor)]
    parts += [shelf(94, -60, 250, 330, 550, 4, SAND), shelf(95, 1340, 250, 330, 550, 4, SAND)]
    parts += [
        rect(366, 92, 880, 580, INK, 6, 0.15),
        rect(358, 78, 880, 580, dark(SAND, 0.4), 6),
        rect(376, 96, 844, 544, PAPER, 3),
    ]
    rng = random.Random(96)
    colours = (SUN, PINK, LIGHT_SEA, light(MOSS, 0.35))
    for row in range(4):
        for column in range(7):
            if (row, column) in ((3, 0), (3, 5), (3, 6)):
                continue
            x, y = 444 + column * 118, 166 + row * 128
            parts.append(
                _note(
                    x,
                    y,
                    colours[(row + column * 2) % 4],
                    rng.random() * 12 - 6,
                    (row * 7 + column) % 5,
                )
            )
    folk = [
        (
            330,
            985,
            640,
            replace(KAREN, garment="jumper", top=CLAY, bottom=INK),
            replace(STAND, turn=0.85),
            None,
            (462, 548),
        ),
        (
            1215,
            985,
            650,
            replace(DAVID, top=SUN, bottom=INK),
            replace(STAND, turn=-0.85),
            (1052, 560),
            None,
        ),
    ]
    parts.append(_note(478, 540, SUN, -6, 1))
    parts += [grasping(x, y, h, look, pose, far, near) for x, y, h, look, pose, far, near in folk]
    parts.append(_note(1046, 556, PINK, 5, 3))
    parts += [
        person(600, 1075, 560, replace(GRANDMA, top=BERRY), replace(STAND, away=True)),
        person(778, 1070, 400, replace(BOY, top=SEA), replace(STAND, away=True)),
        in_wheelchair(1030, 1020, 520, replace(AMINA, top=FOREST), -1),
    ]
    return sheet(wall, *parts)


def _note(x: float, y: float, colour: str, turn: float, kind: int) -> Svg:
    """A note around its middle: a question mark, a bicycle, a lamp, or lines of writing."""
    signs = (
        group(_question(0, 4), scale=0.85),
        group(bicycle(0, 24, 34, INK)),
        group(
            circle(0, -10, 19, PAPER), rect(-9, 8, 18, 14, INK, 3), line([(0, -6), (0, 6)], CLAY, 4)
        ),
    )
    sign = (
        signs[kind]
        if kind < 3
        else "".join(
            line([(-28, -18 + i * 17), (28 if i < 2 else 4, -18 + i * 17)], INK, 5, 0.65)
            for i in range(3)
        )
    )
    return group(
        rect(-43, -39, 90, 88, INK, 2, 0.14),
        rect(-46, -44, 92, 88, colour, 2),
        sign,
        move=(x, y),
        turn=turn,
    )


NEIGHBOURS = {
    "hjemmehjaelper": hjemmehjaelper,
    "depot": depot,
    "gaatur-i-moerke": gaatur_i_moerke,
    "roed-tusch": roed_tusch,
    "delehaven": delehaven,
    "teknikpanel": teknikpanel,
    "tre-ruter": tre_ruter,
    "foelgegruppe": foelgegruppe,
    "lamper": lamper,
    "spoergsmaal": spoergsmaal,
}
