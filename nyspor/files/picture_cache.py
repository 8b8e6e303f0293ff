"""The pictures that builds have made, in files named as they are published, so that no later build makes them again."""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nyspor.files import disk_cache

KEPT_DAYS = 30
"""Pictures that the last build had no use for are kept so long after their last use, since somebody may want them back."""

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class PictureCache:
    """A folder that several builds may use at once. What is in it can be made again."""

    folder: Path

    def load(self, path: str) -> bytes | None:
        """Return the picture that is published at `path`, if it has been made before."""
        file = self._file(path)
        content = disk_cache.load(file, path.encode())
        if content is not None:
            with suppress(OSError):
                os.utime(file)
        return content

    def store(self, path: str, content: bytes) -> None:
        disk_cache.store(self._file(path), path.encode(), content)

    def remove_unused(self, planned: Collection[str]) -> None:
        """Remove what is none of the `planned` outputs, and what no build has used for `KEPT_DAYS`."""
        used = {PurePosixPath(path).name for path in planned}
        oldest = time.time() - KEPT_DAYS * DAY
        for file in self._files():
            with suppress(OSError):
                if file.name not in used and file.stat().st_mtime < oldest:
                    os.unlink(file)

    def forget(self, digest: str) -> None:
        """Remove what was made of the picture with this digest. Raises `OSError`."""
        for file in self._files():
            if f".{digest}." in file.name:
                os.unlink(file)

    def _files(self) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self.folder) as found:
                return list(found)
        except OSError:
            return []

    def _file(self, path: str) -> Path:
        return self.folder / PurePosixPath(path).name
