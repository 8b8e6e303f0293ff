"""Stops the desk, the connection or the browser while two people write in one text in Chromium, and counts what is lost: nothing may be.

    make torture-desk-browser

A run: the desk, in a process of its own, and two browsers, in which two people type into the editor and save now and then.
Then the desk is killed, alone or with its Git, or the connection is cut; they go on typing for a while; and their pages stay
open, are closed or crash, or their browsers are gone with all that was stored in them. When the desk is there again,
everything that was shown as saved, and everything that was typed more than two seconds before the end, must be in the
file, or be offered when the text is opened; whoever still has the page open loses nothing at all, and goes on.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from tests.browser import CHROMIUM
from tests.builders import post_text
from tests.desk.desk import FILE, make_state
from tests.desk.desk_process import DeskProcess, form_of
from tests.desk.torture import PARAGRAPHS, PATIENCE, faults_of_repository
from tests.torture_runner import Findings, main

SOON = 2.0
"""Seconds after which what was typed outlives the page."""

STAYS = "the page stays open"
CLOSED, CRASHED, GONE = "the page is closed", "the page crashes", "the browser is gone"
ALONE, WITH_GIT, CUT, NOTHING = "killed alone", "killed with Git", "connection cut", "nothing"

HAPPENINGS = [
    *((away, end) for away in (ALONE, WITH_GIT, CUT) for end in (STAYS, CLOSED, CRASHED)),
    *((NOTHING, end) for end in (CLOSED, CRASHED, GONE)),
]
"""What happens to the desk or the connection, and then to the pages. A browser that is gone had what it kept on the desk."""


class BrowserWriter:
    """Somebody who types in a browser, and remembers when, and what was shown as saved."""

    def __init__(self, person: str, browser: Browser, port: int, seed: int) -> None:
        self.person, self.browser = person, browser
        self.desk = f"http://127.0.0.1:{port}/desk"
        self.text = f"{self.desk}/text/{FILE}"
        self.chance = random.Random(f"{person} {seed}")
        self.typed: dict[str, float] = {}
        self.saved: set[str] = set()
        self.end = STAYS
        self.sit_down()

    def sit_down(self) -> None:
        """Open the text in a browser that knows nothing."""
        self.context = self.browser.new_context()
        self.page = self.context.new_page()
        self.page.goto(f"{self.desk}/who")
        self.page.get_by_role("button", name=self.person.capitalize()).press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Skrivebordet")
        self.page.goto(self.text)

    @property
    def has_text(self) -> bool:
        """Whether the text is open, and not an error page of the browser's own."""
        return not self.page.is_closed() and self.page.locator("#editor").count() == 1

    def type_word(self) -> None:
        """Type a word that nobody has written before, in a paragraph of one's own: Anna in the first, Bo in the last."""
        box = self.page.get_by_role("textbox", name="Tekst", exact=True)
        if not box.evaluate("element => element === document.activeElement"):
            box.press("Control+Home" if self.person == "anna" else "Control+End")
            if self.person == "anna":
                self.page.keyboard.press("ArrowDown")
        word = f"{self.person}{len(self.typed) + 1}ord"
        self.page.keyboard.type(f"{word} ")
        self.typed[word] = time.monotonic()

    def save(self) -> None:
        """Save, and wait until it is shown."""
        body = self.page.locator("#_body").input_value()
        words = {word for word in self.typed if word in body}
        self.page.keyboard.press("Control+s")
        told = self.page.locator("#told", has_text="Gemt.")
        clash = self.page.get_by_role("button", name="Gem det, der er valgt")
        expect(told.or_(clash).first).to_be_visible()
        if clash.count():  # an earlier save came in, and its answer did not
            self.page.get_by_label("Din version").check()
            clash.press("Enter")
            expect(told).to_be_visible()
        self.saved |= words

    def step(self) -> None:
        if self.typed and self.chance.random() < 0.2:
            self.save()
        self.type_word()

    def lose_page(self, end: str) -> None:
        """Let what happens to the page happen."""
        self.end, self.ended = end, time.monotonic()
        if end == CLOSED:
            self.page.close()
        elif end == CRASHED:
            crash(self.page)
        elif end == GONE:
            crash(self.page)
            self.context.close()

    def due(self) -> set[str]:
        """The words that must be there."""
        if self.end == STAYS and self.has_text:
            return set(self.typed)
        return self.saved | {w for w, when in self.typed.items() if when < self.ended - SOON}

    def come_back(self, content: Path) -> set[str]:
        """Open the text, where it is not open any more; return what is due and not found within some time."""
        due = self.due()
        if self.end == GONE:
            self.sit_down()
        elif self.end != STAYS:
            self.page = self.context.new_page()
        until = time.monotonic() + PATIENCE
        while True:
            if self.end != STAYS or not self.has_text:
                self.page.goto(self.text)
            there = (content / FILE).read_text("utf-8") + self.offered()
            missing = {word for word in due if word not in there}
            if not missing or time.monotonic() > until:
                return missing
            self.page.wait_for_timeout(300)

    def offered(self) -> str:
        """The texts with words that were not saved, which the page of the text offers."""
        page = self.context.request.get(self.text).text()
        links = [part.partition('"')[0] for part in page.split("?ord=")[1:]]
        pages = [self.context.request.get(f"{self.text}?ord={link}").text() for link in links]
        return "".join(form_of(page)["_body"][0] for page in pages)


def crash(page: Page) -> None:
    """End a page as a fault of the browser would: none of its scripts hears of it."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=3000)
    page.close()


class BrowserRun:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, browser: Browser, seed: int) -> None:
        self.chance = random.Random(seed)
        body = "\n\nFælles afsnit.\n\n".join(PARAGRAPHS.values())
        make_state(folder, posts__2026__stien=post_text(body))
        self.content, self.data = folder / "content", folder / "data"
        self.process = DeskProcess(self.content, self.data)
        self.writers = [
            BrowserWriter(person, browser, self.process.port, seed) for person in PARAGRAPHS
        ]
        self.away, self.end = HAPPENINGS[seed % len(HAPPENINGS)]
        self.faults: list[str] = []

    def go(self) -> None:
        """Write, lose something, and come back."""
        self.for_some_time(2, 6, lambda writer: writer.step())
        self.lose_desk()
        self.for_some_time(0, 4, lambda writer: writer.type_word() if writer.has_text else None)
        for writer in self.writers:
            writer.lose_page(self.end)
        self.bring_desk_back()
        for writer in self.writers:
            missing = writer.come_back(self.content)
            self.faults += [f"{self.away}, {self.end}: lost {word}" for word in sorted(missing)]
        for writer in self.writers:
            writer.type_word()
            writer.save()
        text = (self.content / FILE).read_text("utf-8")
        self.faults += [
            f"shown as saved at the end, and lost: {word}"
            for writer in self.writers
            for word in writer.saved
            if word not in text and word not in writer.offered()
        ]
        self.faults += faults_of_repository(self.content)

    def for_some_time(self, least: float, most: float, do: Callable[[BrowserWriter], None]) -> None:
        until = time.monotonic() + self.chance.uniform(least, most)
        while time.monotonic() < until:
            writer = self.chance.choice(self.writers)
            do(writer)
            writer.page.wait_for_timeout(self.chance.uniform(0, 300))

    def lose_desk(self) -> None:
        for writer in self.writers:
            if self.chance.random() < 0.3:
                writer.page.keyboard.press("Control+s")  # whose answer is not waited for
        if self.away in (ALONE, WITH_GIT):
            self.process.kill(self.away == WITH_GIT)
        elif self.away == CUT:
            for writer in self.writers:
                writer.context.set_offline(True)

    def bring_desk_back(self) -> None:
        if self.away in (ALONE, WITH_GIT):
            self.process = DeskProcess(self.content, self.data, self.process.port)
        elif self.away == CUT:
            for writer in self.writers:
                writer.context.set_offline(False)

    def counts(self) -> Counter[str]:
        words = sum(len(writer.typed) for writer in self.writers)
        saved = sum(len(writer.saved) for writer in self.writers)
        return Counter(
            {f"{self.away}, {self.end}": 1, "words typed": words, "words shown as saved": saved}
        )


def faults_of(run: BrowserRun) -> Iterator[str]:
    try:
        run.go()
    except (AssertionError, Error) as error:
        yield f"{run.away}, {run.end}: {error}"
    yield from run.faults


def trial(seed: int) -> Findings:
    """One run; counts how often each thing happened."""
    expect.set_options(timeout=PATIENCE * 1000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*CHROMIUM])
        run = BrowserRun(Path(folder), browser, seed)
        faults = tuple(f"seed {seed}, {fault}" for fault in faults_of(run))
        run.process.kill()
        browser.close()
        return Findings(faults, run.counts())


if __name__ == "__main__":
    main("desk-browser", trial, runs=50)
