"""The editions of the sample's magazine, as readers and validators see them."""

from __future__ import annotations

from collections import Counter

import pytest
from bs4 import BeautifulSoup
from pikepdf import Pdf

from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.section_html import render_section
from nyspor.yearly_status.records import Status
from tests.magazine.made_magazine import MadeDocument, MadeMagazine
from tests.magazine.reading_pdf import (
    MARKER,
    Content,
    content_of,
    document,
    elements,
    letters,
    roles,
    text_of,
)
from tests.magazine.test_editions import html_of, sections_in
from tests.magazine.validators import ace, epubcheck, page_validation, vera_each


@pytest.fixture(scope="module")
def screen(magazine: MadeMagazine) -> Pdf:
    return Pdf.open(magazine.file("screen"))


@pytest.fixture(scope="module")
def painted(screen: Pdf) -> Content:
    return content_of(screen)


def test_the_pdf_validators_find_no_faults(
    magazine: MadeMagazine, documents: dict[str, MadeDocument]
) -> None:
    screens = [magazine.file("screen"), *(made.screen for made in documents.values())]
    archives = [magazine.file("archive"), *(made.archive for made in documents.values())]
    wanted = dict.fromkeys(screens, ("ua1", "2a")) | dict.fromkeys(archives, ("ua2", "4"))
    assert {pdf: faults for pdf, faults in vera_each(wanted).items() if faults} == {}
    assert [page_validation(screen) for screen in screens] == [[]] * 3


def test_every_number_of_the_status_in_print_is_that_of_its_page(
    documents: dict[str, MadeDocument],
) -> None:
    inputs = documents["status/2026"].inputs
    (section,) = inputs.sections()
    html = BeautifulSoup(render_section(Composer(inputs).environment, section), "lxml")
    status = section.context["status"]
    assert isinstance(status, Status)
    known = {number.slug: number.value for number in status.numbers}
    shown = {item["data-number"]: float(item.text) for item in html.select("[data-number]")}
    assert len(shown) > 30
    assert shown == {slug: known[slug] for slug in shown}


def test_a_document_has_a_bookmark_its_title_and_headed_tables(
    documents: dict[str, MadeDocument],
) -> None:
    with Pdf.open(documents["status/2026"].screen) as pdf:
        assert str(pdf.docinfo.Title) == "Årsstatus 2026 for Eksempel Kommune"
        assert str(pdf.Root.Lang) == "da"
        found = Counter(roles(document(pdf)))
        assert (found["H1"], found["Table"]) == (1, 3)
        assert found["TH"] > 20


def test_the_epub_validators_find_no_faults(magazine: MadeMagazine) -> None:
    assert epubcheck(magazine.file("epub")) == []
    assert ace(magazine.file("epub")) == []


def test_running_heads_are_artifacts_and_nothing_is_outside_the_tags(
    screen: Pdf, painted: Content, magazine: MadeMagazine
) -> None:
    assert painted.untagged == []
    heads = {"".join(text.split()) for text in painted.artifacts}
    assert {"Nye spor 2013".replace(" ", ""), "8"} <= heads
    # Every mark belongs to an element, so artifacts are not read.
    held = sum(len(letters(text_of(section, painted))) for section in sections_in(screen))
    markers = sum(len(letters(text)) for text in painted.marks.values() if MARKER.fullmatch(text))
    assert held == len(letters("".join(painted.marks.values()))) - markers


def test_the_end_of_a_line_is_a_soft_hyphen(painted: Content) -> None:
    everything = "".join(painted.marks.values())
    assert "\u2010" not in everything
    assert everything.count("\u00ad") > 50


def test_languages_alternatives_and_bookmarks_are_there(screen: Pdf) -> None:
    figures = [e for e in elements(document(screen)) if str(e.S) == "/Figure"]
    assert len(figures) >= 11
    assert all(len(str(figure.Alt)) > 20 for figure in figures)
    assert str(screen.Root.Lang) == "da"
    assert str(screen.docinfo["/Title"]) == "Nye spor 2013"
    with screen.open_outline() as outline:
        sections = [item for item in outline.root if len(item.children) > 2]
        assert [item.title for item in sections] == [
            "Spørg dem, der ved det",
            "Tættere sammen",
            "Mod på arbejdet",
        ]


def test_the_magazine_has_enough_text_on_its_pages(magazine: MadeMagazine) -> None:
    assert magazine.manifest.pages >= 16
    assert magazine.manifest.pages % 4 == 0
    stories = {
        section.name: section for section in magazine.inputs.sections() if section.level == 2
    }
    pages = sum(
        section.layout.pages for section in magazine.paginated.sections if section.name in stories
    )
    words = sum(len(html_of(magazine, name).get_text(" ").split()) for name in stories)
    assert words / pages >= 150
