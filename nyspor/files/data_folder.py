"""The paths of data that must not be lost, and their migration from earlier versions.

Version 0.1 had them in `var/`, among caches. Each file or folder is moved by one rename, which is atomic;
after a crash the next command moves what is left. Nothing is overwritten.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from nyspor.files.atomic_write import fsync_folder
from nyspor.files.private_files import acquire_lock, ensure_private_folder, make_private
from nyspor.problems import N_, Problem

DATA_FOLDER, VAR_FOLDER = Path("data"), Path("var")

OUTBOX_FILE = DATA_FOLDER / "outbox.sqlite"
MAIL_FOLDER = DATA_FOLDER / "mail"
SECRET_FILE = DATA_FOLDER / "secret"
"""The preview's own secret."""
MAGAZINES_FOLDER = DATA_FOLDER / "magazine"


@dataclass(frozen=True)
class PathMigration:
    """A move from an old default path to a new one; `variable` is the environment's setting of the path."""

    old: Path
    new: Path
    variable: str = ""


# The database comes last: until it is moved, its lock shows whether an old service is running.
FORM_MIGRATIONS = (
    PathMigration(VAR_FOLDER / "secret", SECRET_FILE),
    PathMigration(VAR_FOLDER / "mail", MAIL_FOLDER, "NYSPOR_MAIL_FOLDER"),
    PathMigration(VAR_FOLDER / "outbox.sqlite", OUTBOX_FILE, "NYSPOR_OUTBOX"),
)
EDITION_MIGRATIONS = (PathMigration(VAR_FOLDER / "magazine", MAGAZINES_FOLDER, "NYSPOR_MAGAZINES"),)


class MigrationFailed(Exception):
    """Raised when data cannot be moved from their old path; `problems` has the reasons."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.source for problem in self.problems))


def key_path(database: Path) -> Path:
    """Return the path of the key for a database's hashes."""
    return database.with_suffix(".key")


def lock_path(database: Path) -> Path:
    """Return the path of the file that a service locks while it uses a database."""
    return database.with_name(database.name + ".lock")


IsExcluded = Callable[[PathMigration], bool]
"""Returns whether a path is excluded from the migration."""


def configured_in(environ: Mapping[str, str]) -> IsExcluded:
    """Return the exclusion for the service: paths that the environment configures."""
    return lambda move: bool(environ.get(move.variable, "").strip())


def used_by_service(environ: Mapping[str, str]) -> IsExcluded:
    """Return the exclusion for the preview, which ignores the environment: paths that a service here uses."""
    return lambda move: Path(environ.get(move.variable, "")).absolute() == move.old.absolute()


def plan_migrations(
    migrations: Iterable[PathMigration], is_excluded: IsExcluded, exists: Callable[[Path], bool]
) -> tuple[list[PathMigration], list[Problem]]:
    """Return the migrations that are due, and a problem for each target that exists already.

    A database with its key beside it belongs to this version, at a path that somebody chose.
    """
    due = [
        move
        for move in migrations
        if exists(move.old) and not is_excluded(move) and not exists(key_path(move.old))
    ]
    return due, [_target_exists(move) for move in due if exists(move.new)]


def _target_exists(move: PathMigration) -> Problem:
    return Problem(
        str(move.old),
        N_("Both {old} and {new} are there, and only one can be the right one."),
        N_("Nothing was moved. Put the one that is not to be used somewhere else, and try again."),
        params={"old": move.old, "new": move.new},
    )


def migrate(
    migrations: Iterable[PathMigration],
    is_excluded: IsExcluded,
    before_each: Callable[[], None] = lambda: None,
) -> list[PathMigration]:
    """Move what is at its old path; return what was moved. Raises `MigrationFailed`.

    `before_each` is called before each move.
    """
    due, problems = plan_migrations(migrations, is_excluded, os.path.lexists)
    if problems:
        raise MigrationFailed(problems)
    with ExitStack() as locks:
        for move in due:
            if move.new == OUTBOX_FILE:
                _lock(move, locks)
        for move in due:
            before_each()
            _migrate(move)
    return due


def _lock(move: PathMigration, locks: ExitStack) -> None:
    """Lock the old and the new database, so that no service of any version uses them meanwhile."""
    try:
        ensure_private_folder(move.new.parent)
        for database in (move.old, move.new):
            locks.enter_context(acquire_lock(lock_path(database)))
    except BlockingIOError:
        raise MigrationFailed([_in_use(move)]) from None
    except OSError as error:
        raise MigrationFailed([_failed(move, error)]) from None


def _migrate(move: PathMigration) -> None:
    try:
        if move.old.is_symlink():
            # A relative link would have another target from its new path.
            raise OSError("symbolic link")
        move.new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if move.new == OUTBOX_FILE:
            _checkpoint_wal(move.old)
        move.old.rename(move.new)
        fsync_folder(move.new.parent)
        fsync_folder(move.old.parent)
        if move.new == OUTBOX_FILE:
            lock_path(move.old).unlink(missing_ok=True)
        if move.new != MAGAZINES_FOLDER:
            make_private(move.new)
    except sqlite3.OperationalError as error:
        busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        raise MigrationFailed([_in_use(move) if busy else _failed(move, error)]) from None
    except (OSError, sqlite3.Error) as error:
        raise MigrationFailed([_failed(move, error)]) from None


def _checkpoint_wal(database: Path) -> None:
    """Write the write-ahead log back into the database, so that it is a single file.

    SQLite refuses while another process uses the database.
    """
    make_private(database)
    uri = f"{database.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=2)) as db:
        db.execute("PRAGMA journal_mode = DELETE")


def _in_use(move: PathMigration) -> Problem:
    return Problem(
        str(move.old),
        N_("{old} must be moved to {new}, and something is still at work with it."),
        N_("Stop the forms service or the preview that runs from this folder, and try again."),
        params={"old": move.old, "new": move.new},
    )


def _failed(move: PathMigration, error: Exception) -> Problem:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Problem(
        str(move.old),
        N_("{old} must be moved to {new}, and that failed: {reason}"),
        N_("Move it by hand, with all that begins with the same name, and try again."),
        params={"old": move.old, "new": move.new, "reason": reason},
    )
