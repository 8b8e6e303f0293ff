"""Where the data lie that must not be lost, and how they come there from where they lay before.

Version 0.1 had them in `var/`, together with what a build can make again. Each is moved by one rename,
which is done or not done; killed in between, the next command moves what is left. Nothing is overwritten.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from nyspor.files.private_files import make_private, private_folder, sync_folder, take_lock
from nyspor.problems import N_, Problem

DATA, VAR = Path("data"), Path("var")

OUTBOX = DATA / "outbox.sqlite"
MAIL = DATA / "mail"
SECRET = DATA / "secret"
"""The preview's own secret."""
MAGAZINES = DATA / "magazine"


@dataclass(frozen=True)
class Move:
    """From an old default place to the new one, unless the environment says the place by `variable`."""

    old: Path
    new: Path
    variable: str = ""


# The database comes last: until it is moved, its lock tells whether an old service is at work.
FORM_MOVES = (
    Move(VAR / "secret", SECRET),
    Move(VAR / "mail", MAIL, "NYSPOR_MAIL_FOLDER"),
    Move(VAR / "outbox.sqlite", OUTBOX, "NYSPOR_OUTBOX"),
)
EDITION_MOVES = (Move(VAR / "magazine", MAGAZINES, "NYSPOR_MAGAZINES"),)


class NotMoved(Exception):
    """Data lie in their old place and cannot be moved; `problems` says why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.source for problem in self.problems))


def key_file(database: Path) -> Path:
    """The file beside a database with the key of its hashes."""
    return database.with_suffix(".key")


def lock_file(database: Path) -> Path:
    """The file beside a database that the service at work with it has locked."""
    return database.with_name(database.name + ".lock")


Left = Callable[[Move], bool]
"""Whether something is left where it lies."""


def where_said(environ: Mapping[str, str]) -> Left:
    """For the service: left is that whose place the environment says."""
    return lambda move: bool(environ.get(move.variable, "").strip())


def where_used(environ: Mapping[str, str]) -> Left:
    """For the preview, which heeds no environment: left is what a service from here would use."""
    return lambda move: Path(environ.get(move.variable, "")).absolute() == move.old.absolute()


def plan(
    moves: Iterable[Move], left: Left, there: Callable[[Path], bool]
) -> tuple[list[Move], list[Problem]]:
    """What is to be moved, and what stands in the way; `there` tells whether something has a path.

    A database with its key beside it is in use by this version, in a place that somebody chose.
    """
    due = [
        move
        for move in moves
        if there(move.old) and not left(move) and not there(key_file(move.old))
    ]
    return due, [in_the_way(move) for move in due if there(move.new)]


def in_the_way(move: Move) -> Problem:
    return Problem(
        str(move.old),
        N_("Both {old} and {new} are there, and only one can be the right one."),
        N_("Nothing was moved. Put the one that is not to be used somewhere else, and try again."),
        params={"old": move.old, "new": move.new},
    )


def migrate(
    moves: Iterable[Move], left: Left, step: Callable[[], None] = lambda: None
) -> list[Move]:
    """Move what lies in its old place; what was moved. Raises `NotMoved`, having overwritten nothing.

    `step` is called before each move.
    """
    due, problems = plan(moves, left, os.path.lexists)
    if problems:
        raise NotMoved(problems)
    with ExitStack() as locks:
        for move in due:
            if move.new == OUTBOX:
                _lock(move, locks)
        for move in due:
            step()
            _move(move)
    return due


def _lock(move: Move, locks: ExitStack) -> None:
    """No service, of whichever version, may be at work while its database is moved."""
    try:
        private_folder(move.new.parent)
        for database in (move.old, move.new):
            locks.enter_context(take_lock(lock_file(database)))
    except BlockingIOError:
        raise NotMoved([_at_work(move)]) from None
    except OSError as error:
        raise NotMoved([_failed(move, error)]) from None


def _move(move: Move) -> None:
    try:
        if move.old.is_symlink():
            # It would lead to somewhere else from its new place.
            raise OSError("symbolic link")
        move.new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if move.new == OUTBOX:
            _gather(move.old)
        move.old.rename(move.new)
        sync_folder(move.new.parent)
        sync_folder(move.old.parent)
        if move.new == OUTBOX:
            lock_file(move.old).unlink(missing_ok=True)
        if move.new != MAGAZINES:
            make_private(move.new)
    except sqlite3.OperationalError as error:
        busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        raise NotMoved([_at_work(move) if busy else _failed(move, error)]) from None
    except (OSError, sqlite3.Error) as error:
        raise NotMoved([_failed(move, error)]) from None


def _gather(database: Path) -> None:
    """Bring what stands in the write-ahead log into the database, so that one file is all there is.

    SQLite does so only for whoever is alone with the database.
    """
    make_private(database)
    uri = f"{database.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=2)) as db:
        db.execute("PRAGMA journal_mode = DELETE")


def _at_work(move: Move) -> Problem:
    return Problem(
        str(move.old),
        N_("{old} must be moved to {new}, and something is still at work with it."),
        N_("Stop the forms service or the preview that runs from this folder, and try again."),
        params={"old": move.old, "new": move.new},
    )


def _failed(move: Move, error: Exception) -> Problem:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Problem(
        str(move.old),
        N_("{old} must be moved to {new}, and that failed: {reason}"),
        N_("Move it by hand, with all that begins with the same name, and try again."),
        params={"old": move.old, "new": move.new, "reason": reason},
    )
