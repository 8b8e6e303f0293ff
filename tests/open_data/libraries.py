"""Small libraries for the tests of the open data, and their rows."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf
from typing import Any

from nyspor.model.kinds import Entry, Idea, Pilot, Programme, Track
from nyspor.model.library import Library
from nyspor.open_data.tables import Row, RowMaker, id_finder, rows_until
from nyspor.text.danish import parse_date
from tests.builders import NOW, VOCABULARIES

URL = "https://beby.example"


def an_effect(*measured: tuple[str, float], **fields: Any) -> dict[str, Any]:
    """An effect with measurements given as (date, value)."""
    measurements = [
        {"date": date, "value": value, "source": "Tælleren ved stien"} for date, value in measured
    ]
    return {"indicator": "Besøg om ugen", "measurements": measurements, **fields}


def a_pilot(slug: str = "stien", **fields: Any) -> Pilot:
    return Pilot(slug=slug, file=f"pilots/{slug}.md", title="Stien", summary="En sti.", **fields)


def an_idea(slug: str = "baenk", **fields: Any) -> Idea:
    values = {"title": "En bænk", "name": "Yrsa Bølge", "received": parse_date("3. maj 2026")}
    return Idea(slug=slug, text="Vi mangler en.", **values | fields)


def a_library(*entries: Entry, now: datetime = NOW, ideas: tuple[Idea, ...] = ()) -> Library:
    """A library of these entries, one programme and one track."""
    programme = Programme(slug="naboskab", file="programmes/naboskab.md", title="N", summary="N.")
    track = Track(slug="veje", file="tracks/veje.md", title="Veje", summary="Nye veje.")
    by_key = {entry.key: entry for entry in (programme, track, *entries)}
    return Library(now=now, entries=by_key, vocabularies=VOCABULARIES, ideas=ideas)


def rows_in(library: Library, table: str, until: datetime | None = None) -> list[Row]:
    dated = RowMaker(id_finder(library), URL).dated_rows(library)
    return rows_until(dated, until.timestamp() if until else inf)[table]


def new_year(year: int) -> datetime:
    """The moment when a year begins in Denmark."""
    return datetime(year - 1, 12, 31, 23, tzinfo=UTC)
