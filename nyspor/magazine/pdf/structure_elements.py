"""From the tree of HTML elements to the tree of structure elements: roles, and the few that PDF adds.

PDF wants a body around what a list item holds, an item around a term and what is said of it, and a
reference around a link in the contents; HTML has no element for these. Everything else is one to one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nyspor.magazine.layout.layout_tree import Hotspot, Mark, Node
from nyspor.magazine.pdf.structure_roles import (
    LABEL,
    LIST,
    LIST_BODY,
    LIST_ITEM,
    ONLY_WORDS,
    REFERENCE,
    TOC_ITEM,
    Role,
    is_block,
    role_of,
)

Kid = Node | Mark | Hotspot


@dataclass(frozen=True, eq=False)
class Element:
    """A structure element with what it holds in reading order; `node` is the HTML element it stands for,
    None for one that PDF adds."""

    role: Role
    kids: tuple[Element | Mark | Hotspot, ...]
    node: Node | None = None

    def elements(self) -> Iterator[Element]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.elements()


def element_of(node: Node, parent: Role | None = None) -> Element:
    """The structure element of an HTML element inside one of type `parent`."""
    role = _role(node, parent)
    if role is LIST_ITEM:
        return Element(role, tuple(_item(node.kids, role)), node)
    if role is LIST and node.tag == "dl":
        return Element(role, tuple(_terms(node.kids, role)), node)
    if role is TOC_ITEM:
        return Element(role, tuple(_contents_item(node.kids, role)), node)
    return Element(role, tuple(_one_to_one(node.kids, role)), node)


def _role(node: Node, parent: Role | None = None) -> Role:
    role = role_of(node.tag, node.attributes.get("class", ""), parent)
    if role in ONLY_WORDS and any(
        is_block(_role(kid)) for kid in node.kids if isinstance(kid, Node)
    ):
        return ONLY_WORDS[role]
    return role


def _one_to_one(kids: Sequence[Kid], role: Role) -> Iterator[Element | Mark | Hotspot]:
    for kid in kids:
        yield element_of(kid, role) if isinstance(kid, Node) else kid


def _item(kids: Sequence[Kid], role: Role) -> Iterator[Element | Mark | Hotspot]:
    """A list item: its label, then all the rest in one body."""
    rest = []
    for kid in _one_to_one(kids, role):
        if isinstance(kid, Element) and kid.role in (LABEL, LIST_BODY):
            yield kid
        else:
            rest.append(kid)
    if rest:
        yield Element(LIST_BODY, tuple(rest))


def _terms(kids: Sequence[Kid], role: Role) -> Iterator[Element | Mark | Hotspot]:
    """A list of terms: each term with what is said of it in one item."""
    item: list[Element | Mark | Hotspot] = []
    for kid in _one_to_one(kids, role):
        if isinstance(kid, Element) and kid.role is LIST_ITEM:
            yield kid
            continue
        if item and isinstance(kid, Element) and kid.role is LABEL:
            yield Element(LIST_ITEM, tuple(item))
            item = []
        item.append(kid)
    if item:
        yield Element(LIST_ITEM, tuple(item))


def _contents_item(kids: Sequence[Kid], role: Role) -> Iterator[Element | Mark | Hotspot]:
    for kid in _one_to_one(kids, role):
        is_link = isinstance(kid, Element) and kid.node is not None and kid.node.tag == "a"
        yield Element(REFERENCE, (kid,)) if is_link else kid
