"""Texts parsed from their bytes. A save asks for the same version several times."""

from __future__ import annotations

from functools import lru_cache

from nyspor.content.entry_reader import ParsedEntry, read_or_report
from nyspor.model.kind_specs import kind_spec
from nyspor.urls import EntryLocation, locate_entry

VERSIONS = 32
"""So many versions are remembered: those of a few people who write at the same time."""


def parsed_text(file: str, raw: bytes) -> ParsedEntry:
    """Return what the file of a text says with these bytes."""
    location = locate_entry(file)
    assert location
    return _parsed(raw, file, location, kind_spec(location.kind).model)


@lru_cache(VERSIONS)
def _parsed(raw: bytes, file: str, location: EntryLocation, model: type) -> ParsedEntry:
    """Parse a version; `model` tells it from one that was read before a site changed its own kinds."""
    return read_or_report(raw, file, location)
