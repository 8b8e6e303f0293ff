"""How often Python looks for what can be collected: seldom, since a library only grows, and looking costs more
each time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 50_000
"""So many objects more than there were, before Python looks: where much is read or made, which leaves much."""

HARDLY_EVER = 1_000_000
"""The same where little is."""

USUAL = gc.get_threshold()
"""What Python does where nobody has asked for something else."""


def collect(apart: int) -> None:
    """From now on, look only when there are so many objects more (`SELDOM`, `HARDLY_EVER`)."""
    gc.set_threshold(apart, 50, 1000)


def collect_as_usual() -> None:
    """From now on, look as often as Python does by itself."""
    gc.set_threshold(*USUAL)


@contextmanager
def few_collections(apart: int) -> Iterator[None]:
    """For the time of the block, look only when there are so many objects more."""
    before = gc.get_threshold()
    collect(apart)
    try:
        yield
    finally:
        gc.set_threshold(*before)
