"""Atomic file writes: a file is complete or absent."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import get_native_id

TEMPORARY_NAME = re.compile(r"\.nyspor-(?P<process>\d+)-\d+-[0-9a-f]+\.unfinished")
"""The name of a temporary file, unique to its writer, until it is renamed to its target."""

_cleaned_folders: set[str] = set()
"""The folders from which this process has removed leftover temporary files."""


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Write a file atomically: to a temporary file beside it, which is then renamed.

    The content may be given in several parts, to save a copy. Several processes and threads may write the
    same file at once: the last one wins.
    """
    folder = os.path.dirname(path)
    name = f".nyspor-{os.getpid()}-{get_native_id()}-{secrets.token_hex(4)}.unfinished"
    temporary = os.path.join(folder, name)
    try:
        try:
            _write(temporary, parts)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            _cleaned_folders.add(folder)
            _write(temporary, parts)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    if folder not in _cleaned_folders:
        _cleaned_folders.add(folder)
        remove_temporary_files(folder)


def _write(path: str, parts: Iterable[bytes | memoryview]) -> None:
    with open(path, "xb") as file:
        file.writelines(parts)


def remove_temporary_files(folder: str | Path) -> None:
    """Remove the temporary files in a folder whose writers were killed."""
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
    """Wait until the entries of a folder are on the disk (fsync)."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
