"""The front page: what is new, the tracks with their questions, pilots, meetings, the magazine."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from nyspor import urls
from nyspor.model.kinds import Issue, Pilot
from nyspor.model.site import Link, PageHead
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import all_meetings, with_meetings

PATH = urls.output_path(urls.FRONT_PAGE)

LATEST = 7
PILOTS = 6
MEETINGS = 4


def outputs(build: Build) -> Iterator[Page]:
    library = build.library
    stream = view_models.in_stream(library.listed)
    lead = library.lead.entry if library.lead else None
    issues = library.of_kind(Issue)
    newest = max(issues, key=lambda issue: issue.year, default=None)
    latest = list(islice((entry for entry in stream if entry is not lead), LATEST))
    pilots = library.of_kind(Pilot)[:PILOTS]
    bands = view_models.track_bands(library)
    meetings = view_models.coming_meetings(library, with_meetings(library))[:MEETINGS]

    def context() -> Context:
        return {
            "page": head(build),
            "lead": view_models.card(library, lead) if lead else None,
            "latest": view_models.cards(library, latest),
            "bands": view_models.track_band_cards(library, bands),
            "pilots": view_models.cards(library, pilots),
            "meetings": meetings,
            "issue": view_models.card(library, newest) if newest else None,
        }

    tracks = [track for _, found in bands for track in found]
    yield Page(
        PATH,
        "front.html",
        context,
        listed=[*filter(None, (lead, newest)), *latest, *pilots, *tracks],
        values=([link for link, _ in bands], meetings, lead and lead.key, newest and newest.key),
        address=urls.FRONT_PAGE,
    )


def head(build: Build) -> PageHead:
    site = build.site
    feeds = (Link(site.name, urls.feed_address()),)
    return PageHead(
        site.tagline,
        urls.FRONT_PAGE,
        site.tagline,
        feeds=feeds,
        calendar=all_meetings(build.translate),
    )


def register() -> None:
    plan.connect(outputs)
