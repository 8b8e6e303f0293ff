"""The finisher: small pieces joined to one PDF, and what a reader's software finds in it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Pdf

from nyspor.magazine.layout.fonts_and_styles import press_of, srgb_profile, styles, whole_fonts
from nyspor.magazine.pdf.assemble import About, Edition, finish
from nyspor.magazine.pdf.images import Plate, make_plate
from nyspor.magazine.pdf.structure_tree import Part
from tests.conftest import ROOT
from tests.magazine.reading_pdf import content_of, document, elements, letters, text_of

THEME = ROOT / "theme"
ABOUT = About("Nye spor", "da", "Nyspor", "En prøve.", "2026-11-23T11:00:00+00:00")


def no_picture(key: str) -> Plate:
    raise AssertionError(key)


def joined(
    folder: Path, edition: Edition = Edition.SCREEN, plate: object = no_picture, **bodies: str
) -> Pdf:
    """A PDF of pieces, given by name as the inside of their bodies."""
    press = press_of(THEME, styles(THEME))
    parts = [
        Part(name, name.capitalize(), 1, press.lay_out(f'<html lang="da"><head><title>x</title></head><body class="story">{body}</body></html>', folder / f"{name}.pdf"))
        for name, body in bodies.items()
    ]  # fmt: skip
    pdf = finish(parts, edition, ABOUT, whole_fonts(THEME), srgb_profile(), plate)  # type: ignore[arg-type]
    return Pdf.open(BytesIO(pdf))


def test_a_foreign_word_says_its_language(tmp_path: Path) -> None:
    pdf = joined(tmp_path, stien='<p>Vi fik <em lang="en">feedback</em>.</p>')
    assert [str(e.Lang) for e in elements(document(pdf)) if "/Lang" in e] == ["en"]


@pytest.mark.parametrize("edition", [Edition.SCREEN, Edition.ARCHIVE])
def test_a_link_leads_to_the_other_piece(tmp_path: Path, edition: Edition) -> None:
    link = '<h1>Stien</h1><p>Se <a href="nyspor-piece:broen">broen</a>.</p>'
    pdf = joined(tmp_path, edition, stien=link, broen="<h1>Broen</h1>")
    (annotation,) = pdf.pages[0].Annots
    assert annotation.A.D[0].objgen == pdf.pages[1].obj.objgen
    if edition is Edition.ARCHIVE:
        assert str(annotation.A.SD[0].S) == "/H1"
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Stien", "Broen"]


def test_footnotes_of_the_same_name_lead_each_to_its_own(tmp_path: Path) -> None:
    body = '<p>Frikommune<sup id="fnref:1"><a href="#fn:1">1</a></sup></p><div class="footnote"><ol><li id="fn:1"><p>{}</p></li></ol></div>'
    pdf = joined(tmp_path, stien=body.format("Den ene."), broen=body.format("Den anden."))
    targets = [page.Annots[0].A.D[0].objgen for page in pdf.pages]
    assert targets == [page.obj.objgen for page in pdf.pages]


def test_a_link_over_two_lines_is_one_link(tmp_path: Path) -> None:
    words = "innovationskonsulenten " * 12
    pdf = joined(
        tmp_path, stien=f'<p>Spørg <a href="https://nyspor.example/"><em>{words}</em></a></p>'
    )
    links = [e for e in elements(document(pdf)) if str(e.S) == "/Link"]
    assert len(links) == 1
    assert len(pdf.pages[0].Annots) >= 2
    assert all("/StructParent" in annotation for annotation in pdf.pages[0].Annots)


def test_a_broken_word_is_read_whole_and_a_real_hyphen_stays(tmp_path: Path) -> None:
    text = "En velfærdsinnovationskonsulents 24-årige erfaring med hverdagsrehabilitering. " * 20
    pdf = joined(tmp_path, stien=f'<div class="told-text"><p>{text}</p></div>')
    content = content_of(pdf)
    told = text_of(document(pdf), content)
    assert "\u00ad" in told
    assert letters(told) == letters(text)


def test_heads_and_numbers_are_set_on_the_outer_side(tmp_path: Path) -> None:
    pdf = joined(tmp_path, stien="<h1>Stien</h1>", broen="<h1>Broen</h1>")
    assert content_of(pdf).aside == ["Stien", "1", "Nye spor", "2"]


def test_a_mention_gets_its_page_once_the_pages_are_known(tmp_path: Path) -> None:
    body = '<div class="told-text"><p>Se <a href="nyspor-piece:broen" data-mentions="broen">broen</a>.</p></div>'
    pdf = joined(tmp_path, stien=body, broen="<h1>Broen</h1>")
    content = content_of(pdf)
    assert "(side 2)" in content.aside
    assert "side" not in text_of(document(pdf), content)


def test_a_picture_that_two_pieces_show_is_there_once(tmp_path: Path) -> None:
    picture = '<figure><img src="nyspor-content:///images/phoenix.png?abc-2200x1468" alt="Et hus med en fugl."></figure>'
    made = make_plate(ROOT / "content/images/phoenix.png")
    pdf = joined(tmp_path, plate=lambda key: made, stien=picture, broen=picture)
    shown = [page.Resources.XObject.values() for page in pdf.pages]
    assert len({image.objgen for images in shown for image in images}) == 1
    figures = [e for e in elements(document(pdf)) if str(e.S) == "/Figure"]
    assert [str(figure.Alt) for figure in figures] == ["Et hus med en fugl."] * 2
