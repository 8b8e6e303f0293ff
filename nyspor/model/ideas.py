"""The promise to those who send ideas: an answer by a day. When it is due, whether it is late, and how many were kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from nyspor.model.kinds import Idea
from nyspor.text.danish import Date, day_of, end_of

ANSWER_DAYS = 60
"""Within so many days an idea is answered, where nothing else is said."""


def answer_day(idea: Idea) -> Date:
    """The last day for the answer: the one that is written, else so many days after the idea came."""
    if idea.answer_by:
        return idea.answer_by
    return day_of(end_of(idea.received) + timedelta(days=ANSWER_DAYS) - timedelta(seconds=1))


def closed_on(idea: Idea) -> Date | None:
    """When the idea got its last answer; None where it waits for one, or nobody has written when."""
    if idea.state.is_open:
        return None
    closing = (step.date for step in reversed(idea.steps) if step.state and not step.state.is_open)
    return next(closing, None)


def is_overdue(idea: Idea, now: datetime) -> bool:
    """Whether the answer should have come, and had not at this moment."""
    if end_of(answer_day(idea)) > now:
        return False
    if idea.state.is_open:
        return True
    closed = closed_on(idea)
    return closed is not None and closed.instant > now


def last_change(idea: Idea) -> Date:
    """When something last happened with it."""
    return max((idea.received, *(step.date for step in idea.steps)))


@dataclass(frozen=True)
class IdeaCounts:
    """The ideas of a year: `received` and `answered` in it, and `overdue` when it ended, or now."""

    received: int = 0
    answered: int = 0
    overdue: int = 0


def count_ideas(ideas: Iterable[Idea], year: int, now: datetime) -> IdeaCounts:
    """Count the ideas of a year, as it stood when the year ended, or now where it has not."""
    moment = min(now, end_of(Date(year)))
    known = [idea for idea in ideas if idea.received.instant < moment]
    closed = [day for idea in known if (day := closed_on(idea))]
    return IdeaCounts(
        received=sum(idea.received.year == year for idea in known),
        answered=sum(day.year == year and day.instant < moment for day in closed),
        overdue=sum(is_overdue(idea, moment) for idea in known),
    )
