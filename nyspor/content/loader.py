"""The edge to the disk: reads the content folder into a `ContentCollection`. Everything it calls is pure."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import TypeVar

from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import (
    AnyRecord,
    ParsedEntry,
    misplaced_file,
    read_entry,
    read_record,
    read_vocabulary,
)
from nyspor.content.image_reader import read_picture
from nyspor.front_matter.parsing import Fields
from nyspor.model.kinds import Comment, Idea, KnownPerson, Municipality, Topic
from nyspor.model.library import PictureFault, PictureFile, Vocabularies
from nyspor.problems import Problem
from nyspor.urls import EntryLocation, locate_entry

AnySubmission = TypeVar("AnySubmission", Comment, Idea)
T = TypeVar("T")

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
VOCABULARY_FILES = ("topics.yaml", "municipalities.yaml", "people.yaml")


FileStamp = tuple[int, int, int]
"""What the disk says of a file without its being read: modified, changed (both nanoseconds), size."""


def scan_folder(folder: Path) -> dict[str, FileStamp]:
    """Every file below `folder` as a relative path with slashes, sorted, with its stamp; hidden ones left out."""
    return dict(sorted(_files_below(os.path.realpath(folder), "")))


_SUFFIX_ONLY = re.compile(r"\.([a-z]{2}\.)?md")
"""A text that was given no name: hidden by chance, which its writer must learn."""


def _files_below(folder: str, prefix: str) -> Iterator[tuple[str, FileStamp]]:
    with os.scandir(folder) as found:
        for item in found:
            if item.name.startswith(".") and not _SUFFIX_ONLY.fullmatch(item.name):
                continue
            if item.is_dir():
                within = os.path.realpath(item.path) if item.is_symlink() else item.path
                # A link that leads back to where it lies would go on for ever.
                if not folder.startswith(within):
                    yield from _files_below(within, f"{prefix}{item.name}/")
            elif item.is_file():
                is_ = item.stat()
                yield f"{prefix}{item.name}", (is_.st_mtime_ns, is_.st_ctime_ns, is_.st_size)


class ContentSource:
    """The content folder as it is read: every file anew. A build cache hands in sources of its own, which
    answer the same without parsing what is known."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> Collection[str]:
        """Every file there is, sorted."""
        return scan_folder(self.folder)

    def parsed_entries(self) -> Iterable[ParsedEntry]:
        """Every entry, read."""
        locations = ((file, locate_entry(file)) for file in self.files if is_entry_file(file))
        return [
            read_entry_file(self.folder, file, location) for file, location in locations if location
        ]

    def parse_file(self, file: str, make: Callable[[bytes], T]) -> T:
        """What `make` makes of a file's bytes."""
        return make((self.folder / file).read_bytes())


def read_entry_file(folder: Path, file: str, location: EntryLocation) -> ParsedEntry:
    """Read one entry's file."""
    return read_entry((folder / file).read_bytes(), file, location)


def read_content(folder: Path) -> ContentCollection:
    """Read everything in a content folder."""
    return read_from(ContentSource(folder))


def read_from(sources: ContentSource) -> ContentCollection:
    """Read everything that the sources answer for."""
    files = sources.files
    problems: list[Problem] = []
    fields_by_source: dict[str, Fields] = {}
    parsed_entries = tuple(sorted(sources.parsed_entries(), key=attrgetter("file")))
    read = {parsed.file for parsed in parsed_entries}
    problems += [misplaced_file(f) for f in files if f not in read and is_entry_file(f)]
    pictures = dict(_read_pictures(sources))
    return ContentCollection(
        parsed_entries=parsed_entries,
        vocabularies=Vocabularies(
            topics=_read_vocabulary(sources, "topics.yaml", Topic, fields_by_source, problems),
            municipalities=_read_vocabulary(
                sources, "municipalities.yaml", Municipality, fields_by_source, problems
            ),
            people=_read_vocabulary(
                sources, "people.yaml", KnownPerson, fields_by_source, problems
            ),
        ),
        comments=_read_submissions(sources, Comment, fields_by_source, problems),
        ideas=_read_submissions(sources, Idea, fields_by_source, problems),
        pictures={file: its for file, its in pictures.items() if isinstance(its, PictureFile)},
        files=frozenset(files),
        fields_by_source=fields_by_source,
        problems=tuple(problems),
        unreadable_pictures={file: its for file, its in pictures.items() if isinstance(its, str)},
    )


def is_entry_file(file: str) -> bool:
    """Whether a file is meant to be an entry, wherever it lies."""
    folder = file.split("/")[0]
    if file in VOCABULARY_FILES or _is_ignored(file) or folder in ("images", "files"):
        return False
    return folder not in ("comments", "ideas") or not file.endswith(".md")


def _is_ignored(file: str) -> bool:
    """Notes to colleagues and the system's own files, which nobody expects to see published."""
    name = file.rsplit("/", 1)[-1]
    return name in ("README.md", "LICENSE.txt", "Thumbs.db") or name.endswith(
        ("~", ".orig", ".bak")
    )


def _read_vocabulary(
    sources: ContentSource,
    file: str,
    model: type[AnyRecord],
    fields_by_source: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnyRecord]:
    if file not in sources.files:
        return {}
    found, fields, wrong = sources.parse_file(
        file, partial(read_vocabulary, file=file, model=model)
    )
    fields_by_source.update({f"{file}#{slug}": its for slug, its in fields.items()})
    problems += wrong
    return found


def _read_submissions(
    sources: ContentSource,
    model: type[AnySubmission],
    fields_by_source: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnySubmission]:
    """Comments or ideas, by file; each is named by its file's name."""
    found = {}
    folder = f"{model.kind}/"
    for file in sources.files:
        if file.startswith(folder) and file.endswith(".md"):
            name = PurePosixPath(file).stem
            record, fields_by_source[file], wrong = sources.parse_file(
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


def _read_pictures(sources: ContentSource) -> Iterator[tuple[str, PictureFile | PictureFault]]:
    """Every picture, or what is wrong with its file."""
    for file in sources.files:
        if file.lower().endswith(PICTURE_SUFFIXES):
            yield file, sources.parse_file(file, read_picture)
