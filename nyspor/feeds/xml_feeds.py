"""RSS 2.0 and Atom, written by feedgen.

feedgen's surprises are dealt with here and nowhere else: entries are appended (it would reverse them), the
alternate link is added last (the channel's link is the last one added), `summary` and `content` are set apart
(`description` sets both), a picture stands by itself (a `media:group` is for alternatives), and no time but the
entries' own is written.
Sources: the RSS 2.0 specification, RFC 4287, Media RSS.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import lxml.etree  # noqa: F401 - feedgen's extensions need it to be loaded
from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.ext.media import MediaEntryExtension, MediaExtension
from feedgen.feed import FeedGenerator

from nyspor.feeds.feed import Feed, FeedItem, xml_text
from nyspor.text.danish import COPENHAGEN

CACHED_ITEMS = 200
"""Feeds hold the latest 30, and those made one after the other share many; more would hold much memory."""


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0."""
    return _with_style_sheet(feed_generator(feed, "rss").rss_str(pretty=True), feed.styles)


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    return _with_style_sheet(feed_generator(feed, "atom").atom_str(pretty=True), feed.styles)


def feed_generator(feed: Feed, ending: str) -> FeedGenerator:
    """feedgen's object for the feed, ready to be written as `rss` or `atom`."""
    for_rss = ending == "rss"
    generator = _generator(for_rss)
    generator.id(feed.url)
    title = xml_text(feed.title) or feed.home
    generator.title(title)
    # In Atom the description is called a subtitle, and feedgen's own `description` is RSS's alone.
    describe = generator.description if for_rss else generator.subtitle
    describe(xml_text(feed.description) or title)
    generator.author(name=xml_text(feed.publisher))
    generator.language(feed.language)
    generator.generator(xml_text(feed.publisher))
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
    generator = FeedGenerator()
    generator.register_extension("media", MediaExtension, MediaEntryExtension)
    if for_rss:
        generator.register_extension("dc", DcExtension, DcEntryExtension)
    return generator


class CachedEntry(FeedEntry):  # type: ignore[misc]
    """An entry whose XML is made once, however many feeds it is in; all of them have the same format."""

    _element: Any = None

    def rss_entry(self, extensions: bool = True) -> Any:
        if self._element is None:
            self._element = super().rss_entry(extensions)
        # A feed takes the element into its own tree, so each gets a copy.
        return deepcopy(self._element)

    def atom_entry(self, extensions: bool = True) -> Any:
        if self._element is None:
            self._element = super().atom_entry(extensions)
        return deepcopy(self._element)


@lru_cache(maxsize=CACHED_ITEMS)
def _entry(item: FeedItem, for_rss: bool) -> CachedEntry:
    entry = CachedEntry()
    _generator(for_rss).add_entry(entry)  # registers the extensions with it
    _fill(entry, item, for_rss)
    return entry


def _fill(entry: FeedEntry, item: FeedItem, for_rss: bool) -> None:
    entry.id(item.id)
    entry.guid(item.id, permalink=False)
    entry.title(xml_text(item.title) or item.url)
    entry.link(href=item.url)
    entry.summary(xml_text(item.summary))
    entry.content(xml_text(item.content), type="html")
    # In Danish time, since a reader shown midnight in UTC would see the day before.
    entry.published(item.published.astimezone(COPENHAGEN))
    entry.updated((item.updated if for_rss else _distinct_time(item)).astimezone(COPENHAGEN))
    for author in item.authors:
        # RSS wants an author's address; Dublin Core takes a name.
        entry.dc.dc_creator(xml_text(author)) if for_rss else entry.author(name=xml_text(author))
    for term, scheme, label in item.categories:
        entry.category(term=term, scheme=scheme, label=xml_text(label))
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


def _distinct_time(item: FeedItem) -> datetime:
    """When the item changed, with a fraction of a second that differs from other items'.

    Entries dated to the same day share one moment, and readers that sort an Atom feed by
    `updated` then shuffle them; the W3C validator warns of it.
    """
    digest = blake2b(item.id.encode(), digest_size=8).digest()
    return item.updated + timedelta(microseconds=int.from_bytes(digest, "big") % 1_000_000)


def _with_style_sheet(xml: bytes, styles: str) -> bytes:
    """The XML, pointing at a style sheet, so that a feed opened in a browser can be read."""
    if not styles:
        return xml
    declaration, _, document = xml.partition(b"?>\n")
    pointer = f'<?xml-stylesheet type="text/css" href="{styles}"?>\n'
    return declaration + b"?>\n" + pointer.encode() + document
