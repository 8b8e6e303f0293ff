"""Footnotes: each that is referred to is written once, each that is written is referred to, and none is typed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nyspor.markdown.blocks import CODE_SPAN
from nyspor.problems import N_, Problem, closest_match

_DEFINITION = re.compile(r"[ ]{0,3}\[\^([^\]]+)\]:[ \t]*(.*)")
_REFERENCE = re.compile(r"\[\^([^\]]+)\]")
_WITHOUT_COLON = re.compile(r"[ ]{0,3}\[\^([^\]]+)\][ \t]+\S")

_TYPED_NOTE = re.compile(r"(?m)^[ ]{0,3}\\?\[(\d{1,3})\\?\](?!\()(:?)[ \t]+(\S.*)")
_TYPED_REFERENCE = re.compile(r"(?<=[\w.,;:!?)»”\"'* ])\\?\[(\d{1,3})\\?\](?![(\[:])")
_LINK_TARGET = re.compile(r"""\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^)]*\)))?[ \t]*""")
"""What stands behind the colon of a link's address, which is no note."""


def check_typed_notes(text: str, lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Advise on notes that are numbers in brackets, in the text and in front of the note. `lines` are those outside code."""
    if not _TYPED_NOTE.search(text):
        return
    referred: set[str] = set()
    for number, line in lines:
        note = _TYPED_NOTE.match(line)
        if note and note[1] in referred and not (note[2] and _LINK_TARGET.fullmatch(note[3])):
            yield Problem(
                source,
                N_(
                    "The note [{id}] is typed by hand, so nobody can click from the text to it and back."
                ),
                N_("Write [^{id}] in the text, and [^{id}]: before the note."),
                number,
                params={"id": note[1]},
                rule="markup",
            )
            continue
        referred |= {found[1] for found in _TYPED_REFERENCE.finditer(CODE_SPAN.sub("", line))}


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
