"""Who did what at the desk, and when: kept apart from the log, which has no names in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from nyspor.desk.database import DeskDatabase
from nyspor.problems import T_

BEGAN, SAVED, APPROVED = T_("began"), T_("saved"), T_("approved")
PUBLISHED, TOOK_OFF, GAVE_BACK = T_("published"), T_("took off"), T_("gave back")
"""What is done to texts, as far as somebody reads it again; messages of the theme's catalogue."""

WRITES = (BEGAN, SAVED)
CHANGES = (SAVED, TOOK_OFF, GAVE_BACK)
"""What makes an approval hold no more."""


@dataclass(frozen=True)
class AuditLine:
    """Somebody, by key in staff.yaml, did something: to a text, or to somebody else, whose key stands in place of the file, or to an idea
    that a resident sent (`nyspor.desk.front.residents.SENT`).

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


def files_of(database: DeskDatabase, person: str) -> list[str]:
    """Return the texts that somebody has begun or written in, the latest first."""
    with database.transaction() as db:
        rows = db.execute(
            "SELECT file, max(number) AS last FROM audit WHERE person = ? AND file != '' "
            "AND action IN (SELECT value FROM json_each(?)) GROUP BY file ORDER BY last DESC",
            (person, json.dumps(WRITES)),
        ).fetchall()
    return [row["file"] for row in rows]


def approvers(database: DeskDatabase, files: Collection[str]) -> Mapping[str, str]:
    """Return who has approved each of these texts as it is now, by file; what was changed since is nobody's."""
    with database.transaction() as db:
        rows = db.execute(
            "SELECT file, person, action FROM audit "
            "WHERE file IN (SELECT value FROM json_each(?)) ORDER BY number",
            (json.dumps([*files]),),
        ).fetchall()
    found: dict[str, str] = {}
    for row in rows:
        if row["action"] == APPROVED:
            found[row["file"]] = row["person"]
        elif row["action"] in CHANGES:
            found.pop(row["file"], None)
    return found
