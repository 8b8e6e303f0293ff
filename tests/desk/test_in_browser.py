"""The desk in a real browser: accessible, and usable with the keyboard alone."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nyspor.desk.app import make_desk
from nyspor.desk.approval.reviews import Reviews
from nyspor.desk.people.permissions import ALL_KINDS, Rules
from nyspor.desk.state import DeskState
from nyspor.preview.server import run_server
from tests.browser import VNU, axe_findings
from tests.builders import post_text
from tests.desk.desk import FILE, make_state

DRAFT, BROKEN = "posts/2026/kladde.md", "posts/2026/brudt.md"


@pytest.fixture
def state(tmp_path: Path) -> DeskState:
    drafts = post_text("En kladde.", titel="Ikke endnu", status="kladde", dato="31. februar 2026")
    broken = '---\ntitel: "Uden ende\n---\n'
    return make_state(
        tmp_path, Rules(ALL_KINDS), posts__2026__kladde=drafts, posts__2026__brudt=broken
    )


@pytest.fixture
def desk(state: DeskState) -> Iterator[str]:
    """The address of a desk that is served."""
    listening = socket.create_server(("127.0.0.1", 0))
    with run_server(make_desk(state), listening):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/desk"


def sit_down(page: Page, desk: str, name: str) -> None:
    page.goto(f"{desk}/who")
    page.get_by_role("button", name=name).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Skrivebordet")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_and_the_html_checker_find_nothing(
    browser: Browser, desk: str, tmp_path: Path, width: int
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{desk}/who")
    pages = {
        "who": "who", "front": "", "new": "new", "nothing": "text/x.md", "text": f"text/{FILE}",
        "draft": f"text/{DRAFT}", "broken": f"text/{BROKEN}", "no-page": f"page/{BROKEN}",
    }  # fmt: skip
    folder = tmp_path / "pages"
    folder.mkdir()
    sit_down(page, desk, "Anna")
    for name, path in pages.items():
        address = f"{desk}/{path}"
        page.goto(address)
        for summary in page.locator("summary").all():
            summary.click()
        assert axe_findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        (folder / f"{name}.html").write_bytes(page.request.get(address).body())
    context.close()
    command = ["java", "-jar", str(VNU), "--format", "json", "--errors-only", str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    assert [each["message"] for each in json.loads(said or '{"messages": []}')["messages"]] == []


def test_the_page_beside_follows_what_is_typed_and_nothing_is_asked_for_elsewhere(
    browser: Browser, desk: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sit_down(page, desk, "Anna")
    page.goto(f"{desk}/text/{FILE}")
    page.get_by_role("textbox", name="Tekst", exact=True).press_sequentially("Nye ord. ")
    expect(page.frame_locator("#page").get_by_text("Nye ord.")).to_be_visible()
    page.route("**/desk/page/**", lambda each: each.abort() if each.request.method == "POST" else each.continue_())  # fmt: skip
    page.goto(f"{desk}/")
    page.go_back()  # the frame is not brought back as it was, without what was put into it
    expect(page.frame_locator("#page").get_by_text("I dag åbner stien.")).to_be_visible()
    own = desk.removesuffix("/desk")
    assert {url for url in asked if not url.startswith((own, "about:"))} == set()
    page.close()


def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until the control has the focus."""
    wanted = page.get_by_role(role, name=name, exact=True).last  # type: ignore[arg-type]
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{role} »{name}« cannot be reached with Tab")


def test_a_post_comes_out_by_keyboard_alone(browser: Browser, desk: str, state: DeskState) -> None:
    writing, editing = browser.new_context(), browser.new_context()
    anna, bo = writing.new_page(), editing.new_page()
    sit_down(anna, desk, "Anna")
    sit_down(bo, desk, "Bo")
    tab_to(anna, "link", "Ny tekst")
    anna.keyboard.press("Enter")
    tab_to(anna, "textbox", "Hvad hedder teksten?")
    anna.keyboard.type("Ny bro over åen")
    tab_to(anna, "button", "Begynd")
    anna.keyboard.press("Enter")
    tab_to(anna, "textbox", "Resume")
    anna.keyboard.press("Control+A")
    anna.keyboard.type("Broen bygges i maj.")
    tab_to(anna, "textbox", "Tekst")
    anna.keyboard.press("Control+A")
    anna.keyboard.type("Tømrerne begynder i maj.")
    tab_to(anna, "button", "Bed om godkendelse")
    anna.keyboard.press("Enter")
    expect(anna.get_by_text("Venter på godkendelse")).to_be_visible()

    bo.goto(f"{desk}/")
    tab_to(bo, "link", "Ny bro over åen")
    bo.keyboard.press("Enter")
    tab_to(bo, "button", "Godkend")
    bo.keyboard.press("Enter")
    expect(bo.locator(".stage")).to_have_text("Godkendt")

    anna.reload()
    tab_to(anna, "button", "Udgiv")
    anna.keyboard.press("Enter")
    anna.keyboard.press("Enter")  # the question that it asks has the focus
    expect(anna.locator(".stage")).to_have_text("Udgivet")
    text = (state.texts.content / "posts/2026/ny-bro-over-aaen.md").read_text("utf-8")
    assert "status" not in text
    assert text.endswith("---\nTømrerne begynder i maj.")
    writing.close()
    editing.close()


def test_on_a_telephone_what_a_text_needs_next_is_at_hand_and_last_for_the_keyboard(
    browser: Browser, desk: str, state: DeskState
) -> None:
    text = state.texts.read(DRAFT)
    Reviews(state.database).ask(DRAFT, text.digest, "anna", "", state.clock())
    page = browser.new_page(viewport={"width": 360, "height": 640})
    sit_down(page, desk, "Bo")
    page.goto(f"{desk}/text/{DRAFT}")
    approve = page.get_by_role("button", name="Godkend", exact=True)
    expect(approve).to_be_in_viewport(ratio=1)
    note = page.get_by_role("textbox", name="En besked til din kollega")
    note.focus()
    page.keyboard.press("Tab")
    expect(approve).to_be_focused()
    expect(note).to_be_in_viewport(ratio=1)
    page.close()
