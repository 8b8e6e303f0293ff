"""The front page: what leads, what one can do now, what is new, tracks, pilots, meetings, the magazine.

Other languages that texts are written in have a front page of their own, with those texts and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nyspor import urls
from nyspor.model.kinds import Entry, Issue, Pilot, Track
from nyspor.model.kinds import Page as AnyPage
from nyspor.model.library import Library
from nyspor.model.site import Link, PageHead
from nyspor.model.values import Status
from nyspor.site import front_view, view_models
from nyspor.site.barometer import has_effects
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import all_meetings, with_meetings
from nyspor.site.cards import Card
from nyspor.text.language import DEFAULT_LANGUAGE

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
        "effects": has_effects(library),
        "more_pilots": len(library.of_kind(Pilot)) > PILOTS,
        "several": len(library.vocabularies.municipalities) > 1,
    }

    def context() -> Context:
        return {
            "page": head(build, languages),
            "lead": front_view.lead_card(library, lead, more["several"]) if lead else None,
            "latest": latest_cards(library, lead, latest),
            "bands": view_models.track_band_cards(library, bands),
            "pilots": tuple(zip(view_models.cards(library, pilots), found, strict=True)),
            "next_meeting": next_meeting,
            "meetings": meetings,
            "issue": view_models.card(library, issue) if issue else None,
            **more,
        }

    languages = translated_languages(library)
    tracks = [track for _, found in bands for track in found]
    found = [front_view.finding_of(pilot) for pilot in pilots]
    yield Page(
        PATH,
        "front.html",
        context,
        listed=[*filter(None, (lead, issue)), *latest, *pilots, *tracks],
        values=(
            *([link for link, _ in bands], meetings, next_meeting, found, more),
            *(lead and lead.key, issue and issue.key, languages),
        ),
        address=urls.FRONT_PAGE,
    )
    for lang in languages:
        others = [DEFAULT_LANGUAGE, *(other for other in languages if other != lang)]
        yield translated_front_page(build, lang, others)


def translated_languages(library: Library) -> list[str]:
    """The languages besides the site's own that listed entries are written in."""
    found = {entry.lang.value for entry in library.entries.values() if is_listed(entry)}
    return sorted(found - {DEFAULT_LANGUAGE})


def is_listed(entry: Entry) -> bool:
    return entry.status is Status.PUBLISHED


def translated_front_page(build: Build, lang: str, languages: Sequence[str]) -> Page:
    """The front page in another language: the pages and tracks that are written in it, and all else that is."""
    library = build.library
    written = [e for e in library.entries.values() if e.lang.value == lang and is_listed(e)]
    about = [entry for entry in written if isinstance(entry, AnyPage)]
    bands = view_models.by_municipality(library, (e for e in written if isinstance(e, Track)))
    others = view_models.in_stream(e for e in written if not isinstance(e, AnyPage | Track))
    address = urls.front_page_address(lang)

    def context() -> Context:
        return {
            "page": replace(
                head(build, languages),
                address=address,
                lang=lang,
                description=about[0].summary if about else "",
            ),
            "about": view_models.cards(library, about),
            "bands": view_models.track_band_cards(library, bands),
            "others": view_models.cards(library, others),
        }

    return Page(
        urls.output_path(address),
        "front_translated.html",
        context,
        lang,
        listed=written,
        values=([link for link, _ in bands], languages),
        address=address,
    )


def latest_cards(library: Library, lead: Entry | None, latest: list[Entry]) -> tuple[Card, ...]:
    """What is new besides what leads, whose picture is shown already."""
    leading = [lead] if lead else []
    return view_models.cards(library, [*leading, *latest])[len(leading) :]


def head(build: Build, languages: Sequence[str]) -> PageHead:
    site = build.site
    feeds = (Link(site.name, urls.feed_address()),)
    return PageHead(
        site.tagline,
        urls.FRONT_PAGE,
        site.tagline,
        translations=tuple((lang, urls.front_page_address(lang)) for lang in languages),
        feeds=feeds,
        calendar=all_meetings(build.translate),
    )


def register() -> None:
    plan.connect(outputs)
