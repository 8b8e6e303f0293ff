"""Advice on texts that are there twice: copies of files, and two texts of one title."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.content.collection import ContentCollection
from nyspor.model.values import Status
from nyspor.problems import N_, Problem
from nyspor.text.danish import fold


def check_copies(content: ContentCollection) -> Iterator[Problem]:
    """Advise on files that look like copies: each is a text of its own, with a page of its own."""
    for file, original in content.copies.items():
        yield Problem(
            file,
            N_("The file looks like a copy of {original}, and comes on the site beside it.")
            if original
            else N_("The file looks like a copy of another, and comes on the site as a text of its own."),
            N_("Take away the one that you do not need; else give the file a name of its own."),
            params={"original": original},
            rule="copy",
        )  # fmt: skip


def check_repeated_titles(content: ContentCollection) -> Iterator[Problem]:
    """Advise on two texts of one kind, year and title, of which one is most often an older version."""
    first: dict[tuple[str, str, int, str], str] = {}
    for parsed in content.parsed_entries:
        entry = parsed.entry
        if entry is None or entry.status is Status.DRAFT or parsed.file in content.copies:
            continue
        place = (entry.kind, entry.lang.value, entry.date_year, fold(entry.title))
        other = first.setdefault(place, parsed.file)
        if other != parsed.file:
            yield parsed.problem(
                ("title",),
                N_("{other} has the same title."),
                N_("Take away the one that you do not need; else tell them apart in their titles."),
                other=other,
                rule="repetition",
            )
