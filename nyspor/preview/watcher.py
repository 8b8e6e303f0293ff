"""Tells of what is saved, as soon as it is whole: a save by itself at once, a burst of them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch
from watchfiles.main import FileChange

DEBOUNCE_MS = 4
"""Milliseconds between looks. A change is told of when nothing has followed it for one step: 5 to 10 ms
after a save, where the usual 50 makes it 50 to 100. Shorter steps win 2 ms and split bursts of saves;
this one takes 1 % of a processor."""

IDLE_MS = 50
"""Milliseconds without a change, after which what is waited for is not likely to come."""


class EditorFileFilter(DefaultFilter):
    """Leaves out what editors put beside a file while they save it, so that only the file itself counts."""

    ignore_entity_patterns = (
        *DefaultFilter.ignore_entity_patterns,
        r"^\.",
        r"^#.*#$",
        r"^4913$",  # Vim's, to see whether it may write here
    )


def change_batches(*watched: Path | str) -> Iterator[set[FileChange]]:
    """What is changed below the paths, until interrupted; and an empty set whenever all is quiet.

    The first comes when it is watching: no change after that is missed.
    """
    burst: set[FileChange] = set()
    looks = watch(
        *watched,
        watch_filter=EditorFileFilter(),
        step=DEBOUNCE_MS,
        rust_timeout=IDLE_MS,
        yield_on_timeout=True,
    )
    # Asked not to raise it, the library would log it in words of its own.
    with suppress(KeyboardInterrupt):
        for changes in looks:
            burst |= changes
            if not changes or all_complete(burst):
                yield burst
                burst = set()


def all_complete(burst: set[FileChange]) -> bool:
    """Whether every file that was changed stands there with something in it.

    Editors empty a file before they fill it, or move it aside and put a new one in its place. One that
    came and went within the burst was never meant to stay.
    """
    came = {path for change, path in burst if change is Change.added}
    return all(is_complete(path) or (path in came and not Path(path).exists()) for _, path in burst)


def is_complete(path: str) -> bool:
    try:
        return Path(path).stat().st_size > 0
    except FileNotFoundError:
        return False
