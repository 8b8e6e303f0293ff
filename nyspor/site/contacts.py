"""Whom a reader can turn to about an entry."""

from __future__ import annotations

from collections.abc import Iterator

from nyspor.model.kinds import Entry, Municipality, Workgroup
from nyspor.model.library import Library
from nyspor.model.values import Contact


def contact_for(library: Library, entry: Entry) -> Contact | None:
    """An entry's own contact, else that of its track, of a workgroup on its track, or of its municipality.

    None where nobody is named. Where the text itself says whom to turn to, the entry's own contact stands beside that if it is
    another, and nobody else's.
    """
    in_text = [b.data for b in library.bodies[entry.key].blocks if b.name == "contact"]
    if in_text:
        own: Contact | None = getattr(entry, "contact", None)
        return None if own in in_text else own
    return next(_contacts(library, entry), None)


def _contacts(library: Library, entry: Entry) -> Iterator[Contact]:
    """The contacts of an entry, the closest first."""
    tracks = map(library.track, entry.tracks)
    for found in (entry, *tracks, *_workgroups(library, entry)):
        contact: Contact | None = getattr(found, "contact", None)
        if contact:
            yield contact
    if municipality := library.vocabularies.municipalities.get(entry.municipality):
        yield from filter(None, [_of_municipality(municipality)])


def _workgroups(library: Library, entry: Entry) -> Iterator[Workgroup]:
    """The workgroups on the entry's tracks that still meet."""
    for group in library.of_kind(Workgroup):
        if not library.has_ended(group) and set(group.tracks) & set(entry.tracks):
            yield group


def _of_municipality(municipality: Municipality) -> Contact | None:
    """A municipality's contact, or else the municipality itself where it has a site."""
    if municipality.contact or not municipality.url:
        return municipality.contact
    return Contact(name=municipality.name, url=municipality.url)
