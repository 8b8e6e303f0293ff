"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that nobody ever reads half of it."""
    folder, name = os.path.split(path)
    unfinished = f"{folder}/.{name}.unfinished"
    try:
        _write(unfinished, content)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        _write(unfinished, content)
    os.replace(unfinished, path)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)
