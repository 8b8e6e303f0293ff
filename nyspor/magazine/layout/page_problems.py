"""The faults of laid-out pages as problems: which story, which page of the magazine, and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from nyspor.magazine.layout.page_measures import Fault, FaultKind, Role
from nyspor.magazine.layout.section_layout import SectionLayout
from nyspor.problems import N_, Problem

MESSAGES = {
    FaultKind.OFF_PAGE: N_("On page {page} of the magazine “{text}” is wider than its place, even set smaller."),
    FaultKind.TOO_LONG: N_("On page {page} of the magazine there is no room for all of it: “{text}” runs off the page."),
    FaultKind.CUT: N_("On page {page} of the magazine there is no room for all of “{text}”: its end is missing."),
    FaultKind.OVERLAP: N_("On page {page} of the magazine “{text}” stands on top of “{other}”."),
    FaultKind.ON_PICTURE: N_("On page {page} of the magazine “{text}” stands on top of a picture."),
    FaultKind.INVISIBLE: N_("On page {page} of the magazine “{text}” cannot be seen: it has nearly the colour of what is behind it."),
}  # fmt: skip

PICTURE_OFF_PAGE = N_("On page {page} of the magazine the picture “{text}” is cut off by the edge.")

REMEDIES = {
    Role.TITLE: N_("Write a shorter title. A story can have one for the magazine alone: titel: below historie: in the issue."),
    Role.HEADING: N_("Write it shorter, or divide its longest word."),
    Role.FIGURES: N_("Write fewer key figures, or shorter ones: 3 mio. rather than 3.000.000."),
    Role.TABLE: N_("Give the table fewer columns or shorter words, or make two of it."),
    Role.LIST: N_("Put fewer stories into the section: make two of it."),
    Role.TEXT: N_("Write it shorter, or divide its longest word."),
    Role.PICTURE: N_("Crop the picture so that it is less tall, or take it out."),
}  # fmt: skip

LONGEST_TEXT = 50
"""More of a text is not shown, in characters."""


def page_problems(
    layout: SectionLayout, source: str, first_page: int, read: Callable[[str], str]
) -> list[Problem]:
    """Return a problem for everything in a section that does not fit its pages.

    `source` is the section's content file, `first_page` the page of the magazine that it begins on, and
    `read` returns the text of a file.
    """
    return [
        _problem(fault, source, first_page + fault.page, read) for fault in _causes(layout.faults)
    ]


def _causes(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield a fault for each thing to change: a wide table has one in every row, a long title on the page after too."""
    seen = set()
    for fault in sorted(faults, key=lambda fault: (fault.page, fault.kind is FaultKind.INVISIBLE)):
        subject = _subject(fault)
        key = subject, 0 if subject in (Role.TITLE, Role.LIST) else fault.page
        if fault.kind is not FaultKind.HOLE and key not in seen:
            seen.add(key)
            yield fault


def _subject(fault: Fault) -> Role:
    """Return what is to be changed: of two texts over each other not the running text, where only one of them is."""
    return fault.other_role if fault.role is Role.TEXT and fault.other else fault.role


def _problem(fault: Fault, file: str, page: int, read: Callable[[str], str]) -> Problem:
    message = PICTURE_OFF_PAGE if fault.role is Role.PICTURE else MESSAGES[fault.kind]
    params = {"page": page, "text": _shortened(fault.text), "other": _shortened(fault.other)}
    subject = _subject(fault)
    line = _line(fault.text if subject is fault.role else fault.other, read(file))
    is_other_title = subject is Role.TITLE and not file.startswith("stories/")
    remedy = REMEDIES[Role.HEADING if is_other_title else subject]
    return Problem(file, message, remedy, line, params=params, rule="issue-pages")


def _line(text: str, source: str) -> int | None:
    """Return the line of the source that has the text, as far as Markdown leaves it as it is; None where none has."""
    wanted = _plain(text.rstrip("-‐\u00ad"))
    lines = enumerate(source.split("\n"), start=1)
    return next((number for number, line in lines if wanted and wanted in _plain(line)), None)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.replace("\u00ad", "")).strip().lower()


def _shortened(text: str) -> str:
    text = text.replace("\u00ad", "")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1].rstrip() + "…"
