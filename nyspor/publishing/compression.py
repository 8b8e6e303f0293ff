"""Compressed copies of a release's files, which a web server sends as they are (`gzip_static`, `brotli_static`)."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from os import cpu_count
from pathlib import Path

import brotli

from nyspor.files.atomic_write import write_atomically

BROTLI_QUALITY, GZIP_LEVEL = 6, 6
"""Where the next level costs twice the time for two per cent."""

ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: brotli.compress(content, quality=BROTLI_QUALITY),
    ".gz": lambda content: gzip.compress(content, GZIP_LEVEL, mtime=0),
}
"""The ending of each copy, and what compresses it; the same bytes every time."""

COMPRESSIBLE = (".html", ".css", ".js", ".svg", ".xml", ".rss", ".atom", ".opml", ".json", ".jsonld", ".csv", ".ics", ".txt", ".webmanifest", ".vtt")  # fmt: skip

WRITERS_FILES = "filer/"
"""What texts link to is published as it is: a `.gz` beside it is the writer's."""

MIN_BYTES = 512
"""A smaller file fits into one packet anyway."""


def compress_files(
    folder: Path, paths: Collection[str], changed: Iterable[str]
) -> dict[str, int | None]:
    """Write the copies of changed files and those that are missing, and remove those whose file is gone or too small.

    Return the inode of each copy that was written, by path; None for one that was removed.
    """
    new = set(changed)
    due = [
        path
        for path in paths
        if path.endswith(COMPRESSIBLE) and not path.startswith(WRITERS_FILES)
        if path in new or _lacks_copy(folder, path, paths)
    ]
    with ThreadPoolExecutor(cpu_count()) as pool:  # both compressors release the interpreter lock
        found = dict(
            copy for copies in pool.map(partial(_compress, folder), due) for copy in copies
        )
    for path in _orphans(paths):
        (folder / path).unlink(missing_ok=True)
        found[path] = None
    return found


def _lacks_copy(folder: Path, path: str, paths: Collection[str]) -> bool:
    """Whether a copy is missing, as after a build that was interrupted and has tidied up."""
    missing = any(path + ending not in paths for ending in ENCODINGS)
    return missing and (folder / path).stat().st_size >= MIN_BYTES


def _compress(folder: Path, path: str) -> list[tuple[str, int | None]]:
    content = (folder / path).read_bytes()
    found: list[tuple[str, int | None]] = []
    for ending, compress in ENCODINGS.items():
        copy = folder / (path + ending)
        if len(content) >= MIN_BYTES:
            write_atomically(copy, compress(content))
            found.append((path + ending, copy.stat().st_ino))
        else:
            copy.unlink(missing_ok=True)
            found.append((path + ending, None))
    return found


def _orphans(paths: Collection[str]) -> Iterator[str]:
    for path in paths:
        base, ending = path[:-3], path[-3:]
        is_copy = ending in ENCODINGS and base.endswith(COMPRESSIBLE)
        if is_copy and base not in paths and not path.startswith(WRITERS_FILES):
            yield path
