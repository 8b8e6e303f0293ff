"""Group commit: one thread writes, and all callers who wait at that time share one transaction and one fsync."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from nyspor.forms_service.test_probes import AFTER_COMMIT, BEFORE_COMMIT, TestProbe, no_probe

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BATCH_SIZE = 256
"""Jobs in one transaction at most, so that no caller waits long for the others."""

DISK_ERRORS = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
}  # fmt: skip


class OutboxUnavailable(Exception):
    """The database cannot be used just now (disk full, read-only, faulty or locked). Try again later."""


@dataclass(frozen=True)
class WriteJob:
    """A function to run in a transaction, and the future of its result."""

    work: Work[Any]
    durable: bool
    result: Future[Any]


class WriteQueue:
    """Runs jobs from any thread in order, several in a transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        probe: TestProbe,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """`check` is called before each commit, and raises to prevent it."""
        self._connection = connection
        self._probe = probe
        self._check = check
        self._jobs: SimpleQueue[WriteJob | None] = SimpleQueue()
        # A job submitted after the last one would never be run, and its caller wait for ever.
        self._submit_lock, self._closed = threading.Lock(), False
        self._thread = threading.Thread(target=self._run, name="outbox writer", daemon=True)
        self._thread.start()

    def submit(self, work: Work[T], durable: bool = True) -> Future[T]:
        """Run `work` in a transaction; return the future of its result, which is set after the commit.

        Durable work is then on the disk. Other work survives the process, though perhaps not a power cut.
        The future raises `OutboxUnavailable`, or what the work itself raised; then nothing is written.
        """
        result: Future[T] = Future()
        with self._submit_lock:
            if self._closed:
                result.set_exception(OutboxUnavailable("closed"))
            else:
                self._jobs.put(WriteJob(work, durable, result))
        return result

    def close(self) -> None:
        """Run the jobs submitted before, then end the thread."""
        with self._submit_lock:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        running = True
        while running:
            batch = [self._jobs.get(), *self._waiting()]
            running = None not in batch
            self._commit([job for job in batch if job and _not_cancelled(job)])

    def _waiting(self) -> Iterable[WriteJob | None]:
        with suppress(Empty):
            for _ in range(BATCH_SIZE):
                yield self._jobs.get_nowait()

    def _commit(self, jobs: list[WriteJob]) -> None:
        """Run the jobs in one transaction, and set their results after it."""
        if not jobs:
            return
        try:
            resolvers = self._transaction(jobs, durable=any(job.durable for job in jobs))
        except Exception as error:
            self._rollback()
            for job in jobs:
                job.result.set_exception(as_outbox_error(error))
        else:
            for resolve in resolvers:
                resolve()

    def _transaction(self, jobs: list[WriteJob], durable: bool) -> list[Callable[[], None]]:
        probe = self._probe if durable else no_probe  # the mail sender probes its own writes
        self._connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        self._connection.execute("BEGIN IMMEDIATE")
        resolvers = [self._run_job(job) for job in jobs]
        probe(BEFORE_COMMIT)
        self._check()
        self._connection.execute("COMMIT")
        probe(AFTER_COMMIT)
        return resolvers

    def _run_job(self, job: WriteJob) -> Callable[[], None]:
        """Run one job in a savepoint, so that its failure does not affect the others; return what sets its result."""
        self._connection.execute("SAVEPOINT job")
        try:
            resolve = partial(job.result.set_result, job.work(self._connection))
        except Exception as error:
            if _is_disk_error(error):
                raise
            self._connection.execute("ROLLBACK TO job")
            resolve = partial(job.result.set_exception, error)
        self._connection.execute("RELEASE job")
        return resolve

    def _rollback(self) -> None:
        with suppress(sqlite3.Error):  # SQLite may have rolled back already
            self._connection.execute("ROLLBACK")


def _not_cancelled(job: WriteJob) -> bool:
    return job.result.set_running_or_notify_cancel()


def _is_disk_error(error: Exception) -> bool:
    # The low byte is the primary result code.
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in DISK_ERRORS


def as_outbox_error(error: Exception) -> Exception:
    """`OutboxUnavailable` for an error of the disk, else the error itself."""
    return OutboxUnavailable(str(error)) if _is_disk_error(error) else error
