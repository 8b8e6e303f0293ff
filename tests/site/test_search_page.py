"""The page that the site is searched on, and the index that a build takes along."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.plugins.output_writer import render_pages
from nyspor.plugins.search_page import index_files, outputs
from nyspor.publishing.site_index import site_documents
from nyspor.search.ready_index import make_index
from nyspor.site.build_plan import Build, Page
from nyspor.site.theme import Theme
from tests.builders import library_from, make_library, make_post, post_text

ABOUT = ("pages/om.en.md", "---\ntitle: About\nsummary: Who we are.\n---\n\nWe are.\n")
SITE = Site("Nye veje", "", "https://beby.example", styles=("/x.css",))


def make_build(library: Library, **others: Path) -> Build:
    return Build(library, SITE, Path("content"), Theme(), **others)


def rendered(build: Build) -> dict[str, BeautifulSoup]:
    pages = render_pages(build, list(outputs(build)))
    return {path: BeautifulSoup(html, "lxml") for path, html in pages.items()}


def test_the_form_asks_the_service_and_topics_stand_on_the_page(tmp_path: Path) -> None:
    build = make_build(make_library(make_post("a")), forms_list=tmp_path / "forms.json")
    page = rendered(build)["soeg/index.html"]
    form = page.select_one("form[role=search]")
    assert form
    assert (form["method"], form["action"]) == ("get", "/forms/search")
    assert [a.text for a in page.select(".letter a")] == ["Ældre"]


def test_without_a_service_the_form_leads_to_the_page_itself() -> None:
    page = rendered(make_build(make_library(make_post("a"))))["soeg/index.html"]
    form = page.select_one("form[role=search]")
    assert form
    assert form["action"] == "/soeg/"


def test_english_texts_have_a_page_of_their_own() -> None:
    library = library_from(
        ("posts/2012/velkommen.md", post_text()),
        ABOUT,
    )
    pages = rendered(make_build(library))
    assert set(pages) == {"soeg/index.html", "en/search/index.html"}
    english = pages["en/search/index.html"]
    assert english.select_one("h1").text == "Search"  # type: ignore[union-attr]
    assert english.select_one("input[name=lang]")["value"] == "en"  # type: ignore[index]


def planned_for(library: Library, folder: Path) -> tuple[Build, dict[str, Page]]:
    build = make_build(library, index_folder=folder, forms_list=folder / "forms.json")
    addresses = [found.address for found in site_documents(library, build.theme)]
    pages = [Page(f"{a.strip('/')}/index.html", "page.html", dict) for a in addresses]
    return build, {page.path: page for page in pages}


def test_a_build_takes_the_index_along_that_lies_ready(tmp_path: Path) -> None:
    library = make_library(make_post("a"))
    build, planned = planned_for(library, tmp_path)
    assert list(index_files(build, planned)) == []
    make_index(site_documents(library, build.theme), (), tmp_path)
    found = {file.path: file for file in index_files(build, planned)}
    assert "soeg/indeks/pagefind.js" in found
    assert found[f"{tmp_path}/search.da.sqlite"].make().startswith(b"SQLite format 3")


def test_an_index_is_left_out_that_knows_a_page_that_is_gone(tmp_path: Path) -> None:
    before = make_library(make_post("a"), make_post("b"))
    make_index(site_documents(before, Theme()), (), tmp_path)
    library = replace(before, entries={k: e for k, e in before.entries.items() if k != "posts/b"})
    assert list(index_files(*planned_for(library, tmp_path))) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_leads_to_the_search(language: str) -> None:
    pages = rendered(make_build(library_from(ABOUT)))
    path = {"da": "soeg/index.html", "en": "en/search/index.html"}[language]
    link = pages[path].select_one(".masthead-search a")
    assert link
    assert link["href"] == "/" + path.removesuffix("index.html")
