"""A laid-out piece as a tree: every HTML element that shows once, with the places where its content lies.

WeasyPrint cuts an element into one box for each page, column and line. The tree joins them again, so
that the PDF can carry one structure element for each HTML element, in the order of the HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mark:
    """Marked content: what is painted on page `page` (from 0, in its piece) under the number `mcid`."""

    page: int
    mcid: int


@dataclass(frozen=True)
class Hotspot:
    """A part of a page that can be pressed: the `number`th annotation of page `page` (both from 0)."""

    page: int
    number: int


@dataclass(frozen=True)
class Mention:
    """A place kept free for the page number of another piece: on page `page` (from 0), at a point on the
    line of text, in CSS pixels from the page's top left corner."""

    page: int
    x: float
    y: float
    piece: str


@dataclass
class Node:
    """An HTML element that shows, with what it holds in reading order.

    A list's marker is a node of its own, called `marker`. `box` is, for pictures, where they lie on
    their page: left, top, right, bottom in CSS pixels from the page's top left corner.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    kids: list[Node | Mark | Hotspot] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None

    def nodes(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()


def to_record(node: Node) -> list[Any]:
    """A node as plain lists, to be kept as JSON."""
    kids = [
        to_record(kid)
        if isinstance(kid, Node)
        else [kid.page, kid.mcid]
        if isinstance(kid, Mark)
        else [kid.page, kid.number, "press"]
        for kid in node.kids
    ]
    return [node.tag, dict(node.attributes), kids, node.box]


def from_record(record: list[Any]) -> Node:
    """What `to_record` made."""
    tag, attributes, kids, box = record
    return Node(tag, attributes, [_kid(kid) for kid in kids], tuple(box) if box else None)


def _kid(record: list[Any]) -> Node | Mark | Hotspot:
    if isinstance(record[0], str):
        return from_record(record)
    return Hotspot(record[0], record[1]) if len(record) == 3 else Mark(record[0], record[1])
