"""HTML comments, a writer's notes to colleagues, removed from a text before it is converted.

These are HTML comments, and with them all other markup that a browser never shows: declarations
(`<!DOCTYPE …>`), sections (`<![CDATA[…]]>`) and instructions (`<?php … ?>`). They are cut from the source,
since Markdown's own steps would take a comment apart that spans a blank line, or publish it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from nyspor.problems import N_, Problem

_START = re.compile(
    r"(?P<fence>^(?:`{3,}|~{3,}))"
    r"|<!--|<!\[CDATA\[|<!\[|<![A-Za-z]+|<\?[A-Za-z=]\w*"
    r"|(?P<almost><!\s*-+)",
    re.MULTILINE,
)
_COMMENT_END = re.compile(r"--!?>")

_BLANK = re.compile(r"\n[ \t]*\n")

InCode = Callable[[str, str], bool]
"""Whether markup that stands between these two pieces of a text is code, shown to the reader."""


class CommentsRemoved(NamedTuple):
    """A text without its comments, and the problems of those.

    `lines` is the text with a line for each of the source's, for line numbers.
    """

    text: str
    lines: str
    problems: tuple[Problem, ...] = ()


def may_contain_comments(text: str) -> bool:
    """Whether a text has the characters that comments begin with."""
    return "<!" in text or "<?" in text


def remove_comments(
    text: str, source: str, first_line: int = 1, in_code: InCode | None = None
) -> CommentsRemoved:
    """Remove everything that a browser would not show.

    A plain text has no code in it; of Markdown, `in_code` is asked where it is not plain to see.
    """
    if not may_contain_comments(text):
        return CommentsRemoved(text, text)
    pieces: list[str] = []
    lines: list[str] = []
    problems: list[Problem] = []
    position = start = 0
    while match := _START.search(text, position):
        position = match.end()
        if match["fence"]:
            position = _end_of_fence(text, match) if in_code else position
            continue
        before = "".join((*pieces, text[start : match.start()]))
        if in_code and _may_be_code(before) and in_code(before, text[match.end() :]):
            continue
        line = first_line + text.count("\n", 0, match.start())
        end = -1 if match["almost"] else _end(text, match)
        problems += _problems(text, match, end, source, line)
        if end < 0:
            continue
        cut_from, cut_to = match.start(), end
        newlines = "\n" * text.count("\n", cut_from, cut_to)
        if _divides_table(before, text[end:]):
            cut_to += 1
            newlines += "\n"
        pieces.append(text[start:cut_from])
        lines += (text[start:cut_from], newlines)
        if _joins_to_markup(before, text[cut_to:]):
            problems.append(_nested_comment(source, line))
        position = start = cut_to
    return CommentsRemoved(
        "".join((*pieces, text[start:])), "".join((*lines, text[start:])), tuple(problems)
    )


def _end_of_fence(text: str, opening: re.Match[str]) -> int:
    """Where fenced code ends; where it never does, its opening is words like others."""
    # Slow to load, and only a text needs it.
    from markdown.extensions.fenced_code import FencedBlockPreprocessor

    fenced = FencedBlockPreprocessor.FENCED_BLOCK_RE.match(text, opening.start())
    return fenced.end() if fenced else opening.end()


def _may_be_code(before: str) -> bool:
    """Whether what follows could be inline code: after a backtick."""
    return "`" in _last_paragraph(before)


def _last_paragraph(text: str) -> str:
    """A text from its last blank line on."""
    blank = _BLANK.search(text[::-1])
    return text[len(text) - blank.start() :] if blank else text


def _end(text: str, match: re.Match[str]) -> int:
    """Where a piece of markup ends, -1 where it never does."""
    opening, begin = match[0], match.end()
    if opening == "<!--":
        # So short ones are whole, as browsers read them.
        for short in (">", "->"):
            if text.startswith(short, begin):
                return begin + len(short)
        found = _COMMENT_END.search(text, begin)
        return found.end() if found else -1
    closing = _closing(opening)
    place = text.find(closing, begin)
    return place + len(closing) if place >= 0 else -1


def _closing(opening: str) -> str:
    if opening == "<!--":
        return "-->"
    if opening == "<![CDATA[":
        return "]]>"
    return "?>" if opening.startswith("<?") else ">"


def _divides_table(before: str, after: str) -> bool:
    """Whether a comment has lines of its own between two rows of a table, which would end there."""
    row_before, _, own = before.rpartition("\n")
    rest, _, row_after = after.partition("\n")
    if own.strip() or rest.strip():
        return False
    return (
        "|" in row_before.rpartition("\n")[2] and "|" in row_after.partition("\n")[0] and not rest
    )


def _joins_to_markup(before: str, after: str) -> bool:
    """Whether the pieces on both sides of a cut would together begin new markup."""
    edge = len(before[-9:])
    matches = _START.finditer(before[-9:] + after[:9])
    return any(m.start() < edge < m.end() and not m["fence"] for m in matches)


def _problems(
    text: str, match: re.Match[str], end: int, source: str, line: int
) -> Iterator[Problem]:
    opening = match[0]
    if match["almost"]:
        yield Problem(
            source,
            N_("“{opening}” is almost a comment, but readers would see it."),
            N_("A comment begins with <!-- and ends with -->."),
            line,
            params={"opening": opening},
            rule="hidden-text",
        )
    elif end < 0:
        yield Problem(
            source,
            N_("“{opening}” begins something that is not shown, and it never ends."),
            N_(
                "Write “{closing}” where it ends, or put “{opening}” in backticks if readers are to see it."
            ),
            line,
            params={"opening": opening, "closing": _closing(opening)},
            rule="hidden-text",
        )
    elif opening == "<!--" and "<!--" in text[match.end() : end]:
        # A comment ends at the first end. Is there another, the writer meant to hide what is between.
        closes, opens = text.find("-->", end), text.find("<!--", end)
        if closes >= 0 and (opens < 0 or closes < opens):
            yield _nested_comment(source, line)


def _nested_comment(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("A comment begins inside another, so that the rest of the outer one would be shown."),
        N_("End the first comment with --> before the next begins."),
        line,
        rule="hidden-text",
    )
