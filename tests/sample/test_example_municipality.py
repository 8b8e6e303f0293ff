"""The year of the example municipality: it writes every month, answers, and tells of what did not work."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nyspor.checks.library import build_library
from nyspor.content.loader import read_content
from nyspor.model.kinds import Entry, Pilot
from nyspor.model.library import Library
from nyspor.model.values import IdeaState, Phase
from nyspor.site.barometer import State, state_of
from tests.builders import NOW
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return build_library(read_content(ROOT / "content"), NOW)


def written(library: Library) -> list[Entry]:
    """Its posts and stories, the latest first."""
    return [
        entry
        for entry in library.listed
        if entry.municipality == "eksempel" and entry.kind in ("posts", "stories")
    ]


def test_it_writes_every_month(library: Library) -> None:
    months = {entry.date.iso[:7] for entry in written(library) if entry.date}
    assert months >= {f"2026-{month:02}" for month in range(1, 12)}


def in_lists(library: Library) -> dict[str, list[Entry]]:
    """Every list with something of the example municipality in it, as readers meet it."""
    lists: dict[str, list[Entry]] = {}
    for entry in library.listed:
        for name in ("all", entry.kind, entry.municipality, *entry.tracks, *entry.topics):
            lists.setdefault(str(name), []).append(entry)
    return lists


def test_no_drawing_is_shown_twice_in_a_row(library: Library) -> None:
    twice = [
        (name, later.key, earlier.key)
        for name, entries in in_lists(library).items()
        for later, earlier in pairwise(entries)
        if "eksempel" in (later.municipality, earlier.municipality)
        and later.image
        and earlier.image
        and later.image.file == earlier.image.file
    ]
    assert twice == []


def test_it_answers_what_readers_write(library: Library) -> None:
    answered = {
        key for key, comments in library.comments.items() if any(c.official for c in comments)
    }
    assert len(answered) >= 5


def test_ideas_have_come_to_every_end(library: Library) -> None:
    assert {idea.state for idea in library.ideas} == set(IdeaState)


def test_a_pilot_that_was_stopped_says_what_it_taught(library: Library) -> None:
    stopped = [
        p for p in library.of_kind(Pilot) if p.phases and p.phases[-1].phase is Phase.STOPPED
    ]
    assert [pilot.slug for pilot in stopped] == ["delehaven"]
    assert all(pilot.lessons for pilot in stopped)


def test_a_finished_programme_tells_of_a_success_a_failure_and_what_nobody_expected(
    library: Library,
) -> None:
    pilots = [p for p in library.of_kind(Pilot) if p.programme == "faelles-bord"]
    states = {
        pilot.slug: state_of(pilot.effects[0], pilot.effects[0].measurements) for pilot in pilots
    }
    assert states == {"spis-sammen-paa-skolen": State.REACHED, "kassen-til-to": State.WORSE}
    assert all(pilot.unexpected and pilot.lessons for pilot in pilots)
