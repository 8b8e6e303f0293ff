"""The file of counts, `places.json`: how many places of each group are taken, and nothing about anybody.

The forms service writes it after each change, and the build of the site reads it (`nyspor.model.places`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from nyspor.model.places import Counts


def serialize_counts(counts: Mapping[str, Counts]) -> bytes:
    """The content of the file: `{"workgroups/stigruppen": {"taken": 12, "waiting": 3}}`."""
    found = {group: vars(each) for group, each in sorted(counts.items())}
    return json.dumps(found, indent=1).encode() + b"\n"
