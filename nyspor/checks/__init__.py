"""Checks that need the whole site: references, links, addresses, pictures, videos.

Every check is a generator of problems over a `ContentCollection`; `check_content` runs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from nyspor.checks.addresses import (
    check_aliases,
    check_file_names,
    check_linked_file_names,
    check_unique_addresses,
)
from nyspor.checks.copies import check_copies, check_repeated_titles
from nyspor.checks.ideas import check_ideas
from nyspor.checks.links import check_links, check_links_to_unpublished
from nyspor.checks.media import (
    check_alt_words,
    check_consents,
    check_documents,
    check_pictures,
    check_shown_pictures,
    check_videos,
)
from nyspor.checks.meetings import check_meetings
from nyspor.checks.numbers import check_numbers
from nyspor.checks.plausible import check_plausible_fields
from nyspor.checks.published_addresses import check_published_addresses
from nyspor.checks.references import (
    check_broader_topics,
    check_references,
    check_repeated_references,
    check_repeated_stories,
    check_submissions,
    check_translations,
)
from nyspor.checks.silenced import check_silenced, without_silenced
from nyspor.content.collection import SHARED_FILES, ContentCollection, OneText
from nyspor.problems import Problem
from nyspor.rules import errors

__all__ = ["check_content", "check_text", "errors_in_text"]

Check = Callable[[ContentCollection], Iterable[Problem]]

CHECKS: tuple[Check, ...] = (
    check_file_names,
    check_copies,
    check_repeated_titles,
    check_unique_addresses,
    check_references,
    check_broader_topics,
    check_translations,
    check_repeated_references,
    check_repeated_stories,
    check_submissions,
    check_links,
    check_pictures,
    check_shown_pictures,
    check_alt_words,
    check_videos,
    check_documents,
    check_meetings,
    check_numbers,
    check_linked_file_names,
    check_aliases,
    check_silenced,
)
TIME_DEPENDENT_CHECKS = (
    check_consents,
    check_ideas,
    check_links_to_unpublished,
    check_plausible_fields,
    check_published_addresses,
)


BETWEEN_TEXTS = frozenset(
    {
        check_copies,
        check_repeated_titles,
        check_unique_addresses,
        check_translations,
        check_linked_file_names,
        check_aliases,
    }
)
"""The checks that compare texts with each other, and so cannot be made of one alone."""

ADVICE = frozenset({check_copies, check_repeated_titles})
"""The checks that find no errors, and take longest where there are many texts."""


def check_content(content: ContentCollection, now: datetime) -> list[Problem]:
    """Return every problem of the content at the moment `now`, sorted by file and line, each once.

    A mistake in a file that others refer to is returned alone, since much else would only follow from it.
    Advice that a text has silenced is left out.
    """
    return _problems(content, content, now)


def check_text(content: ContentCollection, file: str, now: datetime) -> list[Problem]:
    """Return what `check_content` says of one text, and of the files that many refer to: a fraction of the work."""
    return _check_text(content, file, now, CHECKS)


def errors_in_text(content: ContentCollection, file: str, now: datetime) -> list[Problem]:
    """Return the errors alone: what would keep one text off the site."""
    checks = tuple(check for check in CHECKS if check not in ADVICE)
    return errors(_check_text(content, file, now, checks))


def _check_text(
    content: ContentCollection, file: str, now: datetime, checks: Iterable[Check]
) -> list[Problem]:
    found = _problems(OneText.of(content, file), content, now, checks)
    return [problem for problem in found if problem.source in (file, *SHARED_FILES)]


def _problems(
    content: ContentCollection,
    whole: ContentCollection,
    now: datetime,
    checks: Iterable[Check] = CHECKS,
) -> list[Problem]:
    """What the checks say of `content`; those that compare texts are given the `whole`."""
    found = [*content.problems]
    for parsed in content.parsed_entries:
        found += parsed.problems
    for check in checks:
        found += check(whole if check in BETWEEN_TEXTS else content)
    for check_at in TIME_DEPENDENT_CHECKS:
        found += check_at(content, now)
    found = [problem for problem in errors(found) if problem.source in SHARED_FILES] or found
    return sorted(unique(without_silenced(found, content)), key=lambda problem: problem.sort_key)


def unique(problems: Iterable[Problem]) -> list[Problem]:
    """Return each problem once."""
    return list({(p.sort_key, p.message, str(p.params)): p for p in problems}.values())
