"""Draws every picture of the sample content as SVG, beside this file.

python docs/drawings/draw.py            # writes the SVG files
python docs/drawings/draw.py --png DIR  # and renders them there with Chromium (playwright)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import cos, pi, sin
from pathlib import Path

from figures import *

HERE = Path(__file__).parent
WIDE, TALL = (1600, 1067), (1600, 2240)


def sky(fill: str, sun: tuple[float, float, float, str] | None = None) -> str:
    return rect(0, 0, 1600, 2240, fill) + (circle(*sun) if sun else "")


def zebraby() -> str:
    stripes = "".join(
        shape(f"M{180 + n * 118} {900 - n * 47} l70 -30 l64 96 l-70 32z", WHITE) for n in range(11)
    )
    road = line("M120 960 L1520 420", SLATE, 190)
    homes = "".join(house(x, y, 190, 130, wall, roof, lit) for x, y, wall, roof, lit in (
        (240, 560, WHITE, CLAY, False), (520, 440, SUN, BERRY, False), (830, 330, PINK, INK, True), (1130, 240, WHITE, CLAY, False),
        (700, 1010, PINK, FOREST, True), (1010, 900, WHITE, CLAY, False), (1310, 790, SUN, INK, False)))  # fmt: skip
    folk = (
        person(420, 900, 190, BERRY, 0, (520, 790))
        + person(600, 880, 200, SUN, 2, (525, 790))
        + person(900, 720, 180, CLAY, 3, walking=True)
        + person(1150, 640, 120, SUN, 1)
        + person(1230, 640, 185, SEA, 4, (1165, 590))
    )
    return (
        sky("#cfe0cf")
        + ground(1200, MOSS)
        + road
        + stripes
        + homes
        + tree(360, 700, 160)
        + tree(960, 470, 150)
        + tree(1460, 560, 170)
        + folk
    )


def gundsoemagle() -> str:
    church = (
        rect(900, 380, 300, 190, WHITE)
        + shape("M880 380 L1050 270 L1220 380Z", CLAY)
        + rect(790, 250, 130, 320, WHITE)
        + shape("M780 250 L855 120 L930 250Z", CLAY)
        + rect(838, 330, 34, 70, INK, 17)
    )
    pond = ellipse(560, 830, 330, 90, SEA) + ellipse(520, 815, 180, 34, "#ffffff22")
    homes = "".join(
        house(x, y, 170, 120, w, r)
        for x, y, w, r in (
            (160, 600, SUN, INK),
            (380, 580, WHITE, CLAY),
            (600, 570, PINK, FOREST),
            (1340, 600, WHITE, BERRY),
            (1510, 620, SUN, CLAY),
        )
    )
    folk = (
        person(1010, 800, 170, BERRY, 0, walking=True)
        + person(1080, 800, 110, SUN, 3)
        + person(1300, 860, 180, SEA, 2, (1380, 760))
        + person(1450, 860, 175, CLAY, 1, (1385, 760))
    )
    return (
        sky("#dfeaf0", (1320, 190, 80, SUN))
        + hill(300, 620, 1300, 210, "#9fb59a")
        + hill(1300, 640, 1300, 240, "#86a38a")
        + ground(590, MOSS)
        + church
        + homes
        + tree(720, 590, 180)
        + tree(1240, 600, 170, "#2f6f4f")
        + pond
        + folk
    )


def en_indgang() -> str:
    doors = ""
    for n in range(6):
        x = 70 + n * 250
        if n != 3:
            doors += (
                rect(x, 330, 170, 470, ("#7d3a26", "#8a4128", "#6f3524")[n % 3], 4)
                + circle(x + 146, 575, 10, SAND)
                + rect(x + 28, 370, 114, 150, "#0000001f", 3)
                + rect(x + 28, 560, 114, 190, "#0000001f", 3)
            )
    opening = (
        rect(800, 300, 210, 500, SUN)
        + shape("M1010 300 L1110 350 V850 L1010 800Z", WHITE)
        + shape("M800 800 H1010 L1180 1067 H640Z", "#f4d98c")
    )
    return (
        sky(CLAY)
        + rect(0, 800, 1600, 267, "#e7c9a8")
        + doors
        + opening
        + person(915, 815, 330, FOREST, 1, (850, 640))
        + person(720, 960, 350, SEA, 2, (838, 645), walking=True)
    )


def tre_spor() -> str:
    lines = "".join(
        line(d, c, 46) + line(d, "#ffffff40", 5, 'stroke-dasharray="2 34"')
        for d, c in (
            ("M800 1120 C760 800 420 760 330 560 S240 420 90 380", FOREST),
            ("M800 1120 C800 860 830 760 800 640 S800 560 815 500", SEA),
            ("M800 1120 C840 800 1180 780 1260 580 S1400 430 1540 400", CLAY),
        )
    )
    return (
        sky("#f3e3c3", (800, 250, 120, SUN))
        + hill(250, 560, 1100, 250, "#b9c7a5")
        + hill(1300, 560, 1200, 300, "#a6b995")
        + ground(540, "#d8d9b0", 20)
        + lines
        + tree(520, 640, 150)
        + tree(1060, 650, 160, "#2f6f4f")
        + house(1330, 470, 120, 80, WHITE, CLAY)
        + house(815, 500, 120, 80, PINK, BERRY)
        + house(150, 470, 120, 80, SUN, INK)
        + person(760, 950, 210, BERRY, 0, walking=True)
        + person(850, 960, 190, INK, 3, hair="#e8e2d8")
    )


def blog() -> str:
    town = "".join(
        house(x, 560, 110, 90, w, r)
        for x, w, r in (
            (560, WHITE, CLAY),
            (700, PINK, INK),
            (840, SUN, BERRY),
            (980, WHITE, FOREST),
        )
    )
    view = (
        rect(440, 130, 720, 470, SKY)
        + circle(980, 240, 54, SUN)
        + hill(700, 600, 900, 160, MOSS)
        + town
        + line("M440 130h720v470h-720z M800 130v470", WHITE, 18)
        + shape("M1160 130 L1300 190 V660 L1160 600Z", "#d6e6ee")
        + line("M1160 130 L1300 190 V660 L1160 600", WHITE, 12)
    )
    laptop = (
        rect(620, 560, 380, 240, INK, 14)
        + rect(640, 580, 340, 190, "#f1ead9", 4)
        + "".join(
            rect(
                668,
                606 + n * 30,
                (280, 210, 260, 150)[n],
                12,
                ("#8e2f52", "#b9b3a4", "#b9b3a4", "#b9b3a4")[n],
                6,
            )
            for n in range(4)
        )
        + shape("M570 800 H1050 L1090 838 H530Z", SLATE)
    )
    cup = (
        rect(1180, 720, 96, 110, CLAY, 16)
        + line("M1276 750 q44 4 34 36 q-8 24 -34 20", CLAY, 14)
        + line("M1210 690 q16 -22 0 -46 M1244 690 q16 -22 0 -46", "#ffffff90", 6)
    )
    return (
        sky("#8fa9b8")
        + view
        + rect(0, 820, 1600, 247, "#8a5a3a")
        + rect(0, 820, 1600, 18, "#a06d48")
        + laptop
        + cup
        + paper(300, 720, 150, 180, -8)
        + paper(200, 760, 150, 180, 6)
        + line("M430 900 L500 850", SUN, 14)
    )


def arbejdsgruppe() -> str:
    ring = ""
    for n, (coat, look) in enumerate(
        ((SEA, 0), (BERRY, 2), (SUN, 1), (FOREST, 4), (CLAY, 3), (HEATHER, 2))
    ):
        a = n * pi / 3 + 0.3
        ring += from_above(800 + cos(a) * 440, 533 + sin(a) * 400, 92, coat, look, a + pi)
    sheets = (
        paper(640, 420, 130, 165, -18)
        + paper(860, 440, 130, 165, 14)
        + paper(730, 560, 130, 165, 4)
        + circle(960, 640, 40, CLAY)
        + circle(960, 640, 28, "#5a3a2a")
        + circle(620, 620, 36, WHITE)
        + circle(620, 620, 25, "#5a3a2a")
        + line("M830 400 l60 -40 M700 690 l40 30", SEA, 10)
    )
    return (
        sky("#d9c9a6")
        + rect(0, 0, 1600, 1067, "#cdb98f")
        + "".join(line(f"M{x} 0V1067", "#c2ac80", 3) for x in range(100, 1600, 180))
        + ring
        + circle(800, 540, 305, "#a8794e")
        + circle(800, 533, 300, "#c08f60")
        + sheets
    )


def leveaar() -> str:
    beds = "".join(
        rect(520 + n * 260, 820, 210, 60, "#6b4a34", 12)
        + "".join(line(f"M{550 + n * 260 + k * 40} 822 q-6 -40 6 -66", MOSS, 9) for k in range(5))
        for n in range(4)
    )
    return (
        sky("#e6efe0", (280, 210, 90, SUN))
        + hill(400, 640, 1200, 200, "#aac3a0")
        + ground(640, "#8fae6b")
        + house(1320, 640, 320, 210, WHITE, CLAY)
        + tree(160, 690, 320)
        + beds
        + person(470, 850, 330, BERRY, 3, (560, 700), hair="#e8e2d8")
        + person(1080, 850, 345, SEA, 0, (980, 720), hair="#e8e2d8")
        + person(800, 850, 200, SUN, 1, (880, 760))
        + bush(1480, 700, 200, FOREST)
    )


def faellesskaber() -> str:
    plank = (
        rect(470, 700, 30, 250, "#a86c3a", 5)
        + rect(1060, 700, 30, 250, "#a86c3a", 5)
        + rect(420, 820, 720, 44, "#c98b52", 8)
        + rect(420, 710, 720, 40, "#c98b52", 8)
    )
    tool = line("M740 640 L790 560", "#5b4636", 12) + rect(760, 530, 74, 34, INK, 6)
    return (
        sky("#cfe1ea")
        + ground(760, "#8fae8b")
        + house(250, 720, 300, 210, SUN, INK)
        + house(1380, 720, 300, 210, WHITE, CLAY)
        + tree(820, 740, 300)
        + person(400, 900, 360, SEA, 2, (480, 716))
        + person(660, 890, 370, BERRY, 0, (740, 640))
        + person(930, 890, 350, FOREST, 1, (860, 712))
        + plank
        + tool
        + person(1200, 920, 360, CLAY, 3, (1110, 730), hair="#e8e2d8")
        + person(1300, 905, 210, SUN, 4)
    )


def unge_job() -> str:
    post = rect(930, 260, 26, 620, "#6b4a34", 6)
    signs = (
        shape("M956 300 h300 l60 50 l-60 50 h-300z", FOREST)
        + shape("M930 430 h-300 l-60 50 l60 50 h300z", SUN)
        + shape("M956 560 h280 l60 50 l-60 50 h-280z", SEA)
    )
    book = shape("M1060 330 q40 -18 70 0 q30 -18 70 0 v44 q-40 -14 -70 2 q-30 -16 -70 -2z", WHITE)
    hammer = rect(720, 455, 60, 26, INK, 4) + line("M750 481 V512", INK, 12)
    case = rect(1060, 590, 90, 52, WHITE, 8) + line("M1088 590 v-14 h34 v14", WHITE, 8)
    roads = (
        shape("M640 1067 L900 760 L980 760 L1240 1067Z", "#ead3ad")
        + shape("M900 780 L200 620 L200 660 L860 830Z", "#ead3ad")
        + shape("M980 780 L1600 640 L1600 690 L1000 830Z", "#ead3ad")
    )
    return (
        sky("#f5d9c4", (300, 230, 100, SUN))
        + hill(1300, 700, 1000, 220, "#d49a73")
        + hill(250, 700, 900, 180, "#c98a66")
        + ground(690, "#c07a55", 20)
        + roads
        + post
        + signs
        + book
        + hammer
        + case
        + person(760, 1000, 400, BERRY, 2, hair="#17191f")
        + rect(715, 700, 90, 110, SLATE, 20)
    )


def karavane() -> str:
    van = (
        rect(560, 420, 620, 330, WHITE, 70)
        + rect(560, 590, 620, 60, CLAY)
        + rect(640, 480, 150, 90, SKY, 16)
        + rect(960, 470, 130, 280, "#f0e4cf", 12)
        + circle(760, 770, 62, INK)
        + circle(760, 770, 28, SAND)
        + circle(1030, 770, 62, INK)
        + circle(1030, 770, 28, SAND)
        + line("M1180 720 h120", INK, 16)
    )
    awning = (
        shape("M540 430 H880 L820 560 H440Z", SUN)
        + "".join(
            shape(f"M{540 + n * 85} 430 h42 l-{14 + n * 1} 130 h-46z", CLAY) for n in range(4)
        )
        + line("M450 556 V800", INK, 9)
    )
    flags = line("M100 220 Q500 330 900 210 T1540 230", INK, 4) + "".join(
        shape(
            f"M{150 + n * 130} {248 + (n % 3) * 14} l26 56 l26 -56z",
            (CLAY, SUN, SEA, FOREST)[n % 4],
        )
        for n in range(11)
    )
    town = "".join(
        house(x, 620, 150, 240, w, r)
        for x, w, r in (
            (90, PINK, INK),
            (260, SUN, BERRY),
            (1350, WHITE, FOREST),
            (1510, PINK, CLAY),
        )
    )
    return (
        sky("#d4e5ee")
        + town
        + flags
        + ground(640, "#d9c7a2", 6)
        + van
        + awning
        + person(300, 930, 320, SEA, 0, (400, 780))
        + person(500, 940, 300, BERRY, 3, (410, 780), hair="#e8e2d8")
        + person(700, 960, 310, FOREST, 2)
        + person(1000, 950, 200, SUN, 1)
        + person(1120, 960, 320, HEATHER, 1, (1030, 800))
        + person(1330, 940, 315, CLAY, 4)
    )


def storm_konference() -> str:
    panes = "".join(
        rect(90 + n * 480, 90, 440, 470, "#4c6273")
        + line(f"M{150 + n * 480} 560 q60 -160 190 -250", "#2c3a46", 16)
        + ellipse(370 + n * 480, 290, 110, 54, "#34503f")
        + "".join(
            line(f"M{110 + n * 480 + k * 70} {140 + k * 50} q60 -18 130 -6", "#ffffff50", 4)
            for k in range(5)
        )
        + line(f"M{90 + n * 480} 90h440v470h-440z", WHITE, 16)
        for n in range(3)
    )
    crowd = ""
    for row, y in enumerate((720, 860, 1010)):
        for n in range(7 - row):
            x = 150 + row * 90 + n * 215
            crowd += table(x + 60, y + 60, 180, 60, "#c98b52") + seated(
                x,
                y,
                150 + row * 20,
                (SEA, CLAY, FOREST, SUN, BERRY, HEATHER)[(n + row) % 6],
                n + row,
                1,
            )
    return sky("#e9d9b8") + panes + rect(0, 600, 1600, 467, "#d8b985") + crowd


def forenklet_administration() -> str:
    heap = "".join(
        paper(120 + (n * 61) % 360, 640 - n * 34, 210, 270, (n * 37) % 30 - 15) for n in range(12)
    )
    arrow = line("M720 560 H1010 M940 490 L1016 560 L940 630", CLAY, 34)
    letter = (
        rect(1130, 400, 330, 230, WHITE, 6)
        + line("M1130 400 L1295 530 L1460 400", SLATE, 8)
        + circle(1295, 590, 22, SUN)
    )
    return (
        sky("#c9d3da")
        + rect(0, 860, 1600, 207, SLATE)
        + heap
        + arrow
        + person(1290, 1010, 360, FOREST, 1, (1240, 640))
        + letter
        + person(640, 1010, 340, BERRY, 2, (520, 760))
    )


def phoenix() -> str:
    building = rect(300, 520, 1000, 400, "#c8674a") + "".join(
        rect(350 + n * 240, 580, 180, 260, "#f6dd9a", 4)
        + line(f"M{440 + n * 240} 580v260", "#c8674a", 8)
        for n in range(4)
    )
    wings = (
        shape(
            "M800 520 C620 470 420 330 360 130 C520 240 640 270 740 330 C730 240 760 160 800 90 C840 160 870 240 860 330 C960 270 1080 240 1240 130 C1180 330 980 470 800 520Z",
            CLAY,
        )
        + shape(
            "M800 520 C690 450 560 350 500 250 C620 330 700 350 770 400 L800 250 L830 400 C900 350 980 330 1100 250 C1040 350 910 450 800 520Z",
            SUN,
        )
        + shape(
            "M800 505 C760 440 740 400 760 340 L800 300 L840 340 C860 400 840 440 800 505Z", WHITE
        )
    )
    return (
        sky("#2f3450")
        + circle(800, 420, 420, "#4a3f63")
        + wings
        + building
        + rect(0, 900, 1600, 167, "#23263d")
        + person(480, 960, 220, SUN, 1)
        + person(560, 965, 200, SKY, 2, (620, 860))
        + person(1120, 960, 215, PINK, 0, walking=True)
    )


def orkester() -> str:
    def fiddle(x: float, y: float) -> str:
        return f'<g transform="rotate(-28 {x} {y})">{ellipse(x, y, 22, 34, "#a5562c")}{ellipse(x, y - 36, 17, 24, "#a5562c")}{rect(x - 4, y - 130, 8, 90, INK, 3)}</g>'

    rows = ""
    for row, (y, n, h) in enumerate(((560, 6, 190), (740, 6, 220))):
        for k in range(n):
            x = 200 + k * 250 + row * 60
            staff = (k + row) % 2
            rows += rect(x - 46, y - 20, 92, 12, INK, 4) + line(
                f"M{x - 36} {y - 10} v110 M{x + 36} {y - 10} v110", INK, 8
            )
            rows += seated(
                x,
                y - 16,
                h,
                (SUN, CLAY, SKY)[k % 3] if staff else "#2a2440",
                k + row,
                1 if k < 3 else -1,
            ) + ("" if staff else fiddle(x + (40 if k < 3 else -40), y - h * 0.42))
    conductor = person(800, 1030, 360, "#2a2440", 3, (960, 760), hair="#e8e2d8") + line(
        "M960 760 L1060 690", WHITE, 6
    )
    return (
        sky(BERRY)
        + ellipse(800, 900, 900, 330, "#c9925a")
        + ellipse(800, 880, 900, 330, "#dba868")
        + rows
        + rect(690, 1010, 220, 60, "#7a4a2b", 6)
        + conductor
    )


def magasin() -> str:
    tracks = "".join(
        line(d, c, 70)
        for d, c in (
            ("M250 2300 C260 1700 700 1500 560 1050 S300 520 520 250", FOREST),
            ("M800 2300 C800 1800 860 1500 830 1100 S760 600 860 240", SUN),
            ("M1350 2300 C1320 1760 980 1480 1120 1060 S1380 560 1180 250", CLAY),
        )
    )
    ends = (
        house(520, 290, 230, 160, WHITE, CLAY)
        + house(860, 270, 230, 160, PINK, BERRY, True)
        + house(1190, 290, 230, 160, SUN, FOREST)
    )
    folk = (
        person(420, 1480, 520, BERRY, 2, (610, 1230))
        + person(800, 1540, 470, SEA, 0, (620, 1232))
        + person(1180, 1480, 540, FOREST, 3, (1000, 1250), hair="#e8e2d8")
        + person(985, 1560, 320, WHITE, 1, (1000, 1260))
    )
    return (
        sky("#17233a")
        + circle(860, 620, 470, "#24365a")
        + tracks
        + ends
        + ellipse(800, 1560, 700, 120, "#0d1526")
        + folk
    )


def sammen() -> str:
    colours = (FOREST, SUN, SEA, CLAY, HEATHER, PINK, MOSS, BERRY)
    tiles = "".join(
        rect(520 + c * 116, 260 + r * 116, 104, 104, colours[(r * 3 + c * 5) % 8], 10)
        for r in range(5)
        for c in range(5)
        if (r, c) not in ((0, 4), (2, 0), (4, 3))
    )

    def hand(x: float, y: float, turn: float, sleeve: str, skin: str, tile: str) -> str:
        fingers = "".join(rect(x - 44 + n * 30, y - 96, 24, 70, skin, 12) for n in range(3))
        return f'<g transform="rotate({turn} {x} {y})">{rect(x - 62, y + 60, 124, 620, sleeve, 20)}{rect(x - 52, y - 40, 104, 130, skin, 40)}{fingers}{rect(x - 52, y - 170, 104, 104, tile, 10)}</g>'

    return (
        sky("#eadfc8")
        + rect(490, 230, 620, 620, "#d6c6a3", 20)
        + tiles
        + hand(1180, 420, -72, SEA, SKINS[0], SUN)
        + hand(420, 640, 66, BERRY, SKINS[2], FOREST)
        + hand(1010, 930, -8, FOREST, SKINS[1], CLAY)
    )


def betydningsfulde() -> str:
    steps = "".join(
        rect(200 + n * 90, 900 - n * 90, 1400, 90, ("#c9b48c", "#d6c39d")[n % 2]) for n in range(4)
    )
    door = (
        rect(1180, 180, 260, 450, FOREST, 8)
        + window(700, 170, 330, 250)
        + circle(1410, 420, 12, SUN)
    )
    return (
        sky("#c98a66")
        + "".join(line(f"M0 {y} H1600", "#b87a58", 3) for y in range(60, 640, 60))
        + door
        + steps
        + seated(760, 810, 330, SEA, 3, -1)
        + seated(980, 810, 250, SUN, 2, -1)
        + rect(1080, 730, 90, 90, BERRY, 22)
    )


def sund_app() -> str:
    path = line("M-40 700 C300 560 520 840 820 640 S1300 420 1660 560", "#f3e7cb", 90) + line(
        "M-40 700 C300 560 520 840 820 640 S1300 420 1660 560", CLAY, 4, 'stroke-dasharray="26 26"'
    )
    phone = rect(900, 170, 420, 760, INK, 50) + rect(926, 220, 368, 640, WHITE, 12)
    heart = shape(
        "M1020 380 c-30 -46 -90 -20 -72 30 c10 30 46 54 72 76 c26 -22 62 -46 72 -76 c18 -50 -42 -76 -72 -30z",
        CLAY,
    )
    icons = (
        heart
        + circle(1200, 420, 56, MOSS)
        + line("M1200 365 q6 -30 34 -34", "#5b4636", 10)
        + line("M960 640 l40 0 l24 -60 l40 110 l24 -50 h40", SEA, 14)
        + rect(1150, 590, 100, 90, SUN, 14)
        + line("M1200 612 v46 M1177 635 h46", WHITE, 14)
        + rect(960, 740, 300, 60, FOREST, 30)
    )
    fingers = "".join(rect(1280, 380 + n * 96, 110, 66, SKINS[1], 33) for n in range(4)) + shape(
        "M820 1067 C820 880 850 760 930 640 L985 690 C950 800 960 900 1000 1067Z", SKINS[1]
    )
    return (
        sky("#dce9d4", (260, 200, 90, SUN))
        + hill(300, 720, 1200, 240, "#a9c39a")
        + ground(720, MOSS)
        + path
        + tree(150, 640, 260)
        + tree(620, 600, 200, "#2f6f4f")
        + person(430, 780, 240, BERRY, 0, (490, 650), walking=True)
        + phone
        + icons
        + fingers
    )


def boern_i_kvarteret() -> str:
    sheet = shape("M180 420 L1420 420 L1560 1000 L40 1000Z", WHITE)
    streets = line("M120 780 L1480 640 M520 430 L380 990 M980 430 L1120 990", "#d7cdb8", 40)
    drawn = (
        house(700, 640, 130, 80, SUN, CLAY)
        + house(260, 620, 120, 76, PINK, SEA)
        + house(1280, 590, 130, 80, SKY, BERRY)
        + tree(860, 900, 130, MOSS)
        + tree(560, 880, 110, FOREST)
        + ellipse(1300, 880, 110, 44, SEA)
        + circle(720, 830, 34, SUN)
    )
    kids = (
        seated(180, 900, 250, CLAY, 0, 1)
        + seated(900, 480, 230, FOREST, 2, 1)
        + seated(1440, 880, 250, HEATHER, 1, -1)
        + person(430, 470, 240, SEA, 3, (470, 400))
        + line("M470 400 L500 440", SUN, 12)
        + person(1180, 460, 230, BERRY, 4)
    )
    return (
        sky("#e3c48f")
        + rect(0, 380, 1600, 687, "#d3a96c")
        + sheet
        + streets
        + drawn
        + kids
        + line("M330 820 l46 -26", CLAY, 12)
        + line("M1270 800 l-46 -26", SEA, 12)
    )


def uddannelse() -> str:
    board = (
        rect(420, 120, 760, 330, FOREST, 10)
        + line(
            "M520 340 C620 200 760 200 860 300 M820 250 L866 306 L800 322 M900 250 C980 190 1060 220 1090 330 M1050 300 L1092 338 L1116 280",
            WHITE,
            12,
        )
        + circle(560, 230, 26, SUN)
    )
    pairs = (
        seated(330, 800, 300, SEA, 1, 1)
        + seated(600, 800, 300, CLAY, 2, -1)
        + seated(1000, 800, 300, BERRY, 3, 1)
        + seated(1270, 800, 300, SUN, 0, -1)
    )
    chairs = "".join(
        rect(x - 70, 790, 140, 18, INK, 6) + line(f"M{x - 56} 806 v170 M{x + 56} 806 v170", INK, 10)
        for x in (330, 600, 1000, 1270)
    )
    return sky("#cfc6e4") + board + rect(0, 880, 1600, 187, HEATHER) + chairs + pairs


def fredericia() -> str:
    chair = (
        rect(330, 560, 60, 330, SEA, 20)
        + rect(330, 720, 300, 80, SEA, 20)
        + line("M360 890 v60 M600 800 v150", INK, 16)
    )
    bike = "".join(
        line(f"M{x - 120} 820 a120 120 0 1 0 240 0 a120 120 0 1 0 -240 0", INK, 10)
        for x in (1060, 1340)
    ) + line(
        "M1060 820 L1160 640 L1330 640 L1250 820 L1160 640 M1060 820 H1250 M1330 640 L1340 820 M1330 640 l-20 -50 h60 M1140 620 h60",
        CLAY,
        14,
    )
    helmet = shape("M600 366 a90 92 0 0 1 180 0 l16 22 h-212z", SUN) + line(
        "M640 388 Q690 500 740 388", INK, 5
    )
    return (
        sky("#f0dcc8")
        + window(900, 130, 420, 340)
        + rect(0, 940, 1600, 127, "#b98a5e")
        + chair
        + person(690, 950, 640, BERRY, 3, (840, 620), hair="#e8e2d8")
        + helmet
        + person(180, 960, 600, FOREST, 2)
        + bike
    )


def afgoerelse() -> str:
    return (
        sky("#b9cdd8")
        + window(560, 110, 480, 380)
        + rect(0, 900, 1600, 167, SLATE)
        + rect(300, 790, 150, 18, INK, 6)
        + rect(1150, 790, 150, 18, INK, 6)
        + seated(380, 790, 420, FOREST, 1, 1)
        + seated(1220, 790, 420, CLAY, 2, -1)
        + table(800, 990, 760, 270, "#c98b52")
        + paper(690, 560, 220, 160, 0, 3)
        + line("M930 640 l70 -60", SUN, 12)
    )


def koordinator() -> str:
    wheel = (
        line("M560 800 a110 110 0 1 1 -0.1 0", INK, 14)
        + circle(560, 910 - 220 + 110, 14, INK)
        + line("M470 640 V800 H640 L690 900", INK, 14)
        + circle(690, 905, 26, INK)
    )
    wheel = (
        line("M670 800 a110 110 0 1 1 -220 0 a110 110 0 1 1 220 0", INK, 14)
        + circle(560, 800, 14, INK)
        + line("M480 600 V770 H640 L700 880", INK, 14)
        + circle(706, 890, 24, INK)
    )
    return (
        sky("#dcebe0", (1350, 190, 90, SUN))
        + hill(300, 700, 1200, 220, "#a9c39a")
        + ground(700, "#93b27c")
        + tree(150, 740, 360)
        + tree(1480, 760, 330, "#2f6f4f")
        + bench(1220, 880, 340)
        + person(350, 930, 400, SEA, 0, (470, 640))
        + wheel
        + seated(560, 770, 300, CLAY, 2, 1)
        + person(900, 940, 390, SUN, 1, (760, 700))
        + seated(1180, 815, 270, BERRY, 3, -1, hair="#e8e2d8")
        + person(1380, 930, 240, HEATHER, 4)
    )


def alle_boern() -> str:
    ring = ""
    spots = [
        (800 + cos(a) * 520, 690 + sin(a) * 200) for a in (pi * (1.08 + n * 0.14) for n in range(7))
    ]
    coats = (CLAY, SEA, BERRY, FOREST, HEATHER, SUN, SLATE)
    for n, (x, y) in enumerate(spots):
        ring += person(x, y + 150, 250 + (n * 53) % 110, coats[n], n)
    front = [
        (330, 960, 330),
        (590, 1010, 270),
        (860, 1020, 360),
        (1120, 1000, 290),
        (1360, 950, 340),
    ]
    for n, (x, y, h) in enumerate(front):
        nxt = front[n + 1] if n + 1 < len(front) else None
        ring += person(
            x, y, h, coats[(n + 2) % 7], n + 2, ((x + nxt[0]) / 2, y - h * 0.36) if nxt else None
        )
    return (
        sky("#f7e3ac")
        + ellipse(800, 850, 780, 250, "#e8c45c")
        + ellipse(800, 840, 600, 170, "#f1d37a")
        + ring
    )


def busselskab() -> str:
    bus = (
        rect(560, 430, 760, 330, SUN, 50)
        + "".join(rect(610 + n * 150, 480, 120, 120, SKY, 12) for n in range(4))
        + rect(1210, 480, 90, 230, "#cfe1ea", 12)
        + circle(740, 770, 66, INK)
        + circle(740, 770, 28, SAND)
        + circle(1150, 770, 66, INK)
        + circle(1150, 770, 28, SAND)
        + rect(560, 640, 760, 26, CLAY)
        + circle(1300, 700, 16, WHITE)
    )
    sign = (
        rect(430, 420, 14, 430, INK)
        + rect(380, 370, 114, 90, SEA, 12)
        + rect(404, 395, 66, 34, WHITE, 8)
        + circle(418, 436, 8, WHITE)
        + circle(456, 436, 8, WHITE)
    )
    return (
        sky("#d5dde3")
        + hill(300, 640, 1300, 200, "#a3b092")
        + hill(1350, 640, 1200, 240, "#8fa083")
        + ground(640, "#b5bd8e", 10)
        + rect(0, 760, 1600, 150, SLATE)
        + line("M0 835 H1600", WHITE, 6, 'stroke-dasharray="60 50"')
        + bus
        + sign
        + person(120, 960, 330, BERRY, 3, hair="#e8e2d8")
        + person(240, 965, 220, CLAY, 1)
        + person(340, 970, 340, FOREST, 2, (400, 830))
        + rect(60, 850, 70, 100, HEATHER, 14)
    )


def boern_unge_tvaers() -> str:
    def isle(x: float, w: float) -> str:
        return shape(f"M{x - w / 2} 640 h{w} l-30 430 h-{w - 60}z", "#b5764e") + rect(
            x - w / 2 - 10, 620, w + 20, 40, MOSS, 16
        )

    kindergarten = house(240, 620, 240, 150, SUN, CLAY) + circle(120, 596, 24, SEA)
    school = (
        rect(670, 440, 300, 180, PINK)
        + shape("M650 440 L820 360 L990 440Z", BERRY)
        + "".join(rect(700 + n * 90, 480, 54, 70, SKY) for n in range(3))
        + rect(790, 560, 60, 60, BERRY)
    )
    club = (
        rect(1270, 470, 250, 150, HEATHER, 10)
        + circle(1395, 545, 46, SUN)
        + line("M1380 520 v50 l36 -25z", HEATHER, 8)
    )
    planks = "".join(
        rect(x + n * 34, 628, 28, 22, "#d9a066", 4) for x in (400, 990) for n in range(7)
    ) + line("M390 560 Q510 610 640 560 M985 560 Q1110 610 1240 560", INK, 6)
    return (
        sky("#e9d3bf")
        + cloud(520, 170, 200)
        + cloud(1150, 240, 160)
        + rect(0, 900, 1600, 167, SEA)
        + isle(240, 330)
        + isle(820, 390)
        + isle(1400, 340)
        + kindergarten
        + school
        + club
        + planks
        + person(470, 626, 130, FOREST, 0, walking=True)
        + person(560, 626, 200, CLAY, 1)
        + person(1110, 626, 190, SEA, 2, walking=True)
    )


def sundhed_tvaers() -> str:
    way = line("M-40 960 C300 840 500 960 800 830 S1300 640 1660 690", "#efe3c2", 110)
    return (
        sky("#e4edd6", (1340, 200, 110, SUN))
        + hill(250, 720, 1200, 280, "#b6c98f")
        + hill(1250, 720, 1300, 340, "#9fb677")
        + ground(720, MOSS)
        + way
        + tree(130, 760, 300)
        + tree(950, 640, 240, "#2f6f4f")
        + tree(1500, 640, 300)
        + person(360, 930, 210, SUN, 1, walking=True)
        + person(690, 890, 380, SEA, 2, walking=True)
        + person(1080, 780, 340, BERRY, 3, (1150, 650), hair="#e8e2d8", walking=True)
        + line("M1150 650 L1160 785", "#5b4636", 9)
    )


def lokalomraader() -> str:
    hall = (
        rect(420, 500, 640, 250, WHITE)
        + shape("M390 500 L740 330 L1090 500Z", CLAY)
        + "".join(rect(480 + n * 190, 560, 110, 110, SUN, 4) for n in range(3))
        + rect(700, 600, 80, 150, FOREST, 4)
    )
    kites = "".join(
        shape(f"M{x} {y} l60 80 l-60 110 l-60 -110z", c)
        + line(f"M{x} {y + 190} Q{x - 60} {y + 330} {px} {py}", INK, 3)
        for x, y, c, px, py in (
            (280, 90, SUN, 330, 700),
            (1180, 60, BERRY, 1240, 700),
            (1420, 170, SEA, 1390, 720),
        )
    )
    return (
        sky("#bfe0d2")
        + cloud(620, 150, 220)
        + cloud(960, 220, 150)
        + ground(740, "#6f9a73")
        + hall
        + tree(180, 780, 260)
        + kites
        + person(330, 940, 300, CLAY, 1, (335, 700))
        + person(560, 930, 320, SEA, 0, (640, 780))
        + person(720, 940, 310, SUN, 3, (650, 780), hair="#e8e2d8")
        + person(960, 940, 320, HEATHER, 2)
        + person(1240, 930, 220, FOREST, 4, (1244, 702))
        + person(1390, 950, 320, BERRY, 2, (1392, 722))
    )


def ni_til_fem() -> str:
    funnel = shape("M180 250 H1420 L960 640 V860 H640 V640Z", "#dbe3e8") + shape(
        "M180 250 H1420 L1340 318 H260Z", "#cdd8df"
    )
    many = "".join(
        circle(
            270 + n * 118 + (40 if r else 0),
            130 + r * 80,
            30,
            (SLATE, HEATHER, SEA, MOSS, CLAY)[n % 5],
        )
        for r, count in ((0, 10), (1, 9))
        for n in range(count)
    )
    eight = "".join(
        circle(
            520 + n * 80,
            430 + (n % 2) * 70,
            34,
            (SUN, SLATE, CLAY, FOREST, MOSS, SEA, HEATHER, BERRY)[n],
        )
        for n in range(8)
    )
    five = "".join(
        circle(420 + n * 190, 950, 66, (SUN, SLATE, CLAY, MOSS, FOREST)[n]) for n in range(5)
    )
    return sky("#f3ecdc") + funnel + many + eight + five


def dybt_vand() -> str:
    water = (
        rect(0, 640, 1600, 430, "#17466b")
        + shape("M0 640 C300 620 520 660 800 640 S1300 620 1600 645 V720 H0Z", SEA)
        + "".join(
            line(f"M{200 + n * 310} {760 + (n % 3) * 80} q60 -16 120 0", "#ffffff28", 6)
            for n in range(5)
        )
    )
    board = (
        rect(0, 360, 720, 28, WHITE, 8)
        + rect(120, 388, 60, 300, SLATE)
        + rect(0, 388, 130, 360, SLATE)
    )
    return (
        sky("#a9cfe0", (1250, 220, 100, "#f4e3b0"))
        + water
        + board
        + ellipse(660, 700, 90, 14, "#0003")
        + person(640, 362, 260, CLAY, 1, trousers=SKINS[1])
    )


def eksempel_robot() -> str:
    kitchen = (
        rect(0, 420, 900, 360, "#d9cdb2")
        + rect(0, 400, 920, 30, "#8a5a3a")
        + "".join(
            rect(40 + n * 220, 470, 190, 280, "#e9dfc8", 6) + circle(200 + n * 220, 600, 9, SLATE)
            for n in range(4)
        )
        + rect(140, 300, 130, 100, SLATE, 12)
        + window(480, 90, 300, 230)
    )
    robot = (
        ellipse(560, 930, 140, 40, "#0002")
        + ellipse(560, 905, 135, 44, INK)
        + ellipse(560, 888, 135, 44, SLATE)
        + ellipse(560, 884, 60, 18, SUN)
        + "".join(line(f"M{760 + n * 44} 920 q20 -10 36 0", WHITE, 5) for n in range(4))
    )
    return (
        sky("#f0ddb0")
        + kitchen
        + rect(0, 780, 1600, 287, "#c89a5e")
        + robot
        + rect(1150, 560, 50, 330, FOREST, 18)
        + rect(1000, 740, 200, 50, FOREST, 16)
        + line("M1020 790 v160 M1180 880 v70", INK, 14)
        + seated(1080, 740, 400, SEA, 0, -1, hair="#e8e2d8")
        + rect(1330, 560, 130, 10, "#8a5a3a", 4)
        + line("M1395 570 V950", "#8a5a3a", 14)
        + rect(1370, 500, 50, 60, CLAY, 10)
    )


def eksempel_natur() -> str:
    way = shape(
        "M620 1067 C660 880 900 820 880 700 C866 620 1010 580 1080 560 L1110 566 C1040 600 960 640 980 700 C1010 820 960 900 1060 1067Z",
        "#e9dcb9",
    )
    return (
        sky("#dfe9d2", (330, 190, 90, SUN))
        + hill(1200, 620, 1300, 260, "#a8c08c")
        + hill(300, 640, 1100, 200, "#bccf9d")
        + ground(610, MOSS, 30)
        + way
        + tree(200, 760, 400)
        + tree(1420, 720, 360, "#2f6f4f")
        + tree(720, 600, 190)
        + bush(1240, 700, 160, FOREST)
        + bench(430, 900, 320)
        + person(900, 960, 230, CLAY, 1, walking=True)
        + person(800, 880, 210, SEA, 2, (850, 800))
        + person(960, 830, 190, SUN, 0, walking=True)
        + person(1150, 930, 350, BERRY, 3, (1010, 800), walking=True)
    )


def eksempel_moede() -> str:
    shelves = "".join(
        rect(60, 90 + r * 150, 1480, 14, "#7a4a2b")
        + "".join(
            rect(
                80 + n * 46,
                90 + r * 150 - 100 + (n * 7 + r * 5) % 26,
                34,
                100 - (n * 7 + r * 5) % 26,
                (SEA, CLAY, FOREST, SUN, BERRY, SLATE, HEATHER)[(n * 3 + r) % 7],
                3,
            )
            for n in range(32)
            if (n + r * 3) % 11
        )
        for r in range(1, 4)
    )
    lamp = line("M800 0 V110", INK, 6) + shape("M690 200 L740 110 H860 L910 200Z", SUN)
    folk = "".join(
        seated(x, y, 290, c, k, f)
        for x, y, c, k, f in (
            (220, 860, CLAY, 0, 1),
            (440, 800, SEA, 2, 1),
            (660, 775, FOREST, 3, 1),
            (930, 775, SUN, 1, -1),
            (1150, 800, HEATHER, 4, -1),
            (1380, 860, BERRY, 0, -1),
        )
    )
    chairs = "".join(
        rect(x - 62, y, 124, 16, INK, 6)
        + line(f"M{x - 50} {y + 14} v150 M{x + 50} {y + 14} v150", INK, 9)
        for x, y in ((220, 860), (440, 800), (660, 775), (930, 775), (1150, 800), (1380, 860))
    )
    return (
        sky("#3b3550")
        + shelves
        + rect(0, 720, 1600, 347, "#8a6a4a")
        + ellipse(800, 960, 560, 90, "#a88560")
        + lamp
        + shape("M690 200 H910 L1220 720 H380Z", "#f6dd9a1c")
        + chairs
        + folk
    )


DRAWINGS: dict[str, Callable[[], str]] = {
    "zebraby": zebraby, "gundsoemagle": gundsoemagle, "en-indgang": en_indgang, "tre-spor": tre_spor,
    "blog": blog, "arbejdsgruppe": arbejdsgruppe, "leveaar": leveaar, "faellesskaber": faellesskaber,
    "unge-job": unge_job, "karavane": karavane, "storm-konference": storm_konference,
    "forenklet-administration": forenklet_administration, "phoenix": phoenix, "orkester": orkester,
    "magasin-2013": magasin, "sammen": sammen, "betydningsfulde-voksne": betydningsfulde,
    "sund-app": sund_app, "boern-i-kvarteret": boern_i_kvarteret, "uddannelse": uddannelse,
    "fredericia": fredericia, "afgoerelse": afgoerelse, "lokal-koordinator": koordinator,
    "alle-boern": alle_boern, "busselskab": busselskab, "boern-unge-tvaers": boern_unge_tvaers,
    "sundhed-tvaers": sundhed_tvaers, "lokalomraader": lokalomraader, "ni-til-fem": ni_til_fem,
    "dybt-vand": dybt_vand, "eksempel-robot": eksempel_robot, "eksempel-natur": eksempel_natur,
    "eksempel-moede": eksempel_moede,
}  # fmt: skip


def size_of(name: str) -> tuple[int, int]:
    return TALL if name.startswith("magasin") else WIDE


def svg(name: str) -> str:
    width, height = size_of(name)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">{DRAWINGS[name]()}</svg>\n'


def render(folder: Path) -> None:
    """Every drawing as a PNG of up to 256 colours."""
    from io import BytesIO

    from PIL import Image
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name in DRAWINGS:
            width, height = size_of(name)
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg(name)}")
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            page.close()
            few = picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
            few.save(folder / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    for drawing in DRAWINGS:
        (HERE / f"{drawing}.svg").write_text(svg(drawing), "utf-8")
    if "--png" in sys.argv:
        render(Path(sys.argv[sys.argv.index("--png") + 1]))
