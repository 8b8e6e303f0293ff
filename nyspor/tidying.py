"""The output folder as Nyspor's own: what is not the site's does not stay there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from nyspor.whole_files import write_whole

MARK = ".nyspor"
"""A file that says the output folder is Nyspor's own, where whatever is not the site's is removed."""


def is_ours(folder: Path) -> bool:
    """Whether the output folder is Nyspor's to tidy: it bears the mark, or was empty and gets it."""
    mark = folder / MARK
    if mark.exists():
        return True
    if not is_empty(folder):
        return False
    write_whole(mark, b"Nyspor writes this folder and removes from it what is not the site's.\n")
    return True


def is_empty(folder: Path) -> bool:
    """Whether nothing lies in the folder, or it is not there."""
    return not folder.is_dir() or not any(folder.iterdir())


def remove_others(folder: Path, kept: Iterable[str], retained: Iterable[str]) -> None:
    """Remove files that are not in the plan, and the folders they leave empty."""
    keep = {*kept, MARK}
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


def remove(folder: Path, path: str) -> None:
    """Remove one output, and the folders it leaves empty. One that lies outside the folder stays."""
    if path.startswith("/"):
        return
    (folder / path).unlink()
    for parent in (folder / path).parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
