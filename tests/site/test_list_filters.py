"""The filters of lists: plain links to pages that show a part of a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from nyspor.model.kinds import Municipality, Post, Topic, Track
from nyspor.model.library import Library, Vocabularies
from nyspor.model.site import Site
from nyspor.plugins.kind_lists import outputs
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_plan import Build, Page
from nyspor.site.theme import Theme
from tests.browser import html_errors
from tests.builders import make_library, make_post

SITE = Site("Nye veje", "", "https://beby.example", styles=("/x.css",))
POSTS = "indlaeg/index.html"
WORDS = Vocabularies(
    topics={slug: Topic(slug=slug, name=slug.title()) for slug in ("aeldre", "boern")},
    municipalities={slug: Municipality(slug=slug, name=slug.title()) for slug in ("beby", "deby")},
)


def make_posts(count: int, **fields: Any) -> list[Post]:
    """Posts of two municipalities in turn, and of two years."""
    return [
        make_post(
            f"p{n:03}", str(2024 + n // 50), comments="ingen",
            **{"municipality": ("beby", "deby")[n % 2], **fields},
        )
        for n in range(count)
    ]  # fmt: skip


def make_build(posts: Iterable[Post]) -> Build:
    library = replace(make_library(*posts), vocabularies=WORDS)
    return Build(library, SITE, Path("content"), Theme())


def plan_of(posts: Iterable[Post]) -> dict[str, Page]:
    found = outputs(make_build(posts))
    return {page.path: page for page in found if page.path.startswith("indlaeg/")}


def pages_of(posts: list[Post]) -> dict[str, BeautifulSoup]:
    rendered = render_pages(make_build(posts), list(plan_of(posts).values()))
    return {path: BeautifulSoup(html, "lxml") for path, html in rendered.items()}


def links(page: BeautifulSoup) -> dict[str, str]:
    return {str(a["href"]): " ".join(a.get_text(" ").split()) for a in page.select(".filter a")}


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (3, 1), (100, 14)])
def test_from_no_post_to_a_hundred(count: int, pages: int) -> None:
    """A short list has no filters; of a hundred there are ten pages, and one for each municipality and year."""
    found = pages_of(make_posts(count))
    assert len(found) == pages
    assert bool(links(found[POSTS])) is (count == 100)
    assert all(page.h1 for page in found.values())


def test_the_html_checker_finds_nothing(tmp_path: Path) -> None:
    posts = make_posts(100)
    for path, html in render_pages(make_build(posts), list(plan_of(posts).values())).items():
        (tmp_path / path.replace("/", "-")).write_text(html, "utf-8")
    assert html_errors(tmp_path) == []


def test_links_say_how_much_they_lead_to() -> None:
    assert links(pages_of(make_posts(60))[POSTS]) == {
        "/indlaeg/kommune/beby/": "Beby 30",
        "/indlaeg/kommune/deby/": "Deby 30",
        "/indlaeg/aar/2025/": "2025 10",
        "/indlaeg/aar/2024/": "2024 50",
    }


def test_a_filtered_list_shows_those_alone() -> None:
    posts = [
        *make_posts(6),
        make_post("om-boern", topics=("boern",)),
        make_post("ae", topics=("aeldre",)),
    ]
    page = pages_of(posts)["indlaeg/tema/boern/index.html"]
    assert [title.get_text() for title in page.select(".card-title")] == ["Om-Boern"]
    assert page.select('a[href="/temaer/boern/"]')
    assert page.select('a[href="/indlaeg/"]')
    assert page.select('.filter a[aria-current="page"]')[0].get_text() == "Boern"


def test_there_is_no_filter_where_there_is_no_choice() -> None:
    posts = make_posts(10, municipality="beby", topics=("boern",))
    assert links(pages_of(posts)[POSTS]) == {}


def test_a_new_post_leaves_the_lists_it_is_not_in_as_they_are() -> None:
    posts = make_posts(60)
    before, after = (
        plan_of(each) for each in (posts, [*posts, make_post("ny", "2025", municipality="beby")])
    )
    same = {
        path
        for path, page in before.items()
        if (list(page.listed), repr(page.values))
        == (list(after[path].listed), repr(after[path].values))
    }
    assert "indlaeg/kommune/deby/index.html" in same
    assert "indlaeg/aar/2024/index.html" in same
    assert "indlaeg/kommune/beby/index.html" not in same


def test_a_track_that_is_not_published_is_no_choice() -> None:
    posts = make_posts(6, tracks=("gode-leveaar", "en-kladde"))
    assert not any("/spor/" in path for path in plan_of(posts))


def test_the_list_of_tracks_is_grouped_by_itself() -> None:
    tracks = [
        Track(slug=f"t{n}", title="T", summary="…", municipality=("beby", "deby")[n % 2])
        for n in range(9)
    ]
    library = Library(
        now=make_library().now, entries={t.key: t for t in tracks}, vocabularies=WORDS
    )
    found = [page.path for page in outputs(Build(library, SITE, Path("content"), Theme()))]
    assert [path for path in found if path.startswith("spor/")] == ["spor/index.html"]
