"""What residents write about, as the content folder has it now: the list of forms may be older.

The edge to the disk for `placing`: which entries there are, what has become of one that is gone, and
what the check would say of a file among them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from nyspor.checks.references import answers
from nyspor.content.entry_reader import ParsedEntry, read_record
from nyspor.content.loader import ContentSource, read_entry_file, read_from, scan_folder
from nyspor.forms.submission_files import entry_of
from nyspor.forms.targets import Targets
from nyspor.model.kind_specs import find_kind, kind_specs
from nyspor.model.kinds import Comment, Entry
from nyspor.problems import Problem
from nyspor.urls import EntryLocation, entry_address, locate_entry


@dataclass(frozen=True)
class Subject:
    """What has become of an entry that was written about.

    `keys` are the entries that stand for it now: itself; or, where it is gone, those that say they had
    its address. `entry` is the one, read; None where there is not just one, or it cannot be read.
    `listed` says that only the list of forms is known here.
    """

    keys: tuple[str, ...] = ()
    entry: Entry | None = None
    listed: bool = False


class Entries:
    """The names of all entries in a content folder, looked up once."""

    def __init__(self, folder: Path, targets: Targets) -> None:
        self._folder = folder
        self._targets = targets

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The file of each entry by its key, by names alone: nothing is read.

        Where the service has a machine of its own, its content folder may hold nothing but what it
        published itself. What the list of forms knows is all there is to go by then.
        """
        if self.listed:
            return dict.fromkeys(_listed(self._targets), "")
        places = ((file, locate_entry(file)) for file in scan_folder(self._folder))
        return {place.key: file for file, place in places if place}

    @cached_property
    def listed(self) -> bool:
        """Whether no entry has ever been in the content folder."""
        return not any((self._folder / spec.name).is_dir() for spec in kind_specs())

    def find(self, key: str) -> Subject:
        """What has become of the entry called `key`. Raises `OSError` where the folder cannot be read."""
        keys = (key,) if key in self.files else self._successors(key)
        entry = self._read(keys[0]) if len(keys) == 1 else None
        return Subject(keys, entry, self.listed)

    def _read(self, key: str) -> Entry | None:
        file = self.files[key]
        place = locate_entry(file)
        try:
            return read_entry_file(self._folder, file, place).entry if place else None
        except OSError:
            return None

    def _successors(self, key: str) -> tuple[str, ...]:
        """The entries that have the address of `key` among their earlier ones."""
        place = place_of_key(key)
        if place is None or self.listed:
            return ()
        old = entry_address(place.kind, place.slug, place.lang)
        wanted = place.slug.encode()
        found = []
        for other, file in self.files.items():
            # Reading is slow, and few files name the slug at all.
            if wanted not in (self._folder / file).read_bytes().lower():
                continue
            entry = self._read(other)
            if entry and any(_same_address(alias, old) for alias in entry.aliases):
                found.append(other)
        return tuple(found)

    def opens(self, entry: str, number: str) -> bool:
        """Whether the comment `number` on an entry is there and begins a conversation, so that it can be answered."""
        for path in sorted((self._folder / "comments" / entry).rglob(f"{number}.md")):
            file = path.relative_to(self._folder).as_posix()
            comment, _, _ = read_record(path.read_bytes(), file, Comment, id=number)
            if comment and comment.entry == entry and not comment.reply_to:
                return True
        return False


def faults(folder: Path, targets: Targets, path: str) -> list[Problem]:
    """What the check says of the comment or idea at `path`, and of the comments beside it.

    The folder is looked through anew, so that what has gone meanwhile is noticed.
    """
    entries = Entries(folder, targets)
    beside = [path] if (folder / path).exists() else []
    if path.startswith("comments/"):
        siblings = (folder / "comments" / entry_of(path)).rglob("*.md")
        beside = [sibling.relative_to(folder).as_posix() for sibling in siblings]
    names = [
        ParsedEntry(file, place)
        for key, file in entries.files.items()
        if (place := place_of_key(key))
    ]
    content = read_from(_Beside(folder, names, sorted(beside)))
    return [*content.problems, *answers(content)]


class _Beside(ContentSource):
    """Entries of which only the names count, and a few files of residents."""

    def __init__(self, folder: Path, names: list[ParsedEntry], files: Collection[str]) -> None:
        super().__init__(folder)
        self._names = names
        self._few = files

    def parsed_entries(self) -> list[ParsedEntry]:
        return self._names

    @property
    def files(self) -> Collection[str]:
        return self._few


def place_of_key(key: str) -> EntryLocation | None:
    """The place that a key names; None where it is no key."""
    *language, kind, slug = key.split("/") if key.count("/") in (1, 2) else ("", "")
    return EntryLocation(kind, slug, *language) if find_kind(kind) else None


def _listed(targets: Targets) -> list[str]:
    tracks = [f"tracks/{t.slug}" for target in targets.found.values() for t in target.tracks]
    return [*(entry for kind, entry in targets.found if kind == "comment"), *tracks]


def _same_address(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(address: str) -> str:
    """An address without what makes no difference: encoding, case, `index.html`, the closing slash."""
    return unquote(address).strip().lower().removesuffix("index.html").rstrip("/")
