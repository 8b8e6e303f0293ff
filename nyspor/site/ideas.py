"""What the pages show of a resident's idea: where it stands, who answers by when, and what has happened with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from nyspor import urls
from nyspor.model.ideas import answer_day, is_overdue
from nyspor.model.kinds import Entry, Idea
from nyspor.model.library import Library
from nyspor.model.site import Link
from nyspor.model.values import IdeaStep
from nyspor.site.cards import Chip
from nyspor.text.danish import Date
from nyspor.text.plain_text import render_plain_text


@dataclass(frozen=True)
class IdeaView:
    """An idea as pages show it. `due` is the last day for the answer, None once that is there; `steps` are what has happened."""

    idea: Idea
    address: str
    text: Markup
    track: Chip | None
    became: Link | None
    responsible: str
    due: Date | None
    overdue: bool
    steps: tuple[IdeaStep, ...]


class Shown(NamedTuple):
    """What pages show of an idea is made from this, besides the entries it names: who answers it, and whether late."""

    idea: Idea
    who: str
    is_late: bool


def idea_view(library: Library, shown: Shown) -> IdeaView:
    """What pages show of an idea."""
    idea = shown.idea
    entry = library.entries.get(idea.became)
    return IdeaView(
        idea,
        urls.idea_address(idea.slug),
        render_plain_text(idea.text),
        track_chip(library, idea),
        Link(entry.title, library.address(entry)) if entry else None,
        shown.who,
        answer_day(idea) if idea.state.is_open else None,
        shown.is_late,
        tuple(sorted(idea.steps, key=lambda step: step.date)),
    )


def track_chip(library: Library, idea: Idea) -> Chip | None:
    """The track that an idea belongs to."""
    track = library.track(idea.track)
    return Chip(track.title, library.address(track), track.colour) if track else None


def who_answers(library: Library, idea: Idea) -> str:
    """The role that answers an idea: the one it names, else that of its track; '' for the editors."""
    track = library.track(idea.track)
    contact = track.contact if track else None
    roles = (
        idea.responsible,
        contact.role if contact else "",
        track.department if track else "",
    )
    return next(filter(None, roles), "")


def shown_of(library: Library, idea: Idea) -> Shown:
    return Shown(idea, who_answers(library, idea), is_overdue(idea, library.now))


def ideas_behind(library: Library, entry: Entry) -> tuple[Link, ...]:
    """The ideas that became an entry, as links."""
    return tuple(
        Link(idea.title, urls.idea_address(idea.slug)) for idea in library.ideas_behind(entry)
    )
