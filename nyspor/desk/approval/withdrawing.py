"""Withdrawing a text for good, by `nyspor withdraw` in a process of its own, and how that went."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread

from nyspor.console import reason_of
from nyspor.desk.database import DeskDatabase
from nyspor.forms_service.build_command import mask_addresses

COMMAND = (sys.executable, "-P", "-m", "nyspor", "withdraw", "text")

Outcome = tuple[bool, str]
"""Whether all of it is gone, and what the command printed."""


@dataclass(frozen=True)
class Withdrawer:
    """How a text is withdrawn: `run` is given its file, the code of a reason and who does it, and `start` calls what takes long."""

    run: Callable[[str, str, str], Outcome]
    start: Callable[[Callable[[], None]], object] = lambda work: Thread(target=work).start()


def by_command(
    limit: float, environ: Mapping[str, str] | None = None, folder: Path | None = None
) -> Withdrawer:
    """Return what withdraws by the command, which may take `limit` seconds, in the site's folder, else the current one."""

    def run(file: str, reason: str, by: str) -> Outcome:
        try:
            done = subprocess.run(
                [*COMMAND, f"--reason={reason}", f"--by={by}", "--yes", "--", file],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                timeout=limit, env=environ, cwd=folder, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as ended:
            return False, _words(ended.output or b"")
        except OSError as error:
            return False, reason_of(error)
        return done.returncode == 0, _words(done.stdout)

    return Withdrawer(run)


def _words(printed: bytes) -> str:
    return mask_addresses(printed.decode("utf-8", "replace")).strip()


@dataclass(frozen=True)
class Withdrawn:
    """A text that was withdrawn at the desk: by whom, when it began and ended, and how that went."""

    file: str
    title: str
    person: str
    begun: datetime
    ended: datetime | None = None
    is_gone: bool = False
    said: str = ""


class WithdrawnTexts:
    """What was withdrawn at the desk, the last time for each text."""

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def find(self, file: str) -> Withdrawn | None:
        """Return how the withdrawal of a text went."""
        with self._database.transaction() as db:
            row = db.execute("SELECT * FROM withdrawn WHERE file = ?", (file,)).fetchone()
        if row is None:
            return None
        ended = datetime.fromisoformat(row["ended"]) if row["ended"] else None
        begun = datetime.fromisoformat(row["begun"])
        return Withdrawn(
            row["file"], row["title"], row["person"], begun, ended, bool(row["is_gone"]), row["said"]
        )  # fmt: skip

    def begin(self, file: str, title: str, person: str, now: datetime) -> None:
        """Note that the withdrawal of a text has begun."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO withdrawn (file, title, person, begun) VALUES (?, ?, ?, ?)",
                (file, title, person, now.isoformat()),
            )

    def end(self, file: str, outcome: Outcome, now: datetime) -> None:
        """Note how it went. Of a text that is gone no title stays."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE withdrawn SET ended = ?, is_gone = ?, said = ?, title = iif(?, '', title) WHERE file = ?",
                (now.isoformat(), *outcome, outcome[0], file),
            )
