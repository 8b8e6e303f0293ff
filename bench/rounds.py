"""Timing things side by side, so that a noisy machine is noisy for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Times:
    """The seconds that one thing took, a number a round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    def __str__(self) -> str:
        least, most = min(self.seconds), max(self.seconds)
        return f"{self.median * 1e3:8.1f} ms  ({least * 1e3:.1f}–{most * 1e3:.1f})"


def side_by_side(things: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, Times]:
    """Every thing once a round, in turn; a first round to warm up is thrown away."""
    found: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, do in things.items():
            begun = perf_counter()
            do()
            if number:
                found[name].append(perf_counter() - begun)
    return {name: Times(tuple(seconds)) for name, seconds in found.items()}
