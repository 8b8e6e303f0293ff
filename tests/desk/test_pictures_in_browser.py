"""Pictures at the desk in a real browser: by keyboard alone, dropped, pasted, and accessible."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from nyspor.desk.state import DeskState
from tests.browser import axe_findings, html_errors
from tests.desk.desk import FILE, make_state
from tests.desk.test_in_browser import desk, sit_down, tab_to  # noqa: F401
from tests.pictures import RED, flat, packed

PICTURE = {
    "name": "Sti i skoven.jpg",
    "mimeType": "image/jpeg",
    "buffer": packed(flat("RGB", RED, (900, 600)), "JPEG"),
}

GIVE = """([where, name, kind, raw, words]) => {
    const list = new DataTransfer();
    list.items.add(new File([Uint8Array.from(raw)], name, {type: 'image/jpeg'}));
    if (words) list.items.add(words, 'text/plain');
    const told = kind === 'drop' ? {dataTransfer: list} : {clipboardData: list};
    const event = kind === 'drop' ? new DragEvent('drop', {...told, bubbles: true, cancelable: true})
        : new ClipboardEvent('paste', {...told, bubbles: true, cancelable: true});
    document.querySelector(where).dispatchEvent(event);
    return event.defaultPrevented;
}"""
"""Drops or pastes a picture."""


@pytest.fixture
def state(tmp_path: Path) -> DeskState:
    return make_state(tmp_path)


@pytest.fixture
def page(browser: Browser, desk: str) -> Page:  # noqa: F811
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.route("**/editor.js", lambda route: route.abort())  # typed into the plain text area
    sit_down(page, desk, "Anna")
    return page


def give(page: Page, kind: str, words: str = "") -> bool:
    """Whether the page took a picture that was dropped or pasted on the text."""
    taken: bool = page.evaluate(
        GIVE, ["#_body", PICTURE["name"], kind, [*PICTURE["buffer"]], words]
    )
    return taken


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_and_the_html_checker_find_nothing(
    browser: Browser,
    desk: str,  # noqa: F811
    tmp_path: Path,
    width: int,
) -> None:
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, bypass_csp=True)
    page = context.new_page()
    sit_down(page, desk, "Anna")
    folder = tmp_path / "pages"
    folder.mkdir()

    def check(name: str) -> None:
        assert axe_findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        (folder / f"{name}.html").write_bytes(page.request.get(page.url).body())

    page.goto(f"{desk}/picture/{FILE}")
    check("empty")
    page.get_by_role("button", name="Hent billedet ind").click()
    expect(page.get_by_text("Vælg først et billede.")).to_be_visible()
    check("nothing sent")
    page.get_by_label("Fra din computer").set_input_files(PICTURE)
    page.get_by_role("button", name="Hent billedet ind").click()
    page.wait_for_url("**/picture-words/**")
    check("words")
    page.get_by_role("button", name="Sæt det ind i teksten").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check("nothing written")
    page.goto(f"{desk}/picture-words/{FILE}?place=text&picture=images/2026/sti-i-skoven.jpg")
    check("in the text")
    page.goto(f"{desk}/picture/{FILE}?place=text")
    check("chosen among")
    context.close()
    assert html_errors(folder) == []


def test_a_picture_is_put_in_by_keyboard_alone(page: Page, desk: str, state: DeskState) -> None:  # noqa: F811
    page.goto(f"{desk}/text/{FILE}")
    tab_to(page, "button", "Vælg billedet øverst")
    page.keyboard.press("Enter")
    page.wait_for_url("**/picture/**")
    page.get_by_label("Fra din computer").set_input_files(PICTURE)
    tab_to(page, "button", "Hent billedet ind")
    page.keyboard.press("Enter")
    page.wait_for_url("**/picture-words/**")
    tab_to(page, "textbox", "Alternativ tekst")
    page.keyboard.type("En rød sti i skoven.")
    tab_to(page, "textbox", "Kreditering")
    page.keyboard.type("Foto: Redaktionen")
    tab_to(page, "slider", "Fokus: Flyt det med piletasterne, eller klik i billedet")
    for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    mark = page.get_by_role("slider")
    expect(mark).to_have_attribute(
        "aria-valuetext", "72 procent fra venstre, 48 procent fra toppen"
    )
    expect(page.locator(".crop.card")).to_have_css("object-position", "85% 50%")
    expect(page.locator(".crop.shared")).to_have_css("object-position", "72% 48%")
    tab_to(page, "button", "Sæt det ind i teksten")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("Gemt.")
    shown = page.frame_locator("#page").locator("main img").first
    expect(shown).to_have_js_property("complete", True)
    expect(shown).not_to_have_js_property("naturalWidth", 0)
    text = (state.texts.content / FILE).read_text("utf-8")
    assert "fokus: 72 48" in text
    page.close()


def test_the_focal_point_follows_a_click(page: Page, desk: str) -> None:  # noqa: F811
    page.goto(f"{desk}/picture/{FILE}")
    page.get_by_label("Fra din computer").set_input_files(PICTURE)
    page.get_by_role("button", name="Hent billedet ind").click()
    area = page.locator("#focal-area")
    expect(area).to_be_visible()
    box = area.bounding_box()
    assert box
    area.click(position={"x": box["width"] * 0.15, "y": box["height"] * 0.85})
    expect(page.get_by_label("Det vigtigste er")).to_have_value("nederst til venstre")
    expect(page.get_by_label("Procent fra toppen")).to_have_value("85")
    page.close()


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_picture_that_is_dropped_or_pasted_is_asked_about(
    page: Page,
    desk: str,  # noqa: F811
    kind: str,
    state: DeskState,
) -> None:
    page.goto(f"{desk}/text/{FILE}")
    page.locator("#_body").fill("Et afsnit, der ikke var gemt.")
    assert give(page, kind)
    page.wait_for_url("**/picture-words/**")
    page.get_by_label("Alternativ tekst").fill("En rød sti i skoven.")
    page.get_by_label("Kreditering").fill("Foto: Redaktionen")
    page.get_by_role("button", name="Sæt det ind i teksten").click()
    page.wait_for_url(re.compile(r"/desk/text/"))
    text = (state.texts.content / FILE).read_text("utf-8")
    assert text.endswith(
        "Et afsnit, der ikke var gemt.\n\n::: billede Foto: Redaktionen\n"
        "![En rød sti i skoven.](../../images/2026/sti-i-skoven.jpg)\n:::\n"
    )
    page.close()


def test_text_that_is_pasted_with_a_picture_of_it_stays_text(page: Page, desk: str) -> None:  # noqa: F811
    page.goto(f"{desk}/text/{FILE}")
    assert not give(page, "paste", "Ord fra Word")
    page.close()


def test_without_a_script_a_picture_is_put_in_too(
    browser: Browser,
    desk: str,  # noqa: F811
    state: DeskState,
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk}/who")
    page.get_by_role("button", name="Anna").click()
    page.goto(f"{desk}/text/{FILE}")
    page.get_by_role("button", name="Vælg billedet øverst").click()
    page.get_by_label("Fra din computer").set_input_files(PICTURE)
    page.get_by_role("button", name="Hent billedet ind").click()
    page.get_by_label("Det vigtigste er").select_option("højre")
    page.get_by_role("button", name="Vis, hvordan det beskæres").click()
    expect(page.locator(".crop.card")).to_have_css("object-position", "85% 50%")
    page.get_by_label("Alternativ tekst").fill("En rød sti i skoven.")
    page.get_by_label("Kreditering").fill("Foto: Redaktionen")
    page.get_by_role("button", name="Sæt det ind i teksten").click()
    expect(page.locator("#told")).to_contain_text("Gemt.")
    assert "fokus: højre" in (state.texts.content / FILE).read_text("utf-8")
    context.close()
