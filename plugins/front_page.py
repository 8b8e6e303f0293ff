"""The front page: what is new, the tracks with their questions, pilots, meetings, the magazine."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import addresses, views
from nyspor.kind_names import ALL_MEETINGS
from nyspor.model.cards import Link
from nyspor.model.kinds import Issue, Pilot, Workgroup
from nyspor.model.site import PageHead
from nyspor.outputs import Build, Page, plan

LATEST = 7
PILOTS = 6
MEETINGS = 4


def outputs(build: Build) -> Iterator[Page]:
    library, site = build.library, build.site
    stream = views.stories_and_posts(library.listed)
    pictured = sorted((entry for entry in stream if entry.image), key=lambda entry: entry.example)
    # What is real comes before what is made up for show; the order by date stays.
    lead = next(iter(pictured), None)
    issues = library.of_kind(Issue)
    newest = max(issues, key=lambda issue: issue.year, default=None)
    feeds = (Link(site.name, addresses.feed_address()),)
    meetings = Link(build.say(ALL_MEETINGS), addresses.calendar_address())
    context = {
        "page": PageHead(
            site.tagline, addresses.FRONT, site.tagline, feeds=feeds, calendar=meetings
        ),
        "lead": views.card(library, lead) if lead else None,
        "latest": views.cards(library, [entry for entry in stream if entry is not lead][:LATEST]),
        "bands": views.bands(library),
        "pilots": views.cards(library, library.of_kind(Pilot)[:PILOTS]),
        "meetings": views.coming_meetings(library, library.of_kind(Workgroup))[:MEETINGS],
        "issue": views.card(library, newest) if newest else None,
    }
    yield Page(addresses.output_path(addresses.FRONT), "front.html", context)


def register() -> None:
    plan.connect(outputs)
