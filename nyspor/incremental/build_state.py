"""The state that one build saves for the next: one file for each output folder, replaced by rename.

The file has two pickled parts. The summary says whether anything is new at all; the entries, ten times
as large, are read only where something is. Both bear a checksum, so that a damaged file counts as none.
The folder is the builder's own (0700): drafts are in it, and pickles are read from it.
"""

from __future__ import annotations

import fcntl
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from nyspor.content.entry_reader import ParsedEntry
from nyspor.content.loader import FileStamp
from nyspor.files.atomic_write import write_atomically

VERSION = 8
"""Increased when the format of the file changes."""

NAME = "state"
UNFINISHED = "unfinished"
"""A marker file: a build began to write and did not end, so that the output folder may hold anything."""


class OutputRecord(NamedTuple):
    """An output as it was written: its key, and its stamp on the disk."""

    key: bytes
    stamp: tuple[int, int]


class CachedEntry(NamedTuple):
    """An entry as parsed from the bytes with this digest."""

    digest: str
    parsed: ParsedEntry
    listing: str
    """A digest of the fields that lists may show."""


@dataclass
class Summary:
    """What is needed to decide whether a build has anything to do.

    `now` and `until` are the moment of the build and of the next change by itself (POSIX seconds);
    `scanned` is when the stamps of the files were read (nanoseconds since 1970); `files` the stamp and digest of
    every input file by path; `outputs` what lies in the output folder, by path.
    """

    code: str = ""
    environment: str = ""
    now: float = 0.0
    until: float = 0.0
    scanned: int = 0
    files: dict[str, tuple[FileStamp, str]] = field(default_factory=dict)
    outputs: dict[str, OutputRecord] = field(default_factory=dict)


@dataclass
class Entries:
    """Parsed files: `entries` by file, and `records` (vocabularies, comments, pictures) with their digest."""

    entries: dict[str, CachedEntry] = field(default_factory=dict)
    records: dict[str, tuple[str, Any]] = field(default_factory=dict)


class StateFile:
    """The state of one output folder on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._entries_check = ""
        self._lock: BinaryIO | None = None

    def load(self) -> Summary:
        """The summary of the last build; an empty one where there is none that can be read."""
        try:
            with self._path.open("rb") as file:
                mark, length, check, self._entries_check = _head(file)
                summary = file.read(length)
                self._entries_begin = file.tell()
        except (OSError, ValueError):
            return Summary()
        if mark != _mark() or check != _check(summary):
            self._entries_check = ""
            return Summary()
        found: Summary = pickle.loads(summary)
        return found

    def load_entries(self) -> Entries:
        """The entries that belong to the summary that was loaded last; none where they cannot be read."""
        pickled = self._pickled_entries()
        if not self._entries_check or self._entries_check != _check(pickled):
            return Entries()
        found: Entries = pickle.loads(pickled)
        return found

    def save(self, summary: Summary, entries: Entries | None = None) -> None:
        """Replace the state; the entries stay where none are given. Raises `OSError`."""
        first = pickle.dumps(summary, pickle.HIGHEST_PROTOCOL)
        rest = (
            pickle.dumps(entries, pickle.HIGHEST_PROTOCOL) if entries else self._pickled_entries()
        )
        head = f"{_mark()} {len(first)} {_check(first)} {_check(rest)}\n".encode("ascii")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(self._path, head, first, rest)

    def _pickled_entries(self) -> bytes:
        if not self._entries_check:
            return b""
        with self._path.open("rb") as file:
            file.seek(self._entries_begin)
            return file.read()

    @property
    def is_unfinished(self) -> bool:
        """Whether a build began to write and did not end."""
        return (self._folder / UNFINISHED).exists()

    def begin(self) -> None:
        """Set the marker before outputs are written. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self._folder / UNFINISHED).touch(mode=0o600)

    def end(self) -> None:
        """Remove the marker."""
        with suppress(OSError):
            (self._folder / UNFINISHED).unlink()

    def lock(self) -> None:
        """Take the lock of the output folder, waiting for another build that holds it. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = (self._folder / "lock").open("ab")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def unlock(self) -> None:
        if self._lock:
            self._lock.close()


def _head(file: BinaryIO) -> tuple[str, int, str, str]:
    """The first line: what wrote the file, the summary's length in bytes, and both checksums.

    Raises `ValueError`.
    """
    mark, length, *checks = file.readline(200).decode("ascii").split()
    first, second = checks
    return mark, int(length), first, second


def _mark() -> str:
    return f"nyspor-{VERSION}-{sys.hexversion:08x}"


def _check(part: bytes) -> str:
    return blake2b(part, digest_size=8).hexdigest()
