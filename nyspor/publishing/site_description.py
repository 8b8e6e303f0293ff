"""What a built site consists of, as the next publication and the scheduler need to know it."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from nyspor.problems import Problem
from nyspor.publishing.release_store import DESCRIPTION, Release


@dataclass(frozen=True)
class PublishedEntry:
    """A text that is published: its file in the content folder, its title, and a digest of its bytes."""

    file: str
    title: str
    digest: str


@dataclass(frozen=True)
class SiteDescription:
    """What a built site consists of.

    `now` is the moment that it was built for, `due` when the same content next gives another site (ISO 8601, UTC; ''
    for never). `entries` are the published texts by address, `unpublished` the addresses of the others as they will be,
    `drafts` the files of texts that nobody has finished. `comments` and `ideas` are digests of the ids of what
    residents sent and an editor has published; None in descriptions from before they were noted.
    """

    url: str
    now: str
    due: str = ""
    entries: Mapping[str, PublishedEntry] = field(default_factory=dict)
    unpublished: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    comments: tuple[str, ...] | None = None
    ideas: tuple[str, ...] | None = None

    def to_bytes(self) -> bytes:
        entries = {address: entry.__dict__ for address, entry in self.entries.items()}
        raw = json.dumps({**self.__dict__, "entries": entries}, ensure_ascii=False).encode()
        return gzip.compress(raw, compresslevel=1, mtime=0)

    @classmethod
    def from_bytes(cls, raw: bytes) -> SiteDescription:
        fields = json.loads(gzip.decompress(raw))
        entries = {address: PublishedEntry(**entry) for address, entry in fields["entries"].items()}
        sent = {n: tuple(fields[n]) for n in ("comments", "ideas") if fields.get(n) is not None}
        return cls(
            **fields
            | {
                "entries": entries,
                "unpublished": tuple(fields["unpublished"]),
                "drafts": tuple(fields["drafts"]),
            }
            | sent
        )


class BuildRefused(Exception):
    """The site cannot be built, and what is wrong has been printed; `problems` are those with the content."""

    def __init__(self, reason: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(reason)
        self.problems = problems


def read_description(release: Release) -> SiteDescription | None:
    """What a release consists of; None where its description is missing."""
    try:
        return SiteDescription.from_bytes((release.private / DESCRIPTION).read_bytes())
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return None


def due_time(description: SiteDescription) -> datetime | None:
    """When the same content next gives another site (UTC)."""
    return datetime.fromisoformat(description.due) if description.due else None


class Builder(Protocol):
    """Builds a site for publication."""

    @property
    def url(self) -> str:
        """The address that the site is published at."""

    @property
    def content(self) -> Path:
        """The content folder."""

    @property
    def settings_file(self) -> str:
        """The name of the file with the settings for publication, in the site's folder."""

    def build(self, staging: Release, now: str = "") -> SiteDescription:
        """Build into the staging folder; return what the site consists of. Raises `BuildRefused`, `InvalidSetting`.

        `now` is the moment to build for, the clock's where it is ''.
        """

    def inputs(self) -> Mapping[str, Path]:
        """The files outside the content folder that the site is made from, by a name for each."""

    def places(self) -> Mapping[str, Sequence[str]]:
        """The settings that name folders of such files, each with the beginnings of their names in `inputs`."""
