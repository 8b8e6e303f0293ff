"""Where an approved submission is published, decided from the present content, without touching it.

A submission may be approved long after it was sent. Its entry can have been renamed, closed or deleted since
then, and nothing may be published that the site cannot be built with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from nyspor.content.collection import is_published
from nyspor.forms.built_in import COMMENT
from nyspor.forms_service.content_lookup import FoundEntry, locate_key
from nyspor.forms_service.publishing import publication_of
from nyspor.forms_service.records import Submission
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry
from nyspor.model.values import CommentsState
from nyspor.problems import N_, Problem
from nyspor.urls import entry_address


@dataclass(frozen=True)
class Placement:
    """The submission as it fits the present content; None where it cannot be published.

    `notes` tell the editor what differs from what was sent, or why it cannot be published and what to do. `entry`
    is the entry that a comment is shown on, where it could be read.
    """

    submission: Submission | None
    notes: tuple[Problem, ...] = ()
    entry: Entry | None = None


def place_comment(
    submission: Submission,
    found: FoundEntry,
    accepts_reply: Callable[[str, str], bool],
    now: datetime,
) -> Placement:
    """Place a comment. `accepts_reply(entry, id)` says whether there is a comment that can be answered."""
    if problem := _why_not_shown(submission, found, now):
        return Placement(None, (problem,))
    (key,) = found.keys
    notes, values = [], dict(submission.values)
    if key != submission.entry:
        notes.append(_note(submission.entry, MOVED, old=submission.entry, new=key))
    if values.get("reply_to") and not accepts_reply(key, values["reply_to"]):
        notes.append(_note(key, REPLY_ALONE))
        del values["reply_to"]
    placed = replace(submission, entry=key, values=values)
    return Placement(placed, tuple(notes), found.entry)


def place_idea(submission: Submission, found: FoundEntry) -> Placement:
    """Place an idea; `found` is the track that was chosen, as it is now."""
    track = submission.values.get("track", "")
    tracks = [key.removeprefix("tracks/") for key in found.keys if key.startswith("tracks/")]
    if not track or tracks == [track]:
        return Placement(submission)
    if len(tracks) == 1:
        moved = _note(f"tracks/{track}", TRACK_MOVED, old=track, new=tracks[0])
        return Placement(_on_track(submission, tracks[0]), (moved,))
    gone = _note(
        f"tracks/{track}", *TRACK_GONE, old=track, file=publication_of(submission).path(submission)
    )
    return Placement(_on_track(submission, ""), (gone,))


def _on_track(submission: Submission, track: str) -> Submission:
    return replace(submission, values={**submission.values, "track": track})


def _why_not_shown(submission: Submission, found: FoundEntry, now: datetime) -> Problem | None:
    """Why a comment cannot be shown; None where it can."""
    key, entry = submission.entry, found.entry
    place = locate_key(key)
    address = entry_address(*place) if place else key
    if not found.keys:
        return _note(key, *(NOT_LISTED if found.list_only else GONE), entry=key, address=address)
    if len(found.keys) > 1:
        return _note(key, *SEVERAL, address=address, names=", ".join(sorted(found.keys)))
    if entry is None:
        # Unreadable just now. The comment makes it no worse.
        return None
    words = {"title": entry.title, "file": entry.file}
    if kind_spec(entry.kind).form != COMMENT.kind:
        return _note(entry.file, *NEVER_COMMENTED, **words)
    if entry.comments is CommentsState.NONE:
        return _note(entry.file, *NO_COMMENTS, **words)
    if not is_published(entry, now.timestamp()):
        return _note(entry.file, *NOT_OUT, **words)
    return None


def _note(source: str, message: str, remedy: str = "", **params: object) -> Problem:
    return Problem(source, message, remedy, params=params)


MOVED = N_("“{old}” is called “{new}” now, and the comment stands there.")
REPLY_ALONE = N_("The comment that it answers is not there any more, so it stands by itself.")
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
TEXT_DELETED = (
    N_("The text was deleted from the database long ago, so it cannot be published again from here."),
)  # fmt: skip
SITE_WOULD_FAIL = N_("With this text the site could not be built, so it was taken away again:")
NO_FILE = (
    N_("Its file was not in the content folder any more: somebody has moved or deleted it."),
    N_("If the text is still on the site, delete it in the content folder by hand."),
)
