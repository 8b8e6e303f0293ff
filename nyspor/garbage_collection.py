"""Pausing Python's garbage collection while much is made that is needed until the end."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Pause garbage collection for the block, where nearly everything made in it is still needed at its end.

    Looking through those objects costs a tenth of the time and frees almost nothing.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def promote_objects() -> None:
    """Move all objects to the oldest generation, or the next allocation would have the new ones looked through."""
    gc.freeze()
    gc.unfreeze()


@cache
def skip_collection_at_exit() -> None:
    """Have what the process leaves at its end not looked through for garbage."""
    atexit.register(gc.freeze)
