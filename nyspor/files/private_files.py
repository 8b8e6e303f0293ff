"""Files and folders with permissions for their owner only, and file locks."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from stat import S_ISVTX
from tempfile import mkstemp
from typing import BinaryIO

from nyspor.files.atomic_write import fsync_folder

GROUP_AND_OTHERS = 0o077


def ensure_private_folder(path: Path) -> None:
    """Create a folder and its parents for their owner only; restrict one that others may use."""
    for folder in (*reversed(path.parents), path):
        folder.mkdir(
            mode=0o700, exist_ok=True
        )  # the mode of `parents=True` is for the last one only
    make_private(path)


def make_private(path: Path) -> None:
    """Remove the permissions of group and others from a file or folder.

    One that belongs to another user is left unchanged, and so is a shared folder with the sticky bit (/tmp).
    """
    with suppress(FileNotFoundError, PermissionError):
        mode = path.stat().st_mode
        if mode & GROUP_AND_OTHERS and not mode & S_ISVTX:
            path.chmod(mode & 0o777 & ~GROUP_AND_OTHERS)


def create_private_file(path: Path, content: bytes) -> bytes:
    """Create a private file, complete and on the disk, unless it exists; return its content.

    Two processes that do so at once both get the content of the first.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        os.unlink(temporary)
    fsync_folder(path.parent)
    return path.read_bytes()


def acquire_lock(path: Path) -> BinaryIO:
    """Lock a file, creating it if missing. Raises `BlockingIOError` where another process holds the lock.

    The lock is the kernel's: it ends when the file is closed, or with the process, however that ends.
    """
    path.touch(mode=0o600)
    make_private(path)
    lock = path.open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise
    return lock


def is_locked(path: Path) -> bool:
    """Return whether a process holds the lock of this file. Raises `PermissionError`."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
