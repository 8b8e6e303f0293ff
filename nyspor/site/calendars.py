"""The calendars of entries, and their addresses."""

from __future__ import annotations

from collections.abc import Callable

from nyspor import urls
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import Link
from nyspor.problems import T_

ALL_MEETINGS = T_("All meetings")


def all_meetings(translate: Callable[[str], str]) -> Link:
    """The calendar of all meetings."""
    return Link(translate(ALL_MEETINGS), urls.calendar_address())


def with_meetings(library: Library) -> tuple[Entry, ...]:
    """The listed entries that have a calendar."""
    return tuple(
        entry
        for spec in kind_specs()
        if spec.calendar
        for entry in library.of_kind(spec.model)
        if spec.meetings(entry)
    )


def calendar_of(entry: Entry) -> Link | None:
    """The calendar of an entry's meetings; None where it has none."""
    spec = kind_spec(entry.kind)
    if not spec.meetings(entry):
        return None
    return Link(entry.title, urls.calendar_address(spec.calendar_name(entry.slug)))
