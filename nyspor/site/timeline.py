"""The time lines of pilots and programmes, newest last.

A pilot's has its phases, what was written about it, and the meetings of its workgroups; a programme's has its phases,
milestones and documents, and when its pilots began and ended. What is to come of a programme stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import inf

from nyspor.model.kinds import Entry, Pilot, Programme, Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Link
from nyspor.model.values import Document, Meeting, Milestone, PhaseStep
from nyspor.site import view_models
from nyspor.site.cards import Card
from nyspor.text.danish import Date, end_of


@dataclass(frozen=True)
class Event:
    """A phase that began, a meeting of a workgroup, a post or story (`card`), a milestone, a document, or a phase that a
    `pilot` began. `ahead` says that it is to come; `account` is the text that tells of a milestone."""

    date: Date | None
    ahead: bool = False
    phase: PhaseStep | None = None
    meeting: Meeting | None = None
    workgroup: Link | None = None
    card: Card | None = None
    milestone: Milestone | None = None
    account: Link | None = None
    document: Document | None = None
    pilot: Link | None = None

    @property
    def order(self) -> tuple[float, bool]:
        """The sort key: by date, what has none first; a phase before what happened on its first day."""
        is_own_phase = self.phase is not None and self.pilot is None
        return (self.date.instant.timestamp() if self.date else -inf, not is_own_phase)


def timeline(library: Library, pilot: Pilot, written: Iterable[Entry]) -> tuple[Event, ...]:
    """Everything that has happened, and what is planned; nothing where there are only phases, which the page shows."""
    happened = (*_meetings(library, pilot), *_texts(library, written))
    if not happened:
        return ()
    return tuple(sorted((*_phases(library, pilot), *happened), key=lambda event: event.order))


def workgroups_of(library: Library, pilot: Pilot) -> tuple[Workgroup, ...]:
    """The workgroups that the pilot names as related, or that name it."""
    beside = (*view_models.related_by_writer(library, pilot), *library.referring_to(pilot.key))
    return tuple(dict.fromkeys(view_models.of_kind(Workgroup, beside)))


def programme_timeline(
    library: Library, programme: Programme, pilots: Iterable[Pilot]
) -> tuple[Event, ...]:
    """What has happened in a programme until now; nothing where there are only phases, which the page shows."""
    happened = (
        *_milestones(library, programme),
        *_documents(library, programme),
        *_turns(library, pilots),
    )
    if not happened:
        return ()
    found = (*(event for event in _phases(library, programme) if not event.ahead), *happened)
    return tuple(sorted(found, key=lambda event: event.order))


def is_over(library: Library, milestone: Milestone) -> bool:
    """Whether the day of a milestone, or its month or year where no more is known, has passed."""
    return milestone.date is None or end_of(milestone.date) <= library.now


MEETINGS = 4
"""So many meetings to come stand on a programme's page; the others are on the page of all that happens."""


def next_dates(
    library: Library, programme: Programme, groups: Iterable[Workgroup]
) -> tuple[Event, ...]:
    """The milestones of a programme to come, and the next meetings of its workgroups, soonest first."""
    milestones = (
        Event(each.date, ahead=True, milestone=each)
        for each in programme.milestones
        if not is_over(library, each)
    )
    meetings = (
        Event(card.meeting.start, ahead=True, meeting=card.meeting, workgroup=card.workgroup)
        for card in view_models.coming_meetings(library, groups)[:MEETINGS]
    )
    return tuple(sorted((*milestones, *meetings), key=lambda event: event.order))


def _milestones(library: Library, programme: Programme) -> Iterator[Event]:
    for each in programme.milestones:
        if is_over(library, each):
            yield Event(
                each.date, milestone=each, account=view_models.account_of(library, each.account)
            )


def _documents(library: Library, programme: Programme) -> Iterator[Event]:
    for each in programme.documents:
        if each.date and each.date.instant <= library.now:
            yield Event(each.date, document=each)


def _turns(library: Library, pilots: Iterable[Pilot]) -> Iterator[Event]:
    """When pilots began, and when they were over."""
    for pilot in pilots:
        link, begun = Link(pilot.title, library.address(pilot)), False
        for event in _phases(library, pilot):
            if not event.ahead and (not begun or (event.phase and event.phase.phase.is_over)):
                yield replace(event, pilot=link)
            begun = True


def _phases(library: Library, entry: Pilot | Programme) -> Iterator[Event]:
    for step in entry.phases:
        if step.start:
            yield Event(step.start, step.start.instant > library.now, phase=step)


def _meetings(library: Library, pilot: Pilot) -> Iterator[Event]:
    for group in workgroups_of(library, pilot):
        link, upcoming = Link(group.title, library.address(group)), library.upcoming(group)
        for meeting in group.meetings:
            yield Event(meeting.start, meeting in upcoming, meeting=meeting, workgroup=link)


def _texts(library: Library, written: Iterable[Entry]) -> Iterator[Event]:
    for entry in written:
        yield Event(entry.date, card=view_models.card(library, entry))
