"""The front page, from the first text to the hundredth, for one municipality as for four."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.model.document import Body
from nyspor.model.kinds import Entry, Municipality, Page, Pilot, Post, Track, Workgroup
from nyspor.model.library import Library, PictureFile, Vocabularies
from nyspor.model.site import Site
from nyspor.model.values import Language
from nyspor.plugins.front_page import outputs
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme
from nyspor.text.danish import parse_date
from tests.browser import html_errors
from tests.builders import NOW

SITE = Site(
    "Nye veje", "Vi prøver os frem", "https://beby.example", publisher="Beby Kommune", styles=("/x.css",)
)  # fmt: skip
PICTURES = {f"images/{name}.png": PictureFile(1600, 1067, name) for name in "abc"}
TOWNS = ("Beby", "Deby", "Eby", "Geby")
MEASURED = {
    "indicator": "Besøg om ugen",
    "unit": "besøg",
    "measurements": [
        {"date": parse_date("juli 2026"), "value": 180, "source": "Tælleren"},
        {"date": parse_date("september 2026"), "value": 310, "source": "Tælleren ved stien"},
    ],
}


def make_news(number: int, picture: str = "", **fields: Any) -> Post:
    """Text number `number`: the higher, the later."""
    date = parse_date(f"{number % 28 + 1}. {'september' if number < 28 else 'oktober'} 2026")
    image = {"file": f"images/{picture}.png", "alt": "En bænk", "credit": "Foto"}
    values = {
        "title": f"Tekst {number}",
        "summary": "…",
        "comments": "ingen",
        "municipality": "beby",
    }
    return Post(
        slug=f"tekst-{number}", date=date, image=image if picture else None, **(values | fields)
    )


def make_tracks(towns: int) -> list[Track]:
    """Two tracks in each municipality."""
    return [
        Track(
            slug=f"{town}-{number}".lower(), title=f"Spor {number} i {town}", summary="…", number=number,
            municipality=town.lower(), question="Hvad nu?" if number == 1 else "",
        )
        for town in TOWNS[:towns]
        for number in (1, 2)
    ]  # fmt: skip


def make_group(slug: str = "stigruppen", start: str = "19. januar 2027 kl. 19.00", **fields: Any) -> Workgroup:  # fmt: skip
    meeting = {"id": "a", "start": parse_date(start), "place": "Biblioteket"}
    return Workgroup(slug=slug, title=slug.title(), summary="…", meetings=[meeting], **fields)


def make_library(*entries: Entry, towns: int = 1, now: datetime = NOW) -> Library:
    municipalities = {
        town.lower(): Municipality(slug=town.lower(), name=f"{town} Kommune") for town in TOWNS[:towns]
    }  # fmt: skip
    by_key = {entry.key: entry for entry in entries}
    return Library(
        now=now, entries=by_key, vocabularies=Vocabularies(municipalities=municipalities),
        bodies=dict.fromkeys(by_key, Body()), pictures=PICTURES,
    )  # fmt: skip


def front_pages(library: Library, site: Site = SITE) -> list[str]:
    """The front page, and those of other languages."""
    build = Build(library, site, Path("content"), Theme())
    return [*render_pages(build, list(outputs(build))).values()]


def front_html(library: Library, site: Site = SITE) -> str:
    (html,) = front_pages(library, site)
    return html


def front_page(*entries: Entry, towns: int = 1, site: Site = SITE) -> BeautifulSoup:
    return BeautifulSoup(front_html(make_library(*entries, towns=towns), site), "lxml")


def text_of(page: BeautifulSoup | Tag, selector: str) -> str:
    return " ".join(page.select(selector)[0].get_text(" ").split())


def titles(page: BeautifulSoup, selector: str) -> list[str]:
    return [found.get_text(" ", strip=True) for found in page.select(selector)]


@pytest.mark.parametrize("towns", [1, 4])
@pytest.mark.parametrize(("count", "listed"), [(0, 0), (1, 0), (3, 2), (100, 7)])
def test_from_no_text_to_a_hundred(count: int, listed: int, towns: int) -> None:
    page = front_page(*(make_news(number) for number in range(count)), towns=towns)
    assert len(page.select(".card")) == min(count, 1), "the first text leads"
    assert len(page.select(".news-item")) == listed
    assert bool(page.select("#nyt")) is (listed > 0)
    assert bool(page.select('main a[href="/arkiv/"]')) is (count > 8), "the way to all the others"
    assert [ul for ul in page.select("ul, ol") if not ul.find("li")] == []


def test_an_empty_site_says_that_there_is_nothing_yet() -> None:
    assert "Her er ikke noget endnu" in front_page().main.get_text()
    assert "Her er ikke noget endnu" not in front_page(make_news(1)).main.get_text()


def test_the_html_checker_finds_nothing(tmp_path: Path) -> None:
    pilots = [Pilot(slug="stien", title="Stien", summary="…", effects=[MEASURED], example=True)]
    for towns in (1, 4):
        for count in (0, 1, 3, 100):
            news = [make_news(number, "abc"[number % 3]) for number in range(count)]
            rest = [*make_tracks(towns), *pilots, make_group()] if count else []
            html = front_html(make_library(*news, *rest, towns=towns))
            (tmp_path / f"{towns}-{count}.html").write_text(html, "utf-8")
    assert html_errors(tmp_path) == []


def test_it_says_who_publishes_it() -> None:
    assert "Udgives af Beby Kommune" in text_of(front_page(), "main")
    unsaid = front_page(site=replace(SITE, publisher="", tagline=""))
    assert unsaid.select(".nameplate-words") == []


def test_what_one_can_do_stands_before_all_else() -> None:
    page = front_page(make_news(1), make_group())
    first = page.select("main > nav, main > .front-lead")[0]
    assert [link["href"] for link in first.select("a")] == [
        "/arbejdsgrupper/stigruppen/",
        "/ideer/#skriv",
        "/feeds/",
    ]
    assert (
        text_of(page, ".doing") == "Kom med: Stigruppen Tirsdag 19. januar kl. 19.00 , Biblioteket"
    )


def test_one_is_not_sent_to_a_meeting_of_a_group_that_takes_nobody_in() -> None:
    closed = make_group(
        "lukket", "1. december 2026", signup={"closes": parse_date("1. november 2026")}
    )
    page = front_page(closed, make_group("aaben"))
    assert page.select(".doing a")[0]["href"] == "/arbejdsgrupper/aaben/"
    assert "Lukket" in titles(page, ".meetings h3"), "the meeting is among the others all the same"


def test_without_meetings_the_rest_can_still_be_done() -> None:
    over = make_group(start="1. november 2026")
    assert [link["href"] for link in front_page(over).select(".doing a")] == [
        "/ideer/#skriv",
        "/feeds/",
    ]


def test_a_meeting_goes_into_one_s_calendar() -> None:
    page = front_page(make_group())
    assert page.select('.meetings a[href="/kalender/moeder/stigruppen/a.ics"]')


def test_news_begin_with_their_date() -> None:
    page = front_page(make_news(1), make_news(2), make_news(3))
    assert [text_of(item, "*") for item in page.select(".news-item")] == [
        "3. september 2026",
        "2. september 2026",
    ]


def test_a_picture_is_shown_once() -> None:
    page = front_page(make_news(1, "b"), make_news(2, "a"), make_news(3, "b"), make_news(4, "a"))
    assert titles(page, ".card-title") == ["Tekst 4"]
    assert len(page.select(".news-picture")) == 1, "of three texts one has a picture not shown yet"


def test_a_lead_without_a_picture_is_a_card_of_words() -> None:
    page = front_page(make_news(1), make_news(2))
    assert titles(page, ".card[data-bare] h2") == ["Tekst 2"]
    assert page.main.select("img") == []


def test_a_text_put_forward_takes_the_place_of_the_newest() -> None:
    forward = make_news(1, feature=parse_date("24. december 2026"))
    page = front_page(forward, make_news(2, "a"), make_news(3, "b"))
    assert titles(page, ".card-title") == ["Tekst 1"]
    assert titles(page, ".news-title") == ["Tekst 3", "Tekst 2"]


def test_a_workgroup_can_be_put_forward() -> None:
    page = front_page(make_news(1, "a"), make_group(feature=parse_date("24. december 2026")))
    assert titles(page, ".card-title") == ["Stigruppen"]
    assert titles(page, ".news-title") == ["Tekst 1"]


def test_the_lead_s_first_word_never_stands_alone() -> None:
    page = front_page(make_news(1, title="En koordinator, der kender kvarteret"))
    assert titles(page, ".card-title") == ["En\u00a0koordinator, der kender kvarteret"]


def test_one_municipality_shows_its_tracks_large() -> None:
    page = front_page(*make_tracks(1))
    assert titles(page, ".bands h2") == ["Sporene i Beby Kommune"]
    assert len(page.select(".field")) == 2
    assert page.select('main a[href="/spor/"]') == []


def test_four_municipalities_show_rows_and_the_way_to_all() -> None:
    page = front_page(*make_tracks(4), towns=4)
    assert titles(page, ".track-place h3") == [f"{town} Kommune" for town in TOWNS]
    assert titles(page, ".track-row h4")[:2] == ["1 . Spor 1 i Beby", "2 . Spor 2 i Beby"]
    assert len(page.select(".track-question")) == 4
    assert page.select('main a[href="/spor/"]')


def test_the_only_municipality_need_not_be_named_at_each_text() -> None:
    texts = [make_news(1), make_news(2)]
    for selector in (".card", ".news-item"):
        assert "Beby" not in text_of(front_page(*texts), selector)
        assert "Beby Kommune" in text_of(front_page(*texts, towns=2), selector)


def test_a_pilot_shows_its_last_number_and_where_it_is_from() -> None:
    page = front_page(Pilot(slug="stien", title="Stien", summary="…", effects=[MEASURED]))
    shown = text_of(page, ".finding-shown")
    assert shown == "310 besøg Besøg om ugen Tælleren ved stien, september 2026"


def test_a_pilot_that_was_stopped_says_so_and_what_the_goal_was() -> None:
    phases = [{"phase": "stoppet", "start": parse_date("august 2026")}]
    effects = [MEASURED | {"target": 400}]
    page = front_page(Pilot(slug="stien", title="Stien", summary="…", effects=effects, phases=phases))  # fmt: skip
    assert text_of(page, ".finding-number") == "310 besøg Stoppet"
    assert text_of(page, ".finding-what") == "Besøg om ugen. Målet var 400."


def test_a_pilot_that_goes_on_says_what_the_goal_is() -> None:
    effects = [MEASURED | {"target": 400}]
    page = front_page(Pilot(slug="stien", title="Stien", summary="…", effects=effects))
    assert text_of(page, ".finding-what") == "Besøg om ugen. Målet er 400."


def test_a_pilot_that_has_measured_nothing_shows_its_phase_and_comes_after() -> None:
    phases = [{"phase": "idé", "start": parse_date("2026")}]
    hoped = Pilot(slug="b", title="Det ny", summary="…", date=parse_date("2026"), phases=phases, effects=[{"indicator": "Ro"}])  # fmt: skip
    measured = Pilot(slug="a", title="Stien", summary="…", date=parse_date("2025"), effects=[MEASURED])  # fmt: skip
    page = front_page(hoped, measured)
    assert titles(page, ".finding h3") == ["Stien", "Det ny"]
    assert text_of(page, ".pilot-phase") == "Fase: idé"


def test_what_is_made_up_is_marked_once_beside_the_municipality() -> None:
    page = front_page(make_news(1, example=True), make_news(2, example=True), towns=2)
    for item in page.select(".card, .news-item"):
        assert titles(item, ".tag") == ["Eksempel"]
        assert text_of(item, ".place-name") == "Beby Kommune Eksempel"


def test_what_the_page_is_made_of_is_declared() -> None:
    """A build that keeps the page must see what changes it, were it only a number of a pilot's."""
    pilot = Pilot(slug="a", title="Stien", summary="…", effects=[MEASURED])
    other = {**MEASURED, "measurements": [{"date": parse_date("2026"), "value": 5, "source": "Os"}]}
    changed = pilot.model_copy(update={"effects": Pilot(slug="a", title="S", summary="…", effects=[other]).effects})  # fmt: skip
    plans = [
        next(outputs(Build(make_library(entry), SITE, Path("content"), Theme())))
        for entry in (pilot, changed)
    ]
    assert repr(plans[0].values) != repr(plans[1].values)


def test_another_language_has_a_front_page_of_what_is_written_in_it() -> None:
    track = make_tracks(1)[0]
    english = Track(
        slug=track.slug, title="Good years", summary="…", number=1, municipality="beby",
        lang=Language.ENGLISH, translation_of=track.key,
    )  # fmt: skip
    about = Page(slug="about", title="About", summary="What we try.", lang=Language.ENGLISH)
    danish, translated = (
        BeautifulSoup(html, "lxml")
        for html in front_pages(make_library(make_news(1), track, english, about))
    )
    assert danish.select(".tongue a")[0]["href"] == "/en/"
    assert translated.select(".tongue a")[0]["href"] == "/"
    assert translated.select("html")[0]["lang"] == "en"
    assert text_of(translated, ".lead") == "What we try."
    assert titles(translated, ".track-row a") == ["Good years"]
    assert "Tekst 1" not in text_of(translated, "main")
