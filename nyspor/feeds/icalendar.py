"""Meetings as a calendar to subscribe to.

Source: RFC 5545. A meeting is known by its entry and its own `id`, so that a calendar follows
it when it moves; one that is called off stays, as cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from nyspor import urls
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry
from nyspor.model.site import Site
from nyspor.model.values import Meeting
from nyspor.text.danish import COPENHAGEN, Date
from nyspor.text.mail_addresses import Mailbox

if TYPE_CHECKING:
    from icalendar import Event, Timezone

NEVER_MODIFIED = datetime(2000, 1, 1, tzinfo=UTC)
"""The stamp of an entry that does not say when it was written: builds must not stamp their own time in."""


def calendar(
    site: Site,
    title: str,
    entries: Iterable[Entry],
    first_slug: Callable[[Entry], str] = attrgetter("slug"),
) -> bytes:
    """The meetings of these entries as an iCalendar file. `first_slug` gives the slug an entry was published with."""
    meetings = (
        (entry, meeting, first_slug(entry))
        for entry in entries
        for meeting in sorted(kind_spec(entry.kind).meetings(entry), key=attrgetter("start"))
    )
    return _calendar(site, meetings, f"{title} · {site.name}")


def one_meeting(site: Site, entry: Entry, meeting: Meeting, first_slug: str) -> bytes:
    """A meeting alone as an iCalendar file, to be added to a calendar that one has."""
    return _calendar(site, [(entry, meeting, first_slug)])


def _calendar(site: Site, meetings: Iterable[tuple[Entry, Meeting, str]], name: str = "") -> bytes:
    """Meetings as an iCalendar file. One with a name is a calendar of its own where it is opened."""
    from icalendar import Calendar  # slow to load, and few builds write a calendar anew

    found = Calendar()
    found.add("prodid", f"-//{site.name}//DA")
    found.add("version", "2.0")
    if name:
        found.add("x-wr-calname", name)
    for entry, meeting, first_slug in meetings:
        found.add_component(event(site, entry, meeting, first_slug))
    if found.get_missing_tzids():
        found.subcomponents.insert(0, danish_time())
    written: bytes = found.to_ical()
    return written


def scheduling_message(
    event: str, cancels: bool, sequence: int, organizer: Mailbox, attendee: str, now: datetime
) -> bytes:
    """Return a meeting as an invitation, or its cancellation, to one attendee (RFC 5546).

    `event` is the VEVENT in the site's calendar; `sequence` takes the place of its own. No answer is asked for.
    """
    from icalendar import Calendar, Event, vCalAddress, vText

    found = Event.from_ical(event)
    # Hours in UTC, so that no time zone need be described.
    hours = {name: found.decoded(name) for name in ("dtstart", "dtend")}
    for name in (*hours, "sequence", "status", "dtstamp"):
        found.pop(name, None)
    for name, moment in hours.items():
        found.add(name, moment.astimezone(UTC) if isinstance(moment, datetime) else moment)
    found.add("sequence", sequence)
    found.add("status", "CANCELLED" if cancels else "CONFIRMED")
    found.add("dtstamp", now)
    sender = vCalAddress(f"mailto:{organizer.address}")
    if organizer.name:
        sender.params["CN"] = vText(organizer.name)
    found["organizer"] = sender
    invited = vCalAddress(f"mailto:{attendee}")
    invited.params.update({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    found["attendee"] = invited
    message = Calendar()
    message.add("prodid", "-//Nyspor//DA")
    message.add("version", "2.0")
    message.add("method", "CANCEL" if cancels else "REQUEST")
    message.add_component(found)
    written: bytes = message.to_ical()
    return written


@cache
def danish_time() -> Timezone:
    """The VTIMEZONE of Danish time, which is slow to compute."""
    from icalendar import Timezone

    return Timezone.from_tzid(COPENHAGEN.key)


def event(site: Site, entry: Entry, meeting: Meeting, first_slug: str) -> Event:
    """A meeting as an event in Danish time; a meeting without hours lasts its day."""
    from icalendar import Event

    name = kind_spec(entry.kind).calendar_name(first_slug).replace("/", ".")
    modified = entry.modified or entry.date
    found = Event()
    # Of this site, so that meetings of two sites in one calendar are never taken for the same.
    found.add("uid", site.event_identity(f"{meeting.id}.{name}"))
    found.add("dtstamp", modified.instant if modified else NEVER_MODIFIED)
    found.add("dtstart", ical_date(meeting.start))
    found.add("dtend", ical_date(meeting.end) if meeting.end else end_of(meeting.start))
    found.add("sequence", meeting.revision)
    found.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    found.add("summary", f"{entry.title}: {meeting.title}" if meeting.title else entry.title)
    found.add("location", meeting.place)
    found.add("url", site.url + urls.entry_address(entry.kind, entry.slug, entry.lang))
    return found


def ical_date(moment: Date) -> datetime | date:
    """A date with hours as Danish time, one without as a day."""
    if moment.time:
        return moment.instant.astimezone(COPENHAGEN)
    return date(moment.year, moment.month or 1, moment.day or 1)


def end_of(start: Date) -> datetime | date:
    """The end of a meeting that does not say when it ends: two hours later, or its day's end."""
    return ical_date(start) + (timedelta(hours=2) if start.time else timedelta(days=1))
