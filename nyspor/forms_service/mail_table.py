"""The tables of mails: what is queued, sent, given up or deleted. Every change is run in a transaction with what belongs to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from nyspor.forms_service.person import Person, names_in_message
from nyspor.forms_service.records import (
    DROPPED,
    HELD,
    TELL_OF_PAGE,
    Claim,
    Mail,
    MailRecord,
    QueueState,
    moment,
)
from nyspor.problems import N_

# Messages have a table of their own (`letter`), so that a change of state rewrites a short row. A deleted mail leaves
# a short row too: its id and state. `mail_first` are mails that must leave before later ones to their recipients.
SCHEMA = """
CREATE TABLE IF NOT EXISTS mail (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, changed REAL NOT NULL,
  submission TEXT NOT NULL, purpose TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, since REAL, due REAL NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  CHECK (state IN ('queued', 'delivered', 'dead', 'expired', 'forgotten'))
);
CREATE INDEX IF NOT EXISTS mail_submission ON mail (submission);
CREATE INDEX IF NOT EXISTS mail_queue ON mail (due, seq) WHERE state = 'queued';
CREATE TABLE IF NOT EXISTS letter (
  seq INTEGER PRIMARY KEY, recipient TEXT NOT NULL, message BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS mail_first (seq INTEGER PRIMARY KEY);
"""

NOT_REMOVED = "state NOT IN ('expired', 'forgotten')"
WAITS_FOR_BUILD = f"state = 'queued' AND due >= {HELD.timestamp()}"

CHECKS = {
    N_("A mail has lost its message."): f"""
        SELECT id FROM mail WHERE {NOT_REMOVED} AND state <> 'delivered'
        AND seq NOT IN (SELECT seq FROM letter)""",
    N_("A removed mail still has its message."): f"""
        SELECT id FROM mail WHERE NOT {NOT_REMOVED} AND seq IN (SELECT seq FROM letter)""",
    N_("A mail that does not wait holds back others."): """
        SELECT seq FROM mail_first WHERE seq NOT IN (SELECT seq FROM mail WHERE state = 'queued')""",
    N_("A message belongs to no mail."): """
        SELECT seq FROM letter WHERE seq NOT IN (SELECT seq FROM mail)""",
}

_RECORD = "id, submission, purpose, state, tries, reason, due, changed"
_NOT_HELD = """AND (recipient NOT IN (SELECT key FROM json_each(?))
    OR id IN (SELECT value FROM json_each(?)))"""


def enqueue(
    db: sqlite3.Connection, mails: Iterable[Mail], now: datetime, verb: str, hold: bool = False
) -> None:
    """Queue the mails; `verb` says whether a known id is an error (`INSERT`) or ignored (`INSERT OR IGNORE`).

    With `hold`, mails about something that can be read on the site wait for it to be built.
    """
    for mail in mails:
        due = HELD.timestamp() if hold and mail.purpose in TELL_OF_PAGE else 0
        sql = f"""{verb} INTO mail (id, submission, purpose, state, changed, due)
            VALUES (?, ?, ?, 'queued', ?, ?)"""
        row = db.execute(sql, (mail.id, mail.submission, mail.purpose, now.timestamp(), due))
        if row.rowcount == 1:
            message = (row.lastrowid, mail.recipient, mail.message)
            db.execute("INSERT INTO letter VALUES (?, ?, ?)", message)


def delete_unsent(db: sqlite3.Connection, submission: str, purpose: str) -> None:
    """Delete a mail that was not delivered and is no longer true; it may be queued again."""
    sql = """SELECT seq FROM mail WHERE submission = ? AND purpose = ?
        AND state IN ('queued', 'dead')"""
    for (seq,) in db.execute(sql, (submission, purpose)).fetchall():
        for gone in ("letter", "mail_first", "mail"):
            db.execute(f"DELETE FROM {gone} WHERE seq = ?", (seq,))


def retry(db: sqlite3.Connection, ids: Iterable[str], now: datetime) -> list[str]:
    """Queue dead letters again; return the ids of those that were dead."""
    change = """UPDATE mail SET state = 'queued', tries = 0, since = NULL, due = 0, reason = '', changed = ?
        WHERE id = ? AND state = 'dead'"""
    return [id for id in ids if db.execute(change, (now.timestamp(), id)).rowcount == 1]


def drop(db: sqlite3.Connection, ids: Iterable[str], now: datetime) -> list[str]:
    """Put dead letters aside for good; return the ids of those that were dead.

    Their state, 'expired', is known to all versions of the schema.
    """
    change = """UPDATE mail SET state = 'expired', since = NULL, reason = ?, changed = ?
        WHERE id = ? AND state = 'dead'"""
    values = (DROPPED, now.timestamp())
    dropped = [id for id in ids if db.execute(change, (*values, id)).rowcount == 1]
    for id in dropped:
        _delete_message(db, id)
    return dropped


# What waits for a build of the site.


def waiting_for_build(db: sqlite3.Connection) -> list[tuple[str, float]]:
    """The mails that wait for a build: (id, when it was queued)."""
    return db.execute(f"SELECT id, changed FROM mail WHERE {WAITS_FOR_BUILD}").fetchall()


def mark_built(db: sqlite3.Connection, waiting: Iterable[tuple[str, float]]) -> None:
    """Release the mails that waited for a build, but not one that was queued after that was read."""
    sql = f"UPDATE mail SET due = 0 WHERE id = ? AND changed = ? AND {WAITS_FOR_BUILD}"
    db.executemany(sql, waiting)


# The queue.


def next_claim(
    db: sqlite3.Connection, now: datetime, claimed: Collection[str], first: Mapping[str, str]
) -> Claim | None:
    """The first mail that is due and not claimed; `first` as in `Outbox.claim`."""
    rows = db.execute(
        f"""SELECT id, submission, purpose, recipient, message, tries, since, reason
        FROM mail JOIN letter USING (seq) WHERE state = 'queued' AND due <= ?
        AND id NOT IN (SELECT value FROM json_each(?)) {_NOT_HELD if first else ""}
        ORDER BY due, seq LIMIT 1""",
        (
            now.timestamp(),
            json.dumps([*claimed]),
            *([json.dumps(dict(first))] * 2 if first else []),
        ),
    )
    for *mail, tries, since, reason in rows.fetchall():
        return Claim(Mail(*mail), tries, _moment(since), reason)
    return None


def queued(db: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    """Those of the ids whose mails are queued."""
    sql = "SELECT id FROM mail WHERE state = 'queued' AND id IN (SELECT value FROM json_each(?))"
    return {id for (id,) in db.execute(sql, (json.dumps([*ids]),))}


def held_for(db: sqlite3.Connection) -> dict[str, str]:
    """The ids of the queued mails that must leave before others to their recipients, by recipient."""
    sql = """SELECT recipient, id FROM mail_first JOIN mail USING (seq) JOIN letter USING (seq)
        WHERE state = 'queued' ORDER BY seq DESC"""
    return dict(db.execute(sql).fetchall())


def next_due(db: sqlite3.Connection) -> datetime | None:
    """When the next queued mail may be sent; None where none is, or all wait for a build."""
    sql = "SELECT min(due) FROM mail WHERE state = 'queued' AND due < ?"
    ((due,),) = db.execute(sql, (HELD.timestamp(),)).fetchall()
    return _moment(due)


def mark_delivered(db: sqlite3.Connection, id: str, now: datetime) -> None:
    """Record that a mail server has taken a mail."""
    _change(db, id, "state = 'delivered', reason = '', changed = ?", now.timestamp())


def postpone(
    db: sqlite3.Connection, id: str, now: datetime, until: datetime, reason: str, holds: bool
) -> None:
    """Record a temporary failure: retry, not before `until`; with `holds` before others to the same recipient."""
    change = "tries = tries + 1, since = coalesce(since, ?), due = ?, reason = ?"
    _change(db, id, change, now.timestamp(), until.timestamp(), reason)
    if holds:
        first = "INSERT OR IGNORE INTO mail_first SELECT seq FROM mail WHERE id = ? AND state = 'queued'"
        db.execute(first, (id,))


def mark_dead(db: sqlite3.Connection, id: str, reason: str, now: datetime) -> None:
    """Record a permanent failure."""
    _change(db, id, "state = 'dead', reason = ?, changed = ?", reason, now.timestamp())


def _change(db: sqlite3.Connection, id: str, change: str, *values: Any) -> None:
    """Change a mail that is still queued: one that was deleted meanwhile stays deleted."""
    db.execute(f"UPDATE mail SET {change} WHERE id = ? AND state = 'queued'", (*values, id))
    db.execute("DELETE FROM mail_first WHERE seq = (SELECT seq FROM mail WHERE id = ?)", (id,))


# Queries.


def undeliverable(db: sqlite3.Connection, before: datetime) -> list[str]:
    """The ids of dead letters since before then, but not those about what still waits for a decision."""
    sql = """SELECT id FROM mail WHERE state = 'dead' AND changed < ?
        AND submission NOT IN (SELECT id FROM submission WHERE state = 'waiting')"""
    return _ids(db, sql, before.timestamp())


def records(db: sqlite3.Connection, state: str | None = None) -> list[MailRecord]:
    """All mails, or those in one state, in order of arrival."""
    where = "WHERE state = ?" if state else ""
    rows = db.execute(f"SELECT {_RECORD} FROM mail {where} ORDER BY seq", [state] if state else [])
    return [_record(*row) for row in rows]


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many mails there are in each state."""
    sql = "SELECT state, count(*) FROM mail GROUP BY state ORDER BY state"
    return dict(db.execute(sql).fetchall())


def queue(db: sqlite3.Connection) -> QueueState:
    """How many mails there are, since when the oldest waits, and for what."""
    ((held,),) = db.execute(f"SELECT count(*) FROM mail WHERE {WAITS_FOR_BUILD}").fetchall()
    waiting = "SELECT min(changed) FROM mail WHERE state = 'queued' AND due < ?"
    ((oldest,),) = db.execute(waiting, (HELD.timestamp(),)).fetchall()
    failing, _ = _most(db, "queued")
    dead_of, dead_since = _most(db, "dead")
    return QueueState(
        counts(db), held, _moment(oldest), failing, dead_since=_moment(dead_since), dead_of=dead_of
    )


def _most(db: sqlite3.Connection, state: str) -> tuple[str, float | None]:
    """What most mails in a state were told, and since when the first is in it."""
    sql = """SELECT reason, min(min(changed)) OVER () FROM mail WHERE state = ? AND due < ?
        AND (reason <> '' OR state = 'dead') GROUP BY reason ORDER BY count(*) DESC LIMIT 1"""
    rows = db.execute(sql, (state, HELD.timestamp())).fetchall()
    return rows[0] if rows else ("", None)


def find(db: sqlite3.Connection, id: str) -> Mail | None:
    """A mail with its message, unless that has been deleted."""
    sql = """SELECT id, submission, purpose, recipient, message
        FROM mail JOIN letter USING (seq) WHERE id = ?"""
    return next((Mail(*row) for row in db.execute(sql, (id,)).fetchall()), None)


def latest_about(
    db: sqlite3.Connection, submissions: Collection[str], since: datetime, purpose: str
) -> tuple[datetime | None, int]:
    """When a mail about these submissions was last queued or delivered; and how many since then have a purpose that begins so."""
    sql = """SELECT max(changed), coalesce(sum(purpose GLOB ? AND changed > ?), 0) FROM mail
        WHERE submission IN (SELECT value FROM json_each(?))"""
    about = json.dumps(sorted(submissions))
    latest, count = db.execute(sql, (f"{purpose}-*", since.timestamp(), about)).fetchone()
    return _moment(latest), count


def naming(db: sqlite3.Connection, address: str) -> list[str]:
    """The ids of mails of no submission that are to a person, or whose text has the person's address."""
    rows = db.execute(
        "SELECT id, recipient, message FROM mail JOIN letter USING (seq) WHERE submission = ''"
    )
    person = Person(address)
    return [id for id, *mail in rows if address and names_in_message(person, *mail)]


# Deletion.


def redact_about(db: sqlite3.Connection, submission: str, state: str) -> None:
    """Delete the mails about a submission; the short rows that they leave are in this state."""
    redact(db, _ids(db, "SELECT id FROM mail WHERE submission = ?", submission), state)


def redact(db: sqlite3.Connection, ids: Iterable[str], state: str) -> None:
    """Delete these mails; the short rows that they leave are in this state."""
    for id in ids:
        _delete_message(db, id)
        gone = "UPDATE mail SET state = ?, changed = 0, since = NULL, reason = '' WHERE id = ?"
        db.execute(gone, (state, id))


def expire_alone(db: sqlite3.Connection, before: float) -> None:
    """Delete the mails that were delivered before then and belong to no submission, or to one that is deleted."""
    alone = f"""SELECT id FROM mail WHERE state = 'delivered' AND changed < ? AND (submission = ''
        OR submission IN (SELECT id FROM submission WHERE NOT {NOT_REMOVED}))"""
    redact(db, _ids(db, alone, before), "expired")


def delete_texts(db: sqlite3.Connection, before: float, most: int) -> list[str]:
    """Delete the texts of mails that were delivered before then, `most` at a time; return the ids of the mails."""
    due = """SELECT seq, id FROM mail JOIN letter USING (seq)
        WHERE state = 'delivered' AND changed < ? LIMIT ?"""
    found = db.execute(due, (before, most)).fetchall()
    db.executemany("DELETE FROM letter WHERE seq = ?", [(seq,) for seq, _ in found])
    return [id for _, id in found]


def _delete_message(db: sqlite3.Connection, id: str) -> None:
    for gone in ("letter", "mail_first"):
        db.execute(f"DELETE FROM {gone} WHERE seq = (SELECT seq FROM mail WHERE id = ?)", (id,))


def _record(
    id: str, submission: str, purpose: str, state: str, tries: int, reason: str, *times: float
) -> MailRecord:
    """A row of `_RECORD` as a `MailRecord`."""
    due, changed = map(moment, times)
    return MailRecord(id, submission, purpose, state, tries, due, changed, reason)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else moment(seconds)


def _ids(db: sqlite3.Connection, sql: str, *values: Any) -> list[str]:
    return [id for (id,) in db.execute(sql, values)]
