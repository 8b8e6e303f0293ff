"""What an editor decides about a comment or an idea, by a link or at the desk."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from nyspor.hook.outbox import Outbox
from nyspor.hook.publishing import path_of, publish, withdraw
from nyspor.hook.records import Mail, Submission
from nyspor.hook.sending import Desk
from nyspor.hook.steps import DECIDED, Watch, nothing
from nyspor.hook.tokens import Action
from nyspor.targets import Target

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


async def decide(
    desk: Desk,
    outbox: Outbox,
    target: Target,
    submission: Submission,
    state: str,
    action: Action,
    now: datetime,
    watch: Watch = nothing,
) -> Outcome:
    """Carry a decision out: the file first, then the mark, so that what is marked is on the disk.

    Killed in between, the same decision can be taken again and leads to the same file. Raises
    `OSError` where the content folder cannot be written.
    """
    before, after = STEPS[action]
    if state != before:
        return Outcome.ALREADY
    folder = desk.settings.content
    if action is Action.PUBLISH:
        publish(folder, submission, watch)
    else:
        withdraw(folder, path_of(submission))
    decided = await outbox.decide(
        submission.id, after, now, mails(desk, target, submission, action, now)
    )
    watch(DECIDED)
    return Outcome.DONE if decided else Outcome.ALREADY


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
