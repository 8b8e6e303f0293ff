"""Lets the disk be full or fail while two people write in one text, and counts what is lost or told wrongly: nothing may be.

    make torture-desk-disk

A run: the desk, in a process of its own, and two writers as in `tests.desk.torture`. For some moments nothing larger than a
few bytes or kilobytes can be written to any file, or every write fails to reach the disk; and Git, which is limited as the
desk is, ends with an error, or is killed. Whatever is not saved then must be said to be so in Danish, with the words in the
answer. When there is room again, both must be able to go on, everything that was answered as saved or kept must be there, and
the repository whole.
"""

from __future__ import annotations

import errno
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from threading import Event

import httpx2 as httpx

from tests.desk.desk import FILE
from tests.desk.desk_process import DeskProcess, form_of
from tests.desk.torture import PATIENCE, Run, Writer, faults_of_repository
from tests.torture_runner import Findings, main

LIMITS = (0, 60, 300, 1_000, 5_000, 30_000, 70_000)
"""Bytes that a file may have: less than a text, an object of Git, a page of the database, or what it is recovered from."""

NOT_SAVED, NOT_RECORDED = "<h1>Ikke gemt</h1>", "kunne ikke skrives i historikken"
NO_ROOM = "Der er ikke mere plads på serveren"

GIT = """#!/bin/sh
trap '' XFSZ
exec {git} "$@"
"""
"""Git that is told when a file cannot be written, as on a full disk, and is not killed for having tried."""


class WriterOnFullDisk(Writer):
    """Somebody who is told that nothing was saved, keeps the page open, and tries again."""

    def write_until(self, stop: Event) -> None:
        while not stop.is_set():
            self.write()

    def write(self) -> None:
        word = self.type_word()
        answer = self.client.post(f"/desk/journal/{FILE}", data=self.form)
        if answer.status_code == 200:
            self.kept |= {word}
        else:
            self.counts["told that nothing was kept"] += 1
            self.check_told(answer, self.form["_body"])
        if self.chance.random() < 0.4:
            self.save()

    def save(self) -> None:
        words = {w for w in self.form["_body"][0].split() if w.startswith(self.person)}
        sent = self.form["_body"]
        answer = self.client.post(f"/desk/text/{FILE}", data=self.form | {"_do": ["save"]})
        if answer.status_code == 409:
            self.counts["asked which version"] += 1
            chosen = form_of(answer.text, "main form") | {"choice-1": ["own"], "_do": ["save"]}
            sent = []  # the words are in the journal
            answer = self.client.post(f"/desk/settle/{FILE}", data=chosen)
        if answer.status_code == 303:
            self.counts["saved"] += 1
        elif answer.status_code == 503 and NOT_RECORDED in answer.text:
            self.counts["saved, not in the history yet"] += 1
        else:
            self.counts["told that nothing was saved"] += 1
            self.check_told(answer, sent)
            return
        self.saved |= words
        self.open()

    def open(self) -> None:
        """Open the text; where the desk cannot show it, the page that is open stays open."""
        answer = self.client.get(f"/desk/text/{FILE}")
        if answer.status_code == 200:
            self.form = form_of(answer.text)
        elif answer.status_code != 507 or NO_ROOM not in answer.text:
            self.faults.append(f"{self.person} opened it: {answer.status_code} {answer.text}")

    def check_told(self, answer: httpx.Response, body: list[str]) -> None:
        """An answer must say that nothing was saved, and have the words in it."""
        if answer.status_code != 507 or NOT_SAVED not in answer.text:
            self.faults.append(f"{self.person} was answered {answer.status_code}: {answer.text}")
        elif form_of(answer.text, "main form").get("_body", []) != body:
            self.faults.append(f"{self.person} did not get the words back: {answer.text}")


def prepare(failing: Path, programs: Path) -> None:
    """Let what is written fail to reach the disk while a file is there, and Git be run from a folder, if that has it."""
    fsync = os.fsync

    def fail_or_sync(file: int) -> None:
        if failing.exists():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(file)

    os.fsync = fail_or_sync  # type: ignore[assignment]
    os.environ["PATH"] = f"{programs}:{os.environ['PATH']}"


class DiskRun(Run):
    """One run in a folder of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        super().__init__(folder, seed)
        self.disk_writers = [WriterOnFullDisk(each.person, seed) for each in self.writers]
        self.writers = [*self.disk_writers]
        self.failing, self.programs = folder / "failing", folder / "bin"
        self.programs.mkdir()
        if self.chance.random() < 0.6:
            (self.programs / "git").write_text(GIT.format(git=which("git")))
            (self.programs / "git").chmod(0o755)

    def fill_and_free(self) -> None:
        process = DeskProcess(
            self.content, self.data, before=partial(prepare, self.failing, self.programs)
        )
        for writer in self.writers:
            writer.sit_down(process)
        stop = Event()
        with ThreadPoolExecutor(len(self.writers)) as people:
            tasks = [people.submit(writer.write_until, stop) for writer in self.disk_writers]
            for _ in range(self.chance.randrange(2, 5)):
                time.sleep(self.chance.uniform(0, 0.5))
                with self.fault(process):
                    time.sleep(self.chance.uniform(0.05, 0.8))
            stop.set()
            for task in tasks:
                task.result(PATIENCE)
        for writer in self.disk_writers:
            self.go_on(writer)
        process.kill()

    @contextmanager
    def fault(self, process: DeskProcess) -> Iterator[None]:
        """A disk that is full or fails, for the desk and for Git."""
        if self.chance.random() < 0.2:
            self.counts["moments when the disk failed"] += 1
            self.failing.touch()
            yield
            self.failing.unlink()
            return
        self.counts["moments when the disk was full"] += 1
        assert process.process.pid
        limit = self.chance.choice(LIMITS)
        _, most = resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (limit, most))
        yield
        resource.prlimit(process.process.pid, resource.RLIMIT_FSIZE, (most, most))

    def go_on(self, writer: WriterOnFullDisk) -> None:
        """With room again, all that stands on somebody's page is saved."""
        word = writer.type_word()
        writer.save()
        if word not in (self.content / FILE).read_text("utf-8"):
            writer.faults.append(f"{word} was written when there was room, and not saved")

    def all_faults(self) -> Iterator[str]:
        """What is not as it must be at the end."""
        yield from (fault for writer in self.writers for fault in writer.faults)
        yield from faults_of_repository(self.content, untracked="all")
        yield from self.lost()


def trial(seed: int) -> Findings:
    """One run; counts how often each thing happened."""
    with tempfile.TemporaryDirectory() as folder:
        run = DiskRun(Path(folder), seed)
        run.fill_and_free()
        counts = sum((writer.counts for writer in run.writers), run.counts)
        return Findings(tuple(f"seed {seed}, {fault}" for fault in run.all_faults()), counts)


if __name__ == "__main__":
    main("desk-disk", trial, runs=200)
