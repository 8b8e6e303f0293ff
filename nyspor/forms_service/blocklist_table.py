"""The table of the list against unwanted texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from nyspor.forms_service.blocklist import Entry
from nyspor.forms_service.records import moment

SCHEMA = """
CREATE TABLE IF NOT EXISTS blocklist (
  id INTEGER PRIMARY KEY, word TEXT NOT NULL, mailbox BLOB NOT NULL, refuses INTEGER NOT NULL, until REAL NOT NULL,
  UNIQUE (word, mailbox)
);
"""


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


def entries(db: sqlite3.Connection, now: datetime) -> list[Entry]:
    """The entries of the list that hold now."""
    sql = "SELECT id, word, mailbox, refuses, until FROM blocklist WHERE until > ? ORDER BY id"
    return [
        Entry(id, word, mailbox, bool(refuses), moment(until))
        for id, word, mailbox, refuses, until in db.execute(sql, (now.timestamp(),))
    ]


def delete_ended(db: sqlite3.Connection, now: datetime) -> None:
    """Delete what no longer holds from the list."""
    db.execute("DELETE FROM blocklist WHERE until <= ?", (now.timestamp(),))
