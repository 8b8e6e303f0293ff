"""Documents that are made from a page, for an agenda or to hand out: a yearly status, a programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nyspor.magazine.sections import Section
from nyspor.magazine.stories import PictureTransform
from nyspor.model.kinds import Entry, Pilot, Programme, YearlyStatus
from nyspor.model.library import Library
from nyspor.site import barometer, timeline, view_models
from nyspor.text.danish import Date, day_of
from nyspor.yearly_status.counting import status_of

DOCUMENT = "dokument"
"""The name of the one section that a document has."""


def document_sections(
    library: Library, entry: Entry, transform: PictureTransform
) -> tuple[Section, ...]:
    """Return the sections of the document that is made from an entry."""
    prose = view_models.prose(library, entry)
    pictures = {file: transform(file, picture) for file, picture in prose.pictures.items()}
    place = view_models.municipality_link(library, entry)
    common = {
        "entry": entry,
        "body": replace(prose, pictures=pictures),
        "municipality": place.label if place else "",
        "address": library.address(entry),
        "made": day_of(library.now),
    }
    template, view = DOCUMENTS[entry.kind]
    context = common | view(library, entry)
    lang = entry.lang.value
    return (Section(DOCUMENT, template, entry.title, 1, context, None, lang, entry.file),)


def yearly_status(library: Library, entry: YearlyStatus) -> dict[str, object]:
    return {"status": status_of(library, entry), "authors": library.authors_of(entry)}


BEFORE_ALL = Date(1)
"""What has no date comes first."""


def programme(library: Library, entry: Programme) -> dict[str, object]:
    among = library.in_programme(entry.slug)
    pilots = view_models.of_kind(Pilot, among)
    milestones = sorted(entry.milestones, key=lambda each: each.date or BEFORE_ALL)
    return {
        "milestones": [(each, not timeline.is_over(library, each)) for each in milestones],
        "dated_documents": sorted(entry.documents, key=lambda each: each.date or BEFORE_ALL),
        "tracks": view_models.cards(library, view_models.tracks_of(among)),
        "groups": view_models.by_phase(library, pilots),
        "readings": barometer.readings(barometer.id_of(entry), entry.effects),
        "is_over": barometer.is_over(library.phase(entry)),
        "measured": barometer.parts(library, (pilot for pilot in pilots if pilot.effects)),
    }


DOCUMENTS: dict[str, tuple[str, Callable[[Library, Any], dict[str, object]]]] = {
    YearlyStatus.kind: ("magazine/status.html", yearly_status),
    Programme.kind: ("magazine/programme.html", programme),
}
"""By kind of entry, the template of its document, and what it shows beside the entry's own text."""
