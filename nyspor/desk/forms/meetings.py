"""What the meetings of a group owe to those who have them in a calendar: filled in where somebody changes one at the desk.

A new meeting gets an id, a changed one a higher revision, and one that is put on another day says which it was announced for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any

from nyspor.text.danish import InvalidDate, parse_date

Meeting = Mapping[str, Any]
"""The fields of a meeting as they are written, under the model's names."""

SHOWN = ("start", "end", "place", "title", "cancelled")
"""What a calendar shows of a meeting."""


def for_calendars(before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    """Return the meetings as they are to be written: `after` is what was sent, `before` what the file said.

    What somebody has filled in by hand stays, and so does what is no meeting at all.
    """
    known = {each.get("id"): each for each in before if isinstance(each, Mapping)}
    taken = {each.get("id") for each in after if isinstance(each, Mapping)}
    return [_written(each, known, taken) if isinstance(each, Mapping) else each for each in after]


def _written(meeting: Meeting, known: Mapping[Any, Meeting], taken: set[Any]) -> Meeting:
    if not meeting.get("id"):
        id = next(each for each in _ids(meeting) if each not in taken)
        taken.add(id)
        return {"id": id, **meeting}
    earlier = known.get(meeting["id"])
    return {**meeting, **_changes(earlier, meeting)} if earlier else meeting


def _ids(meeting: Meeting) -> Iterator[str]:
    """What a meeting may be called: its day, and with a number where there are several."""
    name = _day(meeting) or "moede"
    return chain((name,), (f"{name}-{number}" for number in count(2)))


def _changes(earlier: Meeting, meeting: Meeting) -> Meeting:
    """The fields that a change brings with it."""
    changed = any(earlier.get(name) != meeting.get(name) for name in SHOWN)
    found: dict[str, Any] = {}
    revision = str(earlier.get("revision") or 0)
    if changed and meeting.get("revision") == earlier.get("revision") and revision.isdecimal():
        found["revision"] = str(int(revision) + 1)
    day = _day(earlier)
    if day and _day(meeting) not in ("", day) and not meeting.get("moved_from"):
        found["moved_from"] = earlier["start"]
    return found


def _day(meeting: Meeting) -> str:
    """The day on which it begins, such as `2027-01-19`; '' where it cannot be read."""
    try:
        return parse_date(str(meeting.get("start", ""))).iso[:10]
    except InvalidDate:
        return ""
