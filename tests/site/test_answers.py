"""The pages of the forms service in a real browser: as accessible as the site itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from nyspor.text.hyphenation import SOFT_HYPHEN
from tests.browser import VNU, axe_findings
from tests.site.answers import every_answer
from tests.site.building import forms_list


@pytest.fixture(scope="module")
def answers(site: Path) -> dict[str, bytes]:
    return every_answer(forms_list(site))


def show(page: Page, address: str, body: bytes) -> None:
    """Let this be what stands at the address."""
    page.route(address, lambda route: route.fulfill(body=body, content_type="text/html"))


def test_axe_finds_nothing_on_the_answers_either(
    browser: Browser, server: str, answers: dict[str, bytes]
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 900})
    for name, body in answers.items():
        show(page, f"{server}/forms/{name}", body)
        page.goto(f"{server}/forms/{name}")
        assert axe_findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.close()


def test_the_html_checker_finds_nothing_either(answers: dict[str, bytes], tmp_path: Path) -> None:
    for name, body in answers.items():
        (tmp_path / f"{name}.html").write_bytes(body)
    command = ["java", "-jar", str(VNU), "--errors-only", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


def test_the_summary_of_slips_has_the_focus(
    browser: Browser, server: str, answers: dict[str, bytes]
) -> None:
    page = browser.new_page()
    show(page, f"{server}/forms/slips", answers["comment-slips"])
    page.goto(f"{server}/forms/slips")
    page.wait_for_function("document.activeElement.id === 'fejl'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#felt-text"
    page.close()


CONTROLS = """() => {
    const all = document.querySelectorAll('a[href], button, input, select, textarea, summary');
    const from = document.activeElement, after = Node.DOCUMENT_POSITION_FOLLOWING;
    window.controls = [...all].filter(
        each => each.tabIndex >= 0 && each.checkVisibility() && from.compareDocumentPosition(each) & after
            || from === document.body && each.matches('.skip'));
    return controls.map(each => each.outerHTML.split('\\n')[0].slice(0, 120));
}"""
"""Keeps what can be reached from where the focus is, in the order of the page, and returns how each begins."""

FOCUSED = """() => {
    const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const hit = document.elementFromPoint(box.x + box.width / 2, (top + bottom) / 2);
    const inText = style.display === 'inline';
    return [
        controls.indexOf(it),
        ['solid', 'auto'].includes(style.outlineStyle) ? '' : 'no outline',
        inText || Math.min(box.width, box.height) >= 24 ? '' : 'smaller than 24 pixels',
        inText || it.contains(hit) ? '' : 'covered',
    ];
}"""
"""What the focus is on: its number among the controls, and what is wrong with how it looks there."""


def test_the_tab_key_goes_through_each_answer_in_order_and_shows_where_it_is(
    browser: Browser, server: str, answers: dict[str, bytes]
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 700})
    for name, body in answers.items():
        show(page, f"{server}/forms/{name}", body)
        page.goto(f"{server}/forms/{name}")
        if b"autofocus" in body:
            page.wait_for_function("document.activeElement !== document.body")
        for number, control in enumerate(page.evaluate(CONTROLS)):
            page.keyboard.press("Tab")
            assert page.evaluate(FOCUSED) == [number, "", "", ""], f"{name}: {control}"
    page.close()


def test_the_title_says_what_the_heading_says_and_begins_with_an_error(
    answers: dict[str, bytes],
) -> None:
    for name, body in answers.items():
        page = BeautifulSoup(body.decode().replace(SOFT_HYPHEN, ""), "lxml")
        title, heading = (page.select_one(tag) for tag in ("title", "h1"))
        assert title, name
        assert heading, name
        assert heading.get_text() in title.get_text(), name
        if page.select_one(".error-summary"):
            assert title.get_text().startswith(("Fejl: ", "Error: ")), name
