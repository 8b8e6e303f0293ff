"""A resident searches the sample in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_findings
from tests.conftest import NOW, ROOT
from tests.site.building import build, served


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample with its index."""
    output = tmp_path_factory.mktemp("searched")
    state = {"NYSPOR_STATE": f"{output}.state", "NYSPOR_NOW": NOW, "NYSPOR_MAGAZINES": ""}
    command = [sys.executable, "-m", "nyspor", "index", "--settings", "pelicanconf.py"]
    subprocess.run(command, cwd=ROOT, env=os.environ | state, check=True, capture_output=True)
    build(ROOT, output)
    with served(Path(output)) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    yield page
    page.close()


def test_results_come_while_typing_and_nothing_is_loaded_before(page: Page, searched: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{searched}/soeg/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/search/" in url or "/soeg/indeks/" in url] == [
        f"{searched}/theme/search/page.js"
    ]
    page.get_by_role("searchbox").press_sequentially("bænke")
    expect(page.get_by_role("status")).to_contain_text("resultater for »bænke«")
    assert page.locator(".hit mark").first.inner_text().lower().startswith("bænk")
    assert page.url.endswith("/soeg/?q=b%C3%A6nke")
    assert [url for url in asked if not url.startswith((searched, "data:"))] == []
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_address_holds_query_and_filters(page: Page, searched: str) -> None:
    page.goto(f"{searched}/soeg/?q=bænke")
    status = page.get_by_role("status")
    expect(status).to_contain_text("resultater")
    before = status.inner_text()
    page.get_by_text("Afgræns").click()
    page.get_by_role("checkbox", name="Historier").check()
    expect(status).not_to_have_text(before)
    narrowed = status.inner_text()
    assert "slags=Historier" in page.url
    page.reload()
    expect(status).to_have_text(narrowed)
    expect(page.get_by_role("checkbox", name="Historier")).to_be_checked()
    page.get_by_role("searchbox").press("Escape")
    expect(page.locator(".letters")).to_be_visible()
    assert "q=" not in page.url


def test_a_slip_leads_to_what_was_meant(page: Page, searched: str) -> None:
    page.goto(f"{searched}/soeg/?q=plejhjem")
    meant = page.get_by_text("Mente du").get_by_role("link")
    expect(meant).to_contain_text("plejehjem")
    meant.click()
    expect(page.get_by_role("status")).to_contain_text("»plejehjem")


def test_where_nothing_is_found_the_page_helps_on(page: Page, searched: str) -> None:
    page.goto(f"{searched}/soeg/?q=xylofonkvadrat")
    expect(page.get_by_role("status")).to_have_text("Vi fandt ikke noget om »xylofonkvadrat«")
    expect(page.get_by_text("Prøv et andet ord")).to_be_visible()
    expect(page.locator(".letters")).to_be_visible()


def test_english_pages_are_searched_in_english(page: Page, searched: str) -> None:
    page.goto(f"{searched}/en/search/?q=municipality")
    expect(page.locator(".hit-title").first).to_be_visible()
    assert page.locator(".hit-title a").first.get_attribute("href", timeout=1000).startswith("/en/")  # type: ignore[union-attr]
