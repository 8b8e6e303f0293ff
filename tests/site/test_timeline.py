"""The time line of a pilot, and how far the pilot has come."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from nyspor.model.kinds import Pilot
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import PhaseStep
from nyspor.site.jinja_environment import make_environment
from nyspor.site.theme import Theme
from nyspor.site.timeline import Event, timeline
from nyspor.site.view_models import card, written_about
from tests.builders import library_from, post_text

PILOT = "pilots/stien.md"
NAMES_IT = {"relaterede": "[pilots/stien]"}


def pilot_text(phases: str = "") -> str:
    fields = f"faser: [{phases}]\n" if phases else ""
    return f"---\ntitel: Stien\nresume: Et forsøg.\n{fields}---\n\nTekst.\n"


def group_text(meetings: str) -> str:
    return f"---\ntitel: Stigruppen\nresume: En gruppe.\nrelaterede: [pilots/stien]\nmøder: [{meetings}]\n---\n\nTekst.\n"


def pilot_of(library: Library) -> Pilot:
    found = library.entries["pilots/stien"]
    assert isinstance(found, Pilot)
    return found


def name(event: Event) -> str:
    """What an event is called here: a phase, a meeting's id, or the address of a text."""
    named = event.card and event.card.key
    return (
        named
        or (event.phase and event.phase.phase.word)
        or (event.meeting and event.meeting.id)
        or ""
    )


def events(
    *texts: tuple[str, str], now: datetime = datetime(2026, 11, 23, tzinfo=UTC)
) -> tuple[Event, ...]:
    library = library_from(*texts, now=now)
    pilot = pilot_of(library)
    return timeline(library, pilot, written_about(library, pilot))


def macro(component: str, name: str) -> Callable[..., str]:
    """One of the theme's components."""
    environment = make_environment(Theme(), Site("Nyspor", "", ""), "da")
    found: Callable[..., str] = getattr(
        environment.get_template(f"components/{component}.html").module, name
    )
    return found


def test_phases_texts_and_meetings_stand_by_date_the_newest_last() -> None:
    found = events(
        (PILOT, pilot_text("{fase: idé, fra: marts 2025}, {fase: mobilisering, fra: 3. marts 2026}")),
        ("posts/2026/a.md", post_text(dato="3. marts 2026", **NAMES_IT)),
        ("posts/2026/b.md", post_text(dato="ukendt", **NAMES_IT)),
        ("workgroups/g.md", group_text("{id: et, start: 1. juni 2025, sted: Skolen}, {id: to, start: 1. december 2026, sted: Torvet}")),
    )  # fmt: skip
    assert [name(event) for event in found] == [
        "posts/b", "idé", "et", "mobilisering", "posts/a", "to",
    ]  # fmt: skip
    assert [name(event) for event in found if event.ahead] == ["to"]


def test_phases_alone_make_no_time_line_since_the_page_shows_them() -> None:
    assert events((PILOT, pilot_text())) == ()
    assert events((PILOT, pilot_text("{fase: idé, fra: 2025}"))) == ()


def test_a_single_text_makes_one() -> None:
    (event,) = events((PILOT, pilot_text()), ("posts/2026/a.md", post_text(**NAMES_IT)))
    assert name(event) == "posts/a"


@pytest.mark.parametrize(
    ("phases", "steps"),
    [
        ("{fase: idé}", 1),
        ("{fase: idé}, {fase: konsolidering}", 3),
        ("{fase: idé}, {fase: mobilisering}, {fase: afsluttet}", 2),
        ("{fase: stoppet}", 0),
        ("{fase: idé}, {fase: gevinstrealisering, fra: 2030}", 1),
    ],
    ids=["idea", "regular use", "ended after the trial", "stopped", "results to come"],
)
def test_a_pilot_has_reached_the_steps_that_have_begun(phases: str, steps: int) -> None:
    library = library_from((PILOT, pilot_text(phases)))
    assert card(library, pilot_of(library)).steps == steps


def test_a_phase_that_is_to_come_is_shown_as_such() -> None:
    """Only a meeting can be cancelled."""
    library = library_from(
        (PILOT, pilot_text("{fase: idé, fra: marts 2025}, {fase: mobilisering, fra: marts 2030}")),
        ("posts/2026/a.md", post_text(**NAMES_IT)),
        now=datetime(2026, 11, 23, tzinfo=UTC),
    )
    pilot = pilot_of(library)
    found = timeline(library, pilot, written_about(library, pilot))
    shown = BeautifulSoup(macro("timeline", "timeline")(found), "lxml")
    assert len(shown.select(".event-ahead")) == 1


@pytest.mark.parametrize(("texts", "folded"), [(10, 0), (11, 7), (30, 26)])
def test_the_beginning_of_a_long_time_line_is_folded_away(texts: int, folded: int) -> None:
    posts = [
        (f"posts/2026/p{n}.md", post_text(**NAMES_IT, dato=f"{n % 28 + 1}. marts 2026"))
        for n in range(texts)
    ]
    shown = BeautifulSoup(
        macro("timeline", "timeline")(events((PILOT, pilot_text()), *posts)), "lxml"
    )
    assert len(shown.select(".event")) == texts
    assert len(shown.select("details .event")) == folded


def test_a_programme_tells_which_of_its_phases_are_to_come() -> None:
    steps = [PhaseStep(phase="mobilisering"), PhaseStep(phase="konsolidering")]
    html = macro("phases", "phases")(steps, to_come=["consolidation"])
    states = [li["data-state"] for li in BeautifulSoup(html, "lxml").select(".phases > li")]
    assert states == ["past", "ahead"]
