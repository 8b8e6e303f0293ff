"""What happens to a build on its way, each at random. The next one has to be right."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from functools import partial
from random import Random

from tests.incremental.edits import CODE_EDITS, EDITS
from tests.incremental.site_builder import SampleSite, build

Before = Callable[[], None]
"""What a build does before it begins."""


def at_change(number: int, happen: Callable[[], None]) -> Before:
    """Let something happen when a process puts its so manieth file in its place, or removes it."""

    def arrange() -> None:
        replace, unlink = os.replace, os.unlink
        left = [number]

        def count() -> None:
            left[0] -= 1
            if not left[0]:
                happen()

        def replace_and_count(source: str, target: str) -> None:
            count()
            replace(source, target)

        def unlink_and_count(path: str, **options: int) -> None:
            count()
            unlink(path, **options)

        os.replace, os.unlink = replace_and_count, unlink_and_count  # type: ignore[assignment]

    return arrange


def when_writing_begins(happen: Callable[[], None]) -> Before:
    """Let something happen when a process has read everything and has written nothing."""

    def arrange() -> None:
        from nyspor.incremental.build_state import StateFile

        begin = StateFile.begin

        def happen_and_begin(self: StateFile) -> None:
            happen()
            begin(self)

        StateFile.begin = happen_and_begin  # type: ignore[method-assign]

    return arrange


def kill_after(number: int) -> Before:
    """Let a process be killed at that change of a file."""
    return at_change(number, lambda: os.kill(os.getpid(), signal.SIGKILL))


def killed(sample: SampleSite, random: Random, now: str) -> None:
    build(sample, sample.output, sample.state, now, kill_after(random.randrange(1, 40)))


def stopped(sample: SampleSite, random: Random, now: str) -> None:
    """By Ctrl+C."""
    number = random.randrange(1, 40)
    interrupt = at_change(number, lambda: os.kill(os.getpid(), signal.SIGINT))
    build(sample, sample.output, sample.state, now, interrupt)


def disk_full(sample: SampleSite, random: Random, now: str) -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "output")

    full = at_change(random.randrange(1, 40), fail)
    build(sample, sample.output, sample.state, now, full)


def edited_meanwhile(sample: SampleSite, random: Random, now: str) -> None:
    """Somebody goes on working while a build writes."""
    seed = random.randrange(10_000)
    edit = random.choice([edit for edit in EDITS if edit not in CODE_EDITS])
    arrange = random.choice((when_writing_begins, partial(at_change, random.randrange(1, 10))))
    meanwhile = arrange(lambda: edit(sample, Random(seed)))
    build(sample, sample.output, sample.state, now, meanwhile)


def changed_for_a_moment(sample: SampleSite, random: Random, now: str) -> None:
    """A file is another while a build writes, and is put back before the next one."""
    files = (
        *sample.folder.glob("content/images/*"),
        *sample.folder.glob("theme/*/*.*"),
    )
    path = random.choice(sorted(path for path in files if path.is_file()))
    other = random.choice(sorted(other for other in files if other.suffix == path.suffix))
    raw = path.read_bytes()
    meanwhile = when_writing_begins(lambda: path.write_bytes(other.read_bytes()))
    build(sample, sample.output, sample.state, now, meanwhile)
    path.write_bytes(raw)


def two_at_once(sample: SampleSite, random: Random, now: str) -> None:
    """The second waits for the first."""
    process = os.fork()
    if not process:
        build(sample, sample.output, sample.state, now)
        os._exit(0)
    build(sample, sample.output, sample.state, now)
    os.waitpid(process, 0)


def shared_work(sample: SampleSite, random: Random, now: str) -> None:
    """A second process does half of the work, and may die."""
    is_killed = random.random() < 0.5

    def arrange() -> None:
        from nyspor.incremental import entry_cache, output_writer, worker

        entry_cache.WORTHWHILE = output_writer.WORTHWHILE = 0  # type: ignore[misc]
        if is_killed:
            die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
            setattr(worker, random.choice(("_send_result", "_make_and_wait")), die)

    build(sample, sample.output, sample.state, now, arrange)


INTERRUPTIONS = (
    killed, killed, stopped, disk_full, edited_meanwhile, edited_meanwhile, changed_for_a_moment, two_at_once,
    shared_work,
)  # fmt: skip
