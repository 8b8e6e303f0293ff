"""In a browser: what is typed is kept at the desk, in the browser while the desk is gone, and after the session has ended."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nyspor.desk.app import make_desk
from nyspor.desk.store.journal import Journal
from nyspor.preview.server import HOST, run_server
from tests.browser import axe_findings, browser
from tests.desk.desk import FILE, make_state, state_over

__all__ = ["browser"]


class Desk:
    """A desk that can be stopped and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self._listening = self._listen(0)
        self.port = self._listening.getsockname()[1]
        make_state(folder)
        url = f"http://{HOST}:{self.port}"
        self.state = state_over(folder / "content", folder / "data", url=url)
        self._running = ExitStack()

    def _listen(self, port: int) -> socket.socket:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
        return listening

    def start(self) -> None:
        listening = self._listening if self._listening.fileno() >= 0 else self._listen(self.port)
        self._running.enter_context(run_server(make_desk(self.state), listening))

    def stop(self) -> None:
        self._running.close()

    @property
    def text(self) -> str:
        """The address of the text."""
        return f"http://{HOST}:{self.port}/desk/text/{FILE}"

    def kept(self) -> str:
        """What is in the journal."""
        return "".join(
            words.raw.decode() for words in Journal(self.state.database).all("anna", FILE)
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    desk.start()
    yield desk
    desk.stop()


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """The text, opened by Anna."""
    context = browser.new_context()
    context.route("**/editor.js", lambda route: route.abort())  # typed into the plain text area
    page = context.new_page()
    sign_in(page, desk)
    page.goto(desk.text)
    yield page
    context.close()


def sign_in(page: Page, desk: Desk) -> None:
    page.goto(desk.text.partition("text/")[0] + "who")
    page.get_by_role("button", name="Anna").click()


def body(page: Page) -> Locator:
    return page.locator("#_body")


def type_and_wait(page: Page, words: str) -> None:
    """Type, until the desk has answered that it has the words."""
    with page.expect_response("**/desk/journal/**"):
        body(page).fill(words)


def test_what_is_typed_is_in_the_journal_and_ctrl_s_saves_it(page: Page, desk: Desk) -> None:
    type_and_wait(page, "Nye ord.")
    assert "Nye ord." in desk.kept()
    page.keyboard.press("Control+s")
    expect(page.locator("#told")).to_contain_text("Gemt.")
    page.wait_for_load_state()  # what is said comes with the page, before its scripts
    assert desk.kept() == ""
    assert page.evaluate("localStorage.length") == 0
    body(page).fill("Og flere.")
    expect(page.locator("#told")).to_be_hidden()  # what is typed now is not saved


def test_words_typed_at_the_last_moment_are_there_when_the_text_is_opened_again(
    page: Page, desk: Desk
) -> None:
    body(page).fill("Sidste ord.")
    page.goto(desk.text)
    page.get_by_role("link", name="Hent dem").click()
    expect(body(page)).to_have_value("Sidste ord.")


TYPE_AFTER_SUBMITTING = """() => document.getElementById("editor").addEventListener("submit", () =>
    setTimeout(() => document.getElementById("_body").value += " Og bagefter."))"""


def test_words_typed_while_a_save_is_on_its_way_are_offered(page: Page, desk: Desk) -> None:
    body(page).fill("Først.")
    page.evaluate(TYPE_AFTER_SUBMITTING)
    page.keyboard.press("Control+s")
    expect(page.locator("#told")).to_contain_text("Gemt.")
    page.get_by_role("link", name="Hent dem").click()
    expect(body(page)).to_have_value("Først. Og bagefter.")


def test_words_stay_in_the_browser_while_the_desk_is_gone_and_are_sent_when_it_is_back(
    page: Page, desk: Desk
) -> None:
    desk.stop()
    body(page).fill("Uden forbindelse.")
    expect(page.locator("#not-kept")).to_contain_text("forbindelsen er væk")
    page.keyboard.press("Control+s")
    expect(body(page)).to_have_value("Uden forbindelse.")
    assert "Uden+forbindelse" in page.evaluate("Object.values(localStorage).join()")
    desk.start()
    expect(page.locator("#told")).to_contain_text("tilbage")
    assert "Uden forbindelse." in desk.kept()
    assert page.evaluate("localStorage.length") == 0


def test_a_full_disk_is_told_of_and_the_words_stay_in_the_browser(page: Page, desk: Desk) -> None:
    page.route("**/desk/journal/**", lambda route: route.fulfill(status=507), times=1)
    body(page).fill("Uden plads.")
    expect(page.locator("#not-kept")).to_contain_text("ikke plads på serveren")
    expect(page.locator("#told")).to_contain_text("tilbage")
    assert "Uden plads." in desk.kept()


def test_words_in_a_browser_that_was_closed_are_offered_when_it_opens_the_text(
    page: Page, desk: Desk
) -> None:
    desk.stop()
    body(page).fill("Før lukketid.")
    expect(page.locator("#not-kept")).to_be_visible()
    page.goto("about:blank")
    desk.start()
    page.goto(desk.text)
    page.get_by_role("link", name="Hent dem").click()
    expect(body(page)).to_have_value("Før lukketid.")


def test_words_outlive_the_session(page: Page, desk: Desk) -> None:
    page.context.clear_cookies()
    body(page).fill("Efter fyraften.")
    expect(page.locator("#not-kept")).to_contain_text("logget ud")
    other = page.context.new_page()
    sign_in(other, desk)
    expect(page.locator("#told")).to_contain_text("tilbage")
    assert "Efter fyraften." in desk.kept()
    page.keyboard.press("Control+s")
    expect(page.locator("#told")).to_contain_text("Gemt.")


def test_the_pages_of_the_history_have_no_findings_of_axe(page: Page, desk: Desk) -> None:
    type_and_wait(page, "Nye ord.")
    page.goto(desk.text)
    found = axe_findings(page)
    body(page).fill("Andre ord.")
    page.keyboard.press("Control+s")
    expect(page.locator("#told")).to_contain_text("Gemt.")
    page.goto(desk.text.replace("/text/", "/history/"))
    page.locator("[name=fra]").last.check()
    page.get_by_role("button", name="Sammenlign").click()
    expect(page.locator("ins")).to_contain_text("Andre ord")
    assert found + axe_findings(page) == []
