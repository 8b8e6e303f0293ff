"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, *parts: bytes | memoryview) -> None:
    """Write a file beside its place and move it there, so that nobody ever reads half of it.

    Its content comes in one part, or in several where one would only be a copy of them.
    """
    folder, name = os.path.split(path)
    unfinished = f"{folder}/.{name}.unfinished"
    try:
        _write(unfinished, parts)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        _write(unfinished, parts)
    os.replace(unfinished, path)


def _write(path: str, parts: Iterable[bytes | memoryview]) -> None:
    with open(path, "wb") as file:
        file.writelines(parts)
