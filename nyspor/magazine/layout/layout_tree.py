"""The layout tree: every visible HTML element of a section once, with the places of its content in the PDF.

WeasyPrint splits an element into one box for each page, column and line. The tree joins the boxes again, so
that the PDF gets one structure element for each HTML element, in the order of the HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class MarkedContent:
    """A marked-content sequence: number `mcid` on page `page` (from 0, within the section)."""

    page: int
    mcid: int


@dataclass(frozen=True)
class LinkArea:
    """A clickable area: the link annotation with index `number` on page `page` (both from 0)."""

    page: int
    number: int


@dataclass(frozen=True)
class PageReference:
    """Space reserved for the page number of another section: on page `page` (from 0), at a point on the
    baseline in CSS pixels from the page's top left corner."""

    page: int
    x: float
    y: float
    section: str


@dataclass
class Node:
    """A visible HTML element with its content in reading order.

    A list marker is a node of its own with the tag `marker`. `box` is the place of an image on its page:
    left, top, right, bottom in CSS pixels from the page's top left corner.
    """

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Node | MarkedContent | LinkArea] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None

    def nodes(self) -> Iterator[Node]:
        """Yield this node and all nodes below it in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()


def to_record(node: Node) -> list[Any]:
    """Return a node as nested lists that JSON can hold."""
    children = [_child_record(child) for child in node.children]
    return [node.tag, dict(node.attributes), children, node.box]


def _child_record(child: Node | MarkedContent | LinkArea) -> list[Any]:
    match child:
        case Node():
            return to_record(child)
        case MarkedContent(page, mcid):
            return [page, mcid]
        case LinkArea(page, number):
            return [page, number, "link"]


def from_record(record: list[Any]) -> Node:
    """Return the node that `to_record` was given."""
    tag, attributes, children, box = record
    return Node(tag, attributes, [_child(child) for child in children], tuple(box) if box else None)


def _child(record: list[Any]) -> Node | MarkedContent | LinkArea:
    if isinstance(record[0], str):
        return from_record(record)
    if len(record) == 3:
        return LinkArea(record[0], record[1])
    return MarkedContent(record[0], record[1])
