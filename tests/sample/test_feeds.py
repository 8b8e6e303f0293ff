"""The sample's feeds, as readers meet them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator
from lxml import etree, html

from tests.conftest import ROOT
from tests.site.building import URL

Pages = Mapping[str, BeautifulSoup]


@pytest.fixture(scope="module")
def feeds(site: Path) -> dict[str, feedparser.FeedParserDict]:
    """Every RSS and Atom feed, read by feedparser, by its path."""
    paths = [*site.glob("feeds/**/*.rss"), *site.glob("feeds/**/*.atom")]
    return {
        path.relative_to(site).as_posix(): feedparser.parse(path.read_bytes()) for path in paths
    }


def test_there_is_a_feed_for_everything_one_may_follow(
    feeds: dict[str, feedparser.FeedParserDict],
) -> None:
    for path in (
        "alt", "indlaeg", "historier", "spor/gode-leveaar", "temaer/sundhed", "forsoeg/naturstien",
        "arbejdsgrupper/stigruppen", "programmer/naboskab", "kommuner/odense",
        "kommentarer/alle", "kommentarer/indlaeg/stien-aabner",
    ):  # fmt: skip
        assert f"feeds/{path}.rss" in feeds
        assert f"feeds/{path}.atom" in feeds


def test_every_feed_can_be_read_and_says_who_it_is(
    feeds: dict[str, feedparser.FeedParserDict],
) -> None:
    for path, feed in feeds.items():
        assert not feed.bozo, path
        itself = next(link.href for link in feed.feed.links if link.rel == "self")
        assert itself == f"{URL}/{path}"
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids)), path


def test_an_entry_that_moved_keeps_its_id(
    feeds: dict[str, feedparser.FeedParserDict],
) -> None:
    names = {entry.link: entry.id for entry in feeds["feeds/alt.rss"].entries}
    assert names[f"{URL}/indlaeg/stien-aabner/"] == f"{URL}/blog/stien-er-aaben/"


def test_the_text_of_an_item_is_whole_and_its_addresses_absolute(
    feeds: dict[str, feedparser.FeedParserDict],
) -> None:
    for path, feed in feeds.items():
        for entry in feed.entries:
            root = html.fragment_fromstring(entry.content[0].value, create_parent="div")
            for element in root.xpath("//*[@href or @src]"):
                address = urlsplit(element.get("href") or element.get("src"))
                assert address.scheme in ("http", "https", "mailto", "tel"), (path, entry.link)
            assert "nyspor-block" not in entry.content[0].value


def test_pages_point_at_their_own_feeds_and_the_list_at_all(site: Path, pages: Pages) -> None:
    listed = {str(link["href"]) for link in pages["/feeds/"].select(".feeds-ways a")}
    there = {
        f"/{path.relative_to(site).as_posix()}"
        for ending in ("rss", "atom", "json")
        for path in site.glob(f"feeds/**/*.{ending}")
    }
    assert listed == there
    for address in (
        "/",
        "/spor/gode-leveaar/",
        "/temaer/sundhed/",
        "/forsoeg/naturstien/",
        "/indlaeg/stien-aabner/",
    ):
        heads = [
            str(link["href"])
            for link in pages[address].select('link[rel=alternate][type="application/rss+xml"]')
        ]
        assert heads, address
        for href in heads:
            assert pages[address].select_one(f'.follow a[href="{urlsplit(href).path}"]'), address


@pytest.mark.parametrize("document", ["foelg-med", "nyhedsbrev"])
def test_the_documents_name_addresses_that_are_there(document: str, site: Path) -> None:
    text = (ROOT / f"docs/{document}.md").read_text("utf-8")
    named = re.findall(r"`(?:https://nyspor\.example)?(/(?:feeds|kalender)/[^`<]*)`", text)
    assert named
    for address in named:
        assert (site / address.lstrip("/")).exists(), address


def test_every_json_feed_keeps_to_its_schema(site: Path) -> None:
    schema = json.loads((ROOT / "tests/json_feed.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    paths = list(site.glob("feeds/**/*.json"))
    assert paths
    for path in paths:
        validator.validate(json.loads(path.read_text("utf-8")))


def test_one_file_names_every_rss_feed(site: Path) -> None:
    outlines = etree.parse(site / "feeds/alle.opml").findall("body/outline/outline")
    there = {f"{URL}/{path.relative_to(site).as_posix()}" for path in site.glob("feeds/**/*.rss")}
    assert {outline.get("xmlUrl") for outline in outlines} == there
    assert all(outline.get("type") == "rss" and outline.get("text") for outline in outlines)


def test_calendars_can_be_found_where_the_meetings_stand(site: Path, pages: Pages) -> None:
    there = {f"/kalender/{path.name}" for path in site.glob("kalender/*.ics")}
    links = {str(a["href"]) for a in pages["/feeds/"].select('a[href$=".ics"]')}
    assert links == there | {f"webcal:{URL.partition(':')[2]}{address}" for address in there}
    for address in ("/", "/arbejdsgrupper/", "/arbejdsgrupper/stigruppen/"):
        link = pages[address].select_one('link[type="text/calendar"]')
        assert link, address
        assert pages[address].select_one(f'.follow a[href="{urlsplit(str(link["href"])).path}"]')


def test_newsboat_reads_every_feed(site: Path, server: str, tmp_path: Path) -> None:
    paths = sorted(site.glob("feeds/**/*.rss")) + sorted(site.glob("feeds/**/*.atom"))
    addresses = [f"{server}/{path.relative_to(site).as_posix()}" for path in paths]
    homes = [tmp_path / str(number) for number in range(len(paths))]
    with ThreadPoolExecutor(8) as readers:  # newsboat mostly waits
        read = dict(zip(addresses, readers.map(items_in_newsboat, addresses, homes), strict=True))
    for path, address in zip(paths, addresses, strict=True):
        assert read[address] == len(feedparser.parse(path.read_bytes()).entries), address


def items_in_newsboat(address: str, home: Path) -> int:
    """How many items newsboat finds in a feed, where it follows no other."""
    home.mkdir()
    urls, cache = home / "urls", home / "cache.db"
    urls.write_text(address + "\n", "utf-8")
    subprocess.run(
        ["newsboat", "-u", urls, "-c", cache, "-C", "/dev/null", "-x", "reload"],
        check=True,
        capture_output=True,
        env={"HOME": str(home), "LC_ALL": "C.UTF-8"},
    )
    with sqlite3.connect(cache) as database:
        (count,) = database.execute("select count(*) from rss_item").fetchone()
    return int(count)
