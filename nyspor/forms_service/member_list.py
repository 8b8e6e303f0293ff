"""The list of a group's members, for its organiser: in words, and as a file for a spreadsheet. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from nyspor.forms.registry import find_form
from nyspor.forms.spec import Field
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.member_mails import moment
from nyspor.members.places import waiting_numbers
from nyspor.members.records import Member
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN
from nyspor.text.language import DEFAULT_LANGUAGE

# A spreadsheet would take such a text for a formula, and could carry it out (OWASP: CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_PHONE = re.compile(r"\+?[\d ()-]+")


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
        Row(each, _day(each.joined), _status(each, numbers, language), numbers.get(each.id, 0))
        for each in members
    ]
    return sorted(found, key=lambda row: (not row.member.has_place, row.number == 0, row.number))


def members_csv(
    members: Sequence[Member], now: datetime, language: str = DEFAULT_LANGUAGE
) -> bytes:
    """The list as CSV, as Danish spreadsheets open it: UTF-8 with a mark, semicolons, no formulas."""
    words = translations(language)
    fields = list(columns(members))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    labels = [each.label for each in fields]
    writer.writerow(
        [words.gettext(each) for each in (*labels, N_("Joined"), N_("Status"), N_("Consent"))]
    )
    for row in rows(members, now, language):
        values = [row.member.values.get(each.name, "") for each in fields]
        shown = [*values, row.joined, row.status, row.member.consent]
        writer.writerow([without_formula(each) for each in shown])
    return text.getvalue().encode("utf-8-sig")


def columns(members: Sequence[Member]) -> Iterator[Field]:
    """The fields that the list shows: those of the form, but check boxes."""
    form = find_form(members[0].form if members else "signup")
    return (each for each in form.fields if each.type != "check") if form else iter(())


def without_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula; telephone numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.fullmatch(text) else text


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
        held = moment(member.held_until, language)
        parts.append(words.gettext(N_("not confirmed, the place is held until {until}")).format(until=held))  # fmt: skip
    else:
        parts.append(words.gettext(N_("not confirmed")))
    return ", ".join(parts)


def _day(when: datetime) -> str:
    return when.astimezone(COPENHAGEN).strftime("%d.%m.%Y")
