"""How long a key takes in the editor of the desk, in a text of 3,000 words: what Chromium's main thread is busy for.

    python -m bench.typing

The time is the browser's own (`TaskDuration` of the DevTools protocol): scripts, style, layout and painting, and what is done in
pauses, as the findings and the page beside the text, shared among the keys. The sixteen milliseconds are a frame at 60 a second.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.browser import CHROMIUM
from tests.builders import post_text
from tests.desk.desk import FILE, make_state
from tests.desk.desk_process import DeskProcess

WORDS = 3000
TARGET = 16
"""Milliseconds a key."""
PAUSE = 60
"""Milliseconds between two keys: a quick typist's."""


def long_text() -> str:
    """Paragraphs of 50 words, each with a link and something bold."""
    words = " ".join(["Naboerne **bygger** en [bro](/) over åen og ser på vandet."] * 5)
    return "\n\n".join([words] * (WORDS // 50))


def milliseconds_a_key(page: Page, keys: int) -> float:
    """Type so many keys in the middle of the text; return how long the main thread was busy for each."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy() -> float:
        found = session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in found if each["name"] == "TaskDuration"))

    before = busy()
    for number in range(keys):
        page.keyboard.press(" " if number % 6 == 5 else "aeiou"[number % 5])
        page.wait_for_timeout(PAUSE)
    return (busy() - before) * 1000 / keys


def measure(rounds: int, keys: int) -> Iterator[str]:
    """Yield a line with the page beside the text, and one without."""
    with (
        tempfile.TemporaryDirectory(prefix="nyspor-bench-") as folder,
        sync_playwright() as browsers,
    ):
        make_state(Path(folder), posts__2026__stien=post_text(long_text()))
        browser = browsers.chromium.launch(executable_path="/usr/bin/chromium", args=[*CHROMIUM])
        with closing(DeskProcess(Path(folder) / "content", Path(folder) / "data")) as desk:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{desk.address}/desk/who")
            page.get_by_role("button", name="Anna").press("Enter")
            page.wait_for_url("**/desk/")
            for name, script in (("with the page", "0"), ("without", "document.getElementById('page').remove()")):  # fmt: skip
                page.goto(f"{desk.address}/desk/text/{FILE}")
                page.evaluate(script)
                page.get_by_role("textbox", name="Tekst", exact=True).press("Control+Home")
                for _ in range(20):
                    page.keyboard.press("ArrowDown")
                milliseconds_a_key(page, 20)
                times = [milliseconds_a_key(page, keys) for _ in range(rounds)]
                yield (
                    f"{name:14}{median(times):6.1f} ms a key ({min(times):.1f}–{max(times):.1f}), "
                    f"median of {rounds} × {keys} keys  asked: {TARGET} ms"
                )
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.typing")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keys", type=int, default=100)
    given = parser.parse_args()
    for line in measure(given.rounds, given.keys):
        print(line, flush=True)


if __name__ == "__main__":
    main()
