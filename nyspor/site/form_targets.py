"""From the library to the targets of forms: each post and story, each workgroup, the ideas, and those of plugins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from nyspor import urls
from nyspor.feeds.icalendar import calendar, event
from nyspor.forms.built_in import COMMENT
from nyspor.forms.registry import find_form, forms
from nyspor.forms.spec import FormSpec
from nyspor.forms.submission_files import submission_number
from nyspor.forms.targets import IdeaProgress, Reply, Subject, Target, TrackChoice
from nyspor.members.meetings import GroupMeeting
from nyspor.model.ideas import answer_day
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry, Idea, Track, Workgroup
from nyspor.model.library import DISTANT_PAST, Library
from nyspor.model.places import Counts
from nyspor.model.site import Site
from nyspor.model.values import CommentsState, Meeting
from nyspor.problems import T_
from nyspor.site.ideas import who_answers
from nyspor.text.danish import end_of

EDITORS = "redaktion"
"""The name of those who receive comments and ideas, in the address book of the forms service."""

IDEAS = T_("Ideas")
"""The title of the page of ideas."""


class Inputs(NamedTuple):
    """What the targets of one form are made from, as a planned file declares it."""

    whole: tuple[Entry, ...] = ()
    listed: tuple[Entry, ...] = ()
    values: object = ()


@dataclass(frozen=True)
class BuiltInTargets:
    """The targets of one of the engine's forms, and what they are made from.

    `build` gets those inputs, and a function that translates the texts of pages.
    """

    build: Callable[[Library, Site, Callable[[str], str], Inputs], Iterable[Target]]
    inputs: Callable[[Library], Inputs]


InputsByForm = Mapping[str, Inputs]
"""By the kind of a form, what its targets are made from. For a plugin's form `values` are the targets."""


def inputs_by_form(library: Library, site: Site) -> InputsByForm:
    """What the targets of all registered forms are made from, form by form."""
    return {
        spec.kind: built_in.inputs(library)
        if (built_in := _built_in(spec))
        else Inputs(values=tuple(plugin_targets(spec, library, site)))
        for spec in forms()
    }


def merge_inputs(inputs: InputsByForm) -> Inputs:
    """What the list of all targets is made from, as a planned file declares it."""
    return Inputs(
        tuple(entry for each in inputs.values() for entry in each.whole),
        tuple(entry for each in inputs.values() for entry in each.listed),
        [each.values for each in inputs.values()],
    )


def all_targets(
    library: Library, site: Site, translate: Callable[[str], str], inputs: InputsByForm
) -> Iterator[Target]:
    """The targets of all registered forms, form by form, made from these inputs and nothing else."""
    for spec in forms():
        built_in = _built_in(spec)
        found: Any = inputs[spec.kind]
        yield from built_in.build(library, site, translate, found) if built_in else found.values


def plugin_targets(spec: FormSpec, library: Library, site: Site) -> Iterator[Target]:
    """The targets of a form that says itself what they are."""
    if spec.targets:
        yield from spec.targets(library, site)
    if spec.entry_target:
        for entry in library.entries.values():
            if kind_spec(entry.kind).form == spec.kind and (
                target := spec.entry_target(library, site, entry)
            ):
                yield target


class EntryForm(NamedTuple):
    """The form on an entry's page: what to draw, what it is sent to, and whether it can be sent now."""

    form: FormSpec
    target: Target
    open: bool


def form_on(library: Library, site: Site, entry: Entry) -> EntryForm | None:
    """The form on a published entry's page, where its kind takes a plugin's form; else None."""
    if entry.key not in library.entries:
        return None
    spec = find_form(kind_spec(entry.kind).form)
    if spec is None or spec.entry_target is None:
        return None
    target = spec.entry_target(library, site, entry)
    return EntryForm(spec, target, target.open_at(library.now)) if target else None


def commented(library: Library) -> Iterator[Entry]:
    """The entries, of kinds that take comments, whose comments are open, or were until lately."""
    for entry in library.entries.values():
        takes_comments = kind_spec(entry.kind).form == COMMENT.kind
        if (
            takes_comments
            and entry.comments is not CommentsState.NONE
            and library.comments_recently_open(entry)
        ):
            yield entry


def workgroups(library: Library) -> Iterator[Workgroup]:
    """The workgroups: those without a sign-up too, since they may have members from before it was taken off."""
    return (entry for entry in library.entries.values() if isinstance(entry, Workgroup))


def comment_target(library: Library, entry: Entry) -> Target:
    """The target of comments on an entry."""
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
        subjects=tuple(subjects(library, entry)),
    )


def subjects(library: Library, entry: Entry) -> Iterator[Subject]:
    """What an entry is about: its tracks, topics and municipality."""
    for slug in entry.tracks:
        track = library.entries.get(f"tracks/{slug}")
        yield Subject("tracks", slug, track.title if track else slug)
    for slug in entry.topics:
        topic = library.vocabularies.topics.get(slug)
        yield Subject("topics", slug, topic.name if topic else slug)
    if entry.municipality:
        found = library.vocabularies.municipalities.get(entry.municipality)
        yield Subject(
            "municipalities", entry.municipality, found.name if found else entry.municipality
        )


def signup_target(library: Library, site: Site, group: Workgroup) -> Target:
    """The target of sign-ups for a workgroup; without a sign-up it is closed."""
    signup = group.signup
    closes = end_of(group.signup_closes) if group.signup_closes else None
    return Target(
        "signup",
        group.key,
        group.title,
        library.address(group),
        lang=group.lang.value,
        opens=signup.opens.instant if signup and signup.opens else None,
        closes=closes if signup else DISTANT_PAST,
        deliver_to=group.deliver_to or EDITORS,
        calendar=calendar(site, group.title, [group], library.first_slug).decode()
        if group.meetings
        else "",
        capacity=group.seats,
        ends=end_of(group.ends) if group.ends else None,
        keep_months=group.keep_months,
        shown=library.place_counts.get(group.key, Counts()),
        meetings=tuple(
            group_meeting(site, group, meeting, library.first_slug(group))
            for meeting in group.meetings
            if meeting.start.day  # members cannot be told to come in a month
        ),
        original=group.translation_of,
    )


def group_meeting(site: Site, group: Workgroup, meeting: Meeting, first_slug: str) -> GroupMeeting:
    """A meeting as the forms service tells members of it."""
    return GroupMeeting(
        id=meeting.id,
        start=meeting.start.instant,
        place=meeting.place,
        event=event(site, group, meeting, first_slug).to_ical().decode(),
        end=meeting.end.instant if meeting.end and meeting.end.time else None,
        whole_day=not meeting.start.time,
        title=meeting.title,
        revision=meeting.revision,
        cancelled=meeting.cancelled,
    )


def idea_target(library: Library, title: str) -> Target:
    """The target of ideas, whose page is called `title`."""
    tracks = sorted(library.of_kind(Track), key=lambda track: track.title)
    return Target(
        "idea",
        "",
        title,
        urls.IDEAS,
        deliver_to=EDITORS,
        tracks=tuple(TrackChoice(track.slug, track.title) for track in tracks),
        ideas=tuple(idea_progress(library, idea) for idea in sent_ideas(library)),
    )


def sent_ideas(library: Library) -> Iterator[Idea]:
    """The ideas that came through the form, so that somebody may have asked to be told of them."""
    return (idea for idea in library.ideas if submission_number(f"{idea.slug}.md"))


def idea_progress(library: Library, idea: Idea) -> IdeaProgress:
    """How far an idea has come, as the forms service tells its sender."""
    entry = library.entries.get(idea.became)
    return IdeaProgress(
        idea.slug,
        urls.idea_address(idea.slug),
        idea.state,
        len(idea.steps),
        idea.steps[-1].text if idea.steps else "",
        idea.answer,
        entry.title if entry else "",
        library.address(entry) if entry else "",
        who_answers(library, idea),
        answer_day(idea).instant if idea.state.is_open else None,
    )


def _idea_inputs(library: Library) -> Inputs:
    """The tracks, and what ideas became; the ideas themselves, and the roles of those who answer."""
    ideas = tuple(sent_ideas(library))
    became = (library.entries.get(idea.became) for idea in ideas)
    return Inputs(
        listed=(*library.of_kind(Track), *filter(None, became)),
        values=[(idea, who_answers(library, idea)) for idea in ideas],
    )


def _comment_inputs(library: Library) -> Inputs:
    entries = tuple(commented(library))
    comments = [library.comments.get(entry.key) for entry in entries]
    about = [tuple(subjects(library, entry)) for entry in entries]
    return Inputs(listed=entries, values=(library.comment_days, comments, about))


def _signup_inputs(library: Library) -> Inputs:
    groups = tuple(workgroups(library))
    return Inputs(whole=groups, values=[library.place_counts.get(group.key) for group in groups])


BUILT_IN = {
    "comment": BuiltInTargets(
        lambda library, site, translate, inputs: (
            comment_target(library, entry) for entry in inputs.listed
        ),
        _comment_inputs,
    ),
    "signup": BuiltInTargets(
        lambda library, site, translate, inputs: (
            signup_target(library, site, group)
            for group in inputs.whole
            if isinstance(group, Workgroup)
        ),
        _signup_inputs,
    ),
    "idea": BuiltInTargets(
        lambda library, site, translate, inputs: (idea_target(library, translate(IDEAS)),),
        _idea_inputs,
    ),
}


def _built_in(spec: FormSpec) -> BuiltInTargets | None:
    """The targets of one of the engine's forms, unless a plugin's form has taken its place."""
    return None if spec.entry_target or spec.targets else BUILT_IN.get(spec.kind)
