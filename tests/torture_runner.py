"""Runs one random trial after another, on all processors, until one finds a fault; resumable by seed.

    python -m tests.incremental.torture --runs 500 --seed 0

A trial is decided by its seed alone. What is left when it stops is named as a command.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from time import monotonic
from traceback import format_exc

from rich.progress import track


@dataclass(frozen=True)
class Findings:
    """What came of a trial: faults, each on a line, and counts of what happened on the way."""

    faults: tuple[str, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)


Trial = Callable[[int], Findings]


def main(name: str, trial: Trial, runs: int) -> None:
    """The command `make torture-<name>`: exit code 1 where a trial found a fault, or the runs were stopped."""
    parser = ArgumentParser(f"make torture-{name}")
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.runs)
    began, done, counts, faults = monotonic(), 0, Counter[str](), ()
    try:
        for findings in track(results(trial, seeds), "Trying …", total=len(seeds)):
            counts += findings.counts
            faults = findings.faults
            if faults:
                break
            done += 1
    except KeyboardInterrupt:
        print("Stopped.")
    for what, count in sorted(counts.items()):
        print(f"{count:6} {what}")
    print(f"{done} of {len(seeds)} runs without a fault, in {monotonic() - began:.0f} s")
    for line in faults:
        print(line)
    if done < len(seeds):
        print(f"Go on: make torture-{name} SEED={seeds[done]} RUNS={len(seeds) - done}")
        sys.exit(1)


def attempt(trial: Trial, seed: int) -> Findings:
    """The findings of one seed; that the trial itself failed is one."""
    try:
        return trial(seed)
    except Exception:
        return Findings((f"seed {seed}: {format_exc()}",))


def results(trial: Trial, seeds: range) -> Iterator[Findings]:
    """The findings of each seed, in order, while the next ones run beside it."""
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers) as pool:
        waiting: list[Future[Findings]] = []
        try:
            for seed in seeds:
                waiting.append(pool.submit(attempt, trial, seed))
                if len(waiting) > 2 * workers:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
