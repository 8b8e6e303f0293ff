"""The tables of the outbox: how they are made, what one change writes in them, what must hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nyspor.forms_service import records
from nyspor.forms_service.records import (
    AFTER_BUILD,
    Mail,
    MailRecord,
    Owed,
    Stored,
    Submission,
    normal_address,
)
from nyspor.problems import N_

# The letters stand apart, so that a mark rewrites a short row, and what is removed leaves
# a short row behind: the id and its state, and of an expired submission the hash to forget it by.
SCHEMA = """
CREATE TABLE IF NOT EXISTS submission (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, changed REAL NOT NULL,
  who BLOB, key BLOB UNIQUE, kind TEXT, entry TEXT, network TEXT, received REAL,
  answers TEXT, remark TEXT, consent TEXT,
  CHECK (state IN ('waiting', 'approved', 'rejected', 'kept', 'expired', 'forgotten'))
);
CREATE INDEX IF NOT EXISTS submission_who ON submission (who, received);
CREATE INDEX IF NOT EXISTS submission_network ON submission (network, received);
CREATE INDEX IF NOT EXISTS submission_waiting ON submission (seq) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS mail (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, changed REAL NOT NULL,
  submission TEXT NOT NULL, purpose TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, since REAL, due REAL NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  CHECK (state IN ('queued', 'delivered', 'dead', 'expired', 'forgotten'))
);
CREATE INDEX IF NOT EXISTS mail_submission ON mail (submission);
CREATE INDEX IF NOT EXISTS mail_queue ON mail (due, seq) WHERE state = 'queued';
CREATE TABLE IF NOT EXISTS heartbeat (id INTEGER PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS letter (
  seq INTEGER PRIMARY KEY, recipient TEXT NOT NULL, message BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS person_key (id INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL);
"""

BEAT, BUILD_OWED = 1, 2
"""The rows of `heartbeat`: when it was last found that something can be written, and since when what was
decided is not on the site; no row where nothing is owed."""

PATIENCE = 10  # seconds that a locked database is waited for

DECIDED = {"comment", "idea"}  # the kinds that wait for an editor; the others are just kept
WHOLE = "id, kind, entry, key, who, network, received, answers, remark, consent"
RECORD = "id, submission, purpose, state, tries, reason, due, changed"
HELD = "state NOT IN ('expired', 'forgotten')"
WAITS_FOR_BUILD = f"state = 'queued' AND due >= {records.HELD.timestamp()}"

# What must not be found, and what to say of the ids that are.
CHECKS = {
    N_("A mail has lost its letter."): f"""
        SELECT id FROM mail WHERE {HELD} AND seq NOT IN (SELECT seq FROM letter)""",
    N_("A removed mail still has its letter."): f"""
        SELECT id FROM mail WHERE NOT {HELD} AND seq IN (SELECT seq FROM letter)""",
    N_("A letter belongs to no mail."): """
        SELECT seq FROM letter WHERE seq NOT IN (SELECT seq FROM mail)""",
    N_("A mail belongs to no submission."): """
        SELECT id FROM mail WHERE submission <> '' AND submission NOT IN (SELECT id FROM submission)""",
    N_("A submission has no mail to the editor."): f"""
        SELECT id FROM submission WHERE {HELD}
        AND id NOT IN (SELECT submission FROM mail WHERE purpose = 'editor' AND {HELD})""",
    N_("A mail waits for what it tells of to be on the site, but that is not published."): f"""
        SELECT id FROM mail WHERE {WAITS_FOR_BUILD}
        AND submission NOT IN (SELECT id FROM submission WHERE state = 'approved')""",
    N_("A removed submission still has its text."): f"""
        SELECT id FROM submission WHERE NOT {HELD} AND answers IS NOT NULL""",
    N_("The database is damaged."): """
        SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'""",
}


class NotOurs(sqlite3.DatabaseError):
    """A database without the outbox's tables."""


def connect(path: Path, new: bool = False) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; transactions are begun by hand.

    The file must be there. An empty one becomes an outbox only where it may be `new`, a database of
    somebody else's never. Raises `NotOurs`.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(
        uri, timeout=PATIENCE, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if "submission" not in names and (names or not new):
            raise NotOurs(path.name)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten
        db.executescript(SCHEMA)
    except BaseException:
        db.close()
        raise
    return db


def key_fingerprint(db: sqlite3.Connection) -> bytes | None:
    """The fingerprint of the key that the hashes here are made with; None until one was recorded."""
    rows = db.execute("SELECT fingerprint FROM person_key").fetchall()
    return bytes(rows[0][0]) if rows else None


def record_key(db: sqlite3.Connection, fingerprint: bytes) -> None:
    """Remember which key the hashes here are made with, once and for all."""
    db.execute("INSERT OR IGNORE INTO person_key VALUES (1, ?)", (fingerprint,))


class Outdated(Exception):
    """The submission was to replace one that is not the latest any more. Nothing is written."""


def insert(db: sqlite3.Connection, submission: Submission, replaces: str = "") -> bool:
    """Whether the submission is new. Of what nobody decides on it replaces the one with this id, or none.

    Raises `Outdated` where that is not the latest of the same person.
    """
    if _ids(db, "SELECT id FROM submission WHERE key = ?", submission.key):
        return False
    if submission.kind not in DECIDED:
        _replace(db, submission, replaces)
    received = submission.received.timestamp()
    state = "waiting" if submission.kind in DECIDED else "kept"
    answers = json.dumps(dict(submission.values), ensure_ascii=False)
    values = (
        *(submission.id, submission.kind, submission.entry, submission.key, submission.who),
        *(submission.network, received, answers, submission.remark, submission.consent),
    )
    sql = f"INSERT INTO submission (state, changed, {WHOLE}) VALUES (?, ?, {_marks(values)})"
    db.execute(sql, (state, received, *values))
    return True


def _replace(db: sqlite3.Connection, submission: Submission, id: str) -> None:
    """Let what the same person sent before no longer count.

    Its state is one that every version of the database knows; its key is free, so that a correction
    back to what was said first is one more correction.
    """
    like = "who = ? AND kind = ? AND entry = ? AND state = 'kept'"
    sender = (submission.who, submission.kind, submission.entry)
    found = _ids(db, f"SELECT id FROM submission WHERE {like} ORDER BY seq DESC", *sender)
    if next(iter(found), "") != id:
        raise Outdated(submission.kind)
    # All of them: an older version kept several.
    gone = f"UPDATE submission SET state = 'rejected', key = NULL, changed = ? WHERE {like}"
    db.execute(gone, (submission.received.timestamp(), *sender))


def queue(
    db: sqlite3.Connection, mails: Iterable[Mail], now: datetime, verb: str, hold: bool = False
) -> None:
    """Queues the mails; `verb` says whether a known id is an error (`INSERT`) or left out.

    With `hold` those that tell of something on the site wait for it to be built.
    """
    for mail in mails:
        due = records.HELD.timestamp() if hold and mail.purpose == AFTER_BUILD else 0
        sql = f"""{verb} INTO mail (id, submission, purpose, state, changed, due)
            VALUES (?, ?, ?, 'queued', ?, ?)"""
        row = db.execute(sql, (mail.id, mail.submission, mail.purpose, now.timestamp(), due))
        if row.rowcount == 1:
            letter = (row.lastrowid, mail.recipient, mail.message)
            db.execute("INSERT INTO letter VALUES (?, ?, ?)", letter)


def drop(db: sqlite3.Connection, submission: str, purpose: str) -> None:
    """Removes a mail that has reached nobody and is not true any more; it may be queued anew."""
    sql = """SELECT seq FROM mail WHERE submission = ? AND purpose = ?
        AND state IN ('queued', 'dead')"""
    for seq in _ids(db, sql, submission, purpose):
        db.execute("DELETE FROM letter WHERE seq = ?", (seq,))
        db.execute("DELETE FROM mail WHERE seq = ?", (seq,))


def owe_build(db: sqlite3.Connection, now: datetime) -> None:
    """Notes that the site must be built, until `settle` says that it has been."""
    db.execute("INSERT OR REPLACE INTO heartbeat VALUES (?, ?)", (BUILD_OWED, now.timestamp()))


def settle(db: sqlite3.Connection, owed: Owed) -> None:
    """Makes held mails due and forgets the debt, but for what came after it was looked up."""
    for mail, changed in owed.mails:
        sql = f"UPDATE mail SET due = 0 WHERE id = ? AND changed = ? AND {WAITS_FOR_BUILD}"
        db.execute(sql, (mail, changed))
    paid = (BUILD_OWED, owed.since)
    db.execute("DELETE FROM heartbeat WHERE id = ? AND at = ?", paid)


def from_person(db: sqlite3.Connection, who: bytes, address: str) -> list[str]:
    """The submissions of a person, by the hash of the address and by the address as it is stored."""
    hashed = set(_ids(db, "SELECT id FROM submission WHERE who = ?", who))
    rows = db.execute("SELECT id, answers FROM submission ORDER BY seq").fetchall()
    return [id for id, answers in rows if id in hashed or address == _address_in(answers)]


def forget(db: sqlite3.Connection, who: bytes, address: str) -> list[str]:
    """Removes what came from a person; of the expired there is only the hash left to remove."""
    ids = from_person(db, who, address)
    _remove(db, ids, "forgotten")
    for id in ids:
        db.execute("UPDATE submission SET who = NULL WHERE id = ?", (id,))
    return ids


def _address_in(answers: str | None) -> str | None:
    written = json.loads(answers).get("email") if answers else None
    return normal_address(written) if written else None


def expire(db: sqlite3.Connection, before: float) -> list[str]:
    """Removes what nobody waits for any more; what could not be delivered stays."""
    ids = _ids(
        db,
        """SELECT id FROM submission s WHERE state IN ('approved', 'rejected', 'kept')
        AND changed < ? AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.submission = s.id
            AND (m.state <> 'delivered' OR m.changed >= ?))""",
        before,
        before,
    )
    _remove(db, ids, "expired")
    alone = "SELECT id FROM mail WHERE submission = '' AND state = 'delivered' AND changed < ?"
    _remove_mails(db, _ids(db, alone, before), "expired")
    return ids


def stored(state: str, changed: float, *whole: Any) -> Stored:
    """A row of `state, changed` and `WHOLE` as a record."""
    id, kind, entry, key, who, network, received, answers, remark, consent = whole
    if answers is None:
        return Stored(id, state, moment(changed), None)
    sent = Submission(
        *(id, kind, entry, key or b"", who, network, moment(received), json.loads(answers)),
        *(remark, consent),
    )
    return Stored(id, state, moment(changed), sent)


def record(
    id: str, submission: str, purpose: str, state: str, tries: int, reason: str, *times: float
) -> MailRecord:
    """A row of `RECORD` as a record."""
    due, changed = map(moment, times)
    return MailRecord(id, submission, purpose, state, tries, due, changed, reason)


def moment(stamp: float) -> datetime:
    """Times are kept as seconds since 1970 (UTC)."""
    return datetime.fromtimestamp(stamp, UTC)


def _remove(db: sqlite3.Connection, ids: list[str], state: str) -> None:
    gone = """UPDATE submission SET state = ?, changed = 0, key = NULL, kind = NULL, entry = NULL,
        network = NULL, received = NULL, answers = NULL, remark = NULL, consent = NULL WHERE id = ?"""
    for id in ids:
        db.execute(gone, (state, id))
        _remove_mails(db, _ids(db, "SELECT id FROM mail WHERE submission = ?", id), state)


def _remove_mails(db: sqlite3.Connection, ids: list[str], state: str) -> None:
    for id in ids:
        db.execute("DELETE FROM letter WHERE seq = (SELECT seq FROM mail WHERE id = ?)", (id,))
        gone = "UPDATE mail SET state = ?, changed = 0, since = NULL, reason = '' WHERE id = ?"
        db.execute(gone, (state, id))


def _ids(db: sqlite3.Connection, sql: str, *values: Any) -> list[str]:
    return [id for (id,) in db.execute(sql, values)]


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)
