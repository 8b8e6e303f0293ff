"""XHTML for the EPUB: turns any HTML fragment into a well-formed one."""

from __future__ import annotations

import re
from urllib.parse import unquote

import lxml.html
from lxml import etree

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 does not allow."""

_WEB_ONLY = ("loading", "decoding", "fetchpriority", "srcset", "sizes", "tabindex")
"""Attributes that only browsers use."""

_BREAK = re.compile(r"<wbr\b[^>]*>", re.IGNORECASE)
"""Where a word may be divided. libxml2 does not know that the element has no end."""

_PARENTS = {
    "li": ("ol", "ul"),
    "dt": ("dl",),
    "dd": ("dl",),
    "summary": ("details",),
    "figcaption": ("figure",),
}
"""By element, what it must stand in."""

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
"""Names of elements and attributes without a namespace; Word writes others, such as `o:p`."""


def without_forbidden(text: str) -> str:
    """Return the text without characters that XML 1.0 does not allow."""
    return _FORBIDDEN.sub("", text)


def to_xhtml(html: str) -> str:
    """Return an HTML fragment as well-formed XHTML, with all text that XML allows."""
    known = _BREAK.sub("\u200b", without_forbidden(html))
    root = lxml.html.fragment_fromstring(known, create_parent="div")
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for element in list(root.iter()):
        _put_in_place(element)
    ids: set[str] = set()
    for element in list(root.iter()):
        _clean(element, ids)
    for link in root.iter("a"):
        if (href := link.get("href", "")).startswith("#") and unquote(href[1:]) not in ids:
            del link.attrib["href"]
    inside = str(etree.tostring(root, encoding="unicode", method="xml"))
    inside = inside.removeprefix("<div>").removesuffix("</div>").removeprefix("<div/>")
    return inside.replace('role="doc-pagebreak"', 'role="doc-pagebreak" epub:type="pagebreak"')


def _put_in_place(element: etree._Element) -> None:
    """Make a plain part of an element that a writer put where browsers allow it and XHTML does not."""
    parent = element.getparent()
    above = parent.getparent() if parent is not None and parent.tag == "div" else None
    if above is not None and above.tag == "dl":
        parent = above  # A pair of a list of definitions may stand in a part of its own.
    allowed = _PARENTS.get(str(element.tag))
    if allowed and (parent is None or parent.tag not in allowed):
        _make_plain(element)
    elif element.tag in ("ol", "ul"):
        _wrap_in_items(element)
    elif _lacks_its_parts(element):
        _make_plain(element)


def _lacks_its_parts(element: etree._Element) -> bool:
    parts = [child.tag for child in element]
    if element.tag == "dl":
        return not {"dt", "div"}.intersection(parts)
    return element.tag == "details" and parts[:1] != ["summary"]


def _make_plain(element: etree._Element) -> None:
    element.tag = "div"
    for name in ("value", "open"):
        element.attrib.pop(name, "")


def _wrap_in_items(element: etree._Element) -> None:
    """Put what stands in a list and is no item into items."""
    if (element.text or "").strip():
        item = etree.Element("li")
        item.text, element.text = element.text, None
        element.insert(0, item)
    for child in list(element):
        if child.tag == "li" and not (child.tail or "").strip():
            continue
        if child.tag == "li":
            item = etree.Element("li")
            item.text, child.tail = child.tail, None
            child.addnext(item)
        else:
            item = etree.Element("li")
            child.addprevious(item)
            item.append(child)


def _clean(element: etree._Element, ids: set[str]) -> None:
    """Remove what XHTML does not allow, and state the language and the SVG namespace as XML requires.

    `ids` are the ids of the elements before this one: XML allows each once.
    """
    for name in map(str, list(element.attrib)):
        if name in _WEB_ONLY or not _NAME.fullmatch(name):
            del element.attrib[name]
    if (identity := element.get("id")) is not None:
        if identity in ids or not identity:
            del element.attrib["id"]
        ids.add(identity)
    if not _NAME.fullmatch(str(element.tag)):
        element.tag = "span"
    if language := element.get("lang"):
        element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    if element.tag == "svg":
        element.set("xmlns", "http://www.w3.org/2000/svg")
