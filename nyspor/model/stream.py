"""The stream of posts and stories in order of time, in which neighbours and similar entries are found by position."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from nyspor.model.kind_specs import stream_models
from nyspor.model.kinds import Entry

RELATED_WINDOW = 5
"""Similar entries are looked for among so many earlier ones on each of an entry's tracks and topics."""


class Stream:
    """All listed posts and stories, from the earliest (position 0) to the latest."""

    def __init__(self, latest_first: Iterable[Entry]) -> None:
        models = stream_models()
        self.entries = [entry for entry in latest_first if isinstance(entry, models)][::-1]
        self.positions = {entry.key: position for position, entry in enumerate(self.entries)}

    @property
    def all(self) -> Positions:
        """The positions of all."""
        return Positions(range(len(self.entries)))

    def position(self, entry: Entry) -> int:
        """The position of an entry, or where it would be inserted."""
        position = self.positions.get(entry.key)
        if position is not None:
            return position
        return bisect_left(self.entries, entry.order, key=attrgetter("order"))

    def positions_of(self, latest_first: Iterable[Entry]) -> Positions:
        """The positions of some entries, such as those on one track."""
        found = map(self.positions.get, (entry.key for entry in latest_first))
        return Positions([position for position in found if position is not None][::-1])


class Positions(NamedTuple):
    """Positions in the stream in ascending order: the entries on one track, one topic, in one programme."""

    all: Sequence[int]

    def before(self, position: int) -> Sequence[int]:
        """The last `RELATED_WINDOW` positions before this one."""
        end = bisect_left(self.all, position)
        return self.all[max(0, end - RELATED_WINDOW) : end]

    def neighbours(self, position: int) -> tuple[int | None, int | None]:
        """The positions before and after this one; None at the ends, and where this one is not among them."""
        index = bisect_left(self.all, position)
        if index == len(self.all) or self.all[index] != position:
            return (None, None)
        later = self.all[index + 1] if index + 1 < len(self.all) else None
        return (self.all[index - 1] if index else None, later)
