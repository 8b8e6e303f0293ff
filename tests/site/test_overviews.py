"""Pages that give an overview: the archive, the topics, a municipality, and what one can follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.model.document import Body
from nyspor.model.kinds import Entry, Idea, Municipality, Story, Topic, Workgroup
from nyspor.model.library import Library, Vocabularies
from nyspor.model.site import Site
from nyspor.plugins import archives, feeds, ideas_page, taxonomies
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_plan import Build, Output, Page
from nyspor.site.theme import Theme
from nyspor.text.danish import parse_date
from tests.browser import html_errors
from tests.builders import NOW, make_post

SITE = Site("Nye veje", "", "https://beby.example", styles=("/x.css",))
TOPICS = {
    "aeldre": Topic(slug="aeldre", name="Ældre", description="Et godt liv som gammel."),
    "boern": Topic(slug="boern", name="Børn"),
}


def make_texts(count: int) -> list[Entry]:
    """Posts through the months of two years, every tenth of them about children."""
    return [
        make_post(
            f"p{n}", f"{n % 28 + 1}. {('januar', 'maj', 'juni')[n % 3]} {2025 + n % 2}", tracks=(),
            comments="ingen", topics=("boern", "aeldre") if n % 10 == 0 else ("aeldre",), municipality="beby",
        )
        for n in range(count)
    ]  # fmt: skip


def make_group(slug: str, town: str, start: str = "1. december 2026") -> Workgroup:
    meeting = {"id": "a", "start": parse_date(start), "place": "Biblioteket"}
    return Workgroup(
        slug=slug, title=slug.title(), summary="…", municipality=town, meetings=[meeting]
    )


def pages_of(
    outputs: Callable[[Build], Iterator[Output]],
    *entries: Entry,
    site: Site = SITE,
    ideas: tuple[Idea, ...] = (),
) -> dict[str, BeautifulSoup]:
    by_key = {entry.key: entry for entry in entries}
    towns = {name: Municipality(slug=name, name=f"{name.title()} Kommune") for name in ("beby", "deby")}  # fmt: skip
    library = Library(
        now=NOW, entries=by_key, vocabularies=Vocabularies(topics=TOPICS, municipalities=towns),
        bodies=dict.fromkeys(by_key, Body()), ideas=ideas,
    )  # fmt: skip
    build = Build(library, site, Path("content"), Theme())
    planned = [output for output in outputs(build) if isinstance(output, Page)]
    return {path: BeautifulSoup(html, "lxml") for path, html in render_pages(build, planned).items()}  # fmt: skip


def texts(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


@pytest.mark.parametrize(("count", "years"), [(0, 0), (1, 1), (3, 2), (100, 2)])
def test_the_archive_from_no_text_to_a_hundred(count: int, years: int) -> None:
    pages = pages_of(archives.outputs, *make_texts(count))
    index = pages["arkiv/index.html"]
    assert len(pages) == 1 + years
    assert len(index.select(".archive-year")) == years
    assert ("Her er ikke noget endnu" in index.main.get_text()) is (count == 0)
    assert [ul for ul in index.select("ul, ol") if not ul.find("li")] == []


def test_a_year_says_how_much_what_about_and_when() -> None:
    story = Story(slug="s", title="S", summary="…", date=parse_date("maj 2026"), topics=("boern",))
    posts = [
        make_post("a", "3. maj 2026", tracks=(), topics=("boern",)),
        make_post("b", "1. januar 2026", tracks=(), topics=("aeldre",)),
    ]
    pages = pages_of(archives.outputs, story, *posts)
    (year,) = pages["arkiv/index.html"].select(".archive-year")
    assert texts(year, ".year-counts") == ["2 indlæg, 1 historie"]
    assert texts(year, ".chip") == ["Børn", "Ældre"]
    assert texts(year, ".year-months li") == ["Januar 1", "Maj 2"]
    anchors = [str(link["href"]).partition("#")[2] for link in year.select(".year-months a")]
    assert all(pages["arkiv/2026/index.html"].find(id=anchor) for anchor in anchors)


def test_a_year_without_months_has_no_ways_to_them() -> None:
    pages = pages_of(archives.outputs, make_post("a", "2012", tracks=()))
    assert pages["arkiv/index.html"].select(".year-months") == []


def test_topics_are_described() -> None:
    page = pages_of(taxonomies.outputs)["temaer/index.html"]
    assert texts(page, ".letter") == ["B Børn", "Æ Ældre Et godt liv som gammel."]


@pytest.mark.parametrize(
    ("state", "way"), [("blev til noget", "Blev til: A"), ("besvaret", "Læs mere: A")]
)
def test_only_an_idea_that_became_something_says_what_it_became(state: str, way: str) -> None:
    idea = Idea(slug="i", title="I", name="B", received="2026", state=state, became="posts/a")
    page = pages_of(ideas_page.outputs, make_post("a", tracks=(), title="A"), ideas=(idea,))[
        "ideer/index.html"
    ]
    assert texts(page, ".idea-words .way") == [way]


def test_a_municipality_shows_its_groups_and_their_next_meetings() -> None:
    page = pages_of(taxonomies.outputs, make_group("stigruppen", "beby"), make_group("havegruppen", "deby"))[
        "kommuner/beby/index.html"
    ]  # fmt: skip
    assert texts(page, ".card-title") == ["Stigruppen"]
    assert texts(page, ".meeting-title") == ["Stigruppen"]
    assert page.select('a[href="/det-sker/kommune/beby/"]')


def test_a_municipality_alone_leads_to_all_meetings() -> None:
    page = pages_of(taxonomies.outputs, make_group("stigruppen", "beby"))["kommuner/beby/index.html"]  # fmt: skip
    assert page.select('main a[href="/det-sker/"]')


def test_groups_without_meetings_say_so() -> None:
    page = pages_of(taxonomies.outputs, make_group("stigruppen", "beby", "1. maj 2026"))[
        "kommuner/beby/index.html"
    ]
    assert "Der er ikke planlagt" in page.main.get_text()


def following(*entries: Entry, **settings: Any) -> BeautifulSoup:
    return pages_of(feeds.outputs, *entries, site=replace(SITE, **settings))["feeds/index.html"]


def test_one_follows_by_calendar_and_mail_before_feeds() -> None:
    page = following(*make_texts(3), make_group("stigruppen", "beby"), newsletter="https://brev.example")  # fmt: skip
    assert texts(page, "main h2") == ["Møder i din kalender", "På mail", "I en feedlæser (RSS)"]
    assert page.select(".button")[0]["href"] == "webcal://beby.example/kalender/alle.ics"
    assert page.select('.button[href="https://brev.example"]')
    assert page.select('main a[href="/arbejdsgrupper/"]')


def test_without_newsletter_and_groups_there_is_no_mail() -> None:
    assert "På mail" not in texts(following(*make_texts(3)), "main h2")


def test_feeds_of_the_whole_site_stand_open_and_all_others_are_folded() -> None:
    page = following(*make_texts(100), make_group("stigruppen", "beby"))
    folded = page.select(".feeds-more a")
    open_feeds = [link for link in page.select(".feeds-ways a") if link not in folded]
    assert {str(link["href"]) for link in open_feeds if str(link["href"]).endswith(".rss")} == {
        "/feeds/alt.rss",
        "/feeds/indlaeg.rss",
        "/feeds/historier.rss",
    }
    assert page.select('.feeds-more a[href="/feeds/temaer/aeldre.rss"]')
    assert page.select('.feeds-more a[href="webcal://beby.example/kalender/stigruppen.ics"]')


def test_each_municipality_s_calendar_can_be_followed() -> None:
    page = following(make_group("a", "beby"), make_group("b", "deby"))
    assert page.select('a[href="webcal://beby.example/kalender/kommune/deby.ics"]')


def test_the_html_checker_finds_nothing(tmp_path: Path) -> None:
    for count in (0, 1, 100):
        entries = [*make_texts(count), *([make_group("stigruppen", "beby")] if count else [])]
        for outputs in (archives.outputs, taxonomies.outputs, feeds.outputs):
            for path, page in pages_of(outputs, *entries).items():
                (tmp_path / f"{count}-{path.replace('/', '-')}").write_text(str(page), "utf-8")
    assert html_errors(tmp_path) == []
