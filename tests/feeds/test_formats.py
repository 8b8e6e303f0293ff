"""Feeds that every reader accepts, whatever the text holds."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from nyspor.feeds.feed import NEVER_UPDATED, Feed, FeedItem, FeedPicture, absolute_html
from nyspor.feeds.formats import FORMATS, atom, json_feed, rss

ITEM = FeedItem(
    id="https://x.example/blog/stien/",
    url="https://x.example/indlaeg/stien/",
    title="Stien er åben",
    summary="Kom og prøv den.",
    content='<p>Gå <a href="https://x.example/spor/">her</a>.</p>',
    published=datetime(2026, 6, 12, tzinfo=UTC),
    updated=datetime(2026, 10, 3, tzinfo=UTC),
    authors=("Projektleder",),
    categories=(("sundhed", "https://x.example/temaer/", "Sundhed"),),
    picture=FeedPicture("https://x.example/billeder/a.webp", 1600, 1067),
)
FEED = Feed(
    "https://x.example/feeds/alt.rss",
    "https://x.example/",
    "Alt",
    "Alt nyt.",
    "Nyspor",
    (ITEM,),
    styles="/theme/feed.css",
)


def test_a_feed_can_be_the_first_thing_that_is_made() -> None:
    """Alone in a new process, where nothing else has loaded what feedgen counts on."""
    code = "from nyspor.feeds.feed import Feed; from nyspor.feeds.formats import rss; rss(Feed('u', 'h', 't', 'd', 'p', ()))"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_reader_finds_everything_in_rss_and_atom() -> None:
    for write in (rss, atom):
        found = feedparser.parse(write(FEED))
        assert not found.bozo
        assert found.feed.title == "Alt"
        assert found.feed.language == "da"
        (entry,) = found.entries
        assert (entry.id, entry.link, entry.title) == (ITEM.id, ITEM.url, ITEM.title)
        assert entry.summary == ITEM.summary
        assert entry.content[0].value == ITEM.content
        assert entry.author == "Projektleder"
        assert entry.media_content[0]["url"] == "https://x.example/billeder/a.webp"
        assert [tag.scheme for tag in entry.tags] == ["https://x.example/temaer/"]


def test_an_item_may_be_in_many_feeds() -> None:
    other = replace(FEED, url="https://x.example/feeds/spor/stien.rss", title="Stien")
    for write in (rss, atom):
        first = write(FEED)
        assert first != write(other)
        assert [entry.id for entry in feedparser.parse(write(other)).entries] == [ITEM.id]
        assert write(FEED) == first


def test_an_author_without_an_address_is_named_in_rss() -> None:
    assert b"<dc:creator>Projektleder</dc:creator>" in rss(FEED)
    assert b"<author>" not in rss(FEED)


def test_dates_are_in_the_form_that_each_format_asks_for() -> None:
    root = etree.fromstring(rss(FEED))
    for element in root.iter("pubDate", "lastBuildDate"):
        assert parsedate_to_datetime(element.text).tzinfo
    for element in etree.fromstring(atom(FEED)).iter("{*}updated", "{*}published"):
        assert datetime.fromisoformat(element.text).tzinfo


def test_a_guid_says_that_it_is_no_link() -> None:
    guid = etree.fromstring(rss(FEED)).find("channel/item/guid")
    assert guid.get("isPermaLink") == "false"


def test_a_feed_names_itself_and_the_channel_s_link_is_its_page() -> None:
    root = etree.fromstring(rss(FEED))
    assert root.findtext("channel/link") == FEED.home
    itself = root.find("channel/{http://www.w3.org/2005/Atom}link")
    assert dict(itself.attrib) == {"href": FEED.url, "rel": "self", "type": "application/rss+xml"}


def test_an_empty_feed_has_a_time_that_never_changes() -> None:
    empty = replace(FEED, items=())
    assert empty.updated == NEVER_UPDATED
    assert [write(empty) for write in FORMATS.values()] == [
        write(empty) for write in FORMATS.values()
    ]


def test_items_stay_in_the_order_given() -> None:
    items = tuple(replace(ITEM, id=str(n), title=str(n)) for n in range(5))
    for write in (rss, atom):
        assert [
            e.title for e in feedparser.parse(write(replace(FEED, items=items))).entries
        ] == list("01234")


def test_entries_of_one_day_can_be_told_apart_by_their_time() -> None:
    items = tuple(replace(ITEM, id=f"https://x.example/{n}/") for n in range(20))
    found = feedparser.parse(atom(replace(FEED, items=items)))
    assert len({entry.updated for entry in found.entries}) == 20
    assert {entry.updated[:19] for entry in found.entries} == {"2026-10-03T02:00:00"}


def test_a_picture_stands_by_itself_since_a_group_is_for_alternatives() -> None:
    for write in (rss, atom):
        root = etree.fromstring(write(FEED))
        assert not root.findall(".//{http://search.yahoo.com/mrss/}group")
        (picture,) = root.iter("{http://search.yahoo.com/mrss/}content")
        assert picture.get("medium") == "image"


def test_a_style_sheet_makes_a_feed_readable_in_a_browser() -> None:
    assert b'<?xml-stylesheet type="text/css" href="/theme/feed.css"?>' in rss(FEED)


@given(st.text(max_size=60))
def test_any_text_makes_a_well_formed_feed(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    hostile = replace(ITEM, title=text, summary=text + "]]>", content=text, authors=(text or "x",))
    feed = replace(FEED, items=(hostile,), title=text or "x")
    etree.fromstring(rss(feed))
    etree.fromstring(atom(feed))
    assert json.loads(json_feed(feed))["items"][0]["title"] == text


def test_json_feed_has_what_version_1_1_asks_for() -> None:
    document = json.loads(json_feed(FEED))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert {"title", "home_page_url", "feed_url", "items"} <= set(document)
    (item,) = document["items"]
    assert isinstance(item["id"], str)
    assert item["content_html"] == ITEM.content
    assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert item["authors"] == [{"name": "Projektleder"}]


def test_html_can_be_read_away_from_its_page() -> None:
    page = '<p class="x" style="y">a <a href="#fn:1">1</a><a href="/spor/">s</a><svg><path d=""/></svg></p><img src="/b.webp" srcset="/c.webp 2x" alt="B">'
    assert absolute_html(page, "https://x.example/indlaeg/a/") == (
        '<p>a <a href="https://x.example/indlaeg/a/#fn:1">1</a><a href="https://x.example/spor/">s</a></p>'
        '<img src="https://x.example/b.webp" alt="B">'
    )
