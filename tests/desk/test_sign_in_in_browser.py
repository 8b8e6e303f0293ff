"""Signing in, and who is signed in, in a real browser: the cookie goes where it should, and axe and the HTML checker find nothing."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nyspor.desk.app import make_desk
from nyspor.preview.server import run_server
from tests.browser import axe_findings, html_errors
from tests.desk.desk import FILE
from tests.desk.sign_in import SignedDesk, signed_desk

LINK_ELSEWHERE = '<!doctype html><title>Webmail</title><a href="{url}">Link</a>'


@pytest.fixture
def desk(tmp_path: Path) -> SignedDesk:
    return signed_desk(tmp_path / "desk")


@pytest.fixture
def url(desk: SignedDesk) -> Iterator[str]:
    with (
        socket.create_server(("localhost", 0)) as listening,
        run_server(make_desk(desk.state), listening),
    ):
        yield f"http://localhost:{listening.getsockname()[1]}"


def sign_in(page: Page, desk: SignedDesk, url: str, key: str, name: str) -> None:
    page.goto(url + desk.link_for(key))
    page.get_by_role("button", name=f"Log ind som {name}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Skrivebordet")


def test_a_link_from_another_site_leads_to_the_text_with_the_session(
    browser: Browser, desk: SignedDesk, url: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, desk, url, "anna", "Anna")
    [cookie] = context.cookies()
    assert (cookie["path"], cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == ("/desk/", True, True, "Strict")  # fmt: skip
    webmail = LINK_ELSEWHERE.format(url=f"{url}/desk/text/{FILE}")
    page.route("https://webmail.example/", lambda route: route.fulfill(body=webmail, content_type="text/html"))  # fmt: skip
    page.goto("https://webmail.example/")
    page.get_by_role("link", name="Link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stien")
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_and_the_html_checker_find_nothing(
    browser: Browser, desk: SignedDesk, url: str, tmp_path: Path, width: int
) -> None:  # fmt: skip
    folder = tmp_path / "pages"
    folder.mkdir()
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()

    def look(name: str) -> None:
        assert axe_findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    def read(name: str, path: str) -> None:
        page.goto(url + path)
        look(name)
        (folder / f"{name}.html").write_bytes(page.request.get(url + path).body())

    read("sign-in", "/desk/sign-in")
    read("link", desk.link_for("dorte"))
    read("old", "/desk/login/x")
    page.goto(f"{url}/desk/sign-in")
    page.get_by_label("Mailadresse").fill("anna@kommune.example")
    page.get_by_role("button", name="Send mig et link").click()
    look("sent")
    desk.sign_in("bo")
    sign_in(page, desk, url, "dorte", "Dorte")
    read("sessions", "/desk/sessions")
    read("audit", "/desk/audit")
    page.goto(f"{url}/desk/new")
    page.locator("#title").fill("Ny bro")
    context.clear_cookies()
    page.get_by_role("button", name="Begynd").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er blevet logget ud")
    look("again")
    context.close()
    assert html_errors(folder) == []
