"""The time line of a pilot: its phases, what was written about it, and the meetings of its workgroups, newest last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from nyspor.model.kinds import Entry, Pilot, Workgroup
from nyspor.model.library import Library
from nyspor.model.site import Link
from nyspor.model.values import Meeting, PhaseStep
from nyspor.site import view_models
from nyspor.site.cards import Card
from nyspor.text.danish import Date


@dataclass(frozen=True)
class Event:
    """A phase that began, a meeting of a workgroup, or a post or story (`card`). `ahead` says that it is to come."""

    date: Date | None
    ahead: bool = False
    phase: PhaseStep | None = None
    meeting: Meeting | None = None
    workgroup: Link | None = None
    card: Card | None = None

    @property
    def order(self) -> tuple[float, bool]:
        """The sort key: by date, what has none first; a phase before what happened on its first day."""
        return (self.date.instant.timestamp() if self.date else -inf, self.phase is None)


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


def _phases(library: Library, pilot: Pilot) -> Iterator[Event]:
    for step in pilot.phases:
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
