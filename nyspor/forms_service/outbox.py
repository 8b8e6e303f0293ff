"""The outbox: submissions and their mails in one database, written in one transaction.

What `accept` has returned for is on the disk. SQL is used here, in `outbox_schema` and in the modules of the tables.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack, closing
from datetime import datetime
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, TypeVar

from nyspor.forms_service import (
    blocklist_table,
    decision_table,
    mail_table,
    outbox_file,
    outbox_schema,
)
from nyspor.forms_service.blocklist import Entry
from nyspor.forms_service.forgotten import Sender
from nyspor.forms_service.outbox_file import (
    OpenedFile,
    OutboxLocked,
    OutboxMoved,
    OutboxUnusable,
    explained,
)
from nyspor.forms_service.outbox_schema import (
    RateLimited,
    ReceiptsLimited,
    StaleCorrection,
)
from nyspor.forms_service.outbox_writer import OutboxUnavailable, Work, WriteQueue, as_outbox_error
from nyspor.forms_service.rate_limits import NO_LIMITS, Limits
from nyspor.forms_service.records import (
    RECEIPT,
    TELL_OF_PAGE,
    AwaitingBuild,
    Claim,
    Decision,
    IntegrityReport,
    Mail,
    MailRecord,
    QueueState,
    StoredSubmission,
    Submission,
)
from nyspor.forms_service.test_probes import TestProbe, no_probe

__all__ = [
    "Claim", "IntegrityReport", "Mail", "MailRecord", "Outbox", "OutboxLocked", "OutboxMoved",
    "OutboxUnavailable", "OutboxUnusable", "RateLimited", "ReceiptsLimited", "StaleCorrection", "StoredSubmission", "Submission",
]  # fmt: skip

T = TypeVar("T")

MOST_AT_ONCE = 1000
"""So many texts of mails are deleted in one transaction, so that nobody who sends something waits for it."""

BEFORE = {"approved": "waiting", "rejected": "waiting", "waiting": "approved"}


class Outbox:
    """One database. The service opens it with `open`, a command beside a running service with `attach`."""

    def __init__(self, path: Path, probe: TestProbe, lock: BinaryIO | None = None) -> None:
        self._lock = lock
        with explained(path), ExitStack() as opened:
            self._reader = outbox_schema.connect(path, new=lock is not None)
            opened.enter_context(closing(self._reader))
            connection = outbox_schema.connect(path)
            opened.pop_all()
        outbox_file.restrict_permissions(path)
        self._opened = OpenedFile(path)
        self._writer = WriteQueue(connection, probe, self._opened.check)
        self._read_lock = threading.Lock()
        # In memory only, so that a claim ends with the process that made it.
        self._claimed: set[str] = set()

    @classmethod
    def open(cls, path: Path, probe: TestProbe = no_probe) -> Outbox:
        """The outbox for the one service that may send its mails; created at the very first start.

        Raises `OutboxUnusable`, as `OutboxLocked` where another service uses it.
        """
        with ExitStack() as locked:
            lock = locked.enter_context(outbox_file.lock(path))
            outbox_file.create(path)
            outbox = cls(path, probe, lock)
            locked.pop_all()
        return outbox

    @classmethod
    def attach(cls, path: Path) -> Outbox:
        """The outbox for a command that reads or decides, and sends no mail.

        It must exist: a command with a wrong path must not create one. Raises `OutboxUnusable`.
        """
        return cls(path, no_probe)

    def close(self) -> None:
        """Wait for pending writes, then close the database."""
        self._writer.close()
        self._reader.close()
        if self._lock:
            self._lock.close()

    # Submissions and decisions: durable when the call returns.

    async def accept(
        self,
        submission: Submission,
        mails: Iterable[Mail],
        replaces: str = "",
        limits: Limits = NO_LIMITS,
    ) -> bool:
        """Store a submission with its mails; return whether it is new. A known one is not stored again.

        `replaces` is the id of what the same person sent before (`sent_before`), which is marked as replaced.
        Raises `OutboxUnavailable`; `RateLimited` where this is more than the `limits` allow; `StaleCorrection`
        where another correction came first, and `ReceiptsLimited` where the mailbox has had its receipts: then read
        `sent_before` and `receipts_since` again, and make other mails.
        """
        queued = list(mails)

        def work(db: sqlite3.Connection) -> bool:
            new = outbox_schema.insert(db, submission, replaces)
            if new:
                outbox_schema.hold_limits(db, submission, queued, limits)
                mail_table.enqueue(db, queued, submission.received, "INSERT")
            return new

        return await asyncio.wrap_future(self._writer.submit(work))

    async def claim_decision(self, decision: Decision, before: str) -> bool:
        """Claim a decision, before a file is touched; return whether the submission is in the state `before`.

        Nobody else can decide on it then, until `decide` has completed the decision or `release_decision` given it back.
        """
        found = self._writer.submit(lambda db: decision_table.claim(db, decision, before))
        return await asyncio.wrap_future(found)

    async def release_decision(self, id: str) -> None:
        """Give a claimed decision back: nothing was decided."""
        await asyncio.wrap_future(self._writer.submit(lambda db: decision_table.release(db, id)))

    async def change(self, work: Work[T]) -> T:
        """Run a change of several tables, such as a member with mails, in one transaction; durable when it returns.

        Raises `OutboxUnavailable`, or what the work raises; then nothing is written.
        """
        return await asyncio.wrap_future(self._writer.submit(work))

    def apply(self, work: Work[T]) -> T:
        """The same as `change`, for scheduled jobs and commands."""
        return self._write(work)

    async def decide(
        self,
        id: str,
        state: str,
        now: datetime,
        mails: Iterable[Mail],
        build: bool = False,
        edited: Mapping[str, str] | None = None,
    ) -> bool:
        """Change a submission from waiting to approved or rejected, or back from approved; return whether it did.

        A decision that was claimed is done with it. `edited` are the values as an editor corrected them, which are
        stored beside the original ones. With `build` the site must be built, and a mail about what can be read then is held until it is.
        Such a mail is deleted where the approval is undone before that.
        """
        queued = list(mails)

        def work(db: sqlite3.Connection) -> bool:
            change = "UPDATE submission SET state = ?, changed = ? WHERE id = ? AND state = ?"
            done = db.execute(change, (state, now.timestamp(), id, BEFORE[state])).rowcount == 1
            if done:
                decision_table.complete(db, id, edited)
                if state == "waiting":
                    for purpose in TELL_OF_PAGE:
                        mail_table.delete_unsent(db, id, purpose)
                mail_table.enqueue(db, queued, now, "INSERT OR IGNORE", hold=build)
                if build:
                    outbox_schema.require_build(db, now)
            return done

        return await asyncio.wrap_future(self._writer.submit(work))

    async def record_answer(
        self, answer: Decision, mails: Iterable[Mail], build: bool = False
    ) -> None:
        """Record that the municipality has answered a submission, and queue its mails, held until a `build` if so."""
        queued = list(mails)

        def work(db: sqlite3.Connection) -> None:
            decision_table.record(db, answer)
            mail_table.enqueue(db, queued, answer.at, "INSERT OR IGNORE", hold=build)
            if build:
                outbox_schema.require_build(db, answer.at)

        await asyncio.wrap_future(self._writer.submit(work))

    def enqueue(self, mails: Iterable[Mail], now: datetime) -> None:
        """Queue mails that belong to no submission, such as reminders; a known id is not queued again."""
        queued = list(mails)
        self._write(lambda db: mail_table.enqueue(db, queued, now, "INSERT OR IGNORE"))

    def write_heartbeat(self, now: datetime) -> None:
        """Write the time, to find out whether the database can be written. Raises `OutboxUnavailable`."""
        change = "INSERT OR REPLACE INTO heartbeat VALUES (?, ?)"
        self._write(lambda db: db.execute(change, (outbox_schema.HEARTBEAT, now.timestamp())))

    # Mails and decisions that wait for a build of the site.

    def require_build(self, now: datetime) -> None:
        """Record that the site must be built. Raises `OutboxUnavailable`."""
        self._write(lambda db: outbox_schema.require_build(db, now))

    def awaiting_build(self) -> AwaitingBuild:
        """What waits for a build. Read before the build begins, for `mark_built` when it has succeeded."""
        since = self._read("SELECT at FROM heartbeat WHERE id = ?", outbox_schema.BUILD_REQUIRED)
        mails = self.look(mail_table.waiting_for_build)
        return AwaitingBuild(since[0][0] if since else None, tuple(mails))

    def mark_built(self, waiting: AwaitingBuild) -> None:
        """Release the mails that waited for the build. Raises `OutboxUnavailable`."""
        if waiting:
            self._write(lambda db: outbox_schema.mark_built(db, waiting))

    # The mail queue: changes survive the process, though perhaps not a power cut.

    def claim(self, now: datetime, first: Mapping[str, str] = MappingProxyType({})) -> Claim | None:
        """The first mail that is due, in order of arrival. It is not claimed again until its result is recorded.

        `first` are the ids of mails before which no other to their recipients is claimed, by recipient.
        Raises `OutboxMoved`: a result recorded in a deleted file would let the mail be sent twice.
        """
        claim = self.look(lambda db: mail_table.next_claim(db, now, self._claimed, first))
        if claim:
            self._claimed.add(claim.mail.id)
        return claim

    def queued(self, ids: Collection[str]) -> set[str]:
        """Those of the ids whose mails are queued."""
        return self.look(lambda db: mail_table.queued(db, ids))

    def held_for(self) -> dict[str, str]:
        """The ids of the mails that must leave before others to their recipients, by recipient, as `postpone` recorded."""
        return self.look(mail_table.held_for)

    def release(self, mail_id: str) -> None:
        """Give a claimed mail back: it was not sent, and may be claimed again."""
        self._claimed.discard(mail_id)

    def next_due(self) -> datetime | None:
        """When the next queued mail may be sent; None where none is, or all wait for a build."""
        return self.look(mail_table.next_due)

    def mark_delivered(self, mail_id: str, now: datetime) -> None:
        """Record that a mail server has taken the mail."""
        self._record(mail_id, lambda db: mail_table.mark_delivered(db, mail_id, now))

    def postpone(
        self, mail_id: str, now: datetime, until: datetime, reason: str, holds: bool = False
    ) -> None:
        """Record a temporary failure: retry, not before `until`; with `holds` before others to the same recipient."""
        self._record(
            mail_id, lambda db: mail_table.postpone(db, mail_id, now, until, reason, holds)
        )

    def mark_dead(self, mail_id: str, reason: str, now: datetime) -> None:
        """Record a permanent failure: the mail is a dead letter until somebody retries it."""
        self._record(mail_id, lambda db: mail_table.mark_dead(db, mail_id, reason, now))

    def retry(self, ids: Collection[str], now: datetime) -> list[str]:
        """Queue these dead letters again; return the ids of those that were."""
        return self._write(lambda db: mail_table.retry(db, ids, now))

    def drop(self, ids: Collection[str], now: datetime) -> list[str]:
        """Put these dead letters aside for good, and delete their messages; return the ids of those that were.

        Their submissions can expire then.
        """
        return self._delete(lambda db: mail_table.drop(db, ids, now))

    def undeliverable(self, before: datetime) -> list[str]:
        """The ids of dead letters since before then, but not those about what still waits for a decision."""
        return self.look(lambda db: mail_table.undeliverable(db, before))

    # Queries.

    def look(self, work: Work[T]) -> T:
        """What `work` reads. Raises `OutboxUnavailable`, as `OutboxMoved` where the file was replaced."""
        self._opened.check()
        with self._read_lock:
            try:
                return work(self._reader)
            except sqlite3.Error as error:
                raise as_outbox_error(error) from None

    def find(self, id: str) -> StoredSubmission | None:
        """The submission with this id."""
        return next(iter(self._stored("id = ?", id)), None)

    def sent_before(self, submission: Submission) -> list[Submission]:
        """What the same person sent to the same target before and was not replaced, oldest first."""
        sender = (submission.person_hash, submission.kind, submission.entry)
        found = self._stored("who = ? AND kind = ? AND entry = ? AND key IS NOT NULL", *sender)
        return [stored.submission for stored in found if stored.submission]

    def claimed_decisions(self) -> list[Decision]:
        """The decisions that were begun and not completed, oldest first."""
        return self._decisions("claimed")

    def decisions(self, id: str) -> list[Decision]:
        """What has been decided about a submission, oldest first."""
        return self._decisions("submission = ? AND NOT claimed", id)

    def recent_decisions(self, most: int) -> list[Decision]:
        """The latest decisions, the last one first."""
        rows = self._read(
            f"SELECT {decision_table.COLUMNS} FROM decision WHERE NOT claimed ORDER BY seq DESC LIMIT ?",
            most,
        )
        return [decision_table.decision(*row) for row in rows]

    def from_sender(self, submission: Submission) -> list[StoredSubmission]:
        """What else came from the same sender, and was not deleted, oldest first."""
        sender = "who = ? AND id <> ? AND answers IS NOT NULL"
        return self._stored(sender, submission.person_hash, submission.id)

    def waiting(self) -> list[StoredSubmission]:
        """The submissions that wait for a decision, oldest first."""
        return self._stored("state = 'waiting'")

    def with_content(self) -> list[StoredSubmission]:
        """All submissions that still have their content, oldest first."""
        return self._stored("answers IS NOT NULL")

    def mails(self, state: str | None = None) -> list[MailRecord]:
        """All mails, or those in one state, in order of arrival."""
        return self.look(lambda db: mail_table.records(db, state))

    def queue(self) -> QueueState:
        """How many mails there are, since when the oldest waits, and for what. Raises `OutboxUnavailable`."""
        return self.look(mail_table.queue)

    def find_mail(self, mail_id: str) -> Mail | None:
        """A mail with its message, unless that has been deleted."""
        return self.look(lambda db: mail_table.find(db, mail_id))

    def receipts_since(self, since: datetime, mailbox: bytes) -> int:
        """How many receipts a mailbox has been sent since then."""
        with self._read_lock:
            return outbox_schema.count_since(self._reader, since, mailbox, RECEIPT)

    def verify(self) -> IntegrityReport:
        """Count the mails in each state, and check the integrity of the database."""
        found = [
            (text, str(id))
            for text, sql in outbox_schema.CHECKS.items()
            for (id,) in self._read(sql)
        ]
        return IntegrityReport(self.look(mail_table.counts), tuple(found))

    # The list against unwanted texts.

    def block(self, until: datetime, *, word: str = "", mailbox: bytes = b"", refuses: bool) -> int:
        """Put a word or a mailbox on the list until then; return its number there."""
        return self._write(lambda db: blocklist_table.block(db, word, mailbox, refuses, until))

    def unblock(self, ids: Collection[int]) -> list[int]:
        """Take entries off the list; return the numbers of those that were on it."""
        return self._write(lambda db: blocklist_table.unblock(db, ids))

    def blocklist(self, now: datetime) -> list[Entry]:
        """The entries of the list that hold now."""
        return self.look(lambda db: blocklist_table.entries(db, now))

    def delete_ended_blocks(self, now: datetime) -> None:
        """Delete what no longer holds from the list."""
        self._write(lambda db: blocklist_table.delete_ended(db, now))

    # Deletion.

    def from_person(self, person_hash: bytes, address: str) -> list[str]:
        """The ids of all submissions from this address, expired or not."""
        with self._read_lock:
            return outbox_schema.from_person(self._reader, person_hash, address)

    def forget(self, person_hash: bytes, address: str = "") -> list[str]:
        """Delete all submissions from this address and their mails; return the ids of the submissions."""
        return self._delete(lambda db: outbox_schema.forget(db, person_hash, address))

    def senders(self) -> list[Sender]:
        """All submissions, with what tells whose they are."""
        with self._read_lock:
            return outbox_schema.senders(self._reader)

    def forget_submissions(self, ids: Collection[str]) -> None:
        """Delete these submissions and their mails, and the hashes of their senders."""
        self._delete(lambda db: outbox_schema.forget_submissions(db, ids))

    def overwrite_remains(self) -> None:
        """Write the file anew, from what is still in it.

        SQLite overwrites what it deletes, but not the pieces that it left behind earlier, as it moved rows to other pages.
        """
        self._read("VACUUM")
        self._truncate_log()

    def expire(
        self,
        before: datetime,
        by_kind: Mapping[str, datetime] = MappingProxyType({}),
        followed: datetime | None = None,
    ) -> list[str]:
        """Delete what was decided and delivered before then; return the ids of the submissions.

        `by_kind` are other times, by the kind of the form. What its sender is still told about stays if it came after `followed`.
        """
        times = {kind: time.timestamp() for kind, time in by_kind.items()}
        since = followed.timestamp() if followed else inf
        return self._delete(lambda db: outbox_schema.expire(db, before.timestamp(), times, since))

    def delete_texts(self, before: datetime) -> list[str]:
        """Delete the texts of mails that were delivered before then; return the ids of the mails, which stay."""
        found: list[str] = []
        while some := self._write(
            lambda db: mail_table.delete_texts(db, before.timestamp(), MOST_AT_ONCE)
        ):
            found += some
        if found:
            self._truncate_log()
        return found

    # The database connections.

    def _write(self, work: Work[T]) -> T:
        return self._writer.submit(work).result()

    def _delete(self, work: Work[T]) -> T:
        """Do the work, then truncate the write-ahead log, so that no deleted text remains there."""
        result = self._write(work)
        self._truncate_log()
        return result

    def _truncate_log(self) -> None:
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")

    def _record(self, mail_id: str, work: Work[None]) -> None:
        """Record what became of a claimed mail, which may then be claimed again."""
        self._writer.submit(work, durable=False).result()
        self._claimed.discard(mail_id)

    def _read(self, sql: str, *values: Any) -> list[Any]:
        """Read rows. Raises `OutboxUnavailable`, as `OutboxMoved` where the file was replaced."""
        self._opened.check()
        with self._read_lock:
            try:
                return self._reader.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise as_outbox_error(error) from None

    def _decisions(self, where: str, *values: Any) -> list[Decision]:
        sql = f"SELECT {decision_table.COLUMNS} FROM decision WHERE {where} ORDER BY seq"
        return [decision_table.decision(*row) for row in self._read(sql, *values)]

    def _stored(self, where: str, *values: Any) -> list[StoredSubmission]:
        columns = f"state, changed, {decision_table.EDITED}, {outbox_schema.WHOLE}"
        sql = f"SELECT {columns} FROM submission WHERE {where} ORDER BY seq"
        return [outbox_schema.stored(*row) for row in self._read(sql, *values)]
