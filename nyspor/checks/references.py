"""Names that nobody bears: tracks, topics, people, other entries, and what comments and ideas point at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from nyspor.content.collection import (
    ContentCollection,
    check_reference,
    readable_entries,
    unknown_name,
)
from nyspor.content.entry_reader import ParsedEntry
from nyspor.forms.submission_files import entry_of
from nyspor.model.kinds import Issue
from nyspor.problems import N_, Problem


def check_taxonomies(content: ContentCollection) -> Iterator[Problem]:
    """Tracks, topics, municipalities, programmes and people must be known."""
    tracks = content.slugs["tracks"]
    programmes = content.slugs["programmes"]
    words = content.vocabularies
    for parsed, entry in readable_entries(content):
        for index, slug in enumerate(entry.tracks):
            yield from check_reference(
                parsed, ("tracks", index), slug, tracks, N_("There is no track called “{name}”.")
            )
        for index, slug in enumerate(entry.topics):
            yield from check_reference(
                parsed,
                ("topics", index),
                slug,
                words.topics,
                N_("There is no topic called “{name}”."),
            )
        for index, author in enumerate(entry.authors):
            if isinstance(author, str):
                yield from check_reference(
                    parsed,
                    ("authors", index),
                    author,
                    words.people,
                    N_("There is no person called “{name}” in people.yaml."),
                )
        if entry.municipality:
            yield from check_reference(
                parsed,
                ("municipality",),
                entry.municipality,
                words.municipalities,
                N_("There is no municipality called “{name}”."),
            )
        if entry.programme:
            yield from check_reference(
                parsed,
                ("programme",),
                entry.programme,
                programmes,
                N_("There is no programme called “{name}”."),
            )
    for topic in words.topics.values():
        if topic.broader and topic.broader not in words.topics:
            yield unknown_name(
                content,
                f"topics.yaml#{topic.slug}",
                ("broader",),
                topic.broader,
                words.topics,
                N_("There is no topic called “{name}”."),
            )
    for person in words.people.values():
        if person.municipality and person.municipality not in words.municipalities:
            yield unknown_name(
                content,
                f"people.yaml#{person.slug}",
                ("municipality",),
                person.municipality,
                words.municipalities,
                N_("There is no municipality called “{name}”."),
            )


def check_entry_references(content: ContentCollection) -> Iterator[Problem]:
    """Entries that name other entries must name ones that exist."""
    known = content.by_key
    message = N_("There is no entry called “{name}”.")
    for parsed, entry in readable_entries(content):
        for index, key in enumerate(entry.related):
            yield from check_reference(parsed, ("related", index), key, known, message)
        if entry.translation_of:
            yield from check_reference(
                parsed, ("translation_of",), entry.translation_of, known, message
            )
        if isinstance(entry, Issue):
            stories = content.slugs["stories"]
            for s, section in enumerate(entry.sections):
                for e, chosen in enumerate(section.entries):
                    path = ("sections", s, "entries", e, "slug")
                    yield from check_reference(
                        parsed,
                        path,
                        chosen.slug,
                        stories,
                        N_("There is no story called “{name}”."),
                    )


def check_submissions(content: ContentCollection) -> Iterator[Problem]:
    """Comments must belong to an entry, replies to a comment on it, ideas to a track."""
    known = content.by_key
    tracks = content.slugs["tracks"]
    openings: dict[str, set[str]] = defaultdict(set)
    for comment in content.comments.values():
        if not comment.reply_to:
            openings[comment.entry].add(comment.id)
    for file, comment in content.comments.items():
        folder = entry_of(file)
        if comment.entry not in known:
            yield unknown_name(
                content,
                file,
                ("entry",),
                comment.entry,
                known,
                N_("There is no entry called “{name}”."),
            )
        elif folder != comment.entry:
            yield Problem(
                file,
                N_("The comment is about {entry}, but lies in the folder of {folder}."),
                N_("Move the file, or mend the field."),
                params={"entry": comment.entry, "folder": folder},
            )
        siblings = openings[comment.entry]
        if comment.reply_to and comment.reply_to not in siblings:
            yield unknown_name(
                content,
                file,
                ("reply_to",),
                comment.reply_to,
                siblings,
                N_("There is no comment called “{name}” to reply to."),
            )
    for file, idea in content.ideas.items():
        if idea.track and idea.track not in tracks:
            yield unknown_name(
                content,
                file,
                ("track",),
                idea.track,
                tracks,
                N_("There is no track called “{name}”."),
            )
        if idea.became and idea.became not in known:
            yield unknown_name(
                content,
                file,
                ("became",),
                idea.became,
                known,
                N_("There is no entry called “{name}”."),
            )


def check_repeated_stories(content: ContentCollection) -> Iterator[Problem]:
    """A story has one page in an issue, so it is in it once."""
    for parsed, entry in readable_entries(content):
        if isinstance(entry, Issue):
            yield from repeated_stories_in(parsed, entry, content)


def repeated_stories_in(
    parsed: ParsedEntry, issue: Issue, content: ContentCollection
) -> Iterator[Problem]:
    """The problems of stories that one issue names more than once."""
    lines: dict[str, int | None] = {}
    for s, section in enumerate(issue.sections):
        for e, chosen in enumerate(section.entries):
            path = ("sections", s, "entries", e, "slug")
            if chosen.slug in lines:
                story = content.by_key.get(f"stories/{chosen.slug}")
                its_own = story.entry.title if story and story.entry else chosen.slug
                yield parsed.problem(
                    path,
                    N_("The story “{title}” is in the magazine already, on line {first}."),
                    N_("Take it out in one of the two places."),
                    title=chosen.title or its_own,
                    first=lines[chosen.slug],
                )
            lines.setdefault(chosen.slug, parsed.fields.locate(path)[0])
