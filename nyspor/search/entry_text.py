"""The plain text of an entry: its body, and what its other fields say to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pydantic import BaseModel

from nyspor.model.document import MARK, Body
from nyspor.model.fields import Choice
from nyspor.model.kinds import Entry
from nyspor.text.danish import Date
from nyspor.text.one_line import one_line

ELSEWHERE = frozenset(
    {
        "title",
        "summary",
        "municipality",
        "programme",
        "tracks",
        "topics",
        "authors",
        "entries",
        "source",
    }
)
"""Fields of an entry that stand elsewhere in a search document, or are documents of their own."""

NOT_READ = frozenset(
    # What refers to something else,
    {
        "slug",
        "file",
        "translation_of",
        "related",
        "aliases",
        "account",
        "magazine",
        "deliver_to",
        "id",
    }
    # or is no text for readers.
    | {"url", "email", "phone", "image", "cover", "poster", "captions", "duration", "silence"}
)
"""Fields, of entries and of the records in them, that are left out."""

_INLINE = r"a|abbr|b|bdi|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u"
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^>]*)?>")
_FOOTNOTE_MARK = re.compile(r'<sup id="fnref.*?</sup>|<a class="footnote-backref.*?</a>')
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<h[2-6][^>]*>(.*?)</h[2-6]>", re.DOTALL)


def html_lines(html: str) -> tuple[str, ...]:
    """Return the text of HTML, a line for each block."""
    without_marks = MARK.sub("\n", _FOOTNOTE_MARK.sub("", html))
    text = _TAG.sub("\n", _INLINE_TAG.sub("", without_marks.replace("\n", " ")))
    return tuple(filter(None, (" ".join(line.split()) for line in unescape(text).split("\n"))))


def headings(body: Body) -> tuple[str, ...]:
    """Return the headings of a text, and those of its building blocks."""
    of_blocks = (block.argument for block in body.blocks if block.name in ("facts", "table"))
    of_text = (" ".join(html_lines(found[1])) for found in _HEADING.finditer(body.html))
    return tuple(filter(None, (*of_text, *of_blocks)))


def body_text(body: Body) -> tuple[str, ...]:
    """Return the lines of a text, with what its building blocks are called and hold."""
    blocks = (
        " ".join(filter(None, (block.argument, *_strings(block.data)))) for block in body.blocks
    )
    return (*html_lines(body.html), *filter(None, blocks))


def sources(entry: Entry) -> tuple[str, ...]:
    """Return what is said of an entry's sources."""
    return tuple(" ".join(_strings(source)) for source in entry.source)


def field_text(entry: Entry) -> tuple[str, ...]:
    """Return what the fields of an entry say besides its title, its summary and its text, each thing once."""
    names = (name for name in type(entry).model_fields if name not in ELSEWHERE)
    found = (
        text for name in names if name not in NOT_READ for text in _strings(getattr(entry, name))
    )
    return tuple(dict.fromkeys(found))


def _strings(value: object) -> Iterator[str]:
    """The texts in a value, however deep."""
    if isinstance(value, str):
        if value and not isinstance(value, Choice):
            yield one_line(value)
    elif isinstance(value, Date):
        yield str(value)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in NOT_READ:
                yield from _strings(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
