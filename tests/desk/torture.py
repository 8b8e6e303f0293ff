"""Kills the desk while two people write in one text, drops their connections, and counts what is lost: nothing may be.

    make torture-desk

A run: the desk, in a process of its own over a small repository, and two writers, each in a paragraph of their own. They
type, which the journal keeps, and save. Some of their connections are dropped before the answer. The desk is killed
(SIGKILL) at a random moment, alone or with the Git that is at work for it, and started again. Then the repository must be
whole, whatever was answered as saved must be in the history of the text, whatever was answered as kept in the journal or
in the history, and both must be able to go on writing and saving.
"""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import httpx2 as httpx

from nyspor.desk.database import DeskDatabase
from nyspor.desk.store.journal import Journal
from tests.builders import post_text
from tests.desk.desk import FILE, git, make_state
from tests.desk.desk_process import DeskProcess, form_of
from tests.torture_runner import Findings, main

PARAGRAPHS = {"anna": "Annas afsnit:", "bo": "Bos afsnit:"}
LONGEST_RUN = 3.0
"""Seconds that they write until the desk is killed, at most."""

PATIENCE = 60
"""Seconds that an answer may take; far more than a busy machine needs."""


class Writer:
    """Somebody who writes in a paragraph of their own, and remembers what was answered to them."""

    def __init__(self, person: str, seed: int) -> None:
        self.person, self.chance = person, random.Random(f"{person} {seed}")
        self.number = 0
        self.saved: set[str] = set()
        self.kept: set[str] = set()
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()

    def sit_down(self, process: DeskProcess) -> None:
        """Sign in, and open the text. Raises `httpx.TransportError`."""
        self.client = httpx.Client(
            base_url=process.address, timeout=PATIENCE, follow_redirects=False
        )
        self.client.post("/desk/who", data={"person": self.person})
        self.open()

    def open(self) -> None:
        """Open the text, with the words that were not saved, if there are some."""
        page = self.client.get(f"/desk/text/{FILE}")
        found = page.text.partition("?ord=")[2].partition('"')[0]
        if found:
            page = self.client.get(f"/desk/text/{FILE}?ord={found}")
            self.counts["words brought back"] += 1
        self.form = form_of(page.text)

    def write_until_killed(self, process: DeskProcess, seated: Barrier) -> None:
        self.sit_down(process)
        seated.wait()
        with suppress(httpx.TransportError):
            while True:
                self.write()

    def write(self) -> None:
        """Type a few words, which are kept, and save them now and then."""
        word = self.type_word()
        if self.chance.random() < 0.15:
            return self.drop()
        answer = self.client.post(f"/desk/journal/{FILE}", data=self.form)
        if answer.status_code == 200:
            self.kept |= {word}
        else:
            self.faults.append(f"{self.person} typed, and was answered {answer.status_code}")
        if self.chance.random() < 0.4:
            self.save()
        return None

    def type_word(self) -> str:
        """Add a word that nobody has written before to one's own paragraph."""
        self.number += 1
        word = f"{self.person}{self.number}ord"
        begin = PARAGRAPHS[self.person]
        [body] = self.form["_body"]
        self.form = self.form | {"_body": [body.replace(begin, f"{begin} {word}")]}
        return word

    def save(self) -> None:
        words = {w for w in self.form["_body"][0].split() if w.startswith(self.person)}
        answer = self.client.post(f"/desk/text/{FILE}", data=self.form | {"_do": ["save"]})
        if answer.status_code == 409:
            # A save whose answer was not waited for came in after the text had been opened again.
            self.counts["asked which version"] += 1
            chosen = form_of(answer.text, "main form") | {"choice-1": ["own"], "_do": ["save"]}
            answer = self.client.post(f"/desk/settle/{FILE}", data=chosen)
        if answer.status_code != 303:
            self.faults.append(f"{self.person} saved, and was answered {answer.status_code}")
            return
        self.saved |= words
        self.counts["saves answered"] += 1
        self.open()

    def drop(self) -> None:
        """Save, and break off before the answer; then open the text again."""
        self.counts["connections dropped"] += 1
        with httpx.Client(base_url=self.client.base_url, cookies=self.client.cookies) as client:
            try:
                limit = httpx.Timeout(PATIENCE, read=self.chance.uniform(0.001, 0.1))
                client.post(f"/desk/text/{FILE}", data=self.form | {"_do": ["save"]}, timeout=limit)
            except httpx.TimeoutException:
                pass
        self.open()


class Run:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed, self.chance = seed, random.Random(seed)
        body = "\n\nFælles afsnit.\n\n".join(PARAGRAPHS.values())
        make_state(folder, posts__2026__stien=post_text(body))
        self.content, self.data = folder / "content", folder / "data"
        self.writers = [Writer(person, seed) for person in PARAGRAPHS]
        self.counts: Counter[str] = Counter()

    def kill_and_restart(self) -> None:
        process = DeskProcess(self.content, self.data)
        with_git = self.chance.random() < 0.5
        seated = Barrier(len(self.writers) + 1)
        with ThreadPoolExecutor(len(self.writers)) as people:
            tasks = [people.submit(w.write_until_killed, process, seated) for w in self.writers]
            seated.wait(PATIENCE)
            time.sleep(self.chance.uniform(0, LONGEST_RUN))
            process.kill(with_git)
            for task in tasks:
                task.result()
        self.counts["killed with Git" if with_git else "killed alone"] += 1
        self.counts["locks left"] += len([*(self.content / ".git").rglob("*.lock")])
        again = DeskProcess(self.content, self.data)
        try:
            for writer in self.writers:
                writer.sit_down(again)
                writer.type_word()
                writer.save()
        finally:
            again.kill()

    def faults(self) -> Iterator[str]:
        """What is not as it must be at the end."""
        yield from (fault for writer in self.writers for fault in writer.faults)
        yield from faults_of_repository(self.content)
        yield from self.lost()

    def lost(self) -> Iterator[str]:
        """What was answered as saved or kept, and is not there."""
        history = git(self.content, "log", "-p", "--format=%H", "--", FILE)
        journal = Journal(DeskDatabase(self.data / "desk.sqlite"))
        for writer in self.writers:
            kept = "".join(w.raw.decode() for w in journal.all(writer.person, FILE))
            yield from (f"saved and lost: {word}" for word in writer.saved if word not in history)
            yield from (
                f"kept and lost: {word}" for word in writer.kept if word not in history + kept
            )


def faults_of_repository(content: Path, untracked: str = "no") -> Iterator[str]:
    """What is wrong with the Git repository of a content folder, or not in it; `untracked` files only with `all`."""
    checked = subprocess.run(
        ["git", "fsck", "--strict"], cwd=content, capture_output=True, text=True
    )
    if checked.returncode:
        yield f"git fsck: {checked.stdout} {checked.stderr}"
    if changed := git(content, "status", "--porcelain", f"--untracked-files={untracked}"):
        yield f"not committed: {changed}"


def trial(seed: int) -> Findings:
    """One run; counts how often each thing happened."""
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), seed)
        run.kill_and_restart()
        counts = sum((writer.counts for writer in run.writers), run.counts)
        counts["words answered as kept"] += sum(len(w.kept) for w in run.writers)
        counts["words answered as saved"] += sum(len(w.saved) for w in run.writers)
        return Findings(tuple(f"seed {seed}, {fault}" for fault in run.faults()), counts)


if __name__ == "__main__":
    main("desk", trial, runs=500)
