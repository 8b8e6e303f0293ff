"""The file of counts, `places.json`: how many places of each group are taken, how many have joined it by year, and
nothing about anybody.

The forms service writes it after each change, and the build of the site reads it (`nyspor.model.places`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from nyspor.model.places import Counts


def serialize_counts(
    counts: Mapping[str, Counts], joined: Mapping[str, Mapping[int, int]] | None = None
) -> bytes:
    """The content of the file: `{"workgroups/stigruppen": {"taken": 12, "waiting": 3, "joined": {"2026": 15}}}`."""
    joined = joined or {}
    found = {
        group: vars(counts.get(group, Counts()))
        | ({"joined": joined[group]} if group in joined else {})
        for group in sorted({*counts, *joined})
    }
    return json.dumps(found, indent=1).encode() + b"\n"
