"""Tells the members of each group what is new about its meetings, and reminds them the day before.

What is due is worked out anew each time from what was told and which mails there are, so that nobody misses
anything after a stop, or by confirming late, and nobody gets the same twice.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from nyspor.forms.targets import Target, Targets
from nyspor.forms_service import mail_table
from nyspor.forms_service.meeting_mails import MeetingMails, notice_purpose, reminder_purpose
from nyspor.forms_service.membership import Membership
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.records import Mail
from nyspor.members import table
from nyspor.members.meeting_table import read_told, write_told
from nyspor.members.meetings import GroupMeeting, Told, first_seen, tell, tomorrow
from nyspor.members.records import Member

STILL_NEWS = timedelta(days=8)
"""For so long a member who has just confirmed is told of what has changed since the sign-up."""


@dataclass(frozen=True)
class Due:
    """What is to be told to the members of a group: what they knew, what they know then, and who gets which mail."""

    known: Mapping[str, Told] | None
    told: Mapping[str, Told]
    notices: tuple[tuple[Member, Told], ...] = ()
    reminders: tuple[tuple[Member, GroupMeeting], ...] = ()


def tell_members(outbox: Outbox, membership: Membership) -> None:
    """Queue the mails about meetings that are due now. Raises `OutboxUnavailable`."""
    for target in groups_of(membership.targets):
        due = outbox.look(partial(find_due, target=target, now=membership.now))
        if due.told != due.known or due.notices or due.reminders:
            # The mails are written before the transaction, which others would have to wait for.
            mails = [*_mails(membership, due)]
            outbox.apply(
                partial(_carry_out, target=target, due=due, mails=mails, now=membership.now)
            )


def groups_of(targets: Targets) -> Iterator[Target]:
    """Yield the groups whose meetings are known, each once, whatever its languages."""
    for target in targets.found.values():
        if target.meetings is not None and target.group_key == target.entry:
            yield target


def find_due(db: sqlite3.Connection, target: Target, now: datetime) -> Due:
    """Find what the members of a group are to be told."""
    meetings, known = target.meetings or (), read_told(db, target.entry)
    told = first_seen(meetings) if known is None else tell(known, meetings, now)
    members = recipients(db, target.entry)
    notices = {
        mail_id(member, notice_purpose(each)): (member, each)
        for each in sorted(told.values(), key=lambda each: each.meeting.start)
        for member in members
        if is_news(member, each, now)
    }
    reminders = {
        mail_id(member, reminder_purpose(meeting)): (member, meeting)
        for meeting in tomorrow(told, now)
        for member in members
    }
    queued = _known_mails(db, [*notices, *reminders])
    return Due(
        known,
        told,
        tuple(notice for id, notice in notices.items() if id not in queued),
        tuple(reminder for id, reminder in reminders.items() if id not in queued),
    )


def recipients(db: sqlite3.Connection, group: str) -> list[Member]:
    """The members who come to meetings, have confirmed their address, and want the mails."""
    members = table.members_of(db, group)
    return [each for each in members if each.is_confirmed and each.has_place and each.wants_notices]


def is_news(member: Member, told: Told, now: datetime) -> bool:
    """Whether a member does not know it yet from the receipt, which has the meetings as they were."""
    return bool(
        told.news
        and told.at
        and member.joined < told.at
        and now - told.at < STILL_NEWS
        and now < told.meeting.start
    )


def mail_id(member: Member, purpose: str) -> str:
    """The id of a mail to a member."""
    return f"{member.id}.{purpose}"


def _mails(membership: Membership, due: Due) -> Iterator[Mail]:
    mails = MeetingMails(membership.factory.member_mails)
    for member, told in due.notices:
        yield mails.notice(member, membership.target(member), told, membership.now)
    for member, meeting in due.reminders:
        yield mails.reminder(member, membership.target(member), meeting, membership.now)


def _carry_out(
    db: sqlite3.Connection, target: Target, due: Due, mails: list[Mail], now: datetime
) -> None:
    """Record what is told, with the mails to those who are still members, unless another process has told it."""
    if read_told(db, target.entry) != due.known:
        return
    still = {member.id for member in recipients(db, target.entry)}
    wanted = [mail for mail in mails if mail.submission in still]
    mail_table.enqueue(db, wanted, now, "INSERT OR IGNORE")
    write_told(db, target.entry, due.told)


def _known_mails(db: sqlite3.Connection, ids: list[str]) -> set[str]:
    sql = "SELECT id FROM mail WHERE id IN (SELECT value FROM json_each(?))"
    return {id for (id,) in db.execute(sql, (json.dumps(ids),))}
