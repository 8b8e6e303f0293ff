"""The file in which the forms service counts the members of workgroups."""

from __future__ import annotations

from pathlib import Path

from nyspor.model.places import Counts, parse_places


def read_place_counts(file: Path) -> dict[str, Counts]:
    """Return the counts by workgroup; none where the file is missing or cannot be read."""
    try:
        return parse_places(file.read_bytes())
    except OSError:
        return {}
