"""The front page: what leads, what one can do now, what is new, tracks, pilots, meetings, the magazine."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor import urls
from nyspor.model.kinds import Entry, Issue, Pilot
from nyspor.model.library import Library
from nyspor.model.site import Link, PageHead
from nyspor.site import front_view, view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import all_meetings, with_meetings
from nyspor.site.cards import Card

PATH = urls.output_path(urls.FRONT_PAGE)

LATEST = 7
PILOTS = 5
MEETINGS = 4


def outputs(build: Build) -> Iterator[Page]:
    library = build.library
    lead = library.lead.entry if library.lead else None
    news = [entry for entry in view_models.in_stream(library.listed) if entry is not lead]
    latest = news[:LATEST]
    issue = max(library.of_kind(Issue), key=lambda issue: issue.year, default=None)
    pilots = front_view.pilots_to_show(library)[:PILOTS]
    bands = view_models.track_bands(library)
    next_meeting = front_view.next_open_meeting(library)
    meetings = view_models.coming_meetings(library, with_meetings(library))[:MEETINGS]
    more = {
        "more_news": len(news) > LATEST,
        "more_pilots": len(library.of_kind(Pilot)) > PILOTS,
        "several": len(library.vocabularies.municipalities) > 1,
    }

    def context() -> Context:
        return {
            "page": head(build),
            "lead": front_view.lead_card(library, lead, more["several"]) if lead else None,
            "latest": latest_cards(library, lead, latest),
            "bands": view_models.track_band_cards(library, bands),
            "pilots": front_view.findings(library, pilots),
            "next_meeting": next_meeting,
            "meetings": meetings,
            "issue": view_models.card(library, issue) if issue else None,
            **more,
        }

    tracks = [track for _, found in bands for track in found]
    found = [front_view.finding_of(pilot) for pilot in pilots]
    yield Page(
        PATH,
        "front.html",
        context,
        listed=[*filter(None, (lead, issue)), *latest, *pilots, *tracks],
        values=(
            *([link for link, _ in bands], meetings, next_meeting, found, more),
            *(lead and lead.key, issue and issue.key),
        ),
        address=urls.FRONT_PAGE,
    )


def latest_cards(library: Library, lead: Entry | None, latest: list[Entry]) -> tuple[Card, ...]:
    """What is new besides what leads, whose picture is shown already."""
    leading = [lead] if lead else []
    return view_models.cards(library, [*leading, *latest])[len(leading) :]


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
