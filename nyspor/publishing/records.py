"""What is stored with a release and not published: who published it, and what is new in it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nyspor.files.atomic_write import write_atomically
from nyspor.publishing.changes import Changes
from nyspor.publishing.release_store import Release

RECORD = "record.json"

LIST_OF_PLACES = "THEME_TEMPLATES_OVERRIDES"
"""The one setting that names several folders of inputs."""


@dataclass(frozen=True)
class ReleaseRecord:
    """`by` is who published it, '' where nobody says; `reason` why; `new_bytes` what the disk had to take up for it.

    `settings_file` is the name of its settings for publication; `places` are the settings that name folders of inputs,
    with the names of these folders among the copies of inputs. `purged` are the ids of withdrawals whose files have been
    removed from it, `without` those that it has been found to be free of; `rebuilt_from` is the release that it is made from again, without what was withdrawn.
    """

    by: str = ""
    reason: str = ""
    changes: Changes = Changes()
    new_bytes: int = 0
    purged: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    rebuilt_from: str = ""
    settings_file: str = "publishconf.py"
    places: Mapping[str, Sequence[str]] = field(default_factory=dict)


def write_record(release: Release, record: ReleaseRecord) -> None:
    content = json.dumps(asdict(record), ensure_ascii=False, indent=1) + "\n"
    write_atomically(release.private / RECORD, content.encode())


def read_record(release: Release) -> ReleaseRecord:
    """The record of a release; an empty one where it is missing."""
    try:
        fields = json.loads((release.private / RECORD).read_bytes())
    except (OSError, ValueError):
        return ReleaseRecord()
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in fields["changes"].items()
    }
    lists = {name: tuple(fields.get(name, ())) for name in ("purged", "without")}
    return ReleaseRecord(**fields | {"changes": Changes(**told)} | lists)


def copy_of(release: Release, name: str) -> Path:
    """Where the copy of an input lies in a release."""
    return release.private / "inputs" / name
