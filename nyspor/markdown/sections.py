"""Headings and what stands under them: none repeats the title, and none has nothing below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from nyspor.problems import N_, Problem
from nyspor.text.danish import fold

_HEADING = re.compile(
    r"[ ]{0,3}(?P<signs>#{2,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*(?:\{[^{}]*\})?[ \t]*"
)
_SIGNS = re.compile(r"[*_`]+")


class _Heading(NamedTuple):
    line: int
    level: int
    text: str


def check_sections(
    lines: list[tuple[int, str]], last_line: int, title: str, source: str
) -> Iterator[Problem]:
    """Advise on a first heading that says the title again, and on headings with nothing below them.

    `lines` are those of the text outside code, with their numbers; `last_line` is the last that has something, also
    in code.
    """
    found = ((number, _HEADING.fullmatch(line)) for number, line in lines)
    headings = [
        _Heading(number, len(match["signs"]), match["text"])
        for number, match in found
        if match and match["text"]
    ]
    if not headings:
        return
    first = headings[0]
    is_top = not any(line.strip() for number, line in lines if number < first.line)
    if is_top and fold(_SIGNS.sub("", first.text)) == fold(title):
        yield Problem(
            source,
            N_("The first heading says the title again, which stands above the text."),
            N_("Take the heading out."),
            first.line,
            rule="repetition",
        )
    known = {number for number, _ in lines}
    written = {number for number, line in lines if line.strip()}
    for heading, below in pairwise([*headings, _Heading(last_line + 1, 0, "")]):
        between = range(heading.line + 1, below.line)
        # Lines of code are not among those that are known.
        if (
            below.level <= heading.level
            and not written.intersection(between)
            and known.issuperset(between)
        ):
            yield Problem(
                source,
                N_("There is nothing under the heading “{text}”."),
                N_("Write what belongs there, or take the heading out."),
                heading.line,
                params={"text": heading.text},
                rule="unfinished",
            )
