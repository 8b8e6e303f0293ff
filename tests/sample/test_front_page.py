"""The sample's front page as a resident meets it: on a telephone, with the menu open, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

PLACE = "element => { const {x, y, right, bottom} = element.getBoundingClientRect(); return [x, y, right, bottom] }"


def wait_for_fonts(route: Route) -> None:
    """Answer with a style sheet that waits for its fonts; the site's shows others where they are late."""
    answer = route.fetch()
    sheet = answer.text().replace("font-display: optional", "font-display: block")
    route.fulfill(response=answer, body=sheet)


@pytest.fixture
def telephone(browser: Browser, server: str) -> Iterator[Page]:
    """A small telephone that shows the site in its own fonts, however late they come."""
    context = browser.new_context(base_url=server, viewport={"width": 360, "height": 640})
    context.route("**/*.css", wait_for_fonts)
    yield context.new_page()
    context.close()


def corners(found: Locator) -> list[float]:
    """Where an element begins and ends: left, top, right, bottom."""
    return [round(number, 1) for number in found.first.evaluate(PLACE)]


def test_the_first_screen_says_who_and_what_and_begins_the_first_story(telephone: Page) -> None:
    telephone.goto("/")
    telephone.evaluate("document.fonts.ready")
    for selector in ("h1", ".nameplate-publisher", ".doings"):
        assert corners(telephone.locator(selector))[3] <= 640, selector
    title = telephone.locator(".front-lead .card-title")
    line = float(title.evaluate("element => parseFloat(getComputedStyle(element).lineHeight)"))
    assert corners(title)[1] + line <= 640, "one line of the headline"


@pytest.mark.parametrize("address", ["/", "/om/"])
def test_the_button_of_the_menu_stays_where_it_is(telephone: Page, address: str) -> None:
    telephone.goto(address)
    button = telephone.locator(".menu summary")
    before = corners(button)
    button.click()
    assert corners(button) == before
    name, first = telephone.locator(".masthead-name"), telephone.locator(".menu-narrow a")
    assert corners(first)[1] >= max(corners(name)[3], before[3]), "the menu unfolds below both"


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_the_mark_of_what_is_made_up_stands_on_the_line_of_its_municipality(
    telephone: Page, width: int
) -> None:
    telephone.set_viewport_size({"width": width, "height": 800})
    telephone.goto("/")
    marked = telephone.locator(".place-name:visible:has(.tag)")
    assert marked.count()
    lines = marked.evaluate_all("found => found.map(place => place.getClientRects().length)")
    assert set(lines) == {1}


def test_a_track_is_a_row_on_a_telephone(telephone: Page) -> None:
    telephone.goto("/")
    rows = telephone.locator(".track-row")
    assert rows.count() == 12
    heights = rows.evaluate_all("found => found.map(row => row.offsetHeight)")
    assert max(heights) <= 160
    assert sum(heights) <= 1200


def test_it_fits_three_sheets_of_paper(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 3
