"""The preview of one story of the magazine: what is wrong elsewhere does not keep its writer from seeing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import typer

from nyspor.checks.held_back import HoldBack, holding_back
from nyspor.checks.library import ContentInvalid, checked_library
from nyspor.clock import read_clock
from nyspor.console import print_message
from nyspor.content.loader import read_content
from nyspor.magazine.core.section_names import RESERVED
from nyspor.magazine.stories import published_stories
from nyspor.model.kinds import Issue, Story
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.problem_report import print_problems, print_problems_by_file
from nyspor.problems import N_, Problem, closest_match
from nyspor.site.theme import Theme
from nyspor.text.danish import fold

if TYPE_CHECKING:
    from nyspor.magazine.preview import Preview

NOTHING_SHOWN = N_("The preview was not made.")


def write_preview(year: int, written: str, content: Path, theme: Theme, into: Path) -> Preview:
    """Write the preview of a story or another section, and print what is wrong with it.

    `written` is the name of the story's file, also with its folder, or its title. Exits where there is none.
    """
    from nyspor.magazine.build import SECTION_CACHE
    from nyspor.magazine.layout.inputs import MagazineInputs
    from nyspor.magazine.preview import preview_section

    library, issue = load_issue(year, content, written)
    folder = into / str(year)
    inputs = MagazineInputs(
        library, issue, Site("", "", ""), theme, content, folder / SECTION_CACHE
    )
    made = preview_section(inputs, folder, section_of(written, library, issue))
    if made is None:
        print_unknown(written, library, issue)
        raise typer.Exit(1)
    print_problems_by_file(made.problems, content)
    return made


def load_issue(year: int, folder: Path, written: str) -> tuple[Library, Issue]:
    """Return the year's issue with a library in which its drafts can be read too.

    What has errors is left out. Prints the problems and exits where that is the issue, or the story itself.
    """
    content, now = read_content(folder), read_clock()
    try:
        library, problems = checked_library(content, now, without=HoldBack.ALL)
    except ContentInvalid as error:
        print_problems(error.problems, folder, NOTHING_SHOWN)
        raise typer.Exit(1) from None
    wrong = holding_back(problems)
    name = slug_in(written)
    concerned = [problem for problem in wrong if _concerns(problem, year, name)]
    if concerned:
        print_problems(concerned, folder, NOTHING_SHOWN)
        raise typer.Exit(1)
    library = _with_drafts(library, {problem.source for problem in wrong}, now)
    return library, issue_of(year, library, folder)


def issue_of(year: int, library: Library, folder: Path) -> Issue:
    """Return the issue of a year; end the command where there is none in the content `folder`."""
    for issue in library.of_kind(Issue):
        if issue.year == year:
            return issue
    print_message(
        N_("There is no magazine for {year}: write {file} first, or publish it."),
        year=year,
        file=folder / f"magazine/{year}/issue.md",
    )
    raise typer.Exit(1)


def _concerns(problem: Problem, year: int, name: str) -> bool:
    path = PurePosixPath(problem.source)
    kind = path.parts[0] if path.parts else ""
    return (kind == "magazine" and str(year) in path.parts) or (
        kind == "stories" and path.name.partition(".")[0] == name
    )


def _with_drafts(library: Library, held_back: set[str], now: datetime) -> Library:
    """Return the library with the stories and issues that are not published yet."""
    waiting = {
        key: entry
        for key, entry in library.unpublished.items()
        if isinstance(entry, Story | Issue) and entry.file not in held_back
    }
    return replace(library, entries={**library.entries, **waiting})


def slug_in(written: str) -> str:
    """Return the name of a story from that of its file, with or without its folder and its ending.

    >>> slug_in("content/stories/2013/stien.en.md")
    'stien'
    """
    name = PurePosixPath(written.replace("\\", "/")).name
    return name.partition(".")[0] if name.endswith(".md") else name


def section_of(written: str, library: Library, issue: Issue) -> str:
    """Return the name of what is meant: a story's by its file or its title, else as it is written."""
    name = slug_in(written)
    titles = {fold(story.title): story.slug for story in published_stories(library, issue)}
    return titles.get(fold(written), name)


def print_unknown(written: str, library: Library, issue: Issue) -> None:
    """Say that there is no such story in the issue, and what to do."""
    name, stories = slug_in(written), _names(library, issue)
    other = issue.find_story(library.entries, name)
    if isinstance(other, Story):
        message = N_("The story {story} is not in the magazine {year}. Write “- historie: {story}” below historier: in {file}.")  # fmt: skip
    elif near := closest_match(name, (*stories, *RESERVED)):
        message = N_("No story in the magazine {year} is called {story}. Did you mean “{near}”?")
        print_message(message, year=issue.year, story=written, near=near)
        return
    else:
        message = N_("No story in the magazine {year} is called {story}. It has: {names}.")
    print_message(
        message,
        year=issue.year,
        story=name if isinstance(other, Story) else written,
        file=issue.file,
        names=", ".join(stories) or "–",
    )


def _names(library: Library, issue: Issue) -> Sequence[str]:
    return [story.slug for story in published_stories(library, issue)]
