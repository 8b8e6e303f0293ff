"""What belongs in a backup, by path: pure rules."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from nyspor.files.atomic_write import TEMPORARY_NAME

MADE_AGAIN = frozenset({"var", "output", "public", "releases", ".tools"})
"""Folders of a site that its commands make again."""

NEVER = frozenset({".git", "__pycache__", "node_modules"})
"""Names that are left out wherever they stand. The history of Git is Git's own to copy: push it to a remote."""

CACHE_MARKERS = frozenset({"CACHEDIR.TAG", "pyvenv.cfg"})
"""A folder of the site with one of these is a cache (https://bford.info/cachedir/) or a Python environment."""

KEPT = frozenset({"content", "data"})
"""Folders in which no marker has a say: whoever writes texts must not be able to keep them out of a backup."""

PRIVATE_FOLDERS = ("data", "outside-the-site/database", "outside-the-site/mail")
PRIVATE_FOLDERS_AND_FILES = (*PRIVATE_FOLDERS, "outside-the-site/addresses")


def is_left_out(path: str) -> bool:
    """Return whether a file or folder of the site is left out. `path` is relative to the site's folder."""
    parts = PurePosixPath(path).parts
    name = parts[-1]
    return (
        name in NEVER
        or (len(parts) == 1 and (name in MADE_AGAIN or name.endswith(".egg-info")))
        or bool(TEMPORARY_NAME.fullmatch(name))
        or (name.startswith(".") and name.endswith(".unfinished"))
    )


def is_cache(path: str, names: Collection[str]) -> bool:
    """Return whether a folder of the site that holds files with these names can be made again."""
    parts = PurePosixPath(path).parts
    return bool(parts) and parts[0] not in KEPT and not CACHE_MARKERS.isdisjoint(names)


def is_private(path: str) -> bool:
    """Return whether a restored file or folder is for its owner only, whatever its rights were."""
    return any(path == each or path.startswith(f"{each}/") for each in PRIVATE_FOLDERS_AND_FILES)


def restored_mode(path: str, mode: int) -> int:
    """Return the rights of a restored file: as they were, without those of others to write, private ones 0600."""
    return (mode | 0o600) & (0o700 if is_private(path) else 0o755)


def is_safe(path: str) -> bool:
    """Return whether a path of an archive stays below the folder it is restored in."""
    parts = path.split("/")
    return "\0" not in path and all(part not in ("", ".", "..") for part in parts)
