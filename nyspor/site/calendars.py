"""The calendars of entries, and their addresses."""

from __future__ import annotations

from collections.abc import Callable

from nyspor import urls
from nyspor.model.kind_specs import kind_spec, kind_specs
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.list_filters import MUNICIPALITY, choices
from nyspor.model.site import Link
from nyspor.model.values import Meeting
from nyspor.problems import T_

WHAT_HAPPENS = T_("What happens")
"""What the page of all meetings is called."""

ALL_MEETINGS = T_("All meetings")


def all_meetings(translate: Callable[[str], str]) -> Link:
    """The calendar of all meetings."""
    return Link(translate(ALL_MEETINGS), urls.calendar_address())


def municipality_calendar(library: Library, slug: str) -> Link:
    """The calendar of all meetings in a municipality."""
    name = library.vocabularies.municipalities[slug].name
    return Link(name, urls.municipality_calendar_address(slug))


def meeting_calendar(entry: Entry, meeting: Meeting) -> str:
    """The address of one meeting for calendars."""
    return urls.meeting_address(kind_spec(entry.kind).calendar_name(entry.slug), meeting.id)


def with_meetings(library: Library) -> tuple[Entry, ...]:
    """The listed entries that have a calendar."""
    return tuple(
        entry
        for spec in kind_specs()
        if spec.calendar
        for entry in library.of_kind(spec.model)
        if spec.meetings(entry)
    )


def municipalities_with_meetings(library: Library) -> dict[str, tuple[Entry, ...]]:
    """What has meetings in each municipality, where there are several, in the order of municipalities.yaml."""
    found = choices(MUNICIPALITY, with_meetings(library))
    return {slug: found[slug] for slug in library.vocabularies.municipalities if slug in found}


def calendar_of(entry: Entry) -> Link | None:
    """The calendar of an entry's meetings; None where it has none."""
    spec = kind_spec(entry.kind)
    if not spec.meetings(entry):
        return None
    return Link(entry.title, urls.calendar_address(spec.calendar_name(entry.slug)))
