"""Footnotes: each that is referred to is written once, and each that is written is referred to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nyspor.markdown.blocks import CODE_SPAN
from nyspor.problems import N_, Problem, closest_match

_DEFINITION = re.compile(r"[ ]{0,3}\[\^([^\]]+)\]:[ \t]*(.*)")
_REFERENCE = re.compile(r"\[\^([^\]]+)\]")
_WITHOUT_COLON = re.compile(r"[ ]{0,3}\[\^([^\]]+)\][ \t]+\S")


def check_footnotes(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Report footnotes that are missing, there twice, or never referred to. `lines` are those outside code."""
    defined: dict[str, int] = {}
    used: dict[str, int] = {}
    begun: set[str] = set()

    def problem(message: str, remedy: str, line: int, **params: object) -> Problem:
        return Problem(source, message, remedy, line, params=params, rule="footnote")

    for place, (number, line) in enumerate(lines):
        if "[^" not in line:
            continue
        if found := _DEFINITION.match(line):
            if found[1] in defined:
                yield problem(
                    N_("The footnote [^{id}] is written twice, and only the last would be shown."),
                    N_("Give each footnote its own name, here and where it is referred to."),
                    number,
                    id=found[1],
                )
            following = lines[place + 1][1] if place + 1 < len(lines) else ""
            if not found[2].strip() and not following.startswith((" ", "\t")):
                yield problem(
                    N_("The footnote [^{id}] is empty."),
                    N_("Write its text behind the colon, or take the footnote out."),
                    number,
                    id=found[1],
                )
            defined.setdefault(found[1], number)
            line = found[2]
        elif without_colon := _WITHOUT_COLON.match(line):
            begun.add(without_colon[1])
        for reference in _REFERENCE.finditer(CODE_SPAN.sub("", line)):
            used.setdefault(reference[1], number)
    meant: set[str] = set()
    for name, number in used.items():
        if name in defined:
            continue
        near = closest_match(name, [other for other in defined if other not in used])
        meant.add(near)
        if near:
            remedy = N_("Did you mean “[^{near}]”?")
        elif name in begun:
            remedy = N_("Put a colon behind it: [^{id}]: …")
        else:
            remedy = N_("Write it on a line of its own, below the text: [^{id}]: …")
        yield problem(N_("There is no footnote [^{id}]."), remedy, number, id=name, near=near)
    for name, number in defined.items():
        if name not in used and name not in meant:
            yield problem(
                N_("Nothing refers to the footnote [^{id}]."),
                N_("Write [^{id}] where it belongs in the text, or take the footnote out."),
                number,
                id=name,
            )
