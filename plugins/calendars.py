"""Calendars to subscribe to: the meetings of each entry that has some, and of all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.feeds.icalendar import calendar
from nyspor.site.build_plan import Build, File, plan
from nyspor.site.calendars import all_meetings, calendar_of, with_meetings


def outputs(build: Build) -> Iterator[File]:
    entries = sorted(with_meetings(build.library), key=lambda entry: entry.slug)
    slug = build.library.first_slug
    for entry in entries:
        link = calendar_of(entry)
        assert link is not None
        path = urls.output_path(link.address)
        make = partial(calendar, build.site, entry.title, [entry], slug)
        yield File(path, make, whole=(entry,), values=slug(entry))
    every = all_meetings(build.translate)
    yield File(
        urls.output_path(every.address),
        partial(calendar, build.site, every.label, entries, slug),
        whole=entries,
        values=[slug(entry) for entry in entries],
    )


def register() -> None:
    plan.connect(outputs)
