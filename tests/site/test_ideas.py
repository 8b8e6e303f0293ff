"""The pages of residents' ideas: each with its state, its promise and its history, and the list by state and track."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from nyspor.checks import check_content
from nyspor.model.document import Body
from nyspor.model.kinds import Idea, Pilot
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.plugins import entry_pages, feeds, ideas_page
from nyspor.plugins.output_writer import render_pages
from nyspor.problems import Problem
from nyspor.search.documents import documents
from nyspor.site.build_plan import Build, File, Output, Page
from nyspor.site.theme import Theme
from tests.browser import html_errors
from tests.builders import NOW, make_collection, make_library

SITE = Site("Nye veje", "", "https://beby.example", styles=("/x.css",))
HOME = "ideer/index.html"


def an_idea(slug: str = "lampe", **fields: Any) -> Idea:
    values = {
        "title": "En lampe",
        "name": "Gerda",
        "received": "1. november 2026",
        "text": "Den skal lyse.",
    }
    return Idea(slug=slug, **values | fields)  # fmt: skip


def make_build(*ideas: Idea, pilot: Pilot | None = None) -> Build:
    library: Library = replace(make_library(), ideas=ideas)
    if pilot:
        library = replace(
            library,
            entries={**library.entries, pilot.key: pilot},
            bodies={**library.bodies, pilot.key: Body()},
        )
    return Build(library, SITE, Path("content"), Theme())


def planned(outputs: Callable[[Build], Iterator[Output]], build: Build) -> dict[str, Page]:
    return {output.path: output for output in outputs(build) if isinstance(output, Page)}


def pages_of(*ideas: Idea) -> dict[str, BeautifulSoup]:
    build = make_build(*ideas)
    rendered = render_pages(build, [*planned(ideas_page.outputs, build).values()])
    assert html_errors([*rendered.values()]) == []
    return {path: BeautifulSoup(html, "lxml") for path, html in rendered.items()}


def words(page: BeautifulSoup) -> str:
    assert page.main
    return " ".join(page.main.get_text(" ").split())


def test_the_page_of_an_idea_says_who_answers_by_when_and_names_nobody() -> None:
    page = pages_of(an_idea(responsible="Stigruppens tovholder", answer_by="5. januar 2027"))
    shown = words(page["ideer/lampe/index.html"])
    assert "Modtaget" in shown
    assert "Stigruppens tovholder svarer senest den 5. januar 2027" in shown
    assert "Den skal lyse." in shown
    assert "Gerda" not in str(page["ideer/lampe/index.html"])


def test_an_idea_that_waits_too_long_says_so() -> None:
    shown = words(pages_of(an_idea(received="1. juli 2026"))["ideer/lampe/index.html"])
    assert "Vi er forsinkede. Redaktionen skulle have svaret senest den 30. august 2026" in shown


def test_an_answer_says_why_not_now_and_the_history_is_dated() -> None:
    steps = [
        {"date": "3. november 2026", "state": "overvejes", "text": "Vi målte op."},
        {"date": "9. november 2026", "state": "ikke nu"},
    ]
    page = pages_of(an_idea(state="ikke nu", answer="Der er ingen strøm.", steps=steps))[
        "ideer/lampe/index.html"
    ]
    assert "Hvorfor ikke nu Der er ingen strøm." in words(page)
    events = [" ".join(event.get_text(" ").split()) for event in page.select(".timeline li")]
    assert events == [
        "1. november 2026 Modtaget",
        "3. november 2026 Overvejes Vi målte op.",
        "9. november 2026 Ikke nu",
    ]
    assert "senest" not in words(page)


def test_the_list_can_be_seen_by_state_and_by_track() -> None:
    pages = pages_of(
        an_idea("a", title="A"),
        an_idea("b", title="B", state="overvejes", track="gode-leveaar"),
        an_idea("c", title="C", state="overvejes"),
    )
    links = {str(a["href"]): a.get_text(" ").split()[-1] for a in pages[HOME].select(".filter a")}
    assert links == {"/ideer/tilstand/modtaget/": "1", "/ideer/tilstand/overvejes/": "2"}
    shown = pages["ideer/tilstand/overvejes/index.html"]
    assert [found.get_text() for found in shown.select(".idea h2")] == ["B", "C"]
    assert shown.select_one('meta[name="robots"]')
    assert shown.select_one('a[aria-current="page"]')


def test_the_list_keeps_the_anchors_of_before_and_tells_what_happens() -> None:
    page = pages_of(an_idea())[HOME]
    assert page.select("article#lampe")
    assert page.select('a[href="/ideer/lampe/"]')
    assert "svarer inden 60 dage" in words(page)
    assert page.select('link[type="application/atom+xml"][href$="/feeds/ideer.atom"]')


def test_a_pilot_and_the_idea_it_came_from_lead_to_each_other() -> None:
    pilot = Pilot(slug="lys", file="pilots/lys.md", title="Lys", summary="…")
    build = make_build(an_idea(state="blev til noget", became="pilots/lys"), pilot=pilot)
    pages = {**planned(ideas_page.outputs, build), **planned(entry_pages.outputs, build)}
    chosen = [pages["ideer/lampe/index.html"], pages["forsoeg/lys/index.html"]]
    idea, back = render_pages(build, chosen).values()
    assert 'href="/forsoeg/lys/"' in idea
    assert 'href="/ideer/lampe/"' in back


def test_the_feed_tells_of_the_latest_step_first_without_names() -> None:
    steps = [{"date": "9. november 2026", "state": "besvaret"}]
    build = make_build(
        an_idea("a", title="A", received="5. november 2026"),
        an_idea("b", title="B", state="besvaret", answer="Det står der nu.", steps=steps),
    )
    (feed,) = [o for o in feeds.outputs(build) if o.path == "feeds/ideer.json"]
    assert isinstance(feed, File)
    items = json.loads(feed.make())["items"]
    assert [(item["title"], item["url"]) for item in items] == [
        ("B", "https://beby.example/ideer/b/"), ("A", "https://beby.example/ideer/a/"),
    ]  # fmt: skip
    assert items[0]["date_modified"].startswith("2026-11-09")
    assert "Det står der nu." in items[0]["content_html"]
    assert "Gerda" not in json.dumps(items)


def test_each_idea_is_found_by_search() -> None:
    found = documents(make_build(an_idea()).library, lambda text, language: text)
    (idea,) = [each for each in found if each.address == "/ideer/lampe/"]
    assert (idea.kind, idea.summary) == ("ideas", "Den skal lyse.")


def advice(**fields: Any) -> list[Problem]:
    content = make_collection(ideas={"ideas/lampe.md": an_idea(**fields)})
    return [each for each in check_content(content, NOW) if each.source == "ideas/lampe.md"]


def test_the_check_finds_what_is_late_unexplained_or_undated() -> None:
    step = {"date": "3. november 2026", "state": "overvejes"}
    assert advice(state="overvejes", steps=[step]) == []
    assert [each.rule for each in advice(received="1. juli 2026")] == ["idea-answer"]
    assert [each.rule for each in advice(state="overvejes")] == ["idea-history"]
    assert [each.rule for each in advice(steps=[step])] == ["idea-history"]
    no_reason = advice(state="ikke nu", steps=[{**step, "state": "ikke nu"}])
    assert [each.rule for each in no_reason] == ["idea-answer"]
    led_nowhere = advice(state="blev til noget", steps=[{**step, "state": "blev til noget"}])
    assert [each.rule for each in led_nowhere] == ["idea-answer"]


def test_the_check_finds_steps_in_the_wrong_order_and_in_the_future() -> None:
    steps = [{"date": "5. oktober 2026"}, {"date": "3. januar 2027"}]
    found = advice(received="9. oktober 2026", steps=steps)
    assert [each.rule for each in found] == ["idea-history", "idea-history"]
    assert advice(received="9. oktober 2026", steps=[{"date": "oktober 2026"}]) == []
