"""The output folder as Nyspor's own: what is not the site's does not stay there."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from nyspor.files.atomic_write import write_atomically

MARKER = ".nyspor"
"""A file that says the output folder is Nyspor's own, where whatever is not the site's is removed."""


def owns(folder: Path, known: Collection[str] = (), retained: Collection[str] = ()) -> bool:
    """Whether the output folder is Nyspor's to tidy: it bears the mark, or it gets it now, since nothing lies
    there but `known` outputs of an earlier build and what is `retained` anyway."""
    mark = folder / MARKER
    if mark.exists():
        return True
    if any(_foreign_files(folder, known, retained)):
        return False
    write_atomically(
        mark, b"Nyspor writes this folder and removes from it what is not the site's.\n"
    )
    return True


def is_empty(folder: Path) -> bool:
    """Whether nothing lies in the folder, or it is not there."""
    return not folder.is_dir() or not any(folder.iterdir())


def _foreign_files(
    folder: Path, known: Collection[str], retained: Collection[str]
) -> Iterator[str]:
    """What lies in the folder besides these outputs; an empty folder counts as somebody's."""
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


def clear_path(folder: Path, path: str) -> None:
    """Remove what stands where an output is to lie: a folder, or a file or a link where its folder should be."""
    place = os.fspath(folder)
    *above, _ = parts = path.split("/")
    for part in above:
        place = f"{place}/{part}"
        mode = _stat_mode(place)
        if mode is None:
            return
        if not stat.S_ISDIR(mode):
            os.unlink(place)
            return
    place = f"{place}/{parts[-1]}"
    mode = _stat_mode(place)
    if mode is not None and stat.S_ISDIR(mode):
        shutil.rmtree(place)


def _stat_mode(path: str) -> int | None:
    """What kind of file lies there, links not followed; None where there is none."""
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def remove_stale(folder: Path, kept: Iterable[str], retained: Iterable[str]) -> None:
    """Remove files that are not in the plan, and the folders they leave empty."""
    keep = {*kept, MARKER}
    stay = set(retained)
    for root, folders, names in os.walk(folder, topdown=False):
        below = os.path.relpath(root, folder)
        prefix = "" if below == "." else f"{below}/"
        if prefix.split("/")[0] in stay:
            continue
        links = [name for name in folders if os.path.islink(f"{root}/{name}")]
        for name in (*names, *links):
            if prefix + name not in keep and (prefix or name not in stay):
                os.unlink(f"{root}/{name}")
        if prefix and not os.listdir(root):
            os.rmdir(root)


def remove_output(folder: Path, path: str) -> None:
    """Remove one output, and the folders it leaves empty. One that lies outside the folder stays."""
    if path.startswith("/"):
        return
    (folder / path).unlink()
    for parent in (folder / path).parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
