"""From the layout tree of HTML elements to the tree of structure elements.

Each HTML element becomes one structure element. PDF requires a few more that HTML has no element for: a body
around the content of a list item, an item around a term and its descriptions, and a reference around a link
in the contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nyspor.magazine.layout.layout_tree import LinkArea, MarkedContent, Node
from nyspor.magazine.pdf.structure_roles import (
    INLINE_ONLY,
    LABEL,
    LIST,
    LIST_BODY,
    LIST_ITEM,
    REFERENCE,
    TOC_ITEM,
    Role,
    is_block,
    role_of,
)

Child = Node | MarkedContent | LinkArea


@dataclass(frozen=True, eq=False)
class StructureElement:
    """A structure element with its content in reading order; `node` is its HTML element, None for an element
    that only PDF has."""

    role: Role
    children: tuple[StructureElement | MarkedContent | LinkArea, ...]
    node: Node | None = None

    def elements(self) -> Iterator[StructureElement]:
        """Yield this element and all elements below it in reading order."""
        yield self
        for child in self.children:
            if isinstance(child, StructureElement):
                yield from child.elements()


Content = Iterator[StructureElement | MarkedContent | LinkArea]


def structure_element(node: Node, parent: Role | None = None) -> StructureElement:
    """Return the structure element of an HTML element whose parent has the role `parent`."""
    role = _role(node, parent)
    if role is LIST_ITEM:
        return StructureElement(role, tuple(_list_item(node.children, role)), node)
    if role is LIST and node.tag == "dl":
        return StructureElement(role, tuple(_description_list(node.children, role)), node)
    if role is TOC_ITEM:
        return StructureElement(role, tuple(_contents_item(node.children, role)), node)
    return StructureElement(role, tuple(_children(node.children, role)), node)


def _role(node: Node, parent: Role | None = None) -> Role:
    role = role_of(node.tag, node.attributes.get("class", ""), parent)
    if role in INLINE_ONLY and any(
        is_block(_role(child)) for child in node.children if isinstance(child, Node)
    ):
        return INLINE_ONLY[role]
    return role


def _children(children: Sequence[Child], role: Role) -> Content:
    for child in children:
        yield structure_element(child, role) if isinstance(child, Node) else child


def _list_item(children: Sequence[Child], role: Role) -> Content:
    """Yield the label of a list item, then one body with everything else."""
    rest = []
    for child in _children(children, role):
        if isinstance(child, StructureElement) and child.role in (LABEL, LIST_BODY):
            yield child
        else:
            rest.append(child)
    if rest:
        yield StructureElement(LIST_BODY, tuple(rest))


def _description_list(children: Sequence[Child], role: Role) -> Content:
    """Yield a list item for each term with its descriptions."""
    item: list[StructureElement | MarkedContent | LinkArea] = []
    for child in _children(children, role):
        if isinstance(child, StructureElement) and child.role is LIST_ITEM:
            yield child
            continue
        if item and isinstance(child, StructureElement) and child.role is LABEL:
            yield StructureElement(LIST_ITEM, tuple(item))
            item = []
        item.append(child)
    if item:
        yield StructureElement(LIST_ITEM, tuple(item))


def _contents_item(children: Sequence[Child], role: Role) -> Content:
    """Yield the content of an item of the contents, with a reference around its link."""
    for child in _children(children, role):
        is_link = isinstance(child, StructureElement) and child.node and child.node.tag == "a"
        yield StructureElement(REFERENCE, (child,)) if is_link else child
