"""Who may do what at the desk, by role, municipality and track."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nyspor.model.kinds import Entry, Workgroup
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
    """Return whether somebody may publish a text, or take it off."""
    allowed = is_approved or not rules.needs_approval(kind)
    return allowed and may_write(member, kind, entry)


def _covers(member: StaffMember, entry: Entry | None) -> bool:
    if entry is None or member.is_administrator:
        return True
    return member.covers(entry.tracks, [entry.municipality] if entry.municipality else [])
