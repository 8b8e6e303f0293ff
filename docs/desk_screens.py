"""Takes the pictures in skrivebordet.md: the sample's draft, from what is written until it is approved.

python docs/desk_screens.py
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PICTURES = DOCS / "billeder"
DRAFT = "posts/2026/naeste-sti.md"
MOMENTS = ("2026-11-20T09:00", "2026-11-23T12:00")
"""When the site was begun, and when it is now: for Git too, in the time of the machine."""

SITE = {"NYSPOR_NOW": MOMENTS[1].replace("T", " "), "PYTHONUNBUFFERED": "1"}
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


def copy_site(folder: Path) -> None:
    """The sample site as its editors would have it, with a history of their own."""
    subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
    shutil.rmtree(folder / ".git")
    shutil.copy(ROOT / "theme/desk/editor.js", folder / "theme/desk")
    names = ("-c", "user.name=Redaktion", "-c", "user.email=redaktion@nyspor.example")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Siden er begyndt"]):
        environment = os.environ | dates(MOMENTS[0])
        subprocess.run(["git", *names, *command], cwd=folder, env=environment, check=True)


def dates(moment: str) -> dict[str, str]:
    """What makes Git take a moment for now."""
    return {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}


@contextmanager
def preview(folder: Path) -> Iterator[str]:
    """A copy of the sample site, served with its desk; yields the address of the desk."""
    copy_site(folder)
    command = [sys.executable, "-m", "nyspor", "serve", "--port", "0"]
    environment = os.environ | SITE | dates(MOMENTS[1]) | {"PYTHONPATH": str(folder)}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        found = next(
            filter(None, (re.search(r"http://[\d.]+:\d+", line) for line in server.stdout))
        )
        yield f"{found[0]}/desk"
        server.terminate()


def sit_down(browser: Browser, desk: str, name: str) -> Page:
    """The desk's front page, for somebody of this name."""
    page = browser.new_page(viewport=WIDE, color_scheme="light")
    page.goto(f"{desk}/who")
    page.get_by_role("button", name=name).click()
    return page


def photograph(page: Page, name: str, part: str = "") -> None:
    """The window, or a part of it."""
    page.wait_for_load_state("networkidle")
    (page.locator(part) if part else page).screenshot(path=PICTURES / f"desk-{name}.png")


def write(page: Page, desk: str) -> None:
    """The text as it is written, with what the check says of a link that leads nowhere."""
    page.goto(f"{desk}/text/{DRAFT}")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n\nKom med på [turen](turen.md).")
    page.locator("#findings .error").first.wait_for()
    photograph(page, "findings", "section.check")
    for _ in range(len("(turen.md).")):
        page.keyboard.press("Backspace")
    page.keyboard.type("(kom-med-ud-i-moerket.md).")
    page.locator("#findings .error").first.wait_for(state="detached")
    page.locator(".pane.fields").evaluate("pane => pane.scrollTo(0, 0)")
    photograph(page, "text")
    page.set_viewport_size(NARROW)
    photograph(page, "telephone")
    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_text("Gemt.").first.wait_for()


def choose_picture(page: Page, desk: str) -> None:
    page.goto(f"{desk}/picture/{DRAFT}?place=top")
    photograph(page, "pictures")


def ask(page: Page, desk: str) -> None:
    page.goto(f"{desk}/text/{DRAFT}")
    page.get_by_role("button", name="Bed om godkendelse").click()


def approve(page: Page, desk: str) -> None:
    """What waits for an editor, the buttons, and what was changed."""
    page.goto(f"{desk}/")
    photograph(page, "front")
    page.goto(f"{desk}/text/{DRAFT}")
    photograph(page, "approve", "section.way >> nth=0")
    page.goto(f"{desk}/history/{DRAFT}")
    page.get_by_role("link", name=re.compile("Se, hvad der")).first.click()
    photograph(page, "history")


def main() -> None:
    with (
        TemporaryDirectory() as folder,
        preview(Path(folder) / "site") as desk,
        sync_playwright() as tools,
    ):
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        writer = sit_down(browser, desk, "Skribent")
        write(writer, desk)
        choose_picture(writer, desk)
        ask(writer, desk)
        approve(sit_down(browser, desk, "Redaktion"), desk)
        browser.close()


if __name__ == "__main__":
    main()
