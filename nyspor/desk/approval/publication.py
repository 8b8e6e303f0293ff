"""How publishing stands, for those who write: why the site could not be published, and what of a text has not come out."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from nyspor.desk.store.texts import WorkingText
from nyspor.incremental.file_index import digest_of
from nyspor.publishing.release_store import Release, ReleaseStore
from nyspor.publishing.site_description import read_description
from nyspor.publishing.state import STATE_FILE, read_state
from nyspor.publishing.status import stored_moment

_PLACE = re.compile(r"(?P<file>[^\s:]+\.md)(?::\d+)?: (?P<said>.+)")
"""A line of a failure that is about a text: its file, the line there, and what is wrong."""


@dataclass(frozen=True)
class Reason:
    """A line of what is wrong, and the file of the text that it is about; '' for none."""

    said: str
    file: str = ""


@dataclass(frozen=True)
class Failure:
    """The last attempt to publish has failed: when, and why; the first reason says it in general."""

    since: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def files(self) -> Collection[str]:
        """The texts that somebody who writes can put right."""
        return {reason.file for reason in self.reasons if reason.file}

    def about(self, file: str) -> tuple[Reason, ...]:
        """Return what is wrong with a text."""
        return tuple(reason for reason in self.reasons if reason.file == file)


@dataclass(frozen=True)
class Publication:
    """What is served from a folder of releases. It is tried again `by_itself` where a service publishes."""

    store: ReleaseStore
    by_itself: bool
    state_file: Path = STATE_FILE

    def failure(self, files: Collection[str]) -> Failure | None:
        """Return why the last publication failed, None where it did not; `files` are those of the texts that there are."""
        state = read_state(self.state_file)
        if not state.failure:
            return None
        lines = filter(None, map(str.strip, state.failure.splitlines()))
        since = stored_moment(state.failed_at)
        return Failure(since, tuple(_reason(line, files) for line in lines))

    def held_since(self) -> datetime | None:
        """Return since when an earlier version of the site is shown, which somebody has gone back to."""
        return stored_moment(read_state(self.state_file).held_since)

    def has_shown(self, file: str) -> bool:
        """Return whether a text is on the site, or in an earlier version of it that is kept."""
        return any(file in _files_of(release) for release in reversed(self.store.releases))

    def shows(self, text: WorkingText) -> bool:
        """Return whether the site shows a text as its file says it."""
        current = self.store.current
        description = read_description(current) if current else None
        if description is None:
            return False
        digest = digest_of(text.in_file.raw)
        entries = (entry for entry in description.entries.values() if entry.file == text.file)
        return any(digest.startswith(entry.digest) for entry in entries)


@lru_cache(maxsize=64)
def _files_of(release: Release) -> Collection[str]:
    """The files of the texts that a version of the site shows."""
    description = read_description(release)
    return {entry.file for entry in description.entries.values()} if description else set()


def _reason(line: str, files: Collection[str]) -> Reason:
    found = _PLACE.fullmatch(line)
    return Reason(found["said"], found["file"]) if found and found["file"] in files else Reason(line)  # fmt: skip
