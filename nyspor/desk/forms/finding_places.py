"""Where on the page of a text the check's findings belong: the field that each is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nyspor.desk.forms.field_form import FormField
from nyspor.desk.forms.field_rows import Form, name_before
from nyspor.front_matter.parsing import FieldPath, Fields
from nyspor.model.fields import key_form
from nyspor.problems import Problem

Labels = tuple[tuple[str, int], ...]
"""What leads to a field: message ids, each with the number of a row, or 0."""


@dataclass(frozen=True)
class FieldPlace:
    """A field on the page: the `name` of its input there, and its `labels`: those around it first."""

    name: str
    labels: Labels


def places_of(
    problems: Sequence[Problem], file: str, fields: Sequence[FormField], written: Fields, sent: Form
) -> list[FieldPlace | None]:
    """Return the place of each problem; None where it is about no field of the file's.

    `fields` are those of the text as it was `sent`, when rows may have stood in another order than on the page.
    """
    known = [(field, labels, _line(field, written)) for field, labels in _all(fields)]

    def place(problem: Problem) -> FieldPlace | None:
        key, line = key_form(problem.field), problem.line or written.first_line
        if not key or problem.source != file:
            return None
        named = [each for each in known if key in _keys(each[0]) and each[2] <= line]
        # An item of a list may stand below its key; what is missing is told of where the record begins.
        field, labels, _ = max(named, key=lambda each: each[2], default=(None, (), 0))
        return FieldPlace(name_before(field.name, sent), labels) if field else None

    return [place(problem) for problem in problems]


def marks_of(
    problems: Sequence[Problem], places: Sequence[FieldPlace | None]
) -> Mapping[str, list[Problem]]:
    """Return the problems by the name of the field that each is about."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem, place in zip(problems, places, strict=True):
        if place:
            found[place.name].append(problem)
    return found


def _all(fields: Sequence[FormField], around: Labels = ()) -> Iterator[tuple[FormField, Labels]]:
    """Every field that the page shows, with those within it."""
    for field in fields:
        if field.name == "status":
            continue  # its buttons are elsewhere
        labels = (*around, (field.label, 0))
        yield field, labels
        yield from _all(field.fields, labels)
        for number, row in enumerate(field.rows, 1):
            yield from _all(row.fields, (*around, (field.row_label, number)))


def _keys(field: FormField) -> tuple[str, str]:
    return key_form(field.key), field.name.rpartition(".")[2]


def _line(field: FormField, written: Fields) -> int:
    path: FieldPath = tuple(
        int(each) if each.isdecimal() else each for each in field.name.split(".")
    )
    return written.locate(path)[0] or written.first_line
