"""The mails about a decision, and the target that they name."""

from __future__ import annotations

from dataclasses import replace

from nyspor.forms.targets import Target, Targets
from nyspor.forms_service.mail_fields import translations
from nyspor.forms_service.placement import Placement
from nyspor.forms_service.records import Decision, Mail, Submission
from nyspor.forms_service.responsibility import routed
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.tokens import Action
from nyspor.model.kinds import Entry
from nyspor.urls import entry_address


def decision_mails(
    factory: SubmissionFactory,
    target: Target,
    submission: Submission,
    decision: Decision,
    original: Submission,
) -> tuple[Mail, ...]:
    """The mails about a decision: to the editor how to undo it, to the resident what was decided.

    Links are made for the `original`, which an editor's corrections leave as it is.
    """
    found, action = [], Action(decision.action)
    target = routed(factory.settings.staff, target, original, decision.at)
    if action is Action.PUBLISH:
        link = factory.links(original, decision.at, [Action.UNDO])[Action.UNDO]
        found.append(factory.mail_writer.undo(submission, target, link, decision.at))
    asked = action is not Action.UNDO and submission.wants_decision
    if asked or decision.tell:
        follows = submission.follows and action is Action.PUBLISH
        notes = (
            [factory.idea_mails.stop_note(submission.id, translations(target.lang))]
            if follows
            else []
        )
        found.append(factory.mail_writer.decision(submission, target, decision, notes))
    return tuple(found)


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
