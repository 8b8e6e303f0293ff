"""Who is to be told what happens with an idea: the senders who asked for it, until they stop it or the idea has its answer.

The wish is a field of what they sent, so it is forgotten, exported and deleted with the rest of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from nyspor.forms_service import mail_table
from nyspor.forms_service.decision_table import EDITED
from nyspor.forms_service.outbox_schema import WHOLE, stored
from nyspor.forms_service.records import FOLLOW, StoredSubmission

STEP = "idea-step-"
"""What the purpose of a mail about a step begins with; its number follows."""

FOLLOWED = f"state = 'approved' AND coalesce(json_extract(answers, '$.{FOLLOW}'), '') <> ''"


def followed(db: sqlite3.Connection) -> list[StoredSubmission]:
    """The published submissions whose senders are to be told what happens."""
    rows = db.execute(
        f"SELECT state, changed, {EDITED}, {WHOLE} FROM submission WHERE {FOLLOWED} ORDER BY seq"
    )
    return [stored(*row) for row in rows.fetchall()]  # fmt: skip


def steps_told(db: sqlite3.Connection, id: str) -> int:
    """How many steps the sender has been told of, or is about to be."""
    rows = db.execute("SELECT purpose FROM mail WHERE submission = ?", (id,)).fetchall()
    told = (int(purpose.removeprefix(STEP)) for (purpose,) in rows if purpose.startswith(STEP))
    return max(told, default=0)


def has_unsent(db: sqlite3.Connection, id: str) -> bool:
    """Whether a mail about a step has not been sent yet."""
    sql = (
        "SELECT 1 FROM mail WHERE submission = ? AND purpose GLOB ? AND state IN ('queued', 'dead')"
    )
    return bool(db.execute(sql, (id, f"{STEP}*")).fetchall())


def stop(db: sqlite3.Connection, id: str) -> None:
    """Tell the sender nothing more: what was sent says so from now on, and mails that have not left are deleted."""
    forget_wish(db, [id])
    sql = "SELECT purpose FROM mail WHERE submission = ? AND purpose GLOB ?"
    for (purpose,) in db.execute(sql, (id, f"{STEP}*")).fetchall():
        mail_table.delete_unsent(db, id, purpose)


def forget_wish(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Delete the wish to be told, so that what was sent is deleted as any other."""
    chosen = json.dumps([*ids])
    for table, key in (("submission", "id"), ("edit", "submission")):
        db.execute(
            f"UPDATE {table} SET answers = json_remove(answers, '$.{FOLLOW}') "
            f"WHERE answers IS NOT NULL AND {key} IN (SELECT value FROM json_each(?))",
            (chosen,),
        )
