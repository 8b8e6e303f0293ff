"""Tables: none loses a cell, and what was meant for a table is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nyspor.markdown.blocks import CODE_SPAN, TABLE_LINE
from nyspor.problems import N_, Problem

_NO_DIVIDER = re.compile(rf"\\\||{CODE_SPAN.pattern}")
"""A | that is text, and code."""
_SEMICOLON = re.compile(r"(?<=[^\s&]);(?=\S)")
_ENTITY = re.compile(r"&#?\w+;")
_GAP = re.compile(r"(?<=\S)[ ]{3,}(?=\S)")
"""Spaces by which somebody set words under each other."""


def check_tables(lines: list[tuple[int, str]], source: str) -> Iterator[Problem]:
    """Report rows with too many cells, and rows that belong to no table. `lines` are those outside code."""
    # Cells between tabs, bars, semicolons or many spaces, in two lines one after the other, are a table that
    # lacks its form.
    if not any("|" in line or "\t" in line or ";" in line or "   " in line for _, line in lines):
        return
    columns = 0
    after_table = False
    tabs = 0
    reported = False
    for place, (number, line) in enumerate(lines):
        following = lines[place + 1][1] if place + 1 < len(lines) else ""
        if not line.strip():
            after_table, columns, reported = after_table or bool(columns), 0, False
            tabs = 0
            continue
        if columns:
            if "|" not in line:
                columns = 0
                continue
            cells = [] if TABLE_LINE.fullmatch(line.strip()) else _cells(line)
            if any(cell.strip() for cell in cells[columns:]):
                yield _problem(
                    source,
                    N_("The row has {cells} cells, but the table {columns} columns: the rest would be lost."),
                    N_("Give the first row as many cells, or write \\| where a | is part of the text."),
                    number,
                    cells=len(cells),
                    columns=columns,
                )  # fmt: skip
            continue
        if "|" in line and "|" in following and TABLE_LINE.fullmatch(following.strip()):
            wanted = len(_cells(line))
            if len(_cells(following)) != wanted:
                yield _no_separator(source, number, wanted)
                reported = True
            else:
                columns = wanted
                below = lines[place + 2][1] if place + 2 < len(lines) else ""
                # One that an empty line cuts in two is reported as such.
                rest = (line for _, line in lines[place + 2 :] if line.strip())
                if not below.strip() and "|" not in next(rest, ""):
                    yield Problem(
                        source,
                        N_("The table has a first row, but no others."),
                        N_("Write the rows under it, or take the table out."),
                        number,
                        rule="unfinished",
                    )
        elif line.lstrip().startswith("|") and line.count("|") > 1 and not reported:
            reported = True
            below = lines[place + 2][1] if place + 2 < len(lines) else ""
            if TABLE_LINE.fullmatch(line.strip()):
                continue
            if not following.strip() and TABLE_LINE.fullmatch(below.strip()) and "|" in below:
                yield _problem(
                    source,
                    N_("An empty line cuts the table in two: “{row}” stands outside it."),
                    N_("Take the empty line below it out."),
                    number,
                    row=line.strip(),
                )
                continue
            if after_table:
                yield _problem(
                    source,
                    N_("An empty line cuts the table in two: “{row}” stands outside it."),
                    N_("Take the empty line above it out."),
                    number,
                    row=line.strip(),
                )
            else:
                yield _no_separator(source, number, len(_cells(line)))
        if not line.lstrip().startswith("|"):
            after_table = False
        between = _cells_apart(line.strip())
        if between and between == tabs and not re.match(r"[ \t]*(?:[-*+•]|\d+[.)])\s", line):
            tabs = -1
            yield Problem(
                source,
                N_("The lines look like a table, but are shown as running text."),
                N_("Put | between the cells, and a line {right} under the first row."),
                number - 1,
                params={"right": _separator(between + 1)},
                rule="markup",
            )
        elif tabs >= 0:
            tabs = between


_QUOTE_SIGNS = re.compile(r"(?:>[ \t]*)+")


def _cells_apart(line: str) -> int:
    """Return how many times a line is divided into cells by something else than Markdown's own bars."""
    line = _QUOTE_SIGNS.sub("", line, count=1) if line.startswith(">") else line
    if tabs := line.count("\t"):
        return tabs
    if line.startswith("|"):
        return 0
    return (
        line.count(" | ")
        or len(_SEMICOLON.findall(_ENTITY.sub("", line)))
        or len(_GAP.findall(line))
    )


def _cells(line: str) -> list[str]:
    return _NO_DIVIDER.sub("…", line).strip().removeprefix("|").removesuffix("|").split("|")


def _separator(columns: int) -> str:
    return "|" + "---|" * columns


def _no_separator(source: str, number: int, columns: int) -> Problem:
    return _problem(
        source,
        N_("The table has no line between its first row and the others."),
        N_("Put a line {right} under the first row."),
        number,
        right=_separator(columns),
    )


def _problem(source: str, message: str, remedy: str, line: int, **params: object) -> Problem:
    return Problem(source, message, remedy, line, params=params, rule="table")
