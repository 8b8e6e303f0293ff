"""The page of a programme: what has happened, what is to come, the way from many to few, documents, pre-projects."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from nyspor.model.document import Body
from nyspor.model.file_references import file_references
from nyspor.model.kinds import Programme
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import Document, Selection
from nyspor.plugins import entry_pages
from nyspor.plugins.output_writer import render_pages
from nyspor.site.build_plan import Build
from nyspor.site.selection import IN_A_LINE, MOST_MARKS, marks_for, way
from nyspor.site.theme import Theme
from tests.browser import html_errors
from tests.builders import library_from
from tests.conftest import ROOT

SITE = Site("Nye veje", "", "https://beby.example/nyt", styles=("/x.css",))
NOW = datetime(2026, 11, 23, tzinfo=UTC)

STEPS = (
    "udvælgelse: [{antal: 19, tekst: emner}, {antal: 8, tekst: tilbage}, {antal: 5, tekst: valgt}]"
)
SOURCE = "kilder: {titel: Referat, udgiver: Byrådet}"


def programme_text(*fields: str) -> str:
    return "\n".join(("---", "titel: Planen", "resume: En plan.", *fields, "---", "", "Tekst.", ""))


def page_of(*fields: str, others: tuple[tuple[str, str], ...] = ()) -> BeautifulSoup:
    library = library_from(("programmes/plan.md", programme_text(*fields)), *others, now=NOW)
    return rendered(library)


def rendered(library: Library) -> BeautifulSoup:
    build = Build(library, SITE, Path("content"), Theme())
    pages = [page for page in entry_pages.outputs(build) if page.path == "programmer/plan/index.html"]  # fmt: skip
    (html,) = render_pages(build, pages).values()
    assert html_errors(html) == []
    return BeautifulSoup(html, "lxml")


def words(part: BeautifulSoup | Tag, selector: str) -> list[str]:
    return [" ".join(found.get_text(" ").split()) for found in part.select(selector)]


# --- from many to few --------------------------------------------------------------------------------


def steps_of(*counts: int) -> list[Selection]:
    return [Selection(count=count, label="emner") for count in counts]


def test_each_step_has_a_mark_for_each_and_those_that_go_on_are_filled() -> None:
    found = way(steps_of(19, 8, 5), ("Referat",))
    drawn = [[mark.stays for mark in step.marks] for step in found.steps]
    assert drawn == [[True] * 8 + [False] * 11, [True] * 5 + [False] * 3, [True] * 5]
    assert [step.left for step in found.steps] == [11, 3, 0]


def test_marks_never_lie_on_each_other_and_none_is_cut_off() -> None:
    for step in way(steps_of(97, 21, 0), ("Referat",)).steps:
        places = [(mark.x, mark.y) for mark in step.marks]
        assert len(set(places)) == len(places)
        assert all(0 < x < 100 and 0 < y < step.height for x, y in places)


@pytest.mark.parametrize(
    ("most", "per"),
    [(0, 1), (100, 1), (101, 2), (200, 2), (201, 5), (501, 10), (2_345_678, 50_000)],
)
def test_a_mark_stands_for_several_where_there_are_many(most: int, per: int) -> None:
    assert marks_for([3, most]) == per
    marks = way(steps_of(most, 3), ("Referat",)).steps[0].marks
    assert len(marks) <= MOST_MARKS
    assert not most or marks[0].stays


def test_more_than_before_is_no_fault() -> None:
    found = way(steps_of(3, 9), ("Referat",))
    assert [step.left for step in found.steps] == [0, 0]


def test_the_picture_has_words_a_key_sources_and_a_table() -> None:
    page = page_of(STEPS, SOURCE)
    assert words(page, ".selection-count") == ["19", "8", "5"]
    assert words(page, ".selection .quiet") == [
        "8 af 19 gik videre, 11 gjorde ikke.", "5 af 8 gik videre, 3 gjorde ikke.",
    ]  # fmt: skip
    assert [len(svg.select("circle")) for svg in page.select(".selection-marks")] == [19, 8, 5]
    assert len(page.select(".selection-marks .left-out")) == 14
    assert words(page, ".selection-keys > span") == ["gik videre", "gik ikke videre"]
    assert words(page, ".selection-way .effect-source") == ["Kilde: Referat, Byrådet"]
    assert words(page, ".selection-way tbody tr")[0] == "emner 19 vides ikke Referat, Byrådet"


def test_a_step_says_how_when_and_where_it_is_written() -> None:
    page = page_of(
        "udvælgelse: [{antal: 4, tekst: emner}, {antal: 1, tekst: valgt, dato: marts 2026, hvordan: Vi stemte., kilde: Referat 3}]"
    )
    assert words(page, ".selection li:last-child p") == ["valgt", "Vi stemte.", "marts 2026"]
    assert words(page, ".selection-way .effect-source") == ["Kilde: Referat 3"]
    assert words(page, ".selection-way tbody tr")[1] == "valgt 1 marts 2026 Referat 3"


def test_nothing_is_drawn_where_nobody_says_where_the_numbers_come_from() -> None:
    page = page_of(STEPS)
    assert words(page, ".selection-count") == ["19", "8", "5"]
    assert page.select(".selection-marks, .selection-way figcaption, .selection-way table") == []


def test_as_many_marks_stand_beside_each_other_as_a_narrow_screen_has_room_for() -> None:
    template = (ROOT / "theme/templates/components/selection.html").read_text("utf-8")
    (radius,) = re.findall(r' r="(\d+)"', template)
    assert IN_A_LINE * (2 * int(radius) + 2) <= 288


# --- what has happened, and what is to come ----------------------------------------------------------

MILESTONES = (
    "milepæle: [{titel: Status, dato: marts 2027, sted: Rådhuset}, {titel: Start, dato: 3. marts 2026, tekst: Vi begyndte.},"
    " {titel: Længe siden, dato: ukendt}, {titel: I år, dato: 2026}]"
)
PHASES = "faser: [{fase: mobilisering, fra: januar 2026}, {fase: konsolidering, fra: 2028}]"
DOCUMENTS = (
    "dokumenter: [{titel: Plan, dato: februar 2026, adresse: https://beby.example/plan}, {titel: Notat, dato: ukendt},"
    " {titel: Rapport, dato: april 2026, udgiver: Byrådet, tekst: Alle tal.}]"
)


def test_what_has_happened_stands_by_date_and_what_is_to_come_apart() -> None:
    page = page_of(MILESTONES, PHASES, DOCUMENTS)
    assert words(page, "section[aria-labelledby=tidslinje] .event-title") == [
        "Længe siden", "Afprøvning", "Plan", "Start", "Rapport",
    ]  # fmt: skip
    assert words(page, "section[aria-labelledby=datoer] .meeting-title") == ["I år", "Status"]


def test_pilots_are_told_of_when_they_begin_and_when_they_are_over() -> None:
    steps = "{fase: idé, fra: januar 2026}, {fase: mobilisering, fra: marts 2026}, {fase: stoppet, fra: maj 2026, tekst: Det gik ikke.}, {fase: afsluttet, fra: 2029}"
    pilot = f"---\ntitel: Stien\nresume: …\nprogram: plan\nfaser: [{steps}]\n---\n\nTekst.\n"
    page = page_of(others=(("pilots/stien.md", pilot),))
    assert words(page, "section[aria-labelledby=tidslinje] .event") == [
        "januar 2026 Stien Forsøg: idé", "maj 2026 Stien Det gik ikke. Forsøg: stoppet",
    ]  # fmt: skip


def test_a_milestone_leads_to_the_text_that_tells_of_it() -> None:
    post = "---\ntitel: Vi begyndte\nresume: …\ndato: 3. marts 2026\n---\n\nTekst.\n"
    page = page_of(
        "milepæle: {titel: Start, dato: 3. marts 2026, omtalt_i: posts/vi-begyndte}",
        others=(("posts/2026/vi-begyndte.md", post),),
    )
    assert words(page, ".event-words a") == ["Vi begyndte"]


def test_phases_alone_make_no_time_line() -> None:
    assert page_of(PHASES).select("#tidslinje, #datoer") == []


def test_the_next_meetings_of_workgroups_are_among_the_next_dates() -> None:
    meetings = ", ".join(f"{{id: m{n}, start: {n}. december 2026, sted: Skolen}}" for n in range(1, 8))  # fmt: skip
    group = f"---\ntitel: Gruppen\nresume: …\nprogram: plan\nmøder: [{meetings}]\n---\n\nTekst.\n"
    page = page_of(MILESTONES, others=(("workgroups/g.md", group),))
    dates = page.select_one("section[aria-labelledby=datoer]")
    assert dates
    assert words(dates, ".meeting-title") == ["I år", *["Gruppen"] * 4, "Status"]
    assert words(dates, "a.way") == ["Alle møder"]


def test_a_document_is_in_the_time_line_once_its_day_has_come() -> None:
    planned = "dokumenter: {titel: Rapport, dato: 1. december 2026}"
    assert page_of(planned).select("#tidslinje") == []
    library = library_from(("programmes/plan.md", programme_text(planned)), now=NOW)
    assert library.next_change == datetime(2026, 11, 30, 23, tzinfo=UTC)


def test_the_site_changes_when_the_day_of_a_milestone_is_over() -> None:
    library = library_from(("programmes/plan.md", programme_text(MILESTONES)), now=NOW)
    assert library.next_change == datetime(2026, 12, 31, 23, tzinfo=UTC)


# --- documents and pre-projects ----------------------------------------------------------------------


def test_documents_stand_with_their_dates_the_latest_first() -> None:
    assert words(page_of(DOCUMENTS), ".dated-rows li") == [
        "april 2026 Rapport Alle tal. Byrådet", "februar 2026 Plan", "Uden dato Notat",
    ]  # fmt: skip


def test_a_document_of_ours_is_published_and_linked_to_with_what_it_is() -> None:
    document = Document(title="Plan", date=None, file="files/plan.pdf")
    plan = Programme(slug="plan", title="Planen", summary="…", documents=(document,))
    library = Library(now=NOW, entries={plan.key: plan}, bodies={plan.key: Body()})
    (link,) = rendered(library).select(".dated-title a")
    assert (link.text, link["href"]) == ("Plan (PDF)", "/nyt/filer/plan.pdf")
    assert file_references(plan, Body(), "programmes/plan.md").links == ("files/plan.pdf",)


def test_a_pre_project_tells_what_was_learnt() -> None:
    pilot = "---\ntitel: Stien\nresume: …\n---\n\nTekst.\n"
    page = page_of(
        "forprojekter: {titel: Stien, tekst: Vi ryddede den., erfaringer: Spørg først., omtalt_i: pilots/stien, kilde: Referat}",
        others=(("pilots/stien.md", pilot),),
    )
    assert words(page, "section[aria-labelledby=forprojekter] p") == [
        "Vi ryddede den.", "Erfaring: Spørg først.", "Kilde: Referat",
    ]  # fmt: skip
    link = page.select_one("section[aria-labelledby=forprojekter] h3 a")
    assert link
    assert link["href"] == "/nyt/forsoeg/stien/"
