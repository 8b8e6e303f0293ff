"""The page of drafts, and of what is planned: what a writer sees of it in a preview, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor.checks.held_back import HoldBack
from nyspor.checks.library import checked_library
from nyspor.model.site import Site
from nyspor.plugins import entry_pages
from nyspor.plugins.drafts import outputs
from nyspor.site.build_plan import Build
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from nyspor.text.danish import format_weekday, parse_date
from tests.builders import NOW, make_collection, parse_entry, post_text

SITE = Site("Nyspor", "", "https://beby.example")


def build_of(*texts: str, preview: bool = True) -> Build:
    """A build of posts with these texts; those with errors are held back."""
    parsed = (parse_entry(text, f"posts/{place}.md") for place, text in enumerate(texts))
    library, problems = checked_library(make_collection(*parsed), NOW, without=HoldBack.ALL)
    return Build(library, SITE, Path("content"), Theme(), preview, problems=problems)


def page_of(*texts: str) -> BeautifulSoup:
    """The page of drafts, rendered in Danish."""
    (page,) = outputs(build_of(*texts))
    assert page.path == "kladder/index.html"
    template = make_environment(Theme(), SITE, "da").get_template(page.template)
    return BeautifulSoup(template.render(page.context()), "lxml")


def groups(page: BeautifulSoup) -> dict[str, list[str]]:
    """Each heading of the page with its texts, as they are read."""
    return {
        section.h2.get_text(): [" ".join(item.get_text().split()) for item in section.select("li")]
        for section in page.select("section")
        if section.h2
    }


def test_what_is_planned_stands_with_its_moment_the_soonest_first() -> None:
    page = page_of(
        post_text(titel="Om et år", dato="2027"),
        post_text(titel="Om lidt", dato="3. december 2026 kl. 9.00"),
        post_text(titel="Om en dag", dato="24. november 2026"),
        post_text(titel="Udkommet"),
    )
    assert groups(page) == {
        "Planlagt": [
            "Om en dag Tirsdag 24. november 2026 kl. 0.00 · Indlæg",
            "Om lidt Torsdag 3. december 2026 kl. 9.00 · Indlæg",
            "Om et år Fredag 1. januar 2027 kl. 0.00 · Indlæg",
        ]
    }
    assert [link["href"] for link in page.select("section a")] == [
        "/kladder/posts/2/", "/kladder/posts/1/", "/kladder/posts/0/",
    ]  # fmt: skip


def test_drafts_stand_by_date_the_latest_first_then_by_title() -> None:
    page = page_of(
        post_text(titel="Ål", dato="ukendt", status="kladde"),
        post_text(titel="Zebra", dato="ukendt", status="kladde"),
        post_text(titel="Gammel", dato="2012", status="kladde"),
        post_text(titel="Ny", dato="3. december 2026", status="kladde"),
    )
    assert groups(page) == {"Kladder": ["Ny Indlæg", "Gammel Indlæg", "Zebra Indlæg", "Ål Indlæg"]}


def test_a_text_with_errors_says_how_many_and_leads_to_them() -> None:
    page = page_of(
        post_text(titel="Galt", dato="32. marts 2012", spor="[findes-ikke]", status="kladde"),
        post_text(titel="Rigtigt", status="kladde"),
    )
    assert groups(page) == {"Skal rettes": ["Galt 2 fejl · Indlæg"], "Kladder": ["Rigtigt Indlæg"]}
    assert page.select('section a[href="/kladder/posts/0/"]')


def test_where_there_is_none_it_says_how_to_make_one() -> None:
    page = page_of(post_text())
    assert not page.select("section")
    assert [code.get_text() for code in page.select("main code")] == ["status: kladde"]


def test_the_published_site_has_no_such_page() -> None:
    assert not list(outputs(build_of(post_text(status="kladde"), preview=False)))


def test_search_engines_are_asked_to_leave_it_out() -> None:
    (page,) = outputs(build_of(post_text(status="kladde")))
    assert not page.address
    assert page_of().select('meta[name="robots"][content="noindex"]')


@pytest.mark.parametrize(
    ("written", "weekday", "english"),
    [
        ("3. december 2026 kl. 9.00", "torsdag", "Thursday"),
        ("29. november 2026", "søndag", "Sunday"),
        ("2027", "fredag", "Friday"),
    ],
)
def test_the_day_of_the_week_is_that_of_denmark(written: str, weekday: str, english: str) -> None:
    date = parse_date(written)
    assert format_weekday(date) == weekday
    assert format_weekday(date, "en") == english


def test_the_page_of_a_planned_text_names_the_minute_when_it_comes_out() -> None:
    build = build_of(post_text(dato="3. december 2026 kl. 9.00"))
    (page,) = (page for page in entry_pages.outputs(build) if page.path.startswith("kladder/"))
    template = make_environment(Theme(), SITE, "da").get_template(page.template)
    notice = BeautifulSoup(template.render(page.context()), "lxml").select_one("p.notice")
    assert notice
    assert "udkommer torsdag 3. december 2026 kl. 9.00" in " ".join(notice.get_text().split())
    assert notice.select_one('a[href="/kladder/"]')
