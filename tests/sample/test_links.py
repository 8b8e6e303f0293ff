"""A whole site: no link leads nowhere, and nothing is fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from tests.site.building import URL

Pages = Mapping[str, BeautifulSoup]

FETCHED = {
    "img": "src",
    "script": "src",
    "video": "src",
    "track": "src",
    "iframe": "src",
    "use": "href",
}


def links(page: BeautifulSoup) -> Iterator[str]:
    for element in page.select("a[href], link[href]"):
        yield str(element["href"])


def fetched(page: BeautifulSoup) -> Iterator[str]:
    """Everything the browser fetches by itself."""
    for name, attribute in FETCHED.items():
        yield from (str(element[attribute]) for element in page.select(f"{name}[{attribute}]"))
    for element in page.select("[srcset]"):
        yield from (part.split()[0] for part in str(element["srcset"]).split(","))
    for element in page.select("video[poster]"):
        yield str(element["poster"])
    for element in page.select("link[rel=stylesheet], link[rel=preload], link[rel=icon]"):
        yield str(element["href"])


def target(address: str, href: str) -> tuple[str, str] | None:
    """The address and anchor a link of our own leads to; None when it leads elsewhere."""
    parts = urlsplit(urljoin(URL + address, href))
    if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != URL:
        return None
    return unquote(parts.path), unquote(parts.fragment)


def dead_links(site: Path, pages: Pages) -> list[tuple[str, str]]:
    """Every (address, link) that leads nowhere."""
    dead = []
    for address, page in pages.items():
        for href in links(page):
            if not (found := target(address, href)):
                continue
            path, anchor = found
            there = path in pages or (site / path.lstrip("/")).is_file()
            if not there or (anchor and path in pages and not pages[path].find(id=anchor)):
                dead.append((address, href))
    return dead


def test_every_link_leads_to_a_page_or_file_and_every_anchor_is_there(
    site: Path, pages: Pages
) -> None:
    assert dead_links(site, pages) == []


def test_everything_a_page_fetches_is_there_and_ours(site: Path, pages: Pages) -> None:
    for address, page in pages.items():
        for href in fetched(page):
            found = target(address, href)
            assert found, f"{address} fetches {href}"
            assert (site / found[0].lstrip("/")).is_file(), f"{address} fetches {href}"


def test_the_style_sheets_fetch_only_our_fonts(site: Path) -> None:
    for sheet in site.glob("theme/**/*.css"):
        text = sheet.read_text("utf-8")
        assert "@import" not in text
        for found in re.findall(r"url\(\"?([^)\"]*)\"?\)", text):
            font = (sheet.parent / found).resolve()
            assert font.parent == site / "theme/fonts", (sheet, found)
            assert font.is_file()


def test_no_page_sets_a_cookie_or_stores_anything(pages: Pages) -> None:
    for page in pages.values():
        for script in page.find_all("script"):
            text = script.get_text()
            assert not any(
                word in text for word in ("cookie", "localStorage", "sessionStorage", "indexedDB")
            )
