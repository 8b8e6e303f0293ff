"""One feed in three formats: RSS 2.0 and Atom by feedgen, JSON Feed 1.1 by hand.

feedgen is tamed here and nowhere else: entries are appended (it would turn them round), the
alternate link is added last (the channel's link is the last one added), `summary` and `content`
are kept apart (`description` sets both), a picture stands by itself (a `media:group` is for
alternatives), and no time but the entries' own is stamped in.
Sources: the RSS 2.0 specification, RFC 4287, jsonfeed.org/version/1.1, Media RSS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from nyspor.text.danish import COPENHAGEN
from nyspor.text.language import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from feedgen.entry import FeedEntry
    from feedgen.feed import FeedGenerator

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of a feed in which nothing has happened yet; validators hold the years before 1990 for a slip."""

KEPT_ITEMS = 200
"""Feeds hold the latest 30, and those made one after the other share many; more would hold much memory."""


@cache
def _not_xml() -> re.Pattern[str]:
    """What XML cannot hold (XML 1.0, production 2). All that it can would take long to compile."""
    return re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class FeedPicture:
    """A picture of an item: absolute address, pixels, media type."""

    url: str
    width: int
    height: int
    type: str = "image/webp"


@dataclass(frozen=True)
class FeedItem:
    """An item: `id` never changes, `url` is where it is read now, `content` is HTML with absolute
    addresses, `categories` are (term, scheme, label)."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str, str], ...] = ()
    picture: FeedPicture | None = None


@dataclass(frozen=True)
class Feed:
    """A feed: `home` is the page it belongs to, `url` its own address; items come latest first."""

    url: str
    home: str
    title: str
    description: str
    publisher: str
    items: tuple[FeedItem, ...]
    language: str = DEFAULT_LANGUAGE
    styles: str = ""

    @property
    def updated(self) -> datetime:
        """When anything in it last changed, so that an unchanged feed is the same to the byte."""
        return max((item.updated for item in self.items), default=NEVER)


@dataclass(frozen=True)
class FeedLink:
    """A feed as a list of feeds names it; addresses are absolute."""

    title: str
    description: str
    url: str
    home: str


KEPT = frozenset(
    {"href", "src", "alt", "width", "height", "lang", "title", "colspan", "rowspan", "scope"}
)
"""Attributes that mean something away from the page's style sheet."""


def absolute_html(fragment: str, url: str) -> str:
    """HTML as it can be read away from its page: addresses absolute, nothing that needs our styles."""
    if not fragment.strip():
        return ""
    from lxml import etree  # slow to load, and few builds write a feed anew

    root = etree.HTML(f"<body>{fragment}</body>")[0]
    etree.strip_elements(root, "svg", with_tail=False)
    for element in root.iter(etree.Element):
        for name in list(element.attrib):
            if name not in KEPT:
                del element.attrib[name]
            elif name in ("href", "src"):
                element.set(name, urljoin(url, element.get(name)))
    inner = (etree.tostring(child, encoding="unicode", method="html") for child in root)
    return (root.text or "") + "".join(inner)


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _not_xml().sub("", text)


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0."""
    return _styled(feedgen_feed(feed, "rss").rss_str(pretty=True), feed.styles)


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    return _styled(feedgen_feed(feed, "atom").atom_str(pretty=True), feed.styles)


def feedgen_feed(feed: Feed, ending: str) -> FeedGenerator:
    """The feed as feedgen knows it, ready to be written as `rss` or `atom`."""
    for_rss = ending == "rss"
    generator = _generator(for_rss)
    generator.id(feed.url)
    title = clean(feed.title) or feed.home
    generator.title(title)
    # In Atom the description is called a subtitle, and feedgen's own `description` is RSS's alone.
    describe = generator.description if for_rss else generator.subtitle
    describe(clean(feed.description) or title)
    generator.author(name=clean(feed.publisher))
    generator.language(feed.language)
    generator.generator("Nyspor")
    generator.updated(feed.updated.astimezone(COPENHAGEN))
    generator.lastBuildDate(feed.updated.astimezone(COPENHAGEN))
    generator.link(href=feed.url, rel="self", type=f"application/{ending}+xml")
    generator.link(href=feed.home, rel="alternate")
    for item in feed.items:
        generator.add_entry(_entry(item, for_rss), order="append")
    return generator


def _generator(for_rss: bool) -> FeedGenerator:
    """An empty feed with the extensions that ours have.

    They are registered by class: by name feedgen would look through the disk for each.
    """
    import lxml.etree  # noqa: F401 - feedgen's extensions count on its being loaded
    from feedgen.ext.dc import DcEntryExtension, DcExtension
    from feedgen.ext.media import MediaEntryExtension, MediaExtension
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.register_extension("media", MediaExtension, MediaEntryExtension)
    if for_rss:
        generator.register_extension("dc", DcExtension, DcEntryExtension)
    return generator


@lru_cache(maxsize=KEPT_ITEMS)
def _entry(item: FeedItem, for_rss: bool) -> FeedEntry:
    """The item as feedgen knows it. Its XML is made once, however many feeds it is in."""
    entry = _generator(for_rss).add_entry()
    _describe(entry, item, for_rss)
    make = "rss_entry" if for_rss else "atom_entry"
    made = getattr(entry, make)()
    # A feed takes an element into its own tree, so each gets a copy.
    setattr(entry, make, lambda: deepcopy(made))
    return entry


def _describe(entry: FeedEntry, item: FeedItem, for_rss: bool) -> None:
    entry.id(item.id)
    entry.guid(item.id, permalink=False)
    entry.title(clean(item.title) or item.url)
    entry.link(href=item.url)
    entry.summary(clean(item.summary))
    entry.content(clean(item.content), type="html")
    # In Danish time, since a reader shown midnight in UTC would see the day before.
    entry.published(item.published.astimezone(COPENHAGEN))
    entry.updated((item.updated if for_rss else _told_apart(item)).astimezone(COPENHAGEN))
    for author in item.authors:
        # RSS wants an address with its author; Dublin Core is content with a name.
        entry.dc.dc_creator(clean(author)) if for_rss else entry.author(name=clean(author))
    for term, scheme, label in item.categories:
        entry.category(term=term, scheme=scheme, label=clean(label))
    if item.picture:
        picture = item.picture
        entry.media.content(
            {
                "url": picture.url,
                "medium": "image",
                "type": picture.type,
                "width": str(picture.width),
                "height": str(picture.height),
            },
            group=None,
        )


def _told_apart(item: FeedItem) -> datetime:
    """When the item changed, with a fraction of a second of its own.

    Entries dated to the same day share one moment, and readers that sort an Atom feed by
    `updated` then shuffle them; the W3C validator warns of it.
    """
    digest = blake2b(item.id.encode(), digest_size=8).digest()
    return item.updated + timedelta(microseconds=int.from_bytes(digest, "big") % 1_000_000)


def _styled(xml: bytes, styles: str) -> bytes:
    """The XML, pointing at a style sheet, so that a feed opened in a browser can be read."""
    if not styles:
        return xml
    declaration, _, document = xml.partition(b"?>\n")
    pointer = f'<?xml-stylesheet type="text/css" href="{styles}"?>\n'
    return declaration + b"?>\n" + pointer.encode() + document


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        "items": [_json_item(item, feed.language) for item in feed.items],
    }
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()


def _json_item(item: FeedItem, language: str) -> dict[str, object]:
    found: dict[str, object] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.content,
        "date_published": item.published.astimezone(COPENHAGEN).isoformat(),
        "date_modified": item.updated.astimezone(COPENHAGEN).isoformat(),
        "language": language,
    }
    if item.picture:
        found["image"] = item.picture.url
    if item.authors:
        found["authors"] = [{"name": name} for name in item.authors]
    if item.categories:
        found["tags"] = [label for _, _, label in item.categories]
    return found


def opml(title: str, groups: Iterable[tuple[str, Iterable[FeedLink]]]) -> bytes:
    """A list of feeds under headings, which readers take in at once. Source: opml.org/spec2.opml."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = clean(title)
    body = etree.SubElement(root, "body")
    for heading, links in groups:
        group = etree.SubElement(body, "outline", text=clean(heading))
        for link in links:
            name = clean(link.title)
            etree.SubElement(
                group, "outline", type="rss", version="RSS2", text=name, title=name,
                description=clean(link.description), xmlUrl=link.url, htmlUrl=link.home,
            )  # fmt: skip
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


FORMATS: Mapping[str, Callable[[Feed], bytes]] = {"rss": rss, "atom": atom, "json": json_feed}
"""The ending of a feed's file → what writes it."""
