"""The list of each kind: posts, stories, workgroups, programmes and magazines in pages; tracks and pilots whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from nyspor import urls
from nyspor.i18n.kind_labels import ALL_MEETINGS, KIND_NAMES
from nyspor.model.kinds import Entry, Issue, Pilot, Post, Programme, Story, Track, Workgroup
from nyspor.model.site import Link, PageHead
from nyspor.problems import N_
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan

INTRODUCTIONS: dict[type[Entry], str] = {
    Post: N_("News and thoughts from the work on new welfare, told by those who do it."),
    Story: N_("Cases of new welfare, told from beginning to end."),
    Workgroup: N_("Where residents and staff meet about a track. Find one and join."),
    Programme: N_("What the municipalities have decided to do, and how they go about it."),
    Issue: N_("The year's stories, collected once a year."),
}
TRACKS = N_("What the municipalities want to find new answers to, with the question behind each.")
PILOTS = N_("Solutions tried out in real life, by how far they have come.")

LISTS: tuple[type[Entry], ...] = (*INTRODUCTIONS, Track, Pilot)
"""The kinds that have a list."""

FOLLOWED = (Post.kind, Story.kind)
"""Kinds whose list has a feed."""


def outputs(build: Build) -> Iterator[Page]:
    for kind in LISTS:
        yield from list_of(build, kind)


def list_of(build: Build, kind: type[Entry]) -> Iterator[Page]:
    """The list of a kind."""
    if kind is Track:
        return iter((track_list(build),))
    if kind is Pilot:
        return iter((pilot_list(build),))
    return paged_list(build, kind, INTRODUCTIONS[kind])


def track_list(build: Build) -> Page:
    """Every track with its question, by municipality."""
    bands = view_models.bands(build.library)
    home = urls.kind_address(Track.kind)

    def context() -> Context:
        return {
            **heading(build, Track.kind, TRACKS),
            "bands": view_models.dressed_bands(build.library, bands),
        }

    return Page(
        urls.output_path(home),
        "tracks.html",
        context,
        listed=[track for _, tracks in bands for track in tracks],
        values=[link for link, _ in bands],
        address=home,
    )


def pilot_list(build: Build) -> Page:
    """Every pilot, by the phase it is in."""
    pilots = build.library.of_kind(Pilot)
    home = urls.kind_address(Pilot.kind)

    def context() -> Context:
        groups = view_models.by_phase(build.library, pilots)
        return {**heading(build, Pilot.kind, PILOTS), "groups": groups}

    return Page(urls.output_path(home), "pilots.html", context, listed=pilots, address=home)


def heading(build: Build, kind: str, introduction: str, address: str = "") -> dict[str, object]:
    """The head of a list's page."""
    name, intro = build.say(KIND_NAMES[kind]), build.say(introduction)
    home = urls.kind_address(kind)
    feeds = (Link(name, urls.feed_address(home)),) if kind in FOLLOWED else ()
    meetings = Link(build.say(ALL_MEETINGS), urls.calendar_address())
    calendar = meetings if kind == Workgroup.kind else None
    page = PageHead(name, address or home, intro, feeds=feeds, calendar=calendar)
    return {"page": page, "heading": name, "intro": intro}


def paged_list(build: Build, kind: type[Entry], introduction: str) -> Iterator[Page]:
    listed = build.library.of_kind(kind)
    for part in view_models.pages_of(urls.kind_address(kind.kind), listed):
        yield Page(
            urls.output_path(part.address),
            "list.html",
            partial(list_page, build, kind.kind, introduction, part),
            listed=part.entries,
            values=part.paging,
            address=part.address,
        )


def list_page(build: Build, kind: str, introduction: str, part: view_models.ListPage) -> Context:
    return {
        **heading(build, kind, introduction, part.address),
        "entries": view_models.cards(build.library, part.entries),
        "paging": part.paging,
    }


def register() -> None:
    plan.connect(outputs)
