"""Holding back the texts that have errors, so that the others can be shown without them.

A text that is held back stays as a draft with nothing but its title: what others refer to is there, and no list shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from enum import Enum
from pathlib import PurePosixPath

from nyspor.content.collection import SHARED_FILES, ContentCollection, is_published
from nyspor.content.entry_reader import ParsedEntry
from nyspor.front_matter.parsing import Fields
from nyspor.front_matter.validation import salvage
from nyspor.model.kind_specs import kind_spec
from nyspor.model.values import Status
from nyspor.problems import Problem
from nyspor.rules import errors


class HoldBack(Enum):
    """Which texts with errors a build leaves out; any other text with an error stops it."""

    NONE = "none"
    UNPUBLISHED = "unpublished"
    """Drafts, and what comes out later: the site that residents read does not show them yet."""
    ALL = "all"
    """All, in the preview, where a writer looks at the others meanwhile."""


ADDRESS_RULES = frozenset({"unique-address", "file-name"})
"""What breaks one of these has no address of its own, at which a draft could stand."""

SHOWN_ANYWAY = frozenset({"link-to-unpublished"})
"""What breaks one of these is right in the preview, which has pages for drafts."""


def stops_build(
    problem: Problem, content: ContentCollection, now: datetime, what: HoldBack
) -> bool:
    """Return whether an error stops the build at the moment `now`, since its text cannot be left out."""
    if problem.source in SHARED_FILES or what is HoldBack.NONE:
        return True
    if what is HoldBack.ALL:
        return False
    parsed = content.by_file.get(problem.source)
    return not (parsed and parsed.known and not is_published(parsed.known, now.timestamp()))


def holding_back(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems for which a text is held back in the preview."""
    return [problem for problem in errors(problems) if problem.rule not in SHOWN_ANYWAY]


def hold_back(content: ContentCollection, problems: Iterable[Problem]) -> ContentCollection:
    """Return the content without the texts, comments and ideas that have one of these errors."""
    wrong = holding_back(problems)
    files = {problem.source for problem in wrong}
    without_address = {problem.source for problem in wrong if problem.rule in ADDRESS_RULES}
    return replace(
        content,
        parsed_entries=tuple(_kept(content.parsed_entries, files, without_address)),
        comments={file: each for file, each in content.comments.items() if file not in files},
        ideas={file: each for file, each in content.ideas.items() if file not in files},
        problems=tuple(problem for problem in content.problems if problem not in wrong),
    )


def _kept(
    parsed_entries: Iterable[ParsedEntry], wrong: Collection[str], removed: Collection[str]
) -> Iterable[ParsedEntry]:
    for parsed in parsed_entries:
        if parsed.file not in wrong:
            yield parsed
        elif parsed.file not in removed and (empty := title_only(parsed)):
            yield empty


def title_only(parsed: ParsedEntry) -> ParsedEntry | None:
    """Return a draft with the title of a text, or with the name of its file; None where its kind needs more."""
    location = parsed.location
    known = parsed.entry.title if parsed.entry else "?"
    title = PurePosixPath(parsed.file).stem if known == "?" else known
    fields = Fields()
    fields.values = {"title": title, "summary": title, "status": Status.DRAFT.word}
    model = kind_spec(location.kind).model
    entry = salvage(fields, model, slug=location.slug, file=parsed.file, lang=location.lang)
    return ParsedEntry(parsed.file, location, entry) if entry else None
