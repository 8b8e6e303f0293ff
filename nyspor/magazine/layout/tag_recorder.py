"""Listens while WeasyPrint writes a PDF, and tells what of the HTML went where.

WeasyPrint's own tags are one for each box: an article over three pages becomes three articles
(Kozea/WeasyPrint#2903). They cannot be joined afterwards, since nothing in the PDF says which belong
together. Here the boxes are still at hand, and each knows its HTML element.

This room reads private names of WeasyPrint, which is why its version is pinned: `pdf.add_tags`,
`Document._html`, `Stream._tags`, `Page._page_box` and the boxes of `formatting_structure`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from nyspor.magazine.layout.layout_tree import Hotspot, Mark, Mention, Node
from nyspor.magazine.pdf.structure_roles import SILENT

KEPT = (
    "id",
    "lang",
    "alt",
    "scope",
    "colspan",
    "rowspan",
    "class",
    "href",
    "data-n",
)
"""The attributes of an element that the finisher asks for."""

MENTIONS = "data-mentions"
"""The attribute of a link that keeps a place free, after it, for the number of the page it leads to."""

PAGINATION = b"/Artifact <</Type /Pagination>>"
LAYOUT = b"/Artifact <</Type /Layout>>"


@dataclass(frozen=True)
class Recorded:
    """A document's tree, the places it keeps free for page numbers, and how far down its last page the text
    reaches (CSS pixels)."""

    tree: Node
    mentions: tuple[Mention, ...]
    foot: float


@contextmanager
def recorded() -> Iterator[list[Recorded]]:
    """While this holds, WeasyPrint writes no tags of its own; yields a list that gets what it wrote."""
    found: list[Recorded] = []

    def record(pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:
        recorder = _Recorder(document.pages, streams, document._html.etree_element)
        found.append(Recorded(recorder.tree(), tuple(recorder.mentions), recorder.foot))

    theirs = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = record
    try:
        yield found
    finally:
        weasyprint.pdf.add_tags = theirs


class _Recorder:
    """Walks the boxes of every page, and finds each one's node by the element it was made from."""

    def __init__(self, pages: list[Any], streams: list[Any], html: Any) -> None:
        self._order = {id(element): number for number, element in enumerate(html.iter())}
        self._places: dict[int, int] = {}
        self._pages = pages
        self._streams = streams
        self.mentions: list[Mention] = []
        self.foot = 0.0
        self._nodes: dict[tuple[int, str], Node] = {}
        self._begins: dict[int, int] = {}
        self._annotations: dict[int, int] = {}
        self._artifacts: dict[int, bytes] = {}

    def tree(self) -> Node:
        """The tree of the whole document; what is no part of it becomes an artifact in the streams."""
        root = Node("html")
        for number, (page, stream) in enumerate(zip(self._pages, self._streams, strict=True)):
            self._begin_page(number, page, stream)
            for child in page._page_box.children:
                if isinstance(child, boxes.MarginBox):
                    self._drop(child, PAGINATION)
                else:
                    self._box(child, root)
            for mark in self._tags.values():  # What no box of the flow has claimed.
                self._artifacts[mark["mcid"]] = LAYOUT
            _mark_artifacts(stream, self._artifacts)
        self._restore_order(root)
        return root

    def _restore_order(self, node: Node) -> None:
        """Put blocks back into the order of the HTML, where a style shows them in another."""
        if all(isinstance(kid, Node) for kid in node.kids):
            node.kids.sort(key=lambda kid: self._places[id(kid)])
        for kid in node.kids:
            if isinstance(kid, Node):
                self._restore_order(kid)

    def _begin_page(self, number: int, page: Any, stream: Any) -> None:
        self._page = number
        self.foot = 0.0
        self._tags: dict[Any, dict[str, Any]] = stream._tags
        self._artifacts = {}
        self._annotations = {}
        self._links_of(page)

    def _links_of(self, page: Any) -> None:
        """Number the page's links as `add_links` does: every box that has got an annotation, in order. A link
        to an anchor that is not there gets none."""
        for _, _, _, box in page.links:
            if box.link_annotation is not None and id(box) not in self._annotations:
                self._annotations[id(box)] = len(self._annotations)

    def _box(
        self,
        box: Any,
        parent: Node,
        inside: Any = None,
        cover: bytes | None = None,
        linked: bool = False,
    ) -> None:
        """Add a box below the node of what it stands in.

        `inside` is the element it stands in, `cover` the artifact that hides it, `linked` says whether a
        box around it can be pressed.
        """
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        pseudo = _pseudo(box)
        if pseudo in ("before", "after") or _hidden(box):
            cover = cover or LAYOUT
        if pseudo == "after" and (piece := box.element.get(MENTIONS)):
            foot = box.position_y + box.margin_height()
            self.mentions.append(Mention(self._page, box.position_x, foot, piece))
        node = parent
        if box.element is not None and (box.element is not inside or pseudo):
            if not cover and box.element_tag not in ("html", "body"):
                node = self._node(box, pseudo, parent)
            if _tag(box) in ("thead", "tfoot"):
                # A table that goes on over a page has its head painted again.
                first = self._begins.setdefault(id(box.element), self._page)
                cover = cover or (PAGINATION if first < self._page else None)
        number = self._annotations.get(id(box))
        # What stands inside a link is pressed with it: WeasyPrint makes an annotation for each box.
        if number is not None and not linked:
            linked = True
            if not cover:
                node.kids.append(Hotspot(self._page, number))
        if box in self._tags:
            self._claim(box, node, cover)
        for child in getattr(box, "children", ()):
            self._box(child, node, box.element, cover, linked)

    def _node(self, box: Any, pseudo: str, parent: Node) -> Node:
        key = (id(box.element), pseudo)
        if key not in self._nodes:
            node = self._nodes[key] = _new_node(box, pseudo)
            # A marker comes before all that its item holds.
            self._places[id(node)] = -1 if pseudo else self._order[id(box.element)]
            parent.kids.append(node)
        return self._nodes[key]

    def _claim(self, box: Any, node: Node, cover: bytes | None) -> None:
        mcid = self._tags.pop(box)["mcid"]
        if cover:
            self._artifacts[mcid] = cover
        else:
            self.foot = max(self.foot, box.position_y + box.height)
            node.kids.append(Mark(self._page, mcid))

    def _drop(self, box: Any, cover: bytes) -> None:
        if box in self._tags:
            self._artifacts[self._tags.pop(box)["mcid"]] = cover
        for child in getattr(box, "children", ()):
            self._drop(child, cover)


def _pseudo(box: Any) -> str:
    """`marker`, `before` or `after` where the box was made by a style; a first letter is common text."""
    name = str(box.element_tag).partition("::")[2] if box.element is not None else ""
    return name if name in ("marker", "before", "after") else ""


def _tag(box: Any) -> str:
    return str(box.element_tag).partition("::")[0].rpartition("}")[2]


def _hidden(box: Any) -> bool:
    """Whether the element holds nothing to read, or the HTML says that it is decoration."""
    element = box.element
    if element is None:
        return False
    if _tag(box) in SILENT:
        return True
    return element.get("aria-hidden") == "true" or (_tag(box) == "img" and element.get("alt") == "")


def _new_node(box: Any, pseudo: str) -> Node:
    if pseudo == "marker":
        return Node("marker")
    element = box.element
    attributes = {name: element.get(name) for name in KEPT if element.get(name)}
    place = None
    if isinstance(box, boxes.ReplacedBox):
        left, top = box.content_box_x(), box.content_box_y()
        place = (left, top, left + box.width, top + box.height)
    return Node(_tag(box), attributes, [], place)


def _mark_artifacts(stream: Any, artifacts: dict[int, bytes]) -> None:
    """Rewrite `/Span <</MCID 7>> BDC` in the stream's list of words where 7 is an artifact."""
    if not artifacts:
        return
    words = stream.stream
    for place, word in enumerate(words):
        if isinstance(word, dict) and word.get("MCID") in artifacts:
            tag, _, properties = artifacts[word["MCID"]].partition(b" ")
            words[place - 1], words[place] = tag, properties
