"""The file in which the forms service counts the members of workgroups."""

from __future__ import annotations

from pathlib import Path

from nyspor.model.places import Counts, parse_places, parse_signups


def read_place_counts(file: Path) -> dict[str, Counts]:
    """Return the counts by workgroup; none where the file is missing or cannot be read."""
    try:
        return parse_places(file.read_bytes())
    except OSError:
        return {}


def read_signup_counts(file: Path) -> dict[str, dict[int, int]] | None:
    """Return how many have joined each workgroup, by year; None where the file is missing or cannot be read."""
    try:
        return parse_signups(file.read_bytes())
    except OSError:
        return None
