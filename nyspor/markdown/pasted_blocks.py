"""HTML of a word processor that was pasted into a text in Markdown, found there and made Markdown.

Left alone is what a writer may have made: other elements and classes, links and pictures of the site, comments to
colleagues, and code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from nyspor.markdown.blocks import lines_outside_code
from nyspor.markdown.pasted_html import paste_html

_OFFICE = re.compile(r"<[^<>]*(?:\bMso[A-Z]|\bmso-|docs-internal-guid|\bSCXW)[^<>]*>|<o:p\b", re.I)
"""What only word processors write in a tag."""
_BEGIN = re.compile(r"[ ]{0,3}</?(?:[a-z]|!\[|!--)", re.I)
_TAGS = frozenset(
    [
        "a",
        "b",
        "body",
        "br",
        "col",
        "colgroup",
        "del",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "hr",
        "html",
        "i",
        "img",
        "li",
        "link",
        "meta",
        "ol",
        "p",
        "s",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "u",
        "ul",
        "xml",
    ]
)
_OFFICE_TAG = re.compile(r"[ovwm]:\w+|st1:\w+")
_OFFICE_CLASS = re.compile(
    r"(?:Mso|msoco|WordSection|SCXW|TextRun|NormalTextRun|EOP|Paragraph|OutlineElement|ListContainer|BulletList|NumberList"
    r"|western|Apple-|docs-)\w*",
    re.I,
)
_OFFICE_COMMENT = re.compile(r"\s*(?:\[if\b.*|\[endif\]|StartFragment|EndFragment)\s*", re.DOTALL)
_LINK = re.compile(r"\s*(?:https?:|mailto:|tel:|#_|#sd|file:|$)", re.I)
_PICTURE = re.compile(r"\s*(?:file:|cid:|data:|blob:|https?:|$)", re.I)
_EMPTY = ("br", "hr", "img", "meta", "link", "col")


def convert_pasted_blocks(text: str) -> str:
    """Return a text in Markdown in which HTML of word processors has become Markdown too."""
    if not _OFFICE.search(text):
        return text
    lines = text.split("\n")
    for first, last in reversed(list(_runs(lines))):
        run = "\n".join(lines[first:last])
        if _OFFICE.search(run):
            pasted = paste_html(run, is_part=True).rstrip("\n")
            around = "\n".join([*lines[:first], *lines[last:]])
            if not ("[^" in pasted and "[^" in around):  # two footnotes of one name
                lines[first:last] = pasted.split("\n")
    return "\n".join(lines)


def _runs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where nothing but HTML of word processors stands: the first line, and the one after the last."""
    outside = {number for number, _ in lines_outside_code(lines, 0)}
    run: tuple[int, int] | None = None
    begin, reader = -1, _Reader()
    for first, last in _parts(lines):
        begin, reader = (begin, reader) if reader.open else (first, _Reader())
        reader.feed("\n".join(lines[first:last]))
        is_html = _BEGIN.match(lines[first]) and lines[last - 1].rstrip().endswith(">")
        if not is_html or reader.is_own or not outside.issuperset(range(first, last)):
            reader = _Reader()
            if run:
                yield run
            run = None
        elif not reader.open:
            run = (run[0] if run else begin, last)
    if run:
        yield run


def _parts(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line, and the one after the last, of what stands between empty lines."""
    begin = -1
    for number, line in enumerate([*lines, ""]):
        if line.strip() and begin < 0:
            begin = number
        elif not line.strip() and begin >= 0:
            yield begin, number
            begin = -1


class _Reader(HTMLParser):
    """Reads HTML, and tells in `is_own` whether a writer may have made some of it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.is_own = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        self.is_own |= not (tag in _TAGS or _OFFICE_TAG.fullmatch(tag))
        self.is_own |= not all(_OFFICE_CLASS.match(name) for name in classes)
        self.is_own |= not _LINK.match(values.get("href", ""))
        self.is_own |= not _PICTURE.match(values.get("src", ""))
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY:
            self.is_own |= not self.open or self.open.pop() != tag

    def handle_data(self, data: str) -> None:
        # Between elements stands Markdown.
        self.is_own |= not self.open and bool(data.strip())

    def handle_comment(self, data: str) -> None:
        self.is_own |= _OFFICE_COMMENT.fullmatch(data) is None and "style" not in self.open
