"""Published ideas whose answer is late, or due soon, for the front page of the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from nyspor import urls
from nyspor.desk.answers import At
from nyspor.desk.state import DeskState
from nyspor.forms.submission_files import submission_number
from nyspor.forms_service.outbox import OutboxUnavailable
from nyspor.model.ideas import answer_day, is_overdue
from nyspor.model.kinds import Idea
from nyspor.model.values import IdeaState
from nyspor.text.danish import Date, end_of, fold

SOON = timedelta(days=14)
"""How long before an answer is due an idea is listed."""


@dataclass(frozen=True)
class WaitingIdea:
    """An idea that waits for an answer. `id` is what the forms service knows it by, '' where it knows it no more; `file` is
    its file in the content folder, `address` its page."""

    title: str
    file: str
    address: str
    due: Date
    is_late: bool
    id: str = ""
    state: IdeaState = IdeaState.RECEIVED


def waiting_ideas(state: DeskState, at: At) -> list[WaitingIdea]:
    """Return the ideas that somebody is to see to, the first due before the others; nothing for those who decide on none."""
    lines = sorted(
        due_soon(decided_by(state, at).items(), state.clock()),
        key=lambda line: (line.due, line.title),
    )
    return [line if _is_known(state, line.id) else _without_id(line) for line in lines]


def ideas_with(state: DeskState, at: At, query: str) -> list[WaitingIdea]:
    """Return the ideas with all the words of a query that somebody decides on, or the one with this address."""
    words, path = fold(query).split(), urlsplit(query).path
    found = [
        WaitingIdea(idea.title, file, urls.idea_address(idea.slug), answer_day(idea), False, submission_number(file), idea.state)
        for file, idea in decided_by(state, at).items()
        if path.rstrip("/") == urls.idea_address(idea.slug).rstrip("/")
        or all(word in fold(f"{idea.title} {idea.text}") for word in words)
    ]  # fmt: skip
    found.sort(key=lambda line: line.title)
    return [line if _is_known(state, line.id) else _without_id(line) for line in found]


def decided_by(state: DeskState, at: At) -> dict[str, Idea]:
    """The ideas on the site that somebody decides on, by file."""
    staff, now = state.staff(), state.clock()
    return {
        file: idea
        for file, idea in state.loaded().ideas.items()
        if staff.decides(at.person, [idea.track] if idea.track else [], [], now)
    }


def due_soon(ideas: Iterable[tuple[str, Idea]], now: datetime) -> Iterator[WaitingIdea]:
    """Yield the open ideas whose answer is late or due soon, by file. Pure."""
    for file, idea in ideas:
        due = answer_day(idea)
        if idea.state.is_open and end_of(due) <= now + SOON:
            address = urls.idea_address(idea.slug)
            late = is_overdue(idea, now)
            yield WaitingIdea(idea.title, file, address, due, late, submission_number(file))


def _is_known(state: DeskState, id: str) -> bool:
    """Whether the forms service still has what was sent, so that it can be answered there."""
    if state.forms is None or not id:
        return False
    try:
        stored = state.forms.outbox.find(id)
    except OutboxUnavailable:
        return False
    return stored is not None and stored.submission is not None


def _without_id(line: WaitingIdea) -> WaitingIdea:
    return replace(line, id="")
