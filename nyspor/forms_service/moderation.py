"""Moderation: carry out an editor's decision about a submission, from a link, the page of an editor or a command.

A decision is claimed in the database, then the content file is written or removed, then the state is changed; all of
it under a lock that every process shares. What a killed process has begun is finished by `finish_decisions`.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from nyspor.console import in_words
from nyspor.forms.targets import Target, Targets, target_of
from nyspor.forms_service import placement
from nyspor.forms_service.content_changes import publish_as_placed, unpublish
from nyspor.forms_service.decision_mails import decision_mails, target_of_placement
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.placement import Placement
from nyspor.forms_service.publishing import published_files, read_published
from nyspor.forms_service.records import Decision, StoredSubmission, Submission
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.test_probes import DECIDED, DECISION_CLAIMED, TestProbe, no_probe
from nyspor.forms_service.tokens import Action, decided_digest
from nyspor.problems import N_, Problem

WAITING, APPROVED, REJECTED = "waiting", "approved", "rejected"

TRANSITIONS = {
    Action.PUBLISH: (WAITING, APPROVED),
    Action.REJECT: (WAITING, REJECTED),
    Action.UNDO: (APPROVED, WAITING),
}
"""The state before and after each action."""

log = logging.getLogger("nyspor.forms_service")


class Outcome(StrEnum):
    """What became of a decision."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"
    """It could not be published, and waits as before."""
    CHANGED = "changed"
    """Somebody has edited the text since it was shown to the editor."""


@dataclass(frozen=True)
class DecisionResult:
    """The outcome of a decision, the submission's target now, and notes for the editor.

    `content_changed` says whether the content folder was changed, so that the site must be built.
    """

    outcome: Outcome
    target: Target
    notes: tuple[Problem, ...] = ()
    content_changed: bool = False


@dataclass(frozen=True)
class Details:
    """What an editor says besides the action; see `Decision`. `seen` is the `digest_of` the text that was shown."""

    editor: str = ""
    reason: str = ""
    tell: bool = False
    changes: Mapping[str, str] = field(default_factory=dict)
    seen: str = ""


def digest_of(stored: StoredSubmission) -> str:
    """A digest of a submission as it would be published; '' where its text is deleted."""
    latest = stored.latest
    return decided_digest(latest.kind, latest.entry, latest.values) if latest else ""


@dataclass(frozen=True)
class Moderator:
    """Carries decisions out. With `hold_mails`, mails that tell of a publication wait for the build."""

    factory: SubmissionFactory
    outbox: Outbox
    targets: Targets
    hold_mails: bool = False
    probe: TestProbe = no_probe

    @property
    def _folder(self) -> Path:
        return self.factory.settings.content

    async def decide(
        self, id: str, action: Action, now: datetime, details: Details = Details()
    ) -> DecisionResult:
        """Carry a decision out. Raises `OSError` where the content folder cannot be read or written,
        `OutboxUnavailable` where the database cannot be."""
        async with decision_lock(self.factory.settings.database):
            finished = await self._finish_claimed()
            result = await self._decide(id, action, now, details)
        return replace(result, content_changed=result.content_changed or finished)

    async def finish_decisions(self) -> bool:
        """Finish what a killed process has begun; return whether the content folder was changed.

        Afterwards a submission is published where its file is in the content folder, and only there.
        Raises `OutboxUnavailable`.
        """
        if not self.outbox.claimed_decisions():
            return False
        async with decision_lock(self.factory.settings.database):
            return await self._finish_claimed()

    async def _decide(
        self, id: str, action: Action, now: datetime, details: Details
    ) -> DecisionResult:
        before, _ = TRANSITIONS[action]
        stored = self.outbox.find(id)
        if stored is None or stored.submission is None:
            return await self._remove_expired(id, action, now)
        target = target_of(self.targets, stored.submission.kind, stored.submission.entry)
        if stored.state != before:
            return DecisionResult(Outcome.ALREADY, target)
        if details.seen and details.seen != digest_of(stored):
            return DecisionResult(Outcome.CHANGED, target)
        decision = Decision(
            id, action, now, details.editor, details.reason, details.tell, details.changes
        )
        if not await self.outbox.claim_decision(decision, before):
            return DecisionResult(Outcome.ALREADY, target)
        self.probe(DECISION_CLAIMED)
        return await self._carry_out(stored, decision)

    async def _finish_claimed(self) -> bool:
        """Carry out what was claimed. What cannot be just now stays claimed, and is tried again."""
        changed = False
        for decision in self.outbox.claimed_decisions():
            stored = self.outbox.find(decision.submission)
            try:
                if stored and stored.submission:
                    result = await self._carry_out(stored, decision)
                    changed = changed or result.content_changed
                else:
                    await self.outbox.release_decision(decision.submission)
            except OSError as error:
                log.error(in_words(UNFINISHED, reason=type(error).__name__))
        return changed

    async def _carry_out(self, stored: StoredSubmission, decision: Decision) -> DecisionResult:
        """Touch the file, then complete the claimed decision."""
        original, latest = stored.submission, stored.latest
        assert original
        assert latest
        action = Action(decision.action)
        submission = edited(latest, decision.changes)
        target = target_of(self.targets, submission.kind, submission.entry)
        try:
            if action is Action.PUBLISH:
                placed = await asyncio.to_thread(self._publish, submission, decision)
                if placed.submission is None:
                    await self.outbox.release_decision(stored.id)
                    return DecisionResult(Outcome.REFUSED, target, placed.notes)
                target = target_of_placement(self.targets, target, placed)
                notes, changed = placed.notes, True
            else:
                removed = await asyncio.to_thread(unpublish, self._folder, stored.id, self.probe)
                undone = action is Action.UNDO
                notes = (Problem("", *placement.NO_FILE),) if undone and not removed else ()
                changed = removed or undone
        except OSError:
            await self._give_back(stored.id, action)
            raise
        if action is Action.UNDO and self._never_shown(stored.id):
            decision = replace(decision, tell=False)
        done = await self.outbox.decide(
            stored.id,
            TRANSITIONS[action][1],
            decision.at,
            decision_mails(self.factory, target, submission, decision, original),
            build=changed and self.hold_mails,
            edited=submission.values if decision.changes else None,
        )
        self.probe(DECIDED)
        if not done:  # its writer was forgotten while the file was written
            await asyncio.to_thread(unpublish, self._folder, stored.id)
            await self.outbox.release_decision(stored.id)
        return DecisionResult(Outcome.DONE if done else Outcome.ALREADY, target, notes, changed)

    def _never_shown(self, id: str) -> bool:
        """Whether the site has not been built since a text was published, as far as is known: nobody has seen it."""
        waiting = self.outbox.awaiting_build()
        if any(mail.partition(".")[0] == id for mail, _ in waiting.mails):
            return True
        published = [each for each in self.outbox.decisions(id) if each.action == Action.PUBLISH]
        return bool(published) and waiting.since == published[-1].at.timestamp()

    def _publish(self, submission: Submission, decision: Decision) -> Placement:
        if decision.changes:  # a file that is there already has other words
            unpublish(self._folder, submission.id)
        return publish_as_placed(self._folder, self.targets, submission, decision.at, self.probe)

    async def _give_back(self, id: str, action: Action) -> None:
        """Give a claim back after an error of the disk, where the file is as it was; else it stays, to be finished."""
        try:
            if action is Action.PUBLISH:
                await asyncio.to_thread(unpublish, self._folder, id)
            elif action is Action.UNDO and not await asyncio.to_thread(
                published_files, self._folder, [id]
            ):
                return
        except OSError:
            return
        await self.outbox.release_decision(id)

    async def _remove_expired(self, id: str, action: Action, now: datetime) -> DecisionResult:
        """Take a text off the site whose submission was deleted long ago, so that nothing but its file is left."""
        left = await asyncio.to_thread(read_published, self._folder, id)
        if left is None or action is not Action.UNDO:
            return DecisionResult(Outcome.ALREADY, target_of(self.targets, "comment", ""))
        await asyncio.to_thread(unpublish, self._folder, id, self.probe)
        target = target_of(self.targets, left.kind, left.entry)
        if self.hold_mails:
            await asyncio.to_thread(self.outbox.require_build, now)
        notes = (Problem("", *placement.TEXT_DELETED),)
        return DecisionResult(Outcome.DONE, target, notes, content_changed=True)


def edited(submission: Submission, changes: Mapping[str, str]) -> Submission:
    """A submission with an editor's corrections, marked as edited; unchanged where there are none."""
    if not changes:
        return submission
    return replace(submission, values={**submission.values, **changes, "edited": "yes"})


UNFINISHED = N_(
    "A decision that was begun could not be finished, and is tried again later: {reason}"
)


@asynccontextmanager
async def decision_lock(database: Path) -> AsyncIterator[None]:
    """Lock decisions on this database, so that a command and the service take turns."""
    lock = os.open(f"{database}.deciding", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
