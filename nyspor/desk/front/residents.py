"""What residents have sent that is somebody's to look after: texts that wait for a decision, and groups with their members.

All of it is the forms service's; here is who may see what, and what the front page of the desk says of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from nyspor.content.collection import readable_entries
from nyspor.desk.answers import At
from nyspor.desk.state import DeskState
from nyspor.forms.registry import find_form
from nyspor.forms.targets import Target, Targets, UnreadableList
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.member_mails import places
from nyspor.forms_service.moderation_view import Desk, ShownText
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.state import ServiceState
from nyspor.members import table
from nyspor.members.records import Member
from nyspor.model.kinds import Entry
from nyspor.model.places import Counts
from nyspor.site.form_targets import EDITORS
from nyspor.staff.records import Staff, StaffMember
from nyspor.text.danish import sort_key

MOST_NEWEST = 5
"""The texts that wait which the front page shows, the newest first."""


SENT = "moderate/"
"""Begins, in place of a text's file, what the audit log knows an idea by; its id follows. Its words are the forms service's to keep, and to forget."""


@dataclass(frozen=True)
class GroupLine:
    """A group that people sign up to: how full it is, how many are on its list, and how many of them have not confirmed yet."""

    key: str
    title: str
    places: str
    members: int = 0
    unconfirmed: int = 0

    @property
    def has_members(self) -> bool:
        """Whether anybody is on its list."""
        return self.members > 0


@dataclass(frozen=True)
class SignUps:
    """Those who have signed up to a text: by whom they may be seen, whether that is whoever asks, and how many there are then."""

    key: str
    seen_by: Sequence[str]
    is_seen: bool
    members: int


@dataclass(frozen=True)
class FromResidents:
    """What the front page says: how many texts wait for somebody, the newest of them, and the groups that are theirs.

    `is_running` says whether there is a forms service, `is_readable` whether it could be asked just now.
    """

    waiting: int = 0
    newest: Sequence[ShownText] = ()
    groups: Sequence[GroupLine] = ()
    is_running: bool = True
    is_readable: bool = True


def with_own_pages(service: ServiceState) -> ServiceState:
    """Return the forms service with the engine's own templates, which carry the token of the desk's forms, for use at the desk."""
    return replace(service, pages=Pages(service.factory.settings.theme.without_own_templates))


def from_residents(state: DeskState, at: At) -> FromResidents:
    """Return what waits for somebody, and the groups that are theirs."""
    if state.forms is None:
        return FromResidents(is_running=False)
    try:
        desk = moderation_desk(state, state.forms, at.person)
        return FromResidents(*_waiting(desk), _group_lines(state, state.forms, at, desk.targets))
    except (UnreadableList, OutboxUnavailable):
        return FromResidents(is_readable=False)


def moderation_desk(state: DeskState, forms: ServiceState, person: StaffMember) -> Desk:
    """Return what an editor may decide on. Raises `UnreadableList`."""
    return Desk(forms.outbox, forms.targets(), state.staff(), person, state.clock())


def titles_of_sent(state: DeskState, files: Iterable[str]) -> Mapping[str, str]:
    """Return the titles of the ideas that lines of the audit log name, by what stands there, as far as they are still kept."""
    if state.forms is None:
        return {}
    titles = {}
    with suppress(OutboxUnavailable):
        for file in files:
            stored = state.forms.outbox.find(file.removeprefix(SENT))
            if stored and stored.latest:
                titles[file] = stored.latest.values.get("title", "")
    return titles


def _waiting(desk: Desk) -> tuple[int, list[ShownText]]:
    """How many texts wait for an editor, and the newest of them; none for others."""
    if not desk.member.is_editor:
        return 0, []
    waiting = desk.waiting()
    return len(waiting), [desk.listed(each) for each in waiting[: -MOST_NEWEST - 1 : -1]]


def _group_lines(
    state: DeskState, forms: ServiceState, at: At, targets: Targets
) -> list[GroupLine]:
    now, words = state.clock(), translations(at.language)
    groups = groups_of(state, at.person, targets)
    counts = forms.outbox.look(lambda db: table.counts(db, now)) if groups else {}
    lines = []
    for group in groups:
        members, count = members_of(forms, group), counts.get(group.entry, Counts())
        full = places(count, group.capacity, words).replace("\n", ". ")
        unconfirmed = sum(not each.is_confirmed for each in members)
        lines.append(GroupLine(group.entry, group.title, full, len(members), unconfirmed))
    return lines


def members_of(forms: ServiceState, group: Target) -> Sequence[Member]:
    """Return who has signed up to a group."""
    return forms.outbox.look(lambda db: table.members_of(db, group.entry))


def sign_ups_of(state: DeskState, person: StaffMember, entry: Entry | None) -> SignUps | None:
    """Return what the page of a text says of its sign-ups; None where nobody signs up to it, or it cannot be told just now."""
    if state.forms is None or entry is None:
        return None
    try:
        found = state.forms.targets().found.values()
        group = next((each for each in found if each.entry == entry.key and _is_group(each)), None)
        if group is None:
            return None
        staff, now = state.staff(), state.clock()
        seen_by = [each for each in staff if may_see_members(each, staff, group, entry, now)]
        is_seen = person in seen_by
        members = len(members_of(state.forms, group)) if is_seen else 0
    except (UnreadableList, OutboxUnavailable):
        return None
    names = tuple(each.display_name for each in seen_by)
    return SignUps(group.entry, names, is_seen, members)


def groups_of(state: DeskState, person: StaffMember, targets: Targets) -> list[Target]:
    """Return the groups whose members somebody may see, by title."""
    entries = {entry.key: entry for _, entry in readable_entries(state.loaded())}
    staff, now = state.staff(), state.clock()
    seen = [
        target
        for target in targets.found.values()
        if _is_group(target)
        and may_see_members(person, staff, target, entries.get(target.entry), now)
    ]
    return sorted(seen, key=lambda each: sort_key(each.title))


def may_see_members(
    person: StaffMember, staff: Staff, group: Target, entry: Entry | None, now: datetime
) -> bool:
    """Return whether somebody may see the members of a group, and change their list; `entry` is the group's text.

    These are the administrators, and those who receive its mail, themselves or as a deputy: the same as have the links in it. What
    goes to the editors belongs to those who are there for its tracks and municipality.
    """
    if person.is_administrator or group.deliver_to == person.key:
        return True
    if group.deliver_to in ("", EDITORS):
        municipality = [entry.municipality] if entry and entry.municipality else []
        return staff.decides(person, entry.tracks if entry else (), municipality, now)
    return staff.receiver(group.deliver_to, now) == person


def _is_group(target: Target) -> bool:
    """Whether people join by its form; the members of a translation are those of the original."""
    form = find_form(target.kind)
    return form is not None and form.joins and not target.original
