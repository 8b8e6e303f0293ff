"""Writes the archive of a site: complete under its name, or not there at all."""

from __future__ import annotations

import gzip
import os
import secrets
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import get_native_id
from typing import BinaryIO

from nyspor.backup.archive_reader import read_archive
from nyspor.backup.manifest import FILES, FORMAT, MANIFEST, FileRecord, Manifest, Place
from nyspor.backup.places import DATABASE, SitePlaces
from nyspor.backup.problems import BackupFailed, failed
from nyspor.backup.retention import archive_name, is_archive, surplus
from nyspor.backup.scan import FileCopy, find_files, read_stable
from nyspor.content.schema import FILE as SCHEMA_FILE
from nyspor.content.schema import OLDEST, read_schema
from nyspor.files.atomic_write import fsync_folder
from nyspor.files.data_folder import key_path
from nyspor.files.private_files import acquire_lock, ensure_private_folder
from nyspor.forms_service import forgotten
from nyspor.forms_service.outbox_copy import check_key, copy_database, require_database
from nyspor.forms_service.outbox_file import OutboxUnusable
from nyspor.problems import N_, Problem

COMPRESSION = 3
"""Of gzip's 1 to 9: pictures and PDFs, which most of a site is, do not get smaller by more."""

LOCK = ".nyspor-backup.lock"
BEGUN, COPIED, ADDED, WRITTEN, CHECKED, NAMED = "begun", "copied", "added", "written", "checked", "named"  # fmt: skip
STEPS = (BEGUN, COPIED, ADDED, WRITTEN, CHECKED, NAMED)

Step = Callable[[str], None]
"""Called at each step; the tests stop it there."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made. With `remarks` the archive is there, but lacks what they name; nothing was pruned."""

    archive: Path
    manifest: Manifest
    remarks: tuple[Problem, ...]
    pruned: tuple[str, ...]


def make_backup(
    places: SitePlaces,
    folder: Path,
    keep: int,
    now: datetime,
    engine: str,
    step: Step = lambda _: None,
) -> Backup:
    """Write an archive of the site into `folder`, then remove all but the `keep` newest (0 keeps all).

    `now` and `engine` stand in the manifest. Raises `BackupFailed`; then there is no archive, and the older ones
    are as they were.
    """
    try:
        with _locked(places, folder), _private_file(folder) as (raw, temporary):
            step(BEGUN)
            _update_list(places, folder)
            writer = _ArchiveWriter(places, folder, raw, step)
            manifest = writer.write(now.astimezone(UTC).replace(microsecond=0), engine)
            step(WRITTEN)
            read_archive(temporary)
            step(CHECKED)
            archive = folder / archive_name(manifest.made, os.listdir(folder))
            os.rename(temporary, archive)
            fsync_folder(folder)
            step(NAMED)
            pruned = [] if writer.remarks else surplus(os.listdir(folder), keep)
            for name in pruned:
                if name != archive.name:
                    (folder / name).unlink()
            return Backup(archive, manifest, tuple(writer.remarks), tuple(pruned))
    except OutboxUnusable as unusable:
        raise BackupFailed(unusable.problem) from None
    except OSError as error:
        raise failed(folder, error) from None


@contextmanager
def _locked(places: SitePlaces, folder: Path) -> Iterator[None]:
    """Make the folder and take its lock; remove what a killed backup has left."""
    if not (places.content.is_dir() or places.database.exists()):
        raise BackupFailed(
            Problem(
                str(places.site),
                N_("There is no site in {path}: no content, and no database."),
                N_("Run the command in the site's folder."),
                params={"path": places.site},
            )
        )
    if any(
        path.resolve().is_relative_to(folder.resolve())
        for path in (places.site, *places.named.values())
    ):
        raise BackupFailed(
            Problem(
                str(folder),
                N_("{path} is a folder of the site's own, or one around it. Backups need one of their own."),
                N_("Name another, best on another disk: nyspor backup /srv/backup"),
                params={"path": folder},
            )
        )  # fmt: skip
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if all(name.startswith(".nyspor-") or is_archive(name) or name == forgotten.FILE for name in os.listdir(folder)):  # fmt: skip
        ensure_private_folder(folder)  # one that holds other things keeps its rights
    try:
        lock = acquire_lock(folder / LOCK)
    except BlockingIOError:
        raise BackupFailed(
            Problem(str(folder), N_("Another backup into {path} is being made."), params={"path": folder})
        ) from None  # fmt: skip
    with lock:
        for name in os.listdir(folder):
            if name.startswith(".nyspor-") and ".unfinished" in name:
                (folder / name).unlink()
        yield


@contextmanager
def _private_file(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A new file for this user only; removed with what SQLite puts beside it, unless it was renamed."""
    name = f".nyspor-{os.getpid()}-{get_native_id()}-{secrets.token_hex(4)}.unfinished"
    path = folder / name
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with open(os.open(path, flags, 0o600), "r+b") as file:
            yield file, path
    finally:
        for each in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(f"{path}{each}")


def read_people(path: Path) -> list[forgotten.Forgotten]:
    """Return the people of a list of the forgotten; none where there is none. Raises `OSError`."""
    return forgotten.parse(forgotten.read_list(path))[0]


def write_people(path: Path, people: list[forgotten.Forgotten]) -> None:
    """Replace a list of the forgotten, at once and for this user only."""
    with _private_file(path.parent) as (file, temporary):
        file.write(forgotten.serialize(people))
        file.flush()
        os.fsync(file.fileno())
        os.rename(temporary, path)
    fsync_folder(path.parent)


def _update_list(places: SitePlaces, folder: Path) -> None:
    """Bring the list of the forgotten beside the archives up to date; an empty one tells that there was nobody."""
    copy = folder / forgotten.FILE
    here, there = read_people(forgotten.forgotten_path(places.database)), read_people(copy)
    if set(here) - set(there) or not copy.exists():
        write_people(copy, here + there)


class _ArchiveWriter:
    """Writes one archive."""

    def __init__(self, places: SitePlaces, folder: Path, raw: BinaryIO, step: Step) -> None:
        self._places, self._folder, self._raw, self._step = places, folder, raw, step
        self._records: list[FileRecord] = []
        self._left_out: dict[str, str] = {}
        self._key: bytes | None = None
        self.remarks: list[Problem] = []

    def write(self, made: datetime, engine: str) -> Manifest:
        with ExitStack() as opened:
            packed = gzip.GzipFile(
                fileobj=self._raw,
                mode="wb",
                filename="",
                compresslevel=COMPRESSION,
                mtime=int(made.timestamp()),
            )
            opened.enter_context(packed)
            tar = opened.enter_context(
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT)
            )
            copy = opened.enter_context(_private_file(self._folder))[1]
            # The database first: what is published or forgotten meanwhile is then in the files, and known there.
            database, key = self._places.database, key_path(self._places.database)
            has_database = require_database(database, key.exists())
            if has_database:
                self._add_database(tar, copy)
            self._step(COPIED)
            self._add_files(tar)
            if has_database:
                check_key(database, copy, self._key)
            manifest = self._manifest(made, engine, has_database)
            _add(tar, MANIFEST, manifest.serialize(), made)
        self._raw.flush()
        os.fsync(self._raw.fileno())
        return manifest

    def _add_database(self, tar: tarfile.TarFile, copy: Path) -> None:
        verdict = copy_database(self._places.database, copy)
        for message, row in verdict.problems:
            self.remarks.append(Problem(f"{self._places.database} ({row})", message))
        with copy.open("rb") as file:
            self._add_copy(
                tar, self._places.archived(DATABASE), read_stable(file, self._folder), 0o600
            )

    def _add_files(self, tar: tarfile.TarFile) -> None:
        key = key_path(self._places.database)
        key_in_archive = str(Path(self._places.archived(DATABASE)).with_name(key.name))
        for found in find_files(self._places, self._folder, self._folder.resolve()):
            path = found.path.encode("utf-8", "backslashreplace").decode()
            params = {"path": path}
            if path != found.path:
                self._remark(path, N_("{path} is not in the backup, as its name is not in UTF-8. Rename it."), params)  # fmt: skip
                continue
            if found.file is None:
                if found.error:
                    params["reason"] = str(found.error.strerror or found.error)
                    self._remark(path, N_("{path} is not in the backup, as it cannot be read: {reason}"), params)  # fmt: skip
                else:
                    self._left_out[path] = found.why
                continue
            copied = read_stable(found.file, self._folder)
            if not copied.is_stable:
                self._remark(path, N_("{path} changed while it was read, again and again. It may be half new in the backup."), params)  # fmt: skip
            if path == key_in_archive:
                self._key = copied.content.read()
                copied.content.seek(0)
            self._add_copy(tar, path, copied, copied.mode)
            self._step(ADDED)

    def _remark(self, path: str, message: str, params: dict[str, str]) -> None:
        self.remarks.append(Problem(path, message, params=params))

    def _add_copy(self, tar: tarfile.TarFile, path: str, copied: FileCopy, mode: int) -> None:
        info = tarfile.TarInfo(FILES + path)
        info.size, info.mtime, info.mode = copied.size, copied.modified, mode
        with copied.content as content:
            tar.addfile(info, content)
        self._records.append(
            FileRecord(path=path, size=copied.size, sha256=copied.sha256, mode=mode)
        )

    def _manifest(self, made: datetime, engine: str, has_database: bool) -> Manifest:
        places = {
            name: Place(path=self._places.archived(name), origin=str(path))
            for name, path in self._places.named.items()
            if (has_database if name == DATABASE else path.exists())
        }
        return Manifest(
            format=FORMAT,
            engine=engine,
            content_schema=_schema(self._places.content / SCHEMA_FILE),
            made=made,
            places=places,
            left_out=self._left_out,
            files=tuple(self._records),
        )


def _schema(file: Path) -> int:
    try:
        return read_schema(file.read_bytes())[0]
    except FileNotFoundError:
        return OLDEST


def _add(tar: tarfile.TarFile, name: str, content: bytes, made: datetime) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = len(content), int(made.timestamp()), 0o600
    tar.addfile(info, BytesIO(content))
