"""What is remembered between builds, on the disk: one file for all that is short, others for the texts."""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from nyspor.content_folder import Stamp
from nyspor.whole_files import write_whole

VERSION = 8
"""Counts up when what is kept changes its form."""

NAME = "state"

SINCE = "since"
"""What is other than in the state, while that is little: it need not all be written again for a comma."""

LITTLE = 20
"""One part in so many."""


DRAWERS = 64
"""Records are put together so that few calls unpack them all, and apart so that few are packed for one that is new."""


Drawers = dict[int, bytes | memoryview]
"""Packed records, by drawer."""

Written = tuple[int, int] | str
"""How an output was left: its time of change (nanoseconds) and its size; the digest of its bytes where it lies
outside the output folder, since another site may write it too."""

Showing = dict[str, tuple[str, ...]]
"""By an output's path, the files of the entries that it shows; outputs that show none are left out."""


class Location(NamedTuple):
    """Where a text lies: in which file, from which byte, how many, and their CRC-32."""

    part: int
    begin: int
    length: int
    check: int


@dataclass
class State:
    """All that one build leaves to the next.

    `code` is the digest of what reads and renders; `scanned` when the disk was looked over (nanoseconds
    since 1970); `digests` the digest of every file that was looked into, with its stamp; `records` what
    entries' files said, in drawers (`packed`), `made` what others did; `keys` the key of every
    output, `written` how it was left; `whole` the entries that each tells whole, `listed` those that it lists; `gate` what the checks
    counted on, `plan` what planning did.
    """

    code: str = ""
    generation: int = 0
    scanned: int = 0
    digests: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    records: Drawers = field(default_factory=dict)
    made: dict[str, tuple[str, Any]] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)
    whole: Showing = field(default_factory=dict)
    listed: Showing = field(default_factory=dict)
    gate: Any = None
    plan: Any = None


Change = tuple[Any, list[str]]
"""Of a dict, whose values are never None: what is new in it or other, and the keys that are gone; of anything
else its value."""


class Kept:
    """The state in a folder: as it was last written whole, and what is other since.

    It is kept as Python keeps compiled modules (`marshal`), so it holds for one version of Python only; the
    records, which are half of it, lie packed beside that as they are, so that nobody needs a copy of them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._whole = State()
        self._head = b""

    def load(self) -> State:
        """The state; an empty one where there is none, or one that cannot be read."""
        head, said, records = _read(self._folder / NAME)
        self._head, self._whole = head, State(**said, records=records) if head else State()
        _, said, _ = _read(self._folder / SINCE)
        if head and said and said[0] == head:
            return _changed(self._whole, said[1])
        return self._whole

    def save(self, state: State) -> None:
        """Keep the state, whole or not at all."""
        changes = _changes(self._whole, state)
        size = sum(len(of_dict[0]) for of_dict in changes if isinstance(of_dict[0], dict))
        if self._head and size * LITTLE < len(state.keys):
            _write(self._folder / SINCE, (self._head, changes), {})
            return
        said = {name: value for name, value in vars(state).items() if name != "records"}
        self._head = _write(self._folder / NAME, said, state.records)
        self._whole = state
        (self._folder / SINCE).unlink(missing_ok=True)

    def stamps(self) -> tuple[object, ...]:
        """What the disk says of it, so that one can tell whether somebody else has written it."""
        return tuple(
            (found.st_mtime_ns, found.st_ino) if found else None
            for found in map(_stat, (self._folder / NAME, self._folder / SINCE))
        )


def drawer_of(file: str) -> int:
    """Where a file's record lies."""
    return zlib.crc32(file.encode()) % DRAWERS


def packed(
    records: Mapping[str, tuple[Any, ...]], as_they_were: Drawers, others: Iterable[str]
) -> Drawers:
    """The records by drawer, as they are kept; only where `others` lie, new or gone, they are packed anew."""
    fresh = {drawer_of(file) for file in others}
    if not as_they_were:
        fresh = set(range(DRAWERS))
    drawers: dict[int, dict[str, tuple[Any, ...]]] = {drawer: {} for drawer in sorted(fresh)}
    for file, record in records.items():
        drawer = drawer_of(file)
        if drawer in fresh:
            drawers[drawer][file] = tuple(record)
    return {**as_they_were, **{number: marshal.dumps(held) for number, held in drawers.items()}}


def unpacked(drawers: Drawers) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Every file with its record."""
    for held in drawers.values():
        yield from marshal.loads(held).items()


def _changes(old: State, new: State) -> list[Change]:
    """Field by field what is other in the new state."""
    return [
        _change(before, after)
        for before, after in zip(vars(old).values(), vars(new).values(), strict=True)
    ]


def _change(old: Any, new: Any) -> Change:
    if not isinstance(new, dict):
        return (new, [])
    if old is new:
        return ({}, [])
    other = {
        key: value
        for key, value in new.items()
        if (before := old.get(key)) is not value and before != value
    }
    return (other, [key for key in old if key not in new])


def _changed(old: State, changes: list[Change]) -> State:
    """The old state with these changes."""
    found = []
    for before, (other, gone) in zip(vars(old).values(), changes, strict=True):
        if not isinstance(before, dict):
            found.append(other)
        elif other or gone:
            after = {**before, **other}
            for key in gone:
                del after[key]
            found.append(after)
        else:
            found.append(before)
    return State(*found)


def _read(path: Path) -> tuple[bytes, Any, Drawers]:
    """The head of a file, what is said in it, and what lies beside that; nothing where it is not one of ours,
    or not whole."""
    try:
        raw = path.read_bytes()
    except OSError:
        return b"", None, {}
    size = len(_head_of(()))
    head, body = raw[:size], memoryview(raw)[size:]
    if head != _head_of((body,)):
        return b"", None, {}
    said, sizes = marshal.loads(body)
    begin = len(body) - sum(sizes.values())
    beside: Drawers = {}
    for number, length in sizes.items():
        beside[number] = body[begin : begin + length]
        begin += length
    return head, said, beside


def _write(path: Path, said: Any, beside: Drawers) -> bytes:
    """Write a file, whole or not at all; answers its head, which tells it from others."""
    sizes = {number: len(held) for number, held in beside.items()}
    parts = (marshal.dumps((said, sizes)), *beside.values())
    head = _head_of(parts)
    write_whole(path, head, *parts)
    return head


def _head_of(parts: Iterable[bytes | memoryview]) -> bytes:
    check = 0
    for part in parts:
        check = zlib.crc32(part, check)
    return b"Nyspor %08x %08x %04d\n" % (sys.hexversion, check, VERSION)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


class LostText(Exception):
    """A text is not where it should be."""


class Texts:
    """The bodies of entries, each a run of bytes in a file that is only ever added to.

    Every process adds to a file of its own, `part`, and may read from all.
    """

    def __init__(self, folder: Path, generation: int) -> None:
        self._folder = folder
        self.generation = generation
        self.part = 0
        self._adding: BinaryIO | None = None
        self._open: dict[int, int] = {}

    def path(self, part: int, generation: int | None = None) -> Path:
        number = self.generation if generation is None else generation
        return self._folder / f"texts.{number}.{part}"

    def add(self, text: bytes) -> Location:
        if self._adding is None:
            self._adding = self.path(self.part).open("ab")
        begin = self._adding.tell()
        self._adding.write(text)
        return Location(self.part, begin, len(text), zlib.crc32(text))

    def flush(self) -> None:
        """Let others read what was added."""
        if self._adding:
            self._adding.flush()

    def read(self, where: Location) -> bytes:
        """The text that lies there. Raises `LostText`."""
        try:
            if where.part == self.part:
                self.flush()
            if where.part not in self._open:
                self._open[where.part] = os.open(self.path(where.part), os.O_RDONLY)
            text = os.pread(self._open[where.part], where.length, where.begin)
        except OSError:
            raise LostText from None
        if len(text) != where.length or zlib.crc32(text) != where.check:
            raise LostText
        return text

    def close(self) -> None:
        if self._adding:
            self._adding.close()
            self._adding = None
        for opened in self._open.values():
            os.close(opened)
        self._open.clear()

    def is_mostly_waste(self, kept: int) -> bool:
        """Whether texts of `kept` bytes lie among more that nobody needs."""
        files = self._folder.glob(f"texts.{self.generation}.*")
        return sum(file.stat().st_size for file in files) > 2 * kept + 1_000_000

    def gather(self, wanted: Iterable[Location]) -> dict[Location, Location]:
        """Copy what is wanted to files of a new generation; answers where each lies now."""
        fresh = Texts(self._folder, self.generation + 1)
        moved = {where: fresh.add(self.read(where)) for where in wanted}
        fresh.close()
        self.close()
        self.generation = fresh.generation
        self.part = 0
        return moved

    def drop_others(self) -> None:
        """Remove the files of other generations."""
        for file in self._folder.glob("texts.*"):
            if not file.name.startswith(f"texts.{self.generation}."):
                file.unlink()
