"""From an archive back to a site: all is checked first, and nothing is in its place before all is done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nyspor.backup.archive_reader import read_archive, records_by_path
from nyspor.backup.archive_writer import Step, read_people, write_people
from nyspor.backup.manifest import FileRecord, Manifest
from nyspor.backup.places import CONTENT, DATABASE, MAIL
from nyspor.backup.problems import BackupFailed, damaged, failed
from nyspor.backup.selection import is_private, restored_mode
from nyspor.files.atomic_write import fsync_folder
from nyspor.files.data_folder import key_path
from nyspor.forms_service.forgetting import remove_published
from nyspor.forms_service.forgotten import (
    Forgotten,
    forgotten_path,
    to_forget_again,
)
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.outbox_copy import check_key
from nyspor.forms_service.outbox_file import OutboxUnusable
from nyspor.forms_service.person_keys import fingerprint
from nyspor.forms_service.records import IntegrityReport, normal_address
from nyspor.forms_service.tokens import Signer
from nyspor.problems import N_, Problem

UNDER_WAY = ".nyspor-restore"
"""The folder, in the one that is restored into, where a restoration is made ready."""

VERIFIED, UNPACKED, FORGOTTEN, MOVED = "verified", "unpacked", "forgotten", "moved"
STEPS = (VERIFIED, UNPACKED, FORGOTTEN, MOVED)


@dataclass(frozen=True)
class Restored:
    """A restoration: what the archive said, what the outbox was found to be, and who was forgotten again."""

    manifest: Manifest
    verdict: IntegrityReport | None
    forgotten: int
    """How many submissions were deleted again."""
    removed: tuple[str, ...]
    """The published files that were removed again."""
    other_key: int
    """How many people the lists name by a key that is not this database's, so that they cannot be found."""


def restore(
    archive: Path, target: Path, lists: Sequence[Path], step: Step = lambda _: None
) -> Restored:
    """Restore a site into an empty or missing folder; `lists` are further lists of the forgotten.

    Raises `BackupFailed`, and then the folder is as it was.
    """
    _require_empty(target)
    try:
        people = [person for path in lists for person in read_people(path)]
    except OSError as error:
        raise failed(archive, error) from None
    manifest = read_archive(archive)
    step(VERIFIED)
    made = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        _require_room(target, manifest)
        work = target / UNDER_WAY
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
    except OSError as error:
        raise failed(target, error) from None
    try:
        _unpack(archive, manifest, work)
        step(UNPACKED)
        found = _forget_again(work, manifest, people)
        step(FORGOTTEN)
        os.sync()
        _move(work, target, step)
    except OutboxUnusable as unusable:
        raise BackupFailed(unusable.problem) from None
    except OSError as error:
        raise failed(target, error) from None
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if made and not any(target.iterdir()):
            target.rmdir()
    return found


def _require_empty(target: Path) -> None:
    try:
        names = set(os.listdir(target)) if target.exists() else set()
    except OSError as error:
        raise failed(target, error) from None
    if not names or names == {UNDER_WAY}:
        return
    message = N_("{path} is not empty, and nothing is overwritten.")
    if UNDER_WAY in names:
        message = N_("A restoration into {path} was interrupted. Empty the folder.")
    raise BackupFailed(
        Problem(
            str(target),
            message,
            N_("Restore into an empty folder: nyspor restore ARCHIVE --into FOLDER"),
            params={"path": target},
        )
    )


def _require_room(target: Path, manifest: Manifest) -> None:
    needed = sum(each.size for each in manifest.files)
    free = shutil.disk_usage(target).free
    if needed > free:
        raise BackupFailed(
            Problem(
                str(target),
                N_("The site needs {needed} MB, and {free} MB are free at {path}."),
                N_("Make room, or name a folder on another disk with --into."),
                params={"needed": -(-needed // 10**6), "free": free // 10**6, "path": target},
            )
        )


def _unpack(archive: Path, manifest: Manifest, work: Path) -> None:
    """Write the files, each only where it is what the first reading found; folders with their rights."""
    records = records_by_path(manifest)

    def write(path: str, blocks: Iterator[bytes]) -> None:
        if path not in records:  # the archive was replaced since it was read
            raise damaged(archive, N_("{archive} changed while it was read."))
        _write_file(work, records[path], blocks)

    if read_archive(archive, write) != manifest:
        raise damaged(archive, N_("{archive} changed while it was read."))


def _write_file(work: Path, record: FileRecord, blocks: Iterable[bytes]) -> None:
    path = work / record.path
    try:
        for parent in reversed(PurePosixPath(record.path).parents[:-1]):
            folder = work / parent
            if not folder.exists():
                folder.mkdir()
                folder.chmod(0o700 if is_private(str(parent)) else 0o755)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with open(os.open(path, flags, 0o600), "wb") as file:
            file.writelines(blocks)
            os.fchmod(file.fileno(), restored_mode(record.path, record.mode))
    except OSError as error:
        raise failed(path, error) from None


def _forget_again(work: Path, manifest: Manifest, others: Sequence[Forgotten]) -> Restored:
    """Check the database, and take out those who were forgotten after the backup."""
    place = manifest.places.get(DATABASE)
    if place is None:
        return Restored(manifest, None, 0, (), 0)
    database = work / place.path
    key = key_path(database)
    keys = check_key(database, database, key.read_bytes() if key.exists() else None)
    people = [*read_people(forgotten_path(database)), *others]
    with closing(Outbox.attach(database)) as outbox:
        ids: list[str] = []
        known = [person for person in people if keys and person.key == fingerprint(keys)]
        if keys and known:
            signer = Signer((), keys)
            ids = to_forget_again(
                outbox.senders(),
                known,
                manifest.made,
                lambda address: signer.keyed_hash("who", normal_address(address)),
            )
        mail = work / manifest.places[MAIL].path if MAIL in manifest.places else None
        content = work / manifest.places[CONTENT].path if CONTENT in manifest.places else work
        removed = remove_published(content, mail, ids)
        outbox.forget_submissions(ids)
        if ids:
            outbox.overwrite_remains()
        verdict = outbox.verify()
    if people:
        write_people(forgotten_path(database), people)
    return Restored(manifest, verdict, len(ids), tuple(removed), len(people) - len(known))


def _move(work: Path, target: Path, step: Step) -> None:
    """Move what is ready to its place; the folder `UNDER_WAY` stays until the last is there."""
    moved: list[str] = []
    try:
        for name in sorted(os.listdir(work)):
            os.rename(work / name, target / name)
            moved.append(name)
            step(MOVED)
        fsync_folder(target)
    except BaseException:
        for name in moved:
            os.rename(target / name, work / name)
        raise
