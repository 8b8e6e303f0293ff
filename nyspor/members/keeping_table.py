"""The tables of what groups have said about keeping their members, and since when which are gone; nothing about anybody."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from nyspor.members.keeping import Terms, kept_until

# What a group has said last holds when it is gone from the site, too.
SCHEMA = """
CREATE TABLE IF NOT EXISTS member_group_gone (circle TEXT PRIMARY KEY, since REAL NOT NULL);
CREATE TABLE IF NOT EXISTS member_group_terms (circle TEXT PRIMARY KEY, ends REAL, months INTEGER);
"""


def note_groups(
    db: sqlite3.Connection, on_site: Mapping[str, Terms], gone: Collection[str], now: datetime
) -> None:
    """Note what the groups with members say that are on the site, and since when the others are gone."""
    known = dict(on_site) | {group: _terms(db, group) for group in gone}
    db.execute("DELETE FROM member_group_terms")
    for group, terms in known.items():
        ends = terms.ends.timestamp() if terms.ends else None
        db.execute("INSERT INTO member_group_terms VALUES (?, ?, ?)", (group, ends, terms.months))
    still = "circle IN (SELECT value FROM json_each(?))"
    db.execute(f"DELETE FROM member_group_gone WHERE NOT {still}", (json.dumps([*gone]),))
    for group in gone:
        db.execute(
            "INSERT OR IGNORE INTO member_group_gone VALUES (?, ?)", (group, now.timestamp())
        )


def groups_over(db: sqlite3.Connection, otherwise: timedelta, now: datetime) -> list[str]:
    """The groups whose members have been kept for as long as they are to be (`note_groups`)."""
    sql = "SELECT circle, since FROM member_group_terms LEFT JOIN member_group_gone USING (circle)"
    return [
        group
        for group, since in db.execute(sql).fetchall()
        if (until := kept_until(_terms(db, group), _moment(since), otherwise)) and until <= now
    ]


def _terms(db: sqlite3.Connection, group: str) -> Terms:
    sql = "SELECT ends, months FROM member_group_terms WHERE circle = ?"
    ends, months = db.execute(sql, (group,)).fetchone() or (None, None)
    return Terms(_moment(ends), months)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
