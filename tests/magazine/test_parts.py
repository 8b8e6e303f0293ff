"""The smaller parts: encoded images, crop marks, metadata, the manifest, the contact sheet."""

from __future__ import annotations

import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.magazine.contact_sheet import contact_sheet, spreads
from nyspor.magazine.core.manifest import file_name, read_manifest, write_files
from nyspor.magazine.layout.fonts_and_styles import placeholder_image
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.images import cached_image, encode_image
from nyspor.magazine.pdf.metadata import xmp_packet
from nyspor.magazine.pdf.page_boxes import BLEED_POINTS, crop_marks
from nyspor.magazine.sections import Section, magazine_sections
from nyspor.model.kinds import Issue
from tests.builders import make_collection, parse_entry
from tests.conftest import NOW
from tests.magazine.builders import PICTURES, a_story, an_issue


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
    image = encode_image(a_drawing(tmp_path / "tegning.png"), max_width=10)
    palette = bytes.fromhex(image.palette)
    pixels = zlib.decompress(image.data)
    colours = [palette[3 * n : 3 * n + 3].hex() for n in pixels]
    assert (image.width, image.height, image.colour_space) == (40, 20, "indexed")
    assert colours[:12] == ["f4b829"] * 10 + ["1c5540"] * 2


def test_a_photograph_is_scaled_down_for_the_screen_only_and_loses_its_metadata(
    tmp_path: Path,
) -> None:
    source = a_photograph(tmp_path / "foto.jpg")
    screen, paper = encode_image(source, max_width=1600), encode_image(source)
    assert (screen.width, paper.width) == (1600, 2400)
    assert len(screen.data) < len(paper.data)
    for image in (screen, paper):
        assert image.filter == "DCTDecode"
        assert not Image.open(BytesIO(image.data)).getexif()


def test_transparency_becomes_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    picture.save(tmp_path / "luft.png")
    image = encode_image(tmp_path / "luft.png")
    assert image.palette[:6] == "ffffff"


def test_an_image_is_encoded_once(tmp_path: Path) -> None:
    source = a_drawing(tmp_path / "tegning.png")
    first = cached_image(tmp_path / "cache", "abc", source, None)
    source.unlink()
    assert cached_image(tmp_path / "cache", "abc", source, None) == first


def test_a_placeholder_has_the_size_of_the_picture() -> None:
    assert Image.open(BytesIO(placeholder_image(2200, 1467))).size == (2200, 1467)


def test_crop_marks_lie_outside_the_bleed() -> None:
    tokens = crop_marks([0, 0, 595, 842]).split()
    numbers = [float(token) for token in tokens[tokens.index("w") + 1 :] if token[-1].isdigit()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(points) == 16
    bleed = BLEED_POINTS
    for x, y in points:
        assert x < -bleed or x > 595 + bleed or y < -bleed or y > 842 + bleed


@pytest.mark.parametrize(
    ("edition", "claim"),
    [(Edition.SCREEN, "pdfuaid:part>1<"), (Edition.ARCHIVE, "pdfuaid:part>2<")],
)
def test_an_edition_claims_the_standards_it_conforms_to(edition: Edition, claim: str) -> None:
    info = DocumentInfo('Spor & "veje"', "da", "Nyspor", "<Historier>", "2026-11-23T12:00:00+00:00")
    assert claim in xmp_packet(edition, info)
    assert "Spor &amp;" in xmp_packet(edition, info)
    assert "pdfuaid:part>" not in xmp_packet(Edition.PRINT, info)


def test_a_manifest_is_read_only_while_its_files_are_there(tmp_path: Path) -> None:
    manifest = write_files(
        tmp_path, 2013, 32, {"forside": 1}, [("screen", b"%PDF"), ("print", b"%PDF tryk")]
    )
    assert read_manifest(tmp_path) == manifest
    assert [file.public for file in manifest.files] == [True, False]
    (tmp_path / file_name(2013, "screen")).write_bytes(b"")
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"year": 2013}', '{"year": 1, "pages": 1, "numbers": {}, "files": [{}]}'],
)
def test_a_manifest_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert read_manifest(tmp_path) is None


def sections_of(issue: str, **stories: str) -> dict[str, Section]:
    """The sections of an issue by name; `the_path` is a story in English."""
    texts = [parse_entry(text, f"stories/2013/{name.replace('_', '-')}{'.en' if name == 'the_path' else ''}.md") for name, text in stories.items()]  # fmt: skip
    site = replace(make_collection(*texts, parse_entry(issue, "magazine/2013/issue.md")), pictures=PICTURES)  # fmt: skip
    library = build_library(replace(site, files=frozenset(PICTURES)), read_clock(NOW))
    sections = magazine_sections(library, library.of_kind(Issue)[0], str)
    return {section.name: section for section in sections}


def test_a_story_in_english_is_printed_in_its_language() -> None:
    issue = an_issue("historie: stien", "historie: the-path")
    sections = sections_of(issue, stien=a_story(), the_path=a_story(titel="The Path", sprog="en"))
    assert [sections[name].lang for name in ("stien", "the-path")] == ["da", "en"]
    assert sections["the-path"].source == "stories/2013/the-path.en.md"


def test_the_credits_name_the_pictures_in_the_text_too() -> None:
    figure = "::: billede Foto: {}\n![En sti](../../images/skarp.png)\n:::"
    text = "\n\n".join(figure.format(name) for name in ("Anna", "Bo", "Anna"))
    credits = sections_of(an_issue(), stien=a_story(text))["kolofon"].context["credits"]
    assert [credit.credit for credit in credits] == ["Nyspor", "Nyspor; Foto: Anna; Foto: Bo"]


def test_the_contact_sheet_shows_facing_pages() -> None:
    pages = [Image.new("RGB", (10, 14), (n, 0, 0)) for n in range(4)]
    assert [len(spread) for spread in spreads(pages)] == [1, 2, 1]
    sheet = Image.open(BytesIO(contact_sheet(pages, across=2)))
    assert sheet.size == (2 * (20 + 18) + 18, 2 * (14 + 18) + 18)
    assert sheet.getpixel((18 + 10, 18)) == (0, 0, 0)
    assert sheet.getpixel((18 + 20 + 18 + 10, 18)) == (2, 0, 0)
