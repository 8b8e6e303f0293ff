"""Changes the content folder by a decision: a text is published where it belongs today, or taken off again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from nyspor.forms.submission_files import entry_of
from nyspor.forms.targets import Targets
from nyspor.forms_service import placement
from nyspor.forms_service.content_lookup import ContentLookup, problems_with
from nyspor.forms_service.placement import Placement, place_comment, place_idea
from nyspor.forms_service.publishing import (
    publication_of,
    publish,
    published_files,
    remove_file,
    withdraw,
    write_durably,
)
from nyspor.forms_service.records import Submission
from nyspor.forms_service.test_probes import TestProbe, no_probe
from nyspor.problems import Problem


def publish_as_placed(
    folder: Path,
    targets: Targets,
    submission: Submission,
    now: datetime,
    probe: TestProbe = no_probe,
) -> Placement:
    """Publish a submission where it belongs today. If the check finds new problems then, undo it at once.

    A file that exists already, as after a crash before the state was written, stays where it is.
    """
    for path in published_files(folder, [submission.id]):
        if not any(problem.source == path for problem in problems_with(folder, targets, path)):
            entry = entry_of(path) if submission.kind == "comment" else ""
            return Placement(replace(submission, entry=entry))
    placed = place(ContentLookup(folder, targets), submission, now)
    if placed.submission is None:
        return placed
    fitting = placed.submission
    path = publication_of(fitting).path(fitting)
    problems = write_checked(folder, targets, path, lambda: publish(folder, fitting, probe))
    return Placement(None, tuple(problems)) if problems else placed


def write_checked(
    folder: Path, targets: Targets, path: str, write: Callable[[], object]
) -> list[Problem]:
    """Write a file, with `write`; where the check finds new problems with it, put back what was there, and return them."""
    before, known = file_at(folder, path), problems_with(folder, targets, path)
    write()
    # Others edit the content too: what was there a moment ago may be gone.
    new = [problem for problem in problems_with(folder, targets, path) if problem not in known]
    if not new:
        return []
    if before is None:
        remove_file(folder, path)
    else:
        write_durably(folder, path, before)
    return [Problem(path, placement.SITE_WOULD_FAIL), *new]


def place(lookup: ContentLookup, submission: Submission, now: datetime) -> Placement:
    """Decide where a submission goes, by the entries that exist now."""
    if submission.kind == "comment":
        return place_comment(submission, lookup.find(submission.entry), lookup.accepts_reply, now)
    if submission.kind == "idea":
        return place_idea(submission, lookup.find(f"tracks/{submission.values.get('track', '')}"))
    return Placement(submission)


def unpublish(folder: Path, id: str, probe: TestProbe = no_probe) -> bool:
    """Remove the published file of a submission, wherever it lies now; return whether there was one."""
    removed = [withdraw(folder, path, probe) for path in published_files(folder, [id])]
    return any(removed)


def file_at(folder: Path, path: str) -> bytes | None:
    """The content of a file; None where there is none."""
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None
