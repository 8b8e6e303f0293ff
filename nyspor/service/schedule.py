"""When the site is published by itself. Pure: the clock is the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
"""The pause before what failed is tried again; it doubles up to the longest."""

BACKWARDS = timedelta(minutes=1)
"""A clock that goes back by more than this was wrong before, and so may be what was published."""


@dataclass(frozen=True)
class Attempt:
    """A publication that has ended. `failures` is how many have failed in a row, 0 after one that succeeded."""

    began: datetime
    ended: datetime
    failures: int = 0
    failing_since: datetime | None = None

    def next(self, began: datetime, ended: datetime, failed: bool) -> Attempt:
        """The attempt after this one."""
        if not failed:
            return Attempt(began, ended)
        return Attempt(began, ended, self.failures + 1, self.failing_since or ended)


def next_publication(due: datetime | None, last: Attempt | None, now: datetime) -> datetime | None:
    """When to publish next, maybe in the past; None where nothing gives cause to.

    `due` is when what is served changes by itself, `last` the last attempt of this service (None: it has just started,
    and does not know what happened before).
    """
    if last is None or now < last.began - BACKWARDS:
        return now
    moments = [due] if due and due > last.began else []
    if last.failures:
        pause = min(FIRST_PAUSE * 2 ** min(last.failures - 1, 16), LONGEST_PAUSE)
        moments.append(last.ended + pause)
    return min(moments, default=None)
