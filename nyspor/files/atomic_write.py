"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import get_native_id

TEMPORARY_NAME = re.compile(r"\.nyspor-(?P<process>\d+)-\d+-[0-9a-f]+\.unfinished")
"""What a file is called until it is moved to its place: no two writers ever use the same name."""

_cleaned_folders: set[str] = set()
"""The folders in which this process has looked for what writers before it left."""


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Write a file beside its place and move it there, so that nobody ever reads half of it.

    Its content comes in one part, or in several where one would only be a copy of them. Several processes
    and threads may write the same file at once: the last one wins.
    """
    folder = os.path.dirname(path)
    if folder not in _cleaned_folders:
        _cleaned_folders.add(folder)
        remove_temporary_files(folder)
    name = f".nyspor-{os.getpid()}-{get_native_id()}-{secrets.token_hex(4)}.unfinished"
    unfinished = os.path.join(folder, name)
    try:
        try:
            _write(unfinished, parts)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            _write(unfinished, parts)
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(unfinished)
        raise


def _write(path: str, parts: Iterable[bytes | memoryview]) -> None:
    with open(path, "xb") as file:
        file.writelines(parts)


def remove_temporary_files(folder: str | Path) -> None:
    """Remove what writers left in a folder that were killed before they could move it to its place."""
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return
    for name in names:
        found = TEMPORARY_NAME.fullmatch(name)
        if found and not _is_running(int(found["process"])):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def fsync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
