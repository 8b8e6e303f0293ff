"""A page for each entry of every kind, and, in a preview, for drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from nyspor import addresses, structured_data, views
from nyspor.form_targets import comment_target, signup_target
from nyspor.forms import COMMENT, SIGNUP
from nyspor.kind_names import KIND_NAMES
from nyspor.magazine.manifest import read_manifest
from nyspor.magazine.pieces import home_of, sections_of
from nyspor.model.cards import Link
from nyspor.model.kinds import Entry, Issue, Page, Pilot, Post, Programme, Story, Track, Workgroup
from nyspor.model.values import Video
from nyspor.outputs import Build, plan
from nyspor.outputs import Page as PageOutput
from nyspor.share_pictures import of_entry, share_picture

Context = dict[str, object]

STREAM = "stream"
"""The key under which a kind hands over entries that are to be listed in pages."""


def outputs(build: Build) -> Iterator[PageOutput]:
    library = build.library
    shown = [*library.entries.values(), *(library.unpublished.values() if build.preview else ())]
    for entry in shown:
        template, describe = DRESSES[type(entry)]
        context = common(build, entry) | describe(build, entry)
        if STREAM in context:
            yield from paged(build, entry, template, context)
        else:
            path = addresses.output_path(library.address(entry))
            yield PageOutput(path, template, context, entry.lang.value)


def common(build: Build, entry: Entry) -> Context:
    """What the pages of all kinds show."""
    library = build.library
    head = views.head(entry, library, trail(build, entry))
    return {
        "page": replace(
            head,
            picture=head.picture or share_picture(of_entry(build, entry)),
            things=structured_data.about(library, build.site, entry),
        ),
        "entry": entry,
        "body": views.prose(library, entry),
        "picture": views.picture(library, entry.image),
        "municipality": views.municipality_link(library, entry),
        "programme": views.programme_link(library, entry),
        "tracks": views.track_chips(library, entry),
        "topics": views.topic_chips(library, entry),
    }


def trail(build: Build, entry: Entry) -> tuple[Link, ...]:
    """The way down to an entry: the list of its kind, where it has one."""
    if entry.kind not in KIND_NAMES or entry.lang != "da":
        return ()
    return (Link(build.say(KIND_NAMES[entry.kind]), addresses.kind_address(entry.kind)),)


def paged(build: Build, entry: Entry, template: str, context: Context) -> Iterator[PageOutput]:
    """An entry's page with a list on it; the list's older pages repeat the entry's head."""
    address = build.library.address(entry)
    listed: Sequence[Entry] = context.pop(STREAM)  # type: ignore[assignment]
    head: Any = context["page"]
    for part in views.pages_of(address, listed):
        cards = views.cards(build.library, part.entries)
        here = replace(head, address=part.address)
        page = context | {"entries": cards, "paging": part.paging, "page": here}
        yield PageOutput(addresses.output_path(part.address), template, page, entry.lang.value)


def article(build: Build, entry: Entry) -> Context:
    """What posts and stories show."""
    library = build.library
    earlier, later = views.neighbours(library, entry)
    video: Video | None = getattr(entry, "video", None)
    return {
        "minutes": views.minutes(library, entry),
        "authors": library.senders(entry),
        "poster": views.picture(library, video.poster) if video else None,
        "series": views.series(library, entry) if isinstance(entry, Post) else (),
        "related": views.related(library, entry),
        "earlier": earlier,
        "later": later,
        "threads": views.threads(library, entry),
        "form": COMMENT,
        "target": comment_target(library, entry) if library.comments_open(entry) else None,
        "issues": views.issues_with(library, entry) if isinstance(entry, Story) else (),
    }


def track(build: Build, entry: Track) -> Context:
    library = build.library
    among = library.on_track(entry.slug)
    workgroups = tuple(e for e in among if isinstance(e, Workgroup))
    return {
        "workgroups": views.cards(library, workgroups),
        "next_meeting": next(iter(views.coming_meetings(library, workgroups)), None),
        "pilots": views.by_phase(library, among),
        STREAM: views.told_about(library, entry),
    }


def pilot(build: Build, entry: Pilot) -> Context:
    library = build.library
    return {
        "phase": library.phase(entry),
        "entries": views.cards(library, views.told_about(library, entry)),
        "related": views.named(library, entry),
    }


def workgroup(build: Build, entry: Workgroup) -> Context:
    library = build.library
    upcoming = library.upcoming(entry)
    past = tuple(meeting for meeting in entry.meetings if meeting not in upcoming)
    return {
        "upcoming": upcoming,
        "past": tuple(sorted(past, key=lambda meeting: meeting.start, reverse=True)),
        "open": library.signup_open(entry),
        "form": SIGNUP,
        "target": signup_target(library, build.site, entry),
        "entries": views.cards(library, views.told_about(library, entry)),
    }


def programme(build: Build, entry: Programme) -> Context:
    library = build.library
    among = library.under(entry.slug)
    return {
        "tracks": views.tracks_of(library, among),
        "pilots": views.by_phase(library, among),
        STREAM: views.told_about(library, entry),
    }


def issue(build: Build, entry: Issue) -> Context:
    library = build.library
    manifest = read_manifest(build.magazines / entry.slug) if build.magazines else None
    return {
        "cover": views.picture(library, entry.cover),
        "sections": sections_of(library, entry),
        "home": home_of(entry) if entry.key in library.entries else "",
        "downloads": [made for made in manifest.files if made.public] if manifest else [],
        "numbers": manifest.numbers if manifest else {},
    }


def nothing_more(build: Build, entry: Entry) -> Context:
    return {}


DRESSES: dict[type[Entry], tuple[str, Callable[[Build, Any], Context]]] = {
    Post: ("post.html", article),
    Story: ("story.html", article),
    Track: ("track.html", track),
    Pilot: ("pilot.html", pilot),
    Workgroup: ("workgroup.html", workgroup),
    Programme: ("programme.html", programme),
    Issue: ("issue.html", issue),
    Page: ("page.html", nothing_more),
}
"""For each kind, its template and what it shows besides what all show."""


def register() -> None:
    plan.connect(outputs)
