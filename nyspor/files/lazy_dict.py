"""What is worked out only when somebody asks for it, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")
Key = TypeVar("Key")


def evict_older_half(kept: dict[Key, Value], most: int) -> None:
    """Forget the older half of what is kept, where it is as much as `most`: pages come in an order in which
    what stands on one soon stands on others."""
    if len(kept) >= most:
        for old in list(islice(kept, most // 2)):
            del kept[old]


class LazyDict(dict[str, Value]):
    """By name, what is worked out for a name when it is first asked for."""

    def __init__(self, work_out: Callable[[str], Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, name: str) -> Value:
        self[name] = found = self._work_out(name)
        return found
