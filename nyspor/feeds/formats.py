"""A feed in three formats, and a list of feeds. JSON Feed 1.1 (jsonfeed.org/version/1.1) is written here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from nyspor.feeds.feed import Feed, FeedItem, FeedLink, xml_text
from nyspor.text.danish import COPENHAGEN


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0."""
    from nyspor.feeds import xml_feeds  # slow to load, and few builds write a feed anew

    return xml_feeds.rss(feed)


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    from nyspor.feeds import xml_feeds

    return xml_feeds.atom(feed)


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
    etree.SubElement(etree.SubElement(root, "head"), "title").text = xml_text(title)
    body = etree.SubElement(root, "body")
    for heading, links in groups:
        group = etree.SubElement(body, "outline", text=xml_text(heading))
        for link in links:
            name = xml_text(link.title)
            etree.SubElement(
                group, "outline", type="rss", version="RSS2", text=name, title=name,
                description=xml_text(link.description), xmlUrl=link.url, htmlUrl=link.home,
            )  # fmt: skip
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


FORMATS: Mapping[str, Callable[[Feed], bytes]] = {"rss": rss, "atom": atom, "json": json_feed}
"""The ending of a feed's file → what writes it."""
