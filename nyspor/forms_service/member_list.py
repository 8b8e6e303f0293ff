"""The list of a group's members, for its organiser: in words, and as a file for a spreadsheet. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nyspor.forms.registry import find_form
from nyspor.forms.spec import Field
from nyspor.forms_service.mail_fields import translations
from nyspor.members.places import waiting_numbers
from nyspor.members.records import Member
from nyspor.problems import N_
from nyspor.text.danish import short_date, short_moment
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.spreadsheet import as_csv


@dataclass(frozen=True)
class Row:
    """A member as the list shows one; `number` is the one on the waiting list, 0 with a place."""

    member: Member
    joined: str
    status: str
    number: int = 0


def rows(members: Sequence[Member], now: datetime, language: str = DEFAULT_LANGUAGE) -> list[Row]:
    """The members of a group, in their order; first those with a place, then those who wait, then those who do not."""
    numbers = waiting_numbers(members, now)
    found = [
        Row(
            each, short_date(each.joined), _status(each, numbers, language), numbers.get(each.id, 0)
        )
        for each in members
    ]
    return sorted(found, key=lambda row: (not row.member.has_place, row.number == 0, row.number))


def members_csv(
    members: Sequence[Member], now: datetime, language: str = DEFAULT_LANGUAGE
) -> bytes:
    """The list as CSV, as Danish spreadsheets open it."""
    words = translations(language)
    fields = list(columns(members))
    labels = [each.label for each in fields]
    headings = [
        words.gettext(each) for each in (*labels, N_("Joined"), N_("Status"), N_("Consent"))
    ]
    lines = [
        [*(row.member.values.get(each.name, "") for each in fields), row.joined, row.status, row.member.consent]
        for row in rows(members, now, language)
    ]  # fmt: skip
    return as_csv([headings, *lines])


def columns(members: Sequence[Member]) -> Iterator[Field]:
    """The fields that the list shows: those of the form, but check boxes."""
    form = find_form(members[0].form if members else "signup")
    return (each for each in form.fields if each.type != "check") if form else iter(())


def _status(member: Member, numbers: Mapping[str, int], language: str) -> str:
    words = translations(language)
    parts = []
    if member.id in numbers:
        parts.append(
            words.gettext(N_("number {number} on the waiting list")).format(
                number=numbers[member.id]
            )
        )
    if member.is_confirmed:
        parts.append(words.gettext(N_("confirmed")))
    elif member.has_place:
        held = short_moment(member.held_until)
        parts.append(words.gettext(N_("not confirmed, the place is held until {until}")).format(until=held))  # fmt: skip
    else:
        parts.append(words.gettext(N_("not confirmed")))
    if not member.wants_notices:
        parts.append(words.gettext(N_("no mails about meetings")))
    return ", ".join(parts)
