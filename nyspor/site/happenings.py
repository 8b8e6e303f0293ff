"""Meetings as the page of all that happens shows them: by month to come, by year past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry, Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Link
from nyspor.model.values import Colour, Meeting
from nyspor.site import view_models
from nyspor.site.calendars import meeting_calendar
from nyspor.text.danish import Date, sort_key


@dataclass(frozen=True)
class Happening:
    """A meeting, and what it is a meeting of. `sign_up` is where one can join, '' where nobody can just now;
    `calendar` is the meeting for calendars, '' where it is past or cancelled; `account` is the text that tells of it.
    """

    meeting: Meeting
    group: Link
    municipality: str = ""
    colour: Colour | None = None
    example: bool = False
    sign_up: str = ""
    calendar: str = ""
    account: Link | None = None


Months = tuple[tuple[Date, tuple[Happening, ...]], ...]
"""What happens in each month."""

Years = tuple[tuple[int, tuple[Happening, ...]], ...]
"""What has happened in each year."""


def coming(library: Library, entries: Iterable[Entry]) -> Months:
    """The meetings to come by month, soonest first; a cancelled one stays until its time has passed."""
    found = [
        _happening(library, entry, meeting, is_coming=True)
        for entry in entries
        for meeting in library.upcoming(entry)
    ]
    ordered = sorted(found, key=lambda each: (each.meeting.start, sort_key(each.group.label)))
    months = groupby(ordered, key=lambda each: _month(each.meeting.start))
    return tuple((month, tuple(each)) for month, each in months)


def past(library: Library, entries: Iterable[Entry]) -> Years:
    """The meetings that are over by year, latest first."""
    found = [
        _happening(library, entry, meeting, is_coming=False)
        for entry in entries
        for meeting in past_meetings(library, entry)
    ]
    ordered = sorted(found, key=lambda each: (each.meeting.start, each.group.address), reverse=True)
    years = groupby(ordered, key=lambda each: each.meeting.start.year)
    return tuple((year, tuple(each)) for year, each in years)


def past_meetings(library: Library, entry: Entry) -> Sequence[Meeting]:
    """The entry's meetings that are over, as it has them."""
    upcoming = library.upcoming(entry)
    return [m for m in kind_spec(entry.kind).meetings(entry) if m not in upcoming]


def _happening(library: Library, entry: Entry, meeting: Meeting, is_coming: bool) -> Happening:
    address = library.address(entry)
    place = view_models.municipality_link(library, entry)
    chips = view_models.track_chips(library, entry)
    joins = is_coming and isinstance(entry, Workgroup) and library.signup_open(entry)
    return Happening(
        meeting,
        Link(entry.title, address),
        place.label if place else "",
        chips[0].colour if chips else None,
        entry.example,
        f"{address}#skriv" if joins and not meeting.cancelled else "",
        meeting_calendar(entry, meeting) if is_coming and not meeting.cancelled else "",
        None if is_coming else view_models.account_of(library, meeting.account),
    )


def _month(start: Date) -> Date:
    return Date(start.year, start.month)
