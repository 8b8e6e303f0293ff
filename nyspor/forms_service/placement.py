"""Where an approved text goes: decided from what the content folder holds now, without touching it.

A text may be approved long after it was sent. What it was written to can have been renamed, closed or
deleted since then, and what is published must never be something that the site cannot be built with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from nyspor.content.collection import is_published
from nyspor.forms_service.content_lookup import Subject, place_of_key
from nyspor.forms_service.publishing import path_of
from nyspor.forms_service.records import Submission
from nyspor.model.kinds import Entry, Post, Story
from nyspor.model.values import CommentsState
from nyspor.problems import N_, Problem
from nyspor.urls import entry_address


@dataclass(frozen=True)
class Placing:
    """What is published: the submission as it fits the content of today; None where it cannot be published.

    `remarks` tell the editor what differs from what was sent, or why not and what to do. `entry` is
    what a comment is shown on, where it could be read.
    """

    submission: Submission | None
    remarks: tuple[Problem, ...] = ()
    entry: Entry | None = None


def place_comment(
    submission: Submission, subject: Subject, opens: Callable[[str, str], bool], now: datetime
) -> Placing:
    """Place a comment. `opens(entry, id)` says whether there is a comment that can be answered."""
    if refusal := _why_not(submission, subject, now):
        return Placing(None, (refusal,))
    (key,) = subject.keys
    remarks, values = [], dict(submission.values)
    if key != submission.entry:
        remarks.append(_remark(submission.entry, MOVED, old=submission.entry, new=key))
    if values.get("reply_to") and not opens(key, values["reply_to"]):
        remarks.append(_remark(key, ALONE))
        del values["reply_to"]
    placed = replace(submission, entry=key, values=values)
    return Placing(placed, tuple(remarks), subject.entry)


def place_idea(submission: Submission, subject: Subject) -> Placing:
    """Place an idea; `subject` is what has become of the track that was chosen."""
    track = submission.values.get("track", "")
    tracks = [key.removeprefix("tracks/") for key in subject.keys if key.startswith("tracks/")]
    if not track or tracks == [track]:
        return Placing(submission)
    if len(tracks) == 1:
        moved = _remark(f"tracks/{track}", TRACK_MOVED, old=track, new=tracks[0])
        return Placing(_on_track(submission, tracks[0]), (moved,))
    gone = _remark(f"tracks/{track}", *TRACK_GONE, old=track, file=path_of(submission))
    return Placing(_on_track(submission, ""), (gone,))


def _on_track(submission: Submission, track: str) -> Submission:
    return replace(submission, values={**submission.values, "track": track})


def _why_not(submission: Submission, subject: Subject, now: datetime) -> Problem | None:
    """Why a comment cannot be shown; None where it can."""
    key, entry = submission.entry, subject.entry
    place = place_of_key(key)
    address = entry_address(*place) if place else key
    if not subject.keys:
        return _remark(key, *(NOT_LISTED if subject.listed else GONE), entry=key, address=address)
    if len(subject.keys) > 1:
        return _remark(key, *SEVERAL, address=address, names=", ".join(sorted(subject.keys)))
    if entry is None:
        # Unreadable just now. Whoever mends it decides; the comment does no further harm.
        return None
    words = {"title": entry.title, "file": entry.file}
    if not isinstance(entry, (Post, Story)):
        return _remark(entry.file, *NEVER_COMMENTED, **words)
    if entry.comments is CommentsState.NONE:
        return _remark(entry.file, *NO_COMMENTS, **words)
    if not is_published(entry, now.timestamp()):
        return _remark(entry.file, *NOT_OUT, **words)
    return None


def _remark(source: str, message: str, remedy: str = "", **params: object) -> Problem:
    return Problem(source, message, remedy, params=params)


MOVED = N_("“{old}” is called “{new}” now, and the comment stands there.")
ALONE = N_("The comment that it answers is not there any more, so it stands by itself.")
TRACK_MOVED = N_("The track “{old}” is called “{new}” now, and the idea stands there.")
TRACK_GONE = (
    N_("The track “{old}” is not there any more, so the idea stands without one."),
    N_("If it belongs to another track, write that in {file}."),
)
GONE = (
    N_("“{entry}” is not there any more, so there is no page to show the comment on."),
    N_("If it was renamed, write {address} under tidligere_adresser in the new file, and try again. If it was deleted, reject the comment."),
)  # fmt: skip
NOT_LISTED = (
    N_("“{entry}” is not on the list of what can be commented on, so there may be no page to show the comment on."),
    N_("Look whether it was renamed, deleted or closed. The attached file can be saved in the content folder by hand; otherwise reject the comment."),
)  # fmt: skip
SEVERAL = (
    N_("Several say that they had the address {address}: {names}. So it is not known which one the comment belongs to."),
    N_("Let only one of them have it under tidligere_adresser, and try again."),
)  # fmt: skip
NEVER_COMMENTED = (
    N_("“{title}” ({file}) is not of a kind that shows comments."),
    N_("Reject the comment."),
)
NO_COMMENTS = (
    N_("“{title}” takes no comments any more."),
    N_("Write “kommentarer: lukkede” in {file} and try again, or reject the comment."),
)
NOT_OUT = (
    N_("“{title}” ({file}) is not published just now, so nobody could read the comment."),
    N_("Try again when it is published, or reject the comment."),
)
TAKEN_BACK = N_("With this text the site could not be built, so it was taken away again:")
NO_FILE = (
    N_("Its file was not in the content folder any more: somebody has moved or deleted it."),
    N_("If the text is still on the site, delete it in the content folder by hand."),
)
