"""A picture in the running text: where it can stand, and its building block there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import relpath

from nyspor.markdown.pasted_html import escape

WORDS_SHOWN = 8


@dataclass(frozen=True)
class Place:
    """Between two paragraphs: before the line with this index. `words` are the first of the paragraph above."""

    line: int
    words: str


def places_in(body: str) -> list[Place]:
    """Return where a picture can stand in a text, at its beginning first: never within a block, a list or code."""
    return [Place(0, ""), *_after_paragraphs(body.split("\n"))]


def _after_paragraphs(lines: list[str]) -> Iterator[Place]:
    depth, code, first = 0, "", ""
    for number, line in enumerate(lines):
        words = line.strip()
        if code:
            code = "" if _ends(words, code) else code
        elif words.startswith(("```", "~~~")):
            code = words[:3]
        elif words.startswith("<!--") and "-->" not in words:
            code = "-->"
        elif words.startswith(":::"):
            depth = depth + 1 if words.strip(": ") else max(0, depth - 1)
        first = first or _words_of(words)
        if words and not code and not depth and _is_end(lines, number):
            yield Place(number + 1, first or words)
        if not words and not code and not depth:
            first = ""


def _ends(words: str, mark: str) -> bool:
    """Whether a line ends code or a comment that `mark` ends."""
    return mark in words if mark == "-->" else words.startswith(mark)


_MARKS = re.compile(r"^[:#>\-*`~<!| ]+|\]\([^)]*\)|[\[\]*]")


def _words_of(line: str) -> str:
    """The first words of a line, without the marks of Markdown."""
    return " ".join(_MARKS.sub("", line).split()[:WORDS_SHOWN])


def _is_end(lines: list[str], number: int) -> bool:
    """Whether a paragraph ends with this line, and what comes next is no part of it, as in a list."""
    below = lines[number + 1 :]
    following = next((line for line in below if line.strip()), "")
    return (not below or not below[0].strip()) and not following.startswith((" ", "\t"))


def nearest(places: list[Place], line: str) -> Place:
    """Return the first place that is not above a line as a form names it, else the last one."""
    at = int(line) if line.isdecimal() and len(line) < 7 else places[-1].line
    return next((place for place in places if place.line >= at), places[-1])


def after_paragraph(places: list[Place], line: str) -> Place:
    """Return the place after the paragraph that has a line in it, else the last one."""
    return nearest(places, str(int(line) + 1) if line.isdecimal() and len(line) < 7 else "")


def with_picture(body: str, line: int, block: str) -> str:
    """Return a text with a block before the line with this index, and empty lines around it."""
    lines = body.split("\n")
    above, below = lines[:line], lines[line:]
    before = [""] if not above or above[-1].strip() else []
    after = [""] if not below or below[0].strip() else []
    return "\n".join([*above, *before, *block.split("\n"), *after, *below])


def picture_block(text_file: str, picture: str, alt: str, credit: str, caption: str) -> str:
    """Return the Markdown of a picture in a text."""
    address = relpath(picture, str(PurePosixPath(text_file).parent)).replace(" ", "%20")
    words = f"\n\n{caption.lstrip(':')}" if caption else ""
    return f"::: billede {credit}\n![{escape(alt)}]({address}){words}\n:::"
