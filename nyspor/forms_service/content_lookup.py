"""Looks up entries in the content folder, which may be newer than the list of targets.

Reads the disk for `placement`: which entries exist, what a missing one is called now, and what the check says
of a submission's file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from nyspor.checks.references import check_references, check_submissions
from nyspor.content.entry_reader import ParsedEntry, read_record
from nyspor.content.loader import ContentSource, read_entry_file, read_from, scan_folder
from nyspor.forms.submission_files import entry_of
from nyspor.forms.targets import Targets
from nyspor.model.address_book import FILE as ADDRESS_BOOK
from nyspor.model.address_book import parse_addresses
from nyspor.model.kind_specs import find_kind, kind_specs
from nyspor.model.kinds import Comment, Entry
from nyspor.problems import Problem
from nyspor.rules import errors
from nyspor.urls import EntryLocation, entry_address, locate_entry


@dataclass(frozen=True)
class FoundEntry:
    """An entry as it is now.

    `keys` are the entry itself, or, where it is gone, the one that answers at its address now, or those that list it
    as an earlier one. `entry` is the
    entry, parsed; None where there is not exactly one, or it cannot be read. `list_only` says that there is no
    content to look in, only the list of targets.
    """

    keys: tuple[str, ...] = ()
    entry: Entry | None = None
    list_only: bool = False


class ContentLookup:
    """The entries of a content folder, listed once."""

    def __init__(self, folder: Path, targets: Targets) -> None:
        self._folder = folder
        self._targets = targets

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The file of each entry by its key, from the file names alone.

        On a machine of its own, the service's content folder may hold only what it has published itself. Then the
        keys are those of the list of targets.
        """
        if self.list_only:
            return dict.fromkeys(_keys_in(self._targets), "")
        places = ((file, locate_entry(file)) for file in scan_folder(self._folder))
        return {place.key: file for file, place in places if place}

    @cached_property
    def list_only(self) -> bool:
        """Whether the content folder holds no entries."""
        return not any((self._folder / spec.name).is_dir() for spec in kind_specs())

    def find(self, key: str) -> FoundEntry:
        """The entry called `key` as it is now. Raises `OSError` where the folder cannot be read."""
        keys = (key,) if key in self.files else self._successors(key)
        entry = self._read(keys[0]) if len(keys) == 1 else None
        return FoundEntry(keys, entry, self.list_only)

    def _read(self, key: str) -> Entry | None:
        file = self.files[key]
        place = locate_entry(file)
        try:
            return read_entry_file(self._folder, file, place).entry if place else None
        except OSError:
            return None

    def _successors(self, key: str) -> tuple[str, ...]:
        """The entries that have the address of `key` among their earlier ones."""
        place = locate_key(key)
        if place is None or self.list_only:
            return ()
        old = entry_address(place.kind, place.slug, place.lang)
        if remembered := self._remembered.get(old):
            return (remembered,)
        wanted = place.slug.encode()
        found = []
        for other, file in self.files.items():
            # Parsing is slow, and few files contain the slug at all.
            if wanted not in (self._folder / file).read_bytes().lower():
                continue
            entry = self._read(other)
            if entry and any(_same_address(alias, old) for alias in entry.aliases):
                found.append(other)
        return tuple(found)

    @cached_property
    def _remembered(self) -> Mapping[str, str]:
        """The key of the entry that answers now at each address that was ever published."""
        book = self._folder / ADDRESS_BOOK
        lines = parse_addresses(book.read_bytes())[0].lines if book.exists() else ()
        places = ((line.address, locate_entry(line.file)) for line in lines)
        return {
            address: place.key for address, place in places if place and place.key in self.files
        }

    def accepts_reply(self, entry: str, number: str) -> bool:
        """Whether the comment `number` on an entry exists and is not a reply itself, so that it can be answered."""
        for path in sorted((self._folder / "comments" / entry).rglob(f"{number}.md")):
            file = path.relative_to(self._folder).as_posix()
            comment, _, _ = read_record(path.read_bytes(), file, Comment, id=number)
            if comment and comment.entry == entry and not comment.reply_to:
                return True
        return False


def problems_with(folder: Path, targets: Targets, path: str) -> list[Problem]:
    """The errors of the submission's file at `path`, and of the comments beside it.

    The folder is listed anew, so that deletions are noticed.
    """
    lookup = ContentLookup(folder, targets)
    if (place := locate_entry(path)) and (folder / path).exists():
        return errors(read_entry_file(folder, path, place).problems)
    beside = [path] if (folder / path).exists() else []
    if path.startswith("comments/"):
        siblings = (folder / "comments" / entry_of(path)).rglob("*.md")
        beside = [sibling.relative_to(folder).as_posix() for sibling in siblings]
    names = [
        ParsedEntry(file, place) for key, file in lookup.files.items() if (place := locate_key(key))
    ]
    content = read_from(_PartialSources(folder, names, sorted(beside)))
    return errors([*content.problems, *check_references(content), *check_submissions(content)])


class _PartialSources(ContentSource):
    """All entries by name, unparsed, and a few files of residents."""

    def __init__(self, folder: Path, names: list[ParsedEntry], files: Collection[str]) -> None:
        super().__init__(folder)
        self._names = names
        self._submission_files = files

    def parsed_entries(self) -> list[ParsedEntry]:
        return self._names

    @property
    def files(self) -> Collection[str]:
        return self._submission_files


def locate_key(key: str) -> EntryLocation | None:
    """The place that a key names; None where it is malformed."""
    *language, kind, slug = key.split("/") if key.count("/") in (1, 2) else ("", "")
    return EntryLocation(kind, slug, *language) if find_kind(kind) else None


def _keys_in(targets: Targets) -> list[str]:
    tracks = [f"tracks/{t.slug}" for target in targets.found.values() for t in target.tracks]
    return [*(entry for kind, entry in targets.found if kind == "comment"), *tracks]


def _same_address(one: str, other: str) -> bool:
    return _normal(one) == _normal(other)


def _normal(address: str) -> str:
    """An address normalised: without encoding, case, `index.html` and the closing slash."""
    return unquote(address).strip().lower().removesuffix("index.html").rstrip("/")
