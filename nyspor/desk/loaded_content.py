"""The content folder in memory: a text that has changed is parsed again, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from nyspor.checks import check_content
from nyspor.checks.held_back import hold_back, holding_back
from nyspor.content.collection import SHARED_FILES, ContentCollection
from nyspor.content.entry_reader import ParsedEntry, read_or_report
from nyspor.content.loader import (
    ContentSource,
    FileStamp,
    is_entry_file,
    read_entry_file,
    read_from,
    scan_folder,
)
from nyspor.problems import Problem
from nyspor.urls import EntryLocation, locate_entry

T = TypeVar("T")


class CachedSource(ContentSource):
    """The content folder as it was scanned, with what has been parsed of it before."""

    def __init__(
        self, folder: Path, stamps: Mapping[str, FileStamp], known: dict[Any, Any]
    ) -> None:
        super().__init__(folder)
        self._stamps = stamps
        self._known = known

    @cached_property
    def files(self) -> Collection[str]:
        return self._stamps

    def parsed_entries(self) -> Iterable[ParsedEntry]:
        places = ((file, locate_entry(file)) for file in self.files if is_entry_file(file))
        return [self._entry(file, place) for file, place in places if place]

    def _entry(self, file: str, place: EntryLocation) -> ParsedEntry:
        return self._once((file, "entry"), lambda: read_entry_file(self.folder, file, place))

    def parse_file(self, file: str, parse: Callable[[bytes], T]) -> T:
        # The parser of a file is the same at each reading.
        return self._once((file, "file"), lambda: super(CachedSource, self).parse_file(file, parse))

    def _once(self, name: tuple[str, str], make: Callable[[], T]) -> T:
        stamp = self._stamps[name[0]]
        known = self._known.get(name)
        if known is None or known[0] != stamp:
            known = self._known[name] = (stamp, make())
        found: T = known[1]
        return found


@dataclass
class LoadedContent:
    """What is in a content folder, as it is now. Threads may ask at once."""

    folder: Path
    clock: Callable[[], datetime]
    _known: dict[Any, Any] = field(default_factory=dict)
    _stamps: Mapping[str, FileStamp] = field(default_factory=dict)
    _content: ContentCollection = field(default_factory=ContentCollection)
    _problems: tuple[Problem, ...] | None = None
    _lock: Lock = field(default_factory=Lock)

    def __call__(self) -> ContentCollection:
        """Return the content; what has changed on the disk is read again."""
        with self._lock:
            stamps = scan_folder(self.folder)
            if stamps != self._stamps or not self._content.files:
                self._content = read_from(CachedSource(self.folder, stamps, self._known))
                self._stamps, self._problems = stamps, None
                for name in [name for name in self._known if name[0] not in stamps]:
                    del self._known[name]
            return self._content

    def with_text(self, file: str, raw: bytes) -> ContentCollection:
        """Return the content with these bytes in a text's file, which may be new."""
        content, location = self(), locate_entry(file)
        assert location
        changed = read_or_report(raw, file, location)
        others = [parsed for parsed in content.parsed_entries if parsed.file != file]
        entries = sorted((*others, changed), key=lambda parsed: parsed.file)
        return replace(content, parsed_entries=tuple(entries), files=content.files | {file})

    def problems(self) -> tuple[Problem, ...]:
        """Return what the check says of everything as it is saved."""
        content = self()
        if self._problems is None:
            self._problems = tuple(check_content(content, self.clock()))
        return self._problems

    def problems_with(self, content: ContentCollection, file: str) -> list[Problem]:
        """Return what the check says of one text in `content`, and of what all texts refer to."""
        found = check_content(content, self.clock())
        return [each for each in found if each.source in (file, *SHARED_FILES)]

    def without_faulty(self, content: ContentCollection, file: str) -> ContentCollection:
        """Return the content without those texts, other than `file`, that are saved with errors."""
        wrong = [each for each in holding_back(self.problems()) if each.source != file]
        return hold_back(content, wrong) if wrong else content
