"""Parses `staff.yaml`: purely, all problems at once."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.front_matter.parsing import Fields, ParseError, decode, read_named_records
from nyspor.front_matter.validation import validate
from nyspor.problems import N_, Problem, closest_match
from nyspor.staff.records import Staff, StaffMember

FILE = "staff.yaml"

EXAMPLE = N_("Write a line for each, such as redaktion: blog@kommune.example")


def parse_staff(raw: bytes, source: str = FILE) -> tuple[Staff, list[Problem]]:
    """Parse the file. A key with an address alone is an editor; staff with a problem is left out."""
    try:
        records = read_named_records(decode(raw, source), StaffMember, source, "email")
    except ParseError as error:
        return Staff(), [error.problem]
    if not records:
        nobody = N_("Nobody stands in {file}.")
        return Staff(), [Problem(source, nobody, EXAMPLE, params={"file": source})]
    members, problems = [], []
    for key, fields in records:
        member, wrong = validate(fields, StaffMember, source, key=key)
        problems += wrong
        if member:
            members.append((member, fields))
    keys = [key for key, _ in records]
    for member, fields in members:
        problems += _wrong_absences(member, fields, keys, source)
    return Staff.of(member for member, _ in members), problems


def _wrong_absences(
    member: StaffMember, fields: Fields, keys: list[str], source: str
) -> Iterator[Problem]:
    for index, absence in enumerate(member.absences):
        line, written = fields.locate(("absences", index, "deputy"))
        near = closest_match(absence.deputy, keys)
        params = {"key": absence.deputy, "near": near}
        if absence.deputy == member.key:
            message = N_("“{key}” cannot stand in for themselves.")
            remedy = N_("Write the key of somebody else.")
            yield Problem(source, message, remedy, line, written, params)
        elif absence.deputy not in keys:
            message = N_("Nobody in the file is called “{key}”.")
            remedy = N_("Did you mean “{near}”?") if near else SOMEBODY
            yield Problem(source, message, remedy, line, written, params)
        if absence.end < absence.start:
            line, written = fields.locate(("absences", index, "end"))
            message = N_("The absence ends before it begins.")
            remedy = N_("Look whether the two days have been exchanged.")
            yield Problem(source, message, remedy, line, written)


SOMEBODY = N_("Write the key of somebody in the file.")
