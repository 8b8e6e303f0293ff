"""View models of entries in lists: small frozen records with all that a list may show.

A template gets these and its own entry, never the library, so that a change to another entry changes
only the pages that show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nyspor.model.document import Block
from nyspor.model.kinds import Comment
from nyspor.model.site import Link, Picture
from nyspor.model.values import Colour, Meeting, Phase
from nyspor.text.danish import Date


@dataclass(frozen=True)
class Chip:
    """A track or topic, as the small label that leads to it. `colour` is empty for topics."""

    label: str
    address: str
    colour: Colour | None = None


@dataclass(frozen=True)
class Prose:
    """An entry's text, its links worked out: HTML with marked blocks (see `nyspor.model.document`),
    and the pictures it shows, by file."""

    html: str
    blocks: tuple[Block, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Card:
    """What a list shows of an entry. What a kind does not have is empty.

    A library keeps what it has made of an entry, so that a card is equal to itself only, and soon found where it
    was rendered before.
    """

    kind: str
    key: str
    title: str
    address: str
    summary: str
    date: Date | None = None
    picture: Picture | None = None
    colour: Colour | None = None
    tracks: tuple[Chip, ...] = ()
    municipality: str = ""
    example: bool = False
    number: int | None = None
    question: str = ""
    phase: Phase | None = None
    steps: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class MeetingCard:
    """A workgroup's coming meeting, the workgroup it belongs to, and the address of the meeting for calendars."""

    meeting: Meeting
    workgroup: Link
    example: bool = False
    calendar: str = ""


@dataclass(frozen=True)
class Thread:
    """A comment and the replies to it, oldest first."""

    comment: Comment
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True)
class Paging:
    """Where a list page stands. Pages are numbered from the oldest; the newest has no number of its own.

    `newer` and `older` are addresses, empty at the ends.
    """

    newer: str = ""
    older: str = ""
    years: tuple[Link, ...] = ()
