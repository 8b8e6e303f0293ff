"""What leads the front page, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from nyspor.model.kind_specs import stream_models
from nyspor.model.kinds import Entry
from nyspor.text.danish import end_of

YEAR = 366 * 24 * 60 * 60
"""So long (seconds) after its date began a text may lead by itself: the day itself, and a year."""


class Lead(NamedTuple):
    """An entry that leads, and when it no longer does (POSIX seconds); a newer text may take its place before."""

    entry: Entry
    until: float


def find_lead(listed: Sequence[Entry], now: float) -> Lead | None:
    """Return what leads among the listed entries, latest first, at `now` (POSIX seconds).

    That is what an editor has put forward, else the newest text with a picture, else the newest text.
    """
    put_forward = next((lead for lead in _put_forward(listed) if lead.until > now), None)
    if put_forward:
        return put_forward
    recent = list(takewhile(lambda entry: entry.date_start + YEAR > now, _news(listed)))
    found = next((entry for entry in recent if entry.has_picture), next(iter(recent), None))
    return Lead(found, found.date_start + YEAR) if found else None


def _put_forward(listed: Iterable[Entry]) -> Iterator[Lead]:
    return (Lead(entry, end_of(entry.feature).timestamp()) for entry in listed if entry.feature)


def _news(listed: Iterable[Entry]) -> Iterator[Entry]:
    """The dated news among the entries."""
    models = stream_models()
    return (entry for entry in listed if isinstance(entry, models))
