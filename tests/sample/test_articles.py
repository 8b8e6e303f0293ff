"""The pages of posts and stories, with all that stands around the text."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from nyspor.checks.library import build_library
from nyspor.content.loader import read_content
from nyspor.model.kinds import Post, Story
from nyspor.model.library import Library
from tests.builders import NOW
from tests.conftest import ROOT

Pages = dict[str, BeautifulSoup]


@pytest.fixture(scope="module")
def library() -> Library:
    return build_library(read_content(ROOT / "content"), NOW)


@pytest.fixture(scope="module")
def articles(pages: Pages) -> Pages:
    """The pages of posts and stories, by address."""
    return {address: page for address, page in pages.items() if page.select_one(".byline")}


def test_an_article_says_whom_to_ask_where_anybody_is_known(
    articles: Pages, library: Library
) -> None:
    places = library.vocabularies.municipalities.values()
    known = {place.slug for place in places if place.contact or place.url}
    entries = [*library.of_kind(Post), *library.of_kind(Story)]
    asked = [library.address(entry) for entry in entries if entry.municipality in known]
    assert len(asked) > 20
    assert [address for address in asked if not articles[address].select(".contact")] == []


def test_what_leads_on_from_an_article_stands_there_once(articles: Pages) -> None:
    for address, page in articles.items():
        cards = page.select("section[aria-labelledby=relateret] .card-title a")
        ways = [link["href"] for link in [*page.select(".along-way"), *cards]]
        assert len(ways) == len(set(ways)), address
        assert len(cards) <= 3, address


def test_an_article_of_500_words_and_four_pictures_is_printed_on_two_sheets(
    browser: Browser, server: str
) -> None:
    page = browser.new_page()
    page.goto(server + "/historier/stien-i-fem-billeder/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
