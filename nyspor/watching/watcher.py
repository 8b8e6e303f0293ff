"""Watching files for changes: reported as soon as they are completely saved, several saves as one batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Event
from time import time

from watchfiles import Change, DefaultFilter, watch
from watchfiles.main import FileChange

from nyspor.content.image_reader import PICTURE_SUFFIXES, read_picture
from nyspor.model.library import PictureFile

DEBOUNCE_MS = 4
"""Milliseconds without another change after which a change is reported: 5 to 10 ms after a save, where
watchfiles' default of 50 makes it 50 to 100. Shorter ones save 2 ms and split batches; this one takes 1 % of
a CPU."""

IDLE_MS = 50
"""Milliseconds without a change after which an incomplete file is not likely to be completed."""


COPYING_SECONDS = 3
"""A picture that is only half there and was written to so lately is still being copied, and not a fault."""


class EditorFileFilter(DefaultFilter):
    """Ignores the temporary files that editors create beside a file while they save it."""

    ignore_entity_patterns = (
        *DefaultFilter.ignore_entity_patterns,
        r"^\.",
        r"^#.*#$",
        r"^4913$",  # Vim's, to see whether it may write here
    )


def change_batches(
    *paths: Path | str, idle_ms: int = IDLE_MS, stop: Event | None = None
) -> Iterator[set[FileChange]]:
    """Yield the changes below the paths, in batches, until interrupted or `stop` is set.

    An empty set is yielded whenever there are none for `idle_ms` milliseconds. The first is yielded once it is
    watching: no change after that is missed. A picture that is still being copied holds back its batch.
    """
    batch: set[FileChange] = set()
    change_sets = watch(
        *paths,
        watch_filter=EditorFileFilter(),
        step=DEBOUNCE_MS,
        rust_timeout=idle_ms,
        yield_on_timeout=True,
        stop_event=stop,
    )
    # With raise_interrupt=False the library would log it in its own words.
    with suppress(KeyboardInterrupt):
        for changes in change_sets:
            batch |= changes
            paths_now = [Path(path) for _, path in batch]
            if (not changes or all_complete(batch)) and not any(map(is_being_copied, paths_now)):
                yield batch
                batch = set()


def file_stamps(files: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return time and size of the files that are there and complete.

    For a few single files that may come, go and be replaced: the system forgets to watch a file that an editor
    has replaced by another.
    """
    found = {}
    for file in files:
        with suppress(OSError):
            stamp = file.stat()
            if stamp.st_size:
                found[file] = (stamp.st_mtime_ns, stamp.st_size)
    return found


def all_complete(batch: set[FileChange]) -> bool:
    """Return whether every changed file exists and is not empty.

    Editors truncate a file before they write it, or rename it and create a new one. A file that was created
    and removed within the batch was temporary.
    """
    created = {path for change, path in batch if change is Change.added}
    return all(
        is_complete(path) or (path in created and not Path(path).exists()) for _, path in batch
    )


def is_being_copied(path: Path, now: Callable[[], float] = time) -> bool:
    """Return whether a file is a picture that cannot be read to its end, and was written to a moment ago."""
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        return False
    try:
        stamp = path.stat()
    except OSError:
        return False
    was_written = now() - stamp.st_mtime < COPYING_SECONDS
    return was_written and not _is_whole(path, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=64)
def _is_whole(path: Path, *stamp: int) -> bool:
    """Return whether a picture can be read; `stamp` is when it was written, and its size."""
    try:
        return isinstance(read_picture(path.read_bytes()), PictureFile)
    except OSError:
        return False


def is_complete(path: str) -> bool:
    try:
        return Path(path).stat().st_size > 0
    except FileNotFoundError:
        return False
