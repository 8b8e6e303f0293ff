"""What only the whole site can tell: names that nobody bears, links that lead nowhere, files not there.

Every check is a generator of problems over `ContentCollection`; `check_content` runs them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from nyspor.checks.addresses import aliases, duplicates, linked_files, nameless_files
from nyspor.checks.links import links, unpublished_links
from nyspor.checks.media import expired_consents, pictures, videos
from nyspor.checks.meetings import meetings
from nyspor.checks.references import answers, names, references, repeated_stories
from nyspor.content.collection import ContentCollection
from nyspor.problems import Problem

__all__ = ["check_content"]

CHECKS = (
    nameless_files, duplicates, names, references, repeated_stories, answers, links, pictures,
    videos, meetings, linked_files, aliases,
)  # fmt: skip
CHECKS_BY_TIME = (expired_consents, unpublished_links)


def check_content(content: ContentCollection, now: datetime) -> list[Problem]:
    """Every problem of the content at the moment `now`, sorted by file and line, each once."""
    found = [*content.problems]
    for parsed in content.parsed_entries:
        found += parsed.problems
    for look in CHECKS:
        found += look(content)
    for look_at_time in CHECKS_BY_TIME:
        found += look_at_time(content, now)
    return sorted(unique(found), key=lambda problem: problem.place)


def unique(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once."""
    return list({(p.place, p.message, str(p.params)): p for p in problems}.values())
