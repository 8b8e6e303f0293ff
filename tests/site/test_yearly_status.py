"""The yearly status: what is counted, and that pages and open data say the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from nyspor.model.document import Body
from nyspor.model.kinds import (
    Comment,
    Entry,
    Idea,
    Municipality,
    Pilot,
    Post,
    Programme,
    Story,
    Track,
    Workgroup,
    YearlyStatus,
)
from nyspor.model.library import Library, Vocabularies
from nyspor.model.site import Site
from nyspor.model.values import Phase
from nyspor.open_data.formats import render_csv, render_json
from nyspor.open_data.tables import RowMaker, id_finder, tables
from nyspor.plugins import entry_pages
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_plan import Build
from nyspor.site.theme import Theme
from nyspor.text.danish import Date, parse_date
from nyspor.yearly_status.counting import status_of
from nyspor.yearly_status.records import Counted, Status
from tests.browser import html_errors

URL = "https://beby.example"
SITE = Site("Nye veje", "", URL, styles=("/x.css",))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 2, 1, tzinfo=UTC)


def made(kind: type[Entry], slug: str, **fields: Any) -> Any:
    fields = {"title": slug.title(), "summary": "…", **fields}
    return kind(slug=slug, file=f"{kind.kind}/{slug}.md", **fields)


def a_pilot(slug: str, *phases: tuple[str, str], **fields: Any) -> Any:
    """A pilot with phases, given as (phase, date); '' for no date."""
    steps = [{"phase": phase, "start": start or None} for phase, start in phases]
    return made(Pilot, slug, phases=steps, **fields)


def an_effect(*measured: tuple[str, float], **fields: Any) -> dict[str, Any]:
    found = [{"date": date, "value": value, "source": "Tælleren"} for date, value in measured]
    return {"indicator": "Ture", "unit": "ture", "measurements": found, **fields}


def a_library(*entries: Entry, now: datetime = NOW, **fields: Any) -> Library:
    status = made(YearlyStatus, "2026", year=2026)
    by_key = {entry.key: entry for entry in (status, *entries)}
    places = {"beby": Municipality(slug="beby", name="Beby"), "aaby": Municipality(slug="aaby", name="Aaby")}  # fmt: skip
    return Library(
        now=now, entries=by_key, bodies=dict.fromkeys(by_key, Body()),
        vocabularies=Vocabularies(municipalities=places), **fields,
    )  # fmt: skip


def status(*entries: Entry, **fields: Any) -> Status:
    library = a_library(*entries, **fields)
    return status_of(library, library.entries["status/2026"])  # type: ignore[arg-type]


def counts(found: Status) -> dict[str, float | None]:
    return {number.counted.value: number.value for number in found.counts}


def by_phase(found: Status) -> dict[Phase | None, tuple[float | None, float | None]]:
    """Before and now, of the phases in which there is any."""
    rows = {row.phase: (row.before.value, row.now.value) for row in found.phases}
    return {phase: pair for phase, pair in rows.items() if any(pair)}


# --- pilots ------------------------------------------------------------------------------------------


def test_pilots_are_counted_in_their_phase_now_and_at_the_end_of_the_year_before() -> None:
    found = status(
        a_pilot("a", ("idea", "2025"), ("mobilisation", "2026-03")),
        a_pilot("b", ("idea", "2026-05")),
        a_pilot("c", ("idea", "2025-12-31"), ("stopped", "2026-01-01")),
    )
    assert by_phase(found) == {
        Phase.IDEA: (2, 1),
        Phase.MOBILISATION: (0, 1),
        Phase.STOPPED: (0, 1),
    }
    assert (found.total.before.value, found.total.now.value) == (2, 3)


def test_a_phase_to_come_is_not_counted() -> None:
    found = status(a_pilot("a", ("idea", "2026-01"), ("mobilisation", "2026-12")))
    assert by_phase(found) == {Phase.IDEA: (0, 1)}


def test_of_a_year_that_is_over_its_end_is_counted() -> None:
    found = status(a_pilot("a", ("idea", "2026-01"), ("ended", "2027-01")), now=NEXT_YEAR)
    assert by_phase(found) == {Phase.IDEA: (0, 1)}
    assert (found.is_over, found.as_of) == (True, Date(2026, 12, 31))


def test_what_nobody_knows_is_said() -> None:
    found = status(
        a_pilot("undated", ("idea", "")),
        a_pilot("later-known", ("idea", ""), ("mobilisation", "2025")),
        a_pilot("nothing"),
    )
    assert by_phase(found) == {
        Phase.IDEA: (0, 1),
        Phase.MOBILISATION: (1, 1),
        None: (2, 1),
    }


def test_what_began_and_what_came_to_its_end() -> None:
    found = status(
        a_pilot("begun", ("idea", "2026-05")),
        a_pilot("ended", ("idea", "2025"), ("ended", "2026-06")),
        a_pilot("stopped", ("idea", "2025"), ("stopped", "2026-07")),
        a_pilot("earlier", ("idea", "2024"), ("ended", "2025")),
        a_pilot("to-come", ("idea", "2026-12")),
    )
    assert [[turn.title for turn in turns.pilots] for turns in found.turns] == [
        ["Begun"],
        ["Ended"],
        ["Stopped"],
    ]
    assert [turns.number.value for turns in found.turns] == [1, 1, 1]


# --- effects -----------------------------------------------------------------------------------------


def moved(*measured: tuple[str, float], **fields: Any) -> tuple[object, ...]:
    (found,) = status(a_pilot("a", ("idea", "2024"), effects=[an_effect(*measured, **fields)])).moved  # fmt: skip
    return (found.before and found.before.value, found.after.value, found.gain, found.is_reached)


@pytest.mark.parametrize(
    ("measured", "fields", "expected"),
    [
        ([("2025", 4), ("2026-02", 7), ("2026-06", 9)], {}, (4, 9, 5, False)),
        ([("2026-02", 7)], {"baseline": 10}, (10, 7, -3, False)),
        ([("2026-02", 7)], {"baseline": 10, "direction": "down"}, (10, 7, 3, False)),
        ([("2026-02", 7)], {}, (None, 7, None, False)),
        ([("2025", 4), ("2026-02", 7)], {"target": 7}, (4, 7, 3, True)),
    ],
)
def test_an_effect_moves_from_its_last_measurement_before_the_year(
    measured: list[tuple[str, float]], fields: dict[str, Any], expected: tuple[object, ...]
) -> None:
    assert moved(*measured, **fields) == expected


def test_what_was_not_measured_is_said_of_all_that_was_under_way() -> None:
    found = status(
        a_pilot("before", ("idea", "2024"), effects=[an_effect(("2025", 4))]),
        a_pilot("never", ("idea", "2024"), effects=[an_effect()]),
        a_pilot("over", ("idea", "2024"), ("ended", "2025"), effects=[an_effect()]),
        a_pilot("to-come", ("idea", "2026-12"), effects=[an_effect()]),
    )
    assert [(item.title, item.latest) for item in found.unmeasured] == [
        ("Before", Date(2025)),
        ("Never", None),
    ]
    assert not found.moved


# --- the rest ----------------------------------------------------------------------------------------


def an_idea(slug: str, received: str, **fields: Any) -> Idea:
    return Idea(slug=slug, title=slug, name="Yrsa Bølge", received=parse_date(received), **fields)


def a_comment(id: str, received: str, **fields: Any) -> Comment:
    return Comment(
        id=id, entry="posts/a", name="Yrsa Bølge", received=parse_date(received), **fields
    )


def test_what_was_done_is_counted() -> None:
    meetings = [
        {"id": "held", "start": "2026-02-03 16:00", "place": "Skolen"},
        {"id": "off", "start": "2026-03-03 16:00", "place": "Skolen", "cancelled": True},
        {"id": "to-come", "start": "2026-12-03 16:00", "place": "Skolen"},
        {"id": "earlier", "start": "2025-12-03 16:00", "place": "Skolen"},
    ]
    found = status(
        made(Post, "a", date="2026-01-05"),
        made(Post, "b", date="2025-12-31"),
        made(Story, "c", date="2026"),
        made(Workgroup, "stigruppen", meetings=meetings),
        ideas=(
            an_idea("late", "2026-06-01"),
            an_idea("undated", "2026-06-02", state="answered"),
            an_idea("undated-earlier", "2025-06-02", state="answered"),
            an_idea(
                "answered",
                "2025-12-20",
                state="answered",
                steps=[{"date": "2026-01-08", "state": "answered"}],
            ),
        ),
        comments={
            "posts/a": (
                a_comment("1", "2026-06-01"),
                a_comment("2", "2026-06-02", official=True),
                a_comment("3", "2025-06-02"),
            )
        },
        signup_counts={"workgroups/stigruppen": {2025: 3, 2026: 5}},
    )
    assert counts(found) == {
        "stories": 1,
        "posts": 1,
        "meetings": 1,
        "cancelled": 1,
        "ideas": 2,
        "answered": 1,
        "answered_undated": 1,
        "overdue": 1,
        "comments": 1,
        "signups": 5,
    }
    assert found.as_of == Date(2026, 6, 2)


def test_without_the_service_the_number_of_sign_ups_is_not_known() -> None:
    assert counts(status())["signups"] is None
    assert counts(status(signup_counts={}))["signups"] == 0


def test_sign_ups_for_a_group_that_is_gone_are_counted_for_all_alone() -> None:
    joined = {"workgroups/gone": {2026: 3}, "workgroups/here": {2026: 4}}
    group = made(Workgroup, "here", municipality="beby")
    of_place = made(YearlyStatus, "2026", year=2026, municipality="beby")
    assert counts(status(group, signup_counts=joined))["signups"] == 7
    assert counts(status(group, of_place, signup_counts=joined))["signups"] == 4


def test_a_status_of_a_municipality_or_a_programme_tells_of_that_alone() -> None:
    entries = [
        made(Programme, "naboskab", municipality="beby", effects=[an_effect(("2026", 1))]),
        made(Track, "byrum", municipality="beby", programme="naboskab"),
        a_pilot("here", ("idea", "2026-01"), municipality="beby", programme="naboskab"),
        a_pilot("there", ("idea", "2026-01"), municipality="aaby"),
        made(Post, "a", date="2026-01-05", municipality="aaby"),
    ]
    ideas = (an_idea("x", "2026-06-01", track="byrum"), an_idea("y", "2026-06-01"))
    whole, of_place, of_programme = (
        status(*entries, made(YearlyStatus, "2026", year=2026, **part), ideas=ideas)
        for part in ({}, {"municipality": "beby"}, {"programme": "naboskab"})
    )
    assert (whole.total.now.value, counts(whole)["posts"], counts(whole)["ideas"]) == (2, 1, 2)
    for found in (of_place, of_programme):
        assert (found.total.now.value, counts(found)["posts"], counts(found)["ideas"]) == (1, 0, 1)
        assert [item.title for item in found.moved] == ["Naboskab"]


def test_it_changes_by_itself_when_something_happens_and_nothing_else() -> None:
    pilot = a_pilot("a", ("idea", "2026-01"), ("mobilisation", "2026-12-05"))
    library = a_library(pilot)
    later = replace(library, now=datetime(2026, 12, 4, tzinfo=UTC))
    entry = library.entries["status/2026"]
    assert status_of(library, entry) == status_of(later, entry)  # type: ignore[arg-type]
    after = replace(library, now=datetime(2026, 12, 6, tzinfo=UTC))
    assert status_of(after, entry) != status_of(library, entry)  # type: ignore[arg-type]
    assert replace(later, now=datetime(2026, 12, 10, tzinfo=UTC)).next_change == datetime(2026, 12, 31, 23, tzinfo=UTC)  # fmt: skip


# --- the page and the data ---------------------------------------------------------------------------


def page_of(library: Library, address: str = "status/2026/index.html") -> BeautifulSoup:
    build = Build(library, SITE, Path("content"), Theme())
    outputs = [output for output in entry_pages.outputs(build) if output.path == address]
    (html,) = render_pages(build, outputs).values()
    assert html_errors(html) == []
    return BeautifulSoup(html, "lxml")


def everything() -> Library:
    effect = an_effect(("2025", 3.5), ("2026-04", 1400), baseline=0, target=2000)
    return a_library(
        a_pilot("a", ("idea", "2025"), ("ended", "2026-02"), effects=[effect]),
        a_pilot("b", ("idea", "2026-02"), effects=[an_effect(indicator="Naboer")]),
        a_pilot("c"),
        made(Post, "p", date="2026-01-05"),
        ideas=(an_idea("x", "2026-06-01"),),
    )


def number(text: str) -> float:
    """A number as a page writes it: `1.400`, `3,5`."""
    return float(text.replace(".", "").replace(",", "."))


def numbers_on(page: BeautifulSoup) -> list[tuple[str, float]]:
    found = page.select("[data-number]")
    return [(f"status/2026/{item['data-number']}", number(item.text)) for item in found]


def rows_of(library: Library) -> list[Any]:
    return list(RowMaker(id_finder(library), URL).rows(library)["status"])


def values(rows: Iterable[dict[str, Any]]) -> dict[str, float]:
    return {row["id"]: float(row["vaerdi"]) for row in rows if row["vaerdi"] not in ("", None)}


def test_every_number_on_the_page_is_in_the_data() -> None:
    library = everything()
    shown, rows = numbers_on(page_of(library)), rows_of(library)
    as_csv = csv.DictReader(StringIO(render_csv(tables()["status"], rows).decode()))
    as_json = json.loads(render_json(rows))
    assert len(shown) > 15
    assert len(dict(shown)) == len(shown)
    for given in (values(as_csv), values(as_json)):
        # An empty phase has no row in the table of the page.
        assert dict(shown).items() <= given.items()
        assert not any(given[name] for name in given.keys() - dict(shown).keys())


def test_every_number_has_its_source_and_all_but_goals_and_baselines_a_date() -> None:
    rows = rows_of(everything())
    assert all(row["kilde"] for row in rows)
    undated = {row["tal"] for row in rows if not row["dato"]}
    assert undated == {Counted.TARGET.word}
    assert [row["id"] for row in rows] == sorted({row["id"] for row in rows})


def test_the_page_says_what_is_not_known_and_what_was_not_measured() -> None:
    text = " ".join(page_of(everything()).get_text(" ").split())
    assert "B : Naboer. Ikke målt endnu." in text
    assert "tilmeldinger til arbejdsgrupper vides ikke" in text
    assert "Året er ikke forbi. Det seneste, der er talt med, er fra 1. juni 2026." in text


def test_no_name_of_a_resident_is_on_the_page_or_in_the_data() -> None:
    library = everything()
    assert "Yrsa" not in f"{page_of(library)}{rows_of(library)}"
