"""Members of a group, made for tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from nyspor.members import meeting_table, table
from nyspor.members.records import Member, State
from nyspor.members.table import Seats

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOLD = timedelta(hours=48)
GROUP = "workgroups/stigruppen"


def seats(capacity: int | None) -> Seats:
    return Seats(capacity, HOLD)


def member(name: str, joined: datetime = NOW, **fields: Any) -> Member:
    """A member who has just signed up, called `name`, which makes id, hash and address too."""
    values: dict[str, Any] = {
        "id": name, "group": GROUP, "form": "signup", "entry": GROUP, "submission": name,
        "person_hash": name.encode(), "address": f"{name}@post.example", "state": State.UNCONFIRMED,
        "joined": joined, "since": joined, "held_until": joined + HOLD, "changed": joined,
        "lang": "da", "values": {"name": name, "email": f"{name}@post.example"},
    }  # fmt: skip
    return Member(**(values | fields))


@contextmanager
def database() -> Iterator[sqlite3.Connection]:
    """An empty table of members."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(table.SCHEMA + meeting_table.SCHEMA)
        yield db
