"""Digests of files. A file is read again only where its stamp (times and size) says that it may have changed."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from nyspor.content.loader import FileStamp, scan_folder

RACY = 100_000_000
"""Nanoseconds: a file changed so shortly before it was stamped may change again under the same stamp."""

RACY_WHOLE_SECONDS = 2_000_000_000
"""The same where the file system counts whole seconds."""

Files = Mapping[str, tuple[FileStamp, str]]
"""By path: a file's stamp and the digest of its bytes, '' where no build has read it."""


class FileIndex:
    """The digests of one build, taken from the last build's where the stamp proves them valid.

    `known` is the last build's index, and `scanned` the time when that build read the stamps (nanoseconds
    since 1970).
    """

    def __init__(self, known: Files, scanned: int) -> None:
        self._known = known
        self._known_at = scanned
        self.scanned = time.time_ns()
        self.files: dict[str, tuple[FileStamp, str]] = {}

    def digest(self, path: str, stamp: FileStamp | None = None) -> str:
        """The digest of a file's bytes. Raises `OSError` where it cannot be read."""
        stamp = stamp or stamp_of(path)
        here = self.files.get(path)
        if here and here[1] and here[0] == stamp:
            return here[1]
        before = self._known.get(path)
        if before and before[1] and before[0] == stamp and not self._is_racy(stamp):
            self.files[path] = before
            return before[1]
        return self.add(path, stamp, Path(path).read_bytes())

    def add(self, path: str, stamp: FileStamp, raw: bytes) -> str:
        """Record the digest of the bytes read under this stamp."""
        digest = digest_of(raw)
        self.files[path] = (stamp, digest)
        return digest

    def note(self, path: str, stamp: FileStamp, only_if_read: bool = False) -> bool:
        """Record that a file exists; return whether its bytes are certainly those of the last build.

        With `only_if_read` the bytes of a file that no build has read make no difference.
        """
        before = self._known.get(path)
        same = before is not None and before[0] == stamp and not self._is_racy(stamp)
        if before and not same:
            # Saved again, copied or checked out: only the bytes decide.
            same = self.digest(path, stamp) == before[1] if before[1] else only_if_read
        if path not in self.files:
            self.files[path] = (stamp, before[1] if before and same else "")
        return same

    @property
    def has_changed(self) -> bool:
        """Whether anything about any file differs from the last build's index."""
        return any(self._known.get(path) != known for path, known in self.files.items())

    def is_current(self) -> bool:
        """Whether every file still bears the stamp under which it was recorded."""
        try:
            return all(stamp_of(path) == stamp for path, (stamp, _) in self.files.items())
        except OSError:
            return False

    def _is_racy(self, stamp: FileStamp) -> bool:
        changed = max(stamp[0], stamp[1])
        margin = RACY if changed % 1_000_000_000 else RACY_WHOLE_SECONDS
        return changed >= self._known_at - margin


def stamp_of(path: str | Path) -> FileStamp:
    """A file's times of modification and change (nanoseconds) and its size, without reading it."""
    found = os.stat(path)
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def digest_of(raw: bytes) -> str:
    return blake2b(raw, digest_size=10).hexdigest()


def files_below(folder: str | Path) -> list[str]:
    """The paths of all files below a folder, if there is one, in order; hidden ones and `__pycache__` left out."""
    names = scan_folder(Path(folder)) if os.path.isdir(folder) else ()
    return [f"{folder}/{name}" for name in names if "__pycache__/" not in name]
