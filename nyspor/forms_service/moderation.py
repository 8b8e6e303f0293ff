"""Moderation: carry out an editor's decision about a submission, from a link or a command."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from nyspor.forms.submission_files import entry_of
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service import placement
from nyspor.forms_service.content_lookup import ContentLookup, problems_with
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.placement import Placement, place_comment, place_idea
from nyspor.forms_service.publishing import (
    publication_of,
    publish,
    published_files,
    remove_file,
    withdraw,
    write_durably,
)
from nyspor.forms_service.records import Mail, Submission
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.test_probes import DECIDED, TestProbe, no_probe
from nyspor.forms_service.tokens import Action
from nyspor.model.kinds import Entry
from nyspor.problems import Problem
from nyspor.urls import entry_address

WAITING, APPROVED, REJECTED = "waiting", "approved", "rejected"

TRANSITIONS = {
    Action.PUBLISH: (WAITING, APPROVED),
    Action.REJECT: (WAITING, REJECTED),
    Action.UNDO: (APPROVED, WAITING),
}
"""The state before and after each action."""


class Outcome(StrEnum):
    """What became of a decision."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    """It could not be published, and waits as before."""


@dataclass(frozen=True)
class DecisionResult:
    """The outcome of a decision, the submission's target now, and notes for the editor.

    `content_changed` says whether the content folder was changed, so that the site must be built.
    """

    outcome: Outcome
    target: Target
    notes: tuple[Problem, ...] = ()
    content_changed: bool = False


async def decide(
    factory: SubmissionFactory,
    outbox: Outbox,
    targets: Targets,
    submission: Submission,
    action: Action,
    now: datetime,
    hold_mails: bool = False,
    probe: TestProbe = no_probe,
) -> DecisionResult:
    """Carry a decision out: write the content file first, then the state, so that an approved text is on the disk.

    If the process is killed in between, the same decision can be taken again and leads to the same file. With
    `hold_mails`, the mail that tells the resident of a publication waits for the build. Raises `OSError` where the
    content folder cannot be read or written, `OutboxUnavailable` where the database cannot be.
    """
    folder = factory.settings.content
    target = target_of(targets, submission.kind, submission.entry)
    before, after = TRANSITIONS[action]
    async with decision_lock(factory.settings.database):
        stored = outbox.find(submission.id)
        if stored is None or stored.state != before:
            return DecisionResult(Outcome.ALREADY, target)
        if action is Action.PUBLISH:
            placed = await asyncio.to_thread(
                publish_as_placed, folder, targets, submission, now, probe
            )
            if placed.submission is None:
                return DecisionResult(Outcome.REFUSED, target, placed.notes)
            target = target_of_placement(targets, target, placed)
            notes, changed = placed.notes, True
        else:
            removed = await asyncio.to_thread(unpublish, folder, submission)
            undone = action is Action.UNDO
            notes = (Problem("", *placement.NO_FILE),) if undone and not removed else ()
            changed = removed or undone
        decided = await outbox.decide(
            submission.id,
            after,
            now,
            decision_mails(factory, target, submission, action, now),
            build=changed and hold_mails,
        )
    probe(DECIDED)
    outcome = Outcome.DONE if decided else Outcome.ALREADY
    return DecisionResult(outcome, target, notes, changed)


@asynccontextmanager
async def decision_lock(database: Path) -> AsyncIterator[None]:
    """Lock decisions on this database, so that a command and the service take turns."""
    lock = os.open(f"{database}.deciding", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


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
    path = publication_of(placed.submission).path(placed.submission)
    before, known = file_at(folder, path), problems_with(folder, targets, path)
    publish(folder, placed.submission, probe)
    # Others edit the content too: what was there a moment ago may be gone.
    new = [problem for problem in problems_with(folder, targets, path) if problem not in known]
    if not new:
        return placed
    if before is None:
        remove_file(folder, path)
    else:
        write_durably(folder, path, before)
    return Placement(None, (Problem(path, placement.SITE_WOULD_FAIL), *new))


def place(lookup: ContentLookup, submission: Submission, now: datetime) -> Placement:
    """Decide where a submission goes, by the entries that exist now."""
    if submission.kind == "comment":
        return place_comment(submission, lookup.find(submission.entry), lookup.accepts_reply, now)
    if submission.kind == "idea":
        return place_idea(submission, lookup.find(f"tracks/{submission.values.get('track', '')}"))
    return Placement(submission)


def unpublish(folder: Path, submission: Submission) -> bool:
    """Remove the published file of a submission, wherever it lies now; return whether there was one."""
    removed = [withdraw(folder, path) for path in published_files(folder, [submission.id])]
    return any(removed)


def file_at(folder: Path, path: str) -> bytes | None:
    """The content of a file; None where there is none."""
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None


def target_of_placement(targets: Targets, target: Target, placed: Placement) -> Target:
    """The target of a submission as it was placed, for the mails and the page about it."""
    if placed.submission is None or placed.submission.kind != "comment":
        return target
    key, entry = placed.submission.entry, placed.entry
    return targets.find("comment", key) or (_target_of_entry(target, entry) if entry else target)


def _target_of_entry(target: Target, entry: Entry) -> Target:
    """The target of an entry that is newer than the list of targets."""
    address = entry_address(entry.kind, entry.slug, entry.lang.value)
    return replace(
        target, entry=entry.key, title=entry.title, address=address, lang=entry.lang.value
    )


def decision_mails(
    factory: SubmissionFactory,
    target: Target,
    submission: Submission,
    action: Action,
    now: datetime,
) -> tuple[Mail, ...]:
    """The mails about a decision: to the editor how to undo it, to the resident who asked for it."""
    found = []
    if action is Action.PUBLISH:
        link = factory.links(submission, now, [Action.UNDO])[Action.UNDO]
        found.append(factory.mail_writer.undo(submission, target, link, now))
    if action is not Action.UNDO and submission.values.get("notify"):
        found.append(factory.mail_writer.decision(submission, target, action, now))
    return tuple(found)
