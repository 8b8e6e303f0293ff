"""The tables of decisions: what was claimed before a file is touched, what has been decided, and texts as edited."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime

from nyspor.forms_service.records import Decision
from nyspor.problems import N_

# A decision is claimed in a transaction of its own before a file is touched, and done in the one that changes the
# submission's state. What a killed process has left claimed is finished at the next start.
SCHEMA = """
CREATE TABLE IF NOT EXISTS decision (
  seq INTEGER PRIMARY KEY, submission TEXT NOT NULL, action TEXT NOT NULL, editor TEXT NOT NULL,
  at REAL NOT NULL, claimed INTEGER NOT NULL, details TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS decision_claim ON decision (submission) WHERE claimed;
CREATE INDEX IF NOT EXISTS decision_submission ON decision (submission, seq);
CREATE TABLE IF NOT EXISTS edit (submission TEXT PRIMARY KEY, answers TEXT NOT NULL);
"""

CHECKS = {
    N_("A decision is left over from a text that was deleted."): """
        SELECT submission FROM decision WHERE submission NOT IN
        (SELECT id FROM submission WHERE state NOT IN ('expired', 'forgotten'))""",
}

EDITED = "(SELECT answers FROM edit WHERE edit.submission = submission.id)"
"""The column with a submission's text as it was edited, in JSON; NULL where it was not."""


def claim(db: sqlite3.Connection, decision: Decision, before: str) -> bool:
    """Claim a decision about a submission in the state `before`; return whether it could be."""
    asked = "SELECT 1 FROM submission WHERE id = ? AND state = ?"
    if not db.execute(asked, (decision.submission, before)).fetchall():
        return False
    return _insert(db, decision, claimed=1)


def record(db: sqlite3.Connection, decision: Decision) -> None:
    """Record something that is done already."""
    _insert(db, decision, claimed=0)


def _insert(db: sqlite3.Connection, decision: Decision, claimed: int) -> bool:
    row = (decision.submission, decision.action, decision.editor, decision.at.timestamp())
    sql = "INSERT OR IGNORE INTO decision (submission, action, editor, at, claimed, details) VALUES (?, ?, ?, ?, ?, ?)"
    return db.execute(sql, (*row, claimed, _details(decision))).rowcount == 1


COLUMNS = "submission, action, editor, at, details"


def decision(submission: str, action: str, editor: str, at: float, details: str) -> Decision:
    """A row of `COLUMNS` as a `Decision`."""
    return Decision(
        submission, action, datetime.fromtimestamp(at, UTC), editor, **json.loads(details)
    )


def complete(db: sqlite3.Connection, id: str, edited: Mapping[str, str] | None) -> None:
    """Record that what was claimed about a submission is done; `edited` is its text as it was published."""
    db.execute("UPDATE decision SET claimed = 0 WHERE submission = ? AND claimed", (id,))
    if edited is not None:
        answers = json.dumps(dict(edited), ensure_ascii=False)
        db.execute("INSERT OR REPLACE INTO edit VALUES (?, ?)", (id, answers))


def release(db: sqlite3.Connection, id: str) -> None:
    """Give a claim back: nothing was decided."""
    db.execute("DELETE FROM decision WHERE submission = ? AND claimed", (id,))


def delete(db: sqlite3.Connection, id: str) -> None:
    """Delete all that is stored about decisions on a submission."""
    db.execute("DELETE FROM decision WHERE submission = ?", (id,))
    db.execute("DELETE FROM edit WHERE submission = ?", (id,))


def _details(decision: Decision) -> str:
    details = {
        "reason": decision.reason,
        "tell": decision.tell,
        "changes": dict(decision.changes),
    }
    return json.dumps(details, ensure_ascii=False)
