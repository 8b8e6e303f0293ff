"""Who did what at the desk, and when: kept apart from the log, which has no names in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nyspor.desk.database import DeskDatabase


@dataclass(frozen=True)
class AuditLine:
    """Somebody, by key in staff.yaml, did something: to a text, or to somebody else, whose key stands in place of the file.

    `action` is a message id of the theme's catalogue.
    """

    moment: datetime
    person: str
    action: str
    file: str = ""
    number: int = 0
    """Where it stands among all lines; they are counted when they are written."""


def note(database: DeskDatabase, line: AuditLine) -> None:
    """Write a line."""
    with database.transaction() as db:
        db.execute(
            "INSERT INTO audit (moment, person, action, file) VALUES (?, ?, ?, ?)",
            (line.moment.isoformat(), line.person, line.action, line.file),
        )


def latest(database: DeskDatabase, count: int, before: int | None = None) -> list[AuditLine]:
    """Return the last lines, or those before the line with a number; the newest first."""
    where, values = ("WHERE number < ?", (before,)) if before is not None else ("", ())
    with database.transaction() as db:
        sql = f"SELECT * FROM audit {where} ORDER BY number DESC LIMIT ?"
        rows = db.execute(sql, (*values, count)).fetchall()
    return [
        AuditLine(
            datetime.fromisoformat(row["moment"]),
            row["person"],
            row["action"],
            row["file"],
            row["number"],
        )
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
