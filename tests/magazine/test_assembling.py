"""Assembling the PDF: small sections in one file, and what reading software finds in it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf
from PIL import Image

from nyspor.magazine.layout.fonts_and_styles import (
    font_files,
    layout_engine,
    print_styles,
    srgb_profile,
)
from nyspor.magazine.layout.section_layout import LaidOutSection
from nyspor.magazine.pdf.assemble import assemble_pdf
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.images import EncodedImage, encode_image
from nyspor.site.theme import Theme
from tests.magazine.reading_pdf import content_of, document, elements, letters, text_of

THEME = Theme()
INFO = DocumentInfo("Nye spor", "da", "Nyspor", "En prøve.", "2026-11-23T11:00:00+00:00")


def no_picture(key: str) -> EncodedImage:
    raise AssertionError(key)


def assembled(
    folder: Path, edition: Edition = Edition.SCREEN, image: object = no_picture, **bodies: str
) -> Pdf:
    """Return a PDF of sections, given by name as the content of their bodies."""
    engine = layout_engine(THEME, print_styles(THEME))
    sections = [
        LaidOutSection(name, name.capitalize(), 1, engine.lay_out(f'<html lang="da"><head><title>x</title></head><body class="story">{body}</body></html>', folder / f"{name}.pdf"))
        for name, body in bodies.items()
    ]  # fmt: skip
    pdf = assemble_pdf(sections, edition, INFO, font_files(THEME), srgb_profile(), image)  # type: ignore[arg-type]
    return Pdf.open(BytesIO(pdf))


def test_a_foreign_word_has_its_language(tmp_path: Path) -> None:
    pdf = assembled(tmp_path, stien='<p>Vi fik <em lang="en">feedback</em>.</p>')
    assert [str(e.Lang) for e in elements(document(pdf)) if "/Lang" in e] == ["en"]


def test_a_heading_of_a_table_says_what_it_is_the_heading_of(tmp_path: Path) -> None:
    table = '<table><tr><td></td><th scope="col">2012</th><th>2013</th></tr><tr><th scope="row">Stier</th><td>1</td><td>2</td></tr></table>'
    pdf = assembled(tmp_path, stien=table)
    headings = [e for e in elements(document(pdf)) if str(e.S) == "/TH"]
    assert [str(e.A.Scope) for e in headings] == ["/Column", "/Column", "/Row"]


@pytest.mark.parametrize("edition", [Edition.SCREEN, Edition.ARCHIVE])
def test_a_link_leads_to_the_other_section(tmp_path: Path, edition: Edition) -> None:
    link = '<h1>Stien</h1><p>Se <a href="nyspor-piece:broen">broen</a>.</p>'
    pdf = assembled(tmp_path, edition, stien=link, broen="<h1>Broen</h1>")
    (annotation,) = pdf.pages[0].Annots
    assert annotation.A.D[0].objgen == pdf.pages[1].obj.objgen
    if edition is Edition.ARCHIVE:
        assert str(annotation.A.SD[0].S) == "/H1"
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Stien", "Broen"]


def test_footnotes_with_the_same_id_lead_to_their_own_section(tmp_path: Path) -> None:
    body = '<p>Frikommune<sup id="fnref:1"><a href="#fn:1">1</a></sup></p><div class="footnote"><ol><li id="fn:1"><p>{}</p></li></ol></div>'
    pdf = assembled(tmp_path, stien=body.format("Den ene."), broen=body.format("Den anden."))
    targets = [page.Annots[0].A.D[0].objgen for page in pdf.pages]
    assert targets == [page.obj.objgen for page in pdf.pages]


def test_a_link_over_two_lines_is_one_link(tmp_path: Path) -> None:
    words = "innovationskonsulenten " * 12
    pdf = assembled(
        tmp_path, stien=f'<p>Spørg <a href="https://nyspor.example/"><em>{words}</em></a></p>'
    )
    links = [e for e in elements(document(pdf)) if str(e.S) == "/Link"]
    assert len(links) == 1
    assert len(pdf.pages[0].Annots) >= 2
    assert all("/StructParent" in annotation for annotation in pdf.pages[0].Annots)


def test_a_hyphenated_word_is_read_as_one_and_a_hyphen_stays(tmp_path: Path) -> None:
    text = "En velfærdsinnovationskonsulents 24-årige erfaring med hverdagsrehabilitering. " * 20
    pdf = assembled(tmp_path, stien=f'<div class="told-text"><p>{text}</p></div>')
    content = content_of(pdf)
    read = text_of(document(pdf), content)
    assert "\u00ad" in read
    assert letters(read) == letters(text)


def test_running_heads_and_folios_are_added_in_order(tmp_path: Path) -> None:
    pdf = assembled(tmp_path, stien="<h1>Stien</h1>", broen="<h1>Broen</h1>")
    assert content_of(pdf).artifacts == ["Stien", "1", "Nye spor", "2"]


def test_a_page_reference_shows_the_page_of_its_section(tmp_path: Path) -> None:
    body = '<div class="told-text"><p>Se <a href="nyspor-piece:broen" data-page-reference="broen">broen</a>.</p></div>'
    pdf = assembled(tmp_path, stien=body, broen="<h1>Broen</h1>")
    content = content_of(pdf)
    assert "(side 2)" in content.artifacts
    assert "side" not in text_of(document(pdf), content)


def test_a_picture_that_two_sections_show_is_embedded_once(tmp_path: Path) -> None:
    picture = '<figure><img src="nyspor-content:///images/hus.png?abc-60x40" alt="Et hus med en fugl."></figure>'
    Image.new("RGB", (60, 40), "gold").save(tmp_path / "hus.png")
    made = encode_image(tmp_path / "hus.png")
    pdf = assembled(tmp_path, image=lambda key: made, stien=picture, broen=picture)
    shown = [page.Resources.XObject.values() for page in pdf.pages]
    assert len({image.objgen for images in shown for image in images}) == 1
    figures = [e for e in elements(document(pdf)) if str(e.S) == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Et hus med en fugl."] * 2
