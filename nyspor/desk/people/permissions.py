"""Who may do what at the desk, by role, municipality and track."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nyspor.model.kinds import Entry, Workgroup
from nyspor.model.values import Status
from nyspor.staff.records import Role, StaffMember

ALL_KINDS = frozenset({"*"})
"""The rule that every kind of text needs a second pair of eyes."""


@dataclass(frozen=True)
class Rules:
    """The kinds of text that somebody else must approve before they are published; `ALL_KINDS` for all."""

    approved_kinds: Collection[str] = frozenset()

    def needs_approval(self, kind: str) -> bool:
        """Return whether a text of this kind is published by two only."""
        return self.approved_kinds == ALL_KINDS or kind in self.approved_kinds


def may_write(member: StaffMember, kind: str, entry: Entry | None = None) -> bool:
    """Return whether somebody may change a text of a kind; `entry` is None where it is new, or cannot be read."""
    if not (member.is_editor or Role.WRITER in member.roles):
        return Role.ORGANISER in member.roles and kind == Workgroup.kind and _covers(member, entry)
    return _covers(member, entry)


def may_approve(member: StaffMember, entry: Entry | None = None) -> bool:
    """Return whether somebody may approve the texts of others."""
    return member.is_editor and _covers(member, entry)


def may_publish(
    member: StaffMember, rules: Rules, kind: str, entry: Entry | None, is_approved: bool
) -> bool:
    """Return whether somebody may publish a text."""
    allowed = is_approved or not rules.needs_approval(kind)
    return allowed and may_write(member, kind, entry)


def may_take_off(member: StaffMember, rules: Rules, kind: str, entry: Entry | None) -> bool:
    """Return whether somebody may take a published text off the site."""
    allowed = not rules.needs_approval(kind) or may_approve(member, entry)
    return allowed and may_write(member, kind, entry)


class NeedsAdministrator(Exception):
    """Somebody else than an administrator changes who sees the members of a group."""


class NeedsApproval(Exception):
    """A draft would be published past the rules of approval."""


def is_held(
    member: StaffMember, rules: Rules, kind: str, before: Entry | None, after: Entry | None
) -> bool:
    """Return whether somebody's change of a text waits for approval, since residents see the text. Raises `NeedsApproval`."""
    if is_public(before):
        return rules.needs_approval(kind) and not may_approve(member, before)
    if is_public(after) and not may_publish(member, rules, kind, after, is_approved=False):
        raise NeedsApproval
    return False


def refuse_new_receiver(member: StaffMember, before: Entry | None, after: Entry | None) -> None:
    """Raise `NeedsAdministrator` where somebody else than an administrator changes who the sign-ups to a group are delivered to.

    Whoever gets them sees who has signed up: nobody gives themselves that.
    """
    was, is_now = (
        each.deliver_to if isinstance(each, Workgroup) else "" for each in (before, after)
    )
    if after is not None and was != is_now and not member.is_administrator:
        raise NeedsAdministrator


def is_public(entry: Entry | None) -> bool:
    """Return whether residents see a text, now or once its date has come."""
    return entry is not None and entry.status is not Status.DRAFT


def _covers(member: StaffMember, entry: Entry | None) -> bool:
    if entry is None or member.is_administrator:
        return True
    return member.covers(entry.tracks, [entry.municipality] if entry.municipality else [])
