"""Lists: what was meant for one is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nyspor.problems import N_, Problem

_DASH = re.compile(r"[ \t]*[-–—+*](?=[^\W\d_])(?!.*\*.*\*)")
"""A dash or a star with no space after it; not a negative number, a telephone number or emphasis."""
_NUMBER = re.compile(r"[ \t]*\(?(\d{1,2})[.)](?=[^\W\d_])|[ \t]*\((\d{1,2})\)[ \t]+(?=\S)")
_LETTER = re.compile(r"[ \t]*\(?([a-hA-H])(?:\)|\.(?=[ \t]))[ \t]*(?=\S)")
_SIGN = re.compile(
    "[ \t]*([\u2190-\u21ff\u2600-\u27e5\u27f0-\u27ff\u2b00-\u2bff\U0001f300-\U0001faff])\ufe0f?[ \t]*(?=\\S)"
)
"""An arrow, a tick, an empty box or a little picture."""

_BREAK = re.compile(r"(?:[ ]{2,}|\\|<br */?>)$")
_QUICK = re.compile(
    r"(?m)^[ \t]*(?:[-–—+*][^\W\d_]|\(?(?:\d{1,2}|[a-hA-H])[.)]|[\u2190-\u21ff\u2600-\u27ff\u2b00-\u2bff\U0001f300-\U0001faff])"
)


def check_lists(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Advise on lines that begin like the items of a list but are none. `lines` are those outside code."""
    if not any(_QUICK.match(line) for _, line in lines):
        return
    told = -1
    for place, ((_, line), (number, following)) in enumerate(pairwise(lines)):
        if place > told and _belong_together(line, following):
            told = _end_of_paragraph(lines, place)
            yield Problem(
                source,
                N_("The lines look like a list, but are shown as running text."),
                N_("Begin each with “- ”, or with “1. ” where their order matters."),
                number - 1,
                rule="markup",
            )


def _belong_together(line: str, following: str) -> bool:
    """Return whether two lines, one right after the other, begin as two items of one list."""
    if _BREAK.search(line):
        return False
    if _DASH.match(line) and _DASH.match(following):
        return line.lstrip()[0] == following.lstrip()[0]
    if (first := _NUMBER.match(line)) and (second := _NUMBER.match(following)):
        return int(first[1] or first[2]) + 1 == int(second[1] or second[2])
    if (first := _LETTER.match(line)) and (second := _LETTER.match(following)):
        return ord(first[1]) + 1 == ord(second[1])
    return bool(_SIGN.match(line) and _SIGN.match(following))


def _end_of_paragraph(lines: list[tuple[int, str]], place: int) -> int:
    while place < len(lines) and lines[place][1].strip():
        place += 1
    return place
