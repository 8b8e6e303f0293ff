"""View models: what pages show, as small frozen values that pure functions make of the library."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import groupby
from typing import TypeVar

from nyspor import urls
from nyspor.files.lazy_dict import evict_older_half
from nyspor.model.document import Body
from nyspor.model.kind_specs import kind_spec, stream_models
from nyspor.model.kinds import Entry, Issue, Pilot, Post, Topic, Track
from nyspor.model.library import Library
from nyspor.model.link_targets import SCHEME, internal_target
from nyspor.model.site import Link, PageHead, Picture
from nyspor.model.values import Image, Phase, Status, Video
from nyspor.site.calendars import calendar_of, meeting_calendar
from nyspor.site.cards import Card, Chip, MeetingCard, Paging, Prose, Thread
from nyspor.site.image_renditions import (
    avif_renditions,
    jpeg_rendition,
    renditions,
    shared_rendition,
)
from nyspor.text.danish import reading_minutes, sort_key
from nyspor.text.language import DEFAULT_LANGUAGE

PER_PAGE = 10
RELATED = 3
RELATED_TOPICS = 4
MOST_CARDS = 2500
"""The most cards to cache at a time, each about two kilobytes."""

Some = TypeVar("Some", bound=Entry)

_HREF = re.compile(rf'href="{SCHEME}([^"#]*)(#[^"]*)?"')


def picture(library: Library, image: Image | None) -> Picture | None:
    """A picture ready for the page."""
    if image is None:
        return None
    shown = _published(library, image.file, image.alt)
    shared = shared_rendition(image.file, library.pictures[image.file], image.focal)
    return replace(
        shown, credit=image.credit, caption=image.caption, focal=image.focal, shared=shared
    )


def _published(library: Library, file: str, alt: str) -> Picture:
    """A picture in all its renditions, with nothing but its text alternative."""
    known = library.pictures[file]
    return Picture(
        renditions(file, known),
        alt,
        "",
        avif=avif_renditions(file, known),
        jpeg=jpeg_rendition(file, known),
    )


def shown_image(entry: Entry) -> Image | None:
    """The picture that stands for an entry elsewhere: a magazine's cover, else its own."""
    cover = entry.cover if isinstance(entry, Issue) else None
    return cover or entry.image


def shown_picture(library: Library, entry: Entry) -> Picture | None:
    """The picture that stands for an entry elsewhere, ready for the page."""
    return picture(library, shown_image(entry))


def account_of(library: Library, key: str) -> Link | None:
    """A link to the published text that something is told of in; `key` may be empty."""
    told = library.entries.get(key)
    return Link(told.title, library.address(told)) if told else None


def track_chips(library: Library, entry: Entry) -> tuple[Chip, ...]:
    """The entry's tracks as chips in their colours."""
    tracks = filter(None, map(library.track, entry.tracks))
    return tuple(Chip(track.title, library.address(track), track.colour) for track in tracks)


def topic_chips(library: Library, entry: Entry) -> tuple[Chip, ...]:
    topics = (library.vocabularies.topics[slug] for slug in entry.topics)
    return tuple(Chip(topic.name, urls.topic_address(topic.slug)) for topic in topics)


def municipality_link(library: Library, entry: Entry) -> Link | None:
    if not entry.municipality:
        return None
    municipality = library.vocabularies.municipalities[entry.municipality]
    return Link(municipality.name, urls.municipality_address(municipality.slug))


def programme_link(library: Library, entry: Entry) -> Link | None:
    programme = library.find(f"programmes/{entry.programme}") if entry.programme else None
    return Link(programme.title, library.address(programme)) if programme else None


def card(library: Library, entry: Entry, bare: bool = False) -> Card:
    """What lists show of an entry, if need be without its picture; made once for the lists that are made one after
    the other."""
    name = f"{entry.key} bare" if bare else entry.key
    known = library.view_cache.get(name)
    if known is None:
        evict_older_half(library.view_cache, MOST_CARDS)
        made = replace(card(library, entry), picture=None) if bare else _card(library, entry)
        known = library.view_cache[name] = made
    return known


def _card(library: Library, entry: Entry) -> Card:
    chips = track_chips(library, entry)
    own_colour = entry.colour if isinstance(entry, Track) else None
    place = municipality_link(library, entry)
    return Card(
        kind=entry.kind,
        key=entry.key,
        title=entry.title,
        address=library.address(entry),
        summary=entry.summary,
        date=entry.date,
        picture=shown_picture(library, entry),
        colour=own_colour or (chips[0].colour if chips else None),
        tracks=chips,
        municipality=place.label if place else "",
        example=entry.example,
        number=entry.number if isinstance(entry, Track) else None,
        question=entry.question if isinstance(entry, Track) else "",
        phase=library.phase(entry) if isinstance(entry, Pilot) else None,
        steps=library.steps_reached(entry) if isinstance(entry, Pilot) else 0,
        minutes=minutes(library, entry) if kind_spec(entry.kind).in_stream else 0,
    )


def cards(
    library: Library, entries: Iterable[Entry], beside: Entry | None = None
) -> tuple[Card, ...]:
    """What a list shows of these entries: no picture twice, and none that the page of the entry beside shows."""
    shown = set(_files_shown(library, beside)) if beside else set()
    return tuple(card(library, entry, _is_repeated(entry, shown)) for entry in entries)


def _files_shown(library: Library, entry: Entry) -> Iterator[str]:
    """The pictures on an entry's page: the one that stands for it, and those of its text."""
    if image := shown_image(entry):
        yield image.file
    for reference in library.bodies[entry.key].images:
        yield internal_target(reference.target, entry.file)


def _is_repeated(entry: Entry, shown: set[str]) -> bool:
    """Whether the picture that stands for an entry is among those shown; it is from now on."""
    image = shown_image(entry)
    if image is None or image.file in shown:
        return image is not None
    shown.add(image.file)
    return False


def minutes(library: Library, entry: Entry) -> int:
    """Minutes to read the entry."""
    return reading_minutes(library.bodies[entry.key].words)


def prose(library: Library, entry: Entry) -> Prose:
    """The entry's text with its links leading to addresses and its pictures at hand.

    Addresses keep their `nyspor:` until the text is rendered, where the site's base path is known.
    """
    body = library.bodies[entry.key]

    def href(match: re.Match[str]) -> str:
        address = escape(_address(library, unescape(match[1])))
        return f'href="{SCHEME}{address}{match[2] or ""}"'

    return Prose(_HREF.sub(href, body.html), body.blocks, dict(_pictures_in(library, entry, body)))


def _address(library: Library, path: str) -> str:
    """Where a link's target in the content folder is read."""
    if entry := library.by_file.get(path):
        return library.address(entry)
    if path in library.files:
        return urls.asset_address(path)
    is_file = "." in path.rpartition("/")[2]
    return urls.FRONT_PAGE if path == "." else f"/{path}" if is_file else f"/{path}/"


def _pictures_in(library: Library, entry: Entry, body: Body) -> Iterator[tuple[str, Picture]]:
    """The pictures of a text, by file."""
    for reference in body.images:
        file = internal_target(reference.target, entry.file)
        yield file, _published(library, file, reference.alt or "")
    for block in body.blocks:
        if isinstance(block.data, Video) and block.data.poster:
            poster = picture(library, block.data.poster)
            if poster:
                yield block.data.poster.file, poster


def head(entry: Entry, library: Library, breadcrumbs: Sequence[Link]) -> PageHead:
    """The metadata of an entry's page."""
    return PageHead(
        title=entry.title,
        address=library.address(entry),
        description=entry.summary,
        lang=entry.lang,
        breadcrumbs=tuple(breadcrumbs),
        translations=translations(library, entry),
        indexed=entry.status is Status.PUBLISHED and entry.key in library.entries,
        feeds=feeds(library, entry) if entry.key in library.entries else (),
        calendar=calendar_link(library, entry),
        picture=shown_picture(library, entry),
    )


def translations(library: Library, entry: Entry) -> tuple[tuple[str, str], ...]:
    """The entry's other languages: (language, address)."""
    original = entry.translation_of or entry.key
    others = library.translations.get(original, ())
    return tuple((o.lang.value, library.address(o)) for o in others if o.key != entry.key)


def related(library: Library, entry: Entry, elsewhere: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """What the writer names as related, then earlier entries that share the most topics and tracks: three at most,
    and none that stands elsewhere on the page."""
    known = {other.key for other in elsewhere}
    found = (
        *related_by_writer(library, entry),
        *(other for other in library.similar(entry) if other.key not in entry.related),
    )
    return tuple([other for other in found if other.key not in known][:RELATED])


def written_about(library: Library, entry: Entry) -> tuple[Entry, ...]:
    """The posts and stories about a track, a programme, a pilot or a workgroup: what its feed holds."""
    spec = kind_spec(entry.kind)
    return in_stream(spec.feed(library, entry)) if spec.feed else ()


def feeds(library: Library, entry: Entry) -> tuple[Link, ...]:
    """What can be followed on an entry's page: what is written about it, or the comments on it."""
    if kind_spec(entry.kind).feed:
        listed = listed_entry(library, entry)
        return (Link(entry.title, urls.feed_address(library.address(listed))),) if listed else ()
    if library.comments_in_feeds.get(entry.key):
        return (Link(entry.title, urls.comments_feed_address(library.address(entry))),)
    return ()


def calendar_link(library: Library, entry: Entry) -> Link | None:
    """The calendar of an entry's meetings; None where there is none."""
    listed = listed_entry(library, entry) if kind_spec(entry.kind).calendar else None
    return calendar_of(listed) if listed else None


def listed_entry(library: Library, entry: Entry) -> Entry | None:
    """The entry whose feed and calendar tell of this one: itself, or the original of a translation; None where
    lists have neither."""
    original = library.entries.get(entry.translation_of or entry.key)
    is_listed = original and original.status is Status.PUBLISHED
    return original if is_listed and original and original.lang == DEFAULT_LANGUAGE else None


def related_by_writer(library: Library, entry: Entry) -> tuple[Entry, ...]:
    """What the writer names as related, and nothing else."""
    return tuple(found for key in entry.related if (found := library.entries.get(key)))


def topics_by_letter(library: Library) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The topics from A to Å, below the letter that they begin with."""
    topics = library.vocabularies.topics.values()
    links = (Link(topic.name, urls.topic_address(topic.slug)) for topic in topics)
    ordered = sorted(links, key=lambda link: sort_key(link.label))
    groups = groupby(ordered, key=lambda link: link.label[0].upper())
    return tuple((letter, tuple(found)) for letter, found in groups)


def related_topics(library: Library, topic: Topic) -> tuple[Chip, ...]:
    """The topics that most often stand beside this one, apart from its broader and narrower ones.

    Twice is needed: once may be chance, and a single new entry then seldom changes the page.
    """
    beside = Counter(t for entry in library.on_topic(topic.slug) for t in entry.topics)
    topics = library.vocabularies.topics
    family = {
        topic.slug,
        topic.broader,
        *(t.slug for t in topics.values() if t.broader == topic.slug),
    }
    often = [topics[slug] for slug, times in beside.items() if times > 1 and slug not in family]
    often.sort(key=lambda found: (-beside[found.slug], sort_key(found.name)))
    return tuple(Chip(t.name, urls.topic_address(t.slug)) for t in often[:RELATED_TOPICS])


def series(library: Library, post: Post) -> tuple[Entry, ...]:
    """The other posts of the post's series, earliest first."""
    same = reversed(library.in_series(post.series)) if post.series else ()
    return tuple(other for other in same if other.key != post.key)


def threads(library: Library, entry: Entry) -> tuple[Thread, ...]:
    """The entry's comments, oldest first, each with its replies."""
    comments = library.comments.get(entry.key, ())
    return tuple(
        Thread(comment, tuple(reply for reply in comments if reply.reply_to == comment.id))
        for comment in comments
        if not comment.reply_to
    )


def by_phase(
    library: Library, pilots: Sequence[Pilot]
) -> tuple[tuple[Phase, tuple[Card, ...]], ...]:
    """Pilots grouped by phase, in the order of phases; one without a phase counts as an idea."""
    groups = (
        (phase, [p for p in pilots if (library.phase(p) or Phase.IDEA) is phase]) for phase in Phase
    )
    return tuple((phase, cards(library, found)) for phase, found in groups if found)


def track_order(track: Track) -> tuple[int, str]:
    return (track.number or 0, track.slug)


def tracks_of(entries: Iterable[Entry]) -> tuple[Track, ...]:
    """Tracks by their number."""
    found = [entry for entry in entries if isinstance(entry, Track)]
    return tuple(sorted(found, key=track_order))


TrackBands = tuple[tuple[Link, tuple[Track, ...]], ...]


def track_bands(library: Library) -> TrackBands:
    """Each municipality that has tracks, with them, in the order of municipalities.yaml."""
    return by_municipality(library, library.of_kind(Track))


def by_municipality(library: Library, found: Iterable[Track]) -> TrackBands:
    """These tracks by municipality, in the order of municipalities.yaml."""
    places = library.vocabularies.municipalities.values()
    sorted_tracks = tracks_of(found)
    bands = (
        (
            Link(m.name, urls.municipality_address(m.slug)),
            tuple([track for track in sorted_tracks if track.municipality == m.slug]),
        )
        for m in places
    )
    return tuple((link, tracks) for link, tracks in bands if tracks)


def track_band_cards(
    library: Library, found: TrackBands
) -> tuple[tuple[Link, tuple[Card, ...]], ...]:
    """The same as lists show them."""
    return tuple((link, cards(library, tracks)) for link, tracks in found)


def coming_meetings(library: Library, entries: Iterable[Entry]) -> tuple[MeetingCard, ...]:
    """Meetings to come, soonest first; cancelled ones are left to the entry's own page."""
    found = (
        (meeting, entry)
        for entry in entries
        for meeting in library.upcoming(entry)
        if not meeting.cancelled
    )
    ordered = sorted(found, key=lambda pair: (pair[0].start, pair[1].slug))
    return tuple(
        MeetingCard(m, Link(e.title, library.address(e)), e.example, meeting_calendar(e, m))
        for m, e in ordered
    )


def in_stream(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The dated news among these entries: posts and stories, and other kinds that say so."""
    models = stream_models()
    return tuple([entry for entry in entries if isinstance(entry, models)])


@dataclass(frozen=True)
class ListPage:
    """A page of a list: its address, its items (latest first), and the ways to the others."""

    address: str
    entries: tuple[Entry, ...]
    paging: Paging
    number: int | None = None


def pages_of(
    address: str, entries: Sequence[Entry], per_page: int = PER_PAGE
) -> tuple[ListPage, ...]:
    """Divide a list, latest first, into pages numbered from the oldest.

    A numbered page never changes when something is added; the list's own page holds what is not
    yet a full page too, so between `per_page` and twice as many.
    """
    addresses = page_addresses(address, len(entries), per_page)
    full = len(addresses) - 1
    newest = len(entries) - full * per_page
    cuts = [0, *(newest + n * per_page for n in range(full + 1))]
    return tuple(
        ListPage(
            own,
            tuple(entries[cuts[n] : cuts[n + 1]]),
            Paging(newer=addresses[n - 1] if n else "", older=addresses[n + 1] if n < full else ""),
            None if n == 0 else full - n + 1,
        )
        for n, own in enumerate(addresses)
    )


def page_addresses(address: str, count: int, per_page: int = PER_PAGE) -> list[str]:
    """The addresses of the pages that a list of so many is divided into."""
    full = max(0, count // per_page - 1)
    return [address, *(urls.list_page_address(address, older) for older in range(full, 0, -1))]


def of_kind(model: type[Some], entries: Iterable[Entry]) -> tuple[Some, ...]:
    """The entries of one kind among these, in their order."""
    return tuple([entry for entry in entries if isinstance(entry, model)])
