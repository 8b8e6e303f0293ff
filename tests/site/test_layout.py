"""One page of every template, from the smallest telephone to a wide screen: no text overflows, none lies over another,
and nothing moves while a page loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.layout import MEASURE, layout_faults, layout_shifts
from tests.site.answers import every_answer
from tests.site.building import forms_list, longest_pages, pages_in
from tests.site.test_answers import show


def test_no_text_overflows_or_lies_over_another(browser: Browser, server: str, site: Path) -> None:
    page = browser.new_page(color_scheme="light")
    addresses = longest_pages(site.parent / "content", pages_in(site))
    faults = [fault for address in addresses for fault in layout_faults(page, server + address)]
    page.close()
    assert faults == []


def test_nor_on_a_page_of_the_forms_service(browser: Browser, server: str, site: Path) -> None:
    page = browser.new_page(color_scheme="light")
    faults = []
    for name, body in every_answer(forms_list(site)).items():
        address = f"{server}/forms/{name}"
        show(page, address, body)
        faults += layout_faults(page, address)
    page.close()
    assert faults == []


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_fonts_and_pictures_come(
    browser: Browser, server: str, site: Path, width: int
) -> None:
    moved = {}
    context = browser.new_context(viewport={"width": width, "height": 900})
    for address in longest_pages(site.parent / "content", pages_in(site)):
        page = context.new_page()
        moved[address] = layout_shifts(page, server + address)
        page.close()
    context.close()
    assert {address: found for address, found in moved.items() if found} == {}


def test_what_moves_is_found(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.route(
        "**/moving/",
        lambda route: route.fulfill(
            body="<!doctype html><img src='late.svg' alt=''><p>Under</p>", content_type="text/html"
        ),
    )
    page.route(
        "**/late.svg",
        lambda route: route.fulfill(
            body="<svg xmlns='http://www.w3.org/2000/svg' width='300' height='300'/>",
            content_type="image/svg+xml",
        ),
    )
    assert layout_shifts(page, f"{server}/moving/") != []
    page.close()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p style='width: 9rem; margin: 0'>Kommunalbestyrelsesvalg</p>", "text overflows: p"),
        ("<p style='width: 200vw'>Bred</p>", "the page scrolls sideways"),
        ("<p style='height: 1rem; overflow: hidden'>Op<br>og<br>ned</p>", "text is cut off: p"),
        (
            "<p>Neden</p><p style='margin-top: -2.2rem'>Under</p>",
            "text lies over",
        ),
        (
            "<h1 style='width: 6rem; font-size: 2rem'>En<br>lang<br>dag</h1>",
            "a line has »En« alone",
        ),
        ("<h1 style='width: 3rem; overflow-wrap: anywhere'>Nyspor</h1>", "»Nyspor« is broken: h1"),
        ("<h1 style='line-height: 0.8'>Nye<br>spor</h1>", "lines touch: h1"),
    ],
    ids=["overflow", "sideways", "cut", "over", "alone", "broken", "touching"],
)
def test_what_is_wrong_is_found(browser: Browser, html: str, fault: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(html)
    found = page.evaluate(MEASURE, True)
    page.close()
    assert any(each.startswith(fault) for each in found), found


def test_nothing_is_found_where_nothing_is_wrong(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content("<h1>En lang dag</h1><p>Vi gik <b>langs</b> stien.</p>")
    assert page.evaluate(MEASURE, True) == []
    page.close()
