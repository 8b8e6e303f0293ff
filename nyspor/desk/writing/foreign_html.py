"""HTML of other programs as Markdown, where it is no larger and no deeper than people write: beyond that, cleaning takes minutes."""

from __future__ import annotations

from html.parser import HTMLParser

from nyspor.markdown.pasted_html import paste_html
from nyspor.problems import N_

MOST_HTML = 1024 * 1024
"""Characters: two hundred pages of Word."""

DEEPEST = 100
"""Elements within each other: Word has thirty in a list in a table."""

TOO_LARGE = N_(
    "The file unpacks to more than a text can be. Copy the text in Word, and paste it here."
)
_EMPTY = frozenset(("br", "hr", "img", "meta", "link", "col", "input", "wbr"))


class DocumentRefused(Exception):
    """A file from which no text is taken; `message` is a message id that says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def markdown_of_html(html: str) -> str:
    """Return HTML as cleaned Markdown. Raises `DocumentRefused`."""
    if len(html) > MOST_HTML or _depth(html) > DEEPEST:
        raise DocumentRefused(TOO_LARGE)
    try:
        return paste_html(html)
    except RecursionError:
        raise DocumentRefused(TOO_LARGE) from None


class _Depth(HTMLParser):
    """Counts how many elements stand open at once."""

    def __init__(self) -> None:
        super().__init__()
        self.open = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY:
            self.open += 1
            self.deepest = max(self.deepest, self.open)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself is not open."""

    def handle_endtag(self, tag: str) -> None:
        self.open = max(0, self.open - 1)


def _depth(html: str) -> int:
    parser = _Depth()
    parser.feed(html)
    return parser.deepest
