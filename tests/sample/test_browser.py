"""A whole site in a real browser: for everyone, by keyboard, without JavaScript, on the smallest screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import axe_findings, html_errors


def test_axe_finds_nothing(browser: Browser, server: str, one_of_each: list[str]) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    for address in one_of_each:
        page.goto(server + address)
        assert axe_findings(page) == [], address
    page.close()


def test_the_html_checker_finds_nothing(site: Path) -> None:
    assert html_errors(site) == []


def test_pages_ask_nothing_of_other_hosts_and_leave_nothing_behind(
    browser: Browser, server: str, one_of_each: list[str]
) -> None:
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for address in one_of_each:
        page.goto(server + address)
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [url for url in asked if not url.startswith((server, "data:"))] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(
    browser: Browser, server: str, one_of_each: list[str], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for address in one_of_each:
        page.goto(server + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.close()


def test_a_keyboard_is_enough(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(server)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#indhold"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    # From the first link in the text onwards, focus is always seen.
    for _ in range(25):
        if page.evaluate("document.activeElement === document.body"):
            break
        # A card's link draws its outline around the whole card.
        outlines = page.evaluate(
            "[null, '::after'].map(part => getComputedStyle(document.activeElement, part).outlineStyle)"
        )
        assert outlines != ["none", "none"], page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    page.close()


def test_a_resident_finds_the_way_without_javascript(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(server)
    menu = page.locator("header summary")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation").get_by_role("link", name="Spor", exact=True).first.click()
    assert page.url == server + "/spor/"
    page.locator("main a[href^='/spor/']").first.click()
    assert page.locator("h1").is_visible()
    context.close()


def test_a_page_that_is_not_there_says_so_kindly(browser: Browser, server: str) -> None:
    page = browser.new_page()
    answer = page.goto(server + "/findes/ikke/")
    assert answer
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "Siden findes ikke"
    page.close()


def test_contrast_that_is_too_low_in_the_dark_is_found(browser: Browser) -> None:
    page = browser.new_page()
    dark = "@media (prefers-color-scheme: dark) { body { background: #222; color: #333 } }"
    page.set_content(
        f"<html lang=da><title>Sti</title><style>{dark}</style><main><h1>Sti</h1></main>"
    )
    assert [each for each in axe_findings(page) if not each.startswith("in the dark")] == []
    assert axe_findings(page) != []
    page.close()
