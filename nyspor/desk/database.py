"""The desk's own database: what is not yet, or never, in the texts. It lies in the data folder, for its user alone.

What a text says is in its file, and who changed it in Git; here is what was typed and not saved (`unsaved`, the journal), what a
text was when somebody opened it (`versions`), who has which text open (`presence`), who has asked for approval and who gave it
(`reviews`), what is to be corrected in a published text (`corrections`), what was approved of planned texts (`plans`), how a withdrawal went (`withdrawn`), and who did what (`audit`). Who is signed in (`sessions`),
and the links that somebody may sign in with (`sign_in_links`), stand here as digests: a copy of the database opens nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nyspor.files.private_files import make_private

FILE = "desk.sqlite"

SCHEMA = """
CREATE TABLE IF NOT EXISTS versions (digest TEXT PRIMARY KEY, raw BLOB NOT NULL, opened TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS versions_opened ON versions (opened);
CREATE TABLE IF NOT EXISTS unsaved (
  person TEXT NOT NULL, file TEXT NOT NULL, draft TEXT NOT NULL, base TEXT NOT NULL, raw BLOB NOT NULL, written TEXT NOT NULL,
  PRIMARY KEY (person, file, draft)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS presence (
  file TEXT NOT NULL, person TEXT NOT NULL, seen TEXT NOT NULL, PRIMARY KEY (file, person)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reviews (
  file TEXT PRIMARY KEY, digest TEXT NOT NULL, asked_by TEXT NOT NULL, asked TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL DEFAULT '', decided TEXT NOT NULL DEFAULT '', approved INTEGER NOT NULL DEFAULT 0,
  answer TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS corrections (
  file TEXT PRIMARY KEY, base BLOB NOT NULL, raw BLOB NOT NULL, author TEXT NOT NULL, written TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS plans (
  file TEXT PRIMARY KEY, raw BLOB NOT NULL, writer TEXT NOT NULL, approver TEXT NOT NULL, held TEXT NOT NULL DEFAULT '',
  told INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS withdrawn (
  file TEXT PRIMARY KEY, title TEXT NOT NULL, person TEXT NOT NULL, begun TEXT NOT NULL, ended TEXT NOT NULL DEFAULT '',
  is_gone INTEGER NOT NULL DEFAULT 0, said TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (
  number INTEGER PRIMARY KEY, moment TEXT NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL, file TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS sessions (
  number INTEGER PRIMARY KEY AUTOINCREMENT, digest TEXT NOT NULL UNIQUE, person TEXT NOT NULL, mailbox TEXT NOT NULL,
  way TEXT NOT NULL, begun REAL NOT NULL, seen REAL NOT NULL);
CREATE TABLE IF NOT EXISTS sign_in_links (
  digest TEXT PRIMARY KEY, person TEXT NOT NULL, mailbox TEXT NOT NULL, way TEXT NOT NULL, goes_to TEXT NOT NULL,
  until REAL NOT NULL) WITHOUT ROWID;
"""


class DeskDatabase:
    """The database at a path, made where there is none. What a transaction wrote outlives a power cut.

    Each transaction has a connection of its own, so that threads need not wait for each other, and nothing stays open.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        make_private(path)
        self._path = path
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(SCHEMA)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._path.parent

    def _connect(self, durable: bool = True) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, timeout=30)
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        return connection

    @contextmanager
    def transaction(self, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """Begin a transaction; it is committed at the end of the block, or undone where that raises.

        What is not `durable` may be gone after a power cut, and need not be waited for.
        """
        with closing(self._connect(durable)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
