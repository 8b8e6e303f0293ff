"""The texts that a text can link to, as its toolbar offers them, and what its fields can refer to."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, relpath
from typing import TypedDict

from nyspor.content.collection import ContentCollection
from nyspor.model.kind_specs import kind_spec
from nyspor.urls import locate_entry

MOST = 20
"""How many are offered at once."""


class Target(TypedDict):
    """What can be chosen: its title, its kind (a message id), and its address as the text writes it."""

    label: str
    kind: str
    address: str


def link_targets(content: ContentCollection, file: str, query: str) -> list[Target]:
    """Return the texts with these words in their titles, with the way to each from `file`; those that begin so first.

    Such a way finds the text that it leads to.
    """
    wanted = query.strip()
    words = wanted.casefold().split()
    found = []
    for parsed in content.parsed_entries:
        title = parsed.entry.title if parsed.entry else ""
        folded = title.casefold()
        address = relpath(parsed.file, dirname(file))
        is_found = address == wanted or all(word in folded for word in words)
        if title and parsed.file != file and is_found:
            begins = folded.startswith(wanted.casefold())
            label = kind_spec(parsed.location.kind).label
            found.append((not begins, folded, Target(label=title, kind=label, address=address)))
    return [target for *_, target in sorted(found, key=lambda each: each[:2])[:MOST]]


def field_targets(known: Mapping[str, str], file: str, query: str) -> list[Target]:
    """Return what a field of `file` can refer to, of those with these words in their names or ids; those that begin so first."""
    location = locate_entry(file)
    begin, words = query.casefold().strip(), query.casefold().split()
    found = []
    for value, label in known.items():
        folded = label.casefold()
        is_itself = location is not None and value == location.key
        if not is_itself and all(word in folded or word in value for word in words):
            found.append((not folded.startswith(begin), folded, value, label))
    return [
        Target(label=label, kind=_kind_label(value), address=value)
        for *_, value, label in sorted(found)[:MOST]
    ]


def _kind_label(key: str) -> str:
    """What the kind of an entry is called, by the key of the entry; '' of what is none."""
    folder = key.rpartition("/")[0].rpartition("/")[2]
    return kind_spec(folder).label if folder else ""
