"""Reads an archive and believes nothing in it: names, kinds of members, digests and the manifest are all checked."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO

from nyspor.backup.manifest import (
    FILES,
    MANIFEST,
    TWICE,
    UNSAFE,
    FileRecord,
    InvalidManifest,
    Manifest,
    parse_manifest,
)
from nyspor.backup.problems import damaged, failed
from nyspor.backup.selection import is_safe
from nyspor.content.schema import SCHEMA
from nyspor.problems import N_

LARGEST_MANIFEST = 256 * 1024 * 1024

Receiver = Callable[[str, Iterator[bytes]], None]
"""Gets the path of a file and its bytes, block by block."""

CUT_OFF = N_("{archive} is damaged, or only part of it is there.")


def read_archive(archive: Path, receive: Receiver | None = None) -> Manifest:
    """Read all of an archive, compare it with its manifest, and return that. Raises `BackupFailed`.

    `receive` gets each file before it is known whether the archive is whole.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    with _open_tar(archive) as tar:
        for info in tar:
            if manifest is not None or not info.isreg() or info.issparse():
                raise damaged(archive, _kind(info, manifest), info.name)
            content = tar.extractfile(info)
            assert content, "a file has content"
            if info.name == MANIFEST:
                manifest = _manifest(archive, info, content)
                continue
            path = info.name.removeprefix(FILES)
            if path == info.name or not is_safe(path):
                raise damaged(archive, UNSAFE, info.name)
            if path in found:
                raise damaged(archive, TWICE, path)
            counted = _Counted(content)
            if receive:
                receive(path, iter(counted))
            for _ in counted:
                pass
            found[path] = counted.size, counted.digest.hexdigest()
    if manifest is None:
        raise damaged(archive, CUT_OFF)
    _compare(archive, manifest, found)
    return manifest


class _Counted:
    """The bytes of a member, counted as they are read."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self.size, self.digest = 0, sha256()

    def __iter__(self) -> Iterator[bytes]:
        while block := self._content.read(1 << 20):
            self.size += len(block)
            self.digest.update(block)
            yield block


@contextmanager
def _open_tar(archive: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive to read it once, from the beginning to the end."""
    try:
        with (
            archive.open("rb") as raw,
            gzip.open(raw) as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            yield tar
            while packed.read(1 << 20):
                pass  # to the end, where the checksum stands
    except (
        *(tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile),
        *(ValueError, RecursionError, OverflowError),
    ):
        raise damaged(archive, CUT_OFF) from None
    except OSError as error:
        raise failed(archive, error) from None


def _kind(info: tarfile.TarInfo, manifest: Manifest | None) -> str:
    """What is said of a member that no archive of ours has."""
    if info.issym() or info.islnk():
        return N_("{archive} has a link, and links are not restored: {path}")
    if manifest is not None:
        return N_("{archive} goes on after its manifest: {path}")
    return N_("{archive} has something that is no file: {path}")


def _manifest(archive: Path, info: tarfile.TarInfo, content: IO[bytes]) -> Manifest:
    if info.size > LARGEST_MANIFEST:
        raise damaged(archive, N_("The manifest in {archive} cannot be read."))
    try:
        manifest = parse_manifest(content.read())
    except InvalidManifest as error:
        raise damaged(archive, error.message, error.path) from None
    if manifest.content_schema > SCHEMA:
        raise damaged(
            archive,
            N_("The site in {archive} is of a later version of Nyspor. Install that one first."),
        )
    return manifest


def _compare(archive: Path, manifest: Manifest, found: dict[str, tuple[int, str]]) -> None:
    said = {each.path: (each.size, each.sha256) for each in manifest.files}
    for path in sorted(said.keys() | found.keys()):
        if path not in found:
            raise damaged(archive, N_("{archive} lacks a file that its manifest names: {path}"), path)  # fmt: skip
        if path not in said:
            raise damaged(archive, N_("{archive} has a file that its manifest does not name: {path}"), path)  # fmt: skip
        if found[path] != said[path]:
            raise damaged(archive, N_("A file in {archive} is not as it was when the backup was made: {path}"), path)  # fmt: skip


def records_by_path(manifest: Manifest) -> dict[str, FileRecord]:
    """Return the files of a manifest by path."""
    return {each.path: each for each in manifest.files}
