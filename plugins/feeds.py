"""Feeds of the whole site and of everything one may want to follow, and the page that lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nyspor import urls
from nyspor.feeds.feed import Feed, FeedItem, FeedLink, FeedPicture, absolute_html
from nyspor.feeds.formats import FORMATS, opml
from nyspor.model.ideas import last_change
from nyspor.model.kind_specs import KindSpec, kind_specs, stream_models
from nyspor.model.kinds import Comment, Entry, Idea, Municipality, Topic, Track, Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, File, Output, Page, plan
from nyspor.site.calendars import (
    all_meetings,
    calendar_of,
    municipalities_with_meetings,
    municipality_calendar,
    with_meetings,
)
from nyspor.site.cards import Prose
from nyspor.site.form_targets import IDEAS
from nyspor.site.jinja_environment import make_environment
from nyspor.site.prose_html import render_prose
from nyspor.text.danish import instant_of, sort_key
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.text.plain_text import render_plain_text

ITEMS = 30
"""The most items in a feed, the latest; feed readers store earlier ones."""


class ItemFactory:
    """Makes the items of one build, each once however many feeds it is in."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._items: dict[str, FeedItem] = {}

    @cached_property
    def environment(self) -> Environment:
        return make_environment(self.build.theme, self.build.site, DEFAULT_LANGUAGE)

    def item(self, entry: Entry) -> FeedItem:
        if entry.key not in self._items:
            self._items[entry.key] = entry_item(self.build, entry, self.environment)
        return self._items[entry.key]


CommentOn = tuple[Entry, Comment]
"""A comment, and the entry it is about."""


@dataclass(frozen=True)
class Channel:
    """Something one may follow: `address` is the feed's without its ending, `home` its page's.

    `texts` gives its title and a description. Its items are the latest of the entries that `source` gives, or else
    `comments` or `ideas`; a feed of the comments `about` one entry is named after that entry.
    """

    address: str
    home: str
    texts: Callable[[], tuple[str, str]]
    source: Callable[[], Iterable[Entry]] = tuple
    comments: tuple[CommentOn, ...] = ()
    ideas: tuple[Idea, ...] = ()
    about: Entry | None = None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The latest entries; worked out on first use, since most builds write few channels."""
        return latest(self.source())

    def items(self, factory: ItemFactory) -> Iterator[FeedItem]:
        yield from map(factory.item, self.entries)
        yield from (comment_item(factory.build, *pair) for pair in self.comments)
        yield from (idea_item(factory.build, idea) for idea in self.ideas)

    @property
    def paths(self) -> list[str]:
        """The paths of its files, one for each format."""
        return [urls.output_path(f"{self.address}.{ending}") for ending in FORMATS]

    @property
    def title(self) -> str:
        return self.texts()[0]

    @property
    def description(self) -> str:
        return self.texts()[1]

    @property
    def head(self) -> tuple[str, ...]:
        """What it declares besides its items and the name of the entry it is about."""
        return (self.address, self.home, *(() if self.about else self.texts()))


def fixed(title: str, description: str) -> Callable[[], tuple[str, str]]:
    """Texts that are known already."""
    return lambda: (title, description)


def outputs(build: Build) -> Iterator[Output]:
    found = channels(build)
    factory = ItemFactory(build)
    for group in found.values():
        for channel in group:
            yield from files(factory, channel)
    yield from lists(build, found)


def lists(build: Build, found: dict[str, list[Channel]]) -> Iterator[Output]:
    """The page that lists every channel, and the same for feed readers."""
    heads = [(heading, [channel.head for channel in group]) for heading, group in found.items()]
    about = [channel.about for group in found.values() for channel in group if channel.about]
    yield index(build, found, heads, about)
    yield File(
        urls.output_path(urls.ALL_FEEDS),
        partial(list_of_all, build, found),
        listed=about,
        values=heads,
    )


def files(factory: ItemFactory, channel: Channel) -> Iterator[File]:
    """A channel in every format."""
    first = factory.build.library.first_address
    for ending, path in zip(FORMATS, channel.paths, strict=True):
        yield File(
            path,
            partial(make, factory, channel, ending),
            batch=channel.address,
            whole=channel.entries,
            listed=[entry for entry, _ in channel.comments],
            values=(
                channel.head,
                [comment for _, comment in channel.comments],
                channel.ideas,
                [first(entry) for entry in channel.entries],
                [first(entry) for entry, _ in channel.comments],
            ),
        )


def make(factory: ItemFactory, channel: Channel, ending: str) -> bytes:
    """The bytes of a channel in one format."""
    site = factory.build.site
    return FORMATS[ending](
        Feed(
            url=f"{site.url}{channel.address}.{ending}",
            home=site.url + channel.home,
            title=f"{channel.title} · {site.name}",
            description=channel.description,
            publisher=site.name,
            items=tuple(channel.items(factory)),
            styles=f"{site.base}/theme/feed.css",
        )
    )


def channels(build: Build) -> dict[str, list[Channel]]:
    """All channels, under the headings of the page that lists them."""
    return {
        build.translate(T_("Everything")): list(whole_site(build)),
        **{
            build.translate(spec.plural): list(of_kind(build, spec))
            for spec in kind_specs()
            if spec.feed
        },
        build.translate(T_("Topics")): list(topics(build)),
        build.translate(T_("Municipalities")): list(municipalities(build)),
        build.translate(IDEAS): list(ideas(build)),
        build.translate(T_("Comments")): list(comments(build)),
    }


def whole_site(build: Build) -> Iterator[Channel]:
    library = build.library
    yield Channel(
        urls.feed_address(),
        urls.FRONT_PAGE,
        fixed(
            build.translate(T_("Posts and stories")),
            build.translate(T_("Everything new on the site.")),
        ),
        lambda: stream_of(library.listed),
    )
    for spec in kind_specs():
        if spec.list and spec.list.feed:
            home = urls.kind_list_address(spec.name)
            yield Channel(
                urls.feed_address(home),
                home,
                fixed(build.translate(spec.plural), build.translate(spec.list.feed)),
                partial(library.of_kind, spec.model),
            )


def of_kind(build: Build, spec: KindSpec) -> Iterator[Channel]:
    """A channel for each entry of a kind: what is written about it."""
    for entry in sorted(build.library.of_kind(spec.model), key=lambda entry: entry.key):
        home = build.library.address(entry)
        source = partial(view_models.written_about, build.library, entry)
        texts = fixed(entry.title, entry.summary)
        yield Channel(urls.feed_address(home), home, texts, source)


def topics(build: Build) -> Iterator[Channel]:
    for topic in build.library.vocabularies.topics.values():
        home = urls.topic_address(topic.slug)
        texts = fixed(topic.name, topic.description)
        yield Channel(urls.feed_address(home), home, texts, partial(about_topic, build, topic))


def municipalities(build: Build) -> Iterator[Channel]:
    for place in build.library.vocabularies.municipalities.values():
        home = urls.municipality_address(place.slug)
        texts = fixed(place.name, place.description)
        yield Channel(urls.feed_address(home), home, texts, partial(in_municipality, build, place))


def about_topic(build: Build, topic: Topic) -> Iterator[Entry]:
    return stream_of(build.library.on_topic(topic.slug))


def in_municipality(build: Build, municipality: Municipality) -> Iterator[Entry]:
    return stream_of(build.library.in_municipality(municipality.slug))


def comments(build: Build) -> Iterator[Channel]:
    """The comments of each entry that has any, and all of them together."""
    library = build.library
    commented = [(library.entries[key], found) for key, found in library.comments_in_feeds.items()]
    if not commented:
        return
    every = [(entry, comment) for entry, found in commented for comment in found]
    yield Channel(
        urls.comments_feed_address(),
        urls.FRONT_PAGE,
        fixed(
            build.translate(T_("All comments")),
            build.translate(T_("What readers write, whatever it is about.")),
        ),
        comments=latest_comments(every),
    )
    for entry, found in commented:
        home = library.address(entry)
        yield Channel(
            urls.comments_feed_address(home),
            home,
            partial(named_after, build, entry),
            comments=latest_comments([(entry, comment) for comment in found]),
            about=entry,
        )


def ideas(build: Build) -> Iterator[Channel]:
    """Residents' ideas, the one first with which something happened last."""
    latest = sorted(build.library.ideas, key=last_change, reverse=True)[:ITEMS]
    yield Channel(
        urls.feed_address(urls.IDEAS),
        urls.IDEAS,
        fixed(
            build.translate(IDEAS),
            build.translate(T_("What residents have proposed, and what became of it.")),
        ),
        ideas=tuple(latest),
    )


def named_after(build: Build, entry: Entry) -> tuple[str, str]:
    """The title of the comments on an entry, and a description."""
    return build.translate(T_("Comments on “%(title)s”")) % {"title": entry.title}, entry.summary


def stream_of(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The dated news among these entries, lazily."""
    models = stream_models()
    return (entry for entry in entries if isinstance(entry, models))


def latest(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The latest with a date; feeds leave out entries without one."""
    return tuple(islice((entry for entry in entries if entry.date_year), ITEMS))


def entry_item(build: Build, entry: Entry, environment: Environment) -> FeedItem:
    library, site = build.library, build.site
    url = site.url + library.address(entry)
    published = instant_of(entry.date)
    picture = view_models.picture(library, entry.image)
    shown = picture.portable.widest if picture else None
    return FeedItem(
        id=identity(build, entry),
        url=url,
        title=entry.title,
        summary=entry.summary,
        content=absolute_html(content(library, entry, environment), url),
        published=published,
        updated=max(published, instant_of(entry.modified)) if entry.modified else published,
        authors=tuple(sender.name for sender in library.authors_of(entry)),
        categories=categories(build, entry),
        picture=FeedPicture(site.url + shown.address, shown.width, shown.height) if shown else None,
    )


def content(library: Library, entry: Entry, environment: Environment) -> str:
    """The text of an entry, with itself in brief above it."""
    component: Any = environment.get_template("components/in_brief.html").module
    in_brief = component.in_brief(getattr(entry, "in_brief", ()))
    prose = portable_prose(view_models.prose(library, entry))
    return f"{in_brief}{render_prose(environment, prose)}".strip()


def portable_prose(prose: Prose) -> Prose:
    """The text with pictures in a format that every feed reader shows."""
    pictures = {file: picture.portable for file, picture in prose.pictures.items()}
    return replace(prose, pictures=pictures)


def identity(build: Build, entry: Entry) -> str:
    """What an entry is known by for ever, whatever its address and the site's domain are later."""
    return build.site.identity(urls.quote_address(build.library.first_address(entry)))


def categories(build: Build, entry: Entry) -> tuple[tuple[str, str, str], ...]:
    library, site = build.library, build.site
    of_topics = (
        (slug, site.url + urls.TOPICS, library.vocabularies.topics[slug].name)
        for slug in entry.topics
    )
    tracks = (
        (track.slug, site.url + urls.kind_list_address(Track.kind), track.title)
        for track in map(library.track, entry.tracks)
        if track
    )
    return (*tracks, *of_topics)


def latest_comments(found: list[CommentOn]) -> tuple[CommentOn, ...]:
    """The latest comments, latest first."""
    latest = sorted(found, key=lambda pair: pair[1].order, reverse=True)
    return tuple(latest[:ITEMS])


def comment_item(build: Build, entry: Entry, comment: Comment) -> FeedItem:
    anchor = f"#kommentar-{comment.id}"
    return FeedItem(
        id=identity(build, entry) + anchor,
        url=build.site.url + build.library.address(entry) + anchor,
        title=build.translate(T_("%(name)s on “%(title)s”"))
        % {"name": comment.name, "title": entry.title},
        summary=comment.text[:200],
        content=str(render_plain_text(comment.text)),
        published=instant_of(comment.received),
        updated=instant_of(comment.received),
        authors=(comment.name,),
    )


def idea_item(build: Build, idea: Idea) -> FeedItem:
    """An idea without the name of who sent it, with the answer as far as there is one."""
    address = urls.quote_address(urls.idea_address(idea.slug))
    answer = Markup("<p><strong>{}</strong></p><p>{}</p>").format(
        build.translate(T_("Answer")), idea.answer
    )  # fmt: skip
    return FeedItem(
        id=build.site.identity(address),
        url=build.site.url + address,
        title=idea.title,
        summary=idea.answer or idea.text[:200],
        content=str(render_plain_text(idea.text) + (answer if idea.answer else "")),
        published=instant_of(idea.received),
        updated=max(instant_of(idea.received), instant_of(last_change(idea))),
        categories=((idea.state.value, build.site.url + urls.IDEAS, idea.state.word),),
    )


def index(
    build: Build, found: dict[str, list[Channel]], heads: object, about: Sequence[Entry]
) -> Page:
    """The page that lists every calendar and every feed; `heads` is what it says of the feeds, with the
    names of the entries that some are `about`."""
    calendars = tuple(calendar_groups(build))
    return Page(
        urls.output_path(urls.FEEDS),
        "feeds.html",
        partial(index_page, build, found, calendars),
        listed=about,
        values=(heads, calendars, bool(build.library.of_kind(Workgroup))),
        address=urls.FEEDS,
    )


CalendarGroup = tuple[str, tuple[Link, ...]]


def index_page(
    build: Build, found: dict[str, list[Channel]], calendars: Sequence[CalendarGroup]
) -> Context:
    everything, *groups = ((heading, rows(group)) for heading, group in found.items() if group)
    title = build.translate(T_("Follow along"))
    head = PageHead(
        title,
        urls.FEEDS,
        build.translate(T_("Meetings in your calendar, and word when there is something new.")),
        feeds=(Link(build.site.name, urls.feed_address()),),
    )
    return {
        "page": head,
        "everything": everything[1],
        "groups": groups,
        "calendar": all_meetings(build.translate),
        "calendars": calendars,
        "joins": urls.kind_list_address(Workgroup.kind) if build.library.of_kind(Workgroup) else "",
        "opml": urls.ALL_FEEDS,
    }


def rows(group: Iterable[Channel]) -> tuple[tuple[Link, str, str], ...]:
    """What the page says of each channel: its page, a sentence, its address."""
    return tuple((Link(c.title, c.home), c.description, c.address) for c in group)


def calendar_groups(build: Build) -> Iterator[CalendarGroup]:
    """The calendars besides that of all meetings: of each municipality where there are several, and of each entry."""
    library = build.library
    places = municipalities_with_meetings(library)
    yield (
        build.translate(T_("For one municipality")),
        tuple(municipality_calendar(library, slug) for slug in places),
    )
    entries = sorted(with_meetings(library), key=lambda entry: sort_key(entry.title))
    yield build.translate(T_("For one workgroup")), tuple(filter(None, map(calendar_of, entries)))


def list_of_all(build: Build, found: dict[str, list[Channel]]) -> bytes:
    """All feeds in one file (OPML), as RSS, which every feed reader supports."""
    site = build.site

    def link(channel: Channel) -> FeedLink:
        url, home = f"{site.url}{channel.address}.rss", site.url + channel.home
        return FeedLink(channel.title, channel.description, url, home)

    groups = ((heading, map(link, group)) for heading, group in found.items() if group)
    return opml(site.name, groups)


def register() -> None:
    plan.connect(outputs)
