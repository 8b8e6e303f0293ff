"""A member of a workgroup, as the database keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a membership stands. Of one that is over, nothing about the person is kept."""

    UNCONFIRMED = "unconfirmed"
    """Signed up; the link in the mail has not been used yet."""
    CONFIRMED = "confirmed"
    LEFT = "left"
    """Left by the member's own link, or removed by the organiser."""
    EXPIRED = "expired"
    """Never confirmed."""


ACTIVE = (State.UNCONFIRMED, State.CONFIRMED)


@dataclass(frozen=True)
class Member:
    """A membership. `group` is the key of the workgroup, the same in all languages: `workgroups/stigruppen`."""

    id: str
    """The id of the submission with which it began; a later membership has another."""
    group: str
    form: str
    """The kind of the form that was sent."""
    entry: str
    """The entry it was sent from, in its language: `en/workgroups/stigruppen`."""
    submission: str
    """The id of the submission that counts: the first one, or the latest correction."""
    person_hash: bytes | None
    address: str
    """The e-mail address in its normal form, to compare it; '' once the membership is over."""
    state: State
    joined: datetime
    since: datetime
    """Since when it stands in line."""
    held_until: datetime
    """Until when an unconfirmed member keeps a place, or a turn in the line."""
    changed: datetime
    lang: str
    values: Mapping[str, str]
    """The fields of the form by name; none once the membership is over."""
    consent: str = ""
    """The version and the text that was consented to."""
    confirmed: datetime | None = None
    has_place: bool = False
    wants_notices: bool = True
    """Whether the member wants the mails about meetings."""

    @property
    def active(self) -> bool:
        """Whether the membership still holds."""
        return self.state in ACTIVE

    @property
    def is_confirmed(self) -> bool:
        return self.state is State.CONFIRMED

    @property
    def name(self) -> str:
        return self.values.get("name", "")

    @property
    def email(self) -> str:
        return self.values.get("email", "")

    @property
    def phone(self) -> str:
        return self.values.get("phone", "")

    @property
    def organisation(self) -> str:
        return self.values.get("organisation", "")

    @property
    def message(self) -> str:
        return self.values.get("message", "")


def group_of(entry: str) -> str:
    """The key of the group of an entry, which is the same in all languages."""
    language, slash, rest = entry.partition("/")
    return rest if slash and "/" in rest and len(language) == 2 else entry
