"""The sample magazine, as readers, printers and judges meet it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, NavigableString
from pikepdf import Pdf

from nyspor.clock import read_clock
from nyspor.magazine.build import SHELF, make_magazine
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.layout_tree import Mark, Node
from nyspor.magazine.layout.pagination import render_piece
from nyspor.magazine.pdf.structure_elements import element_of
from nyspor.magazine.pdf.structure_roles import ROLES
from nyspor.magazine.sections import with_notes_pages
from tests.conftest import NOW, ROOT, MadeMagazine, paper_of
from tests.magazine.reading_pdf import (
    MARKER,
    Content,
    content_of,
    document,
    elements,
    kids_of,
    letters,
    roles,
    text_of,
)
from tests.magazine.validators import ace, epubcheck, page_validation, vera_each


@pytest.fixture(scope="module")
def screen(magazine: MadeMagazine) -> Pdf:
    return Pdf.open(magazine.file("screen"))


@pytest.fixture(scope="module")
def painted(screen: Pdf) -> Content:
    return content_of(screen)


def test_the_judges_of_pdf_are_content(magazine: MadeMagazine) -> None:
    screen, archive = magazine.file("screen"), magazine.file("archive")
    found = vera_each({screen: ("ua1", "2a"), archive: ("ua2", "4")})
    assert found == {screen: [], archive: []}
    assert page_validation(screen) == []


def test_the_judges_of_epub_are_content(magazine: MadeMagazine) -> None:
    assert epubcheck(magazine.file("epub")) == []
    assert ace(magazine.file("epub")) == []


def pieces_in(pdf: Pdf) -> list[object]:
    """The outermost elements, one for each piece."""
    return [kid for kid in kids_of(document(pdf)) if not isinstance(kid, int)]


def html_of(magazine: MadeMagazine, name: str) -> BeautifulSoup:
    """A piece's HTML, as its template gives it."""
    composer = Composer(magazine.paper)
    pieces = with_notes_pages(magazine.paper.pieces(), 1, magazine.paper.say)
    piece = next(piece for piece in pieces if piece.name == name)
    return BeautifulSoup(render_piece(composer.environment, piece), "lxml").body


SILENT = ("hr", "br", "col", "colgroup")
"""Elements that show no content of their own."""


def expected_roles(html: BeautifulSoup, *, two: bool = False) -> Counter[str]:
    """How many elements of each type the HTML calls for, by the table of roles alone."""
    tree = _node(html)
    kids = [kid for kid in tree.kids if isinstance(kid, Node)]
    made = (element for kid in kids for element in element_of(kid).elements())
    return Counter(element.role.in_version(two) for element in made)


def _node(tag: BeautifulSoup) -> Node:
    """The HTML as the tree that the PDF is made from; a list's markers are made by its style."""
    node = Node(tag.name, {"class": " ".join(tag.get("class", []))})
    if (
        tag.name == "li"
        and not tag.parent.get("role")
        and "sources-list" not in tag.parent.get("class", [])
    ):
        node.kids.append(Node("marker"))
    for kid in tag.children:
        if isinstance(kid, NavigableString):
            node.kids += [Mark(0, 0)] if kid.strip() else []
        elif kid.name not in SILENT and not is_hidden(kid):
            node.kids.append(_node(kid))
    return node


def is_hidden(tag: BeautifulSoup) -> bool:
    hidden = {"hidden", "headerlink", "footnote-backref"}
    return tag.get("aria-hidden") == "true" or bool(hidden & set(tag.get("class", [])))


@pytest.mark.parametrize("kind", ["screen", "archive"])
def test_there_is_one_structure_element_for_each_html_element(
    magazine: MadeMagazine, kind: str
) -> None:
    pdf = Pdf.open(magazine.file(kind))
    names = [part.name for part in magazine.composed.parts]
    found = pieces_in(pdf)
    assert len(found) == len(names)
    for name, element in zip(names, found, strict=True):
        counted = roles(element) + Counter([str(element.S).lstrip("/")])
        if name != "forside":  # Its list of stories is not shown on paper.
            assert counted == expected_roles(html_of(magazine, name), two=kind == "archive"), name


def test_the_table_in_the_paper_is_the_table_of_roles() -> None:
    text = (ROOT / "docs/magasin.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9]+)` \| (\w+) \| (\w+) \|", text, re.MULTILINE)
    assert {tag: (old, new) for tag, old, new in rows} == {
        tag: (role.old, role.new) for tag, role in ROLES.items()
    }


def test_running_heads_are_artifacts_and_nothing_is_outside_the_tags(
    screen: Pdf, painted: Content, magazine: MadeMagazine
) -> None:
    assert painted.loose == []
    told = {title for part in magazine.composed.parts if (title := part.title)}
    heads = {"".join(text.split()) for text in painted.aside}
    assert {"Nye spor 2013".replace(" ", ""), "8"} <= heads
    # Every mark belongs to an element, so what is an artifact is read by nobody.
    assert told
    held = sum(len(letters(text_of(piece, painted))) for piece in pieces_in(screen))
    markers = sum(len(letters(text)) for text in painted.marks.values() if MARKER.fullmatch(text))
    assert held == len(letters("".join(painted.marks.values()))) - markers


def test_the_end_of_a_line_is_a_soft_hyphen(painted: Content) -> None:
    everything = "".join(painted.marks.values())
    assert "\u2010" not in everything
    assert everything.count("\u00ad") > 50


def test_languages_alternatives_and_bookmarks_are_told(screen: Pdf) -> None:
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


def test_the_printer_gets_bleed_marks_and_all_fonts(magazine: MadeMagazine) -> None:
    pdf = Pdf.open(magazine.file("print"))
    for page in pdf.pages:
        trim, bleed, media = (
            [float(n) for n in box] for box in (page.TrimBox, page.BleedBox, page.MediaBox)
        )
        millimetre = 72 / 25.4
        assert trim[2] - trim[0] == pytest.approx(210 * millimetre, abs=0.1)
        assert [round((t - b) / millimetre, 2) for t, b in zip(trim, bleed, strict=True)] == [
            3,
            3,
            -3,
            -3,
        ]
        assert media[0] < bleed[0]
    listed = subprocess.run(
        ["pdffonts", magazine.file("print")], capture_output=True, text=True, check=True
    )
    rows = listed.stdout.splitlines()[2:]
    assert rows
    assert all(re.search(r"Identity-H\s+yes", row) for row in rows)


def test_the_magazine_fills_its_pages_honestly(magazine: MadeMagazine) -> None:
    assert magazine.manifest.pages >= 16
    assert magazine.manifest.pages % 4 == 0
    stories = {piece.name: piece for piece in magazine.paper.pieces() if piece.level == 2}
    pages = sum(part.laid.pages for part in magazine.composed.parts if part.name in stories)
    words = sum(len(html_of(magazine, name).get_text(" ").split()) for name in stories)
    assert words / pages >= 150


def test_the_page_list_of_the_epub_is_that_of_the_paper(magazine: MadeMagazine) -> None:
    with ZipFile(magazine.file("epub")) as book:
        nav = BeautifulSoup(book.read("EPUB/nav.xhtml"), "lxml-xml")
        links = nav.find("nav", {"epub:type": "page-list"}).find_all("a")
        assert [link.text for link in links] == [str(n + 1) for n in range(magazine.manifest.pages)]
        for link in links:
            file, _, place = link["href"].partition("#")
            assert (
                BeautifulSoup(book.read(f"EPUB/{file}"), "lxml-xml").find(id=place)["aria-label"]
                == link.text
            )


def test_the_same_bytes_elsewhere(magazine: MadeMagazine, tmp_path: Path) -> None:
    environ = os.environ | {"NYSPOR_NOW": NOW, "NYSPOR_SITEURL": "https://nyspor.example"}
    environ |= {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    into = tmp_path / "et andet sted"
    command = [Path(sys.executable).parent / "nyspor", "magazine", "2013", "--into", str(into)]
    subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=True)
    for made in magazine.manifest.files:
        assert (into / "2013" / made.file).read_bytes() == (
            magazine.folder / made.file
        ).read_bytes()


def test_one_process_gives_the_bytes_of_two(
    magazine: MadeMagazine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nyspor.magazine.layout.section_cache.WORTH_TWO", 1000)
    alone = make_magazine(paper_of(ROOT / "content", tmp_path / SHELF), tmp_path, read_clock(NOW))
    assert alone == magazine.manifest
