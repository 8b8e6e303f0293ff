"""Calendars to subscribe to: the meetings of each workgroup, and of all.

Source: RFC 5545. A meeting is known by its workgroup and its own `id`, so that a calendar follows
it when it moves; one that is called off stays, as cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from icalendar import Calendar, Event

from nyspor import addresses
from nyspor.danish import COPENHAGEN, Date
from nyspor.kind_names import ALL_MEETINGS
from nyspor.model.kinds import Workgroup
from nyspor.model.values import Meeting
from nyspor.outputs import Build, File, plan

UNSTAMPED = datetime(2000, 1, 1, tzinfo=UTC)
"""The stamp of a workgroup that does not say when it was written: builds must not stamp their own time in."""


def outputs(build: Build) -> Iterator[File]:
    groups = sorted(
        (group for group in build.library.of_kind(Workgroup) if group.meetings),
        key=lambda group: group.slug,
    )
    for group in groups:
        path = addresses.output_path(addresses.calendar_address(group.slug))
        yield File(path, partial(calendar, build, group.title, [group]))
    title = build.say(ALL_MEETINGS)
    yield File(
        addresses.output_path(addresses.calendar_address()), partial(calendar, build, title, groups)
    )


def calendar(build: Build, title: str, groups: Iterable[Workgroup]) -> bytes:
    """The meetings of these workgroups as an iCalendar file."""
    found = Calendar()
    found.add("prodid", "-//Nyspor//DA")
    found.add("version", "2.0")
    found.add("x-wr-calname", f"{title} · {build.site.name}")
    for group in groups:
        for meeting in sorted(group.meetings, key=lambda meeting: meeting.start):
            found.add_component(event(build, group, meeting))
    found.add_missing_timezones()
    written: bytes = found.to_ical()
    return written


def event(build: Build, group: Workgroup, meeting: Meeting) -> Event:
    """A meeting as an event in Danish time; a meeting without hours lasts its day."""
    stamped = group.modified or group.date
    found = Event()
    found.add("uid", f"{meeting.id}.{group.slug}@nyspor")
    found.add("dtstamp", stamped.instant if stamped else UNSTAMPED)
    found.add("dtstart", when(meeting.start))
    found.add("dtend", when(meeting.end) if meeting.end else after(meeting.start))
    found.add("sequence", meeting.revision)
    found.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    found.add("summary", f"{group.title}: {meeting.title}" if meeting.title else group.title)
    found.add("location", meeting.place)
    found.add("url", build.site.url + build.library.address(group))
    return found


def when(moment: Date) -> datetime | date:
    """A date with hours as Danish time, one without as a day."""
    if moment.time:
        return moment.instant.astimezone(COPENHAGEN)
    return date(moment.year, moment.month or 1, moment.day or 1)


def after(start: Date) -> datetime | date:
    """The end of a meeting that does not say when it ends: two hours later, or its day's end."""
    return when(start) + (timedelta(hours=2) if start.time else timedelta(days=1))


def register() -> None:
    plan.connect(outputs)
