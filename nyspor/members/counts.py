"""The file of counts, `places.json`: how many places of each group are taken, and nothing about anybody.

The forms service writes it after each change, and the build of the site reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from nyspor.members.places import Counts

FILE = "places.json"
"""Its name; it lies beside the database."""


def serialize_counts(counts: Mapping[str, Counts]) -> bytes:
    """The content of the file: `{"workgroups/stigruppen": {"taken": 12, "waiting": 3}}`."""
    found = {group: vars(each) for group, each in sorted(counts.items())}
    return json.dumps(found, indent=1).encode() + b"\n"


def parse_counts(content: bytes) -> Mapping[str, Counts]:
    """The counts by group; none of what cannot be read, since the site can be built without."""
    try:
        found = json.loads(content)
        return {
            str(group): Counts(max(0, int(each["taken"])), max(0, int(each["waiting"])))
            for group, each in found.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
