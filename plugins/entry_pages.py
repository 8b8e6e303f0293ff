"""A page for each entry of every kind, and, in a preview, for drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from nyspor import urls
from nyspor.forms.definitions import COMMENT, SIGNUP
from nyspor.i18n.kind_labels import KIND_NAMES
from nyspor.magazine.core.manifest import read_manifest
from nyspor.magazine.stories import issue_address, published_stories, story_sections
from nyspor.model.kinds import Entry, Issue, Page, Pilot, Post, Programme, Story, Track, Workgroup
from nyspor.model.site import Link
from nyspor.model.values import Status, Video
from nyspor.site import structured_data, view_models
from nyspor.site.build_plan import Build, Context, plan
from nyspor.site.build_plan import Page as PageOutput
from nyspor.site.form_targets import comment_target, signup_target
from nyspor.site.social_cards import of_entry, share_picture


class Shown(NamedTuple):
    """What an entry's page shows besides the entry: other entries as lists do, and plain values.

    `describe` gives it to the template. A `stream` is a list that is spread over pages.
    """

    describe: Callable[[], Context]
    listed: Sequence[Entry] = ()
    whole: Sequence[Entry] = ()
    values: object = ()
    stream: Sequence[Entry] | None = None


def outputs(build: Build) -> Iterator[PageOutput]:
    library = build.library
    for entry in library.entries.values():
        yield from pages(build, entry, published=True)
    if build.preview:
        for entry in library.unpublished.values():
            yield from pages(build, entry, published=False)


def pages(build: Build, entry: Entry, published: bool) -> Iterator[PageOutput]:
    """The entry's page; more where it has a list that is spread over pages."""
    library = build.library
    template, show = DRESSES[entry.kind]
    shown = show(build, entry)
    address = library.address(entry)
    values = (view_models.translations(library, entry), shown.values)
    found = address if published and entry.status is Status.PUBLISHED else ""
    if shown.stream is None:
        context = partial(page, build, entry, shown)
        yield PageOutput(
            urls.output_path(address), template, context, entry.lang.value,
            (entry, *shown.whole), shown.listed, values, found,
        )  # fmt: skip
        return
    for part in view_models.pages_of(address, shown.stream):
        context = partial(page_of_list, build, entry, shown, part)
        yield PageOutput(
            urls.output_path(part.address), template, context, entry.lang.value,
            (entry, *shown.whole), (*shown.listed, *part.entries), (part.paging, values),
            found and part.address,
        )  # fmt: skip


def page(build: Build, entry: Entry, shown: Shown) -> Context:
    return {**common(build, entry), **shown.describe()}


def page_of_list(build: Build, entry: Entry, shown: Shown, part: view_models.ListPage) -> Context:
    """A page with a part of a list on it; the list's older pages repeat the entry's head."""
    context = page(build, entry, shown)
    head: Any = context["page"]
    return {
        **context,
        "page": replace(head, address=part.address),
        "entries": view_models.cards(build.library, part.entries),
        "paging": part.paging,
    }


def common(build: Build, entry: Entry) -> Context:
    """What the pages of all kinds show."""
    library = build.library
    head = view_models.head(entry, library, trail(build, entry))
    return {
        "page": replace(
            head,
            picture=head.picture or share_picture(of_entry(build, entry)),
            things=structured_data.about(library, build.site, entry),
        ),
        "entry": entry,
        "body": view_models.prose(library, entry),
        "picture": view_models.picture(library, entry.image),
        "municipality": view_models.municipality_link(library, entry),
        "programme": view_models.programme_link(library, entry),
        "tracks": view_models.track_chips(library, entry),
        "topics": view_models.topic_chips(library, entry),
    }


def trail(build: Build, entry: Entry) -> tuple[Link, ...]:
    """The way down to an entry: the list of its kind, where it has one."""
    if entry.kind not in KIND_NAMES or entry.lang != "da":
        return ()
    return (Link(build.say(KIND_NAMES[entry.kind]), urls.kind_address(entry.kind)),)


def article(build: Build, entry: Post | Story) -> Shown:
    """What posts and stories show."""
    library = build.library
    earlier, later = library.along(entry)
    series = view_models.series(library, entry) if isinstance(entry, Post) else ()
    related = view_models.related(library, entry)
    issues = library.issues_with(entry) if isinstance(entry, Story) else ()
    is_open = library.comments_open(entry)

    def describe() -> Context:
        video: Video | None = getattr(entry, "video", None)
        return {
            "minutes": view_models.minutes(library, entry),
            "authors": library.senders(entry),
            "poster": view_models.picture(library, video.poster) if video else None,
            "series": view_models.cards(library, series),
            "related": view_models.cards(library, related),
            "earlier": view_models.card(library, earlier) if earlier else None,
            "later": view_models.card(library, later) if later else None,
            "threads": view_models.threads(library, entry),
            "form": COMMENT,
            "target": comment_target(library, entry) if is_open else None,
            "issues": tuple(Link(issue.title, library.address(issue)) for issue in issues),
        }

    listed = (*filter(None, (earlier, later)), *series, *related, *issues)
    # Which of the listed is the earlier one follows from the dates; that one is there, does not.
    which = (earlier and earlier.key, later and later.key, len(series))
    return Shown(describe, listed, values=(which, is_open, library.comments.get(entry.key)))


def track(build: Build, entry: Track) -> Shown:
    library = build.library
    among = library.on_track(entry.slug)
    workgroups = view_models.only(Workgroup, among)
    pilots = view_models.only(Pilot, among)
    next_meeting = next(iter(view_models.coming_meetings(library, workgroups)), None)

    def describe() -> Context:
        return {
            "workgroups": view_models.cards(library, workgroups),
            "next_meeting": next_meeting,
            "pilots": view_models.by_phase(library, pilots),
        }

    stream = view_models.told_about(library, entry)
    return Shown(describe, (*workgroups, *pilots), values=next_meeting, stream=stream)


def pilot(build: Build, entry: Pilot) -> Shown:
    library = build.library
    told = view_models.told_about(library, entry)
    related = view_models.named(library, entry)

    def describe() -> Context:
        return {
            "phase": library.phase(entry),
            "entries": view_models.cards(library, told),
            "related": view_models.cards(library, related),
        }

    return Shown(describe, (*told, *related), values=(len(told), library.phase(entry)))


def workgroup(build: Build, entry: Workgroup) -> Shown:
    library = build.library
    upcoming = library.upcoming(entry)
    is_open = library.signup_open(entry)
    told = view_models.told_about(library, entry)

    def describe() -> Context:
        past = (meeting for meeting in entry.meetings if meeting not in upcoming)
        return {
            "upcoming": upcoming,
            "past": tuple(sorted(past, key=lambda meeting: meeting.start, reverse=True)),
            "open": is_open,
            "form": SIGNUP,
            "target": signup_target(library, build.site, entry),
            "entries": view_models.cards(library, told),
        }

    return Shown(describe, told, values=([meeting.id for meeting in upcoming], is_open))


def programme(build: Build, entry: Programme) -> Shown:
    library = build.library
    among = library.under(entry.slug)
    tracks = view_models.tracks_of(among)
    pilots = view_models.only(Pilot, among)

    def describe() -> Context:
        return {
            "tracks": view_models.cards(library, tracks),
            "pilots": view_models.by_phase(library, pilots),
        }

    return Shown(describe, (*tracks, *pilots), stream=view_models.told_about(library, entry))


def issue(build: Build, entry: Issue) -> Shown:
    library = build.library
    manifest = read_manifest(build.magazines / entry.slug) if build.magazines else None
    published = entry.key in library.entries

    def describe() -> Context:
        return {
            "cover": view_models.picture(library, entry.cover),
            "sections": story_sections(library, entry),
            "home": issue_address(entry) if published else "",
            "downloads": [made for made in manifest.files if made.public] if manifest else [],
            "numbers": manifest.numbers if manifest else {},
        }

    return Shown(describe, whole=published_stories(library, entry), values=(manifest, published))


def nothing_more(build: Build, entry: Entry) -> Shown:
    return Shown(dict)


DRESSES: dict[str, tuple[str, Callable[[Build, Any], Shown]]] = {
    Post.kind: ("post.html", article),
    Story.kind: ("story.html", article),
    Track.kind: ("track.html", track),
    Pilot.kind: ("pilot.html", pilot),
    Workgroup.kind: ("workgroup.html", workgroup),
    Programme.kind: ("programme.html", programme),
    Issue.kind: ("issue.html", issue),
    Page.kind: ("page.html", nothing_more),
}
"""For each kind, its template and what it shows besides what all show."""


def register() -> None:
    plan.connect(outputs)
