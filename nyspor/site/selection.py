"""The way from many to few as a picture: a mark for each, and of them those that go on to the next step filled.

Marks stand in lines of equal length, so that one sees at a glance how few are left. Where there are many, a mark
stands for several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from nyspor.model.kinds import Programme
from nyspor.model.values import Selection, Source

IN_A_LINE = 20
"""As many marks stand beside each other on a screen of 320 pixels."""

MOST_MARKS = 100
"""More are not counted by the eye."""

LINE = 22
"""The height of a line in pixels."""


@dataclass(frozen=True)
class Mark:
    """A mark: `x` in percent of the width, `y` in pixels from the top. One that does not stay is not in the next step."""

    x: float
    y: int
    stays: bool


@dataclass(frozen=True)
class Step:
    """A step with its marks; `left` is how many of it the next step leaves out."""

    step: Selection
    marks: tuple[Mark, ...]
    left: int

    @property
    def height(self) -> int:
        return -(-len(self.marks) // IN_A_LINE) * LINE


@dataclass(frozen=True)
class Way:
    """The steps; each mark stands for `per`. `sources` are where the numbers come from: without any, nothing is drawn."""

    steps: tuple[Step, ...]
    per: int
    sources: tuple[str, ...]


def way_of(programme: Programme) -> Way:
    """The way of a programme, with the sources of its steps, or else its own."""
    steps = programme.selection
    sources = tuple(dict.fromkeys(step.source for step in steps if step.source))
    return way(steps, sources or tuple(map(_in_words, programme.source)))


def way(steps: Sequence[Selection], sources: tuple[str, ...]) -> Way:
    per = marks_for(step.count for step in steps)
    return Way(tuple(_steps(steps, per if sources else 0)), per, sources)


def marks_for(counts: Iterable[int]) -> int:
    """How many a mark stands for, so that no step has more marks than can be counted: 1, 2, 5, 10, 20 and so on."""
    most = max(counts, default=0)
    rounds = (int(first * 10**zeros) for zeros in count() for first in (1, 2, 5))
    return next(per for per in rounds if most <= per * MOST_MARKS)


def _steps(steps: Sequence[Selection], per: int) -> Iterator[Step]:
    for index, step in enumerate(steps):
        after = steps[index + 1].count if index + 1 < len(steps) else step.count
        staying = min(step.count, after)
        yield Step(
            step, tuple(_marks(step.count, staying, per)) if per else (), step.count - staying
        )


def _marks(count: int, staying: int, per: int) -> Iterator[Mark]:
    for number in range(-(-count // per)):
        line, column = divmod(number, IN_A_LINE)
        yield Mark(
            (column + 0.5) * 100 / IN_A_LINE, line * LINE + LINE // 2, number * per < staying
        )


def _in_words(source: Source) -> str:
    return ", ".join(filter(None, (source.title, source.publisher)))
