"""Who receives a submission, and who may decide on it: by what it is about, and who is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from nyspor.forms.registry import form_of
from nyspor.forms.targets import Subject, Target
from nyspor.forms_service.records import Submission
from nyspor.site.form_targets import EDITORS
from nyspor.staff.records import Staff, StaffMember


def subjects_of(target: Target, submission: Submission) -> tuple[Subject, ...]:
    """What a submission is about: what its target is, and the track that was chosen."""
    track = submission.values.get("track", "")
    chosen = [Subject("tracks", each.slug, each.title) for each in target.tracks]
    return (*target.subjects, *(each for each in chosen if each.slug == track))


def responsible(staff: Staff, target: Target, submission: Submission, now: datetime) -> StaffMember:
    """Who receives a submission now.

    What goes to the editors goes to the one who is there for its tracks and municipality in particular, if anybody is.
    """
    if target.deliver_to == EDITORS and form_of(submission.kind).moderated:
        found = staff.responsible(*_tracks_and_municipalities(target, submission), now)
        if found:
            return found
    return staff.receiver(target.deliver_to, now)


def routed(staff: Staff, target: Target, submission: Submission, now: datetime) -> Target:
    """The target, with the key of who receives the submission now."""
    return replace(target, deliver_to=responsible(staff, target, submission, now).key)


def may_decide(
    staff: Staff, member: StaffMember, target: Target, submission: Submission, now: datetime
) -> bool:
    """Whether an editor may decide on a submission."""
    return staff.decides(member, *_tracks_and_municipalities(target, submission), now)


def _tracks_and_municipalities(
    target: Target, submission: Submission
) -> tuple[frozenset[str], frozenset[str]]:
    subjects = subjects_of(target, submission)
    return _slugs(subjects, "tracks"), _slugs(subjects, "municipalities")


def _slugs(subjects: Iterable[Subject], kind: str) -> frozenset[str]:
    return frozenset(each.slug for each in subjects if each.kind == kind)
