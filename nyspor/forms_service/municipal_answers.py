"""The municipality's own answers to what residents sent: a comment below the comment, or the answer to an idea."""

from __future__ import annotations

import asyncio
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from nyspor.content.entry_reader import read_record
from nyspor.forms.submission_files import comment_file, comment_path, entry_of
from nyspor.forms.targets import Targets, target_of
from nyspor.forms_service.content_changes import write_checked
from nyspor.forms_service.idea_answers import IdeaAnswer, answered_idea, read_answer
from nyspor.forms_service.moderation import DecisionResult, Moderator, Outcome, decision_lock
from nyspor.forms_service.publishing import published_files, write_durably
from nyspor.forms_service.records import Decision
from nyspor.forms_service.responsibility import routed
from nyspor.front_matter.editing import CannotEdit
from nyspor.model.kinds import Comment, Idea
from nyspor.problems import N_, Problem
from nyspor.text.danish import day_of

ANSWER = "answer"
"""What `Decision.action` says of an answer, whose text is the `reason`."""


async def answer(
    moderator: Moderator,
    id: str,
    text: str,
    now: datetime,
    editor: str = "",
    idea: IdeaAnswer | None = None,
) -> DecisionResult:
    """Publish an answer to a published text; with `idea`, what else is said of an idea. Its sender is told, if they asked to be.

    Raises `OSError` and `OutboxUnavailable` as `Moderator.decide` does; the same answer may then be sent again.
    """
    settings, outbox = moderator.factory.settings, moderator.outbox
    stored = outbox.find(id)
    submission = stored.latest if stored else None
    target = target_of(
        moderator.targets,
        submission.kind if submission else "comment",
        submission.entry if submission else "",
    )
    async with decision_lock(settings.database):
        problems = await asyncio.to_thread(
            publish_answer, settings.content, moderator.targets, id, text, now, idea
        )
        if problems:
            return DecisionResult(Outcome.REFUSED, target, tuple(problems))
        # The button may be pressed again later, as a page is loaded again: the sender is told once.
        told = any((each.action, each.reason) == (ANSWER, text) for each in outbox.decisions(id))
        if submission and not told:
            done = Decision(id, ANSWER, now, editor, reason=text)
            to = routed(settings.staff, target, submission, now)
            # Who follows an idea is told of the step, once it is on the site.
            asked = submission.wants_decision and not submission.follows
            mails = [moderator.factory.mail_writer.answer(submission, to, done)] if asked else []
            await outbox.record_answer(done, mails, build=moderator.hold_mails)
        elif moderator.hold_mails:
            await asyncio.to_thread(outbox.require_build, now)
    return DecisionResult(Outcome.DONE, target, content_changed=True)


def publish_answer(
    folder: Path,
    targets: Targets,
    id: str,
    text: str,
    now: datetime,
    answered: IdeaAnswer | None = None,
) -> list[Problem]:
    """Write an answer into the content folder; return why it could not be, if so."""
    paths = published_files(folder, [id])
    if not paths:
        return [Problem("", *NOT_PUBLISHED)]
    path = paths[0]
    raw = (folder / path).read_bytes()
    if path.startswith("comments/"):
        comment, _, _ = read_record(raw, path, Comment, id=Path(path).stem)
        if comment is None:
            return [Problem(path, *UNREADABLE, params={"file": path})]
        to = comment.reply_to or comment.id  # a reply cannot have replies
        name = targets.site.publisher or targets.site.name
        number = sha256(f"{id}\0{text}".encode()).hexdigest()[:12]
        file = comment_path(entry_of(path), number)
        content = comment_file(comment.entry, name, text, now, to, official=True)
        if (folder / file).exists():
            return []
        return write_checked(folder, targets, file, lambda: write_durably(folder, file, content))
    return _answer_idea(folder, targets, path, answered or read_answer({"answer": text}), now)


def _answer_idea(
    folder: Path, targets: Targets, path: str, answer: IdeaAnswer, now: datetime
) -> list[Problem]:
    raw = (folder / path).read_bytes()
    idea, _, _ = read_record(raw, path, Idea, slug=Path(path).stem)
    if idea is None:
        return [Problem(path, *UNREADABLE, params={"file": path})]
    if idea.answer == answer.text and idea.state is answer.state:
        return []  # the button was pressed again
    try:
        answered = answered_idea(raw, path, answer, day_of(now))
    except CannotEdit:
        return [Problem(path, *CANNOT_EDIT, params={"file": path})]
    return write_checked(folder, targets, path, lambda: write_durably(folder, path, answered))


NOT_PUBLISHED = (
    N_("The text is not on the site, so there is nothing to answer."),
    N_("Publish it first."),
)
UNREADABLE = (
    N_("{file} cannot be read, so the answer could not be put below it."),
    N_("Correct the file, and try again."),
)
CANNOT_EDIT = (
    N_("{file} is written in a way in which the answer cannot be put into it."),
    N_("Write svar, tilstand and forløb in the file."),
)
