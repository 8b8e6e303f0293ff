"""Pagination: lays out all sections in order and finds the page that each begins on.

Every section begins on a new page, so each can be laid out alone. Its HTML contains the page numbers of other
sections as plain text: when the numbers that result are those that were used, pagination is done. Otherwise
the sections that used wrong numbers are laid out again, and only those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nyspor.magazine.layout.section_layout import LaidOutSection, SectionLayout
from nyspor.magazine.sections import Section

MAX_PASSES = 4
"""A page number with one digit more can move a line, and the line a page; after four passes nothing moves."""

PageNumbers = Mapping[str, int]
"""The page (from 1) that each section begins on, by section name."""


class PaginationError(Exception):
    """The page numbers did not converge: a fault in a template."""


@dataclass(frozen=True)
class PaginatedIssue:
    """All sections of an issue on their pages."""

    sections: tuple[LaidOutSection, ...]
    numbers: PageNumbers
    pages: int


def paginate(
    sections: Sequence[Section],
    lay_out: Callable[[Section, PageNumbers], SectionLayout],
    expected: PageNumbers | None = None,
) -> PaginatedIssue:
    """Lay out the sections in order until their page numbers converge.

    `expected` are the page numbers of the last time, which usually make one pass enough. Raises
    `PaginationError` after `MAX_PASSES`.
    """
    numbers = dict(expected or {})
    for _ in range(MAX_PASSES):
        issue = _layout_pass(sections, lay_out, numbers)
        if all(numbers.get(name) == number for name, number in issue.numbers.items()):
            return issue
        numbers = dict(issue.numbers)
    raise PaginationError


def _layout_pass(
    sections: Sequence[Section],
    lay_out: Callable[[Section, PageNumbers], SectionLayout],
    numbers: PageNumbers,
) -> PaginatedIssue:
    """Lay out each section with the numbers found so far in this pass, and `numbers` for those that follow."""
    found: dict[str, int] = {}
    laid_out: list[LaidOutSection] = []
    page = 1
    for section in sections:
        found[section.name] = page
        layout = lay_out(section, {**numbers, **found})
        laid_out.append(LaidOutSection(section.name, section.title, section.level, layout))
        page += layout.pages
    return PaginatedIssue(tuple(laid_out), found, page - 1)
