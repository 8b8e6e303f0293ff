"""The schema of the outbox: its tables, the SQL of each change, and the integrity checks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nyspor.forms.registry import form_of
from nyspor.forms_service import decision_table, records
from nyspor.forms_service.earlier_signups import create_members
from nyspor.forms_service.forgotten import Sender
from nyspor.forms_service.person import Person, names_in_message
from nyspor.forms_service.rate_limits import HOUR, Limits
from nyspor.forms_service.records import (
    DROPPED,
    RECEIPT,
    AwaitingBuild,
    Mail,
    MailRecord,
    StoredSubmission,
    Submission,
    normal_address,
)
from nyspor.members import keeping_table, meeting_table, table
from nyspor.problems import N_

# Messages have a table of their own (`letter`), so that a change of state rewrites a short row. A deleted
# submission or mail leaves a short row too: its id and state, and the hash of the person while it is only expired.
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
CREATE TABLE IF NOT EXISTS sender_mailbox (
  seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, received REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS sender_mailbox_hash ON sender_mailbox (hash, received);
CREATE TABLE IF NOT EXISTS blocklist (
  id INTEGER PRIMARY KEY, word TEXT NOT NULL, mailbox BLOB NOT NULL, refuses INTEGER NOT NULL, until REAL NOT NULL,
  UNIQUE (word, mailbox)
);
CREATE TABLE IF NOT EXISTS person_key (id INTEGER PRIMARY KEY, fingerprint BLOB NOT NULL);
"""

HEARTBEAT, BUILD_REQUIRED = 1, 2
"""The rows of `heartbeat`: when the database was last found writable, and since when a decision waits for a
build of the site; no row where none does."""

LOCK_TIMEOUT = 10
"""Seconds to wait for a locked database."""

WHOLE = "id, kind, entry, key, who, network, received, answers, remark, consent"
RECORD = "id, submission, purpose, state, tries, reason, due, changed"
NOT_HELD = """AND (recipient NOT IN (SELECT key FROM json_each(?))
    OR id IN (SELECT value FROM json_each(?)))"""
NOT_REMOVED = "state NOT IN ('expired', 'forgotten')"
SIGNUPS = "who = ? AND kind = ? AND entry IN (SELECT value FROM json_each(?))"
WAITS_FOR_BUILD = f"state = 'queued' AND due >= {records.HELD.timestamp()}"

# Queries that must find nothing, by the message about the ids that they find.
CHECKS = {
    N_("A mail has lost its message."): f"""
        SELECT id FROM mail WHERE {NOT_REMOVED} AND state <> 'delivered'
        AND seq NOT IN (SELECT seq FROM letter)""",
    N_("A removed mail still has its message."): f"""
        SELECT id FROM mail WHERE NOT {NOT_REMOVED} AND seq IN (SELECT seq FROM letter)""",
    N_("A message belongs to no mail."): """
        SELECT seq FROM letter WHERE seq NOT IN (SELECT seq FROM mail)""",
    N_("A mail belongs to no submission."): """
        SELECT id FROM mail WHERE submission <> '' AND submission NOT IN (SELECT id FROM submission)""",
    # One that is moderated waits on the editors' page and in the day's overview, with or without a mail of its own.
    N_("A submission has no mail to the editor."): f"""
        SELECT id FROM submission WHERE state = 'kept'
        AND id NOT IN (SELECT submission FROM mail WHERE purpose = 'editor'
            AND ({NOT_REMOVED} OR reason = '{DROPPED}'))""",
    N_("A mail waits for what it tells of to be on the site, but that is not published."): f"""
        SELECT id FROM mail WHERE {WAITS_FOR_BUILD}
        AND submission NOT IN (SELECT id FROM submission WHERE state = 'approved')""",
    N_("A removed submission still has its text."): f"""
        SELECT id FROM submission WHERE NOT {NOT_REMOVED} AND answers IS NOT NULL""",
    N_("The database is damaged."): """
        SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok'""",
} | decision_table.CHECKS


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
        db.executescript(SCHEMA + decision_table.SCHEMA + members)
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


def mails_about(
    db: sqlite3.Connection, submissions: Collection[str], since: datetime, purpose: str
) -> tuple[datetime | None, int]:
    """When a mail about these submissions was last queued or delivered; and how many since then have a purpose that begins so."""
    sql = """SELECT max(changed), coalesce(sum(purpose GLOB ? AND changed > ?), 0) FROM mail
        WHERE submission IN (SELECT value FROM json_each(?))"""
    about = json.dumps(sorted(submissions))
    latest, count = db.execute(sql, (f"{purpose}-*", since.timestamp(), about)).fetchone()
    return moment(latest) if latest else None, count


def delete_signups(
    db: sqlite3.Connection, person_hash: bytes, kind: str, entries: Collection[str]
) -> None:
    """Delete what a person has sent to one of these entries, and the mails about it: the person has left the group.

    The hash of the address is left, as of what has expired.
    """
    sql = f"SELECT id FROM submission WHERE {SIGNUPS} AND state IN ('kept', 'rejected')"
    _redact(db, _ids(db, sql, person_hash, kind, json.dumps([*entries])), "expired")


def enqueue(
    db: sqlite3.Connection, mails: Iterable[Mail], now: datetime, verb: str, hold: bool = False
) -> None:
    """Queue the mails; `verb` says whether a known id is an error (`INSERT`) or ignored (`INSERT OR IGNORE`).

    With `hold`, mails about something that can be read on the site wait for it to be built.
    """
    for mail in mails:
        due = records.HELD.timestamp() if hold and mail.purpose in records.TELL_OF_PAGE else 0
        sql = f"""{verb} INTO mail (id, submission, purpose, state, changed, due)
            VALUES (?, ?, ?, 'queued', ?, ?)"""
        row = db.execute(sql, (mail.id, mail.submission, mail.purpose, now.timestamp(), due))
        if row.rowcount == 1:
            message = (row.lastrowid, mail.recipient, mail.message)
            db.execute("INSERT INTO letter VALUES (?, ?, ?)", message)


def delete_mail(db: sqlite3.Connection, submission: str, purpose: str) -> None:
    """Delete a mail that was not delivered and is no longer true; it may be queued again."""
    sql = """SELECT seq FROM mail WHERE submission = ? AND purpose = ?
        AND state IN ('queued', 'dead')"""
    for seq in _ids(db, sql, submission, purpose):
        db.execute("DELETE FROM letter WHERE seq = ?", (seq,))
        db.execute("DELETE FROM mail WHERE seq = ?", (seq,))


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
        db.execute("DELETE FROM letter WHERE seq = (SELECT seq FROM mail WHERE id = ?)", (id,))
    return dropped


def block(db: sqlite3.Connection, word: str, mailbox: bytes, refuses: bool, until: datetime) -> int:
    """Put a word or a mailbox on the list, or change its end date; return its number there."""
    sql = """INSERT INTO blocklist (word, mailbox, refuses, until) VALUES (?, ?, ?, ?)
        ON CONFLICT (word, mailbox) DO UPDATE SET refuses = excluded.refuses, until = excluded.until
        RETURNING id"""
    ((id,),) = db.execute(sql, (word, mailbox, refuses, until.timestamp())).fetchall()
    return int(id)


def unblock(db: sqlite3.Connection, ids: Iterable[int]) -> list[int]:
    """Take entries off the list; return the numbers of those that were on it."""
    gone = "DELETE FROM blocklist WHERE id = ?"
    return [id for id in ids if db.execute(gone, (id,)).rowcount == 1]


def require_build(db: sqlite3.Connection, now: datetime) -> None:
    """Record that the site must be built, until `mark_built`."""
    db.execute("INSERT OR REPLACE INTO heartbeat VALUES (?, ?)", (BUILD_REQUIRED, now.timestamp()))


def mark_built(db: sqlite3.Connection, waiting: AwaitingBuild) -> None:
    """Release what waited for the build, but not what was added after `waiting` was read."""
    for mail, changed in waiting.mails:
        sql = f"UPDATE mail SET due = 0 WHERE id = ? AND changed = ? AND {WAITS_FOR_BUILD}"
        db.execute(sql, (mail, changed))
    done = (BUILD_REQUIRED, waiting.since)
    db.execute("DELETE FROM heartbeat WHERE id = ? AND at = ?", done)


def from_person(db: sqlite3.Connection, person_hash: bytes, address: str) -> list[str]:
    """The ids of a person's submissions, by the hash of the address and by the stored address."""
    hashed = set(_ids(db, "SELECT id FROM submission WHERE who = ?", person_hash))
    rows = db.execute("SELECT id, answers FROM submission ORDER BY seq").fetchall()
    return [id for id, answers in rows if id in hashed or address == _address_in(answers)]


def senders(db: sqlite3.Connection) -> list[Sender]:
    """All submissions, and those that memberships began with, with what tells whose they are."""
    rows = db.execute("SELECT id, who, answers, received FROM submission ORDER BY seq").fetchall()
    sent = [
        Sender(id, who, _address_in(answers) or "", None if received is None else moment(received))
        for id, who, answers, received in rows
    ]
    members = table.everybody(db)
    return sent + [Sender(each.id, each.person_hash, each.address, each.joined) for each in members]


def forget(db: sqlite3.Connection, person_hash: bytes, address: str) -> list[str]:
    """Delete a person's submissions, memberships and mails; of expired ones, the hash, which is all that is left."""
    members = [member.id for member in table.by_person(db, person_hash, address)]
    ids = [*dict.fromkeys([*from_person(db, person_hash, address), *members])]
    forget_submissions(db, ids)
    _redact_mails(db, _mails_naming(db, address), "forgotten")
    return ids


def _mails_naming(db: sqlite3.Connection, address: str) -> list[str]:
    """The ids of mails of no submission that are to a person, or whose text has the person's address."""
    rows = db.execute(
        "SELECT id, recipient, message FROM mail JOIN letter USING (seq) WHERE submission = ''"
    )
    person = Person(address)
    return [id for id, *mail in rows if address and names_in_message(person, *mail)]


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
    db: sqlite3.Connection, before: float, by_kind: Mapping[str, float] = MappingProxyType({})
) -> list[str]:
    """Delete what was decided or replaced, and delivered or dropped, before then; undelivered mails stay.

    `by_kind` are other times, by the kind of the form.
    """
    ids = _ids(
        db,
        """WITH due AS (SELECT id, changed,
            coalesce((SELECT value FROM json_each(?) WHERE key = kind), ?) AS before
            FROM submission WHERE state IN ('approved', 'rejected', 'kept'))
        SELECT id FROM due WHERE changed < before AND NOT EXISTS (SELECT 1 FROM mail m
            WHERE m.submission = due.id AND (m.state IN ('queued', 'dead') OR m.changed >= before))""",
        json.dumps(dict(by_kind)),
        before,
    )
    _redact(db, ids, "expired")
    alone = f"""SELECT id FROM mail WHERE state = 'delivered' AND changed < ? AND (submission = ''
        OR submission IN (SELECT id FROM submission WHERE NOT {NOT_REMOVED}))"""
    _redact_mails(db, _ids(db, alone, before), "expired")
    return ids


def delete_texts(db: sqlite3.Connection, before: float, most: int) -> list[str]:
    """Delete the texts of mails that were delivered before then, `most` at a time; return the ids of the mails."""
    due = """SELECT seq, id FROM mail JOIN letter USING (seq)
        WHERE state = 'delivered' AND changed < ? LIMIT ?"""
    found = db.execute(due, (before, most)).fetchall()
    db.executemany("DELETE FROM letter WHERE seq = ?", [(seq,) for seq, _ in found])
    return [id for _, id in found]


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


def record(
    id: str, submission: str, purpose: str, state: str, tries: int, reason: str, *times: float
) -> MailRecord:
    """A row of `RECORD` as a `MailRecord`."""
    due, changed = map(moment, times)
    return MailRecord(id, submission, purpose, state, tries, due, changed, reason)


def moment(seconds: float) -> datetime:
    """A stored time, in seconds since 1970 (UTC), as a datetime."""
    return datetime.fromtimestamp(seconds, UTC)


def _redact(db: sqlite3.Connection, ids: Collection[str], state: str) -> None:
    gone = """UPDATE submission SET state = ?, changed = 0, key = NULL, kind = NULL, entry = NULL,
        network = NULL, received = NULL, answers = NULL, remark = NULL, consent = NULL WHERE id = ?"""
    for id in ids:
        db.execute(gone, (state, id))
        db.execute(
            "DELETE FROM sender_mailbox WHERE seq = (SELECT seq FROM submission WHERE id = ?)",
            (id,),
        )
        decision_table.delete(db, id)
        _redact_mails(db, _ids(db, "SELECT id FROM mail WHERE submission = ?", id), state)


def _redact_mails(db: sqlite3.Connection, ids: list[str], state: str) -> None:
    for id in ids:
        db.execute("DELETE FROM letter WHERE seq = (SELECT seq FROM mail WHERE id = ?)", (id,))
        gone = "UPDATE mail SET state = ?, changed = 0, since = NULL, reason = '' WHERE id = ?"
        db.execute(gone, (state, id))


def _ids(db: sqlite3.Connection, sql: str, *values: Any) -> list[str]:
    return [id for (id,) in db.execute(sql, values)]


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)
