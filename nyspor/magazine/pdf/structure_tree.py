"""The structure tree of an assembled PDF: the order in which assistive technology reads it.

There is one structure element for each HTML element (see `nyspor.magazine.pdf.structure_elements`), with its
marked content on every page that it reaches, the annotations of its links, and its attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from nyspor.magazine.layout.layout_tree import LinkArea, MarkedContent, Node
from nyspor.magazine.layout.section_layout import SECTION_URL, LaidOutSection
from nyspor.magazine.pdf.links import LinkTargets
from nyspor.magazine.pdf.page_index import PageIndex
from nyspor.magazine.pdf.structure_attributes import add_attributes
from nyspor.magazine.pdf.structure_elements import StructureElement, structure_element
from nyspor.magazine.pdf.structure_roles import (
    PDF17_NAMESPACE,
    PDF17_ONLY,
    PDF20_NAMESPACE,
    Role,
)

PRINT_FLAG = 4
"""The annotation flag that PDF/A requires of links (ISO 32000-1, 12.5.3)."""


class StructureTreeBuilder:
    """Builds the structure tree, and records in `targets` which elements links can lead to."""

    def __init__(self, pdf: Pdf, index: PageIndex, targets: LinkTargets, is_pdf20: bool) -> None:
        self._pdf = pdf
        self._index = index
        self._targets = targets
        self._is_pdf20 = is_pdf20
        self._page_marks: list[dict[int, Any]] = [{} for _ in index.pages]
        self._link_elements: list[Any] = []
        self._namespaces: dict[str, Any] = {}
        self._element_ids: list[tuple[str, Any]] = []
        self._contents_items: list[tuple[Any, str]] = []

    def build(self, sections: Sequence[LaidOutSection], language: str) -> None:
        """Build the tree of all sections and attach it to the PDF."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._make("Document", root)
        root.K = Array([document])
        document.K = Array([self._build(*child) for child in self._outermost(sections, document)])
        document.Lang = String(language)
        self._reference_contents()
        root.ParentTree = self._parent_tree()
        root.ParentTreeNextKey = len(self._index.pages) + len(self._link_elements)
        if self._element_ids:
            root.IDTree = self._id_tree()
        if self._is_pdf20:
            root.Namespaces = Array(list(self._namespaces.values()))
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _outermost(self, sections: Sequence[LaidOutSection], document: Any) -> Any:
        """Yield the outermost element of each section, with the document as its parent."""
        for section in sections:
            self._section = section
            self._first_page = self._index.first_pages[section.name]
            for child in section.layout.tree.children:
                if isinstance(child, Node):
                    yield structure_element(child), document

    def _make(self, structure_type: str, parent: Any) -> Any:
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + structure_type), P=parent)
        )
        if self._is_pdf20:
            is_old = structure_type in PDF17_ONLY
            element.NS = self._namespace(PDF17_NAMESPACE if is_old else PDF20_NAMESPACE)
        return element

    def _namespace(self, address: str) -> Any:
        if address not in self._namespaces:
            self._namespaces[address] = self._pdf.make_indirect(
                Dictionary(Type=Name.Namespace, NS=String(address))
            )
        return self._namespaces[address]

    def _build(self, element: StructureElement, parent: Any) -> Any:
        """Return the PDF object of an element and all elements below it."""
        made = self._make(element.role.structure_type(self._is_pdf20), parent)
        if (node := element.node) is not None:
            add_attributes(made, node, element.role, self._index, self._first_page, self._is_pdf20)
            self._add_id(node, element.role, made)
            self._record_targets(node, made)
        made.K = Array([self._child(child, made) for child in element.children])
        return made

    def _child(self, child: StructureElement | MarkedContent | LinkArea, parent: Any) -> Any:
        match child:
            case StructureElement():
                return self._build(child, parent)
            case MarkedContent():
                return self._marked_content(child, parent)
            case LinkArea():
                return self._link_area(child, parent)

    def _add_id(self, node: Node, role: Role, element: Any) -> None:
        """Give a footnote the id that PDF/UA-1, 7.9 requires."""
        if role.pdf17 == "Note":
            name = f"{self._section.name}-{node.attributes.get('id', len(self._element_ids))}"
            element.ID = String(name)
            self._element_ids.append((name, element))

    def _record_targets(self, node: Node, element: Any) -> None:
        """Record an element that links can lead to, and an item of the contents that leads to a section."""
        section = self._section.name
        if anchor := node.attributes.get("id"):
            self._targets.elements[section, anchor] = element
        if node.tag == "h1":
            self._targets.headings.setdefault(section, element)
        address = node.attributes.get("href", "")
        if address.startswith(SECTION_URL) and element.P.P.get("/S") == Name.TOCI:
            self._contents_items.append((element.P.P, address.removeprefix(SECTION_URL)))

    def _reference_contents(self) -> None:
        """Let each item of the contents refer to its section's heading, as PDF/UA-2, 8.2.5.15 requires."""
        if self._is_pdf20:
            for item, name in self._contents_items:
                if name in self._targets.headings:
                    item.Ref = Array([self._targets.headings[name]])

    def _marked_content(self, mark: MarkedContent, parent: Any) -> Any:
        number = self._first_page + mark.page
        page = self._index.pages[number]
        self._page_marks[number][mark.mcid] = parent
        if "/Pg" not in parent:
            parent.Pg = page
        if parent.Pg.objgen == page.objgen:
            return mark.mcid
        return Dictionary(Type=Name.MCR, Pg=page, MCID=mark.mcid)

    def _link_area(self, area: LinkArea, element: Any) -> Any:
        page = self._index.pages[self._first_page + area.page]
        annotation = page.Annots[area.number]
        annotation.StructParent = len(self._index.pages) + len(self._link_elements)
        annotation.F = PRINT_FLAG
        self._link_elements.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    def _id_tree(self) -> Any:
        """Return the name tree from ids to elements."""
        flat = [
            item for name, element in sorted(self._element_ids) for item in (String(name), element)
        ]
        limits = Array([flat[0], flat[-2]])
        return self._pdf.make_indirect(Dictionary(Names=Array(flat), Limits=limits))

    def _parent_tree(self) -> Any:
        """Return the number tree from pages' marks and link annotations to their elements."""
        numbers = Array()
        for page, marks in enumerate(self._page_marks):
            numbers.append(page)
            length = max(marks, default=-1) + 1
            numbers.append(self._pdf.make_indirect(Array([marks.get(n) for n in range(length)])))
            self._index.pages[page].StructParents = page
        for number, element in enumerate(self._link_elements, start=len(self._index.pages)):
            numbers.append(number)
            numbers.append(element)
        return self._pdf.make_indirect(Dictionary(Nums=numbers))
