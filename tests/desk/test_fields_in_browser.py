"""The fields of a text in a real browser: by keyboard, and with nothing but the page's own script."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nyspor.desk.app import make_desk
from nyspor.desk.state import DeskState
from nyspor.preview.server import run_server
from tests.browser import axe_findings
from tests.builders import post_text
from tests.desk.test_fields import GROUP, state_with_group


@pytest.fixture
def state(tmp_path: Path) -> DeskState:
    return state_with_group(tmp_path)


@pytest.fixture
def text(browser: Browser, state: DeskState) -> Iterator[Page]:
    """The page of a workgroup, which its organiser has opened."""
    listening = socket.create_server(("127.0.0.1", 0))
    with run_server(make_desk(state), listening):
        desk = f"http://127.0.0.1:{listening.getsockname()[1]}/desk"
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        page = context.new_page()
        page.goto(f"{desk}/who")
        page.get_by_role("button", name="Carl").press("Enter")
        page.goto(f"{desk}/text/{GROUP}")
        yield page
        context.close()


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem", exact=True).press("Enter")
    expect(page.locator("#told", has_text="Gemt.")).to_be_visible()


def test_a_meeting_is_moved_by_keyboard_and_the_focus_stays_with_it(
    text: Page, state: DeskState
) -> None:
    text.get_by_role("textbox", name="Sted").nth(1).fill("Skolen")
    text.get_by_role("button", name="Flyt møde 2 op").press("Enter")
    expect(text.get_by_role("button", name="Flyt møde 1 ned")).to_be_focused()
    expect(text.get_by_role("status").filter(has_text="Flyttet til plads 1 af 2.")).to_have_count(1)
    expect(text.get_by_role("textbox", name="Sted").first).to_have_value("Skolen")
    save(text)
    written = (state.texts.content / GROUP).read_text("utf-8")
    assert written.index("Skolen") < written.index("Biblioteket")


def test_a_meeting_is_removed_by_keyboard(text: Page, state: DeskState) -> None:
    text.get_by_role("button", name="Fjern møde 1").press("Enter")
    expect(text.get_by_role("button", name="Fjern møde 1")).to_have_count(1)
    expect(text.get_by_role("group", name="Møde 1: 11. februar 2027")).to_be_focused()
    save(text)
    assert "Biblioteket" not in (state.texts.content / GROUP).read_text("utf-8")


def test_what_the_check_says_of_what_is_typed_stands_beside_its_field(text: Page) -> None:
    seats = text.locator("[name=capacity]")
    text.get_by_text("Alle andre felter").click()
    seats.fill("mange")
    expect(seats).to_have_accessible_description(re.compile("»mange« er ikke et helt tal"))
    expect(seats).to_have_attribute("aria-invalid", "true")
    text.get_by_text("Alle andre felter").click()
    text.locator("#findings").get_by_role("link", name="Pladser").press("Enter")
    expect(seats).to_be_focused()
    seats.fill("12")
    expect(seats).not_to_have_attribute("aria-invalid", "true")
    expect(text.locator(".said")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "before", "offered", "chosen", "after"),
    [
        ("meetings.0.start", "14. januar 2027 kl. 19.00", "2027-01-14T19:00", "2027-02-01T09:30", "1. februar 2027 kl. 9.30"),
        ("date", "3. marts 2026", "2026-03-03T00:00", "2026-04-12T00:00", "12. april 2026"),
        ("ends", "foråret 2027", "", "2027-05-31", "31. maj 2027"),
    ],
    ids=["time", "no-time", "day"],
)  # fmt: skip
def test_a_day_chosen_in_the_calendar_is_written_in_words(
    text: Page, name: str, before: str, offered: str, chosen: str, after: str
) -> None:
    text.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    field = text.locator(f"[name='{name}']")
    field.fill(before)
    field.locator("xpath=following-sibling::button").press("Enter")
    calendar = field.locator("xpath=following-sibling::input")
    expect(calendar).to_have_value(offered)
    calendar.fill(chosen, force=True)
    expect(field).to_have_value(after)


def open_all(text: Page) -> None:
    text.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


def test_a_text_is_found_by_its_title_with_the_keyboard_alone(text: Page, state: DeskState) -> None:
    open_all(text)
    box = text.get_by_role("combobox", name="Omtalt i").first
    box.press_sequentially("sti")
    expect(text.get_by_role("option", name="Stien (Indlæg)")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(text.get_by_role("status").filter(has_text="at vælge imellem")).to_have_count(1)
    box.press("ArrowDown")
    expect(text.get_by_role("option", name="Stien (Indlæg)")).to_have_attribute(
        "aria-selected", "true"
    )
    box.press("Enter")
    expect(box).to_have_value("Stien")
    expect(text.get_by_role("listbox")).to_have_count(0)
    save(text)
    assert "omtalt_i: posts/stien" in (state.texts.content / GROUP).read_text("utf-8")
    expect(text.locator("[data-search='meetings.account']").first).to_have_value("posts/stien")


def test_texts_are_added_and_removed_by_their_titles(text: Page, state: DeskState) -> None:
    open_all(text)
    box = text.get_by_role("combobox", name="Relaterede")
    for title in ("Stien", "At sikre"):
        box.press_sequentially(title)
        text.get_by_role("option", name=title).click()
    text.get_by_role("button", name="Fjern Stien").press("Enter")
    expect(box).to_be_focused()
    box.press_sequentially("ikke til")
    expect(text.get_by_role("status").filter(has_text="Der er ikke noget")).to_have_count(1)
    box.press("Escape")
    save(text)
    assert "relaterede: [tracks/stier]" in (state.texts.content / GROUP).read_text("utf-8")


def test_a_name_that_nobody_knows_is_kept_as_it_is_typed(text: Page, state: DeskState) -> None:
    text.get_by_role("combobox", name="Navn").first.fill("Ny Nabo")
    save(text)
    assert "navn: Ny Nabo" in (state.texts.content / GROUP).read_text("utf-8")


def test_axe_finds_nothing_in_the_fields(text: Page) -> None:
    text.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert axe_findings(text) == []


def test_a_date_that_is_typed_and_not_saved_plans_the_text(text: Page, state: DeskState) -> None:
    draft = state.texts.content / "workgroups/nye.md"
    draft.write_text(post_text(titel="De nye", status="kladde"), "utf-8")
    text.goto(text.url.replace(GROUP, "workgroups/nye.md"))
    text.locator("[name=date]").fill("24. december 2099")
    text.get_by_role("button", name=re.compile("^Planlæg til .* 2099")).press("Enter")
    expect(text.get_by_text("Så udkommer teksten af sig selv")).to_be_visible()
    text.keyboard.press("Enter")
    expect(text.get_by_text(re.compile("^Planlagt til .* 2099"))).to_be_visible()
    assert "24. december 2099" in draft.read_text("utf-8")
