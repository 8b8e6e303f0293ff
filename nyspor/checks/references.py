"""References by name: tracks, topics, people and other entries must exist, once each, and what submissions belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from nyspor.checks.known_names import (
    NO_COMMENT,
    NO_ENTRY,
    NO_MUNICIPALITY,
    NO_PERSON,
    NO_PROGRAMME,
    NO_STORY,
    NO_TOPIC,
    NO_TRACK,
    Reference,
    Unknown,
    problems_with,
    unknown_references,
)
from nyspor.content.collection import ContentCollection, readable_entries
from nyspor.content.entry_reader import ParsedEntry
from nyspor.forms.submission_files import entry_of
from nyspor.front_matter.parsing import FieldPath
from nyspor.model.kinds import Comment, Entry, Idea, Issue, Programme, Workgroup
from nyspor.model.library import Vocabularies
from nyspor.problems import N_, Problem


def check_references(content: ContentCollection) -> Iterator[Problem]:
    """Check that everything that entries and vocabularies refer to by its name exists."""
    yield from problems_with(_unknown(content), content)


def _unknown(content: ContentCollection) -> Iterator[Unknown]:
    for parsed, entry in readable_entries(content):
        references: Iterator[Reference] = chain(
            _taxonomy_references(entry, content), _entry_references(entry, content)
        )
        yield from unknown_references(parsed.file, references, parsed.problem)
    for source, reference in _vocabulary_references(content.vocabularies):
        yield from unknown_references(source, [reference], partial(content.problem, source))


def _taxonomy_references(entry: Entry, content: ContentCollection) -> Iterator[Reference]:
    vocabularies = content.vocabularies
    for index, slug in enumerate(entry.tracks):
        yield ("tracks", index), slug, content.by_slug["tracks"], NO_TRACK
    for index, slug in enumerate(entry.topics):
        yield ("topics", index), slug, vocabularies.topics, NO_TOPIC
    for index, author in enumerate(entry.authors):
        if isinstance(author, str):
            yield ("authors", index), author, vocabularies.people, NO_PERSON
    if entry.municipality:
        known = vocabularies.municipalities
        yield ("municipality",), entry.municipality, known, NO_MUNICIPALITY
    if entry.programme:
        yield ("programme",), entry.programme, content.by_slug["programmes"], NO_PROGRAMME


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


def _entry_references(entry: Entry, content: ContentCollection) -> Iterator[Reference]:
    known = content.by_key
    for index, key in enumerate(entry.related):
        yield ("related", index), key, known, NO_ENTRY
    if entry.translation_of:
        yield ("translation_of",), entry.translation_of, known, NO_ENTRY
    if isinstance(entry, Workgroup):
        for index, meeting in enumerate(entry.meetings):
            if meeting.account:
                yield ("meetings", index, "account"), meeting.account, known, NO_ENTRY
    if isinstance(entry, Programme):
        for field in ("milestones", "pre_projects"):
            for index, record in enumerate(getattr(entry, field)):
                if record.account:
                    yield (field, index, "account"), record.account, known, NO_ENTRY
    if isinstance(entry, Issue):
        for path, slug in _story_slugs(entry):
            yield path, slug, content.by_slug["stories"], NO_STORY


def _story_slugs(issue: Issue) -> Iterator[tuple[FieldPath, str]]:
    for s, section in enumerate(issue.sections):
        for e, selected in enumerate(section.entries):
            yield ("sections", s, "entries", e, "slug"), selected.slug


def check_submissions(content: ContentCollection) -> Iterator[Problem]:
    """Check that comments belong to an entry, replies to a comment on it, and ideas to a track."""
    yield from problems_with(_unknown_in_submissions(content), content)
    for file, comment in content.comments.items():
        if comment.entry in content.by_key and entry_of(file) != comment.entry:
            yield Problem(
                file,
                N_("The comment is about {entry}, but lies in the folder of {folder}."),
                N_("Move the file, or correct the field."),
                params={"entry": comment.entry, "folder": entry_of(file)},
                rule="submission-place",
            )


def _unknown_in_submissions(content: ContentCollection) -> Iterator[Unknown]:
    conversations = _conversations(content.comments.values())
    for file, comment in content.comments.items():
        references = _comment_references(comment, content, conversations)
        yield from unknown_references(file, references, partial(content.problem, file))
    for file, idea in content.ideas.items():
        references = _idea_references(idea, content)
        yield from unknown_references(file, references, partial(content.problem, file))


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
        yield ("track",), idea.track, content.by_slug["tracks"], NO_TRACK
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
                story = issue.find_story(content.by_key, selected.slug)
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


def check_repeated_references(content: ContentCollection) -> Iterator[Problem]:
    """Advise on what a text belongs to twice, and on what is related to itself."""
    for parsed, entry in readable_entries(content):
        for field in ("tracks", "topics", "related"):
            names: tuple[str, ...] = getattr(entry, field)
            if not names or (len(set(names)) == len(names) and entry.key not in names):
                continue
            for index, name in enumerate(names):
                own = name == entry.key
                if own or name in names[:index]:
                    yield parsed.problem(
                        (field, index),
                        N_("The text is related to itself.")
                        if own
                        else N_("“{name}” is there twice."),
                        N_("Take it out.") if own else N_("Take one of the two out."),
                        name=name,
                        rule="repetition",
                    )


def check_translations(content: ContentCollection) -> Iterator[Problem]:
    """Check that a text is translated from another language, and advise where two are translated from one."""
    first: dict[tuple[str, str], str] = {}
    for parsed, entry in readable_entries(content):
        original = content.by_key.get(entry.translation_of) if entry.translation_of else None
        if original is None:
            continue
        if original.location.lang == parsed.location.lang:
            yield parsed.problem(
                ("translation_of",),
                N_("“{name}” is in the same language, so this cannot be its translation."),
                N_("Write the original's name, such as posts/velkommen, or take the line out."),
                name=entry.translation_of,
                rule="language",
            )
            continue
        place = (entry.translation_of, entry.lang)
        other = first.setdefault(place, parsed.file)
        if other != parsed.file:
            yield parsed.problem(
                ("translation_of",),
                N_("{other} is a translation of the same text."),
                N_("Take one of the two away, or correct the line."),
                other=other,
                rule="repetition",
            )


def check_broader_topics(content: ContentCollection) -> Iterator[Problem]:
    """Check that no topic lies, in one step or several, above itself."""
    topics = content.vocabularies.topics
    for topic in topics.values():
        above, seen = topic.broader, {topic.slug}
        while above in topics and above not in seen:
            seen.add(above)
            above = topics[above].broader
        if above == topic.slug:
            yield content.problem(
                f"topics.yaml#{topic.slug}",
                ("broader",),
                N_("The topic would lie above itself."),
                N_("Write the topic that it is a part of, or take the line out."),
                rule="vocabulary",
            )
