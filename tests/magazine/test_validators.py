"""The validators themselves: each accepts a correct file and rejects a faulty one."""

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


def write_epub(folder: Path, story: str) -> Path:
    """Write a minimal EPUB with one story; it is valid if the story is."""
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
    """Return a file that is neither a PDF nor an EPUB."""
    file = tmp_path / "letter.epub"
    file.write_text("Kære læser", "utf-8")
    return file


RIGHT = "<h1>Ét spor</h1><p>Der var en gang.</p>"
WRONG = '<h1>Ét spor</h1><p><img src="gone.png"/></p>'


def test_vera_accepts_a_tagged_pdf_and_rejects_an_untagged_one(tmp_path: Path) -> None:
    tagged, untagged = printed(tmp_path, "pdf/ua-1"), printed(tmp_path, None)
    found = vera_each({tagged: ["ua1"], untagged: ["ua1"]})
    assert found[tagged] == []
    assert any(
        line.startswith("ua1 7.1-3: Content is neither marked as Artifact nor tagged")
        and line.endswith(" times)")
        for line in found[untagged]
    )


def test_vera_validates_by_each_profile(tmp_path: Path) -> None:
    archive, universal = printed(tmp_path, "pdf/a-2a"), printed(tmp_path, "pdf/ua-2")
    found = vera_each({archive: ["ua1", "2a"], universal: ["ua2", "4"]})
    assert {line.split()[0] for line in found[archive]} == {"ua1"}
    assert {line.split()[0] for line in found[universal]} == {"ua2", "4"}


def test_vera_rejects_what_is_no_pdf(letter: Path) -> None:
    assert [line.split(":")[0] for line in vera(letter, "ua1")] == ["ua1 unreadable"]


def test_vera_without_a_profile_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError):
        vera(printed(tmp_path, "pdf/ua-1"))


def test_page_validation_accepts_a_tagged_pdf_and_rejects_an_untagged_one(tmp_path: Path) -> None:
    assert page_validation(printed(tmp_path, "pdf/ua-1")) == []
    rules = {line.split(":")[0] for line in page_validation(printed(tmp_path, None))}
    assert "pdf_ua1 PDFUA1-STRUCT-TREE-ROOT-001" in rules


def test_page_validation_validates_by_the_profile(tmp_path: Path) -> None:
    tagged = printed(tmp_path, "pdf/ua-1")
    assert page_validation(tagged, "pdf_ua1") == []
    assert {line.split()[0] for line in page_validation(tagged, "pdf_a_2a")} == {"pdf_a_2a"}


def test_page_validation_rejects_what_is_no_pdf(letter: Path) -> None:
    assert page_validation(letter)[0].startswith("pdf_ua1 unreadable: ")


def test_epubcheck_accepts_a_valid_epub_and_reports_a_missing_picture(tmp_path: Path) -> None:
    assert epubcheck(write_epub(tmp_path, RIGHT)) == []
    [line] = epubcheck(write_epub(tmp_path, WRONG))
    assert line.startswith("ERROR RSC-007 story.xhtml:2: Referenced resource")


def test_epubcheck_rejects_what_is_no_epub(letter: Path) -> None:
    assert any(line.startswith("FATAL PKG-008") for line in epubcheck(letter))


def test_epubcheck_of_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError):
        epubcheck(tmp_path / "gone.epub")


def test_ace_accepts_a_valid_epub_and_reports_a_picture_without_alternative(tmp_path: Path) -> None:
    assert ace(write_epub(tmp_path, RIGHT)) == []
    [line] = ace(write_epub(tmp_path, WRONG))
    assert line.startswith("critical image-alt story.xhtml: <img")


def test_ace_of_what_is_no_epub_is_an_error(letter: Path) -> None:
    with pytest.raises(CalledProcessError):
        ace(letter)
