"""Output on the terminal: messages in the user's language, problems, progress bars."""

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
"""A progress bar is shown for at least so many items."""

READING_TEXTS = N_("Reading texts")
WRITING_PAGES = N_("Writing pages")
WRITING_FILES = N_("Writing feeds and files")
"""Titles of progress bars."""

NOTHING_BUILT = N_("Nothing was built; what lay in the output folder is untouched.")
UNFINISHED = N_("The build stopped there; the pages that it had come to are built.")
"""What became of a build with problems."""


def message_language() -> str:
    """Return the language of messages: `NYSPOR_LANGUAGE`, else Danish."""
    return "en" if os.environ.get("NYSPOR_LANGUAGE", "").startswith("en") else DEFAULT_LANGUAGE


def translate(message: str) -> str:
    """Return the message with this id in the language of messages."""
    return read_catalogue(CATALOGUES, message_language()).gettext(message)


def in_words(message: str, **params: object) -> str:
    """Return the message with this id in the language of messages, filled with `params`."""
    return translate(message).format_map(params)


def print_message(message: str, **params: object) -> None:
    """Print the message with this id, filled with `params`, on stdout."""
    Console(soft_wrap=True, highlight=False).print(Text(in_words(message, **params)))


def print_to_stderr(message: str, **params: object) -> None:
    """Print a message on stderr, so that it does not become part of a command's output."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(Text(in_words(message, **params)))


def print_setup_problems(problems: Sequence[Problem]) -> None:
    """Print problems with the installation, each with its remedy, on stderr."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for problem in problems:
        message, remedy = translate_problem(problem, message_language())
        console.print(Text(message))
        if remedy:
            console.print(Text(f"    → {remedy}"))


def print_worker_killed(signal: int) -> None:
    """Print that the build's worker process was killed by `signal`, and that the build goes on."""
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
    """Iterate over the items, with a progress bar on the terminal where they are many.

    Pass the `console` that is in use: two on one terminal would overwrite each other's output.
    """
    if len(items) < PROGRESS_THRESHOLD or not console.is_terminal:
        return iter(items)
    from rich.progress import track  # slow to load, and most work is short

    return iter(track(items, translate(message), console=console, transient=True))


def print_problems(problems: Sequence[Problem], folder: Path, outcome: str = NOTHING_BUILT) -> None:
    """Print every problem in the content `folder`, their number, and what became of the build."""
    print_problems_by_file(problems, folder)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    files = len({problem.source for problem in problems})
    words = read_catalogue(CATALOGUES, message_language())
    count = words.ngettext("{count} problem", "{count} problems", len(problems))
    places = words.ngettext("in {count} file.", "in {count} files.", files)
    console.print(
        Text(
            f"\n{count.format(count=len(problems))} {places.format(count=files)} {translate(outcome)}",
            style="bold red",
        )
    )


def print_problems_by_file(problems: Sequence[Problem], folder: Path) -> None:
    """Print every problem under the name of its file in `folder`."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for file, group in groupby(problems, key=lambda problem: problem.source):
        console.print(Text(f"\n{display_path(folder / file)}", style="bold"))
        for problem in group:
            print_problem(problem, folder, console)


def display_path(path: Path) -> str:
    """Return a path relative to the current folder, so that a click in the terminal opens the file."""
    return os.path.relpath(path)


def print_problem(problem: Problem, folder: Path, console: Console) -> None:
    """Print the place of a problem, its message and its remedy."""
    message, remedy = translate_problem(problem, message_language())
    place = f"  {display_path(folder / problem.source)}:{problem.line or 1}"
    field = f"  {problem.field}" if problem.field else ""
    console.print(Text.assemble((place, "cyan"), (field, "dim")))
    console.print(Text(f"    {message}"))
    if remedy:
        console.print(Text(f"    → {remedy}", style="green"))
