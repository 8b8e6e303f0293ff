"""Random sequences of changes, each build compared with a clean one, some of them interrupted, and one in
five in one long-lived process: `make torture-builds`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import attrgetter
from pathlib import Path
from random import Random

from tests.incremental.edits import (
    CODE_EDITS,
    EDITS,
    MOMENTS,
    MOVES,
    TEXTS,
    WORDS_ONLY,
    Edit,
)
from tests.incremental.interruptions import INTERRUPTIONS
from tests.incremental.site_builder import (
    CRASHED,
    NOW,
    BuildResult,
    NothingToEdit,
    SampleSite,
    build,
    build_in_this_process,
    file_digests,
    make_sample_site,
)
from tests.torture_runner import Findings, main

STEPS = 3
"""Builds in one sequence."""


def sequence(folder: Path, seed: int) -> list[str]:
    """Change a sample at random and build it, again and again; return what differed from clean builds."""
    random = Random(seed)
    sample = make_sample_site(folder / "sample", posts=random.choice((14, 25, 60)))
    now = NOW
    first = build(sample, sample.output, sample.state, now)
    assert first.code == 0, first.printed
    differences = []
    for step in range(STEPS):
        names = change(sample, random, random.choice((EDITS, EDITS, EDITS, TEXTS, MOVES)))
        now = random.choice((now, *MOMENTS))
        if random.random() < 0.3:
            interruption = random.choice(INTERRUPTIONS)
            with suppress(NothingToEdit):
                interruption(sample, random, now)
                names += f", {interruption.__name__}"
        ours = build(sample, sample.output, sample.state, now)
        differences += [
            f"seed {seed}, step {step} ({names}): {what}"
            for what in compare(sample, sample.output, ours, folder / f"clean-{step}", now)
        ]
    return differences


def change(
    sample: SampleSite, random: Random, edits: Sequence[Edit], numbers: Sequence[int] = (1, 1, 2, 5)
) -> str:
    """Make some of these edits, as many as one of the numbers, but those with nothing to edit; return their names."""
    names = []
    for edit in [random.choice(edits) for _ in range(random.choice(numbers))]:
        with suppress(NothingToEdit):
            edit(sample, random)
            names.append(edit.__name__)
    return ", ".join(names)


def long_lived_sequence(folder: Path, seed: int) -> list[str]:
    """The same with one process that builds again and again, as the preview does, and a fresh one at the end.

    Code is changed last, since such a process keeps what it has loaded.
    """
    random = Random(seed)
    sample = make_sample_site(folder / "sample", posts=random.choice((14, 25)))
    now = NOW
    differences = []
    with long_lived_process() as build_there:
        build_there(sample, now)
        for step in range(2 * STEPS + 1):
            if step < 2 * STEPS:
                edits = random.choice(
                    (EDITS_WITHOUT_CODE, EDITS_WITHOUT_CODE, TEXTS, WORDS_ONLY, MOVES)
                )
                names = change(sample, random, edits, (1, 1, 2))
                now = random.choice((now, now, *MOMENTS))
                ours = build_there(sample, now)
            else:
                names = change(sample, random, CODE_EDITS, (1,))
                names += ", " + change(sample, random, WORDS_ONLY, (1, 2))
                build_there(sample, now)
                ours = build(sample, sample.output, sample.state, now)
            differences += [
                f"seed {seed}, step {step} of one process ({names}): {what}"
                for what in compare(sample, sample.output, ours, folder / f"clean-{step}", now)
            ]
    return differences


EDITS_WITHOUT_CODE = tuple(edit for edit in EDITS if edit not in CODE_EDITS)
"""What a long-lived process notices."""


@contextmanager
def long_lived_process() -> Iterator[Callable[[SampleSite, str], BuildResult]]:
    """A process that builds a sample whenever it is asked to."""
    context = get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=build_on_request, args=(theirs,))
    process.start()
    theirs.close()

    def build_there(sample: SampleSite, now: str) -> BuildResult:
        ours.send((sample, now))
        result: BuildResult = ours.recv()
        return result

    try:
        yield build_there
    finally:
        ours.send(None)
        process.join()


def build_on_request(requests: Connection) -> None:
    """Build until there is nothing more to build."""
    while request := requests.recv():
        sample, now = request
        requests.send(build_in_this_process(sample, sample.output, sample.state, now))


def compare(
    sample: SampleSite, output: Path, ours: BuildResult, folder: Path, now: str = NOW
) -> list[str]:
    """What differs between a build and a clean one of the same sample."""
    folder.mkdir()
    clean = build(sample, folder / "site", folder / "state", now)
    if CRASHED in (ours.code, clean.code):
        return [f"crashed: {max(ours, clean, key=attrgetter('code')).printed[-2000:]}"]
    if ours.code != clean.code:
        return [f"ended with {ours.code}, a clean build with {clean.code}: {ours.printed[-2000:]}"]
    if clean.code:
        return (
            []
            if ours.printed == clean.printed
            else [f"printed {ours.printed!r} and not {clean.printed!r}"]
        )
    actual, expected = file_digests(output), file_digests(folder / "site")
    return [
        name
        for name in sorted(actual.keys() | expected.keys())
        if actual.get(name) != expected.get(name)
    ]


def trial(seed: int) -> Findings:
    """The sequence of this seed, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        builds = long_lived_sequence if seed % 5 == 4 else sequence
        return Findings(tuple(builds(Path(folder), seed)))


if __name__ == "__main__":
    main("builds", trial, runs=500)
