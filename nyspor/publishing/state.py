"""What holds for publishing between two publications: whether it is on hold, and how the last attempt ended."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.files.data_folder import DATA_FOLDER

STATE_FILE = DATA_FOLDER / "publishing.json"


@dataclass(frozen=True)
class PublishingState:
    """`held_since` is when an earlier release was gone back to (ISO 8601): nothing is published by itself until somebody
    publishes again. `failed_at` and `failure` say when the last attempt failed, and why; '' after one that succeeded.
    """

    held_since: str = ""
    failed_at: str = ""
    failure: str = ""


def read_state(file: Path = STATE_FILE) -> PublishingState:
    """The state; an empty one where the file is missing or cannot be read."""
    try:
        return PublishingState(**json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return PublishingState()


def write_state(state: PublishingState, file: Path = STATE_FILE) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(file, json.dumps(asdict(state), ensure_ascii=False, indent=1).encode() + b"\n")
