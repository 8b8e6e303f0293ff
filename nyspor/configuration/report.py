"""Problems with the settings in words: each with its place, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from nyspor.console import message_language
from nyspor.i18n.catalogues import translate_problem
from nyspor.problems import Problem


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Return the lines that tell of problems. The line of the file is not shown, since a secret may stand in it."""
    lines = []
    for problem in problems:
        message, remedy = translate_problem(problem, message_language())
        place = f"{problem.source}:{problem.line}" if problem.line else problem.source
        lines.append(f"{place}: {message}")
        if remedy:
            lines.append(f"    → {remedy}")
    return lines


def print_configuration_problems(problems: Iterable[Problem]) -> None:
    """Print problems with the settings on stderr."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for line in problem_lines(problems):
        console.print(Text(line))
