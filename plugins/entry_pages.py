"""A page for each entry of every kind, and, in a preview, for drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import Any

from nyspor import urls
from nyspor.forms.built_in import COMMENT, SIGNUP
from nyspor.magazine.core.manifest import EditionFile, document_folder, read_manifest
from nyspor.magazine.stories import issue_address, published_stories, story_sections
from nyspor.model.kind_specs import KindSpec, kind_spec
from nyspor.model.kinds import (
    Entry,
    Issue,
    Pilot,
    Post,
    Programme,
    Story,
    Track,
    Workgroup,
    YearlyStatus,
)
from nyspor.model.site import Link
from nyspor.model.values import CommentsState, Contact, Document, Status, Video
from nyspor.site import barometer, structured_data, view_models
from nyspor.site.build_plan import Build, Context, plan
from nyspor.site.build_plan import Page as PageOutput
from nyspor.site.contacts import contact_for
from nyspor.site.entry_view import EntryView
from nyspor.site.form_targets import comment_target, form_on, signup_target
from nyspor.site.happenings import past_meetings
from nyspor.site.ideas import ideas_behind
from nyspor.site.selection import way_of
from nyspor.site.social_cards import card_picture, entry_card
from nyspor.site.timeline import next_dates, programme_timeline, timeline, workgroups_of
from nyspor.text.language import DEFAULT_LANGUAGE
from nyspor.yearly_status.counting import covers, status_of


def outputs(build: Build) -> Iterator[PageOutput]:
    library = build.library
    for entry in library.entries.values():
        yield from pages(build, entry, published=True)
    if build.preview:
        for entry in library.unpublished.values():
            yield from pages(build, entry, published=False)


def pages(build: Build, entry: Entry, published: bool) -> Iterator[PageOutput]:
    """The entry's page; more where it has a list that is divided into pages."""
    library = build.library
    spec = kind_spec(entry.kind)
    view = entry_view(build, spec, entry)
    address = library.address(entry)
    form = form_on(library, build.site, entry)
    contact = contact_for(library, entry)
    values = (
        contact, view_models.translations(library, entry), view.values, form and (form.target, form.open),
        view_models.feeds(library, entry), view_models.calendar_link(library, entry),
        ideas_behind(library, entry),
    )  # fmt: skip
    indexed = address if published and entry.status is Status.PUBLISHED else ""
    if view.paged is None:
        context = partial(page, build, entry, view, contact)
        yield PageOutput(
            urls.output_path(address), spec.template, context, entry.lang.value,
            (entry, *view.whole), view.listed, values, indexed,
        )  # fmt: skip
        return
    for part in view_models.pages_of(address, view.paged):
        context = partial(page_of_list, build, entry, view, contact, part)
        yield PageOutput(
            urls.output_path(part.address), spec.template, context, entry.lang.value,
            (entry, *view.whole), (*view.listed, *part.entries), (part.paging, values),
            indexed and part.address,
        )  # fmt: skip


def entry_view(build: Build, spec: KindSpec, entry: Entry) -> EntryView:
    """What an entry's page shows besides what the pages of all kinds show."""
    view = spec.view or VIEWS.get(spec.name)
    found: EntryView = view(build, entry) if view else EntryView()
    return found


def page(build: Build, entry: Entry, view: EntryView, contact: Contact | None) -> Context:
    return {**common_context(build, entry), "whom_to_ask": contact, **view.context()}


def page_of_list(
    build: Build,
    entry: Entry,
    view: EntryView,
    contact: Contact | None,
    part: view_models.ListPage,
) -> Context:
    """A page with a part of a list on it; the list's older pages repeat the entry's head."""
    context = page(build, entry, view, contact)
    head: Any = context["page"]
    return {
        **context,
        "page": replace(head, address=part.address),
        "entries": view_models.cards(build.library, part.entries, beside=entry),
        "paging": part.paging,
    }


def common_context(build: Build, entry: Entry) -> Context:
    """The context that the pages of all kinds share."""
    library = build.library
    head = view_models.head(entry, library, breadcrumbs(build, entry))
    return {
        "page": replace(
            head,
            picture=head.picture or card_picture(entry_card(build, entry), build.theme),
            structured_data=structured_data.about(library, build.site, entry),
        ),
        "entry": entry,
        "body": view_models.prose(library, entry),
        "picture": view_models.picture(library, entry.image),
        "municipality": view_models.municipality_link(library, entry),
        "programme": view_models.programme_link(library, entry),
        "tracks": view_models.track_chips(library, entry),
        "topics": view_models.topic_chips(library, entry),
        "entry_form": form_on(library, build.site, entry),
        "ideas_behind": ideas_behind(library, entry),
    }


def breadcrumbs(build: Build, entry: Entry) -> tuple[Link, ...]:
    """The way down to an entry: the list of its kind, where it has one."""
    spec = kind_spec(entry.kind)
    if spec.list is None or entry.lang != DEFAULT_LANGUAGE:
        return ()
    return (Link(build.translate(spec.plural), urls.kind_list_address(spec.name)),)


def article(build: Build, entry: Post | Story) -> EntryView:
    """What posts and stories show."""
    library = build.library
    series = view_models.series(library, entry) if isinstance(entry, Post) else ()
    earlier, later = (each if each not in series else None for each in library.neighbours(entry))
    elsewhere = (*filter(None, (earlier, later)), *series)
    related = view_models.related(library, entry, elsewhere)
    issues = library.issues_with(entry) if isinstance(entry, Story) else ()
    is_open = library.comments_open(entry)

    def context() -> Context:
        video: Video | None = getattr(entry, "video", None)
        return {
            "minutes": view_models.minutes(library, entry),
            "authors": library.authors_of(entry),
            "poster": view_models.picture(library, video.poster) if video else None,
            "series": view_models.cards(library, series, beside=entry),
            "related": view_models.cards(library, related, beside=entry),
            "earlier": view_models.card(library, earlier) if earlier else None,
            "later": view_models.card(library, later) if later else None,
            "threads": view_models.threads(library, entry),
            "form": COMMENT,
            "target": comment_target(library, entry) if is_open else None,
            "comments_closed": entry.comments is not CommentsState.NONE
            and entry.key in library.entries
            and not is_open,
            "issues": tuple(Link(issue.title, library.address(issue)) for issue in issues),
        }

    listed = (*elsewhere, *related, *issues)
    # Which of the listed is the earlier one follows from the dates; that one is there, does not.
    neighbours = (earlier and earlier.key, later and later.key, len(series))
    return EntryView(context, listed, values=(neighbours, is_open, library.comments.get(entry.key)))


SHORT = 60
"""In words: a text that is shorter has its picture within it."""


def track(build: Build, entry: Track) -> EntryView:
    library = build.library
    among = library.on_track(entry.slug)
    workgroups = view_models.of_kind(Workgroup, among)
    pilots = view_models.of_kind(Pilot, among)
    next_meeting = next(iter(view_models.coming_meetings(library, workgroups)), None)
    measured = barometer.parts(library, (pilot for pilot in pilots if pilot.effects))

    def context() -> Context:
        return {
            "short": library.bodies[entry.key].words < SHORT,
            "workgroups": view_models.cards(library, workgroups),
            "next_meeting": next_meeting,
            "pilots": view_models.by_phase(library, pilots),
            "measured": measured,
        }

    written = view_models.written_about(library, entry)
    values = (next_meeting, measured)
    return EntryView(context, (*workgroups, *pilots), values=values, paged=written)


def pilot(build: Build, entry: Pilot) -> EntryView:
    library = build.library
    written = view_models.written_about(library, entry)
    related = [e for e in view_models.related_by_writer(library, entry) if e not in written]
    events = timeline(library, entry, written)

    def context() -> Context:
        return {
            "phase": library.phase(entry),
            "is_over": barometer.is_over(library.phase(entry)),
            "readings": barometer.readings(barometer.id_of(entry), entry.effects),
            "timeline": events,
            "related": view_models.cards(library, related, beside=entry),
        }

    listed = (*written, *workgroups_of(library, entry), *related)
    shown = [(event.phase, event.meeting, event.workgroup, event.ahead) for event in events]
    return EntryView(context, listed, values=(shown, len(written), library.phase(entry)))


def workgroup(build: Build, entry: Workgroup) -> EntryView:
    library = build.library
    upcoming = library.upcoming(entry)
    is_open, left = library.signup_open(entry), library.places_left(entry)
    opens, waiting = library.signup_opens(entry), library.places(entry).waiting
    ended = library.has_ended(entry)
    written = view_models.written_about(library, entry)
    past = past_meetings(library, entry)
    accounts = {meeting.id: view_models.account_of(library, meeting.account) for meeting in past}

    def context() -> Context:
        return {
            "upcoming": upcoming,
            "past": tuple(sorted(past, key=lambda meeting: meeting.start, reverse=True)),
            "accounts": accounts,
            "open": is_open,
            "opens": opens,
            "ended": ended,
            "places_left": left,
            "waiting": waiting,
            "form": SIGNUP,
            "target": signup_target(library, build.site, entry),
            "entries": view_models.cards(library, written),
        }

    values = (
        *([meeting.id for meeting in upcoming], accounts),
        *(is_open, bool(opens), ended, left, waiting),
    )
    return EntryView(context, written, values=values)


def programme(build: Build, entry: Programme) -> EntryView:
    library = build.library
    among = library.in_programme(entry.slug)
    tracks = view_models.tracks_of(among)
    pilots = view_models.of_kind(Pilot, among)
    measured = barometer.parts(library, (pilot for pilot in pilots if pilot.effects))
    over = barometer.is_over(library.phase(entry))
    made = documents(build, entry)
    told = (status for status in library.of_kind(YearlyStatus) if covers(status, entry))
    statuses = tuple(Link(status.title, library.address(status)) for status in told)
    events = programme_timeline(library, entry, pilots)
    coming = next_dates(library, entry, view_models.of_kind(Workgroup, among))
    before = [(each, view_models.account_of(library, each.account)) for each in entry.pre_projects]
    to_come = [p.phase.value for p in entry.phases if p.start and p.start.instant > library.now]

    def context() -> Context:
        return {
            "tracks": view_models.cards(library, tracks),
            "pilots": view_models.by_phase(library, pilots),
            "phases_to_come": to_come,
            "selected": way_of(entry),
            "timeline": events,
            "next_dates": coming,
            "dated_documents": latest_first(entry.documents),
            "pre_projects": before,
            "readings": barometer.readings(barometer.id_of(entry), entry.effects),
            "is_over": over,
            "measured": measured,
            "downloads": made,
            "statuses": statuses,
        }

    written = view_models.written_about(library, entry)
    values = (to_come, over, measured, made, statuses, events, coming, before)
    return EntryView(context, (*tracks, *pilots), values=values, paged=written)


def yearly_status(build: Build, entry: YearlyStatus) -> EntryView:
    found, made = status_of(build.library, entry), documents(build, entry)

    def context() -> Context:
        return {
            "status": found,
            "downloads": made,
            "authors": build.library.authors_of(entry),
            "data": {ending: urls.data_address("status", ending) for ending in ("csv", "json")},
        }

    return EntryView(context, values=(found, made))


def documents(build: Build, entry: Entry) -> tuple[EditionFile, ...]:
    """The PDF files that have been made of an entry."""
    manifest = read_manifest(document_folder(build.magazines, entry)) if build.magazines else None
    return manifest.files if manifest else ()


def latest_first(documents: Sequence[Document]) -> list[Document]:
    """Documents by their dates; those without one stand last."""
    dated = [each for each in documents if each.date]
    undated = [each for each in documents if not each.date]
    return [*sorted(dated, key=attrgetter("date"), reverse=True), *undated]


def issue(build: Build, entry: Issue) -> EntryView:
    library = build.library
    manifest = read_manifest(build.magazines / entry.slug) if build.magazines else None
    published = entry.key in library.entries

    def context() -> Context:
        return {
            "cover": view_models.picture(library, entry.cover),
            "sections": story_sections(library, entry),
            "home": issue_address(entry) if published else "",
            "downloads": [made for made in manifest.files if made.public] if manifest else [],
            "numbers": manifest.numbers if manifest else {},
        }

    whole = published_stories(library, entry)
    return EntryView(context, whole=whole, values=(manifest, published))


VIEWS: dict[str, Callable[[Build, Any], EntryView]] = {
    Post.kind: article,
    Story.kind: article,
    Track.kind: track,
    Pilot.kind: pilot,
    Workgroup.kind: workgroup,
    Programme.kind: programme,
    Issue.kind: issue,
    YearlyStatus.kind: yearly_status,
}
"""The views of the engine's own kinds. They need the site, which lies above the specs of kinds."""


def register() -> None:
    plan.connect(outputs)
