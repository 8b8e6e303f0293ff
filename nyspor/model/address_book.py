"""The address book: every address that was ever published, and what answers there now.

It stands in `content/addresses.lock`, one address to a line, so that versions of it merge line by line. A text that
gets another file name or folder is known again by its title or its summary; its old address leads on to it. One that is
gone keeps its line without a file. Pure functions: who publishes writes the file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import NamedTuple

from nyspor.problems import N_, Problem
from nyspor.text.language import DEFAULT_LANGUAGE

FILE = "addresses.lock"
"""The file's path in the content folder."""

HEAD = (
    "# Addresses that have been published, and the file that answers there. Nyspor writes this file; keep it in Git.\n"
    "# To forget an address for good, delete its line.\n"
)

ID_BASE = "id\t"
"""Begins the line with what the ids of feeds are made from."""

NO_FILE = "-"
NO_DAY = "-"
"""Instead of the day, of an address beside a text's own: its writer names it, or a magazine shows the text there."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d|-")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
"""What Git leaves between two versions of a line; both are taken."""


class Marks(NamedTuple):
    """What a text is known again by under another name: digests of its title and of its summary."""

    title: str = ""
    summary: str = ""

    @classmethod
    def of(cls, title: str, summary: str) -> Marks:
        return cls(_digest(title), _digest(summary))

    def likeness(self, other: Marks) -> int:
        """Return how many of the two are the same."""
        return sum(a == b != "" for a, b in zip(self, other, strict=True))


@dataclass(frozen=True)
class PublishedAddress:
    """A line: an address, the day on which it was first published, the file that answers there ('' for none)."""

    address: str
    since: str
    file: str = ""
    marks: Marks = Marks()


@dataclass(frozen=True)
class AddressFile:
    """What the file says: its lines, and what ids for ever have been made from since the first publication."""

    lines: tuple[PublishedAddress, ...] = ()
    id_base: str = ""


@dataclass(frozen=True)
class CurrentPage:
    """A page that is published now: its address, title and summary.

    `aliases` are addresses that lead to it when nothing else answers there: earlier ones that its writer names,
    and those under which issues of the magazine show it.
    """

    address: str
    title: str
    summary: str
    aliases: tuple[str, ...] = ()
    language: str = DEFAULT_LANGUAGE

    @property
    def marks(self) -> Marks:
        """What it will be known again by."""
        return Marks.of(self.title, self.summary)


@dataclass(frozen=True)
class AddressBook:
    """All addresses after an update, and what the update found: `moved` and `removed` since the last.

    `current` is the page of each file that answers now; `id_base` is as in the file.
    """

    lines: tuple[PublishedAddress, ...] = ()
    moved: tuple[PublishedAddress, ...] = ()
    removed: tuple[PublishedAddress, ...] = ()
    current: Mapping[str, CurrentPage] = field(default_factory=dict, repr=False)
    id_base: str = ""

    def as_file(self, id_base: str) -> AddressFile:
        """Return what is written, with what the ids are made from where the file did not say."""
        marks = {file: page.marks for file, page in self.current.items()}
        lines = (replace(line, marks=marks.get(line.file, line.marks)) for line in self.lines)
        return AddressFile(tuple(lines), self.id_base or id_base)

    @property
    def former(self) -> Iterator[PublishedAddress]:
        """The addresses whose text is at another one now."""
        return (
            line
            for line in self.lines
            if line.file in self.current and self.current[line.file].address != line.address
        )

    @property
    def gone(self) -> Iterator[PublishedAddress]:
        """The addresses at which nothing answers now: the text was removed, or is a draft again."""
        return (line for line in self.lines if line.file not in self.current)

    def first_addresses(self) -> Mapping[str, str]:
        """Return by file the first address that a text was published at, by which it is known for ever."""
        first: dict[str, tuple[str, bool, str]] = {}
        answering = {(file, page.address) for file, page in self.current.items()}
        for line in self.lines:
            if line.file and line.since != NO_DAY:
                is_current = (line.file, line.address) in answering
                order = (line.since, is_current, line.address)
                first[line.file] = min(order, first.get(line.file, order))
        return {file: address for file, (_, _, address) in first.items()}


def parse_addresses(raw: bytes) -> tuple[AddressFile, list[Problem]]:
    """Return what the file says, and what is wrong with lines of it."""
    found: list[PublishedAddress] = []
    id_base = ""
    problems = []
    for number, text in enumerate(raw.decode("utf-8", "replace").split("\n"), 1):
        text = text.removesuffix("\r")
        parts = text.split("\t", 4)
        if not text.strip() or text.startswith(("#", *_CONFLICT)):
            continue
        if text.startswith(ID_BASE):
            id_base = id_base or text.removeprefix(ID_BASE).strip()
        elif len(parts) == 5 and parts[0].startswith("/") and _DAY.fullmatch(parts[1]):
            address, since, title, summary, file = parts
            file = "" if file == NO_FILE else file
            found.append(PublishedAddress(address, since, file, Marks(title, summary)))
        else:
            problems.append(_unreadable(number))
    return AddressFile(tuple(found), id_base), problems


def _unreadable(line: int) -> Problem:
    return Problem(
        FILE,
        N_("The line is none that Nyspor has written, so the address on it would be lost."),
        N_("Bring the file back as it was in Git, or delete the line."),
        line,
        rule="addresses",
    )


def render_addresses(file: AddressFile) -> str:
    """Return the file's text, its lines sorted by address."""
    rows = (
        "\t".join((line.address, line.since, *line.marks, line.file or NO_FILE))
        for line in sorted(file.lines, key=lambda line: line.address)
    )
    about_ids = f"{ID_BASE}{file.id_base}\n" if file.id_base else ""
    return HEAD + about_ids + "".join(f"{row}\n" for row in rows)


def update_addresses(
    known: AddressFile,
    current: Mapping[str, CurrentPage],
    waiting: Collection[str],
    today: str,
) -> AddressBook:
    """Return the address book once the pages in `current` (by file) are published.

    `waiting` are the files of texts that are there and not published, such as drafts; `today` is an ISO date.
    """
    lines = _merged(known.lines)
    unknown = current.keys() - {line.file for line in lines.values()}
    moved, removed = [], []
    new_files: dict[str, str] = {}
    for line in list(lines.values()):
        if line.file in current or line.file in waiting:
            continue
        file = new_files.get(line.file) or _same_text(line, unknown, current)
        if line.file and file:
            new_files[line.file] = file
        lines[line.address] = replace(line, file=file)
        if file and current[file].address != line.address:
            moved.append(lines[line.address])
        elif line.file and not file:
            removed.append(lines[line.address])
    answering = {page.address for page in current.values()}
    for file, page in current.items():
        before = lines.get(page.address)
        if before is None or before.file != file or before.since == NO_DAY:
            since = before.since if before and before.since != NO_DAY else today
            lines[page.address] = PublishedAddress(page.address, since, file)
        for alias in page.aliases:
            if alias not in answering:
                since = lines[alias].since if alias in lines else NO_DAY
                lines[alias] = PublishedAddress(alias, since, file)
    taken = answering | {alias for page in current.values() for alias in page.aliases}
    return AddressBook(
        tuple(sorted(lines.values(), key=lambda line: line.address)),
        tuple(line for line in moved if line.address not in taken),
        tuple(line for line in removed if line.address not in taken),
        current,
        known.id_base,
    )


def _merged(known: Iterable[PublishedAddress]) -> dict[str, PublishedAddress]:
    """Return the lines by address: of two with one address, as a merge leaves them, the last that has a file."""
    lines: dict[str, PublishedAddress] = {}
    for line in known:
        before = lines.get(line.address)
        if before:
            newer = line if line.file or not before.file else before
            line = replace(newer, since=min(line.since, before.since))
        lines[line.address] = line
    return lines


def _same_text(
    line: PublishedAddress, unknown: Collection[str], current: Mapping[str, CurrentPage]
) -> str:
    """Return the new file of a text that is gone from its old one; '' where none, or more than one, is like it."""
    by_likeness: dict[int, list[str]] = {}
    for file in unknown:
        by_likeness.setdefault(line.marks.likeness(current[file].marks), []).append(file)
    best = max(by_likeness, default=0)
    return by_likeness[best][0] if best and len(by_likeness[best]) == 1 else ""


def _digest(text: str) -> str:
    words = " ".join(text.split())
    return blake2b(words.encode(), digest_size=4).hexdigest() if words else ""
