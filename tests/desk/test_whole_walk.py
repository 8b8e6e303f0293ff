"""The whole walk of a first post, from its first word until it is off the site again: in the browser only, by keyboard alone.

It begins at a clone as `make serve` serves it, where a text is written in a plain text area, and at a folder that
`nyspor init` has made, where it is written in the editor that the theme has bundled.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from typer.testing import CliRunner

from nyspor.cli.commands import app
from tests.conftest import ROOT
from tests.pictures import RED, flat, packed
from tests.site.building import PICTURES
from tests.site.preview_process import showing

PICTURE = {
    "name": "Broen.jpg",
    "mimeType": "image/jpeg",
    "buffer": packed(flat("RGB", RED, (900, 600)), "JPEG"),
}
TITLE = "Ny bro over åen"
ADDRESS = "/indlaeg/ny-bro-over-aaen/"
MOST_TABS = 150
MOST_TOOLS = 40


def clone(folder: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", folder], check=True)


def init(folder: Path) -> None:
    assert CliRunner().invoke(app, ["init", str(folder), "--yes"]).exit_code == 0


@pytest.fixture(params=[clone, init])
def site(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of a site that has just been made and is served."""
    make: Callable[[Path], None] = request.param
    make(tmp_path / "site")
    monkeypatch.setenv("NYSPOR_PICTURES", str(PICTURES))
    with showing(tmp_path / "site") as preview:
        yield preview.address


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.type, self.press = page.keyboard.type, page.keyboard.press
        # From the beginning: one that opens before Playwright listens is not heard of.
        page.on("filechooser", lambda chooser: chooser.set_files(PICTURE))  # type: ignore[arg-type]

    def tab_to(self, role: str, name: str) -> None:
        """Press Tab until the control with this role and name has the focus."""
        wanted = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        focused = self.page.locator(":focus").and_(wanted)
        for _ in range(MOST_TABS):
            self.press("Tab")
            if focused.count():
                return
        raise AssertionError(f"{role} »{name}« cannot be reached with Tab")

    def choose(self, role: str, name: str) -> None:
        """Go to a button or a link, and use it."""
        self.tab_to(role, name)
        self.press("Enter")

    def write(self, name: str, words: str) -> None:
        """Write over what stands in a field."""
        self.tab_to("textbox", name)
        self.press("Control+A")
        self.type(words)

    @property
    def text(self) -> Locator:
        """The text as it would be saved."""
        return self.page.locator("#_body")

    def tool(self, name: str) -> None:
        """Use a tool of the text in which the cursor stands: one stop for Tab, and the arrows within."""
        self.press("Shift+Tab")
        self.press("Home")
        wanted = self.page.get_by_role("button", name=name, exact=True)
        for _ in range(MOST_TOOLS):
            if self.page.locator(":focus").and_(wanted).count():
                break
            self.press("ArrowRight")
        else:
            focused = self.page.locator(":focus").evaluate("each => each.outerHTML.slice(0, 300)")
            raise AssertionError(f"»{name}« cannot be reached with the arrows from {focused}")
        self.press("Enter")

    def choose_finding(self, words: str) -> None:
        """Go to what the check says with these words, and from there to where it stands."""
        link = self.page.locator("#findings li", has_text=words).get_by_role("link")
        self.choose("link", link.inner_text())

    def write_line(self, words: str) -> None:
        """Write over the line that the cursor stands in."""
        self.press("Home")
        self.press("Shift+End")
        self.type(words)

    def be(self, name: str) -> None:
        """Choose who one is."""
        self.choose("button", name)
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Skrivebordet")

    def give_file(self, name: str) -> None:
        """Open the file chooser of a field, in which the picture is chosen."""
        self.choose("button", name)
        expect(self.page.get_by_label(name)).to_have_value(re.compile("Broen.jpg"))


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/desk/")
    yield page
    page.close()


def test_a_first_post_is_written_published_corrected_and_taken_off(page: Page, site: str) -> None:
    keys = Keyboard(page)
    keys.be("Skribent Skribent")
    begin(keys)
    write(keys)
    put_in_the_picture(keys)
    put_right_what_the_check_says(keys)
    look_at_the_page(keys)
    ask_and_approve(keys)
    publish(keys)
    correct(keys)
    take_off(keys)
    page.goto(site + ADDRESS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Siden findes ikke")


def begin(keys: Keyboard) -> None:
    keys.choose("link", "Ny tekst")
    keys.write("Hvad hedder teksten?", TITLE)
    keys.choose("button", "Begynd")
    keys.page.wait_for_url("**/desk/text/**")  # until its scripts have run
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(TITLE)


def write(keys: Keyboard) -> None:
    """Its words, with a quotation, a table, and two mistakes: a link that leads nowhere, and a date that is none."""
    keys.write("Resume", "Broen bygges i maj.")
    keys.write("Tekst", "Tømrerne begynder i maj. Hvorfor, står [i historien](findes-ikke.md).")
    keys.tool("Byggeklodser")
    keys.choose("button", "Sæt ind Citat")
    keys.type("Nu kan vi gå hjem sammen.")
    keys.press("ArrowUp")
    keys.write_line("::: citat Naboen, formand for stilauget")
    keys.press("Control+End")
    keys.tool("Tabel")
    keys.press("Tab")
    keys.type("2")
    keys.press("Tab")
    keys.type("Sådan går det")
    keys.press("Enter")
    expect(keys.text).to_have_value(re.compile("Kolonne 1"))
    keys.write_line("| Måned | Hvad der sker |")
    keys.press("ArrowDown")
    for row in ("| Maj | Broen bygges |", "| Juni | Broen åbner |"):
        keys.press("ArrowDown")
        keys.write_line(row)
    keys.press("Control+End")  # in a table, Tab leads to the next cell
    keys.write("Dato", "31. februar 2026")


def put_in_the_picture(keys: Keyboard) -> None:
    """The picture at the top, at first without a text alternative."""
    keys.choose("button", "Vælg billedet øverst")
    keys.page.wait_for_url("**/picture/**")
    keys.give_file("Fra din computer")
    keys.choose("button", "Hent billedet ind")
    keys.page.wait_for_url("**/picture-words/**")
    keys.write("Kreditering", "Foto: Redaktionen")
    keys.tab_to("slider", "Fokus: Flyt det med piletasterne, eller klik i billedet")
    keys.press("Shift+ArrowRight")
    keys.press("ArrowUp")
    keys.choose("button", "Sæt det ind i teksten")
    expect(keys.page.get_by_role("alert")).to_contain_text("Ikke gemt endnu")
    expect(keys.page.get_by_role("textbox", name="Alternativ tekst")).to_be_focused()
    keys.type("En rød bro over en å.")  # the cursor stands where something is missing
    keys.choose("button", "Sæt det ind i teksten")
    keys.page.wait_for_url("**/desk/text/**")
    expect(keys.page.locator("#told")).to_have_text("Gemt.")


def put_right_what_the_check_says(keys: Keyboard) -> None:
    """Two mistakes are told of, and nothing is published with them."""
    found = keys.page.locator("#findings")
    expect(found).to_contain_text("Datoen 31. februar 2026 findes ikke.")
    expect(found).to_contain_text("Linket findes-ikke.md fører til en fil, der ikke findes.")
    keys.choose("button", "Udgiv")
    keys.press("Enter")  # the question that it asks has the focus
    expect(keys.page.get_by_role("alert")).to_contain_text("ikke udgivet endnu")
    expect(keys.page.locator(".stage")).to_have_text("Kladde")
    keys.choose_finding("Datoen")
    keys.press("Control+A")
    keys.type("20. november 2026")
    expect(found).not_to_contain_text("Datoen")
    keys.choose_finding("Linket")
    keys.type("Tømrerne begynder i maj.")
    expect(found).to_have_text("Der er intet at rette.")


def look_at_the_page(keys: Keyboard) -> None:
    """It stands beside the text, once the last of what was typed is on it."""
    keys.page.wait_for_load_state("networkidle")
    shown = keys.page.frame_locator("#page").locator("main")
    expect(shown.get_by_role("img", name="En rød bro over en å.").first).to_be_visible()
    expect(shown.get_by_text("Nu kan vi gå hjem sammen.")).to_be_visible()
    expect(shown.get_by_role("cell", name="Broen åbner")).to_be_visible()


def ask_and_approve(keys: Keyboard) -> None:
    """A second person reads it."""
    keys.choose("button", "Bed om godkendelse")
    expect(keys.page.locator(".stage")).to_have_text("Venter på godkendelse")
    keys.choose("button", "Log ud")
    keys.be("Redaktion Redaktør, Administrator")
    keys.choose("link", TITLE)
    keys.choose("button", "Godkend")
    expect(keys.page.locator(".stage")).to_have_text("Godkendt")
    keys.choose("button", "Log ud")
    keys.be("Skribent Skribent")
    keys.choose("link", TITLE)


def publish(keys: Keyboard) -> None:
    keys.choose("button", "Udgiv")
    keys.press("Enter")  # the question that it asks has the focus
    expect(keys.page.locator(".stage")).to_have_text("Udgivet")
    keys.choose("link", "Se den på siden")
    keys.page.wait_for_url(f"**{ADDRESS}")
    # Where it is not built yet, the page loads itself again.
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(keys.page.get_by_role("cell", name="Broen åbner")).to_be_visible()
    keys.page.go_back()  # as Alt and the left arrow do


def correct(keys: Keyboard) -> None:
    keys.write("Resume", "Broen bygges i juni.")
    keys.press("Control+s")
    expect(keys.page.locator("#told")).to_have_text("Gemt. Læserne kan se det om lidt.")
    keys.choose("link", "Se den på siden")
    expect(keys.page.get_by_text("Broen bygges i juni.").first).to_be_visible()
    keys.page.go_back()


def take_off(keys: Keyboard) -> None:
    keys.choose("button", "Tag af siden")
    keys.press("Enter")
    expect(keys.page.locator(".stage")).to_have_text("Kladde")
