"""The schema of the outbox: its tables, the SQL of each change, and the integrity checks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nyspor.forms.registry import form_of
from nyspor.forms_service import blocklist_table, decision_table, mail_table
from nyspor.forms_service.earlier_signups import create_members
from nyspor.forms_service.forgotten import Sender
from nyspor.forms_service.rate_limits import HOUR, Limits
from nyspor.forms_service.records import (
    DROPPED,
    FOLLOW,
    RECEIPT,
    AwaitingBuild,
    Mail,
    StoredSubmission,
    Submission,
    moment,
    normal_address,
)
from nyspor.members import keeping_table, meeting_table, table
from nyspor.problems import N_

# A deleted submission leaves a short row: its id and state, and the hash of the person while it is only expired.
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
CREATE TABLE IF NOT EXISTS heartbeat (id INTEGER PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS sender_mailbox (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, received REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sender_mailbox_hash ON sender_mailbox (hash, received);
CREATE TABLE IF NOT EXISTS person_key (id INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL);
"""

HEARTBEAT, BUILD_REQUIRED = 1, 2
"""The rows of `heartbeat`: when the database was last found writable, and since when a decision waits for a
build of the site; no row where none does."""

LOCK_TIMEOUT = 10
"""Seconds to wait for a locked database."""

WHOLE = "id, kind, entry, key, who, network, received, answers, remark, consent"
SIGNUPS = "who = ? AND kind = ? AND entry IN (SELECT value FROM json_each(?))"

# Queries that must find nothing, by the message about the ids that they find.
CHECKS = {
    **mail_table.CHECKS,
    N_("A mail belongs to no submission."): """
        SELECT id FROM mail WHERE submission <> '' AND submission NOT IN (SELECT id FROM submission)""",
    # One that is moderated waits on the editors' page and in the day's overview, with or without a mail of its own.
    N_("A submission has no mail to the editor."): f"""
        SELECT id FROM submission WHERE state = 'kept'
        AND id NOT IN (SELECT submission FROM mail WHERE purpose = 'editor'
            AND ({mail_table.NOT_REMOVED} OR reason = '{DROPPED}'))""",
    N_("A mail waits for what it tells of to be on the site, but that is not published."): f"""
        SELECT id FROM mail WHERE {mail_table.WAITS_FOR_BUILD}
        AND submission NOT IN (SELECT id FROM submission WHERE state = 'approved')""",
    N_("A removed submission still has its text."): f"""
        SELECT id FROM submission WHERE NOT {mail_table.NOT_REMOVED} AND answers IS NOT NULL""",
    N_("The database is damaged."): """
        SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'""",
    **decision_table.CHECKS,
}


class ForeignDatabase(sqlite3.DatabaseError):
    """A database without the outbox's tables."""


def connect(path: Path, new: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode, for any thread, one at a time.

    The file must exist. An empty one becomes an outbox only with `new`; a database with other tables
    never does. Raises `ForeignDatabase`.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    db = sqlite3.connect(
        uri, timeout=LOCK_TIMEOUT, isolation_level=None, check_same_thread=False, uri=True
    )
    try:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
        if "submission" not in names and (names or not new):
            raise ForeignDatabase(path.name)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA secure_delete = ON")  # deleted content is overwritten
        if "submission" in names and "member" not in names:
            create_members(db)
        members = table.SCHEMA + meeting_table.SCHEMA + keeping_table.SCHEMA
        tables = SCHEMA + mail_table.SCHEMA + decision_table.SCHEMA + blocklist_table.SCHEMA
        db.executescript(tables + members)
    except BaseException:
        db.close()
        raise
    return db


def key_fingerprint(db: sqlite3.Connection) -> bytes | None:
    """The fingerprint of the key of the hashes in this database; None until one is recorded."""
    rows = db.execute("SELECT fingerprint FROM person_key").fetchall()
    return bytes(rows[0][0]) if rows else None


def record_key(db: sqlite3.Connection, fingerprint: bytes) -> None:
    """Record the fingerprint of the key of the hashes; it never changes."""
    db.execute("INSERT OR IGNORE INTO person_key VALUES (1, ?)", (fingerprint,))


class StaleCorrection(Exception):
    """The submission was to replace one that is no longer the latest. Nothing is written."""


def insert(db: sqlite3.Connection, submission: Submission, replaces: str = "") -> bool:
    """Insert a submission; return whether it is new. One that is not moderated replaces the one with this id.

    Raises `StaleCorrection` where that is not the latest of the same person (or, with '', where there is one).
    """
    if _ids(db, "SELECT id FROM submission WHERE key = ?", submission.idempotency_key):
        return False
    moderated = form_of(submission.kind).moderated
    if not moderated:
        _replace(db, submission, replaces)
    received = submission.received.timestamp()
    state = "waiting" if moderated else "kept"
    answers = json.dumps(dict(submission.values), ensure_ascii=False)
    values = (
        *(
            submission.id,
            submission.kind,
            submission.entry,
            submission.idempotency_key,
            submission.person_hash,
        ),
        *(submission.network, received, answers, submission.review_note, submission.consent),
    )
    sql = f"INSERT INTO submission (state, changed, {WHOLE}) VALUES (?, ?, {_marks(values)})"
    row = db.execute(sql, (state, received, *values))
    counted = (row.lastrowid, submission.mailbox_hash, received)
    db.execute("INSERT INTO sender_mailbox VALUES (?, ?, ?)", counted)
    return True


def _replace(db: sqlite3.Connection, submission: Submission, id: str) -> None:
    """Mark what the same person sent before as replaced. Raises `StaleCorrection` where the latest is not the one with this id."""
    sender = (submission.person_hash, submission.kind, submission.entry)
    latest = "who = ? AND kind = ? AND entry = ? AND state = 'kept' ORDER BY seq DESC LIMIT 1"
    if next(iter(_ids(db, f"SELECT id FROM submission WHERE {latest}", *sender)), "") != id:
        raise StaleCorrection(submission.kind)
    # All of them: version 0.1 stored several.
    replace_signups(
        db, submission.person_hash, submission.kind, [submission.entry], submission.received
    )


class RateLimited(Exception):
    """This mailbox or this network has sent as much as it may in an hour. Nothing is written."""


class ReceiptsLimited(Exception):
    """This mailbox has been sent as many receipts as it may in an hour. Nothing is written; try without one."""


def hold_limits(
    db: sqlite3.Connection, submission: Submission, mails: Iterable[Mail], limits: Limits
) -> None:
    """Raise `RateLimited` or `ReceiptsLimited` where this submission, just inserted, or its receipt is one too many.

    It is counted in the transaction that stores it, so that no two that come together are both the last.
    """
    since = submission.received - HOUR
    mailbox = submission.mailbox_hash
    by_network = "SELECT count(*) FROM submission WHERE network = ? AND received > ?"
    if limits.per_address_hour and count_since(db, since, mailbox) > limits.per_address_hour:
        raise RateLimited(submission.kind)
    if limits.per_network_hour:
        ((count,),) = db.execute(by_network, (submission.network, since.timestamp()))
        if count > limits.per_network_hour:
            raise RateLimited(submission.kind)
    most = limits.receipts_hour
    has_receipt = any(mail.purpose == RECEIPT for mail in mails)
    if most and has_receipt and count_since(db, since, mailbox, RECEIPT) >= most:
        raise ReceiptsLimited(submission.kind)


def count_since(db: sqlite3.Connection, since: datetime, mailbox: bytes, purpose: str = "") -> int:
    """How many submissions came since then from a mailbox; with `purpose`, how many of their mails."""
    join = (
        """JOIN submission s USING (seq)
        JOIN mail m ON m.submission = s.id AND m.purpose = ?"""
        if purpose
        else ""
    )
    sql = f"SELECT count(*) FROM sender_mailbox b {join} WHERE b.hash = ? AND b.received > ?"
    ((count,),) = db.execute(sql, (*filter(None, [purpose]), mailbox, since.timestamp()))
    return int(count)


def replace_signups(
    db: sqlite3.Connection, person_hash: bytes, kind: str, entries: Collection[str], now: datetime
) -> None:
    """Mark what a person sent to one of these entries as replaced: it counts no more, and may be sent again.

    Its state, 'rejected', is known to all versions of the schema. Its key is cleared, so that a correction
    back to the first content is a correction like any other.
    """
    gone = f"UPDATE submission SET state = 'rejected', key = NULL, changed = ? WHERE {SIGNUPS} AND state = 'kept'"
    db.execute(gone, (now.timestamp(), person_hash, kind, json.dumps([*entries])))


def delete_signups(
    db: sqlite3.Connection, person_hash: bytes, kind: str, entries: Collection[str]
) -> None:
    """Delete what a person has sent to one of these entries, and the mails about it: the person has left the group.

    The hash of the address is left, as of what has expired.
    """
    sql = f"SELECT id FROM submission WHERE {SIGNUPS} AND state IN ('kept', 'rejected')"
    _redact(db, _ids(db, sql, person_hash, kind, json.dumps([*entries])), "expired")


def require_build(db: sqlite3.Connection, now: datetime) -> None:
    """Record that the site must be built, until `mark_built`."""
    db.execute("INSERT OR REPLACE INTO heartbeat VALUES (?, ?)", (BUILD_REQUIRED, now.timestamp()))


def mark_built(db: sqlite3.Connection, waiting: AwaitingBuild) -> None:
    """Release what waited for the build, but not what was added after `waiting` was read."""
    mail_table.mark_built(db, waiting.mails)
    done = (BUILD_REQUIRED, waiting.since)
    db.execute("DELETE FROM heartbeat WHERE id = ? AND at = ?", done)


def from_person(db: sqlite3.Connection, person_hash: bytes, address: str) -> list[str]:
    """The ids of a person's submissions, by the hash of the address and by the stored address."""
    hashed = set(_ids(db, "SELECT id FROM submission WHERE who = ?", person_hash))
    rows = db.execute("SELECT id, answers FROM submission ORDER BY seq").fetchall()
    return [id for id, answers in rows if id in hashed or address == _address_in(answers)]


def senders(db: sqlite3.Connection) -> list[Sender]:
    """All submissions, and those that memberships began with, with what tells whose they are."""
    sql = """SELECT id, who, answers, s.received, hash FROM submission s
        LEFT JOIN sender_mailbox USING (seq) ORDER BY seq"""
    sent = [
        Sender(
            id, who, _address_in(answers) or "", None if received is None else moment(received), mailbox
        )
        for id, who, answers, received, mailbox in db.execute(sql).fetchall()
    ]  # fmt: skip
    members = table.everybody(db)
    return sent + [Sender(each.id, each.person_hash, each.address, each.joined) for each in members]


def note_mailboxes(db: sqlite3.Connection, hash_of: Callable[[str], bytes]) -> None:
    """Note the hashes of the mailboxes that earlier versions did not store, while the addresses are there."""
    sql = """SELECT seq, answers FROM submission
        WHERE answers IS NOT NULL AND seq NOT IN (SELECT seq FROM sender_mailbox)"""
    for seq, answers in db.execute(sql).fetchall():
        address = _address_in(answers)
        if address:
            db.execute("INSERT INTO sender_mailbox VALUES (?, ?, 0)", (seq, hash_of(address)))


def forget(db: sqlite3.Connection, person_hash: bytes, address: str) -> list[str]:
    """Delete a person's submissions, memberships and mails; of expired ones, the hash, which is all that is left."""
    members = [member.id for member in table.by_person(db, person_hash, address)]
    ids = [*dict.fromkeys([*from_person(db, person_hash, address), *members])]
    forget_submissions(db, ids)
    mail_table.redact(db, mail_table.naming(db, address), "forgotten")
    return ids


def forget_submissions(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Delete these submissions, their mails, the memberships they began, and the hashes of their senders."""
    _redact(db, ids, "forgotten")
    table.forget(db, ids)
    for id in ids:
        db.execute("UPDATE submission SET who = NULL WHERE id = ?", (id,))


def _address_in(answers: str | None) -> str | None:
    written = json.loads(answers).get("email") if answers else None
    return normal_address(written) if written else None


def expire(
    db: sqlite3.Connection,
    before: float,
    by_kind: Mapping[str, float] = MappingProxyType({}),
    followed: float = inf,
) -> list[str]:
    """Delete what was decided or replaced, and delivered or dropped, before then; undelivered mails stay.

    `by_kind` are other times, by the kind of the form. What its sender is still told about stays if it came after `followed`.
    """
    ids = _ids(
        db,
        """WITH due AS (SELECT id, changed,
            coalesce((SELECT value FROM json_each(?) WHERE key = kind), ?) AS before
            FROM submission WHERE state IN ('approved', 'rejected', 'kept') AND NOT (state = 'approved'
            AND received >= ? AND coalesce(json_extract(answers, '$.' || ?), '') <> ''))
        SELECT id FROM due WHERE changed < before AND NOT EXISTS (SELECT 1 FROM mail m
            WHERE m.submission = due.id AND (m.state IN ('queued', 'dead') OR m.changed >= before))""",
        json.dumps(dict(by_kind)),
        before,
        followed,
        FOLLOW,
    )
    _redact(db, ids, "expired")
    mail_table.expire_alone(db, before)
    return ids


def stored(state: str, changed: float, edited: str | None, *whole: Any) -> StoredSubmission:
    """A row of `state, changed`, `decision_table.EDITED` and `WHOLE` as a `StoredSubmission`."""
    id, kind, entry, key, person_hash, network, received, answers, review_note, consent = whole
    if answers is None:
        return StoredSubmission(id, state, moment(changed), None)
    sent = Submission(
        *(id, kind, entry, key or b"", person_hash, network, moment(received), json.loads(answers)),
        *(review_note, consent),
    )
    corrected = None if edited is None else json.loads(edited)
    return StoredSubmission(id, state, moment(changed), sent, corrected)


def _redact(db: sqlite3.Connection, ids: Collection[str], state: str) -> None:
    gone = """UPDATE submission SET state = ?, changed = 0, key = NULL, kind = NULL, entry = NULL,
        network = NULL, received = NULL, answers = NULL, remark = NULL, consent = NULL WHERE id = ?"""
    for id in ids:
        db.execute(gone, (state, id))
        # Of what has expired the hash stays, so that a person can still be forgotten; it counts for no limit.
        mailbox = "DELETE FROM sender_mailbox"
        if state == "expired":
            mailbox = "UPDATE sender_mailbox SET received = 0"
        db.execute(f"{mailbox} WHERE seq = (SELECT seq FROM submission WHERE id = ?)", (id,))
        decision_table.delete(db, id)
        mail_table.redact_about(db, id, state)


def _ids(db: sqlite3.Connection, sql: str, *values: Any) -> list[str]:
    return [id for (id,) in db.execute(sql, values)]


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)
