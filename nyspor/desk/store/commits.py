"""Committing a saved text, also after a desk that was killed while Git was at work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nyspor.publishing.content_history import ContentHistory, GitKilled

PATIENCE = 5.0
"""Seconds that a Git which outlived its desk is given to finish; it needs less than one."""


@dataclass(frozen=True)
class Commits:
    """Commits texts. `mark` is a file that is there while Git is at work: one that is there before was left by a desk, or
    a Git, that was killed, and tells that the locks made since are nobody's."""

    history: ContentHistory
    mark: Path
    patience: float = PATIENCE

    def record(self, file: str, message: str, author: str) -> None:
        """Commit a text in the name of its author, unless it is as in the last commit. Raises `GitFailed`."""
        with self._at_work():
            self.history.record_change(file, message, author)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        if self.mark.exists():
            self._remove_locks()
        self.mark.touch()
        try:
            yield
        except GitKilled:
            raise  # the mark stays, so that the next commit removes what is left
        except BaseException:
            self.mark.unlink()
            raise
        self.mark.unlink()

    def _remove_locks(self) -> None:
        """Remove the locks that a killed Git has left; one that still runs takes its own away."""
        since = self.mark.stat().st_mtime
        until = time.monotonic() + self.patience
        while (left := self._locks(since)) and time.monotonic() < until:
            time.sleep(0.05)
        for lock in left:
            lock.unlink(missing_ok=True)

    def _locks(self, since: float) -> list[Path]:
        found = []
        for lock in self.history.locks():
            try:
                if lock.stat().st_mtime >= since:
                    found.append(lock)
            except FileNotFoundError:
                continue
        return found
