"""The promise to those who send ideas: when an answer is due, what is late, and the counts of a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from nyspor.model.ideas import IdeaCounts, answer_day, count_ideas, is_overdue
from nyspor.model.kinds import Idea
from tests.builders import NOW, make_library


def an_idea(**fields: Any) -> Idea:
    return Idea(
        **{"slug": "lampe", "title": "En lampe", "name": "Nabo", "received": "1. oktober 2026"} | fields
    )  # fmt: skip


def closed(day: str, state: str = "ikke nu", **fields: Any) -> Idea:
    return an_idea(state=state, steps=[{"date": day, "state": state}], **fields)


def test_an_answer_is_due_after_sixty_days_or_on_the_day_that_is_written() -> None:
    assert str(answer_day(an_idea())) == "30. november 2026"
    assert str(answer_day(an_idea(answer_by="15. januar 2027"))) == "15. januar 2027"


def test_an_idea_is_late_when_its_last_day_is_over() -> None:
    idea = an_idea(answer_by="22. november 2026")
    assert not is_overdue(idea, datetime(2026, 11, 22, 22, 59, tzinfo=UTC))
    assert is_overdue(idea, datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    assert is_overdue(an_idea(answer_by="22. november 2026", state="overvejes"), NOW)


def test_an_answered_idea_was_late_until_it_was_answered() -> None:
    idea = closed("5. december 2026")
    assert is_overdue(idea, datetime(2026, 12, 3, tzinfo=UTC))
    assert not is_overdue(idea, datetime(2026, 12, 6, tzinfo=UTC))


def test_the_year_counts_what_came_what_was_answered_and_what_was_late_at_its_end() -> None:
    ideas = [
        an_idea(received="5. maj 2025"),  # never answered
        closed("1. februar 2026", received="5. oktober 2025"),  # late at the end of 2025
        closed("3. marts 2026", "blev til noget", received="1. marts 2026"),
        an_idea(received="20. november 2026"),
    ]
    assert count_ideas(ideas, 2025, NOW) == IdeaCounts(received=2, answered=0, overdue=2)
    assert count_ideas(ideas, 2026, NOW) == IdeaCounts(received=2, answered=2, overdue=1)


def test_the_site_changes_when_an_answer_is_late() -> None:
    library = make_library(now=NOW)
    due = replace(library, ideas=(an_idea(),))
    assert due.next_change == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert replace(library, ideas=(closed("3. november 2026"),)).next_change is None
