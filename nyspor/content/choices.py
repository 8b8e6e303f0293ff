"""What the fields of an entry may refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nyspor.content.collection import ContentCollection

Choices = Mapping[str, Mapping[str, str]]
"""By the name of a field: the ids that it may have, with what they stand for.

A field of a record is named with that, without the numbers of rows: `meetings.account`.
"""


def choices_in(content: ContentCollection) -> Choices:
    """Return what the fields of an entry choose from, with the names."""
    vocabularies = content.vocabularies
    return {
        "municipality": {slug: found.name for slug, found in vocabularies.municipalities.items()},
        "programme": _titles(content, "programmes"),
        "tracks": _titles(content, "tracks"),
        "topics": {slug: found.name for slug, found in vocabularies.topics.items()},
        "authors": _people(content),
    }


def references_in(content: ContentCollection) -> Choices:
    """Return those and what fields find by searching: every entry by its key, and people, who may be named freely."""
    choices, entries, people = choices_in(content), _EntryTitles(content), _people(content)
    names = {name: name for name in people.values()}
    return {
        **choices,
        "related": entries,
        "translation_of": entries,
        "meetings.account": entries,
        "milestones.account": entries,
        "pre_projects.account": entries,
        "sections.entries.slug": _titles(content, "stories"),
        "authors.name": people,
        "follow_group.name": names,
        "contributors.name": names,
        "contact.name": names,
    }


def _titles(content: ContentCollection, kind: str) -> Mapping[str, str]:
    found = content.by_slug[kind].items()
    return {slug: parsed.entry.title for slug, parsed in found if parsed.entry}


def _people(content: ContentCollection) -> Mapping[str, str]:
    return {slug: found.name for slug, found in content.vocabularies.people.items()}


class _EntryTitles(Mapping[str, str]):
    """The title of every entry by its key. A page shows few of them, so that they are read when asked for."""

    def __init__(self, content: ContentCollection) -> None:
        self._by_key = content.by_key

    def __getitem__(self, key: str) -> str:
        entry = self._by_key[key].entry
        return entry.title if entry else key

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)
