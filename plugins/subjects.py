"""What an entry is about and where it happens: a page for each topic and each municipality, and their lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from nyspor import addresses, views
from nyspor.danish import sort_key
from nyspor.model.cards import Chip, Link
from nyspor.model.kinds import Municipality, Pilot, Topic
from nyspor.model.site import PageHead
from nyspor.outputs import Build, Page, plan
from nyspor.problems import N_
from nyspor.structured_data import organization

TOPICS = N_("Topics")
MUNICIPALITIES = N_("Municipalities")


def outputs(build: Build) -> Iterator[Page]:
    yield topic_list(build)
    for topic in build.library.vocabularies.topics.values():
        yield from topic_pages(build, topic)
    yield municipality_list(build)
    for municipality in build.library.vocabularies.municipalities.values():
        yield from municipality_pages(build, municipality)


def topic_list(build: Build) -> Page:
    """The topics from A to Å."""
    topics = build.library.vocabularies.topics.values()
    links = [Link(topic.name, addresses.topic_address(topic.slug)) for topic in topics]
    ordered = sorted(links, key=lambda link: sort_key(link.label))
    groups = groupby(ordered, key=lambda link: link.label[0].upper())
    context = {
        "page": PageHead(build.say(TOPICS), addresses.TOPICS),
        "groups": tuple((letter, tuple(found)) for letter, found in groups),
    }
    return Page(addresses.output_path(addresses.TOPICS), "topics.html", context)


def topic_pages(build: Build, topic: Topic) -> Iterator[Page]:
    topics = build.library.vocabularies.topics
    broader = topics[topic.broader] if topic.broader else None
    narrower = (t for t in topics.values() if t.broader == topic.slug)
    related = views.related_topics(build.library, topic)
    trail = (Link(build.say(TOPICS), addresses.TOPICS),)
    feed = Link(topic.name, addresses.feed_address(addresses.topic_address(topic.slug)))
    for part in views.pages_of(
        addresses.topic_address(topic.slug), build.library.about(topic.slug)
    ):
        context = {
            "page": PageHead(
                topic.name, part.address, topic.description, trail=trail, feeds=(feed,)
            ),
            "topic": topic,
            "broader": _link(broader) if broader else None,
            "narrower": tuple(Chip(t.name, addresses.topic_address(t.slug)) for t in narrower),
            "related": related,
            "entries": views.cards(build.library, part.entries),
            "paging": part.paging,
        }
        yield Page(addresses.output_path(part.address), "topic.html", context)


def _link(topic: Topic) -> Link:
    return Link(topic.name, addresses.topic_address(topic.slug))


def municipality_list(build: Build) -> Page:
    municipalities = tuple(build.library.vocabularies.municipalities.values())
    context = {
        "page": PageHead(build.say(MUNICIPALITIES), addresses.MUNICIPALITIES),
        "municipalities": municipalities,
        "addresses": {m.slug: addresses.municipality_address(m.slug) for m in municipalities},
    }
    path = addresses.output_path(addresses.MUNICIPALITIES)
    return Page(path, "municipalities.html", context)


def municipality_pages(build: Build, municipality: Municipality) -> Iterator[Page]:
    library = build.library
    among = library.happening_in(municipality.slug)
    trail = (Link(build.say(MUNICIPALITIES), addresses.MUNICIPALITIES),)
    address = addresses.municipality_address(municipality.slug)
    things = () if municipality.example else (organization(build.site, municipality),)
    for part in views.pages_of(address, views.stories_and_posts(among)):
        context = {
            "page": PageHead(
                municipality.name,
                part.address,
                municipality.description,
                trail=trail,
                feeds=(Link(municipality.name, addresses.feed_address(address)),),
                things=things,
            ),
            "municipality": municipality,
            "programmes": views.cards(library, views.programmes_of(among)),
            "tracks": views.tracks_of(library, among),
            "pilots": views.cards(library, [e for e in among if isinstance(e, Pilot)]),
            "entries": views.cards(library, part.entries),
            "paging": part.paging,
        }
        yield Page(addresses.output_path(part.address), "municipality.html", context)


def register() -> None:
    plan.connect(outputs)
