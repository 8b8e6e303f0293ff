"""Reads the facts of the machine: versions, rights, disks, clock. Nothing is changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISVTX

from nyspor.doctor.facts import Clock, Disk, Machine, Rights
from nyspor.doctor.site import Site
from nyspor.files.data_folder import DATA_FOLDER
from nyspor.publishing.environment import engine_version
from nyspor.publishing.manifest import read_manifest
from nyspor.publishing.state import STATE_FILE

MOST_PATHS = 20_000
"""So many paths of a folder are looked at."""

OF_SYSTEMD = Path("/run/systemd/timesync/synchronized")


def read_machine(site: Site) -> Machine:
    current = site.store.current
    manifest = read_manifest(current.site) if current else None
    return Machine(
        (sys.version_info[0], sys.version_info[1]),
        engine_version(),
        manifest.engine if manifest else "",
        site.problems,
    )


def private_places(site: Site) -> list[Path]:
    """The files and folders that only the service may read. Magazines are to be published, and may be read."""
    named = [
        DATA_FOLDER,
        *(site.value(key) for key in ("forms.database", "mail.folder", "secrets.file")),
        *(site.value(key) for key in ("mail.addresses", "backup.folder")),
    ]
    current = site.store.current  # who forms are delivered to stands among its private files
    return _unique(
        (*(site.folder / path for path in named if path), *([current.private] if current else ()))
    )


def written_places(site: Site) -> list[Path]:
    """The folders that the service writes to."""
    keys = ("site.content", "publish.releases", "backup.folder")
    named = [DATA_FOLDER, *(site.value(key) for key in keys)]
    return _unique(site.folder / path for path in named if path)


def read_rights(site: Site) -> Rights:
    public = site.path("paths.magazines")
    exposed = [
        path
        for place in private_places(site)
        for path in _readable_below(place, public, MOST_PATHS)
    ]
    written = [path for path in written_places(site) if path.exists()]
    open_to_all = [path for path in written if path.stat().st_mode & 0o002]
    return Rights(
        _shown(site, exposed),
        _shown(site, (path for path in written if not is_writable(path.stat()))),
        _shown(site, open_to_all),
    )


def is_writable(found: os.stat_result) -> bool:
    """Whether rights let this process write into a folder.

    They are read, and nothing is tried: systemd shows a whole disk as read-only to who is only to look.
    """
    if os.geteuid() == 0:
        return True
    if found.st_uid == os.geteuid():
        return found.st_mode & 0o300 == 0o300
    if found.st_gid in {os.getegid(), *os.getgroups()}:
        return found.st_mode & 0o030 == 0o030
    return found.st_mode & 0o003 == 0o003


def _readable_below(path: Path, public: Path, limit: int) -> Iterator[Path]:
    """The path itself, or what is below it, that others can read; nothing in a folder that they may not enter."""
    try:
        found = path.lstat()
    except OSError:
        return
    if S_ISLNK(found.st_mode) or path == public or limit <= 0:
        return
    # A file of root's may be given to the group of the service, as Debian does in /etc.
    others = 0o007 if found.st_uid == 0 and not S_ISDIR(found.st_mode) else 0o077
    if not S_ISDIR(found.st_mode):
        if found.st_mode & others:
            yield path
        return
    if not found.st_mode & 0o011 or found.st_mode & S_ISVTX:
        return
    with suppress(OSError):
        for number, name in enumerate(sorted(os.listdir(path))):
            yield from _readable_below(path / name, public, limit - number)


def _unique(paths: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(paths))


def _shown(site: Site, paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(os.path.relpath(path, site.folder) for path in paths))


def read_disks(site: Site) -> tuple[Disk, ...]:
    """Each file system that the site uses, once."""
    found: dict[int, Disk] = {}
    for path in (site.folder, *written_places(site), *private_places(site)):
        if path.exists() and (device := path.stat().st_dev) not in found:
            space = os.statvfs(path)
            found[device] = Disk(
                str(path),
                space.f_bavail * space.f_frsize,
                space.f_blocks * space.f_frsize,
                space.f_favail,
                space.f_files,
            )
    return tuple(found.values())


def read_times(site: Site) -> Clock:
    """The newest time of a publication or a file that the service writes, and whether the clock is kept right."""
    found: list[tuple[datetime, str]] = []
    if newest := site.store.newest:
        found.append((newest.published, newest.name))
    for path in (site.path("forms.database"), site.folder / STATE_FILE):
        with suppress(OSError):
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            found.append((written, os.path.relpath(path, site.folder)))
    moment, source = max(found, default=(None, ""))
    return Clock(moment, source, _is_synchronized())


def _is_synchronized() -> bool | None:
    """Whether the clock is set over the network; None where nothing says."""
    if OF_SYSTEMD.exists():
        return True
    if shutil.which("timedatectl") is None:
        return None
    asked = subprocess.run(
        ["timedatectl", "show", "--property=NTPSynchronized", "--value"],
        capture_output=True, text=True, timeout=5, check=False,
    )  # fmt: skip
    return {"yes": True, "no": False}.get(asked.stdout.strip())
