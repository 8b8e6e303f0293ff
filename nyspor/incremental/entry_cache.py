"""The entry cache: a content file whose bytes are known is not parsed again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from rich.console import Console

from nyspor.console import READING_TEXTS, with_progress
from nyspor.content.entry_reader import ParsedEntry, read_or_report
from nyspor.content.loader import ContentSource, FileStamp, is_entry_file, scan_folder
from nyspor.incremental.build_state import CachedEntry, Entries
from nyspor.incremental.file_index import FileIndex, digest_of
from nyspor.incremental.output_keys import listing_digest
from nyspor.incremental.worker import WORTHWHILE, in_two_processes, may_fork
from nyspor.urls import locate_entry

Made = TypeVar("Made")


class CachedContentSource(ContentSource):
    """The content folder: parses files that are new, and takes the rest from the last build's `entries`."""

    def __init__(
        self, folder: Path, index: FileIndex, load: Callable[[], Entries], console: Console
    ) -> None:
        super().__init__(folder)
        self._console = console
        self._index = index
        self._load = load
        self.stamps = scan_folder(folder)
        self.records: dict[str, tuple[str, object]] = {}

    @property
    def files(self) -> Collection[str]:
        return self.stamps.keys()

    def path(self, file: str) -> str:
        return f"{self.folder}/{file}"

    @cached_property
    def _last(self) -> Entries:
        return self._load()

    @cached_property
    def entries(self) -> dict[str, CachedEntry]:
        """Every entry by file, parsed where the cache has none for its digest."""
        last = self._last.entries
        found: dict[str, CachedEntry] = {}
        new: list[tuple[str, FileStamp]] = []
        for file, stamp in self.stamps.items():
            known = last.get(file)
            if not (known or is_entry(file)):
                continue
            if known and known.digest == self._index.digest(self.path(file), stamp):
                found[file] = known
            else:
                new.append((file, stamp))
        for file, stamp, cached in self._parse(new):
            self._index.files[self.path(file)] = (stamp, cached.digest)
            found[file] = cached
        return found

    def parse(self) -> None:
        """Parse new files now, while there is one thread only: large work is shared by forking."""
        _ = self.entries

    def parsed_entries(self) -> list[ParsedEntry]:
        return [cached.parsed for cached in self.entries.values()]

    def parse_file(self, file: str, make: Callable[[bytes], Made]) -> Made:
        digest = self._index.digest(self.path(file), self.stamps[file])
        known = self._last.records.get(file)
        if known is None or known[0] != digest:
            known = (digest, super().parse_file(file, make))
        self.records[file] = known
        made: Made = known[1]
        return made

    def _parse(
        self, new: Sequence[tuple[str, FileStamp]]
    ) -> Iterable[tuple[str, FileStamp, CachedEntry]]:
        if len(new) <= WORTHWHILE or not may_fork():
            return self._parse_all(new)
        mine, others = in_two_processes(self._parse_all, new[::2], new[1::2])
        return [*mine, *others]

    def _parse_all(
        self, files: Sequence[tuple[str, FileStamp]]
    ) -> list[tuple[str, FileStamp, CachedEntry]]:
        return [
            (file, stamp, parse(Path(self.path(file)).read_bytes(), file))
            for file, stamp in with_progress(files, READING_TEXTS, self._console)
        ]


def is_entry(file: str) -> bool:
    """Whether a file is to be read as an entry."""
    return is_entry_file(file) and locate_entry(file) is not None


def parse(raw: bytes, file: str) -> CachedEntry:
    """Parse one entry's file, and compute what the cache stores with it."""
    location = locate_entry(file)
    assert location is not None
    parsed = read_or_report(raw, file, location)
    _ = parsed.references  # computed once, and stored with the parsed entry
    return CachedEntry(digest_of(raw), parsed, listing_digest(parsed))
