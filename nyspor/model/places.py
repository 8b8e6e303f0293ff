"""How many places of workgroups are taken, as the forms service counts them: numbers, and no names."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

FILE = "places.json"
"""The file's name, beside the database of the forms service."""


@dataclass(frozen=True)
class Counts:
    """How many places of a group its members have taken, and how many wait for one."""

    taken: int = 0
    waiting: int = 0

    def left_of(self, capacity: int | None) -> int | None:
        """How many places are left; None where there is no limit."""
        return None if capacity is None else max(0, capacity - self.taken)


def parse_places(raw: bytes) -> dict[str, Counts]:
    """Return the counts by the key of the workgroup; none where the file says something else.

    What cannot be understood is left out: the pages then show what the writer says of the group.
    """
    counts = ((key, _count(fields)) for key, fields in _groups(raw))
    return {key: count for key, count in counts if count}


def parse_signups(raw: bytes) -> dict[str, dict[int, int]]:
    """Return how many have joined each workgroup, by year, from the same file."""
    return {
        key: {int(year): count for year, count in joined.items() if year.isdigit() and _is_count(count)}
        for key, fields in _groups(raw)
        if isinstance(joined := fields.get("joined"), dict)
    }  # fmt: skip


def _groups(raw: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """The workgroups of the file by their keys; none where it says something else."""
    try:
        found = json.loads(raw)
    except ValueError:
        return
    groups = found.items() if isinstance(found, dict) else ()
    yield from ((key, fields) for key, fields in groups if isinstance(fields, dict))


def _count(fields: Mapping[str, Any]) -> Counts | None:
    taken, waiting = fields.get("taken"), fields.get("waiting", 0)
    return Counts(taken, waiting) if _is_count(taken) and _is_count(waiting) else None


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
