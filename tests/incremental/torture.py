"""Random sequences of changes, each build compared with a clean one, some of them killed on the way, and one in
five by a process that lives on: `make torture-builds`.
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
from tests.incremental.house import NOW, Built, House, a_house, build, build_here, tree
from tests.torture_runner import Findings, main

STEPS = 3
"""Builds in one sequence."""


def sequence(folder: Path, seed: int) -> list[str]:
    """Change a house at random and build it, again and again; answers what differed from clean builds."""
    random = Random(seed)
    house = a_house(folder / "house", posts=random.choice((14, 25, 60)))
    output, state = folder / "site", folder / "state"
    now = NOW
    begun = build(house, output, state, now)
    assert begun.code == 0, begun.said
    differences = []
    for step in range(STEPS):
        names = change(house, random, random.choice((EDITS, EDITS, TEXTS, MOVES)), (1, 1, 2, 5))
        now = random.choice((now, *MOMENTS))
        if random.random() < 0.25:
            build(house, output, state, now, before=death(random.randrange(1, 40)))
        ours = build(house, output, state, now)
        differences += [
            f"seed {seed}, step {step} ({names}): {what}"
            for what in compare(house, output, ours, folder / f"clean-{step}", now)
        ]
    return differences


def change(house: House, random: Random, edits: Sequence[Edit], numbers: Sequence[int]) -> str:
    """Make some of these edits, as many as one of the numbers; answers their names."""
    done = [random.choice(edits) for _ in range(random.choice(numbers))]
    for edit in done:
        edit(house, random)
    return ", ".join(edit.__name__ for edit in done)


def living(folder: Path, seed: int) -> list[str]:
    """The same in one process that builds again and again, as the preview does. Code is left alone, since
    such a process keeps what it has loaded."""
    told = folder / "differences.json"
    process = os.fork()
    if not process:
        try:
            told.write_text(json.dumps(list(lives(folder, seed))), "utf-8")
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    differences: list[str] = json.loads(told.read_text("utf-8"))
    return differences


def lives(folder: Path, seed: int) -> Iterator[str]:
    """What differed in the builds of this process from clean ones."""
    random = Random(seed)
    house = a_house(folder / "house", posts=random.choice((14, 25)))
    output, state = folder / "site", folder / "state"
    now = NOW
    build_here(house, output, state, now)
    for step in range(2 * STEPS):
        edits = random.choice((LASTING, TEXTS, WORDS_ONLY, WORDS_ONLY, MOVES))
        names = change(house, random, edits, (1, 1, 2))
        now = random.choice((now, now, *MOMENTS))
        ours = build_here(house, output, state, now)
        for what in compare(house, output, ours, folder / f"clean-{step}", now):
            yield f"seed {seed}, step {step} of a life ({names}): {what}"


LASTING = tuple(edit for edit in EDITS if edit is not plugin)
"""What a process sees that lives on."""


def death(replaced: int) -> Callable[[], None]:
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


def compare(house: House, output: Path, ours: Built, folder: Path, now: str = NOW) -> list[str]:
    """What differs between a build and a clean one of the same house."""
    folder.mkdir()
    clean = build(house, folder / "site", folder / "state", now)
    if ours.code != clean.code:
        return [f"ended with {ours.code}, a clean build with {clean.code}: {ours.said[-2000:]}"]
    if clean.code:
        return [] if ours.said == clean.said else [f"said {ours.said!r} and not {clean.said!r}"]
    was, ought = tree(output), tree(folder / "site")
    return [name for name in sorted(was.keys() | ought.keys()) if was.get(name) != ought.get(name)]


def trial(seed: int) -> Findings:
    """The sequence of this seed, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        builds = living if seed % 5 == 4 else sequence
        return Findings(tuple(builds(Path(folder), seed)))


if __name__ == "__main__":
    main("builds", trial, runs=500)
