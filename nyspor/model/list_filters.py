"""What a list can be filtered by: the municipalities, tracks, topics and years of what is in it.

A filter is offered where there is something to choose: a list of some length, and two values at least.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeVar

from nyspor.model.kinds import Entry, Idea
from nyspor.problems import T_
from nyspor.text.danish import slugify

Listed = TypeVar("Listed")
"""What a list shows: entries, or residents' ideas."""

FEW = 5
"""A list of so few is read at a glance, and needs no filters."""


@dataclass(frozen=True)
class Filter:
    """What a list is filtered by. `segment` stands in the addresses, `label` is a message id; `values` are those of what is listed."""

    segment: str
    label: str
    values: Callable[[Any], Sequence[str]]


MUNICIPALITY = Filter(
    "kommune", T_("Municipality"), lambda entry: (entry.municipality,) if entry.municipality else ()
)
TRACK = Filter("spor", T_("Track"), attrgetter("tracks"))
TOPIC = Filter("tema", T_("Topic"), attrgetter("topics"))
YEAR = Filter("aar", T_("Year"), lambda entry: (str(entry.date_year),) if entry.date_year else ())

STATE = Filter("tilstand", T_("State"), lambda idea: (slugify(idea.state.word),))
TRACK_OF_IDEA = Filter("spor", T_("Track"), lambda idea: (idea.track,) if idea.track else ())

FILTERS = (MUNICIPALITY, TRACK, TOPIC, YEAR)

Choices = Mapping[str, tuple[Listed, ...]]
"""By each value of a filter, what has it."""


def choices(by: Filter, entries: Sequence[Listed]) -> Choices[Listed]:
    """The values that a list of these can be filtered by, in no order; none where there is no choice."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for entry in entries:
        for value in dict.fromkeys(by.values(entry)):
            found[value].append(entry)
    return {value: tuple(chosen) for value, chosen in found.items()} if len(found) > 1 else {}


def list_choices(
    entries: Sequence[Entry], in_stream: bool
) -> Iterator[tuple[Filter, Choices[Entry]]]:
    """What the list of a kind can be filtered by; only dated news have years."""
    if len(entries) <= FEW:
        return
    for by in FILTERS if in_stream else FILTERS[:-1]:
        if found := choices(by, entries):
            yield by, found


def meeting_choices(entries: Sequence[Entry]) -> Iterator[tuple[Filter, Choices[Entry]]]:
    """What the meetings of these entries can be filtered by."""
    for by in (MUNICIPALITY, TRACK):
        if found := choices(by, entries):
            yield by, found


def idea_choices(ideas: Sequence[Idea]) -> Iterator[tuple[Filter, Choices[Idea]]]:
    """What residents' ideas can be filtered by."""
    for by in (STATE, TRACK_OF_IDEA):
        if found := choices(by, ideas):
            yield by, found
