"""The editions of a magazine, as readers and printers see them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, NavigableString
from pikepdf import Pdf
from PIL import Image, ImageOps

from nyspor.clock import read_clock
from nyspor.magazine.build import SECTION_CACHE, make_magazine
from nyspor.magazine.core.page_geometry import BLEED, PAGE_SIZE
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.layout_tree import MarkedContent, Node
from nyspor.magazine.layout.section_html import render_section
from nyspor.magazine.pdf.page_boxes import CROP_MARKS_END
from nyspor.magazine.pdf.structure_elements import structure_element
from nyspor.magazine.pdf.structure_roles import ROLES
from nyspor.magazine.sections import with_notes_pages
from tests.conftest import NOW, ROOT
from tests.magazine.made_magazine import MadeMagazine, inputs_of
from tests.magazine.reading_pdf import (
    children_of,
    document,
    roles,
)

WHITE = (255, 255, 255)


def sections_in(pdf: Pdf) -> list[object]:
    """Return the outermost elements, one for each section."""
    return [child for child in children_of(document(pdf)) if not isinstance(child, int)]


def html_of(magazine: MadeMagazine, name: str) -> BeautifulSoup:
    """Return a section's HTML as its template renders it."""
    composer = Composer(magazine.inputs)
    sections = with_notes_pages(magazine.inputs.sections(), 1, magazine.inputs.translate)
    section = next(section for section in sections if section.name == name)
    return BeautifulSoup(render_section(composer.environment, section), "lxml").body


EMPTY_ELEMENTS = ("hr", "br", "col", "colgroup")
"""Elements that show no content of their own."""


def expected_roles(html: BeautifulSoup, *, is_pdf20: bool = False) -> Counter[str]:
    """Count the elements of each structure type that the HTML should have by the table of roles."""
    tree = _node(html)
    children = [child for child in tree.children if isinstance(child, Node)]
    made = (element for child in children for element in structure_element(child).elements())
    return Counter(element.role.structure_type(is_pdf20) for element in made)


def _node(tag: BeautifulSoup) -> Node:
    """Return the HTML as a layout tree, with the list markers that the style sheet generates."""
    node = Node(tag.name, {"class": " ".join(tag.get("class", []))})
    if (
        tag.name == "li"
        and not tag.parent.get("role")
        and "sources-list" not in tag.parent.get("class", [])
    ):
        node.children.append(Node("marker"))
    for child in tag.children:
        if isinstance(child, NavigableString):
            node.children += [MarkedContent(0, 0)] if child.strip() else []
        elif child.name not in EMPTY_ELEMENTS and not is_hidden(child):
            node.children.append(_node(child))
    return node


def is_hidden(tag: BeautifulSoup) -> bool:
    hidden = {"hidden", "headerlink", "footnote-backref"}
    decorative = tag.get("aria-hidden") == "true" or tag.get("alt") == ""
    return decorative or bool(hidden & set(tag.get("class", [])))


@pytest.mark.parametrize("kind", ["screen", "archive"])
def test_there_is_one_structure_element_for_each_html_element(
    magazine: MadeMagazine, kind: str
) -> None:
    pdf = Pdf.open(magazine.file(kind))
    names = [section.name for section in magazine.paginated.sections]
    found = sections_in(pdf)
    assert len(found) == len(names)
    for name, element in zip(names, found, strict=True):
        counted = roles(element) + Counter([str(element.S).lstrip("/")])
        if name != "forside":  # Its list of stories is not shown on paper.
            assert counted == expected_roles(html_of(magazine, name), is_pdf20=kind == "archive"), (
                name
            )


def test_the_documented_table_is_the_table_of_roles() -> None:
    text = (ROOT / "docs/magasin.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9]+)` \| (\w+) \| (\w+) \|", text, re.MULTILINE)
    assert {tag: (pdf17, pdf20) for tag, pdf17, pdf20 in rows} == {
        tag: (role.pdf17, role.pdf20) for tag, role in ROLES.items()
    }


def test_the_artwork_of_the_cover_fills_the_bleed(magazine: MadeMagazine) -> None:
    """The style sheet draws it, and Python sets the box: both from `BLEED`."""
    scale = 5  # pixels per millimetre
    command = ["pdftoppm", "-r", str(scale * 25.4), "-singlefile", "-png", magazine.file("print")]
    sheet = Image.open(BytesIO(subprocess.run(command, capture_output=True, check=True).stdout))
    margin = sheet.width / scale - PAGE_SIZE[0]
    edge = round((margin / 2 - BLEED) * scale)
    turned = sheet.transpose(Image.Transpose.TRANSPOSE)
    for side in (sheet, turned, ImageOps.mirror(sheet), ImageOps.mirror(turned)):
        across = [side.getpixel((x, side.height // 2)) == WHITE for x in (edge - 2, edge + 2)]
        assert across == [True, False]


def test_the_printer_gets_bleed_marks_and_all_fonts(magazine: MadeMagazine) -> None:
    pdf = Pdf.open(magazine.file("print"))
    for page in pdf.pages:
        trim, bleed, media = (
            [float(n) for n in box] for box in (page.TrimBox, page.BleedBox, page.MediaBox)
        )
        millimetre = 72 / 25.4
        assert trim[2] - trim[0] == pytest.approx(210 * millimetre, abs=0.1)
        extent = [round((t - b) / millimetre, 2) for t, b in zip(trim, bleed, strict=True)]
        assert extent == [BLEED, BLEED, -BLEED, -BLEED]
        assert media[0] + CROP_MARKS_END <= trim[0], "the sheet has room for the crop marks"
    listed = subprocess.run(
        ["pdffonts", magazine.file("print")], capture_output=True, text=True, check=True
    )
    rows = listed.stdout.splitlines()[2:]
    assert rows
    assert all(re.search(r"Identity-H\s+yes", row) for row in rows)


def test_the_page_list_of_the_epub_has_the_printed_pages(magazine: MadeMagazine) -> None:
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


def test_the_same_bytes_in_another_environment(magazine: MadeMagazine, tmp_path: Path) -> None:
    environ = os.environ | {"NYSPOR_NOW": NOW, "NYSPOR_SITEURL": "https://nyspor.example"}
    environ |= {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    into = tmp_path / "et andet sted"
    command = [Path(sys.executable).parent / "nyspor", "magazine", "2013", "--into", str(into)]
    subprocess.run(
        command, cwd=magazine.inputs.content.parent, env=environ, capture_output=True, check=True
    )
    for made in magazine.manifest.files:
        assert (into / "2013" / made.file).read_bytes() == (
            magazine.folder / made.file
        ).read_bytes()


def test_one_process_gives_the_bytes_of_two(
    magazine: MadeMagazine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nyspor.magazine.layout.section_cache.MIN_PARALLEL_JOBS", 1000)
    alone = make_magazine(
        inputs_of(magazine.inputs.content, tmp_path / SECTION_CACHE), tmp_path, read_clock(NOW)
    )
    assert alone == magazine.manifest
