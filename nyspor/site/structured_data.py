"""Structured data for search engines, in schema.org's vocabulary, made from the model.

Pure: library and site in, plain values out; the theme writes them as JSON-LD.
"""

from __future__ import annotations

from typing import TypeAlias

from nyspor import urls
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry, Issue, Municipality
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.model.values import Meeting
from nyspor.site import view_models
from nyspor.text.danish import Date

Thing: TypeAlias = dict[str, object]

SCHEMA = "https://schema.org"


def about(library: Library, site: Site, entry: Entry) -> tuple[Thing, ...]:
    """The schema.org things of an entry's page; made-up examples have none."""
    if entry.example:
        return ()
    if kind_spec(entry.kind).in_stream:
        return (posting(library, site, entry),)
    if isinstance(entry, Issue):
        return (issue(library, site, entry),)
    return tuple(event(library, site, entry, meeting) for meeting in library.upcoming(entry))


def posting(library: Library, site: Site, entry: Entry) -> Thing:
    picture = view_models.picture(library, entry.image)
    place = library.vocabularies.municipalities.get(entry.municipality)
    found: Thing = {
        "@context": SCHEMA,
        "@type": "BlogPosting",
        "headline": entry.title,
        "description": entry.summary,
        "abstract": " ".join(getattr(entry, "in_brief", ())),
        "inLanguage": entry.lang.value,
        "url": site.url + library.address(entry),
        "datePublished": _iso(entry.date),
        "dateModified": _iso(entry.modified or entry.date),
        "author": [
            {"@type": "Person", "name": sender.name} for sender in library.authors_of(entry)
        ],
        "image": site.url + picture.widest.address if picture else None,
        "publisher": organization(site, place) if place else None,
        "keywords": [library.vocabularies.topics[slug].name for slug in entry.topics],
    }
    return _without_empty(found)


def event(library: Library, site: Site, entry: Entry, meeting: Meeting) -> Thing:
    moved = meeting.moved_from and not meeting.cancelled
    state = (
        "EventCancelled" if meeting.cancelled else "EventRescheduled" if moved else "EventScheduled"
    )
    return _without_empty(
        {
            "@context": SCHEMA,
            "@type": "Event",
            "name": meeting.title or entry.title,
            "startDate": _iso(meeting.start),
            "endDate": _iso(meeting.end),
            "eventStatus": f"{SCHEMA}/{state}",
            "previousStartDate": _iso(meeting.moved_from) if moved else None,
            "location": {"@type": "Place", "name": meeting.place},
            "url": site.url + library.address(entry),
        }
    )


def issue(library: Library, site: Site, entry: Issue) -> Thing:
    return _without_empty(
        {
            "@context": SCHEMA,
            "@type": "PublicationIssue",
            "name": entry.title,
            "issueNumber": str(entry.year),
            "description": entry.summary,
            "url": site.url + library.address(entry),
        }
    )


def organization(site: Site, municipality: Municipality) -> Thing:
    return _without_empty(
        {
            "@context": SCHEMA,
            "@type": "GovernmentOrganization",
            "name": municipality.name,
            "url": site.url + urls.municipality_address(municipality.slug),
            "sameAs": municipality.url,
        }
    )


def _iso(date: Date | None) -> str:
    return date.iso if date else ""


def _without_empty(thing: Thing) -> Thing:
    """A thing without its empty properties."""
    return {name: value for name, value in thing.items() if value not in (None, "", [])}
