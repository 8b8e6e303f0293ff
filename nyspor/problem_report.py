"""Problems for people and programs: on the terminal by file, and as JSON.

In the terminal each has its place, level, message, the line itself with the place marked, and its remedy.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.text import Text

from nyspor.console import display_path, in_words, message_language, translate
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.problems import N_, Problem
from nyspor.rules import RULES, Level, errors, level_of

STYLES = {Level.ERROR: "bold red", Level.ADVICE: "bold blue"}
LABELS = {Level.ERROR: N_("Error"), Level.ADVICE: N_("Advice")}

NOTHING_BUILT = N_("Nothing was built; what lay in the output folder is untouched.")
"""What became of a build with problems."""

LONGEST_LINE = 100
"""More of a line is not shown, in characters."""


def print_problems(problems: Sequence[Problem], folder: Path, outcome: str = NOTHING_BUILT) -> None:
    """Print every problem in the content `folder`, their number, and what became of the build."""
    print_problems_by_file(problems, folder)
    _print(Text(f"\n{count(problems)} {translate(outcome)}", style="bold red"))


def print_held_back(problems: Sequence[Problem], folder: Path) -> None:
    """Print the errors of texts that cannot be published, and that the others are built."""
    print_problems_by_file(problems, folder)
    rest = translate(N_("These texts cannot be published until then; everything else is built."))
    _print(Text(f"\n{count(problems)} {rest}", style="bold red"))


def print_advice(problems: Sequence[Problem], folder: Path) -> None:
    """Print advice on the content `folder`, how much there is, and that all can be published."""
    print_problems_by_file(problems, folder)
    _print(
        Text(f"\n{count(problems)} {translate(N_('Everything can be published.'))}", style="bold")
    )


def print_problems_by_file(problems: Sequence[Problem], folder: Path) -> None:
    """Print every problem under the name of its file in `folder`."""
    for file, group in groupby(problems, key=lambda problem: problem.source):
        _print(Text(f"\n{display_path(folder / file)}", style="bold"))
        for problem in group:
            _print_problem(problem, folder)


def _print(text: Text) -> None:
    Console(stderr=True, soft_wrap=True, highlight=False).print(text)


def count(problems: Sequence[Problem]) -> str:
    """Return how many errors and how much advice there is, and in how many files."""
    ngettext = read_catalogue(CATALOGUES, message_language()).ngettext
    wrong = len(errors(problems))
    advised = len(problems) - wrong
    files = len({problem.source for problem in problems})
    parts = (
        ngettext("{count} error", "{count} errors", wrong).format(count=wrong) if wrong else "",
        pieces_of_advice(advised),
    )
    within = ngettext("in {files} file.", "in {files} files.", files).format(files=files)
    return f" {translate(N_('and'))} ".join(filter(None, parts)) + f" {within}"


def pieces_of_advice(count: int) -> str:
    """Return how much advice there is, '' where there is none."""
    ngettext = read_catalogue(CATALOGUES, message_language()).ngettext
    words = ngettext("{count} piece of advice", "{count} pieces of advice", count)
    return words.format(count=count) if count else ""


def _print_problem(problem: Problem, folder: Path) -> None:
    message, remedy = translate_problem(problem, message_language())
    level, rule = level_of(problem), RULES.get(problem.rule)
    _print(
        Text.assemble(
            (f"  {display_path(folder / problem.source)}:{problem.line or 1}", "cyan"),
            (f"  {problem.field}" if problem.field else "", "dim"),
        )
    )
    _print(Text.assemble("    ", (translate(LABELS[level]), STYLES[level]), f"  {message}"))
    if problem.line and (line := source_line(folder / problem.source, problem.line)):
        start, end = marked_place(line, problem)
        _print(
            Text.assemble(
                "      ", (line[:start], "dim"), (line[start:end], "reverse"), (line[end:], "dim")
            )
        )
    if remedy:
        _print(Text(f"    → {remedy}", style="green"))
    if rule:
        _print(Text(f"      {in_words(N_('Rule: {word}'), word=rule.word)}", style="dim"))


def source_line(file: Path, number: int) -> str:
    """Return a line of a file, shortened; '' where there is none, or the file is no text."""
    lines = _lines(file)
    line = lines[number - 1].expandtabs() if number <= len(lines) else ""
    line = "".join(char if char.isprintable() else "\ufffd" for char in line.rstrip())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def marked_place(line: str, problem: Problem) -> tuple[int, int]:
    """Return from where to where the line shows what the problem is about; (0, 0) where that is not known."""
    written = [str(value) for value in problem.params.values() if isinstance(value, str | int)]
    for text in sorted(written, key=len, reverse=True):
        place = line.find(text) if len(text) > 1 else -1
        if place >= 0:
            return place, place + len(text)
    place = line.find(problem.field) if problem.field else -1
    return (place, place + len(problem.field)) if place >= 0 else (0, 0)


def as_json(problems: Sequence[Problem], folder: Path) -> str:
    """Return the problems as a JSON list, in the language of messages."""
    return json.dumps(
        [_plain(problem, folder) for problem in problems], ensure_ascii=False, indent=2
    )


def _plain(problem: Problem, folder: Path) -> dict[str, object]:
    message, remedy = translate_problem(problem, message_language())
    rule = RULES.get(problem.rule)
    return {
        "file": (folder / problem.source).as_posix(),
        "line": problem.line,
        "field": problem.field or None,
        "level": level_of(problem).value,
        "rule": rule.word if rule else None,
        "message": message,
        "remedy": remedy or None,
    }
