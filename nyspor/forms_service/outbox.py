"""The outbox: submissions and their mails in one database, written in one transaction.

What `accept` has answered is on the disk. SQL stands here and in `tables`, and nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from nyspor.forms_service import outbox_file, outbox_schema
from nyspor.forms_service.outbox_file import (
    OpenedFile,
    OutboxMoved,
    OutboxTaken,
    OutboxUnusable,
    explained,
)
from nyspor.forms_service.outbox_schema import Outdated, moment
from nyspor.forms_service.outbox_writer import OutboxFull, Work, Writer, named
from nyspor.forms_service.records import (
    AFTER_BUILD,
    HELD,
    Claim,
    Mail,
    MailRecord,
    Owed,
    Stored,
    Submission,
    Verdict,
)
from nyspor.forms_service.test_probes import Watch, nothing

__all__ = [
    "Claim", "Mail", "MailRecord", "Outbox", "OutboxFull", "OutboxMoved", "OutboxTaken",
    "OutboxUnusable", "Outdated", "Stored", "Submission", "Verdict",
]  # fmt: skip

T = TypeVar("T")

BEFORE = {"approved": "waiting", "rejected": "waiting", "waiting": "approved"}


class Outbox:
    """One database. The service opens it with `open`, a command beside a running service with `visit`."""

    def __init__(self, path: Path, watch: Watch, lock: BinaryIO | None = None) -> None:
        self._lock = lock
        with explained(path), ExitStack() as opened:
            self._reader = outbox_schema.connect(path, new=lock is not None)
            opened.enter_context(closing(self._reader))
            connection = outbox_schema.connect(path)
            opened.pop_all()
        outbox_file.tighten(path)
        self._opened = OpenedFile(path)
        self._writer = Writer(connection, watch, self._opened.check)
        self._reading = threading.Lock()
        # Kept in memory, so that a claim ends with the process that made it.
        self._claimed: set[str] = set()

    @classmethod
    def open(cls, path: Path, watch: Watch = nothing) -> Outbox:
        """The outbox for the one service that may send its mails; made at the very first start.

        Raises `OutboxUnusable`, as `OutboxTaken` where another service has it.
        """
        with ExitStack() as held:
            lock = held.enter_context(outbox_file.lock(path))
            outbox_file.make(path)
            outbox = cls(path, watch, lock)
            held.pop_all()
        return outbox

    @classmethod
    def visit(cls, path: Path) -> Outbox:
        """The outbox for a command that looks or decides, and never claims.

        It must be there: a command that is told a wrong path shall not make one. Raises `OutboxUnusable`.
        """
        return cls(path, nothing)

    def close(self) -> None:
        """Waits for what is being written, then lets go of the database."""
        self._writer.close()
        self._reader.close()
        if self._lock:
            self._lock.close()

    # What residents and editors do: durable when it returns.

    async def accept(
        self, submission: Submission, mails: Iterable[Mail], replaces: str = ""
    ) -> bool:
        """Whether it is new; of what is known already nothing is written. Raises `OutboxFull`.

        `replaces` is the id of what the same person sent before, which then no longer counts
        (`sent_before`). Raises `Outdated` where somebody was faster: look again, and write other mails.
        """
        letters = list(mails)

        def work(db: sqlite3.Connection) -> bool:
            new = outbox_schema.insert(db, submission, replaces)
            if new:
                outbox_schema.queue(db, letters, submission.received, "INSERT")
            return new

        return await asyncio.wrap_future(self._writer.submit(work))

    async def decide(
        self, id: str, state: str, now: datetime, mails: Iterable[Mail], build: bool = False
    ) -> bool:
        """Whether the submission went from waiting to approved or rejected, or back from approved.

        With `build` the site must be built, and a mail that says what can be read waits for that.
        What was to be told of something approved is not told when it is taken back.
        """
        letters = list(mails)

        def work(db: sqlite3.Connection) -> bool:
            change = "UPDATE submission SET state = ?, changed = ? WHERE id = ? AND state = ?"
            done = db.execute(change, (state, now.timestamp(), id, BEFORE[state])).rowcount == 1
            if done:
                if state == "waiting":
                    outbox_schema.drop(db, id, AFTER_BUILD)
                outbox_schema.queue(db, letters, now, "INSERT OR IGNORE", hold=build)
                if build:
                    outbox_schema.owe_build(db, now)
            return done

        return await asyncio.wrap_future(self._writer.submit(work))

    def post(self, mails: Iterable[Mail], now: datetime) -> None:
        """Queues mails that belong to no change, as reminders; one whose id is known is left out."""
        letters = list(mails)
        self._do(lambda db: outbox_schema.queue(db, letters, now, "INSERT OR IGNORE"))

    def beat(self, now: datetime) -> None:
        """Write something, to know that it can be done. Raises `OutboxFull`."""
        change = "INSERT OR REPLACE INTO heartbeat VALUES (?, ?)"
        self._do(lambda db: db.execute(change, (outbox_schema.BEAT, now.timestamp())))

    # What waits for the site to be built.

    def owed(self) -> Owed:
        """What waits for a build: asked for before one begins, to be settled when it has ended well."""
        since = self._read("SELECT at FROM heartbeat WHERE id = ?", outbox_schema.BUILD_OWED)
        mails = self._read(f"SELECT id, changed FROM mail WHERE {outbox_schema.WAITS_FOR_BUILD}")
        return Owed(since[0][0] if since else None, tuple(mails))

    def settle(self, owed: Owed) -> None:
        """The site has been built with all of this: held mails go out. Raises `OutboxFull`."""
        if owed:
            self._do(lambda db: outbox_schema.settle(db, owed))

    # What the courier does: outlives this process when it returns.

    def claim(self, now: datetime) -> Claim | None:
        """The first mail that is due, in order of arrival; it is not claimed again until marked.

        Raises `OutboxMoved`: a mark in a file that nobody finds again would let it be sent twice.
        """
        rows = self._read(
            """SELECT id, submission, purpose, recipient, message, tries, since
            FROM mail JOIN letter USING (seq) WHERE state = 'queued' AND due <= ?
            AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY due, seq LIMIT 1""",
            now.timestamp(),
            json.dumps([*self._claimed]),
        )
        for *mail, tries, since in rows:
            self._claimed.add(mail[0])
            return Claim(Mail(*mail), tries, None if since is None else moment(since))
        return None

    def release(self, mail_id: str) -> None:
        """The mail was not sent, and may be claimed again."""
        self._claimed.discard(mail_id)

    def next_due(self) -> datetime | None:
        """When the next queued mail may be sent; None where none is, or all wait for a build."""
        sql = "SELECT min(due) FROM mail WHERE state = 'queued' AND due < ?"
        ((due,),) = self._read(sql, HELD.timestamp())
        return None if due is None else moment(due)

    def delivered(self, mail_id: str, now: datetime) -> None:
        self._mark(mail_id, "state = 'delivered', reason = '', changed = ?", now.timestamp())

    def postponed(self, mail_id: str, now: datetime, until: datetime, reason: str) -> None:
        """To be sent again, not before `until`."""
        change = "tries = tries + 1, since = coalesce(since, ?), due = ?, reason = ?"
        self._mark(mail_id, change, now.timestamp(), until.timestamp(), reason)

    def dead(self, mail_id: str, reason: str, now: datetime) -> None:
        """Given up, and kept until somebody looks at it."""
        self._mark(mail_id, "state = 'dead', reason = ?, changed = ?", reason, now.timestamp())

    def retry(self, mail_id: str, now: datetime) -> bool:
        """Whether a dead mail was queued anew."""
        change = """UPDATE mail SET state = 'queued', tries = 0, since = NULL, due = 0, changed = ?
            WHERE id = ? AND state = 'dead'"""
        return self._do(lambda db: db.execute(change, (now.timestamp(), mail_id)).rowcount == 1)

    # Looking.

    def find(self, id: str) -> Stored | None:
        return next(iter(self._stored("id = ?", id)), None)

    def sent_before(self, submission: Submission) -> list[Submission]:
        """What the same person sent to the same place before, and what of it counts; oldest first."""
        sender = (submission.who, submission.kind, submission.entry)
        found = self._stored("who = ? AND kind = ? AND entry = ? AND key IS NOT NULL", *sender)
        return [stored.submission for stored in found if stored.submission]

    def waiting(self) -> list[Stored]:
        """What waits for an editor, oldest first."""
        return self._stored("state = 'waiting'")

    def mails(self, state: str | None = None) -> list[MailRecord]:
        """All mails, or those in one state, in order of arrival."""
        where = "WHERE state = ?" if state else ""
        rows = self._read(
            f"SELECT {outbox_schema.RECORD} FROM mail {where} ORDER BY seq", *filter(None, [state])
        )
        return [outbox_schema.record(*row) for row in rows]

    def letter(self, mail_id: str) -> Mail | None:
        """A mail with its message, unless that has been removed."""
        rows = self._read(
            """SELECT id, submission, purpose, recipient, message
            FROM mail JOIN letter USING (seq) WHERE id = ?""",
            mail_id,
        )
        return next((Mail(*row) for row in rows), None)

    def count_since(
        self, since: datetime, *, who: bytes = b"", network: str = "", purpose: str = ""
    ) -> int:
        """Submissions since then from this address and network; with `purpose`, their mails of that kind."""
        limits = {"s.who = ?": who, "s.network = ?": network, "m.purpose = ?": purpose}
        asked = {part: value for part, value in limits.items() if value}
        join = "JOIN mail m ON m.submission = s.id" if purpose else ""
        where = " AND ".join(["s.received >= ?", *asked])
        sql = f"SELECT count(*) FROM submission s {join} WHERE {where}"
        ((count,),) = self._read(sql, since.timestamp(), *asked.values())
        return int(count)

    def verify(self) -> Verdict:
        """How many mails are in each state, and what does not add up."""
        counts = dict(self._read("SELECT state, count(*) FROM mail GROUP BY state ORDER BY state"))
        found = [
            (text, str(id))
            for text, sql in outbox_schema.CHECKS.items()
            for (id,) in self._read(sql)
        ]
        return Verdict(counts, tuple(found))

    # Removing.

    def from_person(self, who: bytes, address: str) -> list[str]:
        """The ids of all that came from this address, expired or not."""
        with self._reading:
            return outbox_schema.from_person(self._reader, who, address)

    def forget(self, who: bytes, address: str = "") -> list[str]:
        """Removes all that came from this address, sent or not; the ids of the submissions."""
        return self._wipe(lambda db: outbox_schema.forget(db, who, address))

    def expire(self, before: datetime) -> list[str]:
        """Removes what was decided, and wholly delivered, before then; the ids of the submissions."""
        return self._wipe(lambda db: outbox_schema.expire(db, before.timestamp()))

    # The edges.

    def _do(self, work: Work[T]) -> T:
        return self._writer.submit(work).result()

    def _wipe(self, work: Work[T]) -> T:
        """Removed text shall not live on in the log beside the database."""
        answer = self._do(work)
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")
        return answer

    def _mark(self, mail_id: str, change: str, *values: Any) -> None:
        """Only what is queued is marked: what was forgotten meanwhile stays so."""
        sql = f"UPDATE mail SET {change} WHERE id = ? AND state = 'queued'"
        self._writer.submit(lambda db: db.execute(sql, (*values, mail_id)), durable=False).result()
        self._claimed.discard(mail_id)

    def _read(self, sql: str, *values: Any) -> list[Any]:
        """Raises `OutboxFull` where the disk gives nothing, as `OutboxMoved` where nobody finds it again."""
        self._opened.check()
        with self._reading:
            try:
                return self._reader.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise named(error) from None

    def _stored(self, where: str, *values: Any) -> list[Stored]:
        sql = f"SELECT state, changed, {outbox_schema.WHOLE} FROM submission WHERE {where} ORDER BY seq"
        return [outbox_schema.stored(*row) for row in self._read(sql, *values)]
