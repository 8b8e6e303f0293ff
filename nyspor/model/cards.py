"""What pages show of other entries: small frozen records, all that a list may know.

A page is handed these and its own entry, never the library, so that a change elsewhere touches
only the pages that show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nyspor.danish import Date
from nyspor.markdown.body import Block
from nyspor.model.kinds import Comment
from nyspor.model.values import Colour, Meeting, Phase


@dataclass(frozen=True)
class Link:
    """A named address; addresses are root-relative (`/spor/unge/`)."""

    label: str
    address: str


@dataclass(frozen=True)
class Chip:
    """A track or topic, as the small label that leads to it. `colour` is empty for topics."""

    label: str
    address: str
    colour: Colour | None = None


@dataclass(frozen=True)
class Rendition:
    """One width of a picture: its address and size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A picture ready for the page: renditions from narrow to wide, and what is said of it.

    `focal` is percent from the left and from the top.
    """

    renditions: tuple[Rendition, ...]
    alt: str
    credit: str
    caption: str = ""
    focal: tuple[float, float] = (50.0, 50.0)

    @property
    def widest(self) -> Rendition:
        """The rendition for those who know only one."""
        return self.renditions[-1]


@dataclass(frozen=True)
class Prose:
    """An entry's text, its links worked out: HTML with marked blocks (see `nyspor.markdown.body`),
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
    minutes: int = 0


@dataclass(frozen=True)
class MeetingCard:
    """A workgroup's coming meeting, and the workgroup it belongs to."""

    meeting: Meeting
    workgroup: Link
    example: bool = False


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
