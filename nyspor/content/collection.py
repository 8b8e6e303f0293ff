"""All that was read from the content folder, and what the checks ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import relpath

from nyspor import urls
from nyspor.content.entry_reader import Reading
from nyspor.front_matter.parsing import Fields, Path
from nyspor.model.kinds import Comment, Entry, Idea
from nyspor.model.library import PictureFault, PictureFile, Vocabularies
from nyspor.model.values import Status
from nyspor.problems import N_, Problem, nearest


@dataclass(frozen=True)
class Content:
    """All that was read from the content folder, before anything is known to be right.

    `pictures` holds every picture that can be shown, `faulty` those that cannot, and why; `files` every
    file there is, by path.
    `where` holds the fields of comments and ideas by file, and of a vocabulary's records by file,
    `#` and slug.
    """

    readings: tuple[Reading, ...] = ()
    vocabularies: Vocabularies = Vocabularies()
    comments: Mapping[str, Comment] = field(default_factory=dict)
    ideas: Mapping[str, Idea] = field(default_factory=dict)
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    where: Mapping[str, Fields] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    faulty: Mapping[str, PictureFault] = field(default_factory=dict)

    @cached_property
    def by_file(self) -> Mapping[str, Reading]:
        return {reading.file: reading for reading in self.readings}

    @cached_property
    def by_key(self) -> Mapping[str, Reading]:
        """Readings by key. A file whose fields are wrong still bears its name."""
        return {reading.place.key: reading for reading in self.readings}

    @cached_property
    def slugs(self) -> Mapping[str, Mapping[str, None]]:
        """By kind, the names of its entries."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for reading in self.readings:
            found[reading.place.kind][reading.place.slug] = None
        return found

    @cached_property
    def by_address(self) -> Mapping[str, list[Reading]]:
        """By address, who would have it: more than one is one too many."""
        found: dict[str, list[Reading]] = defaultdict(list)
        for reading in self.readings:
            place = reading.place
            found[urls.entry_address(place.kind, place.slug, place.lang)].append(reading)
        return found

    @cached_property
    def standing_addresses(self) -> frozenset[str]:
        """Addresses that a text may link to from the site's root, without a closing slash's doubt."""
        return frozenset((
            *self.by_address,
            *map(urls.kind_address, urls.FOLDERS),
            *map(urls.topic_address, self.vocabularies.topics),
            *map(urls.municipality_address, self.vocabularies.municipalities),
            *(urls.FRONT, urls.TOPICS, urls.MUNICIPALITIES, urls.IDEAS, urls.ARCHIVES),
        ))  # fmt: skip


def held_back(entry: Entry, now: datetime) -> bool:
    """Whether the entry's date is still to come."""
    return entry.began > now.timestamp()


def is_out(entry: Entry, moment: float) -> bool:
    """Whether residents can read it (POSIX seconds)."""
    return entry.status is not Status.DRAFT and entry.began <= moment


def entries_of(content: Content) -> Iterator[tuple[Reading, Entry]]:
    """What is to be looked over, as far as it could be read."""
    return ((reading, reading.entry) for reading in content.readings if reading.entry)


def unknown(
    reading: Reading, path: Path, name: str, known: Collection[str], message: str
) -> Iterator[Problem]:
    if name not in known:
        near = nearest(name, known)
        yield reading.problem(
            path, message, _suggestion(near, known), name=name, near=near, names=_some(known)
        )


def no_such(
    content: Content, where: str, path: Path, name: str, known: Collection[str], message: str
) -> Problem:
    """The problem of a name that nobody bears, in the field at `path` of what lies at `where`."""
    near = nearest(name, known)
    line, written = content.where[where].locate(path) if where in content.where else (None, "")
    params = {"name": name, "near": near, "names": _some(known)}
    return Problem(
        where.partition("#")[0], message, _suggestion(near, known), line, written, params
    )


def _suggestion(near: str, known: Collection[str]) -> str:
    if near:
        return N_("Did you mean “{near}”?")
    return N_("These are known: {names}.") if known else N_("Take the line out, or write it first.")


def _some(known: Collection[str]) -> str:
    names = sorted(known)
    return ", ".join(names[:12]) + (" …" if len(names) > 12 else "")


def way_to(file: str, source: str) -> str:
    """How a link in `source` names `file`; '' stays ''."""
    return relpath(file, str(PurePosixPath(source).parent)) if file else ""


def nearest_file(path: str, files: Iterable[str]) -> str:
    """The file whose name is nearest to that of `path`, which may be divided as Windows does; '' for none."""
    by_name = {file.rsplit("/", 1)[-1]: file for file in files}
    near = nearest(path.replace("\\", "/").rsplit("/", 1)[-1], by_name)
    return by_name[near] if near else ""
