"""What happens to members: each change is one transaction, with the mails about it.

The functions here make the work of a transaction, to be run by `Outbox.change` or `Outbox.apply`. Its mails depend on
who gets a place, so they are written within it. After each change the counts are written for the site.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from nyspor.console import in_words
from nyspor.files.atomic_write import write_atomically
from nyspor.files.private_files import make_private
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service import mail_table, outbox_schema
from nyspor.forms_service.member_mails import REMINDER, Standing
from nyspor.forms_service.outbox import Outbox, StaleCorrection
from nyspor.forms_service.outbox_writer import Work
from nyspor.forms_service.rate_limits import NO_LIMITS
from nyspor.forms_service.records import Mail, Submission, normal_address
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.members import keeping_table, table
from nyspor.members.counts import serialize_counts
from nyspor.members.keeping import Terms
from nyspor.members.places import count, waiting_numbers
from nyspor.members.records import Member, State
from nyspor.members.table import Seats
from nyspor.model.places import FILE
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN

log = logging.getLogger("nyspor.forms_service")

SETTLED = timedelta(minutes=10)
"""How long after a sign-up the organiser is sent the link to the members."""

DAY = timedelta(days=1)
REMIND_AGAIN = timedelta(minutes=10)
"""How long after a mail to a member the link is sent once more, at the earliest."""
REMINDERS_A_DAY = 3

_counting = Lock()


@dataclass(frozen=True)
class Membership:
    """The changes of members at `now`, with the mails about them."""

    factory: SubmissionFactory
    targets: Targets
    now: datetime

    def sign_up(
        self,
        submission: Submission,
        target: Target,
        receipt: bool,
        earlier: Member | None,
        notes: tuple[str, ...] = (),
    ) -> Work[Standing | None]:
        """Store a sign-up, and make its sender a member, or correct the member `earlier`.

        With `notes`, more paragraphs of the receipt, it is the organiser who signs somebody up, and no limits hold.

        The result is how the member stands; None where the same was stored before.

        Raises `StaleCorrection` where the person is another member by then, and `ReceiptsLimited`: read it again.
        Raises `RateLimited` where this is more than the limits allow.
        """

        group = target.group_key
        entries = self._entries(submission.kind, group)

        def work(db: sqlite3.Connection) -> Standing | None:
            present = table.find_person(db, group, submission.person_hash)
            if present != earlier:
                raise StaleCorrection(submission.kind)
            outbox_schema.replace_signups(
                db, submission.person_hash, submission.kind, entries, self.now
            )
            if not outbox_schema.insert(db, submission):
                return None
            if present:
                table.correct(
                    db, present.id, submission.id, submission.entry, submission.values,
                    submission.consent, self.now,
                )  # fmt: skip
                moved_up = []
            else:
                new = self._new(submission, target)
                moved_up = table.join(db, new, self.seats(new.form, group))
            member = present or new
            standing = self.standing(db, table.find(db, member.id) or member)
            before = submission_of(present) if present else None
            mails = self.factory.mails(submission, target, receipt, before, standing, notes)
            limits = NO_LIMITS if notes else self.factory.settings.limits
            if not present:
                limits = replace(
                    limits, receipts_hour=0
                )  # without the receipt nobody could confirm
            outbox_schema.hold_limits(db, submission, mails, limits)
            mail_table.enqueue(db, mails, self.now, "INSERT")
            self._tell(db, [each for each in moved_up if each.id != member.id])
            return standing

        return work

    def remind(self, id: str) -> Work[bool]:
        """Send a member the link again, who has signed up with the same words; the result is whether it is sent.

        Who has lost the mail must get another; but whoever knows an address must not be able to flood it.
        """

        def work(db: sqlite3.Connection) -> bool:
            member = table.find(db, id)
            if member is None or not member.active:
                return False
            latest, today = mail_table.latest_about(
                db, {member.id, member.submission}, self.now - DAY, REMINDER
            )
            if today >= REMINDERS_A_DAY or (latest and self.now - latest < REMIND_AGAIN):
                return False
            mail = self.factory.member_mails.reminder(
                self.standing(db, member), self.target(member), self.now
            )
            mail_table.enqueue(db, [mail], self.now, "INSERT OR IGNORE")
            return True

        return work

    def confirm(self, id: str) -> Work[bool]:
        """Confirm a membership; the result is whether it was unconfirmed until now."""

        def work(db: sqlite3.Connection) -> bool:
            member = table.find(db, id)
            if member is None or member.state is not State.UNCONFIRMED:
                return False
            moved_up = table.confirm(db, id, self.seats(member.form, member.group), self.now)
            # The page says how it stands to the one who has just confirmed.
            self._tell(db, [each for each in moved_up if each.id != id])
            return True

        return work

    def set_notices(self, id: str, wanted: bool) -> Work[bool]:
        """Let a member have the mails about meetings or not; the result is whether that is a change."""
        return lambda db: table.set_notices(db, id, wanted)

    def leave(self, id: str) -> Work[bool]:
        """Let a member leave; the result is whether there was one."""
        return self._end(id, self.factory.member_mails.left)

    def remove(self, id: str) -> Work[bool]:
        """Take a member off the list, for the organiser; the result is whether there was one."""
        return self._end(id, self.factory.member_mails.removed)

    def _end(
        self, id: str, mails: Callable[[Standing, Target, datetime], Iterable[Mail]]
    ) -> Work[bool]:
        def work(db: sqlite3.Connection) -> bool:
            member = table.find(db, id)
            if member is None or not member.active:
                return False
            table.leave(db, id, self.now)
            self._end_signups(db, member)
            standing = self.standing(db, member)
            target = self.target(member)
            mail_table.enqueue(db, mails(standing, target, self.now), self.now, "INSERT OR IGNORE")
            self._promote(db, member.form, member.group)
            return True

        return work

    def tidy(self) -> Work[None]:
        """Delete what was never confirmed, or whose group is long gone, and give places that have become free."""

        def work(db: sqlite3.Connection) -> None:
            settings = self.factory.settings
            for member in table.expire(db, self.now - settings.confirm_within, self.now):
                self._end_signups(db, member)
                mails = self.factory.member_mails.expired(self.standing(db, member), self.now)
                mail_table.enqueue(db, mails, self.now, "INSERT OR IGNORE")
            for form, group in table.groups(db):
                self._promote(db, form, group)
            self._end_groups(db)
            table.delete_ended(db, self.now - settings.retention.submissions)

        return work

    def _end_groups(self, db: sqlite3.Connection) -> None:
        """Delete the members of groups that have been over for long enough."""
        groups = {group: self.targets.find(form, group) for form, group in table.groups(db)}
        on_site = {
            group: Terms(each.ends, each.keep_months) for group, each in groups.items() if each
        }
        keeping_table.note_groups(db, on_site, groups.keys() - on_site.keys(), self.now)
        kept = self.factory.settings.retention.members
        for group in keeping_table.groups_over(db, kept, self.now):
            for member in table.end_group(db, group, self.now):
                self._end_signups(db, member)

    def overviews(self) -> Work[None]:
        """Queue the month's mail to the organiser of each group in which something has happened this month."""

        def work(db: sqlite3.Connection) -> None:
            for form, group in table.groups(db):
                target, members = self.targets.find(form, group), table.members_of(db, group)
                if target and self._has_news(members):
                    counts = count(members, self.now)
                    mail = self.factory.member_mails.overview(target, counts, self.now)
                    mail_table.enqueue(db, [mail], self.now, "INSERT OR IGNORE")

        return work

    def _has_news(self, members: Iterable[Member]) -> bool:
        """Whether somebody has joined or changed something this month, and a while ago: one mail tells of all at a meeting."""
        month = (self.now.astimezone(COPENHAGEN).year, self.now.astimezone(COPENHAGEN).month)
        changes = [each.changed.astimezone(COPENHAGEN) for each in members]
        return any(
            (when.year, when.month) == month and when <= self.now - SETTLED for when in changes
        )

    def seats(self, form: str, group: str) -> Seats:
        """The places of a group. Nobody moves up in one that has ended, or is not on the site just now."""
        target = self.targets.find(form, group)
        goes_on = target is not None and not target.ended(self.now)
        return Seats(target.capacity if target and goes_on else 0, self.factory.settings.hold)

    def target(self, member: Member) -> Target:
        """What a member signed up for, in the member's language."""
        in_language = self.targets.find(member.form, member.entry)
        return in_language or target_of(self.targets, member.form, member.group)

    def standing(self, db: sqlite3.Connection, member: Member) -> Standing:
        """How a member stands in the group."""
        members = table.turns(db, member.group)
        number = waiting_numbers(members, self.now).get(member.id, 0)
        group = target_of(self.targets, member.form, member.group)
        return Standing(member, count(members, self.now), group, number)

    def _new(self, submission: Submission, target: Target) -> Member:
        return Member(
            submission.id, target.group_key, submission.kind, submission.entry, submission.id,
            submission.person_hash, normal_address(submission.values["email"]), State.UNCONFIRMED,
            joined=self.now, since=self.now, held_until=self.now + self.factory.settings.hold,
            changed=self.now, lang=target.lang, values=submission.values, consent=submission.consent,
        )  # fmt: skip

    def _promote(self, db: sqlite3.Connection, form: str, group: str) -> None:
        self._tell(db, table.promote(db, group, self.seats(form, group), self.now))

    def _tell(self, db: sqlite3.Connection, moved_up: Iterable[Member]) -> None:
        for member in moved_up:
            mails = self.factory.member_mails.moved_up(
                self.standing(db, member), self.target(member), self.now
            )
            mail_table.enqueue(db, mails, self.now, "INSERT OR IGNORE")

    def _end_signups(self, db: sqlite3.Connection, member: Member) -> None:
        """Delete what was sent, and the mails about it; the same may be sent again."""
        entries = {member.entry, *self._entries(member.form, member.group)}
        outbox_schema.delete_signups(db, member.person_hash or b"", member.form, entries)

    def _entries(self, form: str, group: str) -> set[str]:
        """A group in all its languages."""
        targets = self.targets.found.values()
        found = {each.entry for each in targets if each.kind == form and each.group_key == group}
        return {group, *found}


def submission_of(member: Member) -> Submission:
    """What a member has sent, as the submission that counts."""
    return Submission(
        member.submission, member.form, member.entry, b"", member.person_hash or b"", "",
        member.changed, member.values, consent=member.consent,
    )  # fmt: skip


def write_counts(outbox: Outbox, database: Path, now: datetime) -> None:
    """Write how many places are taken for the site, beside the database, where that has changed.

    Processes take turns, so that none writes over newer counts. That it cannot be written is logged.
    """
    path = database.with_name(FILE)
    try:
        with _counting, open(f"{path}.lock", "wb", opener=_private) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            counts = outbox.look(lambda db: table.counts(db, now))
            joined = outbox.look(table.signup_counts)
            content = serialize_counts(counts, joined)
            if path.read_bytes() != content if path.exists() else counts or joined:
                write_atomically(path, content)
                make_private(path)
    except OSError as error:
        log.error(in_words(N_("The counts of members cannot be written: {reason}"), reason=error))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
