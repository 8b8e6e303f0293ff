"""What is remembered between builds, on the disk: one file for all that is short, others for the texts."""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from nyspor.content_folder import Stamp
from nyspor.whole_files import write_whole

VERSION = 2
"""Counts up when what is kept changes its form."""

NAME = "state"


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
    entries' files said (each put together for itself), `made` what others did; `keys` the key of every output, `gate` what the checks
    counted on.
    """

    code: str = ""
    generation: int = 0
    scanned: int = 0
    digests: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    records: dict[str, bytes] = field(default_factory=dict)
    made: dict[str, tuple[str, Any]] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)
    gate: Any = None


def load(folder: Path) -> State:
    """The state in `folder`; an empty one where there is none, or one that cannot be read.

    It is kept as Python keeps compiled modules (`marshal`), so it holds for one version of Python only.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except OSError:
        return State()
    head, body = raw[: len(_head(b""))], raw[len(_head(b"")) :]
    if head != _head(body):
        return State()
    return State(*marshal.loads(body))


def save(folder: Path, state: State) -> None:
    """Keep the state, whole or not at all."""
    body = marshal.dumps(tuple(vars(state).values()))
    write_whole(folder / NAME, _head(body) + body)


def _head(body: bytes) -> bytes:
    return b"Nyspor %08x %08x %04d\n" % (sys.hexversion, zlib.crc32(body), VERSION)


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
