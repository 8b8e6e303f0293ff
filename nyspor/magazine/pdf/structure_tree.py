"""The structure tree of the joined PDF: what a screen reader walks along.

One structure element for each HTML element (see `nyspor.magazine.pdf.structure_elements`), with its content on every
page it reaches, the annotations of its links, and what assistive technology is told besides the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from nyspor.magazine.layout.engine import Laid
from nyspor.magazine.layout.layout_tree import Hotspot, Mark, Node
from nyspor.magazine.pdf.structure_elements import Element, element_of
from nyspor.magazine.pdf.structure_roles import ONLY_IN_ONE, SSN_1, SSN_2, Role

POINT = 0.75
"""Points in a CSS pixel."""

PIECE = "nyspor-piece:"
"""Begins the address of a link to another piece of the magazine; its name follows."""


@dataclass(frozen=True)
class Part:
    """A laid-out piece in its place: `name` is what links call it, `title` and `level` (1 outermost,
    0 none) its bookmark."""

    name: str
    title: str
    level: int
    laid: Laid


class Places:
    """Where things are in the joined PDF: each piece's first page, each page's object and annotations."""

    def __init__(self, pdf: Pdf, parts: Sequence[Part]) -> None:
        self.pages = [page.obj for page in pdf.pages]
        self.heights = [float(page.MediaBox[3]) + float(page.MediaBox[1]) for page in self.pages]
        self.first: dict[str, int] = {}
        number = 0
        for part in parts:
            self.first[part.name] = number
            number += part.laid.pages

    def destination(self, page: int, x: float, y: float) -> Array:
        """The explicit destination of a point given in CSS pixels from the page's top left corner."""
        height = self.heights[page]
        return Array([self.pages[page], Name.XYZ, x * POINT, round(height - y * POINT, 3), 0])


class Structure:
    """Builds the structure tree of the joined PDF."""

    def __init__(self, pdf: Pdf, places: Places, two: bool) -> None:
        self._pdf = pdf
        self.places = places
        self._two = two
        self._parents: list[dict[int, Any]] = [{} for _ in places.pages]
        self._pressed: list[Any] = []
        self._spaces: dict[str, Any] = {}
        self._names: list[tuple[str, Any]] = []
        self._items: list[tuple[Any, str]] = []
        self.elements: dict[tuple[str, str], Any] = {}
        self.heads: dict[str, Any] = {}

    def build(self, parts: Sequence[Part], language: str) -> None:
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = self._make("Document", root)
        root.K = Array([document])
        kids = Array()
        for part in parts:
            self._part = part
            self._first = self.places.first[part.name]
            for kid in part.laid.tree.kids:
                if isinstance(kid, Node):
                    kids.append(self._build(element_of(kid), document))
        document.K = kids
        if self._two:
            for item, name in self._items:
                if name in self.heads:
                    item.Ref = Array([self.heads[name]])
        document.Lang = String(language)
        self._link_up(parts)
        root.ParentTree = self._parent_tree()
        root.ParentTreeNextKey = len(self.places.pages) + len(self._pressed)
        if self._names:
            names = sorted(self._names)
            flat = [item for name, element in names for item in (String(name), element)]
            root.IDTree = self._pdf.make_indirect(
                Dictionary(Names=Array(flat), Limits=Array([flat[0], flat[-2]]))
            )
        if self._two:
            root.Namespaces = Array(list(self._spaces.values()))
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _make(self, kind: str, parent: Any) -> Any:
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent)
        )
        if self._two:
            element.NS = self._space(SSN_1 if kind in ONLY_IN_ONE else SSN_2)
        return element

    def _space(self, address: str) -> Any:
        if address not in self._spaces:
            self._spaces[address] = self._pdf.make_indirect(
                Dictionary(Type=Name.Namespace, NS=String(address))
            )
        return self._spaces[address]

    def _build(self, element: Element, parent: Any) -> Any:
        made = self._make(element.role.in_version(self._two), parent)
        if element.node is not None:
            self._describe(element.node, element.role, made)
            self._remember(element.node, made)
        kids = Array()
        made.K = kids
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._build(kid, made))
            elif isinstance(kid, Mark):
                kids.append(self._mark(kid, made))
            else:
                kids.append(self._press(kid, made))
        return made

    def _remember(self, node: Node, made: Any) -> None:
        """What others may lead to, and what leads to others."""
        if name := node.attributes.get("id"):
            self.elements[self._part.name, name] = made
        if node.tag == "h1":
            self.heads.setdefault(self._part.name, made)
        if node.attributes.get("href", "").startswith(PIECE) and made.P.P.get("/S") == Name.TOCI:
            self._items.append((made.P.P, node.attributes["href"].removeprefix(PIECE)))

    def _describe(self, node: Node, role: Role, element: Any) -> None:
        """What assistive technology is told besides the text."""
        attributes = node.attributes
        if language := attributes.get("lang"):
            element.Lang = String(language)
        if role.old == "Figure":
            element.Alt = String(attributes.get("alt", ""))
            element.A = self._attributes("Layout", BBox=self._bounds(node), Placement=Name.Block)
        elif role.old == "L":
            styles = {"ol": Name.Decimal, "ul": Name.Disc}
            marked = any(kid.tag == "marker" for kid in node.nodes())
            numbering = styles.get(node.tag, Name("/None")) if marked else Name("/None")
            if node.tag == "dl" and self._two:
                numbering = Name.Description
            element.A = self._attributes("List", ListNumbering=numbering)
        elif role.old in ("TH", "TD"):
            spans: dict[str, Any] = {
                key: int(attributes[name])
                for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan"))
                if name in attributes
            }
            if role.old == "TH":
                spans["Scope"] = Name.Row if attributes.get("scope") == "row" else Name.Column
            if spans:
                element.A = self._attributes("Table", **spans)
        elif role.old == "Note":
            name = f"{self._part.name}-{attributes.get('id', len(self._names))}"
            element.ID = String(name)
            self._names.append((name, element))

    def _attributes(self, owner: str, **values: Any) -> Dictionary:
        return Dictionary(O=Name("/" + owner), **values)

    def _bounds(self, node: Node) -> Array:
        """A picture's place on its page, in points from the bottom left corner."""
        left, top, right, bottom = node.box or (0, 0, 0, 0)
        mark = next((kid for kid in node.kids if isinstance(kid, Mark)), Mark(0, 0))
        height = self.places.heights[self._first + mark.page]
        return Array(
            [
                round(n, 3)
                for n in (
                    left * POINT,
                    height - bottom * POINT,
                    right * POINT,
                    height - top * POINT,
                )
            ]
        )

    def _mark(self, mark: Mark, holder: Any) -> Any:
        page = self._first + mark.page
        self._parents[page][mark.mcid] = holder
        if "/Pg" not in holder:
            holder.Pg = self.places.pages[page]
        if holder.Pg.objgen == self.places.pages[page].objgen:
            return mark.mcid
        return Dictionary(Type=Name.MCR, Pg=self.places.pages[page], MCID=mark.mcid)

    def _press(self, spot: Hotspot, element: Any) -> Any:
        page = self.places.pages[self._first + spot.page]
        annotation = page.Annots[spot.number]
        annotation.StructParent = len(self.places.pages) + len(self._pressed)
        annotation.F = 4
        self._pressed.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)

    def _link_up(self, parts: Sequence[Part]) -> None:
        """Give every link inside the magazine its destination."""
        for part in parts:
            first = self.places.first[part.name]
            for number in range(first, first + part.laid.pages):
                page = self.places.pages[number]
                kept = [spot for spot in page.get("/Annots", ()) if "/StructParent" in spot]
                for annotation in kept:
                    self._aim(annotation, part)
                if "/Annots" in page:
                    page.Annots = Array(kept)

    def _aim(self, annotation: Any, part: Part) -> None:
        if "/Dest" in annotation:
            name = str(annotation.Dest)
            page, x, y = part.laid.anchors[name]
            element = self.elements.get((part.name, name))
            self._go(annotation, self.places.first[part.name] + page, x, y, element)
        elif (address := str(annotation.A.URI)).startswith(PIECE):
            name = address.removeprefix(PIECE)
            if name not in self.places.first:  # A preview holds one piece only.
                name = part.name
            self._go(annotation, self.places.first[name], 0, 0, self.heads.get(name))

    def _go(self, annotation: Any, page: int, x: float, y: float, element: Any) -> None:
        destination = self.places.destination(page, x, y)
        if "/Dest" in annotation:
            del annotation["/Dest"]
        annotation.A = self.action(destination, element)

    def action(self, destination: Array, element: Any) -> Dictionary:
        """Go there; in PDF 2.0 to the structure element too, as PDF/UA-2, 8.8 asks."""
        action = Dictionary(Type=Name.Action, S=Name.GoTo, D=destination)
        if self._two and element is not None:
            action.SD = Array([element, *list(destination)[1:]])
        return action

    def _parent_tree(self) -> Any:
        numbers = Array()
        for page, marks in enumerate(self._parents):
            numbers.append(page)
            length = max(marks, default=-1) + 1
            numbers.append(self._pdf.make_indirect(Array([marks.get(n) for n in range(length)])))
            self.places.pages[page].StructParents = page
        for number, element in enumerate(self._pressed, start=len(self.places.pages)):
            numbers.append(number)
            numbers.append(element)
        return self._pdf.make_indirect(Dictionary(Nums=numbers))
