"""The footer offers the source of what runs, as section 13 of the AGPL asks of those who change it."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.plugins import legal_pages
from nyspor.site.build_plan import Build, Page
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from tests.builders import library_from, make_library


def colophon(library: Library, source: str = "") -> BeautifulSoup | None:
    """The page as the plugin plans it, rendered; None where it plans none."""
    site = Site("Beby", "", "https://beby.example", publisher="Beby Kommune", source=source)
    build = Build(library, site, Path("content"), Theme(), preview=False)
    planned = {output.path: output for output in legal_pages.outputs(build)}
    page = planned.get("kolofon/index.html")
    if not isinstance(page, Page):
        return None
    environment = make_environment(Theme(), site, "da")
    html = environment.get_template(page.template).render(page.context())
    return BeautifulSoup(html, "lxml")


def test_the_colophon_leads_to_the_source() -> None:
    page = colophon(make_library(), source="https://kode.kommune.example/nyspor")
    assert page
    assert page.select_one('main a[href="https://kode.kommune.example/nyspor"]')


def test_without_an_address_it_says_whom_to_ask() -> None:
    page = colophon(make_library())
    assert page
    assert [link["href"] for link in page.select("main a")] == ["/data/"]
    assert "Udgives af Beby Kommune" in page.main.get_text()
    assert "Spørg den, der udgiver siden" in page.main.get_text()


def test_a_page_of_the_site_s_own_takes_its_place() -> None:
    own = ("pages/kolofon.md", "---\ntitel: Kolofon\nresume: Hvem vi er.\n---\n\nTekst.\n")
    assert colophon(library_from(own)) is None
