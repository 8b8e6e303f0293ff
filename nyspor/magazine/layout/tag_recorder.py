"""Records, while WeasyPrint writes a PDF, which marked content belongs to which HTML element.

WeasyPrint's own tags have one element for each box: an article over three pages becomes three articles
(Kozea/WeasyPrint#2903). They cannot be merged afterwards, since nothing in the PDF says which belong
together. While the PDF is written, each box still refers to its HTML element.

This module reads private names of WeasyPrint, which is why its version is pinned: `pdf.add_tags`,
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

from nyspor.magazine.layout.layout_tree import LinkArea, MarkedContent, Node, PageReference

RECORDED_ATTRIBUTES = (
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
"""The HTML attributes that the structure tree and the page list are made from."""

PAGE_REFERENCE = "data-page-reference"
"""The attribute of a link that reserves space after it for the page number of the section it names."""

EMPTY_ELEMENTS = frozenset({"br", "hr", "wbr", "col", "colgroup"})
"""Elements without content to read: what they show is an artifact."""

PAGINATION = b"/Artifact <</Type /Pagination>>"
LAYOUT = b"/Artifact <</Type /Layout>>"


@dataclass(frozen=True)
class RecordedTags:
    """The layout tree of a document, its page references, and the lower edge of the text on its last page in
    CSS pixels."""

    tree: Node
    page_references: tuple[PageReference, ...]
    text_bottom: float


@contextmanager
def record_tags() -> Iterator[list[RecordedTags]]:
    """Replace WeasyPrint's tagging for the block; yield a list that gets the tags of each document written."""
    recorded: list[RecordedTags] = []

    def record(pdf: Any, document: Any, version: Any, streams: list[Any]) -> None:
        recorder = _Recorder(document.pages, streams, document._html.etree_element)
        tree = recorder.tree()
        references = tuple(recorder.page_references)
        recorded.append(RecordedTags(tree, references, recorder.text_bottom))

    original = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = record
    try:
        yield recorded
    finally:
        weasyprint.pdf.add_tags = original


@dataclass(frozen=True)
class _Parent:
    """Where a box stands: the node and HTML element around it, the artifact it is part of (if any), and
    whether a box around it is a link area."""

    node: Node
    element: Any = None
    artifact: bytes | None = None
    in_link: bool = False


class _Recorder:
    """Walks the boxes of every page and finds the node of each by the HTML element it was made from."""

    def __init__(self, pages: list[Any], streams: list[Any], html: Any) -> None:
        self.page_references: list[PageReference] = []
        self.text_bottom = 0.0
        self._pages = pages
        self._streams = streams
        self._element_order = {id(element): n for n, element in enumerate(html.iter())}
        self._node_order: dict[int, int] = {}
        self._nodes: dict[tuple[int, str], Node] = {}
        self._header_pages: dict[int, int] = {}

    def tree(self) -> Node:
        """Return the layout tree; mark all content outside it as artifacts in the page streams."""
        root = Node("html")
        for number, (page, stream) in enumerate(zip(self._pages, self._streams, strict=True)):
            self._begin_page(number, page, stream)
            for child in page._page_box.children:
                if isinstance(child, boxes.MarginBox):
                    self._make_artifact(child, PAGINATION)
                else:
                    self._visit(child, _Parent(root))
            for mark in self._tags.values():  # Marks that no box of the flow has claimed.
                self._artifacts[mark["mcid"]] = LAYOUT
            _mark_artifacts(stream, self._artifacts)
        self._restore_order(root)
        return root

    def _begin_page(self, number: int, page: Any, stream: Any) -> None:
        self._page = number
        self.text_bottom = 0.0
        self._tags: dict[Any, dict[str, Any]] = stream._tags
        self._artifacts: dict[int, bytes] = {}
        self._annotations = _link_annotations(page)

    def _restore_order(self, node: Node) -> None:
        """Put blocks back into the order of the HTML where the style sheet reorders them."""
        if all(isinstance(child, Node) for child in node.children):
            node.children.sort(key=lambda child: self._node_order[id(child)])
        for child in node.children:
            if isinstance(child, Node):
                self._restore_order(child)

    def _visit(self, box: Any, parent: _Parent) -> None:
        """Add a box and all boxes in it below the node of its parent."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        pseudo = _pseudo_element(box)
        artifact = parent.artifact or (LAYOUT if _is_decoration(box, pseudo) else None)
        self._record_page_reference(box, pseudo)
        node = parent.node
        if box.element is not None and (box.element is not parent.element or pseudo):
            if not artifact and box.element_tag not in ("html", "body"):
                node = self._node(box, pseudo, parent.node)
            artifact = artifact or self._repeated_header(box)
        in_link = parent.in_link or self._record_link(box, node, artifact)
        if box in self._tags:
            self._claim(box, node, artifact)
        for child in getattr(box, "children", ()):
            self._visit(child, _Parent(node, box.element, artifact, in_link))

    def _record_page_reference(self, box: Any, pseudo: str) -> None:
        if pseudo == "after" and (section := box.element.get(PAGE_REFERENCE)):
            bottom = box.position_y + box.margin_height()
            reference = PageReference(self._page, box.position_x, bottom, section)
            self.page_references.append(reference)

    def _node(self, box: Any, pseudo: str, parent: Node) -> Node:
        key = (id(box.element), pseudo)
        if key not in self._nodes:
            node = self._nodes[key] = _new_node(box, pseudo)
            # A list marker comes before everything else in its item.
            self._node_order[id(node)] = -1 if pseudo else self._element_order[id(box.element)]
            parent.children.append(node)
        return self._nodes[key]

    def _repeated_header(self, box: Any) -> bytes | None:
        """Return the artifact of a table header or footer that is repeated on a later page, else None."""
        if _tag(box) not in ("thead", "tfoot"):
            return None
        first = self._header_pages.setdefault(id(box.element), self._page)
        return PAGINATION if first < self._page else None

    def _record_link(self, box: Any, node: Node, artifact: bytes | None) -> bool:
        """Record the link area of a box; return whether it has one. WeasyPrint makes an annotation for each
        box in a link; only the outermost is recorded, since it covers those inside."""
        number = self._annotations.get(id(box))
        if number is not None and not artifact:
            node.children.append(LinkArea(self._page, number))
        return number is not None

    def _claim(self, box: Any, node: Node, artifact: bytes | None) -> None:
        mcid = self._tags.pop(box)["mcid"]
        if artifact:
            self._artifacts[mcid] = artifact
        else:
            self.text_bottom = max(self.text_bottom, box.position_y + box.height)
            node.children.append(MarkedContent(self._page, mcid))

    def _make_artifact(self, box: Any, artifact: bytes) -> None:
        if box in self._tags:
            self._artifacts[self._tags.pop(box)["mcid"]] = artifact
        for child in getattr(box, "children", ()):
            self._make_artifact(child, artifact)


def _link_annotations(page: Any) -> dict[int, int]:
    """Return the index of each box's link annotation, in the order that WeasyPrint's `add_links` writes them.
    A link to an anchor that does not exist has none."""
    numbers: dict[int, int] = {}
    for _, _, _, box in page.links:
        if box.link_annotation is not None:
            numbers.setdefault(id(box), len(numbers))
    return numbers


def _pseudo_element(box: Any) -> str:
    """Return `marker`, `before` or `after` for a box that the style sheet generates, else ''."""
    name = str(box.element_tag).partition("::")[2] if box.element is not None else ""
    return name if name in ("marker", "before", "after") else ""


def _tag(box: Any) -> str:
    return str(box.element_tag).partition("::")[0].rpartition("}")[2]


def _is_decoration(box: Any, pseudo: str) -> bool:
    """Return whether a box is generated content, an empty element, or hidden from assistive technology."""
    if pseudo in ("before", "after"):
        return True
    element = box.element
    if element is None:
        return False
    if _tag(box) in EMPTY_ELEMENTS or element.get("aria-hidden") == "true":
        return True
    return _tag(box) == "img" and element.get("alt") == ""


def _new_node(box: Any, pseudo: str) -> Node:
    if pseudo == "marker":
        return Node("marker")
    element = box.element
    attributes = {name: element.get(name) for name in RECORDED_ATTRIBUTES if element.get(name)}
    return Node(_tag(box), attributes, [], _image_box(box))


def _image_box(box: Any) -> tuple[float, float, float, float] | None:
    if not isinstance(box, boxes.ReplacedBox):
        return None
    left, top = box.content_box_x(), box.content_box_y()
    return left, top, left + box.width, top + box.height


def _mark_artifacts(stream: Any, artifacts: dict[int, bytes]) -> None:
    """Replace `/Span <</MCID 7>> BDC` by an artifact's properties in the stream where 7 is an artifact."""
    if not artifacts:
        return
    tokens = stream.stream
    for place, token in enumerate(tokens):
        if isinstance(token, dict) and token.get("MCID") in artifacts:
            tag, _, properties = artifacts[token["MCID"]].partition(b" ")
            tokens[place - 1], tokens[place] = tag, properties
