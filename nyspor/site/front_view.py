"""What the front page shows besides lists of entries: the next meeting to come to, and what pilots have shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from nyspor.model.kinds import Entry, Pilot, Workgroup
from nyspor.model.library import Library
from nyspor.site import view_models
from nyspor.site.calendars import with_meetings
from nyspor.site.cards import Card, MeetingCard
from nyspor.text.danish import Date
from nyspor.text.line_breaks import keep_first_word


@dataclass(frozen=True)
class Finding:
    """What a pilot has shown: the most recent measurement of an effect, who made it, and what was hoped for."""

    indicator: str
    value: float
    unit: str
    source: str
    date: Date
    target: float | None = None


def finding_of(pilot: Pilot) -> Finding | None:
    """The most recent measurement of the pilot's first effect that has been measured."""
    effect = next((effect for effect in pilot.effects if effect.measurements), None)
    if effect is None:
        return None
    last = max(effect.measurements, key=attrgetter("date"))
    return Finding(effect.indicator, last.value, effect.unit, last.source, last.date, effect.target)


def pilots_to_show(library: Library) -> list[Pilot]:
    """Pilots that have measured something come first, then the others, each the latest first."""
    return sorted(library.of_kind(Pilot), key=lambda pilot: finding_of(pilot) is None)


def next_open_meeting(library: Library) -> MeetingCard | None:
    """The next meeting that anybody can come to."""
    return next(iter(view_models.coming_meetings(library, _open_to_all(library))), None)


def _open_to_all(library: Library) -> Iterator[Entry]:
    """What has meetings, but for workgroups where nobody can sign up now."""
    for entry in with_meetings(library):
        if not (isinstance(entry, Workgroup) and entry.signup and not library.signup_open(entry)):
            yield entry


def lead_card(library: Library, entry: Entry, several: bool) -> Card:
    """The card of what leads, its title ready to be set large; the only municipality need not be named."""
    card = view_models.card(library, entry)
    place = card.municipality if several else ""
    return replace(card, title=keep_first_word(card.title), municipality=place)
