"""Which archives of a folder are kept: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from nyspor.backup.manifest import moment

_NAME = re.compile(r"nyspor-(\d{8}T\d{6}Z)(?:-(\d{1,4}))?\.tar\.gz")


def is_archive(name: str) -> bool:
    """Return whether a file has the name of an archive."""
    return bool(_NAME.fullmatch(name))


def archive_name(made: datetime, names: Iterable[str]) -> str:
    """Return the name of a new archive that was made then (UTC), which none of the `names` in the folder has."""
    taken, stem = set(names), f"nyspor-{moment(made)}"
    name, number = f"{stem}.tar.gz", 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}.tar.gz"
    return name


def oldest_first(names: Iterable[str]) -> list[str]:
    """Return the archives among the files of a folder, oldest first."""
    return sorted(filter(is_archive, names), key=_age)


def _age(name: str) -> tuple[str, int]:
    found = _NAME.fullmatch(name)
    assert found
    return found[1], int(found[2] or 1)


def surplus(names: Iterable[str], keep: int) -> list[str]:
    """Return the archives to remove, so that the `keep` newest remain; 0 keeps all."""
    archives = oldest_first(names)
    return archives[:-keep] if keep else []
