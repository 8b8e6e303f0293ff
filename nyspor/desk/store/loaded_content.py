"""The content folder in memory: a text that has changed is parsed again, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from threading import Lock, local
from typing import Any, TypeVar

from nyspor.checks import check_content, check_text, errors_in_text
from nyspor.checks.held_back import hold_back, holding_back
from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import ParsedEntry
from nyspor.content.file_names import composed_names, with_names_on_disk
from nyspor.content.loader import (
    ContentSource,
    FileStamp,
    is_entry_file,
    read_entry_file,
    read_from,
    scan_folder,
)
from nyspor.desk.store.parsed_texts import parsed_text
from nyspor.problems import Problem
from nyspor.urls import EntryLocation, locate_entry

T = TypeVar("T")

FEW = 20
"""Up to so many changed texts are put into the content that is loaded; for more, all is put together anew."""


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
    _problems: tuple[Problem, ...] = ()
    _checked: ContentCollection | None = None
    _lock: Lock = field(default_factory=Lock)
    _request: local = field(default_factory=local)

    def __call__(self) -> ContentCollection:
        """Return the content; what has changed on the disk is read again, within `one_scan` once."""
        held: ContentCollection | None = getattr(self._request, "content", None)
        if held is None:
            held = self._now()
            if getattr(self._request, "holds", False):
                self._request.content = held
        return held

    def as_known(self) -> ContentCollection:
        """Return the content as it was when it was asked for last, without a look at the disk."""
        return self._content if self._content.files else self()

    @contextmanager
    def one_scan(self) -> Iterator[None]:
        """Look at the disk once in this block and thread, or once more after `scan_again`."""
        self._request.holds, self._request.content = True, None
        try:
            yield
        finally:
            self._request.holds, self._request.content = False, None

    def scan_again(self) -> None:
        """Look at the disk when the content is asked for next: something was saved."""
        self._request.content = None

    def _now(self) -> ContentCollection:
        with self._lock:
            stamps = scan_folder(self.folder)
            if stamps == self._stamps and self._content.files:
                return self._content
            self._content = self._with_changed(stamps) or self._read(stamps)
            self._stamps = stamps
            return self._content

    def _read(self, stamps: Mapping[str, FileStamp]) -> ContentCollection:
        content = read_from(CachedSource(self.folder, stamps, self._known))
        for name in [name for name in self._known if name[0] not in stamps]:
            del self._known[name]
        return content

    def _with_changed(self, stamps: Mapping[str, FileStamp]) -> ContentCollection | None:
        """The content with a few texts parsed again; None where something else than the words of texts has changed."""
        if stamps.keys() != self._stamps.keys():
            return None
        changed = [file for file, stamp in stamps.items() if self._stamps[file] != stamp]
        if len(changed) > FEW or not all(file in self._content.by_file for file in changed):
            return None
        content, composed = self._content, composed_names(stamps)
        for file in changed:
            parsed = read_entry_file(self.folder, file, content.by_file[file].location)
            content = _with(content, with_names_on_disk(parsed, content.files, composed))
        return content

    def with_text(self, file: str, raw: bytes) -> ContentCollection:
        """Return the content with these bytes in a text's file, which may be new."""
        content, parsed = self(), parsed_text(file, raw)
        return content if content.by_file.get(file) == parsed else _with(content, parsed)

    @property
    def is_checked(self) -> bool:
        """Whether what `problems` last said is of the content as it is now."""
        return self._checked is self._content

    def problems(self) -> tuple[Problem, ...]:
        """Return what the check says of everything as it is saved."""
        content = self()
        if self._checked is not content:
            self._problems, self._checked = tuple(check_content(content, self.clock())), content
        return self._problems

    def problems_with(self, content: ContentCollection, file: str) -> list[Problem]:
        """Return what the check says of one text in `content`, and of what all texts refer to."""
        return check_text(content, file, self.clock())

    def errors_with(self, content: ContentCollection, file: str) -> list[Problem]:
        """Return the errors of those alone, in less time."""
        return errors_in_text(content, file, self.clock())

    def without_faulty(self, content: ContentCollection, file: str) -> ContentCollection:
        """Return the content without those texts, other than `file`, that were saved with errors at the last check.

        What was saved since has been seen by who saved it, and a check of everything takes a second on a large site.
        """
        problems = self._problems if self._checked else self.problems()
        wrong = [each for each in holding_back(problems) if each.source != file]
        return hold_back(content, wrong) if wrong else content


def _with(content: ContentCollection, changed: ParsedEntry) -> ContentCollection:
    """The content with a text in place of what its file said before."""
    entries = [changed if each.file == changed.file else each for each in content.parsed_entries]
    if changed.file not in content.by_file:
        entries = sorted((*entries, changed), key=attrgetter("file"))
    return replace(content, parsed_entries=tuple(entries), files=content.files | {changed.file})
