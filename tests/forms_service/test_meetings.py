"""Mails about meetings: what each member gets, once, with a file that calendar programs understand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from icalendar import Calendar

from nyspor.forms.targets import Target, Targets, write_targets
from nyspor.forms_service.meeting_notices import find_due, recipients, tell_members
from nyspor.forms_service.membership import Membership
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.scheduled_jobs import run_due_jobs
from nyspor.forms_service.service import factory_for, open_state
from nyspor.forms_service.test_probes import AFTER_COMMIT, BEFORE_COMMIT
from nyspor.members import table
from nyspor.members.records import Member, State
from nyspor.model.kinds import Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import Meeting, Signup
from nyspor.site.form_targets import signup_target
from nyspor.text.danish import parse_date
from tests.forms_service.running_service import settings_in, text_of
from tests.members.builders import GROUP, seats
from tests.members.builders import member as made_up

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPEN = Signup()
SITE = Site("Nyspor", "", "https://blog.example")


def meeting(id: str = "vinter", start: str = "19. januar 2027 kl. 19.00", **more: Any) -> Meeting:
    end = more.pop("end", "")
    values = {"id": id, "start": parse_date(start), "place": "Biblioteket", **more}
    return Meeting(**values, end=parse_date(end) if end else None)


WINTER = meeting(title="Hvad skal der plantes?", end="19. januar 2027 kl. 21.00")


def group_with(*meetings: Meeting, signup: Signup | None = OPEN) -> Target:
    """The workgroup as a build lists it."""
    group = Workgroup(
        slug="stigruppen", title="Stigruppen", summary="…", meetings=meetings, signup=signup
    )
    return signup_target(Library(now=NOW, entries={group.key: group}), SITE, group)


class Group:
    """The outbox of a service whose site has one workgroup, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.settings = settings_in(folder)
        self.now = NOW
        self.outbox = Outbox.open(self.settings.database)

    def join(self, name: str, **fields: Any) -> Member:
        """A member who has confirmed and has a place, unless the fields say something else."""
        fields = {"state": State.CONFIRMED, "confirmed": NOW - HOUR} | fields
        new = made_up(name, NOW - 2 * HOUR, **fields)
        self.outbox.apply(lambda db: table.join(db, new, seats(None)))
        return new

    def publish(self, *meetings: Meeting) -> list[str]:
        """Publish these meetings, and tell members an hour later; return who got a mail, with its subject."""
        self.now += HOUR
        before = {mail.id for mail in self.outbox.mails()}
        self.tell(Targets(SITE, {("signup", GROUP): group_with(*meetings)}))
        return [
            f"{found['To'].split('@')[0]}: {found['Subject']}"
            for mail in self.outbox.mails()
            if mail.id not in before
            for found in [self.read(mail.id)]
        ]

    def tell(self, targets: Targets) -> None:
        tell_members(self.outbox, Membership(factory_for(self.settings), targets, self.now))

    def read(self, id: str) -> EmailMessage:
        mail = self.outbox.find_mail(id)
        assert mail
        return message_from_bytes(mail.message, policy=default)

    @property
    def last(self) -> EmailMessage:
        return self.read(self.outbox.mails()[-1].id)


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    found = Group(tmp_path)
    with closing(found.outbox):
        yield found


def calendar_in(mail: EmailMessage) -> tuple[str, Any]:
    """The method that the mail's header names, and the event, as a calendar program reads them."""
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_content())
    assert calendar["method"] == part["Content-Type"].params["method"]
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


def test_members_with_a_place_hear_of_a_new_meeting(group: Group) -> None:
    for name in ("anna", "bo"):
        group.join(name)
    group.join("carl", state=State.UNCONFIRMED, confirmed=None)
    waiting = made_up("dorte", NOW - HOUR, state=State.CONFIRMED, confirmed=NOW)
    group.outbox.apply(lambda db: table.join(db, waiting, seats(0)))
    assert group.publish() == []
    assert group.publish(WINTER) == [
        "anna: Nyt møde i »Stigruppen«: tirsdag den 19. januar 2027",
        "bo: Nyt møde i »Stigruppen«: tirsdag den 19. januar 2027",
    ]
    said = text_of(group.last)
    assert (
        "Hvad skal der plantes?\nTirsdag den 19. januar 2027 kl. 19.00-21.00\nBiblioteket" in said
    )
    assert "https://blog.example/arbejdsgrupper/stigruppen/" in said
    assert group.last["Reply-To"] == "redaktion@kommune.example"
    method, event = calendar_in(group.last)
    assert (method, event["uid"]) == ("REQUEST", "vinter.stigruppen@blog.example")
    assert event.start == datetime(2027, 1, 19, 18, 0, tzinfo=UTC)
    assert event["attendee"] == "mailto:bo@post.example"


def test_a_meeting_is_moved_called_off_and_held_after_all(group: Group) -> None:
    group.join("anna")
    group.publish(WINTER)
    moved = meeting(title=WINTER.title, start="26. januar 2027 kl. 18.30")
    assert group.publish(moved) == [
        "anna: Ændret: mødet i »Stigruppen« tirsdag den 26. januar 2027"
    ]
    assert "Før:\nTirsdag den 19. januar 2027 kl. 19.00-21.00\n\n" in text_of(group.last)
    changed = calendar_in(group.last)
    assert group.publish(replace_meeting(moved, cancelled=True)) == [
        "anna: Aflyst: mødet i »Stigruppen« tirsdag den 26. januar 2027"
    ]
    cancelled = calendar_in(group.last)
    assert group.publish(moved) == [
        "anna: Mødet i »Stigruppen« tirsdag den 26. januar 2027 bliver holdt alligevel"
    ]
    held = calendar_in(group.last)
    found = [changed, cancelled, held]
    assert [method for method, _ in found] == ["REQUEST", "CANCEL", "REQUEST"]
    assert [event["status"] for _, event in found] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [event["sequence"] for _, event in found] == [1, 2, 3]
    assert len({event["uid"] for _, event in found}) == 1


def replace_meeting(meeting: Meeting, **fields: Any) -> Meeting:
    return meeting.model_copy(update=fields)


def test_nobody_hears_twice_or_of_what_stood_there_from_the_beginning(group: Group) -> None:
    group.join("anna")
    assert group.publish(WINTER) == []
    assert group.publish(replace_meeting(WINTER, title="Hvad skal plantes?")) == []
    assert len(group.publish(WINTER, meeting("foraar", "3. marts 2027"))) == 1
    assert group.publish(WINTER, meeting("foraar", "3. marts 2027")) == []


def test_a_list_that_does_not_know_meetings_tells_nothing(group: Group) -> None:
    """As one that an earlier version has written: its meetings are not cancelled."""
    group.join("anna")
    group.publish(WINTER)
    older = replace(group_with(WINTER), meetings=None)
    group.tell(Targets(SITE, {("signup", GROUP): older}))
    group.tell(Targets(SITE))
    assert group.outbox.mails() == []
    assert len(group.publish()) == 1, "taken off the page it is cancelled"


def test_a_group_whose_sign_up_was_taken_off_tells_its_members_all_the_same(group: Group) -> None:
    group.join("anna")
    group.publish()
    closed = group_with(WINTER, signup=None)
    assert not closed.open_at(NOW)
    group.now += HOUR
    group.tell(Targets(SITE, {("signup", GROUP): closed}))
    assert len(group.outbox.mails()) == 1


def test_whoever_confirms_late_hears_what_has_changed_since_the_sign_up(group: Group) -> None:
    late = group.join("anna", state=State.UNCONFIRMED, confirmed=None)
    group.publish()
    assert group.publish(WINTER) == []
    group.outbox.apply(lambda db: table.confirm(db, late.id, seats(None), group.now))
    assert len(group.publish(WINTER)) == 1
    new = made_up("bo", group.now, state=State.CONFIRMED, confirmed=group.now)
    group.outbox.apply(lambda db: table.join(db, new, seats(None)))
    assert group.publish(WINTER) == [], "the receipt has the meeting"


def test_members_are_reminded_once_on_the_day_before(group: Group) -> None:
    group.join("anna")
    group.publish(WINTER)
    group.now = datetime(2027, 1, 18, 7, 0, tzinfo=UTC)
    assert group.publish(WINTER) == ["anna: Husk mødet i »Stigruppen« tirsdag den 19. januar 2027"]
    assert "Tirsdag den 19. januar 2027 kl. 19.00-21.00" in text_of(group.last)
    assert group.publish(WINTER) == []
    later = replace_meeting(WINTER, start=parse_date("20. januar 2027 kl. 19.00"))
    assert len(group.publish(later)) == 1, "moved at the last moment"
    group.now += timedelta(days=1)
    assert group.publish(later) == ["anna: Husk mødet i »Stigruppen« onsdag den 20. januar 2027"], (
        "on its own day"
    )


def test_a_member_reads_it_in_the_language_of_the_sign_up(group: Group) -> None:
    group.join("anna", lang="en", entry=f"en/{GROUP}")
    group.publish()
    assert group.publish(WINTER) == ["anna: New meeting of “Stigruppen”: Tuesday 19 January 2027"]
    assert "Tuesday 19 January 2027 at 19:00–21:00" in text_of(group.last)


def test_nobody_is_told_while_an_older_site_is_served(tmp_path: Path) -> None:
    """As after `nyspor rollback`: the meeting that is missing there is not cancelled."""
    state = open_state(settings_in(tmp_path), lambda outbox: Rebuilder((), outbox), lambda: NOW)
    path = state.factory.settings.forms
    with closing(state.outbox):
        anna = made_up("anna", NOW - HOUR, state=State.CONFIRMED, confirmed=NOW - HOUR)
        state.outbox.apply(lambda db: table.join(db, anna, seats(None)))
        path.write_bytes(write_targets(SITE, [group_with(WINTER)]))
        run_due_jobs(state)
        path.write_bytes(write_targets(SITE, [group_with()]))
        run_due_jobs(replace(state, held=lambda: True))
        assert [m for m in state.outbox.mails() if m.purpose.startswith("meeting")] == []
        run_due_jobs(state)
        assert len([m for m in state.outbox.mails() if m.purpose.startswith("meeting")]) == 1


class Killed(Exception):
    """The process ends here."""


@pytest.mark.parametrize("point", [BEFORE_COMMIT, AFTER_COMMIT])
def test_a_stop_at_any_point_neither_loses_nor_repeats_a_mail(group: Group, point: str) -> None:
    for name in ("anna", "bo"):
        group.join(name)
    group.publish()
    group.now += HOUR
    membership = Membership(
        factory_for(group.settings),
        Targets(SITE, {("signup", GROUP): group_with(WINTER)}),
        group.now,
    )

    def die(found: str) -> None:
        if found == point:
            raise Killed

    def apply(work: Callable[[Any], object]) -> None:
        """A transaction that ends as if the process were killed at this point."""

        def killed(db: Any) -> None:
            work(db)
            die(BEFORE_COMMIT)

        group.outbox.apply(killed)
        die(AFTER_COMMIT)

    dying = SimpleNamespace(look=group.outbox.look, apply=apply)
    with pytest.raises(Killed):
        tell_members(dying, membership)  # type: ignore[arg-type]
    tell_members(group.outbox, replace(membership, now=group.now + HOUR))
    assert sorted(mail.id for mail in group.outbox.mails()) == [
        "anna.meeting-vinter-0",
        "bo.meeting-vinter-0",
    ]


def test_whoever_leaves_meanwhile_is_left_in_peace(group: Group) -> None:
    anna = group.join("anna")
    group.publish()
    group.now += HOUR

    def look(work: Callable[[Any], object]) -> object:
        found = group.outbox.look(work)
        group.outbox.apply(lambda db: table.leave(db, anna.id, group.now))
        return found

    targets = Targets(SITE, {("signup", GROUP): group_with(WINTER)})
    slow = SimpleNamespace(look=look, apply=group.outbox.apply)
    tell_members(slow, Membership(factory_for(group.settings), targets, group.now))  # type: ignore[arg-type]
    assert group.outbox.mails() == []


def test_two_processes_tell_it_once(group: Group) -> None:
    group.join("anna")
    group.publish()
    target = group_with(WINTER)
    first = group.outbox.look(lambda db: find_due(db, target, group.now + HOUR))
    assert len(first.notices) == 1
    assert len(group.publish(WINTER)) == 1
    again = group.outbox.look(lambda db: find_due(db, target, group.now + HOUR))
    assert again.notices == ()
    assert len(group.outbox.look(lambda db: recipients(db, GROUP))) == 1


def test_who_wants_no_mails_about_meetings_gets_none_until_they_are_wanted_again(
    group: Group,
) -> None:
    anna, _ = group.join("anna"), group.join("bo")
    group.publish()
    group.outbox.apply(lambda db: table.set_notices(db, anna.id, False))
    assert [each.partition(":")[0] for each in group.publish(WINTER)] == ["bo"]
    group.outbox.apply(lambda db: table.set_notices(db, anna.id, True))
    told = group.publish(WINTER, meeting("spring", "2. februar 2027 kl. 19.00"))
    assert sorted(each.partition(":")[0] for each in told) == ["anna", "anna", "bo"]


def test_a_mail_about_a_meeting_is_stopped_by_one_post(group: Group) -> None:
    group.join("anna")
    group.publish()
    group.publish(WINTER)
    mail = group.last
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"]
    assert re.fullmatch("<https://blog.example/forms/member/[^/]+/meetings>", address)
    assert "stoppe mails om møder" in text_of(mail)
