"""The web edition of the sample's magazine, and that PDF and EPUB have the same text."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from pikepdf import Pdf
from playwright.sync_api import Browser

from tests.browser import axe_findings, html_errors
from tests.conftest import ROOT
from tests.magazine.made_magazine import MadeMagazine
from tests.magazine.reading_pdf import Content, children_of, content_of, document, letters, text_of
from tests.sample.test_links import dead_links
from tests.site.building import build, pages_in, served

Pages = Mapping[str, BeautifulSoup]


@pytest.fixture(scope="module")
def with_magazine(magazine: MadeMagazine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site, built with the editions of the magazine."""
    output = tmp_path_factory.mktemp("site-med-magasin")
    build(ROOT, output, NYSPOR_MAGAZINES=str(magazine.folder.parent))
    return output


@pytest.fixture(scope="module")
def painted(magazine: MadeMagazine) -> tuple[Pdf, Content]:
    pdf = Pdf.open(magazine.file("screen"))
    return pdf, content_of(pdf)


def story_text(page: BeautifulSoup) -> str:
    """Return the text of a story's page as it is read, without decoration and links for the web only."""
    story = copy.copy(page.select_one("article.told"))
    for silent in story.select("[aria-hidden=true], .headerlink, .footnote-backref"):
        silent.decompose()
    return letters(story.get_text())


def stories(magazine: MadeMagazine) -> list[str]:
    return [section.name for section in magazine.paginated.sections if section.level == 2]


def test_the_pdf_s_text_in_the_order_of_its_tags_is_the_web_page_s(
    pages: Pages, magazine: MadeMagazine, painted: tuple[Pdf, Content]
) -> None:
    pdf, content = painted
    names = [section.name for section in magazine.paginated.sections]
    elements = dict(zip(names, children_of(document(pdf)), strict=True))
    for name in stories(magazine):
        assert letters(text_of(elements[name], content)) == story_text(
            pages[f"/magasin/2013/{name}/"]
        ), name


def test_the_epub_has_the_same_text(pages: Pages, magazine: MadeMagazine) -> None:
    with ZipFile(magazine.file("epub")) as book:
        for name in stories(magazine):
            chapter = BeautifulSoup(book.read(f"EPUB/{name}.xhtml"), "lxml-xml")
            assert story_text(chapter) == story_text(pages[f"/magasin/2013/{name}/"]), name


def test_the_stories_follow_one_another(pages: Pages, magazine: MadeMagazine) -> None:
    names = stories(magazine)
    for name, after in pairwise(names):
        following = pages[f"/magasin/2013/{name}/"].select_one('a[rel="next"]')
        assert following["href"] == f"/magasin/2013/{after}/"
    last = pages[f"/magasin/2013/{names[-1]}/"]
    assert last.select_one(".next-story-way")["href"] == "/magasin/2013/"


def test_a_story_in_the_magazine_points_search_engines_to_the_story(pages: Pages) -> None:
    canonical = pages["/magasin/2013/phoenix/"].select_one('link[rel="canonical"]')
    assert canonical["href"].endswith("/historier/phoenix/")


def test_all_editions_but_the_printer_s_can_be_downloaded(
    with_magazine: Path, magazine: MadeMagazine
) -> None:
    page = BeautifulSoup((with_magazine / "magasin/2013/index.html").read_bytes(), "lxml")
    links = {
        a["href"]: a.find_parent("li").get_text(" ", strip=True)
        for a in page.select(".downloads a")
    }
    assert set(links) == {
        f"/magasin/2013/magasin-2013{ending}" for ending in (".pdf", "-arkiv.pdf", ".epub")
    }
    assert links["/magasin/2013/magasin-2013.pdf"].startswith("Tilgængelig PDF")
    assert " MB" in links["/magasin/2013/magasin-2013.pdf"]
    for edition in magazine.manifest.files:
        path = with_magazine / "magasin/2013" / edition.file
        assert path.exists() is edition.public
        if edition.public:
            assert path.read_bytes() == (magazine.folder / edition.file).read_bytes()


def test_every_link_resolves_with_the_files_and_without(site: Path, with_magazine: Path) -> None:
    assert not list(site.glob("magasin/2013/*.pdf"))
    for output in (site, with_magazine):
        assert dead_links(output, pages_in(output)) == []


def test_axe_finds_nothing_where_there_are_downloads(browser: Browser, with_magazine: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    with served(with_magazine) as home:
        for address in ("/magasin/2013/", "/magasin/2013/phoenix/"):
            page.goto(f"{home}{address}")
            assert axe_findings(page) == [], address
    page.close()


def test_the_html_checker_finds_nothing_in_the_web_edition(with_magazine: Path) -> None:
    assert html_errors(with_magazine / "magasin") == []
