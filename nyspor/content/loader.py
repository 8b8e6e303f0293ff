"""Reading the content folder into a `ContentCollection`; the parsers that it calls do no I/O."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG
from typing import TypeVar

from nyspor.content.collection import SHARED_FILES, ContentCollection
from nyspor.content.deleted_files import deleted_files
from nyspor.content.entry_reader import (
    AnyRecord,
    ParsedEntry,
    forbidden_file,
    misplaced_file,
    read_or_report,
    read_record,
    read_vocabulary,
)
from nyspor.content.file_names import composed_names, is_ignored, with_names_on_disk
from nyspor.content.image_reader import PICTURE_SUFFIXES, read_picture
from nyspor.content.schema import FILE as SCHEMA_FILE
from nyspor.content.schema import OLDEST, SCHEMA, read_schema
from nyspor.front_matter.parsing import Fields
from nyspor.model.address_book import FILE as ADDRESS_BOOK
from nyspor.model.address_book import AddressFile, parse_addresses
from nyspor.model.kinds import Comment, Idea, KnownPerson, Municipality, Topic
from nyspor.model.library import PictureFault, PictureFile, Vocabularies
from nyspor.problems import Problem
from nyspor.urls import EntryLocation, locate_entry

AnySubmission = TypeVar("AnySubmission", Comment, Idea)
T = TypeVar("T")

FileStamp = tuple[int, int, int]
"""A file's modification time and status change time (both in nanoseconds), and size."""


def scan_folder(folder: Path) -> dict[str, FileStamp]:
    """Return the stamp of every file below `folder` by relative path, sorted, without hidden files."""
    return dict(sorted(_files_below(os.path.realpath(folder), "")))


_SUFFIX_ONLY = re.compile(r"\.([a-z]{2}\.)?md")
"""A text without a name: hidden by accident, so it is reported as a problem."""


def _files_below(
    folder: str, prefix: str, above: frozenset[str] = frozenset()
) -> Iterator[tuple[str, FileStamp]]:
    above |= {folder}
    with os.scandir(folder) as found:
        for item in found:
            if item.name.startswith(".") and not _SUFFIX_ONLY.fullmatch(item.name):
                continue
            if not item.is_symlink() and item.is_dir():
                yield from _files_below(item.path, f"{prefix}{item.name}/", above)
                continue
            try:
                stat = item.stat()
            except OSError:
                continue  # a link that leads nowhere, or a file that is gone since
            if S_ISDIR(stat.st_mode):
                within = os.path.realpath(item.path)
                # A link to a folder that it lies in, however far above, would recurse for ever.
                if not any(f"{inside}/".startswith(f"{within}/") for inside in above):
                    yield from _files_below(within, f"{prefix}{item.name}/", above)
            elif S_ISREG(stat.st_mode):
                yield f"{prefix}{item.name}", (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)


class ContentSource:
    """The content folder, parsed anew at every access; a build cache has a subclass that parses only what is new."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> Collection[str]:
        """The paths of all files, sorted."""
        return scan_folder(self.folder)

    def parsed_entries(self) -> Iterable[ParsedEntry]:
        """Parse every entry."""
        locations = ((file, locate_entry(file)) for file in self.files if is_entry_file(file))
        return [
            read_entry_file(self.folder, file, location) for file, location in locations if location
        ]

    def parse_file(self, file: str, parse: Callable[[bytes], T]) -> T:
        """Return what `parse` returns for a file's bytes."""
        return parse((self.folder / file).read_bytes())


def read_entry_file(folder: Path, file: str, location: EntryLocation) -> ParsedEntry:
    """Read and parse the file of one entry."""
    return read_or_report((folder / file).read_bytes(), file, location)


def read_content(folder: Path) -> ContentCollection:
    """Read and parse everything in a content folder."""
    return read_from(ContentSource(folder))


def read_from(source: ContentSource) -> ContentCollection:
    """Read and parse everything in a content source; nothing but the problem where a file may not be read, or where
    its schema is a later one."""
    try:
        return _read_all(source)
    except PermissionError as error:
        file = os.path.relpath(str(error.filename), source.folder)
        return ContentCollection(problems=(forbidden_file(file),))


def _read_all(source: ContentSource) -> ContentCollection:
    schema, of_schema = _read_schema(source)
    problems = [*of_schema]  # a cache may hold the list
    if schema > SCHEMA:
        return ContentCollection(schema=schema, problems=tuple(problems))
    files = frozenset(source.files)
    fields_by_source: dict[str, Fields] = {}
    composed = composed_names(files)
    parsed_entries = tuple(
        with_names_on_disk(parsed, files, composed) if composed else parsed
        for parsed in sorted(source.parsed_entries(), key=attrgetter("file"))
    )
    read = {parsed.file for parsed in parsed_entries}
    problems += [misplaced_file(f) for f in source.files if f not in read and is_entry_file(f)]
    addresses, wrong = _read_addresses(source)
    problems += wrong
    pictures = dict(_read_pictures(source))
    return ContentCollection(
        schema=schema,
        parsed_entries=parsed_entries,
        vocabularies=Vocabularies(
            topics=_read_vocabulary(source, "topics.yaml", Topic, fields_by_source, problems),
            municipalities=_read_vocabulary(
                source, "municipalities.yaml", Municipality, fields_by_source, problems
            ),
            people=_read_vocabulary(source, "people.yaml", KnownPerson, fields_by_source, problems),
        ),
        comments=_read_submissions(source, Comment, fields_by_source, problems),
        ideas=_read_submissions(source, Idea, fields_by_source, problems),
        pictures={
            file: found for file, found in pictures.items() if isinstance(found, PictureFile)
        },
        files=files,
        fields_by_source=fields_by_source,
        problems=tuple(problems),
        unreadable_pictures={
            file: found for file, found in pictures.items() if isinstance(found, str)
        },
        published_addresses=addresses,
        ask_for_deleted=partial(deleted_files, source.folder),
    )


def _read_addresses(source: ContentSource) -> tuple[AddressFile, list[Problem]]:
    if ADDRESS_BOOK not in source.files:
        return AddressFile(), []
    return source.parse_file(ADDRESS_BOOK, parse_addresses)


def _read_schema(source: ContentSource) -> tuple[int, list[Problem]]:
    if SCHEMA_FILE not in source.files:
        return OLDEST, []
    return source.parse_file(SCHEMA_FILE, read_schema)


def is_entry_file(file: str) -> bool:
    """Return whether a file is meant to be an entry, even in a wrong folder."""
    folder = file.split("/")[0]
    if file in (*SHARED_FILES, ADDRESS_BOOK) or is_ignored(file) or folder in ("images", "files"):
        return False
    return folder not in ("comments", "ideas") or not file.endswith(".md")


def _read_vocabulary(
    source: ContentSource,
    file: str,
    model: type[AnyRecord],
    fields_by_source: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnyRecord]:
    if file not in source.files:
        return {}
    found, fields, wrong = source.parse_file(file, partial(read_vocabulary, file=file, model=model))
    fields_by_source.update({f"{file}#{slug}": record for slug, record in fields.items()})
    problems += wrong
    return found


def _read_submissions(
    source: ContentSource,
    model: type[AnySubmission],
    fields_by_source: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnySubmission]:
    """Return all comments or ideas by file; the file's name is the id."""
    found = {}
    folder = f"{model.kind}/"
    for file in source.files:
        if file.startswith(folder) and file.endswith(".md"):
            name = PurePosixPath(file).stem
            record, fields_by_source[file], wrong = source.parse_file(
                file, partial(_parse_submission, model, file, name)
            )
            problems += wrong
            if record is not None:
                found[file] = record
    return found


def _parse_submission(
    model: type[AnySubmission], file: str, name: str, raw: bytes
) -> tuple[AnySubmission | None, Fields, list[Problem]]:
    return read_record(raw, file, model, **{model.named_by: name})


def _read_pictures(source: ContentSource) -> Iterator[tuple[str, PictureFile | PictureFault]]:
    """Yield every picture, or the fault of its file."""
    for file in source.files:
        if file.lower().endswith(PICTURE_SUFFIXES):
            yield file, source.parse_file(file, read_picture)
