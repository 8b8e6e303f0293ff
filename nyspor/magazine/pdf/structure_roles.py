"""The role of each HTML element: its structure type in PDF 1.7 and in PDF 2.0.

Sources: the PDF Association's *Tagged PDF Best Practice Guide: Syntax* (2023) and ISO 32000-1, 14.8.4; for
the archive edition ISO 32000-2, 14.8.4, and ISO/TS 32005. docs/magasin.md has the same table, and the tests
count structure elements by it.
"""

from __future__ import annotations

from dataclasses import dataclass

PDF17_NAMESPACE = "http://iso.org/pdf/ssn"
PDF20_NAMESPACE = "http://iso.org/pdf2/ssn"

PDF17_ONLY = frozenset({"TOC", "TOCI", "Reference"})
"""Structure types that PDF 2.0 takes from the namespace of PDF 1.7."""


@dataclass(frozen=True, eq=False)
class Role:
    """A role: its structure type in PDF 1.7 and in PDF 2.0."""

    pdf17: str
    pdf20: str

    def structure_type(self, is_pdf20: bool) -> str:
        """Return the structure type in the PDF version."""
        return self.pdf20 if is_pdf20 else self.pdf17


def _same(name: str) -> Role:
    return Role(name, name)


GROUP = _same("Div")
SPAN = _same("Span")
LIST, LIST_ITEM, LABEL, LIST_BODY = _same("L"), _same("LI"), _same("Lbl"), _same("LBody")
CONTENTS, TOC_ITEM, REFERENCE = _same("TOC"), _same("TOCI"), _same("Reference")
PARAGRAPH, LINK = _same("P"), _same("Link")
NOTES, NOTE = _same("Div"), Role("Note", "FENote")

ROLES: dict[str, Role] = {
    "main": _same("Part"),
    "article": Role("Art", "Part"),
    "section": _same("Sect"),
    "nav": _same("Sect"),
    "aside": Role("Div", "Aside"),
    "header": GROUP,
    "footer": GROUP,
    "div": GROUP,
    "figure": Role("Div", "Aside"),
    "address": GROUP,
    "details": GROUP,
    "blockquote": Role("BlockQuote", "Div"),
    "p": PARAGRAPH,
    "pre": PARAGRAPH,
    "summary": PARAGRAPH,
    **{f"h{level}": _same(f"H{level}") for level in range(1, 7)},
    "ul": LIST,
    "ol": LIST,
    "menu": LIST,
    "dl": LIST,
    "li": LIST_ITEM,
    "marker": LABEL,
    "dt": LABEL,
    "dd": LIST_BODY,
    "table": _same("Table"),
    "caption": _same("Caption"),
    "figcaption": _same("Caption"),
    "thead": _same("THead"),
    "tbody": _same("TBody"),
    "tfoot": _same("TFoot"),
    "tr": _same("TR"),
    "th": _same("TH"),
    "td": _same("TD"),
    "img": _same("Figure"),
    "svg": _same("Figure"),
    "a": LINK,
    "em": Role("Span", "Em"),
    "i": Role("Span", "Em"),
    "strong": Role("Span", "Strong"),
    "b": Role("Span", "Strong"),
    "q": Role("Quote", "Span"),
    "cite": SPAN,
    "dfn": SPAN,
    "var": SPAN,
    "u": SPAN,
    "ins": SPAN,
    "del": SPAN,
    "s": SPAN,
    "kbd": SPAN,
    "bdi": SPAN,
    "bdo": SPAN,
    "span": SPAN,
    "small": SPAN,
    "sup": SPAN,
    "sub": SPAN,
    "abbr": SPAN,
    "time": SPAN,
    "mark": SPAN,
    "code": Role("Code", "Span"),
    "samp": Role("Code", "Span"),
}
"""The roles of elements that have the same role everywhere; see `role_of` for the others."""

ROLES_BY_PARENT: dict[tuple[str, Role], Role] = {
    ("li", CONTENTS): TOC_ITEM,
    ("li", NOTES): NOTE,
    ("div", LIST): LIST_ITEM,
}
"""The roles of elements that depend on the role of their parent."""

INLINE_ONLY: dict[Role, Role] = {
    **{role: GROUP for role in ROLES.values() if role.pdf17 in ("P", "Span")},
    LABEL: LIST_BODY,
}
"""Roles that allow no block-level content, and the role of an element that has some nevertheless."""

ROLES_BY_CLASS: dict[tuple[str, str], Role] = {
    ("ol", "contents-list"): CONTENTS,
    ("ol", "footnotes"): NOTES,
}
"""The roles of elements that depend on their class."""


def role_of(tag: str, classes: str = "", parent: Role | None = None) -> Role:
    """Return the role of an element whose parent has the role `parent`; unknown elements are spans, as in browsers."""
    for name in classes.split():
        if (tag, name) in ROLES_BY_CLASS:
            return ROLES_BY_CLASS[tag, name]
    if parent is not None and (tag, parent) in ROLES_BY_PARENT:
        return ROLES_BY_PARENT[tag, parent]
    return ROLES.get(tag, SPAN)


def is_block(role: Role) -> bool:
    """Return whether elements with this role are block-level."""
    return role.pdf17 not in ("Span", "Code", "Quote", "Link", "Figure")
