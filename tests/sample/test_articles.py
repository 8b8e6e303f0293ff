"""The pages of posts and stories, with all that stands around the text."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

Pages = dict[str, BeautifulSoup]


@pytest.fixture(scope="module")
def articles(pages: Pages) -> Pages:
    """The pages of posts and stories, by address."""
    return {address: page for address, page in pages.items() if page.select_one(".byline")}


def test_each_article_says_whom_to_ask(articles: Pages) -> None:
    assert len(articles) > 30
    assert [address for address, page in articles.items() if not page.select(".contact")] == []


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
