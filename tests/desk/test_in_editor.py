"""A text is written in a real browser: in the editor where it is bundled, and in a plain text area with the same toolbar."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from nyspor.desk.app import make_desk
from nyspor.desk.pages import EDITOR
from nyspor.desk.state import DeskState
from nyspor.preview.server import run_server
from nyspor.site.theme import ENGINE_FOLDER
from tests.browser import axe_findings
from tests.builders import post_text
from tests.desk.desk import FILE, make_state
from tests.desk.round_trip import changed_lines
from tests.desk.word_files import paragraph, word_file
from tests.markdown.texts import commonmark_examples

BUNDLED = pytest.mark.skipif(
    not (ENGINE_FOLDER / EDITOR).is_file(), reason="`make editor` bundles the editor"
)
WAYS = [pytest.param("editor", marks=BUNDLED), "plain"]


@pytest.fixture
def state(tmp_path: Path) -> DeskState:
    return make_state(tmp_path, posts__2026__stien=post_text("Ord et.\n\nOrd to.", titel="Stien"))


@pytest.fixture(params=WAYS)
def page(request: pytest.FixtureRequest, browser: Browser, state: DeskState) -> Iterator[Page]:
    """The page of the text, with the editor and without."""
    listening = socket.create_server(("127.0.0.1", 0))
    with run_server(make_desk(state), listening):
        desk = f"http://127.0.0.1:{listening.getsockname()[1]}/desk"
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        if request.param == "plain":
            page.route("**/editor.js", lambda route: route.abort())
        page.goto(f"{desk}/who")
        page.get_by_role("button", name="Anna").click()
        page.goto(f"{desk}/text/{FILE}")
        expect(page.get_by_role("button", name="Fed")).to_be_visible()
        yield page
        page.close()


def text_box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Tekst", exact=True)


def sent(page: Page) -> str:
    """The text as it would be saved."""
    return page.locator("#_body").input_value()


def test_what_is_selected_is_marked_stays_selected_and_the_browser_undoes_it(page: Page) -> None:
    before = sent(page)
    text_box(page).press("Control+A")
    page.get_by_role("button", name="Fed", exact=True).click()
    assert sent(page) == f"**{before}**"
    page.keyboard.press("Control+B")
    assert sent(page) == before
    page.keyboard.press("Control+I")
    assert sent(page) == f"*{before}*"
    for _ in range(3):
        page.keyboard.press("Control+Z")
    assert sent(page) == before


@BUNDLED
@pytest.mark.parametrize("page", ["editor"], indirect=True)
def test_what_is_typed_before_the_editor_has_come_goes_on_in_it(page: Page) -> None:
    coming: list[Route] = []
    page.route("**/editor.js", lambda route: coming.append(route))
    page.goto(page.url, wait_until="commit")
    text_box(page).press("Control+Home")
    page.keyboard.type("Først ")
    coming[0].continue_()
    expect(page.locator(".cm-content")).to_be_focused()
    page.keyboard.type("og så ")
    assert sent(page).startswith("Først og så \nOrd et.")


def test_a_building_block_stands_by_itself_and_its_inside_is_written_over(page: Page) -> None:
    text_box(page).press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.get_by_role("button", name="Byggeklodser").click()
    page.locator("#blok-spørgsmål button").click()
    page.keyboard.type("Hvem først?")
    assert sent(page) == "\nOrd et.\n\n::: spørgsmål\nHvem først?\n:::\n\nOrd to.\n"


def test_a_building_block_never_splits_a_paragraph_or_another_block(page: Page) -> None:
    block = "\n\n::: spørgsmål\nHvad nu hvis naboen var den første, du spurgte?\n:::"
    box = text_box(page)
    box.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    for number in (1, 2):
        page.get_by_role("button", name="Byggeklodser").click()
        page.locator("#blok-spørgsmål button").click()
        assert sent(page) == f"\nOrd et.{block * number}\n\nOrd to.\n"


def test_a_table_has_as_many_cells_as_are_asked_for(page: Page) -> None:
    text_box(page).press("Control+End")
    page.get_by_role("button", name="Tabel", exact=True).click()
    page.get_by_label("Rækker under overskrifterne").fill("1")
    page.get_by_label("Hvad viser tabellen?").fill("Fremmødet")
    page.keyboard.press("Enter")
    page.keyboard.type("Møde")
    table = "::: tabel Fremmødet\n| Møde | Kolonne 2 |\n|---|---|\n|  |  |\n:::\n"
    assert sent(page).endswith(f"Ord to.\n\n{table}")


def body(page: Page, text: str) -> None:
    """The text is this, once the browser has come so far."""
    expect(page.locator("#_body")).to_have_value(text)


def test_a_link_is_chosen_by_words_of_a_title_and_written_on_after(page: Page) -> None:
    text_box(page).press("Control+End")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Hvor fører det hen?")
    page.keyboard.type("gode")
    page.keyboard.press("Enter")
    link = "[At sikre flere gode leveår for borgerne](../../tracks/stier.md)"
    body(page, f"\nOrd et.\n\nOrd to.\n{link}")
    page.keyboard.type(" mere")
    body(page, f"\nOrd et.\n\nOrd to.\n{link} mere")
    expect(field).to_be_hidden()


def test_what_leads_nowhere_is_refused_and_escape_closes_the_list_first(page: Page) -> None:
    before = sent(page)
    text_box(page).press("Control+k")
    field = page.get_by_role("combobox", name="Hvor fører det hen?")
    page.keyboard.type("findes ikke")
    page.keyboard.press("Enter")
    expect(page.locator("#link-fault")).to_contain_text("Ingen tekst har de ord i sin titel")
    field.fill("gode")
    option = page.get_by_role("option", name="At sikre flere gode leveår for borgerne")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(option).to_be_hidden()
    field.press("Escape")
    expect(field).to_be_hidden()
    body(page, before)


def test_a_link_is_changed_and_removed_where_the_cursor_stands(page: Page) -> None:
    text_box(page).press("Control+End")
    page.keyboard.insert_text("[Stier](../../tracks/stier.md)")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Hvor fører det hen?")
    expect(field).to_have_value("At sikre flere gode leveår for borgerne")
    expect(page.get_by_role("dialog", name="Ret linket")).to_be_visible()
    expect(page.get_by_label("Linkets ord")).to_have_value("Stier")
    field.fill("https://kommune.example/")
    field.press("Enter")
    body(page, "\nOrd et.\n\nOrd to.\n[Stier](https://kommune.example/)")
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Fjern linket").click()
    body(page, "\nOrd et.\n\nOrd to.\nStier")


def test_lines_become_a_list_and_words_are_counted(page: Page) -> None:
    expect(page.locator("#words")).to_have_text("4")
    text_box(page).press("Control+End")
    page.keyboard.type("en")
    page.get_by_role("button", name="Liste", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.type(" og to")
    assert sent(page).endswith("\n- en og to")
    expect(page.locator("#words")).to_have_text("7")


def test_a_button_begins_an_empty_line_and_ends_it_again(page: Page) -> None:
    before = sent(page)
    text_box(page).press("Control+End")
    for name, mark in {
        "Rubrik": "## ",
        "Liste": "- ",
        "Nummereret liste": "1. ",
        "Citat": "> ",
    }.items():
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        assert sent(page) == f"{before}\n{mark}"
        expect(button).to_have_attribute("aria-pressed", "true")
        button.click()
        page.keyboard.press("Backspace")
        assert sent(page) == before


def test_what_is_bold_is_written_between_the_marks_which_go_when_nothing_is(page: Page) -> None:
    before = sent(page)
    bold = page.get_by_role("button", name="Fed", exact=True)
    text_box(page).press("Control+End")
    bold.click()
    assert sent(page) == f"{before}****"
    page.keyboard.press("ArrowUp")
    expect(page.locator("#_body")).to_have_value(before)
    page.keyboard.press("Control+End")
    bold.click()
    page.keyboard.type("Vigtigt")
    assert sent(page) == f"{before}**Vigtigt**"
    expect(bold).to_have_attribute("aria-pressed", "true")
    bold.click()
    assert sent(page) == f"{before}Vigtigt"


PASTE = """(element, types) => {
    const data = new DataTransfer();
    for (const [type, words] of Object.entries(types)) data.setData(type, words);
    element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_what_is_pasted_from_word_is_cleaned_and_undone_at_once(page: Page) -> None:
    before = sent(page)
    box = text_box(page)
    box.press("Control+End")
    html = "<h1>Nyt</h1><p class=MsoNormal>Vi <b>prøver</b>.<o:p></o:p></p>"
    box.evaluate(PASTE, {"text/html": html, "text/plain": "Nyt\nVi prøver."})
    expect(page.locator("#words")).to_have_text("7")
    assert sent(page) == f"{before}\n## Nyt\n\nVi **prøver**."
    page.keyboard.press("Control+Z")
    assert sent(page) == before


def test_a_word_file_is_put_in_where_the_cursor_stands(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "brev.docx"
    file.write_bytes(word_file(paragraph("Et afsnit."), paragraph("Et til.")))
    text_box(page).press("Control+Home")
    page.get_by_text("Hent teksten fra Word").click()
    page.get_by_label("Word-fil (.docx)").set_input_files(file)
    expect(page.locator("#words")).to_have_text("8")
    assert sent(page) == "Et afsnit.\n\nEt til.\nOrd et.\n\nOrd to.\n"
    expect(page.locator("#document-told")).to_have_text("Teksten fra brev.docx er sat ind.")
    file.write_text("Kun ord.")
    page.get_by_label("Word-fil (.docx)").set_input_files(file)
    expect(page.locator("#document-told")).to_contain_text("ikke en Word-fil")
    expect(page.locator("#document-told")).to_be_in_viewport()


DROP = """(element, [name, raw]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(raw)], name));
    element.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def test_a_word_file_is_dropped_and_what_cannot_be_dropped_is_told(page: Page) -> None:
    box = text_box(page)
    box.press("Control+Home")
    box.evaluate(DROP, ["aftale.pdf", [*b"%PDF-1.7"]])
    expect(page.locator("#document-told")).to_contain_text("Slip et billede eller en Word-fil")
    box.evaluate(DROP, ["brev.docx", [*word_file(paragraph("Et afsnit."))]])
    expect(page.locator("#words")).to_have_text("6")
    assert "Et afsnit." in sent(page)
    expect(page.locator("#document-told")).to_contain_text("brev.docx")


def test_what_the_check_says_leads_to_its_line(page: Page) -> None:
    box = text_box(page)
    box.press("Control+End")
    page.keyboard.type("\nSe [her](findes-ikke.md).")
    page.locator("#findings a[data-line]").last.click()
    page.keyboard.type("Se her.")
    assert sent(page) == "\nOrd et.\n\nOrd to.\n\nSe her."


def test_what_the_check_says_of_a_field_leads_to_it(page: Page) -> None:
    page.get_by_label("Dato").fill("31. februar 2026")
    page.locator("#findings").get_by_role("link", name="Dato").click()
    expect(page.get_by_label("Dato")).to_be_focused()


def test_the_page_beside_shows_words_that_are_got_back_and_is_light_or_dark(page: Page) -> None:
    address = page.url
    text_box(page).press("Control+End")
    with page.expect_response("**/desk/journal/**"):
        page.keyboard.type("Et nyt ord.")
    page.goto(address)
    page.get_by_role("link", name="Hent dem").click()
    beside = page.frame_locator("#page")
    expect(beside.get_by_text("Et nyt ord.")).to_be_visible()
    for name, scheme in {"Mørk": "dark", "Lys": "light"}.items():
        page.get_by_role("button", name=name, exact=True).click()
        expect(beside.locator("html")).to_have_css("color-scheme", scheme)


def test_after_a_save_the_page_and_the_cursor_are_where_they_were(page: Page) -> None:
    text_box(page).press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("Ny")
    pane = page.locator("#editor")
    pane.evaluate("pane => (pane.scrollTop = 150)")
    with page.expect_navigation():
        page.keyboard.press("Control+S")
    expect(page.locator("#told")).to_be_in_viewport()
    page.wait_for_function(
        "() => document.getElementById('editor').scrollTop === 150", timeout=10_000
    )
    page.keyboard.type("t ")
    assert sent(page) == "\nNyt Ord et.\n\nOrd to.\n"


def test_nothing_changes_but_what_is_typed(page: Page, state: DeskState) -> None:
    file = state.texts.content / FILE
    raw = (
        b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n", 5) + "  \ttab\u2028\n".encode()
    )
    file.write_bytes(raw)
    page.reload()
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("#told")).to_contain_text("Gemt")
    assert file.read_bytes() == raw
    text_box(page).press("Control+Home")
    page.keyboard.type("x")
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("#told")).to_contain_text("Gemt")
    assert changed_lines(raw, file.read_bytes()) == 1


def test_the_toolbar_is_one_stop_for_tab_and_walked_by_arrows(page: Page) -> None:
    page.get_by_role("button", name="Rubrik", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    focused = page.locator("[role=toolbar] button:focus")
    expect(focused).to_have_text("Fed")
    page.keyboard.press("End")
    expect(focused).to_have_text("Byggeklodser")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_text("Rubrik")
    page.keyboard.press("Tab")
    assert text_box(page).evaluate("element => element === document.activeElement")
    page.keyboard.press("Shift+Tab")
    expect(focused).to_have_text("Rubrik")


def test_without_a_script_the_blocks_can_be_copied_and_a_word_file_sent_in(
    browser: Browser, state: DeskState, tmp_path: Path
) -> None:
    file = tmp_path / "brev.docx"
    file.write_bytes(word_file(paragraph("Et afsnit.")))
    listening = socket.create_server(("127.0.0.1", 0))
    with run_server(make_desk(state), listening):
        desk = f"http://127.0.0.1:{listening.getsockname()[1]}/desk"
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{desk}/who")
        page.get_by_role("button", name="Anna").click()
        page.goto(f"{desk}/text/{FILE}")
        expect(page.get_by_role("button", name="Fed")).to_be_hidden()
        page.get_by_role("button", name="Byggeklodser").click()
        expect(page.locator("#blok-fakta pre")).to_be_visible()
        page.get_by_role("button", name="Luk").click()
        page.locator("#_body").fill("Ikke gemt.")
        page.get_by_text("Hent teksten fra Word").click()
        page.locator("#document").set_input_files(file)
        page.get_by_role("button", name="Hent teksten", exact=True).click()
        assert sent(page) == "Ikke gemt.\n\nEt afsnit.\n"
        page.close()


@pytest.mark.parametrize("page", [pytest.param("editor", marks=BUNDLED)], indirect=True)
def test_the_editor_takes_every_text_as_it_is(page: Page) -> None:
    texts = ["\n" + example for example in commonmark_examples()]
    wrong = page.evaluate(
        """texts => texts.filter((text, number) => {
            const area = document.createElement("textarea");
            document.body.append(area);
            area.value = text;
            const shown = area.value;
            const writing = NysporEditor.take(area);
            const isSame = area.value === shown && writing.text === shown;
            const place = number % (shown.length + 1);
            writing.replace(place, place, "x");
            const isOneMore = area.value === shown.slice(0, place) + "x" + shown.slice(place);
            area.previousSibling.remove();
            area.remove();
            return !isSame || !isOneMore;
        })""",
        texts,
    )
    assert wrong == []


@pytest.mark.parametrize("page", [pytest.param("editor", marks=BUNDLED)], indirect=True)
def test_the_editor_shows_blocks_as_boxes_and_tab_leads_out_of_it(page: Page) -> None:
    text_box(page).press("Control+End")
    page.keyboard.type("\n::: fakta Om\nTo ord.\n:::\n\n## Rubrik")
    box = page.locator(".md-box-first")
    assert box.get_attribute("data-label") == "Faktaboks"
    assert page.locator(".md-h2").inner_text() == "## Rubrik"
    page.keyboard.press("Tab")
    assert not text_box(page).evaluate("element => element === document.activeElement")
    page.evaluate("document.getElementById('page').remove()")
    assert axe_findings(page) == []


@pytest.mark.parametrize("page", [pytest.param("editor", marks=BUNDLED)], indirect=True)
def test_enter_ends_a_paragraph_an_item_or_a_row(page: Page) -> None:
    before = sent(page)

    def written(*keys: str) -> str:
        """What stands below the text after these keys, which are undone."""
        text_box(page).press("Control+End")
        for key in keys:
            if key in ("Enter", "Shift+Enter", "Tab", "Shift+Tab"):
                page.keyboard.press(key)
            else:
                page.keyboard.insert_text(key)
        found = sent(page).removeprefix(before)
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(before)
        return found

    assert written("a", "Enter", "b", "Enter", "c") == "a\n\nb\n\nc"
    assert written("## a", "Enter", "b") == "## a\n\nb"
    assert written("a", "Shift+Enter", "b") == "a  \nb"
    assert written("a", "Enter", "Enter", "b") == "a\n\n\nb"
    assert written("- a", "Enter", "b", "Enter", "Enter", "c") == "- a\n- b\n\nc"
    assert written("```\na", "Enter", "b") == "```\na\nb"
    assert written("::: kontakt\nnavn: a", "Enter", "b") == "::: kontakt\nnavn: a\nb"
    assert written("::: fakta\na\n:::", "Enter", "b") == "::: fakta\na\n:::\n\nb"
    table = "| a | b |\n|---|---|\n| c | d |"
    assert written(table, "Enter", "e") == f"{table}\n| e |  |"
    assert written(table, "Enter", "Enter", "e") == f"{table}\n\ne"


@pytest.mark.parametrize("page", [pytest.param("editor", marks=BUNDLED)], indirect=True)
def test_tab_walks_a_table_and_escape_leads_out_of_it(page: Page) -> None:
    text_box(page).press("Control+End")
    page.keyboard.insert_text("| a | b |\n|---|---|\n| c | d |")
    for key in ("Shift+Tab", "Shift+Tab", "x", "Tab", "y", "Tab", "Tab", "z"):
        page.keyboard.press(key)
    assert sent(page).endswith("| a | x |\n|---|---|\n| y | d |\n| z |  |")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not text_box(page).evaluate("element => element === document.activeElement")


@BUNDLED
@pytest.mark.parametrize("page", ["editor"], indirect=True)
def test_what_is_written_after_a_table_is_a_paragraph_of_its_own(page: Page) -> None:
    text_box(page).press("Control+End")
    page.keyboard.type("\n::: tabel Måneder")
    page.keyboard.insert_text("\n| Måned | Hvad |\n|---|---|\n| Maj | Broen |\n:::\nEfter.")
    page.keyboard.press("Enter")
    page.keyboard.type("Til sidst.")
    assert sent(page).rstrip().endswith(":::\nEfter.\n\nTil sidst.")
    assert page.locator(".md-table", has_text="Efter").count() == 0


@BUNDLED
@pytest.mark.parametrize("page", ["editor"], indirect=True)
def test_an_empty_row_ends_the_table_and_its_block(page: Page) -> None:
    text_box(page).press("Control+End")
    page.keyboard.insert_text(
        "\n\n::: tabel Måneder\n| Måned | Hvad |\n|---|---|\n| Maj | Broen |\n:::"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Bagefter.")
    assert "| Maj | Broen |\n:::\n\nBagefter." in sent(page)


def test_the_first_field_of_a_block_is_written_over_and_the_others_stay(page: Page) -> None:
    text_box(page).press("Control+End")
    page.get_by_role("button", name="Byggeklodser").click()
    page.locator("#blok-kontakt button").click()
    page.keyboard.type("Projektlederen")
    assert re.search(r"::: kontakt\n\w+: Projektlederen\n\S+: \S", sent(page))
