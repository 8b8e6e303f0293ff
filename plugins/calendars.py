"""Calendars to subscribe to: the meetings of each workgroup, and of all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.feeds.icalendar import calendar
from nyspor.i18n.kind_labels import ALL_MEETINGS
from nyspor.model.kinds import Workgroup
from nyspor.site.build_plan import Build, File, plan


def outputs(build: Build) -> Iterator[File]:
    groups = sorted(
        (group for group in build.library.of_kind(Workgroup) if group.meetings),
        key=lambda group: group.slug,
    )
    for group in groups:
        path = urls.output_path(urls.calendar_address(group.slug))
        yield File(path, partial(calendar, build.site, group.title, [group]), whole=(group,))
    title = build.say(ALL_MEETINGS)
    yield File(
        urls.output_path(urls.calendar_address()),
        partial(calendar, build.site, title, groups),
        whole=groups,
    )


def register() -> None:
    plan.connect(outputs)
