"""The files of a site on disk: read for an upgrade, and changed by it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from nyspor.files.atomic_write import write_atomically
from nyspor.migrations.upgrade import Upgrade, is_upgraded

NOT_OF_THE_SITE = {"data", "var", "output", "public", "releases", "node_modules", "__pycache__"}
"""Folders that no migration looks into; neither does one into those of a hidden name, but for `.ci`."""


def read_site(folder: Path) -> dict[str, bytes]:
    """Return the files that an upgrade may change, by path."""
    return {path: (folder / path).read_bytes() for path in _paths(folder) if is_upgraded(path)}


def _paths(folder: Path) -> Iterator[str]:
    for where, folders, names in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OF_THE_SITE and (not name.startswith(".") or name == ".ci")
        ]
        below = PurePosixPath(Path(where).relative_to(folder))
        for name in names:
            if not (Path(where) / name).is_symlink():
                yield str(below / name)


def backup_folder(upgrade: Upgrade) -> str:
    """Return where in the site's folder the files are saved as they were before the upgrade."""
    return f"data/before-upgrade/schema-{upgrade.schema}"


def apply_upgrade(folder: Path, upgrade: Upgrade) -> None:
    """Make the changes, each file at once; save all that is changed or removed before.

    It can be interrupted anywhere and run again.
    """
    backup = folder / backup_folder(upgrade)
    for change in upgrade.changes:
        saved = backup / change.path
        if change.before is not None and not saved.exists():
            write_atomically(saved, change.before)
    for change in upgrade.changes:
        if change.after is not None:
            write_atomically(folder / change.path, change.after)
        else:
            (folder / change.path).unlink(missing_ok=True)
            _remove_empty_folders(folder, change.path)


def _remove_empty_folders(folder: Path, path: str) -> None:
    for parent in list(PurePosixPath(path).parents)[:-1]:
        with suppress(OSError):
            (folder / parent).rmdir()
