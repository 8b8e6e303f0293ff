"""The edge to the disk: reads the content folder into `Content`. Everything it calls is pure."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from PIL import Image, UnidentifiedImageError

from nyspor.addresses import Place
from nyspor.checks import Content
from nyspor.front_matter import Fields
from nyspor.model.kinds import Comment, Idea, KnownPerson, Municipality, Topic
from nyspor.model.library import PictureFile, Vocabularies
from nyspor.pictures import RECIPE
from nyspor.problems import Problem
from nyspor.reading import (
    AnyRecord,
    Reading,
    place_or_problem,
    read_entry,
    read_record,
    read_vocabulary,
)

AnyAnswer = TypeVar("AnyAnswer", Comment, Idea)

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
VOCABULARIES = ("topics.yaml", "municipalities.yaml", "people.yaml")


def list_files(folder: Path) -> list[str]:
    """Every file below `folder` as a relative path with slashes, sorted; hidden ones left out."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        relative = Path(root).relative_to(folder)
        found += [(relative / name).as_posix() for name in names if not name.startswith(".")]
    return sorted(found)


def read_file(folder: Path, file: str, place: Place) -> Reading:
    """Read one entry's file."""
    return read_entry((folder / file).read_bytes(), file, place)


def read_content(folder: Path, readings: Iterable[Reading] | None = None) -> Content:
    """Read everything in the content folder.

    `readings` are the entries where somebody (Pelican) has read them already; else they are read here.
    """
    files = list_files(folder)
    problems: list[Problem] = []
    where: dict[str, Fields] = {}
    places = {f: place_or_problem(f) for f in files if _is_text(f)}
    problems += [place for place in places.values() if isinstance(place, Problem)]
    if readings is None:
        readings = [read_file(folder, f, p) for f, p in places.items() if isinstance(p, Place)]
    return Content(
        readings=tuple(sorted(readings, key=lambda reading: reading.file)),
        vocabularies=Vocabularies(
            topics=_vocabulary(folder, "topics.yaml", Topic, where, problems),
            municipalities=_vocabulary(
                folder, "municipalities.yaml", Municipality, where, problems
            ),
            people=_vocabulary(folder, "people.yaml", KnownPerson, where, problems),
        ),
        comments=_records(folder, files, Comment, where, problems),
        ideas=_records(folder, files, Idea, where, problems),
        pictures=dict(_pictures(folder, files)),
        files=frozenset(files),
        where=where,
        problems=tuple(problems),
    )


def _is_text(file: str) -> bool:
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
    folder: Path,
    file: str,
    model: type[AnyRecord],
    where: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnyRecord]:
    if not (folder / file).exists():
        return {}
    found, fields, wrong = read_vocabulary((folder / file).read_bytes(), file, model)
    where.update({f"{file}#{slug}": its for slug, its in fields.items()})
    problems += wrong
    return found


def _records(
    folder: Path,
    files: list[str],
    model: type[AnyAnswer],
    where: dict[str, Fields],
    problems: list[Problem],
) -> dict[str, AnyAnswer]:
    """Comments or ideas, by file; each is named by its file's name."""
    found = {}
    for file in files:
        if file.startswith(f"{model.kind}/") and file.endswith(".md"):
            identity = {model.named_by: Path(file).stem}
            record, where[file], wrong = read_record(
                (folder / file).read_bytes(), file, model, **identity
            )
            problems += wrong
            if record is not None:
                found[file] = record
    return found


def _pictures(folder: Path, files: Iterable[str]) -> Iterator[tuple[str, PictureFile]]:
    for file in files:
        if file.lower().endswith(PICTURES):
            try:
                with Image.open(folder / file) as picture:
                    width, height = picture.size
            except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
                continue
            made_from = (folder / file).read_bytes() + RECIPE
            digest = blake2b(made_from, digest_size=6).hexdigest()
            yield file, PictureFile(width, height, digest)
