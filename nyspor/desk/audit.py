"""Who did what at the desk, and when: kept apart from the log, which has no names in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nyspor.desk.database import DeskDatabase


@dataclass(frozen=True)
class AuditLine:
    """Somebody, by key in staff.yaml, did something, to a text."""

    moment: datetime
    person: str
    action: str
    file: str = ""


def note(database: DeskDatabase, line: AuditLine) -> None:
    """Write a line."""
    with database.transaction() as db:
        db.execute(
            "INSERT INTO audit (moment, person, action, file) VALUES (?, ?, ?, ?)",
            (line.moment.isoformat(), line.person, line.action, line.file),
        )


def latest(database: DeskDatabase, count: int) -> list[AuditLine]:
    """Return the last lines, the newest first."""
    with database.transaction() as db:
        rows = db.execute("SELECT * FROM audit ORDER BY number DESC LIMIT ?", (count,)).fetchall()
    return [
        AuditLine(datetime.fromisoformat(row["moment"]), row["person"], row["action"], row["file"])
        for row in rows
    ]


def recent_files(database: DeskDatabase, person: str, count: int) -> list[str]:
    """Return the texts that somebody worked on last, the latest first."""
    with database.transaction() as db:
        rows = db.execute(
            "SELECT file, max(number) AS last FROM audit WHERE person = ? AND file != '' "
            "GROUP BY file ORDER BY last DESC LIMIT ?",
            (person, count),
        ).fetchall()
    return [row["file"] for row in rows]
