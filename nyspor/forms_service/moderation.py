"""What an editor decides about a comment or an idea, by a link or at the desk."""

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
from nyspor.forms_service.content_lookup import Entries, faults
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.placement import Placing, place_comment, place_idea
from nyspor.forms_service.publishing import path_of, publish, published_by, put, take_away, withdraw
from nyspor.forms_service.records import Mail, Submission
from nyspor.forms_service.submission_factory import Desk
from nyspor.forms_service.test_probes import DECIDED, Watch, nothing
from nyspor.forms_service.tokens import Action
from nyspor.model.kinds import Entry
from nyspor.problems import Problem
from nyspor.urls import entry_address

WAITING, APPROVED, REJECTED = "waiting", "approved", "rejected"

STEPS = {
    Action.PUBLISH: (WAITING, APPROVED),
    Action.REJECT: (WAITING, REJECTED),
    Action.UNDO: (APPROVED, WAITING),
}
"""From which state an action leads, and where to."""


class Outcome(StrEnum):
    """What came of a decision."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    """It could not be published; it waits as before."""


@dataclass(frozen=True)
class Decision:
    """What came of it, what it is about now, and what the editor should know.

    `changed` says whether the content folder is another now, so that the site must be built.
    """

    outcome: Outcome
    target: Target
    remarks: tuple[Problem, ...] = ()
    changed: bool = False


async def decide(
    desk: Desk,
    outbox: Outbox,
    targets: Targets,
    submission: Submission,
    action: Action,
    now: datetime,
    hold: bool = False,
    watch: Watch = nothing,
) -> Decision:
    """Carry a decision out: the file first, then the mark, so that what is marked is on the disk.

    Killed in between, the same decision can be taken again and leads to the same file. With `hold`
    the resident is told that it can be read when the site has been built. Raises `OSError` where the
    content folder cannot be read or written, `OutboxFull` where the mark cannot be made.
    """
    folder = desk.settings.content
    target = target_of(targets, submission.kind, submission.entry)
    before, after = STEPS[action]
    async with one_at_a_time(desk.settings.database):
        stored = outbox.find(submission.id)
        if stored is None or stored.state != before:
            return Decision(Outcome.ALREADY, target)
        if action is Action.PUBLISH:
            placed = await asyncio.to_thread(put_in, folder, targets, submission, now, watch)
            if placed.submission is None:
                return Decision(Outcome.REFUSED, target, placed.remarks)
            target = target_at(targets, target, placed)
            remarks, changed = placed.remarks, True
        else:
            there = await asyncio.to_thread(take_out, folder, submission)
            undone = action is Action.UNDO
            remarks = (Problem("", *placement.NO_FILE),) if undone and not there else ()
            changed = there or undone
        decided = await outbox.decide(
            submission.id,
            after,
            now,
            mails(desk, target, submission, action, now),
            build=changed and hold,
        )
    watch(DECIDED)
    outcome = Outcome.DONE if decided else Outcome.ALREADY
    return Decision(outcome, target, remarks, changed)


@asynccontextmanager
async def one_at_a_time(database: Path) -> AsyncIterator[None]:
    """Hold the lock that decisions are taken under, so that a command beside the service waits for its turn."""
    lock = os.open(f"{database}.deciding", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def put_in(
    folder: Path, targets: Targets, submission: Submission, now: datetime, watch: Watch = nothing
) -> Placing:
    """Publish a text where it belongs today; what the check would find wrong with it is taken back at once.

    One whose file is there already, as after a kill before the mark was made, is left where it is.
    """
    for path in published_by(folder, [submission.id]):
        if not any(problem.source == path for problem in faults(folder, targets, path)):
            entry = entry_of(path) if submission.kind == "comment" else ""
            return Placing(replace(submission, entry=entry))
    placed = place(Entries(folder, targets), submission, now)
    if placed.submission is None:
        return placed
    path = path_of(placed.submission)
    before, found = file_at(folder, path), faults(folder, targets, path)
    publish(folder, placed.submission, watch)
    # The content is others' too: what was there a moment ago may be gone.
    new = [problem for problem in faults(folder, targets, path) if problem not in found]
    if not new:
        return placed
    if before is None:
        take_away(folder, path)
    else:
        put(folder, path, before)
    return Placing(None, (Problem(path, placement.TAKEN_BACK), *new))


def place(entries: Entries, submission: Submission, now: datetime) -> Placing:
    """Where a text goes, by the entries there are."""
    if submission.kind == "comment":
        return place_comment(submission, entries.find(submission.entry), entries.opens, now)
    return place_idea(submission, entries.find(f"tracks/{submission.values.get('track', '')}"))


def take_out(folder: Path, submission: Submission) -> bool:
    """Remove what was published of a submission, wherever it lies now; whether there was anything."""
    gone = [withdraw(folder, path) for path in published_by(folder, [submission.id])]
    return any(gone)


def file_at(folder: Path, path: str) -> bytes | None:
    """What a file holds; None where there is none."""
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        return None


def target_at(targets: Targets, target: Target, placed: Placing) -> Target:
    """What a text was published on, for the mails and the page about it."""
    if placed.submission is None or placed.submission.kind != "comment":
        return target
    key, entry = placed.submission.entry, placed.entry
    return targets.find("comment", key) or (_target_of_entry(target, entry) if entry else target)


def _target_of_entry(target: Target, entry: Entry) -> Target:
    """The target that the list, which is older, does not know."""
    address = entry_address(entry.kind, entry.slug, entry.lang.value)
    return replace(
        target, entry=entry.key, title=entry.title, address=address, lang=entry.lang.value
    )


def mails(
    desk: Desk, target: Target, submission: Submission, action: Action, now: datetime
) -> tuple[Mail, ...]:
    """Who is told of a decision: the editor how to undo it, the resident who asked for it."""
    found = []
    if action is Action.PUBLISH:
        link = desk.links(submission, now, [Action.UNDO])[Action.UNDO]
        found.append(desk.writer.undo(submission, target, link, now))
    if action is not Action.UNDO and submission.values.get("notify"):
        found.append(desk.writer.answer(submission, target, action))
    return tuple(found)
