"""The database file: its permissions, its lock, and whether the open file is still the one at its path."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR
from typing import BinaryIO

from nyspor.console import in_words
from nyspor.files.data_folder import DATA_FOLDER, key_path, lock_path
from nyspor.files.private_files import acquire_lock, ensure_private_folder, make_private
from nyspor.forms_service.outbox_schema import ForeignDatabase
from nyspor.forms_service.outbox_writer import OutboxUnavailable
from nyspor.model.places import FILE as PLACES
from nyspor.problems import N_, Problem

log = logging.getLogger("nyspor.forms_service")


class OutboxUnusable(Exception):
    """The database cannot be used; `problem` says why, and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.source)


class OutboxLocked(OutboxUnusable):
    """Another service uses this outbox."""


class OutboxMoved(OutboxUnavailable):
    """The open database is no longer the file at its path: what is written to it would be lost."""


def companion_files(database: Path) -> tuple[Path, ...]:
    """The files that SQLite has beside a database."""
    return tuple(database.with_name(database.name + end) for end in ("-wal", "-shm"))


def lock(database: Path) -> BinaryIO:
    """Lock the outbox for the one service that may send its mails; return the lock. Raises `OutboxUnusable`, as `OutboxLocked`."""
    with explained(database):
        if database.parent == DATA_FOLDER:
            ensure_private_folder(DATA_FOLDER)
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return acquire_lock(lock_path(database))
        except BlockingIOError:
            raise OutboxLocked(
                Problem(
                    str(database),
                    N_("Another forms service is running with this database. Stop that first."),
                )
            ) from None


def create(database: Path) -> None:
    """Create the file at the very first start, with permissions for this user. Raises `OutboxUnusable`."""
    with explained(database):
        if not os.path.exists(database):
            if key_path(database).exists():
                raise OutboxUnusable(missing_database(database))
            log.warning(
                in_words(
                    N_("There is no database yet; a new one is made: {path}"),
                    path=database.absolute(),
                )
            )
        database.touch(mode=0o600)


def restrict_permissions(database: Path) -> None:
    """Let only the service's user read what residents have written."""
    for path in (
        database,
        *companion_files(database.resolve()),
        lock_path(database),
        key_path(database),
        database.with_name(PLACES),
        database.with_name(f"{PLACES}.lock"),
    ):
        make_private(path)


class OpenedFile:
    """Checks whether the files of an open database are still the ones at its path.

    Where somebody has deleted, replaced or moved them, the service would write to files without a name.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        files = (database, *companion_files(database.resolve())[:1])
        self._known = {path: found for path in files if (found := _identity(path))}
        self._logged = False

    def check(self) -> None:
        """Raise `OutboxMoved` where they are not, and log it the first time."""
        if all(_identity(path) == known for path, known in self._known.items()):
            self._logged = False
            return
        if not self._logged:
            self._logged = True
            log.error(
                in_words(
                    N_(
                        "The open database is not the file at {path} any more: it was deleted, replaced or moved. "
                        "Nothing is received or sent. Put it back, or start the service again."
                    ),
                    path=self._database.absolute(),
                )
            )
        raise OutboxMoved(str(self._database))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def explained(database: Path) -> Iterator[None]:
    """Raise errors of the block with the database's files as `OutboxUnusable`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise OutboxUnusable(unusable_because(database, error)) from None


def unusable_because(database: Path, error: Exception) -> Problem:
    """The problem that an error of the database is, and what to do."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    missing = code == sqlite3.SQLITE_CANTOPEN or isinstance(error, FileNotFoundError)
    folder, there = False, True
    try:
        folder = S_ISDIR(database.stat().st_mode)
    except PermissionError as met:
        error = met
    except OSError:
        there = False
    if folder:
        message, remedy = N_("{path} is a folder, not a database."), CHECK
    elif missing and not there:
        message = N_("There is no database at {path}.")
        remedy = N_("Is NYSPOR_OUTBOX right, and is this the right folder? Nothing was made.")
    elif code == sqlite3.SQLITE_NOTADB or isinstance(error, ForeignDatabase):
        message, remedy = N_("{path} is not a database of the forms service."), CHECK
    elif code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = N_("The database {path} is locked by another program.")
        remedy = N_("Let that one finish, and try again.")
    elif code in FORBIDDEN or isinstance(error, PermissionError):
        message = N_("The database {path} or its folder may not be read and written by this user.")
        remedy = N_("Run the command as the user that the forms service runs as.")
    elif code == sqlite3.SQLITE_CORRUPT:
        message = N_("The database {path} is damaged.")
        remedy = N_("Stop the forms service, and put the latest copy in its place.")
    else:
        message = N_("The database {path} cannot be used: {reason}")
        remedy = CHECK
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Problem(
        str(database), message, remedy, params={"path": database.absolute(), "reason": reason}
    )


def missing_database(database: Path) -> Problem:
    """The problem of a database that is gone, while its key is there."""
    return Problem(
        str(database),
        N_("The database {path} is gone: its key {key} says that it has been here."),
        N_(
            "Put the database back, from the latest copy if need be. "
            "To begin with an empty one, move the key away first."
        ),
        params={"path": database.absolute(), "key": key_path(database)},
    )


CHECK = N_("Does NYSPOR_OUTBOX name the right file?")

FORBIDDEN = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
