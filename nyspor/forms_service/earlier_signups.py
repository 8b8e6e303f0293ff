"""The sign-ups of versions that had no members: each becomes a member, when this version first opens the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

from nyspor.forms.registry import find_form
from nyspor.forms_service.records import normal_address
from nyspor.members import table
from nyspor.members.records import Member, State, group_of
from nyspor.text.language import DEFAULT_LANGUAGE


def create_members(db: sqlite3.Connection) -> None:
    """Create the table of members with those who have signed up before, in one transaction; once."""
    db.execute("BEGIN IMMEDIATE")
    try:
        exists = "SELECT 1 FROM sqlite_master WHERE name = 'member'"
        if not db.execute(exists).fetchone():
            for statement in table.SCHEMA.split(";"):
                db.execute(statement)
            for member in _earlier_members(db):
                table.adopt(db, member)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _earlier_members(db: sqlite3.Connection) -> Iterator[Member]:
    """Who has signed up, in order. They were told that they take part, so they are confirmed and have places."""
    sql = """SELECT id, kind, entry, who, received, answers, consent FROM submission
        WHERE state = 'kept' ORDER BY seq"""
    for id, kind, entry, who, received, answers, consent in db.execute(sql).fetchall():
        form = find_form(kind)
        if form and form.joins:
            when = datetime.fromtimestamp(received, UTC)
            values = json.loads(answers)
            language, _, _ = entry.removesuffix(group_of(entry)).partition("/")
            yield Member(
                id, group_of(entry), kind, entry, id, who, normal_address(values["email"]),
                State.CONFIRMED, joined=when, since=when, held_until=when, changed=when,
                lang=language or DEFAULT_LANGUAGE, values=values, consent=consent or "",
                confirmed=when, has_place=True,
            )  # fmt: skip
