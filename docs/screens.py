"""Takes the pictures in README.md and foelg-med.md: the sample site's front page, its feeds in a browser and in a reader.

python docs/screens.py
"""

from __future__ import annotations

import os
import pty
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from select import select
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from nyspor.preview.server import SiteFiles, run_server

DOCS = Path(__file__).parent
PICTURES = DOCS / "billeder"
SITE = {"NYSPOR_NOW": "2026-11-23 12:00", "NYSPOR_SITEURL": "https://nyspor.example"}
FOLLOWED = (
    *("alt", "spor/groenne-faellesskaber", "forsoeg/naturstien", "arbejdsgrupper/stigruppen"),
    *("temaer/aeldre", "temaer/unge", "kommuner/roskilde", "kommentarer/alle"),
)
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
READER = {
    "PATH": os.defpath,
    "LC_ALL": "C.UTF-8",
    "TZ": "Europe/Copenhagen",
    "TERM": "vt52",
    "COLUMNS": "80",
    "LINES": "20",
}
"""A VT52 has no colours and only a handful of commands, which `screen` knows."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The sample site, built in `folder` and served; yields its address without a closing slash."""
    command = [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", "-q"]
    subprocess.run([*command, "-o", folder], cwd=DOCS.parent, env=os.environ | SITE, check=True)
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(SiteFiles(folder), listening),
    ):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def newsboat(home: Path, address: str) -> Iterator[str]:
    """What newsboat shows: the list of feeds, and the first text in the first of them."""
    (home / "urls").write_text("".join(f"{address}/feeds/{name}.rss\n" for name in FOLLOWED))
    command = ["newsboat", "-r", "-u", "urls", "-c", "cache.db", "-C", "/dev/null"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=home, env=READER | {"HOME": str(home)}, stdin=theirs, stdout=theirs
    ) as reader:
        output = until_quiet(ours)
        yield screen(output)
        for _ in ("open the feed", "open the text"):
            os.write(ours, b"\r")
            output += until_quiet(ours)
        yield screen(output)
        reader.terminate()


def until_quiet(terminal: int) -> str:
    """What is written to the terminal until two seconds pass with nothing new."""
    written = b""
    while select([terminal], [], [], 2)[0]:
        written += os.read(terminal, 65536)
    return written.decode()


def screen(output: str) -> str:
    """The text that stands on a VT52 after this output. Source: terminfo's entry vt52."""
    shown: dict[tuple[int, int], str] = {}
    row = column = 0
    for y, x, command, sign in re.findall(r"\x1bY(.)(.)|\x1b(.)|(.)", output, re.DOTALL):
        if y:
            row, column = ord(y) - 32, ord(x) - 32
        elif command:
            there = {"H": (0, 0), "A": (row - 1, column), "B": (row + 1, column)}
            row, column = there.get(command, (row, column))
            last = {"J": (999, 0), "K": (row, 999)}.get(command, (0, 0))
            shown = {at: s for at, s in shown.items() if not (row, column) <= at <= last}
        elif sign in "\r\n":
            row, column = (row, 0) if sign == "\r" else (row + 1, column)
        else:
            shown[row, column] = sign
            column += 1
    size = int(READER["LINES"]), int(READER["COLUMNS"])
    return "\n".join(
        "".join(shown.get((y, x), " ") for x in range(size[1])) for y in range(size[0])
    )


def photograph_front_page(page: Page, address: str) -> None:
    """The front page in both colour schemes; the page is light again afterwards."""
    page.goto(f"{address}/")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=PICTURES / f"front-{scheme}.png")


def photograph(page: Page, address: str) -> None:
    """The pages that the paper speaks of, as a resident meets them."""
    page.goto(f"{address}/feeds/")
    page.screenshot(path=PICTURES / "feeds.png")
    page.goto(f"{address}/feeds/spor/groenne-faellesskaber.rss")
    page.screenshot(path=PICTURES / "feed.png", clip={"x": 0, "y": 0, "width": 1280, "height": 520})
    page.goto(f"{address}/arbejdsgrupper/stigruppen/")
    page.locator("section", has_text=".ics").screenshot(path=PICTURES / "calendar.png")


def photograph_text(page: Page, text: str, name: str) -> None:
    """A text screen, as a picture."""
    style = "display: inline-block; margin: 0; padding: 1rem; font: 16px/1.25 monospace; color: #eee; background: #17202c"
    page.set_content(f'<pre style="{style}">{escape(text)}</pre>')
    page.locator("pre").screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    with TemporaryDirectory() as site, TemporaryDirectory() as home, sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        with serving(Path(site)) as address:
            photograph_front_page(page, address)
            photograph(page, address)
            names = ("newsboat", "newsboat-text")
            for name, text in zip(names, newsboat(Path(home), address), strict=True):
                photograph_text(page, text, name)
        browser.close()


if __name__ == "__main__":
    main()
