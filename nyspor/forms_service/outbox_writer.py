"""The one thread that writes: all who wait together share one transaction and one fsync."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from nyspor.forms_service.test_probes import AFTER_COMMIT, BEFORE_COMMIT, Watch, nothing

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BATCH = 256  # pieces of work in one transaction, so that nobody waits long for the others
DISK = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
}  # fmt: skip


class OutboxFull(Exception):
    """The disk takes nothing just now (full, read-only, faulty, locked). Ask again later."""


@dataclass(frozen=True)
class Job:
    """One piece of work and the one who waits for it."""

    work: Work[Any]
    durable: bool
    answer: Future[Any]


class Writer:
    """Takes work from any thread and does it in the order it came, many pieces to a transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        watch: Watch,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """`check` is called before each commit, and raises what forbids it."""
        self._connection = connection
        self._watch = watch
        self._check = check
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        # What is handed in after the last job would wait for ever, and whoever waits for it too.
        self._door, self._closed = threading.Lock(), False
        self._thread = threading.Thread(target=self._run, name="outbox writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T], durable: bool = True) -> Future[T]:
        """The answer to come; when it is there, the work has been committed.

        Durable work is then on the disk. The rest outlives this process, yet perhaps not a power cut.
        Raises (in the future) `OutboxFull`, or what the work itself raised; nothing is written then.
        """
        answer: Future[T] = Future()
        with self._door:
            if self._closed:
                answer.set_exception(OutboxFull("closed"))
            else:
                self._jobs.put(Job(work, durable, answer))
        return answer

    def close(self) -> None:
        """Does what was handed in before, then ends."""
        with self._door:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        going = True
        while going:
            taken = [self._jobs.get(), *self._waiting()]
            going = None not in taken
            self._commit([job for job in taken if job and _wanted(job)])

    def _waiting(self) -> Iterable[Job | None]:
        with suppress(Empty):
            for _ in range(BATCH):
                yield self._jobs.get_nowait()

    def _commit(self, jobs: list[Job]) -> None:
        """All the jobs in one transaction. Nobody is answered before it is over."""
        if not jobs:
            return
        try:
            done = self._transaction(jobs, durable=any(job.durable for job in jobs))
        except Exception as error:
            self._undo()
            for job in jobs:
                job.answer.set_exception(named(error))
        else:
            for tell in done:
                tell()

    def _transaction(self, jobs: list[Job], durable: bool) -> list[Callable[[], None]]:
        watch = self._watch if durable else nothing  # the courier watches its own marks
        self._connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        self._connection.execute("BEGIN IMMEDIATE")
        done = [self._one(job) for job in jobs]
        watch(BEFORE_COMMIT)
        self._check()
        self._connection.execute("COMMIT")
        watch(AFTER_COMMIT)
        return done

    def _one(self, job: Job) -> Callable[[], None]:
        """Does one job in the transaction; when it fails by itself, the others do not notice."""
        self._connection.execute("SAVEPOINT job")
        try:
            tell = _teller(job.answer.set_result, job.work(self._connection))
        except Exception as error:
            if _is_disk(error):
                raise
            self._connection.execute("ROLLBACK TO job")
            tell = _teller(job.answer.set_exception, error)
        self._connection.execute("RELEASE job")
        return tell

    def _undo(self) -> None:
        with suppress(sqlite3.Error):  # a full disk may have undone it already
            self._connection.execute("ROLLBACK")


def _wanted(job: Job) -> bool:
    return job.answer.set_running_or_notify_cancel()


def _teller(tell: Callable[[T], None], what: T) -> Callable[[], None]:
    return lambda: tell(what)


def _is_disk(error: Exception) -> bool:
    # The low byte is the kind of error; the rest says where it happened.
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in DISK


def named(error: Exception) -> Exception:
    """`OutboxFull` where it was the disk, else the error itself."""
    return OutboxFull(str(error)) if _is_disk(error) else error
