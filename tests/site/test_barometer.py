"""The barometer: where an effect began, where it is, where it is to go; as words, a chart and a table."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.model.document import Body
from nyspor.model.kinds import Entry, Municipality, Pilot, Programme
from nyspor.model.library import Library, Vocabularies
from nyspor.model.site import Site
from nyspor.model.values import Effect, Phase
from nyspor.plugins import barometer as plugin
from nyspor.plugins.output_writer import render_pages
from nyspor.site.barometer import APART, BOTTOM, TOP, Label, State, reading, spread
from nyspor.site.build_plan import Build
from nyspor.site.colour_contrast import contrast
from nyspor.site.theme import Theme
from nyspor.text.danish import parse_date
from tests.browser import html_errors
from tests.builders import NOW
from tests.conftest import ROOT

SITE = Site("Nye veje", "", "https://beby.example/nyt", styles=("/x.css",))


def measured(*values: float, first: int = 2020) -> list[dict[str, Any]]:
    """A measurement a year."""
    return [
        {"date": parse_date(str(year)), "value": value, "source": "Tælleren"}
        for year, value in enumerate(values, start=first)
    ]


def make_effect(*values: float, **fields: Any) -> Effect:
    given = {"indicator": "Ture", "unit": "ture", "measurements": measured(*values), **fields}
    return Effect(**given)


def make_pilot(slug: str, *effects: Effect, **fields: Any) -> Pilot:
    given = {"title": slug.title(), "summary": "…", "effects": effects, **fields}
    return Pilot(slug=slug, **given)


def page_of(*entries: Entry) -> BeautifulSoup:
    """The page of the barometer over these entries."""
    by_key = {entry.key: entry for entry in entries}
    library = Library(
        now=NOW, entries=by_key, bodies=dict.fromkeys(by_key, Body()),
        vocabularies=Vocabularies(municipalities={"beby": Municipality(slug="beby", name="Beby Kommune")}),
    )  # fmt: skip
    build = Build(library, SITE, Path("content"), Theme())
    (html,) = render_pages(build, list(plugin.outputs(build))).values()
    return BeautifulSoup(html, "lxml")


def words(part: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in part.select(selector)]


# --- how it stands -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (make_effect(5, 40, baseline=3, target=40), State.REACHED),
        (make_effect(5, 9, baseline=3, target=40), State.BETTER),
        (make_effect(5, 2, baseline=3, target=40), State.WORSE),
        (make_effect(5, 3, baseline=3, target=40), State.SAME),
        (make_effect(40, 9, baseline=3, target=40), State.PASSED),
        (make_effect(30, 12, baseline=34, target=10, direction="down"), State.BETTER),
        (make_effect(30, 9, baseline=34, target=10, direction="down"), State.REACHED),
        (make_effect(5, 9), State.BETTER),
        (make_effect(5), State.MEASURED),
        (make_effect(baseline=3, target=40), State.UNMEASURED),
    ],
)
def test_how_an_effect_stands(effect: Effect, expected: State) -> None:
    assert reading("a", effect).state is expected


def test_measurements_are_told_by_date_however_they_are_written() -> None:
    effect = Effect(indicator="Ture", measurements=[*measured(9, first=2022), *measured(4, first=2020)])  # fmt: skip
    found = reading("a", effect)
    assert (found.first.value, found.latest.value) == (4, 9)


def test_what_was_better_before_is_told() -> None:
    best = reading("a", make_effect(4, 12, 3)).best
    assert best is not None
    assert best.value == 12
    assert reading("a", make_effect(4, 12)).best is None


# --- the chart ---------------------------------------------------------------------------------------


def test_a_chart_spans_all_its_numbers() -> None:
    chart = reading("a", make_effect(10, 20, baseline=0, target=40)).chart
    assert chart is not None
    assert (chart.baseline, chart.target) == (BOTTOM, TOP)
    assert [mark.y for mark in chart.marks] == [71, 50]
    assert chart.marks[0].x < chart.marks[1].x


@pytest.mark.parametrize("values", [(0,), (7, 7), (1e300, -1e300), (1.7e308, -1.7e308)])
def test_every_number_has_its_place(values: tuple[float, ...]) -> None:
    chart = reading("a", make_effect(*values)).chart
    assert chart is not None
    places = [part for mark in chart.marks for part in (mark.x, mark.y)]
    assert all(math.isfinite(place) and 0 <= place <= 100 for place in places)


@pytest.mark.parametrize("heights", [(50, 50, 50), (90, 91, 92), (8, 8, 9), (20, 60, 80), (92,)])
def test_labels_never_lie_on_each_other(heights: tuple[float, ...]) -> None:
    found = spread([Label("latest", 1, height) for height in heights])
    assert all(TOP <= label.y <= BOTTOM for label in found)
    assert all(b.y - a.y >= APART for a, b in pairwise(found))


def test_a_chart_has_a_name_a_description_a_source_and_a_table() -> None:
    page = page_of(make_pilot("stien", make_effect(4, 12, 3, baseline=0, target=12)))
    (chart,) = page.select('svg[role="img"]')
    name, description = page.select_one(f"#{chart['aria-labelledby']}"), page.select_one(f"#{chart['aria-describedby']}")  # fmt: skip
    assert name
    assert description
    assert name.get_text() == "Ture"
    assert " ".join(description.get_text().split()) == (
        "3 målinger, fra 4 ture (2020) til 3 ture (2022). Bedst var det med 12 ture (2021)."
    )
    assert words(page, ".effect-source") == ["Kilde: Tælleren"]
    assert words(page, "tbody tr") == ["2020 4 Tælleren", "2021 12 Tælleren", "2022 3 Tælleren"]
    assert words(page, ".chart-labels text") == ["Mål 12", "Senest 3", "Før 0"]
    assert words(page, ".effect-state") == ["Målet blev nået undervejs, men det holdt ikke."]


def test_what_is_not_measured_says_so_and_has_no_chart() -> None:
    page = page_of(make_pilot("stien", make_effect(baseline=3, target=40), Effect(indicator="Glæde")))  # fmt: skip
    assert page.select("svg[role=img]") == []
    assert words(page, ".effect-state") == ["Ikke målt endnu.", "Ikke målt endnu."]
    assert words(page, ".effect-numbers dd") == ["3 ture", "ikke målt", "40 ture"]


# --- the page ----------------------------------------------------------------------------------------


def test_programmes_come_first_and_pilots_without_one_below_their_municipality() -> None:
    plan = Programme(slug="plan", title="Planen", summary="…", effects=[make_effect(1)])
    inside = make_pilot("stien", make_effect(1), programme="plan", municipality="beby")
    outside = make_pilot("haven", make_effect(1), municipality="beby")
    nowhere = make_pilot("torvet", make_effect(1))
    page = page_of(outside, inside, plan, nowhere)
    assert words(page, ".barometer-group h2") == ["Planen", "Beby Kommune", "Forsøg"]
    assert words(page, ".barometer-group h3") == ["Ture", "Stien", "Haven", "Torvet"]


def test_a_stopped_pilot_stands_among_the_others_in_its_own_words() -> None:
    step = {
        "phase": Phase.STOPPED,
        "start": parse_date("august 2026"),
        "text": "Bedene er flyttet.",
    }
    page = page_of(make_pilot("haven", make_effect(2, baseline=0, target=12), phases=[step]))
    assert words(page, ".reading-phase") == ["Stoppet fra august 2026 . Bedene er flyttet."]
    assert words(page, ".effect-state") == ["Kom nærmere målet, men ikke helt i mål."]
    assert words(page, ".effect-numbers dt") == ["Her begyndte det", "Her endte det", "Her skulle det hen"]  # fmt: skip


def test_a_programme_that_is_over_tells_where_it_ended() -> None:
    ended = {"phase": Phase.ENDED, "start": parse_date("oktober 2026")}
    to_come = {"phase": Phase.ENDED, "start": parse_date("oktober 2027")}
    effects = [make_effect(5, baseline=3, target=4)]
    plan, other = (
        Programme(slug=slug, title=slug, summary="…", effects=effects, phases=[step])
        for slug, step in (("slut", ended), ("i-gang", to_come))
    )
    page = page_of(plan, other)
    assert words(page, ".effect-state") == ["Målet blev nået.", "Målet er nået."]


def test_what_nobody_expected_and_what_was_learnt_have_places_of_their_own() -> None:
    surprise = {"text": "Børnene passer bedene.", "date": parse_date("maj 2026"), "source": "Skolen"}  # fmt: skip
    page = page_of(make_pilot("haven", unexpected=[surprise], lessons="Spørg først."))
    assert words(page, "section[aria-labelledby=uventet] li p") == ["Børnene passer bedene.", "Skolen, maj 2026"]  # fmt: skip
    assert words(page, "section[aria-labelledby=laert] .learnt p") == ["Spørg først."]


def test_pilots_without_numbers_are_named() -> None:
    page = page_of(make_pilot("stien"), make_pilot("haven", make_effect(1)))
    assert words(page, "section[aria-labelledby=ikke-maalt] li") == ["Stien"]


def test_a_site_without_pilots_says_that_nothing_is_measured() -> None:
    assert "Der er ikke målt noget endnu." in page_of().get_text()


def test_the_page_is_valid_html(tmp_path: Path) -> None:
    many = [
        make_pilot(f"forsoeg-{n}", make_effect(*range(n + 1), baseline=0, target=5)) for n in range(4)
    ]  # fmt: skip
    surprise = {"text": "Uventet.", "date": parse_date("2026"), "source": "Skolen"}
    page = page_of(*many, make_pilot("uden"), make_pilot("haven", unexpected=[surprise]))
    (tmp_path / "index.html").write_text(str(page), "utf-8")
    assert html_errors(tmp_path) == []


# --- its colours -------------------------------------------------------------------------------------

CSS = ROOT / "theme/static/css"
ENOUGH_FOR_MARKS = 3.0
"""The contrast that graphical objects need (WCAG 2.2, success criterion 1.4.11)."""


def colours_of_charts() -> set[str]:
    """The names of the colours that the style sheet gives to marks and type of charts, and of the way from many to few."""
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", (CSS / "4-components.css").read_text("utf-8"))
    drawn = re.compile(r"\.(?:chart|goes-on|left-out)")
    own = [body for selector, body in rules if drawn.search(selector)]
    return set(re.findall(r"(?:fill|stroke|border-[\w-]+): [^;]*var\(--(\w+)\)", " ".join(own)))


def test_every_mark_is_seen_in_light_and_dark() -> None:
    tokens = (CSS / "1-tokens.css").read_text("utf-8")
    tokens = re.sub(r"var\(--(\w+)\)", lambda m: re.findall(rf"--{m[1]}: ([^;]+);", tokens)[0], tokens)  # fmt: skip
    (paper,) = re.findall(r"--paper: light-dark\((#\w+), (#\w+)\)", tokens)
    names = colours_of_charts()
    assert names == {"ink", "quiet", "text"}
    for name in names:
        pairs = re.findall(rf"--{name}: light-dark\((#\w+), (#\w+)\)", tokens)
        assert pairs
        for pair in pairs:
            found = [contrast(mark, behind) for mark, behind in zip(pair, paper, strict=True)]
            assert min(found) >= ENOUGH_FOR_MARKS, (name, pair)
