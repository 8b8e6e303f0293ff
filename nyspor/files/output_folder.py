"""The output folder, from which stale files are removed; a marker file shows that Nyspor owns it."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from nyspor.files.atomic_write import write_atomically

MARKER = ".nyspor"
"""A file that marks the folder as owned by Nyspor, so that stale files in it are removed."""


def owns(folder: Path, known: Collection[str] = (), retained: Collection[str] = ()) -> bool:
    """Return whether Nyspor owns the output folder, marking it where that is certain.

    It is certain where the folder contains nothing but `known` outputs of an earlier build and what is
    `retained` anyway.
    """
    marker = folder / MARKER
    if marker.exists():
        return True
    if any(_foreign_files(folder, known, retained)):
        return False
    write_atomically(
        marker, b"Nyspor writes this folder and removes from it what is not the site's.\n"
    )
    return True


def is_empty(folder: Path) -> bool:
    """Return whether the folder is empty or missing."""
    return not folder.is_dir() or not any(folder.iterdir())


def _foreign_files(
    folder: Path, known: Collection[str], retained: Collection[str]
) -> Iterator[str]:
    """Yield what the folder contains besides these outputs; empty folders count."""
    for root, folders, names in os.walk(folder):
        below = os.path.relpath(root, folder)
        if below == ".":
            folders[:] = [name for name in folders if name not in retained]
            names = [name for name in names if name not in retained]
        elif not folders and not names:
            yield below
        prefix = "" if below == "." else f"{below}/"
        links = [name for name in folders if os.path.islink(f"{root}/{name}")]
        yield from (prefix + name for name in (*names, *links) if prefix + name not in known)


def clear_path(folder: Path, path: str) -> bool:
    """Remove what an output would collide with: a folder at its path, or a file or link at a parent's.

    Return whether there was any.
    """
    place = os.fspath(folder)
    *above, _ = parts = path.split("/")
    for part in above:
        place = f"{place}/{part}"
        mode = _stat_mode(place)
        if mode is None:
            return False
        if not stat.S_ISDIR(mode):
            os.unlink(place)
            return True
    place = f"{place}/{parts[-1]}"
    mode = _stat_mode(place)
    if mode is None or not stat.S_ISDIR(mode):
        return False
    shutil.rmtree(place)
    return True


def _stat_mode(path: str) -> int | None:
    """Return the mode of a file or link, or None where there is none."""
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def remove_stale(folder: Path, planned: Iterable[str], retained: Iterable[str]) -> None:
    """Remove files that are not planned, and folders that become empty, except what is `retained`."""
    keep = {*planned, MARKER}
    top_level = set(retained)
    for root, folders, names in os.walk(folder, topdown=False):
        below = os.path.relpath(root, folder)
        prefix = "" if below == "." else f"{below}/"
        if prefix.split("/")[0] in top_level:
            continue
        links = [name for name in folders if os.path.islink(f"{root}/{name}")]
        for name in (*names, *links):
            if prefix + name not in keep and (prefix or name not in top_level):
                os.unlink(f"{root}/{name}")
        if prefix and not os.listdir(root):
            os.rmdir(root)


def remove_output(folder: Path, path: str) -> None:
    """Remove one output, and folders that become empty; never one outside the folder."""
    if path.startswith("/"):
        return
    (folder / path).unlink()
    for parent in (folder / path).parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
