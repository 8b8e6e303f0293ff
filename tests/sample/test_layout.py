"""The sample's own words, which are longer than those of tests: no text overflows, none lies over another."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.layout import layout_faults


def test_no_text_overflows_or_lies_over_another(
    browser: Browser, server: str, one_of_each: list[str]
) -> None:
    page = browser.new_page(color_scheme="light")
    faults = [fault for address in one_of_each for fault in layout_faults(page, server + address)]
    page.close()
    assert faults == []
