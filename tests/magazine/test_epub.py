"""The EPUB writer: well-formed files for any text, with the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from nyspor.magazine.epub.package import Book, Chapter, Resource, contents, write_epub
from nyspor.magazine.epub.xhtml import to_xhtml
from nyspor.model.site import Site
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme

ENVIRONMENT = make_environment(Theme(), Site("", "", ""), "da")

BOOK = Book(
    identifier="https://nyspor.example/magasin/2013/",
    title="Nye spor",
    language="da",
    publisher="Nyspor",
    description="En prøve.",
    date="2013",
    modified="2026-11-23T11:00:00Z",
    chapters=(Chapter("stien", "Stien", '<h1>Stien</h1><p>Tekst<br>mere</p><span role="doc-pagebreak" id="side-1" aria-label="1"></span>'),),
    resources=(Resource("css/epub.css", b"p { margin: 0 }"), Resource("images/sti.png", b"png")),
    styles=("css/epub.css",),
    cover_image="images/sti.png",
    pages=(("1", "stien.xhtml#side-1"),),
)  # fmt: skip


def files(book: Book) -> dict[str, bytes]:
    with ZipFile(BytesIO(write_epub(book, ENVIRONMENT))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_book_gives_the_same_bytes() -> None:
    assert write_epub(BOOK, ENVIRONMENT) == write_epub(BOOK, ENVIRONMENT)


def test_the_media_type_comes_first_and_uncompressed() -> None:
    with ZipFile(BytesIO(write_epub(BOOK, ENVIRONMENT))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        assert archive.read("mimetype") == b"application/epub+zip"


def test_stories_stand_below_their_section_in_the_contents() -> None:
    chapters = [
        Chapter("forside", "", "", level=0),
        Chapter("a", "Sammen", ""),
        Chapter("b", "Stien", "", level=2),
        Chapter("c", "Tal", ""),
    ]
    assert [(e.title, [b.title for b in e.below]) for e in contents(chapters)] == [
        ("Sammen", ["Stien"]),
        ("Tal", []),
    ]


def test_accessibility_metadata_is_complete_and_conformance_is_not_claimed() -> None:
    package = files(BOOK)["EPUB/package.opf"].decode()
    assert "schema:accessibilitySummary" in package
    assert "pageBreakMarkers" in package
    assert "conformsTo" not in package


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("<p>Et<br>to</p>", "<p>Et<br/>to</p>"),
        ('<p lang="en">so</p>', '<p lang="en" xml:lang="en">so</p>'),
        ('<img src="a.png" alt="" loading="lazy" srcset="b 1w">', '<img src="a.png" alt=""/>'),
        ("<p>&nbsp;æ &amp; ø</p>", "<p>\u00a0æ &amp; ø</p>"),
        ("", ""),
        ("bare ord", "bare ord"),
    ],
)  # fmt: skip
def test_html_becomes_xhtml(html: str, xhtml: str) -> None:
    assert to_xhtml(html) == xhtml


hostile = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(title=hostile, text=hostile, attribute=hostile)
def test_any_text_gives_a_well_formed_book_with_all_of_it(
    title: str, text: str, attribute: str
) -> None:
    html = f'<h1>{escape(title)}</h1><p title="{escape(attribute)}">x{escape(text)}x</p>'
    found = files(replace(BOOK, title=title, chapters=(Chapter("stien", title, html),), pages=()))
    for name, content in found.items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            etree.fromstring(content)
    text_found = BeautifulSoup(found["EPUB/stien.xhtml"], "lxml-xml").p.get_text()
    printable = "".join(char for char in text if char.isprintable())
    assert all(char in text_found for char in printable)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>mere<wbr>mere <b>i</b> dag</p>", "<p>mere\u200bmere <b>i</b> dag</p>"),
        ("<ul>før<li>a</li>efter</ul>", "<ul><li>før</li><li>a</li><li>efter</li></ul>"),
        ("<ol><p>x</p></ol>", "<ol><li><p>x</p></li></ol>"),
        ('<li value="3">x</li>', "<div>x</div>"),
        ("<summary>x</summary>", "<div>x</div>"),
        ("<figcaption>x</figcaption>", "<div>x</div>"),
        ('<details open="">x</details>', "<div>x</div>"),
        ("<dl><p>x</p></dl>", "<div><p>x</p></div>"),
        ("<dd>x</dd>", "<div>x</div>"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><div><dt>a</dt><dd>b</dd></div></dl>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
    ],
)
def test_what_stands_where_only_browsers_allow_it_is_put_in_its_place(written: str, shown: str) -> None:  # fmt: skip
    assert to_xhtml(written) == shown
