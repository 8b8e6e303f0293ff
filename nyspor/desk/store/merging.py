"""Merging what two have changed, by Git, and line by line where Git sees one change: the lines of a text are its paragraphs and fields."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

OWN, BASE, CURRENT, END = b"<", b"|", b"=", b">"
"""What Git's conflict marks are made of: in a row longer than any line of the text."""


@dataclass(frozen=True)
class Piece:
    """A part of a text as two have left it, in whole lines; `own` and `current` are the same where it is merged."""

    own: bytes
    current: bytes

    @property
    def is_open(self) -> bool:
        """Whether somebody must choose."""
        return self.own != self.current


IS_OPEN = attrgetter("is_open")


def merged(base: bytes, current: bytes, own: bytes) -> bytes | None:
    """Return both changes of `base` in one; None where both have changed the same lines."""
    found = pieces(base, current, own)
    return None if any(piece.is_open for piece in found) else joined(piece.own for piece in found)


def joined(parts: Iterable[bytes]) -> bytes:
    """Return the text that was taken apart by `pieces`, with one part chosen of each."""
    return b"".join(parts).removesuffix(b"\n")


def pieces(base: bytes | None, current: bytes, own: bytes) -> list[Piece]:
    """Return the text in pieces, those that both have changed with both versions.

    Where `base` is not known, whatever differs is one of them. The last line is given an end, which `joined` takes off.
    """
    own, current = own + b"\n", current + b"\n"
    base = _common(own, current) if base is None else base + b"\n"
    size = max(len(line) for raw in (own, base, current) for line in raw.split(b"\n")) + 1
    found = _by_git(base, current, own, size)
    parts = [Piece(own, current)] if found is None else [*_pieces(found, size)]
    return [
        piece
        for is_open, group in groupby(parts, IS_OPEN)
        for piece in _together(is_open, [*group])
    ]


def _together(is_open: bool, parts: Sequence[Piece]) -> Sequence[Piece]:
    """What is merged as one piece, and what is open one by one."""
    whole = b"".join(part.own for part in parts)
    return parts if is_open else [Piece(whole, whole)]


def _common(one: bytes, other: bytes) -> bytes:
    """The lines that two texts have in common."""
    lines, others = _lines(one), _lines(other)
    matches = SequenceMatcher(None, lines, others, autojunk=False).get_matching_blocks()
    return b"".join(b"".join(lines[m.a : m.a + m.size]) for m in matches)


def _by_git(base: bytes, current: bytes, own: bytes, size: int) -> bytes | None:
    """What Git makes of it, with marks around what clashes; None where it takes the text for something else."""
    with TemporaryDirectory() as folder:
        names = ("own", "base", "current")
        for name, raw in zip(names, (own, base, current), strict=True):
            (Path(folder) / name).write_bytes(raw)
        options = ("--stdout", "--quiet", "--diff3", f"--marker-size={size}")
        command = ["git", "merge-file", *options, *names]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return done.stdout if done.returncode < 128 else None


def _pieces(marked: bytes, size: int) -> Iterator[Piece]:
    sides: dict[bytes, list[bytes]] = {}
    side = b""
    for line in _lines(marked):
        mark = line[:1] if len(line) > size else b""
        if mark == END:
            yield from _by_line(sides[OWN], sides[BASE], sides[CURRENT])
            side = b""
        elif mark in (OWN, BASE, CURRENT):
            side = mark
            sides[side] = []
        elif side:
            sides[side].append(line)
        else:
            yield Piece(line, line)


def _lines(raw: bytes) -> list[bytes]:
    """The lines as Git sees them, ended by LF."""
    return [line + b"\n" for line in raw.split(b"\n")[:-1]]


def _by_line(
    own: Sequence[bytes], base: Sequence[bytes], current: Sequence[bytes]
) -> Iterator[Piece]:
    """What clashes; where the three have as many lines, each line that only one has changed is merged."""
    if not len(own) == len(base) == len(current):
        yield Piece(b"".join(own), b"".join(current))
        return
    for ours, before, theirs in zip(own, base, current, strict=True):
        if ours == before:
            ours = theirs
        elif theirs == before:
            theirs = ours
        yield Piece(ours, theirs)
