"""Times several tasks in turn, so that a noisy machine affects all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Times:
    """The seconds that a task took, a number for each round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    def __str__(self) -> str:
        fastest, slowest = min(self.seconds), max(self.seconds)
        return f"{self.median * 1e3:8.1f} ms  ({fastest * 1e3:.1f}–{slowest * 1e3:.1f})"


def time_in_turn(tasks: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, Times]:
    """Return the times of every task, which runs once in each round; an extra round warms up."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, run in tasks.items():
            begin = perf_counter()
            run()
            if number:
                found[name].append(perf_counter() - begin)
    return {name: Times(tuple(seconds)) for name, seconds in found.items()}
