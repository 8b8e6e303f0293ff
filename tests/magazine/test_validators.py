"""The judges: each lets pass what is right, and refuses what is wrong. Else their silence is worth nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from weasyprint import HTML

from tests.magazine.validators import ace, epubcheck, page_validation, vera, vera_each

PAGE = '<html lang="da"><title>Nyspor</title><h1>Ét spor</h1><p>Der var en gang.</p>'


def printed(folder: Path, variant: str | None) -> Path:
    pdf = folder / f"{variant or 'untagged'}.pdf".replace("/", "-")
    HTML(string=PAGE).write_pdf(pdf, pdf_variant=variant)
    return pdf


CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"
xml:lang="da"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">urn:nyspor:magasin:2013</dc:identifier>
<dc:title>Nyspor</dc:title><dc:language>da</dc:language>
<meta property="dcterms:modified">2013-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Alt kan læses som tekst.</meta></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="story" href="story.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="story"/></spine></package>"""

XHTML = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
lang="da" xml:lang="da"><head><title>Nyspor</title></head><body>{}</body></html>"""

NAVIGATION = """<nav epub:type="toc" role="doc-toc" aria-label="Indhold">
<ol><li><a href="story.xhtml">Ét spor</a></li></ol></nav>"""


def bound(folder: Path, story: str) -> Path:
    """The smallest EPUB that is right, if its one story is."""
    epub = folder / "magasin.epub"
    with zipfile.ZipFile(epub, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("book.opf", PACKAGE)
        book.writestr("nav.xhtml", XHTML.format(NAVIGATION))
        book.writestr("story.xhtml", XHTML.format(story))
    return epub


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A file that is neither magazine nor book."""
    file = tmp_path / "letter.epub"
    file.write_text("Kære læser", "utf-8")
    return file


RIGHT = "<h1>Ét spor</h1><p>Der var en gang.</p>"
WRONG = '<h1>Ét spor</h1><p><img src="gone.png"/></p>'


def test_vera_passes_a_tagged_pdf_and_refuses_one_without_tags(tmp_path: Path) -> None:
    tagged, untagged = printed(tmp_path, "pdf/ua-1"), printed(tmp_path, None)
    found = vera_each({tagged: ["ua1"], untagged: ["ua1"]})
    assert found[tagged] == []
    assert any(
        line.startswith("ua1 7.1-3: Content is neither marked as Artifact nor tagged")
        and line.endswith(" times)")
        for line in found[untagged]
    )


def test_vera_judges_by_each_profile_asked_for(tmp_path: Path) -> None:
    archive, universal = printed(tmp_path, "pdf/a-2a"), printed(tmp_path, "pdf/ua-2")
    found = vera_each({archive: ["ua1", "2a"], universal: ["ua2", "4"]})
    assert {line.split()[0] for line in found[archive]} == {"ua1"}
    assert {line.split()[0] for line in found[universal]} == {"ua2", "4"}


def test_vera_refuses_what_is_no_pdf(letter: Path) -> None:
    assert [line.split(":")[0] for line in vera(letter, "ua1")] == ["ua1 unreadable"]


def test_vera_is_not_silent_when_asked_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError):
        vera(printed(tmp_path, "pdf/ua-1"))


def test_page_validation_passes_a_tagged_pdf_and_refuses_one_without_tags(tmp_path: Path) -> None:
    assert page_validation(printed(tmp_path, "pdf/ua-1")) == []
    rules = {line.split(":")[0] for line in page_validation(printed(tmp_path, None))}
    assert "pdf_ua1 PDFUA1-STRUCT-TREE-ROOT-001" in rules


def test_page_validation_judges_by_the_profile_asked_for(tmp_path: Path) -> None:
    tagged = printed(tmp_path, "pdf/ua-1")
    assert page_validation(tagged, "pdf_ua1") == []
    assert {line.split()[0] for line in page_validation(tagged, "pdf_a_2a")} == {"pdf_a_2a"}


def test_page_validation_refuses_what_is_no_pdf(letter: Path) -> None:
    assert page_validation(letter)[0].startswith("pdf_ua1 unreadable: ")


def test_epubcheck_passes_a_right_book_and_names_a_missing_picture(tmp_path: Path) -> None:
    assert epubcheck(bound(tmp_path, RIGHT)) == []
    [line] = epubcheck(bound(tmp_path, WRONG))
    assert line.startswith("ERROR RSC-007 story.xhtml:2: Referenced resource")


def test_epubcheck_refuses_what_is_no_book(letter: Path) -> None:
    assert any(line.startswith("FATAL PKG-008") for line in epubcheck(letter))


def test_epubcheck_is_not_silent_of_a_book_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError):
        epubcheck(tmp_path / "gone.epub")


def test_ace_passes_a_right_book_and_sees_a_picture_without_words(tmp_path: Path) -> None:
    assert ace(bound(tmp_path, RIGHT)) == []
    [line] = ace(bound(tmp_path, WRONG))
    assert line.startswith("critical image-alt story.xhtml: <img")


def test_ace_is_not_silent_of_what_is_no_book(letter: Path) -> None:
    with pytest.raises(CalledProcessError):
        ace(letter)
