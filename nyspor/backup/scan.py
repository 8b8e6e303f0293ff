"""The files of a site for a backup: opened without following any link, read until they stand still."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO

from nyspor.backup.places import (
    ADDRESSES,
    DATABASE,
    FOLDERS,
    OUTSIDE,
    SitePlaces,
)
from nyspor.backup.selection import is_cache, is_left_out
from nyspor.files.data_folder import key_path, lock_path
from nyspor.forms_service.forgotten import forgotten_path
from nyspor.forms_service.outbox_file import companion_files
from nyspor.problems import N_

LINK, SPECIAL = N_("a link"), N_("no ordinary file")
ATTEMPTS = 3
IN_MEMORY = 32 * 1024 * 1024
"""Bytes of a file that are read into memory; a larger one goes through a nameless file in the backup's folder."""


@dataclass(frozen=True)
class Found:
    """A file of the site: its path in the archive and, open for reading, its bytes; or `why` there are none."""

    path: str
    file: BinaryIO | None = None
    why: str = ""
    error: OSError | None = None


@dataclass(frozen=True)
class Root:
    """A folder that is read, and the path of its files in the archive ('' for the site itself)."""

    folder: Path
    prefix: str = ""


def find_files(places: SitePlaces, *besides: Path) -> Iterator[Found]:
    """Yield the files of a site, each open for as long as it is the current one; not the database itself.

    `besides` are further files and folders that are not read, such as that of the backups.
    """
    database = places.database
    never = {
        *places.made_again,
        *besides,
        database,
        lock_path(database),
        *companion_files(database),
        database.with_name(f"{database.name}-journal"),
    }
    never |= {path.resolve() for path in never}
    for root in _roots(places):
        yield from _walk(root, never, places.may_be_links)
    for path, file in _single_files(places):
        yield from _opened(str(file), path)


def _roots(places: SitePlaces) -> Iterator[Root]:
    yield Root(places.site.resolve())
    for name in sorted(places.may_be_links):
        if (places.site / name).is_symlink():
            yield Root((places.site / name).resolve(), name)
    for name in FOLDERS:
        if places.is_outside(name):
            yield Root(places.named[name].resolve(), places.archived(name))


def _single_files(places: SitePlaces) -> Iterator[tuple[str, Path]]:
    """The files by themselves that lie outside: their paths in the archive and on the disk."""
    if places.is_outside(DATABASE):
        for path in (key_path(places.database), forgotten_path(places.database)):
            yield f"{OUTSIDE}/{DATABASE}/{path.name}", path
    if places.addresses and places.is_outside(ADDRESSES):
        yield places.archived(ADDRESSES), places.addresses


def _walk(root: Root, never: Collection[Path], others: Collection[str]) -> Iterator[Found]:
    """Yield the files of a root; links to `others` have a root of their own."""

    def wanted(name: str) -> bool:
        path = where / name
        return not is_left_out(_below(root.prefix, below, name)) and path not in never

    errors: list[OSError] = []
    for here, folders, names, handle in os.fwalk(
        root.folder, follow_symlinks=False, onerror=errors.append
    ):
        where = Path(here)
        below = "" if where == root.folder else where.relative_to(root.folder).as_posix()
        if is_cache(_below(root.prefix, below), names):
            folders.clear()
            continue
        folders[:] = sorted(filter(wanted, folders))
        links = [name for name in folders if stat.S_ISLNK(_mode(name, handle))]
        for name in sorted([*filter(wanted, names), *links]):
            path = _below(root.prefix, below, name)
            if path not in others or not stat.S_ISLNK(_mode(name, handle)):
                yield from _opened(name, path, handle)
    for error in errors:
        if not isinstance(error, FileNotFoundError):
            yield Found(_below(root.prefix, str(error.filename or "")), error=error)


def _below(*parts: str) -> str:
    return "/".join(part for part in parts if part)


def _mode(name: str, folder: int | None) -> int:
    with suppress(OSError):
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    return 0


def _opened(name: str, path: str, folder: int | None = None) -> Iterator[Found]:
    """Yield a file, open; nothing where it is gone. A link is never followed, and a pipe never waited for."""
    mode = _mode(name, folder)
    if stat.S_ISLNK(mode):
        yield Found(path, why=LINK)
    elif mode and not stat.S_ISREG(mode):
        yield Found(path, why=SPECIAL)
    elif mode:
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        except FileNotFoundError:
            return
        except OSError as error:
            yield Found(path, error=error)
            return
        with open(handle, "rb") as file:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                yield Found(path, file)


@dataclass(frozen=True)
class FileCopy:
    """A file as it was read. `is_stable` says that it did not change meanwhile."""

    content: IO[bytes]
    size: int
    sha256: str
    mode: int
    modified: int
    is_stable: bool


def read_stable(
    file: BinaryIO, folder: Path, after_read: Callable[[], None] = lambda: None
) -> FileCopy:
    """Read a file, again where it changed while it was read; large ones by way of a nameless file in `folder`.

    `after_read` is called after each reading, for tests. Raises `OSError`.
    """
    content = SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(folder))  # noqa: SIM115 - the caller closes it
    try:
        for _ in range(ATTEMPTS):
            before = os.fstat(file.fileno())
            file.seek(0)
            content.seek(0)
            content.truncate()
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
                content.write(block)
            after_read()
            after = os.fstat(file.fileno())
            size = content.tell()
            is_stable = (before.st_size, before.st_mtime_ns, size) == (
                *(after.st_size, after.st_mtime_ns),
                after.st_size,
            )
            if is_stable:
                break
        content.seek(0)
    except BaseException:
        content.close()
        raise
    mode, modified = stat.S_IMODE(after.st_mode) & 0o777, int(after.st_mtime)
    return FileCopy(content, size, digest.hexdigest(), mode, modified, is_stable)
