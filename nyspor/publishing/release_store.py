"""The folder `releases/`: a folder for each release, a staging folder, and the links to what is served.

    releases/.staging/site           a mirror of the newest release, in which the next is built
    releases/000012-20261129T183000Z a release: `site` is what visitors read, `private` what only we need
    releases/current                 the link to the release that is served
    releases/previous                the link to the one before

A file in a release is never changed in place, since it may be a hard link to that of another release.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nyspor.files.atomic_write import fsync_folder
from nyspor.files.private_files import acquire_lock

NAME = re.compile(r"\d{6}-\d{8}T\d{6}Z")
"""The name of a release: its number, since clocks may be set back, and when it was published (UTC)."""

CURRENT, PREVIOUS = "current", "previous"

STAGING = ".staging"
MANY = 500
"""More new files than this are flushed to the disk together with everything else."""

FORMS_LIST = "forms.json"
"""The file among the private ones that tells the forms service what can be written to."""

DESCRIPTION = "site.json.gz"
"""The file among the private ones with the `SiteDescription`; compressed, since each release has its own."""

SEARCH_FILES = "search.*.sqlite"
"""The private files that the service answers searches from, one for each language."""

MIRRORED = (DESCRIPTION, FORMS_LIST, "search.da.sqlite", "search.en.sqlite")
"""What the next build needs of a release's private files."""

UNFINISHED = ".unfinished-"
"""How the name of a folder begins that is being made or removed."""


class PublicationRunning(Exception):
    """Another process publishes into the same folder."""


@dataclass(frozen=True)
class Release:
    """A release on the disk."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def site(self) -> Path:
        """What visitors read: the web server's document root."""
        return self.folder / "site"

    @property
    def private(self) -> Path:
        """What is stored with the release and not published."""
        return self.folder / "private"

    @property
    def published(self) -> datetime:
        """When it was published (UTC), as its name says."""
        return datetime.strptime(self.name[7:], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


class ReleaseStore:
    """The releases in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the folder, and remove what an earlier publication left half done.

        Raises `PublicationRunning` where another process holds it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = acquire_lock(self.folder / ".lock")
        except BlockingIOError:
            raise PublicationRunning from None
        with lock:
            for left in self.folder.glob(f"{UNFINISHED}*"):
                _remove(left)
            yield

    @property
    def releases(self) -> list[Release]:
        """All releases, the oldest first."""
        if not self.folder.is_dir():
            return []
        names = sorted(path.name for path in self.folder.iterdir() if NAME.fullmatch(path.name))
        return [Release(self.folder / name) for name in names]

    def find(self, name: str) -> Release | None:
        """The release with this name or number."""
        wanted = f"{int(name):06}-" if name.isdecimal() else name
        found = (release for release in self.releases if release.name.startswith(wanted))
        return next(found, None) if wanted else None

    def next_name(self, now: datetime) -> str:
        """The name of a release that is published now."""
        number = 1 + (int(self.newest.name[:6]) if self.newest else 0)
        return f"{number:06}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"

    @property
    def current(self) -> Release | None:
        """The release that is served."""
        return self._linked(CURRENT)

    @property
    def previous(self) -> Release | None:
        """The release that was served before."""
        return self._linked(PREVIOUS)

    @property
    def newest(self) -> Release | None:
        return self.releases[-1] if self.releases else None

    @property
    def staging(self) -> Release:
        """The folder in which the next release is built; its path is always the same."""
        return Release(self.folder / STAGING)

    def prepare_staging(self) -> Release:
        """Return the staging folder, made a mirror of the newest release where it is missing."""
        staging = self.staging
        if not staging.site.is_dir():
            _remove(staging.folder)
            staging.folder.mkdir()
            staging.private.mkdir(mode=0o700)
            if newest := self.newest:
                for name in MIRRORED:
                    with suppress(FileNotFoundError):
                        os.link(newest.private / name, staging.private / name)
                unfinished = self.folder / f"{UNFINISHED}{STAGING}"
                link_tree(newest.site, unfinished)
                unfinished.rename(staging.site)
            else:
                staging.site.mkdir()
        return staging

    def renew_private(self, release: Release) -> None:
        """Replace a release's private files by those of the staging folder, where its pages are the same as there.

        Who a form's mail goes to, and when the site next changes by itself, stand in no page.
        """
        unfinished = release.private / f"{UNFINISHED}file"
        for name in MIRRORED:
            made, known = self.staging.private / name, release.private / name
            if made.exists() and not (known.exists() and made.samefile(known)):
                unfinished.unlink(missing_ok=True)
                os.link(made, unfinished)
                unfinished.replace(known)
        fsync_folder(release.private)

    def renew_staging(self) -> Release:
        """Make the staging folder anew, a mirror of the newest release, whatever it is now."""
        if self.staging.folder.exists():
            left = self.folder / f"{UNFINISHED}{STAGING}"
            self.staging.folder.rename(left)
            _remove(left)
        return self.prepare_staging()

    def add(self, name: str) -> Release:
        """Make the staging folder the release with this name."""
        return self.adopt(self.staging, name)

    def adopt(self, finished: Release, name: str) -> Release:
        """Make a folder in the folder of releases the release with this name."""
        release = Release(self.folder / name)
        finished.folder.rename(release.folder)
        fsync_folder(self.folder)
        return release

    def switch_to(self, release: Release) -> None:
        """Serve a release from now on; visitors see the one before, or this one, and nothing between."""
        current = self.current
        if current and current != release:
            self._link(PREVIOUS, current)
        self._link(CURRENT, release)

    def prune(self, number: int) -> list[Release]:
        """Remove the oldest releases beyond this number, never one that is linked; return what was removed."""
        linked = {self.current, self.previous}
        removed = [r for r in self.releases[: -max(1, number)] if r not in linked]
        for release in removed:
            self.remove(release)
        return removed

    def remove(self, release: Release) -> None:
        """Remove a release: first its name, so that a half removed one counts as none."""
        unfinished = self.folder / f"{UNFINISHED}{release.name}"
        release.folder.rename(unfinished)
        _remove(unfinished)

    def _linked(self, name: str) -> Release | None:
        try:
            target = os.readlink(self.folder / name)
        except OSError:
            return None
        release = Release(self.folder / target)
        return release if release.site.is_dir() else None

    def _link(self, name: str, release: Release) -> None:
        temporary = self.folder / f"{UNFINISHED}{name}"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(release.name)
        temporary.replace(self.folder / name)
        fsync_folder(self.folder)


def link_tree(source: str | Path, target: str | Path) -> None:
    """Make `target` a copy of the folder `source` whose files are hard links."""
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            place = f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                link_tree(entry.path, place)
            else:
                os.link(entry.path, place, follow_symlinks=False)


def file_inodes(folder: Path) -> dict[str, int]:
    """The inode of every file below a folder, by path: two files with the same inode are the same bytes."""
    found: dict[str, int] = {}
    _add_inodes(os.fspath(folder), "", found)
    return found


def _add_inodes(folder: str, prefix: str, found: dict[str, int]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _add_inodes(entry.path, f"{prefix}{entry.name}/", found)
            else:
                found[prefix + entry.name] = entry.inode()


def flush_files(folder: Path, paths: Collection[str]) -> None:
    """Wait until these files below a folder are on the disk; with many, until everything is."""
    if len(paths) > MANY:
        os.sync()
        return
    for path in {*paths, *(os.path.dirname(path) for path in paths)}:
        fsync_folder(folder / path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError):
            path.unlink()
