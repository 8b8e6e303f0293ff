"""The phase that a pilot or a programme is in, and when it enters the next."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nyspor.model.kinds import Pilot, Programme
from nyspor.model.library import Library
from nyspor.model.values import Phase, PhaseStep
from nyspor.text.danish import parse_date

STEPS = (
    PhaseStep(phase=Phase.MOBILISATION, start=parse_date("2024")),
    PhaseStep(phase=Phase.CONSOLIDATION, start=parse_date("marts 2026")),
    PhaseStep(phase=Phase.ENDED, start=parse_date("2030")),
)


@pytest.mark.parametrize("kind", [Pilot, Programme])
@pytest.mark.parametrize(
    ("now", "phase"),
    [(2023, None), (2025, Phase.MOBILISATION), (2027, Phase.CONSOLIDATION), (2031, Phase.ENDED)],
)
def test_an_entry_is_in_the_last_of_its_phases_that_has_begun(
    kind: type[Pilot | Programme], now: int, phase: Phase | None
) -> None:
    entry = kind(slug="a", title="A", summary="…", phases=STEPS)
    assert Library(now=datetime(now, 6, 1, tzinfo=UTC)).phase(entry) is phase


@pytest.mark.parametrize("kind", [Pilot, Programme])
def test_the_site_changes_when_a_phase_begins(kind: type[Pilot | Programme]) -> None:
    entry = kind(slug="a", title="A", summary="…", phases=STEPS)
    library = Library(now=datetime(2025, 6, 1, tzinfo=UTC), entries={entry.key: entry})
    assert library.next_change == parse_date("marts 2026").instant
