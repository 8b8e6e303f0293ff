"""Pelican with the build cache: a subclass that the setting `PELICAN_CLASS` names."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from math import inf
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.log import console

from nyspor.clock import read_clock
from nyspor.console import print_message, print_up_to_date, reason_of
from nyspor.content.entry_reader import ParsedEntry
from nyspor.garbage_collection import (
    garbage_collection_paused,
    promote_objects,
    skip_collection_at_exit,
)
from nyspor.incremental import output_writer
from nyspor.incremental.build_state import (
    CachedEntry,
    Entries,
    OutputRecord,
    StateFile,
    Summary,
)
from nyspor.incremental.code_digest import code_digest
from nyspor.incremental.entry_cache import CachedContentSource
from nyspor.incremental.file_index import FileIndex, files_below, stamp_of
from nyspor.incremental.fingerprint import environment_digest
from nyspor.incremental.output_keys import OutputKeys, listing_digest
from nyspor.incremental.output_writer import Records
from nyspor.model.file_references import entry_images
from nyspor.model.library import Library
from nyspor.problems import N_, Problem
from nyspor.rules import errors
from nyspor.search.ready_index import CURRENT as CURRENT_INDEX
from nyspor.search.ready_index import FOLDER as SEARCH
from nyspor.site.brand import brand_of
from nyspor.site.build_fault import report_fault
from nyspor.site.build_plan import CACHE, Build, BuildFailed, Maker, Output, checked
from nyspor.site.settings import url_of
from nyspor.site.theme import theme_of

CANNOT_WRITE = frozenset((
    errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EEXIST,
))  # fmt: skip
"""What the disk says where it is full, closed to us, or a file and a folder stand in each other's place."""

CANNOT_BE_WRITTEN = N_(
    "{path} cannot be written: {reason}. Nothing more was written; make room or give access, and build again."
)

_loaded_code: list[str] = []
"""The digest of the code when this process first built: it runs the code and the plugins that were loaded then."""


class BuildCache:
    """The cache of one build: provides the parsed content, and writes the outputs that must be written.

    It holds a lock from the beginning, so that a second build of the same output folder waits for `close`.
    """

    def __init__(self, settings: Mapping[str, Any], folder: Path, output: Path) -> None:
        name = blake2b(str(output).encode(), digest_size=6).hexdigest()
        self._settings = settings
        self._output = output
        self._state = StateFile(Path(settings["NYSPOR_STATE"]) / name)
        self._state.lock()
        self._alone = threading.active_count() == 1
        self._last = self._state.load()
        self._index = FileIndex(self._last.files, self._last.scanned)
        self._code = self._code_as_loaded()
        if self._last.code != self._code:
            # What other code parsed is not valid; what it wrote is still in the output folder.
            self._last = Summary(outputs=self._last.outputs)
            self._index = FileIndex({}, 0)
        self._environment = environment_digest(self._index, self._code, settings)
        self.sources = CachedContentSource(folder, self._index, self._entries, console)
        # Stamped before anything is read: what changes while this build runs is new to the next.
        self._inputs_are_unchanged = self._scan_inputs()

    @property
    def due(self) -> datetime | None:
        """When the same content next gives another site (UTC), as of the last build."""
        until = self._last.until
        return datetime.fromtimestamp(until, UTC) if 0 < until < inf else None

    @cached_property
    def is_up_to_date(self) -> bool:
        """Whether this build would repeat the last one: no input is new, and no due time has passed."""
        last, now = self._last, read_clock(self._settings.get("NYSPOR_NOW")).timestamp()
        return (
            self._inputs_are_unchanged
            and last.environment == self._environment
            and last.now <= now < last.until
            and not self._state.is_unfinished
            and output_writer.are_untouched(self._output, last.outputs)
        )

    def write(self, build: Build, outputs: Mapping[str, Output], make: Maker) -> None:
        """Write the outputs that are not as planned, remove those not planned, and save the state."""
        entries = with_held_back(self.sources.entries, build.library, build.problems)
        keys = OutputKeys(self._environment, build.library, entries, self._index.digest)
        written = output_writer.write(
            outputs,
            {path: keys.of(output) for path, output in outputs.items()},
            self._last.outputs,
            self._output,
            self._settings["OUTPUT_RETENTION"],
            self._state,
            make,
            self._alone,
        )
        environment = self._environment
        if not self._index.is_current():
            # Made while an input changed, which may be put back before the next build: make it again then.
            environment, written = "", _forget_new_keys(written, self._last.outputs)
        self._last = Summary(
            environment=environment,
            now=build.library.now.timestamp(),
            until=due.timestamp() if (due := next_build_due(build)) else inf,
            outputs=written,
            problems=build.problems,
        )
        self._save(self._last, self._parsed)
        self._state.end()

    def note_written(self, path: Path, raw: bytes) -> None:
        """Take a file of the content folder, which this build itself has written, for one that it has read."""
        name = path.relative_to(self.sources.folder).as_posix()
        self._index.add(self.sources.path(name), stamp_of(path), raw)

    @property
    def last_problems(self) -> tuple[Problem, ...]:
        """What the check said at the last build."""
        return self._last.problems

    def save_file_index(self) -> None:
        """Save the file index for the next build, where this one had nothing to write."""
        if self._index.has_changed:
            self._save(replace(self._last), entries=None)

    def save_parsed_entries(self) -> None:
        """Save the parsed entries for the next build, where this one ends without writing."""
        self._save(Summary(outputs=self._last.outputs), self._parsed)

    def close(self) -> None:
        """Release the lock, so that a waiting build begins."""
        self._state.unlock()

    @property
    def _parsed(self) -> Entries:
        return Entries(self.sources.entries, self.sources.records)

    def _save(self, summary: Summary, entries: Entries | None) -> None:
        summary.scanned, summary.files = self._index.scanned, self._index.files
        is_as_loaded = code_digest(self._index, self._settings["PLUGINS"]) == self._code
        summary.code = self._code if is_as_loaded else ""
        if not is_as_loaded:
            print_message(
                N_("The program has changed since it was started. Stop it, and start it again.")
            )
        try:
            self._state.save(summary, entries)
        except OSError as error:
            print_message(
                N_(
                    "What is known of this build could not be saved in {path}: {reason}. The next one will take longer."
                ),
                path=error.filename,
                reason=reason_of(error),
            )

    def _entries(self) -> Entries:
        return self._state.load_entries() if self._last.code else Entries()

    def _scan_inputs(self) -> bool:
        """Record every file that a build may read; return whether all are as at the last build."""
        note, path = self._index.note, self.sources.path
        stamps = self.sources.stamps.items()
        same = [note(path(file), stamp, only_if_read=True) for file, stamp in stamps]
        for file in self._input_files():
            same.append(note(file, stamp_of(file)))
            self._index.digest(file)
        return all(same) and not any(self._gone_or_changed())

    def _input_files(self) -> Iterator[str]:
        """The files that planning reads besides the content and the code."""
        settings = self._settings
        magazines = settings.get("NYSPOR_MAGAZINES")
        theme = theme_of(settings)
        folders = [*theme.folders, *theme.template_overrides, *([magazines] if magazines else [])]
        brand = brand_of(settings)
        of_brand = (brand.file, *(file for _, _, file in brand.files)) if brand.file else ()
        counts = settings.get("NYSPOR_PLACES")
        index = Path(settings["NYSPOR_STATE"]) / SEARCH / CURRENT_INDEX
        for path in (
            *folders,
            *filter(os.path.isfile, (*of_brand, index, *([counts] if counts else ()))),
            *settings.get("NYSPOR_INPUTS", ()),
        ):
            yield from [str(path)] if os.path.isfile(path) else files_below(path)

    def _gone_or_changed(self) -> Iterator[str]:
        """Files that the last build read, and that no longer exist or have changed."""
        for path in self._last.files.keys() - self._index.files.keys():
            try:
                if self._index.note(path, stamp_of(path)):
                    continue
            except OSError:
                pass
            yield path

    def _code_as_loaded(self) -> str:
        """The digest of the code that this process runs: of the files as they were when it first built."""
        if not _loaded_code:
            _loaded_code.append(code_digest(self._index, self._settings["PLUGINS"]))
        return _loaded_code[0]


def with_held_back(
    entries: Mapping[str, CachedEntry], library: Library, problems: Iterable[Problem]
) -> Mapping[str, CachedEntry]:
    """Return the cached entries, with those that are held back as the library has them."""
    held_back = {}
    for file in {problem.source for problem in errors(problems)} & entries.keys():
        shown = library.by_file.get(file)
        if shown and shown is not entries[file].parsed.entry:
            parsed = ParsedEntry(file, entries[file].parsed.location, shown)
            held_back[file] = CachedEntry("held back", parsed, listing_digest(parsed))
    return {**entries, **held_back} if held_back else entries


def next_build_due(build: Build) -> datetime | None:
    """When the same content next gives another site (UTC): a date is reached, or a consent expires."""
    library = build.library
    consents = (
        image.consent.expires.instant
        for entry in (*library.entries.values(), *library.unpublished.values())
        for _, image in entry_images(entry)
        if image.consent and image.consent.expires
    )
    moments = (*consents, *([library.next_change] if library.next_change else ()))
    return min((moment for moment in moments if moment > library.now), default=None)


def _forget_new_keys(written: Records, known: Records) -> dict[str, OutputRecord]:
    """The records, without the keys of outputs that are not as they were."""
    changed = written.items() - known.items()
    return {**written, **{path: record._replace(key=b"") for path, record in changed}}


class IncrementalPelican(Pelican):  # type: ignore[misc]
    """Pelican that parses only changed files and writes only changed outputs."""

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        self.due: datetime | None = None
        """When the same content next gives another site (UTC), once it has been built."""
        # Before Pelican's command starts the thread of its spinner: large work is shared by forking.
        self._cache: BuildCache | None = self._open()

    def run(self) -> None:
        """Build. Raises `SystemExit` where the content has problems or the disk cannot be written."""
        cache, self._cache = self._cache or self._open(), None
        self.settings[CACHE] = cache
        with garbage_collection_paused(), write_errors_reported(), faults_reported(self.settings):
            try:
                if not self.delete_outputdir and cache.is_up_to_date:
                    cache.save_file_index()
                    signals.finalized.send(self)
                    checked.send(Problem, problems=cache.last_problems)
                    print_up_to_date()
                else:
                    super().run()
                self.due = cache.due
            except (Exception, SystemExit):  # the content has problems, or we have
                cache.save_parsed_entries()
                raise
            finally:
                del self.settings[CACHE]
                cache.close()
                promote_objects()

    def _open(self) -> BuildCache:
        skip_collection_at_exit()
        url_of(self.settings)  # one that is refused leaves nothing behind, not even a lock
        with garbage_collection_paused(), write_errors_reported():
            cache = BuildCache(self.settings, Path(self.path), Path(self.output_path))
            if not cache.is_up_to_date:
                cache.sources.parse()
            promote_objects()
            return cache


@contextmanager
def faults_reported(settings: Mapping[str, Any]) -> Iterator[None]:
    """Say of an unexpected exception which text it came up with, and where its traceback lies. Raises `BuildFailed`."""
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) and error.errno in CANNOT_WRITE:
            raise
        report_fault(error, Path(settings["PATH"]), Path(settings["NYSPOR_STATE"]))
        raise BuildFailed(error) from error


@contextmanager
def write_errors_reported() -> Iterator[None]:
    """Say plainly that the disk cannot be written. Raises `SystemExit`."""
    try:
        yield
    except OSError as error:
        if error.errno not in CANNOT_WRITE:
            raise
        print_message(CANNOT_BE_WRITTEN, path=error.filename, reason=reason_of(error))
        raise SystemExit(1) from None
