"""Asks for a publication when one is due, and notices what others publish.

The wall clock decides what is due, and may jump; so nothing waits for longer than `SLICE` at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from nyspor.console import in_words
from nyspor.problems import N_
from nyspor.publishing.release_store import DESCRIPTION, ReleaseStore
from nyspor.publishing.site_description import due_time, read_description
from nyspor.service.publisher import Publisher
from nyspor.service.schedule import next_publication

SLICE = 30.0
"""The longest wait until the clock is looked at again, in seconds."""

SHORTEST = 0.01
"""The shortest one, since a timer may end a moment before the clock says so."""

log = logging.getLogger(__name__)


@dataclass
class Scheduler:
    """Looks whether something is due.

    `ask` asks for a publication and returns at once; `is_running` says whether one is under way; `on_hold` whether
    nothing is to be published by itself; `published` is told what moment a site was built for that is served newly;
    `report` is called at each look while nothing is being published.
    """

    store: ReleaseStore
    publisher: Publisher
    ask: Callable[[], None]
    is_running: Callable[[], bool]
    on_hold: Callable[[], bool]
    published: Callable[[datetime], None]
    clock: Callable[[], datetime]
    report: Callable[[], None] = lambda: None
    due: datetime | None = None
    """When what is served changes by itself."""
    _known: tuple[object, ...] = field(default=(), repr=False)

    async def run(self, wait: Callable[[float], Awaitable[None]]) -> None:
        """Look until cancelled. `wait` waits for so many seconds at most, less where there is something to see."""
        while True:
            try:
                seconds = self.look()
            except Exception as error:  # the database or the disk; nothing here may end for good
                reason = f"{type(error).__name__}: {error}"
                log.error(in_words(N_("The scheduler pauses: {reason}"), reason=reason))
                seconds = SLICE
            await wait(seconds)

    def look(self) -> float:
        """Ask for a publication if one is due; return the seconds to wait before the next look."""
        self._look_at_what_is_served()
        if self.is_running():
            return SLICE
        self.report()
        if self.on_hold():
            return SLICE
        now = self.clock()
        moment = next_publication(self.due, self.publisher.last, now)
        if moment is None:
            return SLICE
        if moment <= now:
            self.ask()
            return SLICE
        return min(SLICE, max(SHORTEST, (moment - now).total_seconds()))

    def _look_at_what_is_served(self) -> None:
        current = self.store.current
        if current is None:
            return
        try:
            found = (current.private / DESCRIPTION).stat()
        except OSError:
            return
        stamp = (current.name, found.st_ino, found.st_mtime_ns)
        if stamp != self._known and (description := read_description(current)):
            self.due = due_time(description)
            self.published(datetime.fromisoformat(description.now))
            self._known = stamp
