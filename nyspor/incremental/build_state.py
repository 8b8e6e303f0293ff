"""The state that one build saves for the next: one file for each output folder, replaced by rename.

The file has three pickled parts. The summary says whether anything is new at all. The entries, ten times
as large, are read only where something is, and copied as they are until those that have changed since,
the third part, are many. Each has a checksum, so that a damaged file counts as none.
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
from nyspor.problems import Problem
from nyspor.site.build_fault import FILE as FAULT

VERSION = 10
"""Increased when the format of the file changes."""

NAME = "state"
MAX_CHANGED = 500
"""With more changed entries than this, all are pickled again."""

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
    every input file by path; `outputs` what lies in the output folder, by path; `problems` what the check said.
    """

    code: str = ""
    environment: str = ""
    now: float = 0.0
    until: float = 0.0
    scanned: int = 0
    files: dict[str, tuple[FileStamp, str]] = field(default_factory=dict)
    outputs: dict[str, OutputRecord] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass
class Entries:
    """Parsed files: `entries` by file, and `records` (vocabularies, comments, pictures) with their digest.

    Each has the digest of the bytes it was parsed from, so that one whose file is gone does no harm.
    """

    entries: dict[str, CachedEntry] = field(default_factory=dict)
    records: dict[str, tuple[str, Any]] = field(default_factory=dict)

    def changed_since(self, older: Entries) -> Entries:
        """Those that are not the very objects that `older` has."""
        return Entries(
            {k: v for k, v in self.entries.items() if older.entries.get(k) is not v},
            {k: v for k, v in self.records.items() if older.records.get(k) is not v},
        )

    def updated(self, newer: Entries) -> Entries:
        return Entries(self.entries | newer.entries, self.records | newer.records)

    def __len__(self) -> int:
        return len(self.entries) + len(self.records)


class Part(NamedTuple):
    """A part of the file: its length in bytes and its checksum."""

    length: int
    check: str


class StateFile:
    """The state of one output folder on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._lock: BinaryIO | None = None
        self._forget()

    def _forget(self) -> None:
        """Take the file for one without valid entries."""
        self._parts = (_part_of(b""), _part_of(b""))
        self._begin = 0
        self._older = Entries()

    def load(self) -> Summary:
        """The summary of the last build; an empty one where there is none that can be read."""
        self._forget()
        try:
            with self._path.open("rb") as file:
                mark, first, *others = _read_head(file)
                summary = file.read(first.length)
                begin = file.tell()
        except (OSError, ValueError):
            return Summary()
        if mark != _mark() or first != _part_of(summary):
            return Summary()
        older, changed = others
        self._parts, self._begin = (older, changed), begin
        found: Summary = pickle.loads(summary)
        return found

    def load_entries(self) -> Entries:
        """The entries that belong to the summary that was loaded last; none where they cannot be read."""
        pickled = self._pickled_entries()
        if not pickled[0] or tuple(map(_part_of, pickled)) != self._parts:
            self._forget()
            return Entries()
        self._older, changed = map(pickle.loads, pickled)
        return self._older.updated(changed)

    def save(self, summary: Summary, entries: Entries | None = None) -> None:
        """Replace the state; the entries stay where none are given. Raises `OSError`."""
        older, changed = self._pickled_entries()
        parts = self._parts
        if entries is not None:
            newer = entries.changed_since(self._older)
            if not (self._older and older) or len(newer) > MAX_CHANGED:
                older, newer = _pickle(entries), Entries()
                parts = (_part_of(older), parts[1])
            changed = _pickle(newer)
            parts = (parts[0], _part_of(changed))
        first = _pickle(summary)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomically(self._path, _head(_part_of(first), *parts), first, older, changed)

    def _pickled_entries(self) -> tuple[bytes, bytes]:
        """The last two parts of the file as they stand there; empty where it is gone."""
        with suppress(FileNotFoundError):
            if self._begin:
                with self._path.open("rb") as file:
                    file.seek(self._begin)
                    return file.read(self._parts[0].length), file.read()
        return b"", b""

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


def delete_states(folder: Path) -> None:
    """Delete what builds and checks remember below `folder`, waiting for one that is running. Raises `OSError`.

    They remember the texts that they read, also those that have been removed since.
    """
    for path in sorted(folder.glob(f"*/{NAME}")):
        state = StateFile(path.parent)
        state.lock()
        path.unlink(missing_ok=True)
        state.unlock()
    (folder / FAULT).unlink(missing_ok=True)


def _head(*parts: Part) -> bytes:
    """The first line of the file: what wrote it, and its parts."""
    return " ".join([_mark(), *(f"{length} {check}" for length, check in parts)]).encode() + b"\n"


def _read_head(file: BinaryIO) -> tuple[str, Part, Part, Part]:
    """What wrote the file, and its three parts. Raises `ValueError`."""
    mark, *numbers = file.readline(200).decode("ascii").rstrip("\n").split(" ")
    first, older, changed = zip(map(int, numbers[::2]), numbers[1::2], strict=True)
    return mark, Part(*first), Part(*older), Part(*changed)


def _mark() -> str:
    return f"nyspor-{VERSION}-{sys.hexversion:08x}"


def _part_of(part: bytes) -> Part:
    return Part(len(part), blake2b(part, digest_size=8).hexdigest())


def _pickle(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
