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

_NAME = re.compile(r"[A-Za-z_][\w.-]*")
"""Names of elements and attributes without a namespace; Word writes others, such as `o:p`."""


def without_forbidden(text: str) -> str:
    """Return the text without characters that XML 1.0 does not allow."""
    return _FORBIDDEN.sub("", text)


def to_xhtml(html: str) -> str:
    """Return an HTML fragment as well-formed XHTML, with all text that XML allows."""
    root = lxml.html.fragment_fromstring(without_forbidden(html), create_parent="div")
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    ids: set[str] = set()
    for element in list(root.iter()):
        _clean(element, ids)
    for link in root.iter("a"):
        if (href := link.get("href", "")).startswith("#") and unquote(href[1:]) not in ids:
            del link.attrib["href"]
    inside = str(etree.tostring(root, encoding="unicode", method="xml"))
    inside = inside.removeprefix("<div>").removesuffix("</div>").removeprefix("<div/>")
    return inside.replace('role="doc-pagebreak"', 'role="doc-pagebreak" epub:type="pagebreak"')


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
