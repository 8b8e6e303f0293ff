"""The attributes of structure elements: what assistive technology gets besides the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pikepdf import Array, Dictionary, Name, String

from nyspor.magazine.layout.layout_tree import MarkedContent, Node
from nyspor.magazine.pdf.page_index import POINTS_PER_PX, PageIndex
from nyspor.magazine.pdf.structure_roles import Role

_NUMBERING = {"ol": Name.Decimal, "ul": Name.Disc}
_SPANS = (("colspan", "ColSpan"), ("rowspan", "RowSpan"))


def add_attributes(
    element: Any, node: Node, role: Role, index: PageIndex, first_page: int, is_pdf20: bool
) -> None:
    """Set language, alternative text, bounding box, list numbering and table attributes of an element.

    `first_page` is the page (from 0) that the node's section begins on.
    """
    if language := node.attributes.get("lang"):
        element.Lang = String(language)
    if role.pdf17 == "Figure":
        element.Alt = String(node.attributes.get("alt", ""))
        box = _bounding_box(node, index, first_page)
        element.A = _attributes("Layout", BBox=box, Placement=Name.Block)
    elif role.pdf17 == "L":
        element.A = _attributes("List", ListNumbering=_list_numbering(node, is_pdf20))
    elif role.pdf17 in ("TH", "TD") and (cell := _cell_attributes(node.attributes, role)):
        element.A = _attributes("Table", **cell)


def _attributes(owner: str, **values: Any) -> Dictionary:
    return Dictionary(O=Name("/" + owner), **values)


def _bounding_box(node: Node, index: PageIndex, first_page: int) -> Array:
    """Return the place of an image on its page, in points from the bottom left corner."""
    left, top, right, bottom = (px * POINTS_PER_PX for px in node.box or (0, 0, 0, 0))
    marks = (child for child in node.children if isinstance(child, MarkedContent))
    mark = next(marks, MarkedContent(0, 0))
    height = index.heights[first_page + mark.page]
    return Array([round(n, 3) for n in (left, height - bottom, right, height - top)])


def _list_numbering(node: Node, is_pdf20: bool) -> Name:
    if node.tag == "dl" and is_pdf20:
        return Name.Description
    has_markers = any(child.tag == "marker" for child in node.nodes())
    return _NUMBERING.get(node.tag, Name("/None")) if has_markers else Name("/None")


def _cell_attributes(attributes: Mapping[str, str], role: Role) -> dict[str, Any]:
    cell: dict[str, Any] = {
        key: int(attributes[name]) for name, key in _SPANS if name in attributes
    }
    if role.pdf17 == "TH":
        cell["Scope"] = Name.Row if attributes.get("scope") == "row" else Name.Column
    return cell
