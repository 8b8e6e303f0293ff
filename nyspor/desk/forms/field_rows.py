"""The rows of repeated groups in a form, such as meetings: added, moved and removed by their buttons.

The number in the names of a row is its place in the text that the form showed, and rows stand in the order in which
they are sent. So a row that has been moved keeps its names, and it is known what it was before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from nyspor.model.values import (
    Document,
    Effect,
    Figure,
    Governance,
    IssueEntry,
    IssueSection,
    Measurement,
    Meeting,
    Milestone,
    Person,
    PhaseStep,
    Place,
    PreProject,
    Selection,
    SilencedRemark,
    Source,
    Unexpected,
)
from nyspor.problems import N_

Form = Mapping[str, Sequence[str]]
"""What a browser sends: the values of each name."""

ROWS: Mapping[type[BaseModel], tuple[str, tuple[str, ...]]] = {
    Document: (N_("Document"), ("date", "title")),
    Effect: (N_("Effect"), ("indicator",)),
    Figure: (N_("Key figure"), ("value", "label")),
    Governance: (N_("Body"), ("body",)),
    IssueEntry: (N_("Story"), ("slug",)),
    IssueSection: (N_("Section"), ("title",)),
    Measurement: (N_("Measurement"), ("date", "value")),
    Meeting: (N_("Meeting"), ("start", "place")),
    Milestone: (N_("Milestone"), ("date", "title")),
    Person: (N_("Person"), ("name",)),
    PhaseStep: (N_("Phase"), ("phase", "start")),
    Place: (N_("Place"), ("name",)),
    PreProject: (N_("Pre-project"), ("title",)),
    Selection: (N_("Step"), ("count", "label")),
    SilencedRemark: (N_("Remark"), ("rule",)),
    Source: (N_("Source"), ("title",)),
    Unexpected: (N_("Unexpected"), ("date", "text")),
}
"""What a row of each record is called (a message id), and its fields that tell which one it is."""


@dataclass(frozen=True)
class RowChange:
    """A form after a button of a row was pressed.

    `more` is the list that gets an empty row; `focus` is what has the focus when the form is shown again: a button by
    its value (`up meetings.0`), or a row (`row meetings.0`).
    """

    form: Form
    more: str = ""
    focus: str = ""


_BUTTON = re.compile(r"(add|up|down|remove) ([a-z_]+(?:\.(?:\d{1,4}|[a-z_]+))*)")


def pressed(form: Form, button: str) -> RowChange | None:
    """Return what the button of a row makes of a form; None for another button."""
    found = _BUTTON.fullmatch(button)
    if not found:
        return None
    verb, name = found.groups()
    if verb == "add":
        shown = name_after(name, form)
        return RowChange(form, shown, f"row {shown}.{len(_filled(name, form))}")
    path, _, number = name.rpartition(".")
    order = rows_in(path, form)
    if not number.isdecimal() or int(number) not in order:
        return RowChange(form)
    return _moved(form, path, order, int(number), verb)


def _moved(form: Form, path: str, order: list[int], row: int, verb: str) -> RowChange:
    place, shown = order.index(row), name_after(path, form)
    if row not in _filled(path, form) and verb != "remove":
        # Nothing says where a row without words stands: it stays the last one.
        return RowChange(form, shown, f"row {name_after(f'{path}.{row}', form)}")
    order.remove(row)
    if verb != "remove":
        order.insert(max(0, place + (1 if verb == "down" else -1)), row)
    changed = _in_order(form, path, order)
    left = _filled(path, changed)
    if verb == "remove":
        at = min(place, len(left) - 1)
        return RowChange(changed, focus=f"row {shown}.{at}" if left else f"add {shown}")
    at = left.index(row)
    # The button at the end of the way is off.
    usable = "down" if at == 0 else "up" if at == len(left) - 1 else verb
    return RowChange(changed, focus=f"{usable} {shown}.{at}")


def rows_in(path: str, form: Form) -> list[int]:
    """The numbers of the rows of a list that a form holds, in the order in which they stand there."""
    start = f"{path}."
    parts = (name[len(start) :].partition(".")[0] for name in form if name.startswith(start))
    return [*dict.fromkeys(int(part) for part in parts if part.isdecimal() and len(part) < 5)]


def _filled(path: str, form: Form) -> list[int]:
    """The numbers of the rows that hold anything."""
    return [row for row in rows_in(path, form) if _holds_words(f"{path}.{row}.", form)]


def _holds_words(start: str, form: Form) -> bool:
    return any(
        text.strip() for name, texts in form.items() if name.startswith(start) for text in texts
    )


def _in_order(form: Form, path: str, order: Sequence[int]) -> Form:
    """The form with these rows of a list alone, in this order, where the first of them stood."""
    start = f"{path}."
    rows = {
        name: form[name]
        for row in order
        for name in form
        if name.startswith(f"{start}{row}.")
    }  # fmt: skip
    found: dict[str, Sequence[str]] = {}
    for name, values in form.items():
        found |= rows if name.startswith(start) else {name: values}
    return found


def name_after(name: str, form: Form) -> str:
    """Return the name that something in a form has when what it holds is shown again, without rows that are empty."""
    path, shown = "", ""
    for part in name.split("."):
        new = part
        if part.isdecimal():
            filled = _filled(path, form)
            new = str(filled.index(int(part)) if int(part) in filled else len(filled))
        path, shown = f"{path}.{part}".lstrip("."), f"{shown}.{new}".lstrip(".")
    return shown


def name_before(name: str, form: Form) -> str:
    """Return the name that something has in a form, of the one that `name_after` gives it."""
    path = ""
    for part in name.split("."):
        filled = _filled(path, form) if part.isdecimal() else []
        old = str(filled[int(part)]) if part.isdecimal() and int(part) < len(filled) else part
        path = f"{path}.{old}".lstrip(".")
    return path
