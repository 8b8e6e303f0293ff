"""Pictures are shown as they are meant: upright, in the right colours, and whole or not at all."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nyspor.checks import check_content
from nyspor.content.image_reader import load_normalized, read_picture
from nyspor.content.loader import read_content
from nyspor.files.picture_cache import PictureCache
from nyspor.magazine.core.page_geometry import Frame, effective_dpi
from nyspor.magazine.epub.build import encode_picture, image_format
from nyspor.magazine.pdf.images import EncodedImage, encode_image
from nyspor.model.library import PictureFile
from nyspor.site.image_renditions import (
    PictureChanged,
    avif_renditions,
    make_rendition,
    renditions,
)
from tests.builders import NOW, post_text, render_problems, write_site
from tests.pictures import (
    ADOBE,
    BLUE,
    GREEN,
    P3,
    RED,
    UPRIGHT,
    YELLOW,
    cmyk_profile,
    flat,
    grey_profile,
    in_srgb,
    lab_in_srgb,
    near,
    packed,
    rgb_profile,
    turned,
    upright_picture,
)


def on_the_site(file: Path) -> list[Image.Image]:
    """Every rendition of a picture that a page offers, opened."""
    picture = read_picture(file.read_bytes())
    assert isinstance(picture, PictureFile)
    widths = (*renditions(file.name, picture), *avif_renditions(file.name, picture))
    made = [Image.open(BytesIO(make_rendition(file, picture, each))) for each in widths]
    assert [its.size for its in made] == [(its.width, its.height) for its in widths]
    return made


def in_the_pdf(file: Path, widest: int | None = None) -> Image.Image:
    return decoded(encode_image(file, widest))


def decoded(image: EncodedImage) -> Image.Image:
    if image.filter == "DCTDecode":
        return Image.open(BytesIO(image.data))
    picture = Image.frombytes("P", (image.width, image.height), zlib.decompress(image.data))
    picture.putpalette(bytes.fromhex(image.palette))
    return picture


def in_the_book(file: Path) -> Image.Image:
    return Image.open(BytesIO(encode_picture(file, image_format(file.name))))


def everywhere(file: Path) -> dict[str, Image.Image]:
    """A picture as it comes out in each place where it is shown."""
    widths = {f"site {picture.format} {picture.width}": picture for picture in on_the_site(file)}
    pdf = {"screen": in_the_pdf(file, 100), "paper": in_the_pdf(file)}
    return widths | pdf | {"book": in_the_book(file)}


def written(folder: Path, raw: bytes, name: str = "billede.jpg") -> Path:
    file = folder / name
    file.write_bytes(raw)
    return file


def parts_of(picture: Image.Image) -> list[tuple[int, ...]]:
    """The colour in the middle of each of the 2 × 3 parts."""
    colours = picture.convert("RGB")
    return [
        colours.getpixel((int(colours.width * (2 * x + 1) / 4), int(colours.height * (2 * y + 1) / 6)))
        for y in range(3) for x in range(2)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_is_known(kind: str) -> None:
    first, *others = [flat("RGB", colour) for colour in (RED, GREEN, BLUE)]
    moving = read_picture(packed(first, kind, save_all=True, append_images=others, duration=50))
    still = read_picture(packed(first, kind))
    assert isinstance(moving, PictureFile)
    assert isinstance(still, PictureFile)
    assert (moving.is_animated, still.is_animated) == (True, False)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_the_camera_was_held(
    orientation: int, kind: str, tmp_path: Path
) -> None:
    raw = turned(orientation, kind, part=300)
    file = written(tmp_path, raw, f"billede.{kind.lower()}")
    picture = read_picture(raw)
    assert isinstance(picture, PictureFile)
    assert (picture.width, picture.height) == (600, 900)
    wanted = [colour for row in UPRIGHT for colour in row]
    for place, shown in everywhere(file).items():
        assert shown.width / shown.height == pytest.approx(2 / 3, abs=0.01), place
        for found, colour in zip(parts_of(shown), wanted, strict=True):
            assert near(found, colour, 8), place
        assert not shown.getexif(), place


def test_the_sharpness_is_that_of_the_picture_as_it_stands() -> None:
    lying = read_picture(turned(6, part=400))
    assert isinstance(lying, PictureFile)
    assert effective_dpi(lying, Frame(254)) == 80, "800 pixels wide, not 1200"


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0MM\0*\0\0\xff\xff",
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x04\0\0\0abc\0",
    ],
)
def test_metadata_that_cannot_be_read_turns_nothing(exif: bytes, tmp_path: Path) -> None:
    raw = packed(upright_picture(), "JPEG", exif=exif)
    picture = read_picture(raw)
    assert isinstance(picture, PictureFile)
    assert (picture.width, picture.height) == (200, 300)
    assert near(parts_of(load_normalized(written(tmp_path, raw)))[0], RED, 6)


# --- colours ---------------------------------------------------------------------------------------


def sixteen_bits(value: int, **options: Any) -> bytes:
    grey = Image.frombytes("I;16", (80, 60), struct.pack("<H", value) * 80 * 60)
    return packed(grey, "PNG", **options)


def a_palette(transparent: bool) -> bytes:
    picture = upright_picture().quantize(8)
    if not transparent:
        return packed(picture, "PNG")
    return packed(picture, "PNG", transparency=picture.getpixel((10, 10)))


MID_P3 = in_srgb((90, 160, 120), P3, 2.2)
MID_ADOBE = in_srgb((100, 150, 200), ADOBE, 2.2)
PRESS = {
    (0, 0, 0, 0): (100, 0, 0),
    (1, 0, 0, 0): (60, -20, -30),
    (0, 1, 0, 0): (50, 50, 0),
    (0, 0, 1, 0): (90, 0, 60),
}

COLOURS: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "16 bits, black": (sixteen_bits(0), (0, 0, 0)),
    "16 bits, dark": (sixteen_bits(0x2000), (32, 32, 32)),
    "16 bits, middle": (sixteen_bits(0x8000), (128, 128, 128)),
    "16 bits, light": (sixteen_bits(0xFF00), (254, 254, 254)),
    "16 bits, white": (sixteen_bits(0xFFFF), (255, 255, 255)),
    "16 bits, another value transparent": (sixteen_bits(0x8000, transparency=0x8001), (128, 128, 128)),
    "16 bits, grey of gamma 1.8, another value transparent": (
        sixteen_bits(60 * 257, transparency=0, icc_profile=grey_profile(1.8)), in_srgb((60, 60, 60), P3, 1.8)
    ),
    "1 bit, white": (packed(flat("1", 1), "PNG"), (255, 255, 255)),
    "1 bit, black": (packed(flat("1", 0), "PNG"), (0, 0, 0)),
    "grey": (packed(flat("L", 90), "PNG"), (90, 90, 90)),
    "grey and opaque": (packed(flat("LA", (90, 255)), "PNG"), (90, 90, 90)),
    "palette": (packed(flat("RGB", RED).quantize(4), "PNG"), RED),
    "GIF": (packed(flat("RGB", GREEN), "GIF"), GREEN),
    "CMYK": (packed(flat("CMYK", (255, 0, 0, 0)), "JPEG"), (0, 255, 255)),
    "CMYK, half black": (packed(flat("CMYK", (0, 0, 0, 127)), "JPEG"), (128, 128, 128)),
    "Display P3": (packed(flat("RGB", (90, 160, 120)), "JPEG", icc_profile=rgb_profile(P3)), MID_P3),
    "Display P3 in PNG": (packed(flat("RGB", (90, 160, 120)), "PNG", icc_profile=rgb_profile(P3)), MID_P3),
    "Display P3 in WebP": (packed(flat("RGB", (90, 160, 120)), "WEBP", icc_profile=rgb_profile(P3)), MID_P3),
    "Display P3 by palette": (packed(flat("RGB", (90, 160, 120)).quantize(4), "PNG", icc_profile=rgb_profile(P3)), MID_P3),
    "Adobe RGB": (packed(flat("RGB", (100, 150, 200)), "JPEG", icc_profile=rgb_profile(ADOBE)), MID_ADOBE),
    "Adobe RGB, seen through": (packed(flat("RGBA", (100, 150, 200, 255)), "PNG", icc_profile=rgb_profile(ADOBE)), MID_ADOBE),
    "grey in Adobe RGB": (packed(flat("L", 90), "JPEG", icc_profile=rgb_profile(ADOBE, 1.8)), in_srgb((90, 90, 90), ADOBE, 1.8)),
    "grey of gamma 1": (packed(flat("L", 60), "PNG", icc_profile=grey_profile(1.0)), in_srgb((60, 60, 60), P3, 1.0)),
    "grey of gamma 1.8, opaque": (packed(flat("LA", (60, 255)), "PNG", icc_profile=grey_profile(1.8)), in_srgb((60, 60, 60), P3, 1.8)),
    "paper of a press": (packed(flat("CMYK", (0, 0, 0, 0)), "JPEG", icc_profile=cmyk_profile(PRESS)), (255, 255, 255)),
    "cyan of a press": (packed(flat("CMYK", (255, 0, 0, 0)), "JPEG", icc_profile=cmyk_profile(PRESS)), lab_in_srgb(60, -20, -30)),
    "magenta of a press": (packed(flat("CMYK", (0, 255, 0, 0)), "JPEG", icc_profile=cmyk_profile(PRESS)), lab_in_srgb(50, 50, 0)),
    "a broken profile": (packed(flat("RGB", RED), "JPEG", icc_profile=b"\xff" * 200), RED),
    "a profile cut short": (packed(flat("RGB", RED), "JPEG", icc_profile=rgb_profile(P3)[:140]), RED),
    "a press's profile in RGB": (packed(flat("RGB", RED), "JPEG", icc_profile=cmyk_profile(PRESS)), RED),
    "an RGB profile in CMYK": (packed(flat("CMYK", (255, 0, 0, 0)), "JPEG", icc_profile=rgb_profile(P3)), (0, 255, 255)),
}  # fmt: skip


@pytest.mark.parametrize("name", COLOURS)
def test_colours_are_right_wherever_a_picture_is_shown(name: str, tmp_path: Path) -> None:
    raw, wanted = COLOURS[name]
    file = written(tmp_path, raw, "billede.png" if raw[:4] == b"\x89PNG" else "billede.jpg")
    for place, shown in everywhere(file).items():
        found = shown.convert("RGB").getpixel((shown.width // 2, shown.height // 2))
        assert near(found, wanted), f"{place}: {found}, not {wanted}"
        assert "icc_profile" not in shown.info, place


def test_only_the_transparent_value_of_16_bits_is_transparent(tmp_path: Path) -> None:
    values = struct.pack("<HH", 0x8000, 0x8001) * 40 * 60
    grey = packed(Image.frombytes("I;16", (80, 60), values), "PNG", transparency=0x8001)
    shown = load_normalized(written(tmp_path, grey, "billede.png"))
    assert [shown.getpixel((x, 0)) for x in (0, 1)] == [(128,) * 3 + (255,), (128,) * 3 + (0,)]


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize(
    "raw",
    [
        a_palette(transparent=True),
        packed(upright_picture().convert("RGBA").quantize(16), "PNG", transparency=bytes([0] * 16)),
        packed(flat("LA", (0, 0), (200, 300)), "PNG"),
        packed(flat("RGBA", (0, 0, 0, 0), (200, 300)), "PNG"),
        packed(flat("RGBA", (0, 0, 0, 0), (200, 300)), "WEBP"),
        packed(flat("L", 7, (200, 300)), "PNG", transparency=7),
        packed(flat("RGBA", (9, 9, 9, 0), (200, 300)), "PNG", icc_profile=rgb_profile(ADOBE)),
    ],
)
def test_what_is_transparent_stays_so_on_the_site_and_is_white_in_print(
    raw: bytes, orientation: int, tmp_path: Path
) -> None:
    with Image.open(BytesIO(raw)) as picture:
        exif = Image.Exif()
        exif[0x0112] = orientation
        info = {
            name: picture.info[name]
            for name in ("transparency", "icc_profile")
            if name in picture.info
        }
        raw = packed(picture, str(picture.format), exif=exif, **info)  # fmt: skip
    file = written(tmp_path, raw, "billede.png")
    corner = (-1, 1) if orientation == 6 else (1, 1)
    for shown in on_the_site(file):
        assert shown.mode == "RGBA"
        assert shown.getpixel((corner[0] % shown.width, 1))[3] == 0
    for shown in (in_the_pdf(file), in_the_pdf(file, 100), in_the_book(file)):
        assert near(shown.convert("RGB").getpixel((corner[0] % shown.width, 1)), (255, 255, 255))


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_large_photograph_is_read_at_the_smallest_scale_that_is_wide_enough(
    orientation: int, tmp_path: Path
) -> None:
    file = written(tmp_path, turned(orientation, part=400))  # 800 wide and 1200 high
    assert load_normalized(file, at_least=(400, 600)).size == (400, 600)
    assert load_normalized(file, at_least=(300, 450)).size == (400, 600)
    assert load_normalized(file, at_least=(401, 600)).size == (800, 1200)
    assert all(map(near, parts_of(load_normalized(file, at_least=(200, 300))), upright_colours()))


def upright_colours() -> list[tuple[int, int, int]]:
    """The colours of the upright picture, row by row."""
    return [colour for row in UPRIGHT for colour in row]


NOISE = Image.effect_noise((300, 200), 60).convert("RGB")


@pytest.mark.parametrize(
    ("picture", "kind", "is_photograph"),
    [
        pytest.param(NOISE, "JPEG", True, id="photograph"),
        pytest.param(NOISE, "PNG", True, id="photograph saved as PNG"),
        pytest.param(upright_picture(), "PNG", False, id="drawing"),
        pytest.param(upright_picture(), "GIF", False, id="drawing saved as GIF"),
    ],
)
def test_photographs_are_told_from_drawings(
    picture: Image.Image, kind: str, is_photograph: bool
) -> None:
    found = read_picture(packed(picture, kind))
    assert isinstance(found, PictureFile)
    assert found.is_photograph is is_photograph


# --- files that cannot be shown --------------------------------------------------------------------

PHOTOGRAPH = packed(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG")
DRAWING = packed(Image.effect_noise((300, 200), 60).convert("RGB"), "PNG")
WEBP = packed(Image.effect_noise((300, 200), 60).convert("RGB"), "WEBP")
GIF = packed(Image.effect_noise((300, 200), 60), "GIF")


def a_bomb(side: int = 30_000) -> bytes:
    """A PNG of a few bytes that unfolds to so many pixels on a side."""
    raw = packed(flat("1", 0), "PNG")
    chunk = b"IHDR" + struct.pack(">II", side, side) + raw[24:29]
    return raw[:12] + chunk + struct.pack(">I", zlib.crc32(chunk)) + raw[33:]


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.jpg", b"", "en tom fil"),
    "text": ("a.png", "Her skulle være et billede".encode(), "kan ikke åbnes som et billede"),
    "a page": ("a.jpg", b"<!doctype html><title>404</title>", "kan ikke åbnes som et billede"),
    "zeros": ("a.webp", bytes(5000), "kan ikke åbnes som et billede"),
    "only a header": ("a.png", DRAWING[:8], "kan ikke åbnes som et billede"),
    "a TIFF": ("a.png", packed(flat("RGB", RED), "TIFF"), "kan ikke åbnes som et billede"),
    "a PostScript file": ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n", "kan ikke åbnes som et billede"),
    "a film": ("a.avif", b"\0\0\0\x20ftypisom" + bytes(400), "kan ikke åbnes som et billede"),
    "half a photograph": ("a.jpg", PHOTOGRAPH[: len(PHOTOGRAPH) // 2], "beskadiget eller kun kopieret halvt"),
    "nearly all of a photograph": ("a.jpg", PHOTOGRAPH[:-400], "beskadiget"),
    "half a drawing": ("a.png", DRAWING[: len(DRAWING) // 2], "beskadiget"),
    "half a WebP": ("a.webp", WEBP[: len(WEBP) // 2], "beskadiget"),
    "half a GIF": ("a.gif", GIF[: len(GIF) // 2], "beskadiget"),
    "a drawing with zeros in it": ("a.png", DRAWING[:3000] + bytes(3000) + DRAWING[6000:], "beskadiget"),
    "a bomb": ("a.png", a_bomb(), "for mange pixels"),
    "a smaller bomb": ("a.png", a_bomb(10_000), "for mange pixels"),
    "a ribbon": ("a.png", packed(flat("1", 0).resize((16, 16_384)), "PNG"), "for mange pixels"),
}  # fmt: skip

USES = {
    "in the text": ("::: billede Foto: N\n![En sti](../../images/{})\n:::", {}, 8),
    "as its picture": ("Tekst.", {"billede": "{{fil: images/{}, alt: En sti, kredit: N}}"}, 5),
    "as a poster": ("::: video Film\nadresse: https://film.example/1\nplakat: {{fil: images/{}, alt: A, kredit: B}}\n:::", {}, 7),
}  # fmt: skip


def site_with(folder: Path, name: str, raw: bytes, use: str) -> Path:
    """A content folder with this picture and a post that uses it."""
    body, fields, _ = USES[use]
    post = post_text(body.format(name), **{key: its.format(name) for key, its in fields.items()})
    site = write_site(folder, sti=post)
    (site / "images").mkdir()
    (site / "images" / name).write_bytes(raw)
    return site


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_cannot_be_shown_is_reported_where_it_is_used(
    what: str, use: str, tmp_path: Path
) -> None:
    name, raw, message = BROKEN[what]
    problems = check_content(read_content(site_with(tmp_path, name, raw, use)), NOW)
    assert [(problem.source, problem.line) for problem in problems] == [
        ("posts/2012/sti.md", USES[use][2])
    ]
    assert f"images/{name}" in render_problems(problems)
    assert message in render_problems(problems)


def test_a_file_that_nobody_uses_may_be_what_it_is(tmp_path: Path) -> None:
    site = write_site(tmp_path, sti=post_text())
    (site / "images").mkdir()
    for what, (name, raw, _) in BROKEN.items():
        (site / "images" / f"{what}-{name}").write_bytes(raw)
    assert check_content(read_content(site), NOW) == []


@pytest.mark.parametrize("raw", [PHOTOGRAPH, DRAWING, WEBP, GIF])
def test_what_a_file_is_called_does_not_decide_what_it_is(raw: bytes, tmp_path: Path) -> None:
    site = site_with(tmp_path, "a.png", raw, "in the text")
    assert check_content(read_content(site), NOW) == []
    assert all(shown.width for shown in everywhere(site / "images/a.png").values())


def test_a_photograph_with_a_second_one_in_it_is_read(tmp_path: Path) -> None:
    """As telephones store depth, or the same in brighter light (CIPA DC-007)."""
    raw = packed(upright_picture(), "MPO", save_all=True, append_images=[flat("RGB", YELLOW)])
    assert near(parts_of(load_normalized(written(tmp_path, raw)))[0], RED, 6)
    assert isinstance(read_picture(raw), PictureFile)


SMALL: tuple[bytes, ...] = (
    packed(upright_picture(8), "JPEG", icc_profile=rgb_profile(P3)),
    turned(6, "JPEG", 8),
    turned(5, "PNG", 8),
    turned(8, "WEBP", 8),
    packed(upright_picture(8), "GIF"),
    packed(upright_picture(8).quantize(4), "PNG", transparency=1),
    packed(flat("CMYK", (9, 8, 7, 6), (9, 9)), "JPEG", icc_profile=cmyk_profile(PRESS)),
)


@given(data=st.data(), raw=st.sampled_from(SMALL))
def test_whatever_is_wrong_with_the_bytes_what_passes_can_be_shown(
    data: Any, raw: bytes, tmp_path: Path
) -> None:
    spoilt = bytearray(raw)
    for _ in range(data.draw(st.integers(0, 4))):
        spoilt[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(raw)) | st.integers(0, len(raw)))
    file = written(tmp_path, bytes(spoilt[:end]))
    if isinstance(read_picture(file.read_bytes()), PictureFile):
        assert all(shown.load() is not None for shown in everywhere(file).values())


def test_a_rendition_is_encoded_once_and_then_taken_from_the_cache(tmp_path: Path) -> None:
    file = tmp_path / "sol.png"
    Image.new("RGB", (900, 600), RED).save(file)
    picture = read_picture(file.read_bytes())
    assert isinstance(picture, PictureFile)
    cache = PictureCache(tmp_path / "cache")
    rendition = renditions(file.name, picture)[0]
    first = make_rendition(file, picture, rendition, cache)
    file.unlink()
    assert make_rendition(file, picture, rendition, cache) == first


def test_a_picture_that_changes_during_the_build_is_never_stored_as_the_one_it_was(
    tmp_path: Path,
) -> None:
    file = tmp_path / "sol.png"
    Image.new("RGB", (900, 600), RED).save(file)
    picture = read_picture(file.read_bytes())
    assert isinstance(picture, PictureFile)
    Image.new("RGB", (900, 600), "blue").save(file)
    with pytest.raises(PictureChanged):
        make_rendition(file, picture, renditions(file.name, picture)[0])
