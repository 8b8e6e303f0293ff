"""What the fields of an entry may refer to."""

from __future__ import annotations

from collections.abc import Mapping

from nyspor.content.collection import ContentCollection

Choices = Mapping[str, Mapping[str, str]]
"""By the name of a field: the ids that it may have, with what they stand for."""


def choices_in(content: ContentCollection) -> Choices:
    """Return what the fields of an entry may refer to, with the names."""
    vocabularies = content.vocabularies

    def entries(kind: str) -> dict[str, str]:
        return {
            parsed.location.slug: parsed.entry.title
            for parsed in content.parsed_entries
            if parsed.location.kind == kind and parsed.entry
        }

    return {
        "municipality": {slug: found.name for slug, found in vocabularies.municipalities.items()},
        "programme": entries("programmes"),
        "tracks": entries("tracks"),
        "topics": {slug: found.name for slug, found in vocabularies.topics.items()},
        "authors": {slug: found.name for slug, found in vocabularies.people.items()},
    }
