"""Calendars to subscribe to: the meetings of each entry that has some, of each municipality, and of all; and each
meeting to come, to be put into a calendar by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from nyspor import urls
from nyspor.feeds.icalendar import calendar, one_meeting
from nyspor.model.kinds import Entry
from nyspor.model.site import Link
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.calendars import (
    all_meetings,
    calendar_of,
    meeting_calendar,
    municipalities_with_meetings,
    municipality_calendar,
    with_meetings,
)


def outputs(build: Build) -> Iterator[File]:
    library = build.library
    entries = sorted(with_meetings(library), key=lambda entry: entry.slug)
    for entry in entries:
        link = calendar_of(entry)
        assert link is not None
        yield subscription(build, link, [entry])
        yield from meetings(build, entry)
    for slug, found in municipalities_with_meetings(library).items():
        link = municipality_calendar(library, slug)
        yield subscription(build, link, sorted(found, key=lambda entry: entry.slug))
    yield subscription(build, all_meetings(build.translate), entries)


def subscription(build: Build, link: Link, entries: Sequence[Entry]) -> File:
    """All the meetings of these entries."""
    slug = build.library.first_slug
    return File(
        urls.output_path(link.address),
        partial(calendar, build.site, link.label, entries, slug),
        whole=entries,
        values=(link.label, [slug(entry) for entry in entries]),
    )


def meetings(build: Build, entry: Entry) -> Iterator[File]:
    """Each meeting to come, alone."""
    slug = build.library.first_slug(entry)
    for meeting in build.library.upcoming(entry):
        if not meeting.cancelled:
            path = urls.output_path(meeting_calendar(entry, meeting))
            make = partial(one_meeting, build.site, entry, meeting, slug)
            yield File(path, make, whole=(entry,), values=(slug, meeting.id))


def register() -> None:
    plan.connect(outputs)
