"""How publishing stands: for `/forms/health`, for monitoring, and for whoever looks after the site."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nyspor.publishing.release_store import DESCRIPTION, Release, ReleaseStore
from nyspor.publishing.site_description import due_time, read_description
from nyspor.publishing.state import STATE_FILE, read_state


@dataclass(frozen=True)
class PublishingStatus:
    """How publishing stands, as the disk says.

    `release` is what is served ('' for nothing), `last_success` when a publication last succeeded, also one that had
    nothing new, `last_failure` and `failure` when and why the last attempt failed (None and '' where it did not);
    `held_since` is when an earlier release was gone back to; `due` when what is served changes by itself.
    """

    release: str = ""
    last_success: datetime | None = None
    last_failure: datetime | None = None
    failure: str = ""
    held_since: datetime | None = None
    due: datetime | None = None

    @property
    def state(self) -> str:
        """`ok`, `failed`, `held`, or `never` where nothing has been published."""
        if self.held_since:
            return "held"
        if self.failure:
            return "failed"
        return "ok" if self.release else "never"


def publishing_status(store: ReleaseStore, state_file: Path = STATE_FILE) -> PublishingStatus:
    """How publishing stands."""
    current, state = store.current, read_state(state_file)
    description = read_description(current) if current else None
    return PublishingStatus(
        current.name if current else "",
        _last_success(current) if current else None,
        stored_moment(state.failed_at),
        state.failure,
        stored_moment(state.held_since),
        due_time(description) if description else None,
    )


def stored_moment(written: str) -> datetime | None:
    """A moment as `PublishingState` has it; None for '', and for what is none."""
    with suppress(ValueError):
        return datetime.fromisoformat(written)
    return None


def _last_success(release: Release) -> datetime:
    """When a publication last succeeded, also one that had nothing new and renewed the description."""
    with suppress(OSError):
        written = (release.private / DESCRIPTION).stat().st_mtime
        return max(release.published, datetime.fromtimestamp(written, UTC))
    return release.published
