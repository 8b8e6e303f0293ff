"""What an entry is about and where it happens: a page for each topic and each municipality, and their lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from nyspor import urls
from nyspor.model.kinds import Entry, Municipality, Pilot, Programme, Topic, Track, Workgroup
from nyspor.model.list_filters import MUNICIPALITY
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import municipalities_with_meetings
from nyspor.site.cards import Chip, MeetingCard
from nyspor.site.structured_data import organization
from nyspor.text.danish import sort_key

TOPICS = T_("Topics")
MUNICIPALITIES = T_("Municipalities")

MEETINGS = 4
"""How many of its next meetings a municipality's page shows."""


def outputs(build: Build) -> Iterator[Page]:
    words = build.library.vocabularies
    yield topic_list(build)
    for topic in words.topics.values():
        yield from topic_pages(build, topic)
    yield municipality_list(build)
    for municipality in words.municipalities.values():
        yield from municipality_pages(build, municipality)


def topic_list(build: Build) -> Page:
    """The topics from A to Å."""
    topics = build.library.vocabularies.topics.values()
    described = [(_link(topic), topic.description) for topic in topics]

    def context() -> Context:
        ordered = sorted(described, key=lambda pair: sort_key(pair[0].label))
        groups = groupby(ordered, key=lambda pair: pair[0].label[0].upper())
        return {
            "page": PageHead(build.translate(TOPICS), urls.TOPICS),
            "groups": tuple((letter, tuple(found)) for letter, found in groups),
        }

    path = urls.output_path(urls.TOPICS)
    return Page(path, "topics.html", context, values=described, address=urls.TOPICS)


def topic_pages(build: Build, topic: Topic) -> Iterator[Page]:
    topics = build.library.vocabularies.topics
    broader = _link(topics[topic.broader]) if topic.broader else None
    narrower = tuple(_chip(t) for t in topics.values() if t.broader == topic.slug)
    related = view_models.related_topics(build.library, topic)
    about = {"topic": topic, "broader": broader, "narrower": narrower, "related": related}
    shown = repr(about)
    entries = build.library.on_topic(topic.slug)
    for part in view_models.pages_of(urls.topic_address(topic.slug), entries):
        yield Page(
            urls.output_path(part.address),
            "topic.html",
            partial(topic_page, build, topic, part, about),
            listed=part.entries,
            values=(shown, part.paging),
            address=part.address,
        )


def topic_page(build: Build, topic: Topic, part: view_models.ListPage, about: Context) -> Context:
    breadcrumbs = (Link(build.translate(TOPICS), urls.TOPICS),)
    feed = Link(topic.name, urls.feed_address(urls.topic_address(topic.slug)))
    head = PageHead(
        topic.name, part.address, topic.description, breadcrumbs=breadcrumbs, feeds=(feed,)
    )
    entries = view_models.cards(build.library, part.entries)
    return {**about, "page": head, "entries": entries, "paging": part.paging}


def _link(topic: Topic) -> Link:
    return Link(topic.name, urls.topic_address(topic.slug))


def _chip(topic: Topic) -> Chip:
    return Chip(topic.name, urls.topic_address(topic.slug))


def municipality_list(build: Build) -> Page:
    municipalities = tuple(build.library.vocabularies.municipalities.values())
    context = {
        "page": PageHead(build.translate(MUNICIPALITIES), urls.MUNICIPALITIES),
        "municipalities": municipalities,
        "addresses": {m.slug: urls.municipality_address(m.slug) for m in municipalities},
    }
    path = urls.output_path(urls.MUNICIPALITIES)
    return Page(
        path,
        "municipalities.html",
        lambda: context,
        values=municipalities,
        address=urls.MUNICIPALITIES,
    )


def municipality_pages(build: Build, municipality: Municipality) -> Iterator[Page]:
    among = build.library.in_municipality(municipality.slug)
    groups = view_models.of_kind(Workgroup, among)
    others = OtherEntries(
        view_models.of_kind(Programme, among),
        view_models.tracks_of(among),
        view_models.of_kind(Pilot, among),
        groups,
        view_models.coming_meetings(build.library, groups)[:MEETINGS],
        meetings_of(build, municipality),
    )
    address = urls.municipality_address(municipality.slug)
    shown = repr(municipality)
    for part in view_models.pages_of(address, view_models.in_stream(among)):
        yield Page(
            urls.output_path(part.address),
            "municipality.html",
            partial(municipality_page, build, municipality, others, part),
            listed=(*others.all, *part.entries),
            values=(shown, others.meetings, others.all_meetings, part.paging),
            address=part.address,
        )


def meetings_of(build: Build, municipality: Municipality) -> str:
    """Where all meetings of a municipality are: on a page of their own where there are several municipalities."""
    if municipality.slug in municipalities_with_meetings(build.library):
        return urls.filtered_address(urls.WHAT_HAPPENS, MUNICIPALITY.segment, municipality.slug)
    return urls.WHAT_HAPPENS


@dataclass(frozen=True)
class OtherEntries:
    """The entries of a municipality that are not in the stream, its next meetings, and where all of them are."""

    programmes: tuple[Programme, ...]
    tracks: tuple[Track, ...]
    pilots: tuple[Pilot, ...]
    workgroups: tuple[Workgroup, ...]
    meetings: tuple[MeetingCard, ...]
    all_meetings: str

    @property
    def all(self) -> tuple[Entry, ...]:
        return (*self.programmes, *self.tracks, *self.pilots, *self.workgroups)


def municipality_page(
    build: Build, municipality: Municipality, others: OtherEntries, part: view_models.ListPage
) -> Context:
    feed = urls.feed_address(urls.municipality_address(municipality.slug))
    head = PageHead(
        municipality.name,
        part.address,
        municipality.description,
        breadcrumbs=(Link(build.translate(MUNICIPALITIES), urls.MUNICIPALITIES),),
        feeds=(Link(municipality.name, feed),),
        structured_data=() if municipality.example else (organization(build.site, municipality),),
    )
    return {
        "page": head,
        "municipality": municipality,
        "programmes": view_models.cards(build.library, others.programmes),
        "tracks": view_models.cards(build.library, others.tracks),
        "pilots": view_models.cards(build.library, others.pilots),
        "workgroups": view_models.cards(build.library, others.workgroups),
        "meetings": others.meetings,
        "all_meetings": others.all_meetings,
        "entries": view_models.cards(build.library, part.entries),
        "paging": part.paging,
    }


def register() -> None:
    plan.connect(outputs)
