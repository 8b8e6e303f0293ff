"""What the pages of the sample show."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from gzip import compress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from nyspor import urls
from nyspor.checks.library import build_library
from nyspor.content.loader import read_content
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.library import Library
from tests.builders import NOW
from tests.conftest import ROOT
from tests.site.building import URL, build

Pages = Mapping[str, BeautifulSoup]


@pytest.fixture(scope="module")
def library() -> Library:
    return build_library(read_content(ROOT / "content"), NOW)


def test_every_entry_has_its_page(pages: Pages, library: Library) -> None:
    for entry in [*library.entries.values(), *library.unpublished.values()]:
        page = pages[library.address(entry)]
        assert page.h1
        assert (
            " ".join(page.h1.get_text().split()).endswith(entry.title.replace('"', "")[-10:])
            or entry.title in page.h1.get_text()
        )
    assert {entry.kind for entry in library.entries.values()} == {
        spec.name for spec in kind_specs()
    }


def test_the_sample_has_thirty_pieces_and_more(library: Library) -> None:
    assert len(library.listed) >= 30
    assert {entry.municipality for entry in library.listed} >= {
        "roskilde",
        "odense",
        "billund",
        "hedensted",
        "eksempel",
    }


def test_the_sample_shows_twenty_templates_and_more(one_of_each: list[str]) -> None:
    assert len(one_of_each) >= 20


def test_every_page_has_one_title_a_language_and_a_way_past_the_menu(pages: Pages) -> None:
    for address, page in pages.items():
        assert page.html
        assert page.title
        assert page.html["lang"] in ("da", "en"), address
        assert len(page.find_all("h1")) == 1, address
        assert page.title.get_text().strip(), address
        if not page.select_one("meta[http-equiv=refresh]"):
            assert page.select_one('a[href="#indhold"]'), address
            assert page.select_one("main#indhold"), address


def test_every_page_says_what_it_is_to_search_engines(pages: Pages) -> None:
    for address, page in pages.items():
        if page.select_one("meta[http-equiv=refresh]"):
            continue
        description = page.select_one("meta[name=description]")
        assert description, address
        assert len(str(description["content"])) > 10, address


def test_a_text_can_be_sent_on_without_a_script(pages: Pages, library: Library) -> None:
    for entry in library.entries.values():
        page = pages[library.address(entry)]
        link, address = page.select_one(".share a"), page.select_one(".share-address")
        assert link
        assert address
        assert address.get_text().endswith(library.address(entry))
        assert str(link["href"]).startswith("mailto:?subject=")


def test_lists_show_what_carries_a_track_and_a_topic(pages: Pages, library: Library) -> None:
    for entry in library.of_kind(kind_spec("posts").model):
        for slug in entry.topics:
            address = urls.topic_address(slug)
            lists = [page for found, page in pages.items() if found.startswith(address)]
            assert any(page.select_one(f'a[href="{library.address(entry)}"]') for page in lists)
        for slug in entry.tracks:
            address = urls.entry_address("tracks", slug)
            lists = [page for found, page in pages.items() if found.startswith(address)]
            assert any(page.select_one(f'a[href="{library.address(entry)}"]') for page in lists)


def test_what_is_made_up_says_so(pages: Pages, library: Library) -> None:
    for entry in [*library.entries.values(), *library.unpublished.values()]:
        page = pages[library.address(entry)]
        marks = [notice.get_text() for notice in page.select("p.notice strong")]
        assert bool({"Eksempel:", "Example:"} & {*marks}) is entry.example, entry.key
        if entry.municipality == "eksempel":
            assert entry.example, entry.key


def test_a_second_language_works(pages: Pages) -> None:
    english = pages["/en/about/"]
    assert english.html
    assert english.html["lang"] == "en"
    assert english.select_one('link[rel="alternate"][hreflang="da"]')
    assert pages["/om/"].select_one('link[rel="alternate"][hreflang="en"]')
    skip = english.select_one('a[href="#indhold"]')
    assert skip
    assert "Skip" in skip.get_text()


def test_drafts_are_previewed_and_never_published(site: Path, tmp_path: Path) -> None:
    assert list(site.glob("kladder/*/*/index.html"))
    folder, public = tmp_path / "site", tmp_path / "public"
    # Publishing writes a list of addresses into the content, so a copy is published.
    shutil.copytree(ROOT / "content", folder / "content")
    for name in ("brand.yaml", "pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    build(folder, public, "publishconf.py")
    assert not (public / "kladder").exists()
    assert (public / "index.html").exists()


def test_no_page_tells_when_it_was_built(site: Path) -> None:
    for path in site.rglob("*.html"):
        assert "2026-11-23T12" not in path.read_text("utf-8")


def test_the_sitemap_names_every_page_that_may_be_found(site: Path, pages: Pages) -> None:
    sitemap = BeautifulSoup((site / "sitemap.xml").read_bytes(), "xml")
    named = {loc.get_text().removeprefix(URL) for loc in sitemap.find_all("loc")}
    found = {
        address
        for address, page in pages.items()
        if not page.select_one("meta[name=robots], meta[http-equiv=refresh]")
        and page.select_one("link[rel=canonical]")["href"] == URL + address
    }
    assert named == found
    assert f"Sitemap: {URL}/sitemap.xml" in (site / "robots.txt").read_text()


def over_the_wire(path: Path) -> int:
    return len(compress(path.read_bytes(), 9, mtime=0))


def loaded(site: Path, page: BeautifulSoup) -> list[Path]:
    """The style sheets and scripts that a page loads."""
    links = [link["href"] for link in page.select("link[rel=stylesheet]")]
    scripts = [script["src"] for script in page.select("script[src]")]
    return [site / urlsplit(str(address)).path.lstrip("/") for address in (*links, *scripts)]


def test_an_article_without_pictures_is_light(site: Path, library: Library, pages: Pages) -> None:
    fonts = list(site.rglob("*.woff2"))
    assert len(fonts) <= 3
    assert sum(font.stat().st_size for font in fonts) <= 60_000
    for kind in ("posts", "stories"):
        for entry in library.of_kind(kind_spec(kind).model):
            address = library.address(entry)
            files = [site / urls.output_path(address), *loaded(site, pages[address])]
            assert sum(map(over_the_wire, files)) <= 25_000, entry.key


def test_every_page_has_a_picture_to_be_shared_with(site: Path, pages: Pages) -> None:
    for address, page in pages.items():
        if page.select_one('meta[property="og:title"]'):
            (picture,) = page.select('meta[property="og:image"]')
            path = site / urlsplit(str(picture["content"])).path.lstrip("/")
            with Image.open(path) as found:
                declared = [
                    str(page.select(f'meta[property="og:image:{side}"]')[0]["content"])
                    for side in ("width", "height")
                ]
                assert list(map(str, found.size)) == declared, address


def test_every_page_s_footer_leads_to_the_colophon(pages: Pages) -> None:
    with_footer = {address: page for address, page in pages.items() if page.select_one("footer")}
    assert len(with_footer) > 100
    for address, page in with_footer.items():
        assert page.select_one('.footer a[href="/kolofon/"]'), address
