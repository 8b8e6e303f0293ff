"""Draws the pictures and the PDF that the good texts use: python tests/good_texts/draw_pictures.py"""

from pathlib import Path

from PIL import Image, ImageDraw

CONTENT = Path(__file__).parent / "content"
SKY, GRASS, WOOD, RED, WATER, NIGHT, WHITE = (
    "#dcebf2", "#8fae6b", "#7a5230", "#b8412f", "#5b94b5", "#26323c", "#fdfaf4",
)  # fmt: skip
WIDE, TALL = (2600, 1740), (2600, 3700)


def canvas(size: tuple[int, int], ground: str = GRASS) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A picture of sky over ground, and what draws on it."""
    picture = Image.new("RGB", size, SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, size[1] * 2 // 3, *size), fill=ground)
    return picture, draw


def bench() -> Image.Image:
    picture, draw = canvas(WIDE)
    draw.rectangle((1800, 600, 1900, 1200), fill=WOOD)
    draw.ellipse((1450, 150, 2250, 800), fill="#5f8a4b")
    draw.polygon(
        [(0, 1740), (900, 1300), (2600, 1400), (2600, 1500), (1000, 1420), (500, 1740)],
        fill="#d8c7a0",
    )
    draw.rectangle((700, 900, 1500, 980), fill=WOOD)
    draw.rectangle((700, 1060, 1500, 1120), fill=WOOD)
    for x in (740, 1420):
        draw.rectangle((x, 900, x + 40, 1280), fill=NIGHT)
    return picture


def bicycle() -> Image.Image:
    picture, draw = canvas(WIDE, "#b9b2a6")
    draw.rectangle((0, 300, 2600, 1160), fill="#c9907a")
    for x in (600, 1600):
        draw.ellipse((x, 1000, x + 440, 1440), outline=NIGHT, width=36)
    draw.polygon([(500, 700), (1250, 700), (1150, 1150), (600, 1150)], fill=RED)
    draw.line([(1150, 1150), (1820, 1220), (1700, 800), (1250, 1120)], fill=RED, width=40)
    draw.line([(1620, 780), (1800, 780)], fill=NIGHT, width=50)
    return picture


def houses() -> Image.Image:
    picture, draw = canvas(WIDE)
    for x, wall in zip(
        range(150, 2400, 470), (RED, "#e0b84f", WHITE, WATER, "#c9907a"), strict=True
    ):
        draw.rectangle((x, 700, x + 400, 1250), fill=wall)
        draw.polygon([(x - 40, 700), (x + 200, 420), (x + 440, 700)], fill=NIGHT)
        draw.rectangle((x + 150, 950, x + 260, 1250), fill=WOOD)
    return picture


def chart() -> Image.Image:
    picture = Image.new("RGB", WIDE, WHITE)
    draw = ImageDraw.Draw(picture)
    for x, kilos in zip(range(400, 2400, 500), (11, 8, 5, 4), strict=True):
        draw.rectangle((x, 1500 - kilos * 110, x + 300, 1500), fill=WATER)
    draw.line([(250, 1500), (2400, 1500)], fill=NIGHT, width=14)
    return picture


def paths() -> Image.Image:
    picture = Image.new("RGB", WIDE, "#e6eddc")
    draw = ImageDraw.Draw(picture)
    draw.line([(0, 1300), (700, 1100), (1400, 1350), (2600, 1000)], fill=WATER, width=120)
    draw.line([(300, 0), (500, 700), (1500, 800), (1700, 1740)], fill=RED, width=36)
    draw.line([(2600, 300), (1500, 800)], fill="#e0b84f", width=36)
    for x, y in ((500, 700), (1500, 800)):
        draw.ellipse((x - 60, y - 60, x + 60, y + 60), fill=NIGHT)
    return picture


def pot() -> Image.Image:
    picture, draw = canvas(WIDE, WOOD)
    draw.rectangle((800, 700, 1800, 1300), fill="#8b949b")
    for x in (660, 1800):
        draw.rectangle((x, 820, x + 140, 900), fill=NIGHT)
    for x in (1050, 1300, 1550):
        draw.arc((x - 80, 250, x + 80, 650), 90, 270, fill=WHITE, width=30)
    return picture


def screen() -> Image.Image:
    picture, draw = canvas(WIDE, WOOD)
    draw.rounded_rectangle((700, 450, 1700, 1180), 60, fill=NIGHT)
    draw.rectangle((770, 520, 1630, 1110), fill=WHITE)
    draw.ellipse((1060, 680, 1340, 960), fill="#4f9a5d")
    draw.rectangle((1950, 950, 2200, 1200), fill=RED)
    draw.arc((2140, 1000, 2320, 1150), 270, 90, fill=RED, width=36)
    return picture


def stream() -> Image.Image:
    picture, draw = canvas(WIDE)
    draw.polygon(
        [(1200, 1160), (1400, 1160), (1800, 1400), (1300, 1740), (300, 1740), (1100, 1400)],
        fill=WATER,
    )
    for x in range(250, 1000, 90):
        draw.line([(x, 1650), (x + 30, 1300)], fill="#5f8a4b", width=20)
        draw.ellipse((x + 10, 1240, x + 50, 1360), fill=WOOD)
    return picture


def cover() -> Image.Image:
    picture, draw = canvas(TALL, WATER)
    draw.ellipse((1500, 500, 2200, 1200), fill="#e0b84f")
    draw.polygon([(500, 2500), (2100, 2500), (1800, 2900), (800, 2900)], fill=RED)
    draw.line([(1300, 2500), (1300, 1300)], fill=WOOD, width=50)
    draw.polygon([(1340, 1350), (1340, 2400), (2000, 2400)], fill=WHITE)
    return picture


PICTURES = {
    "baenk": bench, "cykel": bicycle, "huse": houses, "diagram": chart, "kort": paths, "gryde": pot,
    "skaerm": screen, "soe": stream, "forside-2025": cover,
}  # fmt: skip


def one_page_pdf(line: str) -> bytes:
    """A PDF of one page with one line of text."""
    page = f"BT /F1 24 Tf 72 720 Td ({line}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return pdf + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(pdf))
    )


def main() -> None:
    for name, draw in PICTURES.items():
        path = CONTENT / "images" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        draw().quantize(16).save(path, optimize=True)
    files = CONTENT / "files"
    files.mkdir(parents=True, exist_ok=True)
    (files / "dagsorden.pdf").write_bytes(one_page_pdf("Dagsorden"))
    (files / "stikort.pdf").write_bytes(one_page_pdf("Kort over stierne"))


if __name__ == "__main__":
    main()
