"""What is made of a picture: formats for every reader, and crops that show what matters."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from nyspor.content.image_reader import read_picture
from nyspor.model.library import PictureFile
from nyspor.model.site import Picture, Rendition, Site
from nyspor.site.image_renditions import (
    all_renditions,
    jpeg_rendition,
    make_rendition,
    shared_rendition,
)
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from tests.pictures import BLUE, GREEN, RED, flat, near, packed, upright_picture

LARGE = PictureFile(1600, 1067, "0123456789ab")


def saved(folder: Path, picture: Image.Image) -> tuple[Path, PictureFile]:
    file = folder / "vogn.png"
    file.write_bytes(packed(picture, "PNG"))
    found = read_picture(file.read_bytes())
    assert isinstance(found, PictureFile)
    return file, found


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw)).convert("RGB")


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
def test_every_rendition_is_in_its_format_and_size(mode: str, tmp_path: Path) -> None:
    file, picture = saved(tmp_path, upright_picture(300).convert(mode))
    formats = {".avif": "AVIF", ".webp": "WEBP", ".jpg": "JPEG"}
    found = []
    for rendition in all_renditions("vogn.png", picture):
        made = Image.open(BytesIO(make_rendition(file, picture, rendition)))
        assert made.size == (rendition.width, rendition.height)
        assert made.format == formats[Path(rendition.address).suffix]
        found.append((made.format, made.width))
    assert found == [
        ("AVIF", 400), ("AVIF", 600), ("WEBP", 400), ("WEBP", 600), ("JPEG", 600),
    ]  # fmt: skip


def test_a_rendition_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    file, picture = saved(tmp_path, upright_picture(300))
    for rendition in all_renditions("vogn.png", picture):
        first = make_rendition(file, picture, rendition)
        assert make_rendition(file, picture, rendition) == first


def test_feeds_get_a_jpeg_as_wide_as_a_column() -> None:
    assert jpeg_rendition("images/vogn.png", LARGE) == Rendition(
        "/billeder/vogn-800.0123456789ab.jpg", 800, 534
    )
    assert jpeg_rendition("images/vogn.png", PictureFile(900, 600, "d")).width == 800
    assert jpeg_rendition("images/vogn.png", PictureFile(300, 200, "d")).width == 300


def test_what_is_transparent_is_white_in_a_jpeg(tmp_path: Path) -> None:
    file, picture = saved(tmp_path, flat("RGBA", (0, 0, 0, 0), (200, 100)))
    made = opened(make_rendition(file, picture, jpeg_rendition("vogn.png", picture)))
    assert near(made.getpixel((5, 5)), (255, 255, 255))


def test_a_crop_for_sharing_is_no_larger_than_it_can_be() -> None:
    def size(width: int, height: int) -> tuple[int, int]:
        crop = shared_rendition("a.png", PictureFile(width, height, "d"), (50, 50))
        return crop.width, crop.height

    assert size(1600, 1067) == (1200, 630)
    assert size(800, 1200) == (800, 420)
    assert size(1000, 210) == (400, 210)
    assert size(1, 1) == (1, 1)


@pytest.mark.parametrize(
    ("focal", "colours"),
    [((50, 0), (RED, GREEN)), ((50, 50), (BLUE,)), ((50, 100), (BLUE,))],
    ids=["top", "middle", "bottom"],
)
def test_a_crop_shows_the_focal_point(
    focal: tuple[float, float], colours: tuple[tuple[int, int, int], ...], tmp_path: Path
) -> None:
    file, picture = saved(tmp_path, upright_picture(200))  # red and green above, blue below
    crop = shared_rendition("vogn.png", picture, focal)
    made = opened(make_rendition(file, picture, crop, crop=focal))
    assert made.size == (400, 210)
    middle = made.height // 2
    for place, colour in enumerate(colours):
        assert near(made.getpixel((50 + place * 300, middle)), colour)


def test_crops_about_different_points_have_different_addresses() -> None:
    points = [(50.0, 50.0), (15.0, 15.0)]
    assert len({shared_rendition("a.png", LARGE, point).address for point in points}) == 2


def shown(picture: Picture) -> str:
    environment = make_environment(Theme(), Site("Nyspor", "", "https://x.example"), "da")
    component = environment.get_template("components/picture.html").module
    return str(component.picture(picture, "50vw"))  # type: ignore[attr-defined]


def a_picture() -> Picture:
    widths = (400, 800)
    return Picture(
        tuple(Rendition(f"/billeder/v-{width}.d.webp", width, width // 2) for width in widths),
        "En vogn",
        "Nyspor",
        avif=tuple(Rendition(f"/billeder/v-{width}.d.avif", width, width // 2) for width in widths),
        jpeg=Rendition("/billeder/v-800.d.jpg", 800, 400),
    )


def test_a_page_offers_avif_and_falls_back_to_webp() -> None:
    html = shown(a_picture())
    assert html == (
        '<picture><source type="image/avif" srcset="/billeder/v-400.d.avif 400w, /billeder/v-800.d.avif 800w" sizes="50vw">'
        '<img src="/billeder/v-800.d.webp" srcset="/billeder/v-400.d.webp 400w, /billeder/v-800.d.webp 800w" sizes="50vw" '
        'width="800" height="400" alt="En vogn" loading="lazy" decoding="async"></picture>'
    )


def test_readers_that_know_no_new_formats_get_one_jpeg() -> None:
    assert shown(a_picture().portable) == (
        '<img src="/billeder/v-800.d.jpg" width="800" height="400" alt="En vogn" loading="lazy" decoding="async">'
    )
