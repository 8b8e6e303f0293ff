"""Shows problems to a person at a terminal: by file, with line, field, what is wrong and what to write."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.problems import N_, Problem
from nyspor.text.language import DEFAULT_LANGUAGE

Item = TypeVar("Item")

PROGRESS_THRESHOLD = 300
"""So many things are long work."""

READING_TEXTS = N_("Reading texts")
WRITING_PAGES = N_("Writing pages")
WRITING_FILES = N_("Writing feeds and files")
"""What a build does that may be long work."""


def message_language() -> str:
    """The language that messages are shown in: `NYSPOR_LANGUAGE`, else Danish."""
    return "en" if os.environ.get("NYSPOR_LANGUAGE", "").startswith("en") else DEFAULT_LANGUAGE


def translate(message: str) -> str:
    """A message, given by its id, in the language of messages."""
    return read_catalogue(CATALOGUES, message_language()).gettext(message)


def print_message(message: str, **params: object) -> None:
    """Print a message, given by its id."""
    Console(soft_wrap=True, highlight=False).print(Text(translate(message).format_map(params)))


def print_to_stderr(message: str, **params: object) -> None:
    """Print a message that belongs to no result: on stderr, so that it gets into no list or file."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(Text(translate(message).format_map(params)))


def print_setup_problems(problems: Sequence[Problem]) -> None:
    """Print what is wrong with how things are set up, and how to mend it, on stderr."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for problem in problems:
        message, remedy = translate_problem(problem, message_language())
        console.print(Text(message))
        if remedy:
            console.print(Text(f"    → {remedy}"))


def print_worker_killed(signal: int) -> None:
    """Print that the process that helped with a build was stopped from outside, and what follows."""
    print_message(
        N_(
            "The process that helped with the build was stopped by the system (signal {signal}). "
            "The rest is built without it, which takes a little longer."
        ),
        signal=signal,
    )


def print_up_to_date() -> None:
    """Print that a build had nothing to do."""
    print_message(N_("Nothing is new since the last build. Every page lies there already."))


def with_progress(items: Collection[Item], message: str, console: Console) -> Iterator[Item]:
    """The items one after the other; where they are many, a bar on the terminal shows how far it is.

    `console` is the one of whoever shows something there already: two would write over each other.
    """
    if len(items) < PROGRESS_THRESHOLD or not console.is_terminal:
        return iter(items)
    from rich.progress import track  # slow to load, and most work is short

    return iter(track(items, translate(message), console=console, transient=True))


def print_problems(problems: Sequence[Problem], folder: Path) -> None:
    """Print every problem in the content `folder`, how many there are, and that nothing was written."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for file, group in groupby(problems, key=lambda problem: problem.source):
        console.print(Text(f"\n{display_path(folder / file)}", style="bold"))
        for problem in group:
            print_problem(problem, folder, console)
    files = len({problem.source for problem in problems})
    words = read_catalogue(CATALOGUES, message_language())
    count = words.ngettext(
        "{count} problem in {files} files.", "{count} problems in {files} files.", len(problems)
    )
    untouched = translate(N_("Nothing was built; what lay in the output folder is untouched."))
    console.print(
        Text(
            "\n" + count.format(count=len(problems), files=files) + " " + untouched,
            style="bold red",
        )
    )


def display_path(path: Path) -> str:
    """A path as one types it from here, so that a click in the terminal opens the file."""
    return os.path.relpath(path) if path.is_absolute() else str(path)


def print_problem(problem: Problem, folder: Path, console: Console) -> None:
    """Print where a problem is, what it is, and how to mend it."""
    message, remedy = translate_problem(problem, message_language())
    place = f"  {display_path(folder / problem.source)}:{problem.line or 1}"
    field = f"  {problem.field}" if problem.field else ""
    console.print(Text.assemble((place, "cyan"), (field, "dim")))
    console.print(Text(f"    {message}"))
    if remedy:
        console.print(Text(f"    → {remedy}", style="green"))
