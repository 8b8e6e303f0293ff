"""The editions of the sample's magazine, as readers and validators see them."""

from __future__ import annotations

import pytest
from pikepdf import Pdf

from tests.magazine.made_magazine import MadeMagazine
from tests.magazine.reading_pdf import (
    MARKER,
    Content,
    content_of,
    document,
    elements,
    letters,
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


def test_the_pdf_validators_find_no_faults(magazine: MadeMagazine) -> None:
    screen, archive = magazine.file("screen"), magazine.file("archive")
    found = vera_each({screen: ("ua1", "2a"), archive: ("ua2", "4")})
    assert found == {screen: [], archive: []}
    assert page_validation(screen) == []


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
