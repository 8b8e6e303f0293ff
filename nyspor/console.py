"""Output on the terminal: messages in the user's language, problems, progress bars."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from pwd import getpwuid
from typing import TypeVar

from rich.console import Console
from rich.text import Text

from nyspor.i18n.catalogues import CATALOGUES, read_catalogue, translate_problem
from nyspor.problems import N_, Problem
from nyspor.text.language import DEFAULT_LANGUAGE

Item = TypeVar("Item")

YES_OR_NO = N_("[y/N]")

PROGRESS_THRESHOLD = 300
"""A progress bar is shown for at least so many items."""

PICTURES_THRESHOLD = 10
"""The same for pictures, each of which takes as long as a hundred pages."""

READING_TEXTS = N_("Reading texts")
WRITING_PAGES = N_("Writing pages")
WRITING_FILES = N_("Writing feeds and files")
MAKING_PICTURES = N_("Making pictures")
"""Titles of progress bars."""


def message_language() -> str:
    """Return the language of messages: `NYSPOR_LANGUAGE`, else Danish."""
    return "en" if os.environ.get("NYSPOR_LANGUAGE", "").startswith("en") else DEFAULT_LANGUAGE


def translate(message: str) -> str:
    """Return the message with this id in the language of messages."""
    return read_catalogue(CATALOGUES, message_language()).gettext(message)


def in_words(message: str, **params: object) -> str:
    """Return the message with this id in the language of messages, filled with `params`."""
    return translate(message).format_map(params)


def reason_of(error: OSError) -> str:
    """Return why the disk refused, in the language of messages, and what to do where that can be said."""
    if error.errno in (errno.EACCES, errno.EPERM):
        return _why_no_access(error)
    message = OS_ERRORS.get(error.errno or 0)
    return translate(message) if message else error.strerror or str(error)


def _why_no_access(error: OSError) -> str:
    """Return whose the file is that one may not use, or the nearest folder above it that can be seen."""
    path = Path(os.fsdecode(error.filename or ".")).absolute()
    for place in (path, *path.parents):
        with suppress(OSError):
            owner = place.stat().st_uid
            if owner != os.geteuid():
                return in_words(N_("there is no access; {place} belongs to {owner}"), place=place, owner=user_name(owner))  # fmt: skip
    return translate(N_("there is no access"))


def user_name(user: int) -> str:
    """Return the name of a user of this machine, the number where it has none."""
    try:
        return getpwuid(user).pw_name
    except KeyError:
        return str(user)


OS_ERRORS = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("there is no more room for this user"),
    errno.EROFS: N_("the disk can only be read"),
    errno.ENOENT: N_("it is not there"),
    errno.ENOTDIR: N_("a file stands where a folder is to be"),
    errno.EISDIR: N_("a folder stands where a file is to be"),
    errno.EEXIST: N_("something is there already"),
    errno.ECONNREFUSED: N_("nothing answers there"),
}
"""What the system's errors are called in messages."""


def print_message(message: str, **params: object) -> None:
    """Print the message with this id, filled with `params`, on stdout."""
    Console(soft_wrap=True, highlight=False).print(Text(in_words(message, **params)))


def print_to_stderr(message: str, **params: object) -> None:
    """Print a message on stderr, so that it does not become part of a command's output."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(Text(in_words(message, **params)))


def confirmed(question: str) -> bool:
    """Ask on the terminal, in the language of messages; return whether the answer is yes. No answer is no."""
    try:
        answer = Console(soft_wrap=True, highlight=False).input(
            Text(f"{question} {translate(YES_OR_NO)} ")
        )
    except EOFError:
        return False
    return answer.strip().casefold() in ("j", "ja", "y", "yes")


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


def with_progress(
    items: Collection[Item], message: str, console: Console, many: int = PROGRESS_THRESHOLD
) -> Iterator[Item]:
    """Iterate over the items, with a progress bar on the terminal where they are `many`.

    Pass the `console` that is in use: two on one terminal would overwrite each other's output.
    """
    if len(items) < many or not console.is_terminal:
        return iter(items)
    from rich.progress import track  # slow to load, and most work is short

    return iter(track(items, translate(message), console=console, transient=True))


def display_path(path: Path) -> str:
    """Return a path relative to the current folder, so that a click in the terminal opens the file."""
    return os.path.relpath(path)
