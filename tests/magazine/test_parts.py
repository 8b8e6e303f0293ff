"""The smaller parts: plates, furniture, crop marks, the manifest, the contact sheet."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from nyspor.magazine.contact_sheet import contact_sheet, spreads
from nyspor.magazine.core.manifest import file_name, read_manifest, write_files
from nyspor.magazine.pdf.assemble import About, Edition, crop_marks, metadata
from nyspor.magazine.pdf.images import kept_plate, make_plate, stand_in


def a_drawing(path: Path) -> Path:
    picture = Image.new("RGB", (40, 20), "#1c5540")
    picture.paste("#f4b829", (0, 0, 10, 20))
    picture.save(path)
    return path


def a_photograph(path: Path, width: int = 2400) -> Path:
    picture = Image.effect_noise((width, width // 2), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Et kamera"
    picture.save(path, exif=exif, quality=90)
    return path


def test_a_drawing_keeps_every_pixel(tmp_path: Path) -> None:
    plate = make_plate(a_drawing(tmp_path / "tegning.png"), widest=10)
    palette = bytes.fromhex(plate.palette)
    pixels = zlib.decompress(plate.data)
    colours = [palette[3 * n : 3 * n + 3].hex() for n in pixels]
    assert (plate.width, plate.height, plate.space) == (40, 20, "indexed")
    assert colours[:12] == ["f4b829"] * 10 + ["1c5540"] * 2


def test_a_photograph_is_light_on_the_screen_sharp_on_paper_and_tells_no_more_than_it_shows(
    tmp_path: Path,
) -> None:
    source = a_photograph(tmp_path / "foto.jpg")
    screen, paper = make_plate(source, widest=1600), make_plate(source)
    assert (screen.width, paper.width) == (1600, 2400)
    assert len(screen.data) < len(paper.data)
    for plate in (screen, paper):
        assert plate.packing == "DCTDecode"
        assert not Image.open(BytesIO(plate.data)).getexif()


def test_what_was_transparent_is_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    picture.save(tmp_path / "luft.png")
    plate = make_plate(tmp_path / "luft.png")
    assert plate.palette[:6] == "ffffff"


def test_a_plate_is_made_once(tmp_path: Path) -> None:
    source = a_drawing(tmp_path / "tegning.png")
    first = kept_plate(tmp_path / "hylde", "abc", source, None)
    source.unlink()
    assert kept_plate(tmp_path / "hylde", "abc", source, None) == first


def test_a_stand_in_has_the_size_and_nothing_else() -> None:
    assert Image.open(BytesIO(stand_in(2200, 1467))).size == (2200, 1467)


def test_crop_marks_lie_outside_the_bleed() -> None:
    words = crop_marks([0, 0, 595, 842]).split()
    numbers = [float(word) for word in words[words.index("w") + 1 :] if word[-1].isdigit()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(points) == 16
    bleed = 3 * 72 / 25.4
    for x, y in points:
        assert x < -bleed or x > 595 + bleed or y < -bleed or y > 842 + bleed


@pytest.mark.parametrize(
    ("edition", "claim"),
    [(Edition.SCREEN, "pdfuaid:part>1<"), (Edition.ARCHIVE, "pdfuaid:part>2<")],
)
def test_an_edition_claims_what_it_keeps(edition: Edition, claim: str) -> None:
    about = About('Spor & "veje"', "da", "Nyspor", "<Historier>", "2026-11-23T12:00:00+00:00")
    assert claim in metadata(edition, about)
    assert "Spor &amp;" in metadata(edition, about)
    assert "pdfuaid:part>" not in metadata(Edition.PRINT, about)


def test_the_manifest_tells_of_what_is_there(tmp_path: Path) -> None:
    made = write_files(
        tmp_path, 2013, 32, {"forside": 1}, [("screen", b"%PDF"), ("print", b"%PDF tryk")]
    )
    assert read_manifest(tmp_path) == made
    assert [file.public for file in made.files] == [True, False]
    (tmp_path / file_name(2013, "screen")).write_bytes(b"")
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"year": 2013}', '{"year": 1, "pages": 1, "numbers": {}, "files": [{}]}'],
)
def test_a_manifest_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert read_manifest(tmp_path) is None


def test_pages_lie_as_in_an_open_magazine() -> None:
    pages = [Image.new("RGB", (10, 14), (n, 0, 0)) for n in range(4)]
    assert [len(spread) for spread in spreads(pages)] == [1, 2, 1]
    sheet = Image.open(BytesIO(contact_sheet(pages, across=2)))
    assert sheet.size == (2 * (20 + 18) + 18, 2 * (14 + 18) + 18)
    assert sheet.getpixel((18 + 10, 18)) == (0, 0, 0)
    assert sheet.getpixel((18 + 20 + 18 + 10, 18)) == (2, 0, 0)
