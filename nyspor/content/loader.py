"""The edge to the disk: reads the content folder into `Content`. Everything it calls is pure."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import TypeVar

from nyspor.content.collection import Content
from nyspor.content.entry_reader import (
    AnyRecord,
    Reading,
    read_entry,
    read_record,
    read_vocabulary,
    unknown_place,
)
from nyspor.content.image_reader import read_picture
from nyspor.front_matter.parsing import Fields
from nyspor.model.kinds import Comment, Idea, KnownPerson, Municipality, Topic
from nyspor.model.library import PictureFault, PictureFile, Vocabularies
from nyspor.problems import Problem
from nyspor.urls import Place, place_of

AnyAnswer = TypeVar("AnyAnswer", Comment, Idea)
Made = TypeVar("Made")

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
VOCABULARIES = ("topics.yaml", "municipalities.yaml", "people.yaml")


Stamp = tuple[int, int, int]
"""What the disk says of a file without its being read: modified, changed (both nanoseconds), size."""


def scan(folder: Path) -> dict[str, Stamp]:
    """Every file below `folder` as a relative path with slashes, sorted, with its stamp; hidden ones left out."""
    return dict(sorted(_files_below(os.path.realpath(folder), "")))


_NAMELESS = re.compile(r"\.([a-z]{2}\.)?md")
"""A text that was given no name: hidden by chance, which its writer must learn."""


def _files_below(folder: str, prefix: str) -> Iterator[tuple[str, Stamp]]:
    with os.scandir(folder) as found:
        for item in found:
            if item.name.startswith(".") and not _NAMELESS.fullmatch(item.name):
                continue
            if item.is_dir():
                within = os.path.realpath(item.path) if item.is_symlink() else item.path
                # A link that leads back to where it lies would go on for ever.
                if not folder.startswith(within):
                    yield from _files_below(within, f"{prefix}{item.name}/")
            elif item.is_file():
                is_ = item.stat()
                yield f"{prefix}{item.name}", (is_.st_mtime_ns, is_.st_ctime_ns, is_.st_size)


class Sources:
    """The content folder as it is read: every file anew. A build cache hands in sources of its own, which
    answer the same without parsing what is known."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> Collection[str]:
        """Every file there is, sorted."""
        return scan(self.folder)

    def readings(self) -> Iterable[Reading]:
        """Every entry, read."""
        places = ((file, place_of(file)) for file in self.files if is_text(file))
        return [read_file(self.folder, file, place) for file, place in places if place]

    def recall(self, file: str, make: Callable[[bytes], Made]) -> Made:
        """What `make` makes of a file's bytes."""
        return make((self.folder / file).read_bytes())


def read_file(folder: Path, file: str, place: Place) -> Reading:
    """Read one entry's file."""
    return read_entry((folder / file).read_bytes(), file, place)


def read_content(folder: Path) -> Content:
    """Read everything in a content folder."""
    return read_sources(Sources(folder))


def read_sources(sources: Sources) -> Content:
    """Read everything that the sources answer for."""
    files = sources.files
    problems: list[Problem] = []
    where: dict[str, Fields] = {}
    readings = tuple(sorted(sources.readings(), key=attrgetter("file")))
    read = {reading.file for reading in readings}
    problems += [unknown_place(f) for f in files if f not in read and is_text(f)]
    pictures = dict(_pictures(sources))
    return Content(
        readings=readings,
        vocabularies=Vocabularies(
            topics=_vocabulary(sources, "topics.yaml", Topic, where, problems),
            municipalities=_vocabulary(
                sources, "municipalities.yaml", Municipality, where, problems
            ),
            people=_vocabulary(sources, "people.yaml", KnownPerson, where, problems),
        ),
        comments=_records(sources, Comment, where, problems),
        ideas=_records(sources, Idea, where, problems),
        pictures={file: its for file, its in pictures.items() if isinstance(its, PictureFile)},
        files=frozenset(files),
        where=where,
        problems=tuple(problems),
        faulty={file: its for file, its in pictures.items() if isinstance(its, str)},
    )


def is_text(file: str) -> bool:
    """Whether a file is meant to be an entry, wherever it lies."""
    folder = file.split("/")[0]
    if file in VOCABULARIES or _aside(file) or folder in ("images", "files"):
        return False
    return folder not in ("comments", "ideas") or not file.endswith(".md")


def _aside(file: str) -> bool:
    """Notes to colleagues and the system's own files, which nobody expects to see published."""
    name = file.rsplit("/", 1)[-1]
    return name in ("README.md", "LICENSE.txt", "Thumbs.db") or name.endswith(
        ("~", ".orig", ".bak")
    )


def _vocabulary(
    sources: Sources,
    file: str,
    model: type[AnyRecord],
    where: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnyRecord]:
    if file not in sources.files:
        return {}
    found, fields, wrong = sources.recall(file, partial(read_vocabulary, file=file, model=model))
    where.update({f"{file}#{slug}": its for slug, its in fields.items()})
    problems += wrong
    return found


def _records(
    sources: Sources,
    model: type[AnyAnswer],
    where: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnyAnswer]:
    """Comments or ideas, by file; each is named by its file's name."""
    found = {}
    folder = f"{model.kind}/"
    for file in sources.files:
        if file.startswith(folder) and file.endswith(".md"):
            name = PurePosixPath(file).stem
            record, where[file], wrong = sources.recall(file, partial(_record, model, file, name))
            problems += wrong
            if record is not None:
                found[file] = record
    return found


def _record(
    model: type[AnyAnswer], file: str, name: str, raw: bytes
) -> tuple[AnyAnswer | None, Fields, list[Problem]]:
    return read_record(raw, file, model, **{model.named_by: name})


def _pictures(sources: Sources) -> Iterator[tuple[str, PictureFile | PictureFault]]:
    """Every picture, or what is wrong with its file."""
    for file in sources.files:
        if file.lower().endswith(PICTURES):
            yield file, sources.recall(file, read_picture)
