"""The texts that a text can link to, as its toolbar offers them."""

from __future__ import annotations

from posixpath import dirname, relpath
from typing import TypedDict

from nyspor.content.collection import ContentCollection
from nyspor.model.kind_specs import kind_spec

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
