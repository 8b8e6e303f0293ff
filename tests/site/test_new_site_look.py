"""What `nyspor init` makes looks finished with one text of each kind: nothing empty, nothing out of line."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from nyspor.preview.server import SiteFiles, run_server
from nyspor.scaffold.new_site import Answers, site_files
from tests.site.building import build

WIDE_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 40"><path d="M0 0h400v40H0z"/></svg>'
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site with a wide logo, built."""
    folder = tmp_path_factory.mktemp("beby")
    files = site_files(Answers("Bebys nye og lange veje", "Beby Kommune"), date(2026, 11, 22))
    files["brand.yaml"] += "logo: logo.svg\n"
    for path, text in {**files, "logo.svg": WIDE_LOGO}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    build(folder, folder / "output")
    return folder / "output"


@pytest.fixture
def page(output: Path, browser: Browser) -> Iterator[Page]:
    """A page of it; its addresses begin at the site."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(SiteFiles(output), listening),
    ):
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        yield context.new_page()
        context.close()


def edge(page: Page, selector: str, side: str) -> float:
    """Where an element begins or ends, in pixels; `side` is left, right, top or bottom."""
    place = "(element, side) => element.getBoundingClientRect()[side]"
    found: float = page.locator(selector).first.evaluate(place, side)
    return found


def test_no_list_is_empty(output: Path) -> None:
    empty = [
        (file.relative_to(output).as_posix(), found.get("class"))
        for file in output.rglob("*.html")
        for found in BeautifulSoup(file.read_bytes(), "lxml").select("ul, ol")
        if not found.find("li") and not found.find_parent(hidden=True)
    ]
    assert empty == []


def test_the_only_post_fills_the_front_page(page: Page) -> None:
    page.goto("/")
    assert edge(page, ".card", "right") == edge(page, ".masthead", "right")


def test_a_card_without_a_picture_has_no_hole_where_none_has_one(page: Page) -> None:
    page.goto("/indlaeg/")
    assert edge(page, ".card-summary", "top") - edge(page, ".card-title a", "bottom") < 60


@pytest.mark.parametrize("address", ["/spor/et-nyt-spor/", "/om/"])
def test_the_title_stands_over_the_text(page: Page, address: str) -> None:
    page.goto(address)
    assert edge(page, "h1", "left") == edge(page, ".prose > p", "left")


def test_nothing_shows_between_the_notice_and_the_chapter(page: Page) -> None:
    page.goto("/spor/et-nyt-spor/")
    assert edge(page, ".chapter", "top") == edge(page, ".notice", "bottom")


def test_the_menu_stays_beside_a_wide_logo_on_a_telephone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/om/")
    assert edge(page, ".menu summary", "left") > edge(page, ".masthead-name", "right")
    assert edge(page, ".menu summary", "top") < edge(page, ".masthead-name", "bottom")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
