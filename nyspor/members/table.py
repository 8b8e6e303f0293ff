"""The table of members in the outbox's database: every change, to be run in a transaction with what belongs to it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from nyspor.members.places import Turn, arrange, keeps_turn
from nyspor.members.records import Member, State
from nyspor.model.places import Counts
from nyspor.text.danish import COPENHAGEN

# What remains of a membership that is over is its id and how it ended, so that an old link can say so. How many have
# joined in a year is a number alone, which stays when the people are deleted.
SCHEMA = """
CREATE TABLE IF NOT EXISTS member (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, circle TEXT NOT NULL, form TEXT NOT NULL,
  entry TEXT NOT NULL, submission TEXT NOT NULL, who BLOB, address TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL, joined REAL NOT NULL, since REAL NOT NULL, held REAL NOT NULL,
  changed REAL NOT NULL, lang TEXT NOT NULL, answers TEXT NOT NULL, consent TEXT NOT NULL,
  confirmed REAL, place INTEGER NOT NULL DEFAULT 0,
  CHECK (state IN ('unconfirmed', 'confirmed', 'left', 'expired'))
);
CREATE UNIQUE INDEX IF NOT EXISTS member_person ON member (circle, who)
  WHERE state IN ('unconfirmed', 'confirmed');
CREATE TABLE IF NOT EXISTS member_without_notices (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS signup_count (
  circle TEXT NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (circle, year)
);
CREATE INDEX IF NOT EXISTS member_line ON member (circle, since, seq, id, place, state, held)
  WHERE state IN ('unconfirmed', 'confirmed');
"""

_WHOLE = """id, circle, form, entry, submission, who, address, state, joined, since, held, changed, lang, answers,
    consent, confirmed, place"""
_NOTICES = "id NOT IN (SELECT id FROM member_without_notices)"
_ACTIVE = "state IN ('unconfirmed', 'confirmed')"


@dataclass(frozen=True)
class Seats:
    """How places are given in a group: `capacity`, None for no limit, and how long one is held unconfirmed."""

    capacity: int | None = None
    hold: timedelta = timedelta(hours=48)


def join(db: sqlite3.Connection, member: Member, seats: Seats) -> list[Member]:
    """Add a member, who gets a place if there is one; return all who got one. Nobody may be a member twice."""
    values = (
        member.id, member.group, member.form, member.entry, member.submission, member.person_hash,
        member.address, member.state, member.joined.timestamp(), member.since.timestamp(),
        member.held_until.timestamp(), member.changed.timestamp(), member.lang,
        _written(member.values), member.consent,
        member.confirmed.timestamp() if member.confirmed else None, member.has_place,
    )  # fmt: skip
    marks = ", ".join("?" for _ in values)
    db.execute(f"INSERT INTO member ({_WHOLE}) VALUES ({marks})", values)
    if member.confirmed:
        _count_signup(db, member.group, member.confirmed)
    return promote(db, member.group, seats, member.changed)


def correct(
    db: sqlite3.Connection,
    id: str,
    submission: str,
    entry: str,
    values: Mapping[str, str],
    consent: str,
    now: datetime,
) -> None:
    """Replace what a member has written. The place, the turn and the state stay."""
    change = "submission = ?, entry = ?, answers = ?, consent = ?, changed = ?"
    _change(db, id, change, submission, entry, _written(values), consent, now.timestamp())


def confirm(db: sqlite3.Connection, id: str, seats: Seats, now: datetime) -> list[Member]:
    """Confirm a membership, once; return all who got a place. Who was too late stands at the end of the line."""
    member = find(db, id)
    if member is None or member.state is not State.UNCONFIRMED:
        return []
    kept = member.has_place or keeps_turn(member, now)
    since = member.since if kept else now
    change = "state = 'confirmed', confirmed = ?, since = ?, changed = ?"
    _change(db, id, change, now.timestamp(), since.timestamp(), now.timestamp())
    _count_signup(db, member.group, now)
    return promote(db, member.group, seats, now)


def leave(db: sqlite3.Connection, id: str, now: datetime, state: State = State.LEFT) -> bool:
    """End a membership and delete what is known of the person; return whether there was one. Then `promote`."""
    change = (
        "state = ?, who = NULL, address = '', answers = '{}', consent = '', place = 0, changed = ?"
    )
    db.execute("DELETE FROM member_without_notices WHERE id = ?", (id,))
    return _change(db, id, change, state, now.timestamp())


def set_notices(db: sqlite3.Connection, id: str, wanted: bool) -> bool:
    """Record whether a member wants the mails about meetings; return whether that is a change."""
    member = find(db, id)
    if member is None or not member.active:
        return False
    change = "DELETE FROM member_without_notices WHERE id = ?"
    if not wanted:
        change = "INSERT OR IGNORE INTO member_without_notices VALUES (?)"
    return db.execute(change, (id,)).rowcount == 1


def promote(db: sqlite3.Connection, group: str, seats: Seats, now: datetime) -> list[Member]:
    """Give the places of a group by the rules; return who got one, in order.

    An unconfirmed member who moves up gets the whole time to confirm anew.
    """
    changes = arrange(turns(db, group), seats.capacity, now)
    for id in changes.lapsed:
        _change(db, id, "place = 0")
    held = (now + seats.hold).timestamp()
    for id in changes.promoted:
        _change(db, id, "place = 1, held = max(held, ?)", held)
    return [member for id in changes.promoted if (member := find(db, id))]


def expire(db: sqlite3.Connection, before: datetime, now: datetime) -> list[Member]:
    """End the memberships that were begun before then and never confirmed; return them as they were."""
    ended = _members(db, "state = 'unconfirmed' AND joined < ?", before.timestamp())
    for member in ended:
        leave(db, member.id, now, State.EXPIRED)
    return ended


def end_group(db: sqlite3.Connection, group: str, now: datetime) -> list[Member]:
    """End all memberships of a group; return them as they were."""
    ended = members_of(db, group)
    for member in ended:
        leave(db, member.id, now)
    return ended


def delete_ended(db: sqlite3.Connection, before: datetime) -> None:
    """Delete what is left of memberships that ended before then; their links are then unknown."""
    db.execute(f"DELETE FROM member WHERE NOT {_ACTIVE} AND changed < ?", (before.timestamp(),))


def find(db: sqlite3.Connection, id: str) -> Member | None:
    """The membership with this id, also one that is over."""
    return next(iter(_members(db, "id = ?", id)), None)


def find_person(db: sqlite3.Connection, group: str, person_hash: bytes) -> Member | None:
    """The person's membership of a group, while it holds."""
    sql = f"circle = ? AND who = ? AND {_ACTIVE}"
    return next(iter(_members(db, sql, group, person_hash)), None)


def members_of(db: sqlite3.Connection, group: str) -> list[Member]:
    """The members of a group, also unconfirmed ones, in their order."""
    return _members(db, f"circle = ? AND {_ACTIVE}", group)


def turns(db: sqlite3.Connection, group: str) -> list[Turn]:
    """The same, as the rules need them: quick to read, also for a large group."""
    sql = f"""SELECT id, place, state = 'confirmed', held FROM member
        WHERE circle = ? AND {_ACTIVE} ORDER BY since, seq"""
    rows = db.execute(sql, (group,))
    return [Turn(id, place == 1, sure == 1, _moment(held)) for id, place, sure, held in rows]


def groups(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """All groups with members: (kind of the form, key)."""
    sql = f"SELECT form, circle FROM member WHERE {_ACTIVE} GROUP BY circle ORDER BY circle"
    return db.execute(sql).fetchall()


def counts(db: sqlite3.Connection, now: datetime) -> dict[str, Counts]:
    """The counts of each group with members."""
    sql = f"""SELECT circle, sum(place), sum(NOT place AND (state = 'confirmed' OR held > ?))
        FROM member WHERE {_ACTIVE} GROUP BY circle"""
    rows = db.execute(sql, (now.timestamp(),))
    return {group: Counts(taken, waiting) for group, taken, waiting in rows}


def signup_counts(db: sqlite3.Connection) -> dict[str, dict[int, int]]:
    """How many have joined each group for sure, by year, whoever of them is still there."""
    # Those who joined before there was a count are known while they are members.
    rows = db.execute("""SELECT circle, year, max(number) FROM (
        SELECT circle, year, number FROM signup_count UNION ALL
        SELECT circle, CAST(strftime('%Y', confirmed, 'unixepoch') AS INTEGER) AS year, count(*)
        FROM member WHERE confirmed IS NOT NULL GROUP BY circle, 2
        ) GROUP BY circle, year ORDER BY circle, year""")
    found: dict[str, dict[int, int]] = {}
    for group, year, number in rows:
        found.setdefault(group, {})[year] = number
    return found


def _count_signup(db: sqlite3.Connection, group: str, moment: datetime) -> None:
    """Count one who has joined a group."""
    sql = """INSERT INTO signup_count VALUES (?, ?, 1)
        ON CONFLICT DO UPDATE SET number = number + 1"""
    db.execute(sql, (group, moment.astimezone(COPENHAGEN).year))


def by_person(db: sqlite3.Connection, person_hash: bytes, address: str) -> list[Member]:
    """The memberships of a person, by the hash or by the address in its normal form."""
    return _members(db, f"{_ACTIVE} AND (who = ? OR address = ?)", person_hash, address)


def everybody(db: sqlite3.Connection) -> list[Member]:
    """All members of all groups."""
    return _members(db, _ACTIVE)


def forget(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Delete these memberships without a trace, by their ids or those of their submissions."""
    for id in ids:
        db.execute("DELETE FROM member WHERE id = ? OR submission = ?", (id, id))
    db.execute("DELETE FROM member_without_notices WHERE id NOT IN (SELECT id FROM member)")


def adopt(db: sqlite3.Connection, member: Member) -> None:
    """Add a member of an earlier version, or correct the one that the person is already."""
    known = find_person(db, member.group, member.person_hash or b"")
    if known is None:
        join(db, member, Seats(capacity=0))
    else:
        correct(
            db, known.id, member.submission, member.entry, member.values, member.consent, member.changed
        )  # fmt: skip


def _change(db: sqlite3.Connection, id: str, change: str, *values: Any) -> bool:
    sql = f"UPDATE member SET {change} WHERE id = ? AND {_ACTIVE}"
    return db.execute(sql, (*values, id)).rowcount == 1


def _members(db: sqlite3.Connection, where: str, *values: Any) -> list[Member]:
    sql = f"SELECT {_WHOLE}, {_NOTICES} FROM member WHERE {where} ORDER BY circle, since, seq"
    return [_member(row) for row in db.execute(sql, values)]


def _member(row: Sequence[Any]) -> Member:
    (id, circle, form, entry, submission, who, address, state, *times, lang, answers, consent, confirmed, place, notices) = row  # fmt: skip
    joined, since, held, changed = map(_moment, times)
    return Member(
        id, circle, form, entry, submission, who, address, State(state), joined, since, held,
        changed, lang, json.loads(answers), consent,
        None if confirmed is None else _moment(confirmed), bool(place), bool(notices),
    )  # fmt: skip


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _written(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), ensure_ascii=False)
