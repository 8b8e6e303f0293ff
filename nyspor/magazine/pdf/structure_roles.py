"""Which PDF structure type each HTML element becomes.

After the PDF Association's *Tagged PDF Best Practice Guide: Syntax* (2023) and ISO 32000-1, 14.8.4; for
the archive edition ISO 32000-2, 14.8.4, and ISO/TS 32005. The table stands in docs/magasin.md, and the
tests count by it.
"""

from __future__ import annotations

from dataclasses import dataclass

SSN_1 = "http://iso.org/pdf/ssn"
SSN_2 = "http://iso.org/pdf2/ssn"

ONLY_IN_ONE = frozenset({"TOC", "TOCI", "Reference"})
"""Types that PDF 2.0 takes from the older namespace, having none of its own for them."""


@dataclass(frozen=True, eq=False)
class Role:
    """A structure type in PDF 1.7 and in PDF 2.0."""

    old: str
    new: str

    def in_version(self, two: bool) -> str:
        return self.new if two else self.old


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
"""What an element becomes, wherever it stands; see `role_of` for those that depend on the place."""

SILENT = frozenset({"br", "hr", "wbr", "col", "colgroup"})
"""Elements that hold nothing to read: what they show is an artifact."""

PLACED: dict[tuple[str, Role], Role] = {
    ("li", CONTENTS): TOC_ITEM,
    ("li", NOTES): NOTE,
    ("div", LIST): LIST_ITEM,
}
"""What an element becomes that stands right inside one of another type."""

ONLY_WORDS: dict[Role, Role] = {
    **{role: GROUP for role in ROLES.values() if role.old in ("P", "Span")},
    LABEL: LIST_BODY,
}
"""Types that have no place for blocks, and what an element becomes that holds some all the same."""

CLASSES: dict[tuple[str, str], Role] = {
    ("ol", "contents-list"): CONTENTS,
    ("ol", "footnotes"): NOTES,
}
"""What an element of a class becomes."""


def role_of(tag: str, classes: str = "", parent: Role | None = None) -> Role:
    """The type of an element right inside one of type `parent`; an element that is not in the table is a
    span, as browsers show it."""
    for name in classes.split():
        if (tag, name) in CLASSES:
            return CLASSES[tag, name]
    if parent is not None and (tag, parent) in PLACED:
        return PLACED[tag, parent]
    return ROLES.get(tag, SPAN)


def is_block(role: Role) -> bool:
    """Whether an element of this type stands by itself, not within a line."""
    return role.old not in ("Span", "Code", "Quote", "Link", "Figure")
