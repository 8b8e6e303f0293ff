"""References by name: tracks, topics, people and other entries must exist, and what submissions belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.content.entry_reader import ParsedEntry
from nyspor.forms.submission_files import entry_of
from nyspor.front_matter.parsing import FieldPath
from nyspor.model.kinds import Comment, Entry, Idea, Issue
from nyspor.model.library import Vocabularies
from nyspor.problems import N_, Problem, closest_match

Reference = tuple[FieldPath, str, Collection[str], str]
"""A name in the field at a path, the names that are known, and the message where it is none of them."""

NO_TRACK = N_("There is no track called “{name}”.")
NO_TOPIC = N_("There is no topic called “{name}”.")
NO_PERSON = N_("There is no person called “{name}” in people.yaml.")
NO_MUNICIPALITY = N_("There is no municipality called “{name}”.")
NO_PROGRAMME = N_("There is no programme called “{name}”.")
NO_ENTRY = N_("There is no entry called “{name}”.")
NO_STORY = N_("There is no story called “{name}”.")
NO_COMMENT = N_("There is no comment called “{name}” to reply to.")


def unknown_names(
    references: Iterable[Reference], problem_at: Callable[..., Problem]
) -> Iterator[Problem]:
    """Yield a problem, made by `problem_at`, for each reference whose name is not known."""
    for path, name, known, message in references:
        if name not in known:
            near = closest_match(name, known)
            remedy = _remedy(near, known)
            yield problem_at(
                path,
                message,
                remedy,
                name=name,
                near=near,
                names=_first(known),
                rule="unknown-name",
            )


def _remedy(near: str, known: Collection[str]) -> str:
    if near:
        return N_("Did you mean “{near}”?")
    return N_("These are known: {names}.") if known else N_("Take the line out, or write it first.")


def _first(known: Collection[str]) -> str:
    """Return the first known names, as many as fit on a line."""
    names = sorted(known)
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


def check_taxonomies(content: ContentCollection) -> Iterator[Problem]:
    """Check that tracks, topics, municipalities, programmes and people exist."""
    for parsed, entry in readable_entries(content):
        yield from unknown_names(_taxonomy_references(entry, content), parsed.problem)
    for source, reference in _vocabulary_references(content.vocabularies):
        yield from unknown_names([reference], partial(content.problem, source))


def _taxonomy_references(entry: Entry, content: ContentCollection) -> Iterator[Reference]:
    vocabularies = content.vocabularies
    for index, slug in enumerate(entry.tracks):
        yield ("tracks", index), slug, content.slugs["tracks"], NO_TRACK
    for index, slug in enumerate(entry.topics):
        yield ("topics", index), slug, vocabularies.topics, NO_TOPIC
    for index, author in enumerate(entry.authors):
        if isinstance(author, str):
            yield ("authors", index), author, vocabularies.people, NO_PERSON
    if entry.municipality:
        known = vocabularies.municipalities
        yield ("municipality",), entry.municipality, known, NO_MUNICIPALITY
    if entry.programme:
        yield ("programme",), entry.programme, content.slugs["programmes"], NO_PROGRAMME


def _vocabulary_references(vocabularies: Vocabularies) -> Iterator[tuple[str, Reference]]:
    """Yield the references from one vocabulary's record to another, each with its source."""
    topics, municipalities = vocabularies.topics, vocabularies.municipalities
    for topic in topics.values():
        if topic.broader:
            yield f"topics.yaml#{topic.slug}", (("broader",), topic.broader, topics, NO_TOPIC)
    for person in vocabularies.people.values():
        if person.municipality:
            reference = (("municipality",), person.municipality, municipalities, NO_MUNICIPALITY)
            yield f"people.yaml#{person.slug}", reference


def check_entry_references(content: ContentCollection) -> Iterator[Problem]:
    """Check that the entries that other entries name exist."""
    for parsed, entry in readable_entries(content):
        yield from unknown_names(_entry_references(entry, content), parsed.problem)


def _entry_references(entry: Entry, content: ContentCollection) -> Iterator[Reference]:
    known = content.by_key
    for index, key in enumerate(entry.related):
        yield ("related", index), key, known, NO_ENTRY
    if entry.translation_of:
        yield ("translation_of",), entry.translation_of, known, NO_ENTRY
    if isinstance(entry, Issue):
        for path, slug in _story_slugs(entry):
            yield path, slug, content.slugs["stories"], NO_STORY


def _story_slugs(issue: Issue) -> Iterator[tuple[FieldPath, str]]:
    for s, section in enumerate(issue.sections):
        for e, selected in enumerate(section.entries):
            yield ("sections", s, "entries", e, "slug"), selected.slug


def check_submissions(content: ContentCollection) -> Iterator[Problem]:
    """Check that comments belong to an entry, replies to a comment on it, and ideas to a track."""
    conversations = _conversations(content.comments.values())
    for file, comment in content.comments.items():
        references = _comment_references(comment, content, conversations)
        yield from unknown_names(references, partial(content.problem, file))
        if comment.entry in content.by_key and entry_of(file) != comment.entry:
            yield Problem(
                file,
                N_("The comment is about {entry}, but lies in the folder of {folder}."),
                N_("Move the file, or correct the field."),
                params={"entry": comment.entry, "folder": entry_of(file)},
                rule="submission-place",
            )
    for file, idea in content.ideas.items():
        yield from unknown_names(_idea_references(idea, content), partial(content.problem, file))


def _conversations(comments: Iterable[Comment]) -> Mapping[str, set[str]]:
    """Return by entry the comments that can be replied to: those that are no replies."""
    found: dict[str, set[str]] = defaultdict(set)
    for comment in comments:
        if not comment.reply_to:
            found[comment.entry].add(comment.id)
    return found


def _comment_references(
    comment: Comment, content: ContentCollection, conversations: Mapping[str, set[str]]
) -> Iterator[Reference]:
    yield ("entry",), comment.entry, content.by_key, NO_ENTRY
    if comment.reply_to:
        known = conversations.get(comment.entry, ())
        yield ("reply_to",), comment.reply_to, known, NO_COMMENT


def _idea_references(idea: Idea, content: ContentCollection) -> Iterator[Reference]:
    if idea.track:
        yield ("track",), idea.track, content.slugs["tracks"], NO_TRACK
    if idea.became:
        yield ("became",), idea.became, content.by_key, NO_ENTRY


def check_repeated_stories(content: ContentCollection) -> Iterator[Problem]:
    """Check that no issue contains a story twice: the story has one page in it."""
    for parsed, entry in readable_entries(content):
        if isinstance(entry, Issue):
            yield from repeated_stories_in(parsed, entry, content)


def repeated_stories_in(
    parsed: ParsedEntry, issue: Issue, content: ContentCollection
) -> Iterator[Problem]:
    """Yield a problem for each story that the issue names again."""
    lines: dict[str, int | None] = {}
    for s, section in enumerate(issue.sections):
        for e, selected in enumerate(section.entries):
            path = ("sections", s, "entries", e, "slug")
            if selected.slug in lines:
                story = content.by_key.get(f"stories/{selected.slug}")
                title = story.entry.title if story and story.entry else selected.slug
                yield parsed.problem(
                    path,
                    N_("The story “{title}” is in the magazine already, on line {first}."),
                    N_("Take it out in one of the two places."),
                    title=selected.title or title,
                    first=lines[selected.slug],
                    rule="repeated-story",
                )
            lines.setdefault(selected.slug, parsed.fields.locate(path)[0])
