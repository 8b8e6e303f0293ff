"""HTML that a writer puts into a text: what is allowed stays, and nothing loads, runs or breaks out of the article.

The allow-list is applied to parsed HTML (nh3, which parses as browsers do), so that code that only shows HTML is
left alone. What is taken away is reported, since a writer meant something by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import nh3

from nyspor.markdown.heading_ids import is_taken
from nyspor.model.link_targets import SCHEME
from nyspor.problems import N_, Problem

_BLOCK = "nyspor-block"
_GLOBAL = {"id", "class", "lang", "dir", "title"}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "details": {"open"},
    _BLOCK: {"n"},
}
ALLOWED = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details"),
    *("dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins"),
    *("kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr", _BLOCK),
}  # fmt: skip
"""The elements that a text may have."""

_SCHEMES = {"http", "https", "mailto", "tel", SCHEME.removesuffix(":")}
_WITH_CONTENT = {"script", "style", "template", "noscript", "iframe", "object", "title"}
"""Elements of which nothing is shown, not even their text."""

_RAW_HTML = re.compile(r"<(?!https?:|mailto:|[^<>\s]*@)/?[a-zA-Z]")

_LINK_TAG = re.compile(r"<(/?)a(?=[\s>])[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"(</?(?:p|li|h[1-6]|t[dhr]|d[dt]|div|blockquote|section|summary|details|figcaption|caption|pre)(?=[\s>])[^<>]*>)"
)

_ATTRIBUTES_IN_BRACES = re.compile(r"\{[^{}\n]*=[^{}\n]*\}")

Resolve = Callable[[str, str, str], str]
"""Returns what an address in HTML becomes, given the element, the attribute and its value."""


def may_have_html(text: str) -> bool:
    """Return whether a text in Markdown could have HTML of its own; a quick look."""
    return "<" in text and bool(_RAW_HTML.search(text))


def has_attributes(text: str) -> bool:
    """Return whether a text in Markdown could give an element attributes: `{: title=…}`; a quick look."""
    return "{" in text and bool(_ATTRIBUTES_IN_BRACES.search(text))


def without_inner_links(html: str) -> str:
    """Return HTML in which no link stands within another: what a browser would take apart is left to the outer one.

    A web address in the text of a writer's own `<a>` is a link already.
    """
    if html.count("<a") < 2:
        return html
    return "".join(
        _LINK_TAG.sub(_Inner(), part) if _is_balanced(part) else part
        for part in _BLOCK_TAG.split(html)
    )


class _Inner:
    """Removes the tags of links within links."""

    def __init__(self) -> None:
        self.depth = 0

    def __call__(self, tag: re.Match[str]) -> str:
        closes = tag[1] == "/"
        self.depth -= closes
        shown = "" if self.depth else tag[0]
        self.depth += not closes
        return shown


def _is_balanced(html: str) -> bool:
    """Return whether every link that begins in a piece of HTML ends there."""
    depth = 0
    for tag in _LINK_TAG.finditer(html):
        depth += -1 if tag[1] else 1
        if depth < 0:
            return False
    return not depth


def clean_html(html: str, resolve: Resolve) -> str:
    """Return the HTML of a text with nothing in it but what is allowed, and with its addresses resolved."""

    def filtered(tag: str, attribute: str, value: str) -> str | None:
        if (tag, attribute) in (("a", "href"), ("img", "src")):
            return resolve(tag, attribute, value)
        return value

    return nh3.clean(
        html,
        tags=ALLOWED,
        clean_content_tags=_WITH_CONTENT,
        attributes={"*": _GLOBAL, **_ATTRIBUTES},
        attribute_filter=filtered,
        url_schemes=_SCHEMES,
        link_rel=None,
    )


class FoundHtml(HTMLParser):
    """What the HTML of a text has: `tags` and `attributes` that are not allowed, `alts` of pictures by `src`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: dict[str, None] = {}
        self.attributes: dict[str, None] = {}
        self.alts: dict[str, str] = {}
        self.open: dict[str, int] = {}
        """How many more of each element begin than end."""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.tags[tag] = None
        if tag in _MUST_END:
            self.open[tag] = self.open.get(tag, 0) + 1
        if tag == "img":
            values = dict(attrs)
            self.alts.setdefault(values.get("src") or "", values.get("alt") or "")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if (
                name.startswith("on")
                or address.startswith(("javascript:", "vbscript:", "data:text"))
                or (name in ("style", "background", "srcset", "poster") and "//" in address)
            ):
                self.attributes[name] = None

    def handle_endtag(self, tag: str) -> None:
        if tag in _MUST_END:
            self.open[tag] = self.open.get(tag, 0) - 1
        if tag not in ALLOWED:
            self.tags[tag] = None


_MUST_END = {
    *("a", "abbr", "b", "cite", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong"),
    *("sub", "sup", "u", "var"),
}  # fmt: skip
"""Elements in running text: one that does not end goes on through all that follows."""

NOT_ALLOWED = (
    N_("The text has a <{tag}>, which the page must not have."),
    N_("Write it in Markdown, use a building block, or put it in backticks if readers are to see it."),
)  # fmt: skip
WEB_ADDRESS = (
    N_("<{tag}> is not read as a link."),
    N_("Write it without < and >, or with https:// in front."),
)


def check_html(found: FoundHtml, lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Report the elements and attributes that a text must not have.

    `lines` are those of the text outside code, with their numbers.
    """
    for tag in found.tags:
        words, end = (WEB_ADDRESS, "") if tag.startswith("www.") else (NOT_ALLOWED, r"\b")
        line = _line_of(rf"</?{re.escape(tag)}{end}", lines)
        yield Problem(source, *words, line, params={"tag": tag}, rule="foreign-html")
    for tag, more in found.open.items():
        if more > 0:
            yield Problem(
                source,
                N_("A <{tag}> begins here and never ends."),
                N_("Write </{tag}> where it ends."),
                _line_of(rf"<{tag}\b", lines),
                params={"tag": tag},
                rule="markup",
            )
    for attribute in found.attributes:
        yield Problem(
            source,
            N_("The text has {attribute}=…, which would run or load something."),
            N_("Take it out."),
            _line_of(rf"\b{re.escape(attribute)}\s*=", lines),
            params={"attribute": attribute},
            rule="foreign-html",
        )


def check_ids(ids: list[str], lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Advise on the ids of a text that the page around it has too, or that the text has twice.

    A link to such an id leads to the first of them.
    """
    for name, count in Counter(ids).items():
        taken = is_taken(name)
        if not taken and count == 1:
            continue
        line = _line_of(rf"(?:\bid\s*=\s*[\"']?|#){re.escape(name)}(?![\w-])", lines)
        if line is None:
            continue  # None that a writer has given.
        yield Problem(
            source,
            N_("The page has an id “{name}” of its own, so a link to it does not lead here.")
            if taken
            else N_("The text has the id “{name}” {count} times, so a link leads to the first only."),
            N_("Choose another one, such as “{right}”."),
            line,
            params={"name": name, "count": count, "right": f"afsnit-{name}" if taken else f"{name}-2"},
            rule="markup",
        )  # fmt: skip


def _line_of(pattern: str, lines: list[tuple[int, str]]) -> int | None:
    look = re.compile(pattern, re.IGNORECASE)
    return next((number for number, line in lines if look.search(line)), None)
