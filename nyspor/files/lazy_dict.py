"""Dictionaries as caches: values computed on first access, and eviction."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")
Key = TypeVar("Key")


def evict_older_half(cache: dict[Key, Value], limit: int) -> None:
    """Remove the older half of the entries once there are `limit`; pages rendered in order share values."""
    if len(cache) >= limit:
        for key in list(islice(cache, limit // 2)):
            del cache[key]


class LazyDict(dict[str, Value]):
    """A dictionary whose values are computed on first access."""

    def __init__(self, compute: Callable[[str], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: str) -> Value:
        self[key] = value = self._compute(key)
        return value
