"""What happens: all meetings, from none to a hundred, as those who look for one find them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.model.document import Body
from nyspor.model.kinds import Entry, Municipality, Post, Track, Workgroup
from nyspor.model.library import Library, Vocabularies, meeting_end
from nyspor.model.site import Site
from nyspor.plugins import calendars
from nyspor.plugins.output_writer import render_pages
from nyspor.plugins.what_happens import outputs
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme
from nyspor.text.danish import parse_date
from tests.browser import html_errors
from tests.builders import NOW

SITE = Site("Nye veje", "", "https://beby.example/nyt", styles=("/x.css",))
HOME = "det-sker/index.html"


def make_meeting(start: str, id: str = "a", **fields: Any) -> dict[str, Any]:
    return {"id": id, "start": parse_date(start), "place": "Biblioteket", **fields}


def make_group(slug: str, *meetings: dict[str, Any], **fields: Any) -> Workgroup:
    return Workgroup(slug=slug, title=slug.title(), summary="…", meetings=meetings, **fields)


def make_groups(count: int) -> list[Workgroup]:
    """Groups with so many meetings in all, ten in each, half of them held."""
    months = ("marts 2024", "maj 2025", "juni 2026", "juli 2026", "oktober 2026")
    coming = ("december 2026", "januar 2027", "marts 2027", "maj 2027", "juni 2027")
    starts = [f"{day}. {month}" for day in range(1, 11) for month in (*coming, *months)][:count]
    meetings = [make_meeting(start, f"m{n}") for n, start in enumerate(starts)]
    return [
        make_group(
            f"gruppe-{n}", *meetings[n : n + 10], municipality=("beby", "deby")[n // 10 % 2],
            tracks=("stier",),
        )
        for n in range(0, len(meetings), 10)
    ]  # fmt: skip


def make_build(*entries: Entry, now: Any = NOW) -> Build:
    track = Track(slug="stier", title="Stier", summary="…", colour="forest")
    by_key = {entry.key: entry for entry in (*entries, track)}
    towns = {name: Municipality(slug=name, name=f"{name.title()} Kommune") for name in ("beby", "deby")}  # fmt: skip
    library = Library(
        now=now, entries=by_key, vocabularies=Vocabularies(municipalities=towns),
        bodies=dict.fromkeys(by_key, Body()),
    )  # fmt: skip
    return Build(library, SITE, Path("content"), Theme())


def pages_of(*entries: Entry) -> dict[str, BeautifulSoup]:
    build = make_build(*entries)
    rendered = render_pages(build, list(outputs(build)))
    return {path: BeautifulSoup(html, "lxml") for path, html in rendered.items()}


def what_happens(*entries: Entry) -> BeautifulSoup:
    return pages_of(*entries)[HOME]


def texts(page: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


@pytest.mark.parametrize("count", [0, 1, 3, 100])
def test_from_no_meeting_to_a_hundred(count: int) -> None:
    page = what_happens(*make_groups(count))
    coming, held = (
        page.select(".happenings-month .meeting"),
        page.select(".happenings-year .meeting"),
    )
    assert len(coming) == min(count, 50)
    # Of what is held, the latest two years stand here.
    assert len(held) == (40 if count == 100 else 0)
    assert ("Der er ikke planlagt" in page.main.get_text()) is (count == 0)
    assert bool(page.select('a[href^="webcal:"]')) is (count > 0)
    assert [ul for ul in page.select("ul, ol") if not ul.find("li")] == []


def test_the_html_checker_finds_nothing(tmp_path: Path) -> None:
    for count in (0, 1, 3, 100):
        build = make_build(*make_groups(count))
        for path, html in render_pages(build, list(outputs(build))).items():
            (tmp_path / f"{count}-{path.replace('/', '-')}").write_text(html, "utf-8")
    assert html_errors(tmp_path) == []


def test_a_meeting_says_when_where_and_whose() -> None:
    group = make_group("stigruppen", make_meeting("19. januar 2027 kl. 19.00"), municipality="beby")
    page = what_happens(group)
    assert texts(page, ".happenings-month h2") == ["Januar 2027"]
    assert texts(page, ".day") == ["19. tirsdag"]
    assert texts(page, ".meeting p")[:2] == ["kl. 19.00, Biblioteket", "Beby Kommune"]
    assert page.select('.meeting-title a[href="/nyt/arbejdsgrupper/stigruppen/"]')


def test_one_can_join_where_the_group_is_open() -> None:
    open_group = make_group("aaben", make_meeting("1. december 2026"), signup={})
    closed = make_group("lukket", make_meeting("2. december 2026"))
    links = what_happens(open_group, closed).select('a[href$="#skriv"]')
    assert [link["href"] for link in links] == ["/nyt/arbejdsgrupper/aaben/#skriv"]


def test_what_is_cancelled_or_moved_says_so() -> None:
    group = make_group(
        "stigruppen",
        make_meeting("1. december 2026", "a", cancelled=True),
        make_meeting("9. december 2026", "b", moved_from=parse_date("2. december 2026")),
    )
    page = what_happens(group)
    assert texts(page, ".meeting-news") == ["Aflyst", "Flyttet fra 2. december 2026"]
    links = [link["href"] for link in page.select(".meeting-ways a")]
    assert links == ["/nyt/kalender/moeder/stigruppen/b.ics"], "nobody is led to what is called off"


def test_what_is_held_says_what_came_of_it() -> None:
    post = Post(slug="stien-aaben", title="Stien er åben", summary="…", date=parse_date("2026"))
    group = make_group(
        "stigruppen",
        make_meeting("1. juni 2026", "a", outcome="Ruten går om ad skolen."),
        make_meeting("1. maj 2026", "b", account="posts/stien-aaben"),
        make_meeting("1. april 2026", "c", account="posts/en-kladde"),
    )
    page = what_happens(group, post)
    assert texts(page, ".meeting-outcome") == ["Ruten går om ad skolen.", "Læs: Stien er åben"]
    assert page.select('.meeting-outcome a[href="/nyt/indlaeg/stien-aaben/"]')


def test_earlier_years_have_pages_of_their_own() -> None:
    pages = pages_of(*make_groups(100))
    assert texts(pages[HOME], ".happenings-year h3") == ["2026", "2025"]
    assert texts(pages[HOME], ".happenings-earlier a") == ["2024"]
    assert len(pages["det-sker/aar/2024/index.html"].select(".meeting")) == 10


def test_it_can_be_seen_for_a_municipality_alone() -> None:
    groups = [
        make_group(name, make_meeting("1. december 2026"), municipality=name) for name in ("beby", "deby")
    ]  # fmt: skip
    pages = pages_of(*groups)
    assert [link["href"] for link in pages[HOME].select(".filter a")] == [
        "/nyt/det-sker/kommune/beby/",
        "/nyt/det-sker/kommune/deby/",
    ]
    page = pages["det-sker/kommune/deby/index.html"]
    assert texts(page, ".meeting-title") == ["Deby"]
    assert page.select('a[href="webcal://beby.example/nyt/kalender/kommune/deby.ics"]')


def test_there_is_no_filter_where_there_is_no_choice() -> None:
    group = make_group(
        "a", make_meeting("1. december 2026"), municipality="beby", tracks=("stier",)
    )
    assert list(pages_of(group)) == [HOME]


def test_a_page_changes_when_a_meeting_is_over() -> None:
    group = make_group("a", make_meeting("1. december 2026 kl. 10"))
    build = make_build(group)
    over = meeting_end(group.meetings[0])
    assert build.library.next_change == over
    later = make_build(group, now=over + timedelta(minutes=1))
    values = [repr(next(iter(outputs(each))).values) for each in (build, later)]
    assert values[0] != values[1]


def test_every_calendar_it_leads_to_is_there() -> None:
    build = make_build(*make_groups(100))
    there = {f"/nyt/{file.path}" for file in calendars.outputs(build)}
    pages = render_pages(build, list(outputs(build))).values()
    links = {
        str(link["href"]).removeprefix("webcal://beby.example")
        for html in pages
        for link in BeautifulSoup(html, "lxml").select('a[href$=".ics"]')
    }
    assert links <= there
    assert "/nyt/kalender/kommune/beby.ics" in links
