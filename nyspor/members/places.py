"""The rules of places and of the waiting list: pure functions on the members of one group, in their order.

Whoever came first has a place, as long as there are places. A member who has not confirmed keeps a place, or a turn
in the line, for a time only; one who confirms later stands at the end of the line. Nobody loses a place because a
group has become smaller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from nyspor.model.places import Counts


class InLine(Protocol):
    """What the rules need to know of a member."""

    @property
    def id(self) -> str: ...
    @property
    def has_place(self) -> bool: ...
    @property
    def is_confirmed(self) -> bool: ...
    @property
    def held_until(self) -> datetime: ...


M = TypeVar("M", bound=InLine)


class Turn(NamedTuple):
    """A member as the rules see one, for groups with many."""

    id: str
    has_place: bool
    is_confirmed: bool
    held_until: datetime


@dataclass(frozen=True)
class Changes:
    """Who loses a place that was held long enough, and who gets one, by their ids, in order."""

    lapsed: tuple[str, ...] = ()
    promoted: tuple[str, ...] = ()


def keeps_turn(member: InLine, now: datetime) -> bool:
    """Whether a member may keep a place or a turn in the line."""
    return member.is_confirmed or now < member.held_until


def arrange(members: Sequence[InLine], capacity: int | None, now: datetime) -> Changes:
    """What must change so that the places are given by the rules. `capacity` None is no limit."""
    lapsed = [each for each in members if each.has_place and not keeps_turn(each, now)]
    if capacity is None:
        return Changes((), tuple(each.id for each in members if not each.has_place))
    taken = sum(each.has_place for each in members) - len(lapsed)
    promoted = waiting_line(members, now)[: max(0, capacity - taken)]
    return Changes(tuple(each.id for each in lapsed), tuple(each.id for each in promoted))


def waiting_line(members: Sequence[M], now: datetime) -> list[M]:
    """Those who wait for a place, the next one first."""
    return [each for each in members if not each.has_place and keeps_turn(each, now)]


def waiting_numbers(members: Sequence[InLine], now: datetime) -> Mapping[str, int]:
    """The number in the line of each who waits, from 1, by id."""
    return {each.id: number for number, each in enumerate(waiting_line(members, now), 1)}


def count(members: Sequence[InLine], now: datetime) -> Counts:
    """The counts of a group."""
    return Counts(sum(each.has_place for each in members), len(waiting_line(members, now)))
