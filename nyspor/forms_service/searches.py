"""What searches are answered from, and how many of them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import datetime
from pathlib import Path

from nyspor.search.answers import Answers

MOST_IN_A_MINUTE = 60
"""Searches from one network; somebody who reads what is found asks less often."""


class Searches:
    """What the service answers searches from: the files beside the list of forms, read again when they change."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, ...], Answers]] = {}
        self._minute = ""
        self._asked: Counter[str] = Counter()

    def answers(self, file: Path) -> Answers | None:
        """The answers in a file; None where there is none that can be read."""
        try:
            found = file.stat()
            stamp = (found.st_dev, found.st_ino, found.st_mtime_ns)
            known = self._known.get(file)
            if known is None or known[0] != stamp:
                known = self._known[file] = (stamp, Answers(file))
        except (OSError, sqlite3.Error):
            return None
        return known[1]

    def allow(self, network: str, now: datetime) -> bool:
        """Whether a network may search once more in this minute."""
        minute = f"{now:%Y-%m-%d %H:%M}"
        if minute != self._minute:
            self._minute = minute
            self._asked.clear()
        self._asked[network] += 1
        return self._asked[network] <= MOST_IN_A_MINUTE
