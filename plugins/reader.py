"""Reads a content file for Pelican: validated front matter, and Markdown converted once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.readers import BaseReader, Readers
from pelican.urlwrappers import Category

from nyspor.addresses import place_of
from nyspor.content_folder import read_file
from nyspor.reading import Reading

UNDATED = datetime(1, 1, 2, tzinfo=UTC)


class EntryReader(BaseReader):  # type: ignore[misc]
    """Hands Pelican a `Reading` in the metadata, whatever is wrong with the file: the gate reports it."""

    enabled = True
    file_extensions = ["md"]

    def read(self, filename: str) -> tuple[str, dict[str, Any]]:
        folder = Path(self.settings["PATH"])
        file = Path(filename).relative_to(folder).as_posix()
        place = place_of(file)
        if place is None:
            # Where no entry can live; the gate names such files, so that none vanishes.
            return "", {"title": file, "status": "skip"}
        reading = read_file(folder, file, place)
        category = Category(place.kind, self.settings)
        return reading.body.html, metadata(reading) | {"category": category}


def metadata(reading: Reading) -> dict[str, Any]:
    """What Pelican itself needs to know of an entry; `reading` is what Nyspor goes on with."""
    entry = reading.entry
    return {
        "reading": reading,
        "title": entry.title if entry else reading.file,
        "summary": entry.summary if entry else "",
        "slug": reading.place.slug,
        "lang": reading.place.lang,
        "date": entry.date.instant if entry and entry.date else UNDATED,
        "status": entry.status.value if entry else "hidden",
    }


def use_our_reader(readers: Readers) -> None:
    readers.reader_classes["md"] = EntryReader


def register() -> None:
    signals.readers_init.connect(use_our_reader)
