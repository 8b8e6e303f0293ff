"""Random sequences of changes, each build compared with a clean one, some of them killed on the way, and one in
five in one long-lived process: `make torture-builds`.
"""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from tests.incremental.edits import EDITS, MOMENTS, MOVES, TEXTS, WORDS_ONLY, Edit, plugin
from tests.incremental.site_builder import (
    NOW,
    BuildResult,
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
    """Change a sample at random and build it, again and again; answers what differed from clean builds."""
    random = Random(seed)
    sample = make_sample_site(folder / "sample", posts=random.choice((14, 25, 60)))
    output, state = folder / "site", folder / "state"
    now = NOW
    first = build(sample, output, state, now)
    assert first.code == 0, first.printed
    differences = []
    for step in range(STEPS):
        names = change(sample, random, random.choice((EDITS, EDITS, TEXTS, MOVES)), (1, 1, 2, 5))
        now = random.choice((now, *MOMENTS))
        if random.random() < 0.25:
            build(sample, output, state, now, before=kill_after(random.randrange(1, 40)))
        ours = build(sample, output, state, now)
        differences += [
            f"seed {seed}, step {step} ({names}): {what}"
            for what in compare(sample, output, ours, folder / f"clean-{step}", now)
        ]
    return differences


def change(
    sample: SampleSite, random: Random, edits: Sequence[Edit], numbers: Sequence[int]
) -> str:
    """Make some of these edits, as many as one of the numbers; answers their names."""
    done = [random.choice(edits) for _ in range(random.choice(numbers))]
    for edit in done:
        edit(sample, random)
    return ", ".join(edit.__name__ for edit in done)


def long_lived_sequence(folder: Path, seed: int) -> list[str]:
    """The same in one process that builds again and again, as the preview does. Code is left alone, since
    such a process keeps what it has loaded."""
    report = folder / "differences.json"
    process = os.fork()
    if not process:
        try:
            report.write_text(json.dumps(list(build_repeatedly(folder, seed))), "utf-8")
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    differences: list[str] = json.loads(report.read_text("utf-8"))
    return differences


def build_repeatedly(folder: Path, seed: int) -> Iterator[str]:
    """What differed in the builds of this process from clean ones."""
    random = Random(seed)
    sample = make_sample_site(folder / "sample", posts=random.choice((14, 25)))
    output, state = folder / "site", folder / "state"
    now = NOW
    build_in_this_process(sample, output, state, now)
    for step in range(2 * STEPS):
        edits = random.choice((EDITS_WITHOUT_CODE, TEXTS, WORDS_ONLY, WORDS_ONLY, MOVES))
        names = change(sample, random, edits, (1, 1, 2))
        now = random.choice((now, now, *MOMENTS))
        ours = build_in_this_process(sample, output, state, now)
        for what in compare(sample, output, ours, folder / f"clean-{step}", now):
            yield f"seed {seed}, step {step} of one process ({names}): {what}"


EDITS_WITHOUT_CODE = tuple(edit for edit in EDITS if edit is not plugin)
"""What a long-lived process notices."""


def kill_after(replaced: int) -> Callable[[], None]:
    """What lets a process be killed when it puts so many files in their places."""

    def arrange() -> None:
        replace = os.replace
        left = [replaced]

        def replace_or_die(source: str, target: str) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(source, target)

        os.replace = replace_or_die  # type: ignore[assignment]

    return arrange


def compare(
    sample: SampleSite, output: Path, ours: BuildResult, folder: Path, now: str = NOW
) -> list[str]:
    """What differs between a build and a clean one of the same sample."""
    folder.mkdir()
    clean = build(sample, folder / "site", folder / "state", now)
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
