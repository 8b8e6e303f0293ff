"""The table of what the members of each group have been told of its meetings; nothing about anybody."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache

from pydantic import TypeAdapter

from nyspor.members.meetings import Told

SCHEMA = """
CREATE TABLE IF NOT EXISTS meetings_told (circle TEXT PRIMARY KEY, meetings TEXT NOT NULL);
"""


@cache
def _adapter() -> TypeAdapter[dict[str, Told]]:
    return TypeAdapter(dict[str, Told])


def read_told(db: sqlite3.Connection, group: str) -> dict[str, Told] | None:
    """The meetings of a group by id, as its members know them; None where the group has not been seen before."""
    found = db.execute("SELECT meetings FROM meetings_told WHERE circle = ?", (group,)).fetchone()
    return _adapter().validate_json(found[0]) if found else None


def write_told(db: sqlite3.Connection, group: str, told: Mapping[str, Told]) -> None:
    """Record what the members of a group know from now on."""
    content = _adapter().dump_json(dict(told)).decode()
    db.execute("INSERT OR REPLACE INTO meetings_told VALUES (?, ?)", (group, content))
