"""Checks of residents' ideas: that each is answered in time, says why, and has a history that agrees with its state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from itertools import pairwise

from nyspor.content.collection import ContentCollection
from nyspor.front_matter.parsing import FieldPath
from nyspor.model.ideas import answer_day, is_overdue
from nyspor.model.kinds import Idea
from nyspor.model.values import IdeaState
from nyspor.problems import N_, Problem
from nyspor.text.danish import format_date

Report = Callable[..., Problem]
"""The problem at a field of an idea's file: (path, message, remedy, rule=…, **params)."""


def check_ideas(content: ContentCollection, now: datetime) -> Iterator[Problem]:
    """Advise on ideas that wait too long, on answers without a reason, and on histories that do not fit."""
    for file, idea in content.ideas.items():
        report: Report = partial(content.problem, file)
        yield from _answer(idea, now, report)
        yield from _history(idea, now, report)


def _answer(idea: Idea, now: datetime, report: Report) -> Iterator[Problem]:
    where: FieldPath = ("answer_by",) if idea.answer_by else ("received",)
    if is_overdue(idea, now):
        yield report(
            where,
            N_("The idea should have been answered by {day}."),
            N_("Answer it, or agree on a new day: write it as svar_senest, and why in forløb."),
            day=format_date(answer_day(idea)),
            rule="idea-answer",
        )
    if idea.state is IdeaState.NOT_NOW and not idea.answer:
        yield report(
            ("state",),
            N_("The idea does not become anything now, and nobody has written why."),
            N_("Write svar: the reason, as you would say it to the one who sent it."),
            rule="idea-answer",
        )
    if idea.state is IdeaState.BECAME and not idea.became:
        yield report(
            ("state",),
            N_("The idea has become something, and nothing leads there."),
            N_("Write blev_til: the text about it, such as pilots/naturstien."),
            rule="idea-answer",
        )


def _history(idea: Idea, now: datetime, report: Report) -> Iterator[Problem]:
    states = [step.state for step in idea.steps if step.state]
    last = states[-1] if states else IdeaState.RECEIVED
    if last is not idea.state:
        yield report(
            ("state",),
            N_("The state is “{state}”, but the history ends with “{last}”."),
            N_("Write the last step in forløb, with its day and tilstand, or correct tilstand."),
            state=idea.state.word,
            last=last.word,
            rule="idea-history",
        )
    dates = [idea.received, *(step.date for step in idea.steps)]
    for index, (before, date) in enumerate(pairwise(dates)):
        if date < before and date.iso[: len(before.iso)] != before.iso[: len(date.iso)]:
            yield report(
                ("steps", index, "date"),
                N_("The step of {date} stands after {before}."),
                N_("Put the steps in the order in which they happened, or correct the date."),
                date=format_date(date),
                before=format_date(before),
                rule="idea-history",
            )
        if date.instant > now:
            yield report(
                ("steps", index, "date"),
                N_("The step of {date} has not happened yet."),
                N_("Write it when it has; a day for the answer is written as svar_senest."),
                date=format_date(date),
                rule="idea-history",
            )
