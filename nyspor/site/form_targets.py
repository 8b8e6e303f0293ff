"""From the library to what residents can write to: each post and story, each workgroup, and the ideas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nyspor import urls
from nyspor.feeds.icalendar import calendar
from nyspor.forms.targets import Reply, Target, TrackChoice
from nyspor.model.kinds import Entry, Post, Story, Track, Workgroup
from nyspor.model.library import DISTANT_PAST, Library
from nyspor.model.site import Site
from nyspor.model.values import CommentsState
from nyspor.text.danish import closes

EDITORS = "redaktion"
"""The name in the hook's settings of those who read comments and ideas."""


def targets(
    library: Library, site: Site, ideas: str, entries: Iterable[Entry], groups: Iterable[Workgroup]
) -> Iterator[Target]:
    """What these entries and groups are written to by, and the ideas, whose page is called `ideas`."""
    for entry in entries:
        yield comment_target(library, entry)
    for group in groups:
        yield signup_target(library, site, group)
    yield idea_target(library, ideas)


def commented(library: Library) -> Iterator[Entry]:
    """The posts and stories that can or could lately be commented on."""
    for entry in library.entries.values():
        asked = isinstance(entry, (Post, Story)) and entry.comments is not CommentsState.NONE
        if asked and library.comments_recently_open(entry):
            yield entry


def joined(library: Library) -> Iterator[Workgroup]:
    """The workgroups that can or could be joined."""
    groups = (e for e in library.entries.values() if isinstance(e, Workgroup))
    return (group for group in groups if group.signup)


def comment_target(library: Library, entry: Entry) -> Target:
    return Target(
        "comment",
        entry.key,
        entry.title,
        library.address(entry),
        lang=entry.lang.value,
        closes=library.comments_close(entry),
        deliver_to=EDITORS,
        replies=tuple(
            Reply(comment.id, comment.name)
            for comment in library.comments.get(entry.key, ())
            if not comment.reply_to
        ),
    )


def signup_target(library: Library, site: Site, group: Workgroup) -> Target:
    signup = group.signup
    ends = closes(signup.closes) if signup and signup.closes else None
    return Target(
        "signup",
        group.key,
        group.title,
        library.address(group),
        lang=group.lang.value,
        opens=signup.opens.instant if signup and signup.opens else None,
        closes=DISTANT_PAST if group.places_left == 0 else ends,
        deliver_to=group.deliver_to or EDITORS,
        calendar=calendar(site, group.title, [group]).decode() if group.meetings else "",
        capacity=group.capacity,
    )


def idea_target(library: Library, title: str) -> Target:
    tracks = sorted(library.of_kind(Track), key=lambda track: track.title)
    return Target(
        "idea",
        "",
        title,
        urls.IDEAS,
        deliver_to=EDITORS,
        tracks=tuple(TrackChoice(track.slug, track.title) for track in tracks),
    )
