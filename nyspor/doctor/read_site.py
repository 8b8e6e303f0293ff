"""Reads the facts of the site: queue, publications, keys, Git, backups, and what expires."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from nyspor.backup.archive_reader import read_archive
from nyspor.backup.problems import BackupFailed
from nyspor.backup.retention import oldest_first
from nyspor.console import message_language
from nyspor.content.loader import is_entry_file, read_entry_file, scan_folder
from nyspor.desk.settings import nobody_signs_in
from nyspor.doctor.facts import Backups, Git, Keys, Publishing, Queue, Upkeep
from nyspor.doctor.read_network import ask
from nyspor.doctor.site import Site
from nyspor.files.data_folder import DATA_FOLDER, lock_path
from nyspor.files.private_files import is_locked
from nyspor.forms_service.outbox import Outbox, OutboxUnusable
from nyspor.i18n.catalogues import translate_problem
from nyspor.model.address_book import FILE as ADDRESS_BOOK
from nyspor.model.file_references import entry_images
from nyspor.publishing.content_history import GitFailed, history_of, knows_author
from nyspor.publishing.manifest import MANIFEST, SIGNATURE
from nyspor.publishing.signing_keys import KEYS_FOLDER, is_signed, read_keys
from nyspor.publishing.site_description import read_description
from nyspor.publishing.state import STATE_FILE
from nyspor.publishing.status import publishing_status
from nyspor.site.brand import FILE as BRAND
from nyspor.site.brand import brand_of
from nyspor.urls import locate_entry

PATIENCE = 45.0
"""Seconds to read a backup in."""

CONSENT = b"samtykke"
"""What a file must have that tells of a consent."""


def read_queue(site: Site) -> Queue:
    database = site.path("forms.database")
    if not database.exists():
        return Queue()
    try:
        with closing(Outbox.attach(database)) as outbox:
            report, mails = outbox.verify(), outbox.mails()
    except OutboxUnusable as unusable:
        return Queue(unusable=unusable.problem)
    waiting = [mail for mail in mails if mail.state == "queued" and not mail.held]
    oldest = min(waiting, key=lambda mail: mail.changed, default=None)
    return Queue(
        len(waiting),
        oldest.changed if oldest else None,
        sum(mail.state == "dead" for mail in mails),
        next((mail.reason for mail in waiting if mail.reason), ""),
        tuple(message for message, _ in report.problems),
    )


def read_publishing(site: Site) -> Publishing:
    status = publishing_status(site.store, site.folder / STATE_FILE)
    return Publishing(
        status.release,
        status.last_success,
        status.due,
        status.last_failure,
        status.failure,
        status.held_since,
        site.value("publish.automatic"),
    )


def _time(written: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(written)
    return None


def read_signing(site: Site) -> Keys:
    try:
        keys = read_keys(site.folder / KEYS_FOLDER)
    except (OSError, ValueError) as error:
        return Keys(failure=str(error))
    public = tuple(key.public for key in keys)
    current = site.store.current
    if not current or not public:
        return Keys(public)
    try:
        manifest = (current.site / MANIFEST).read_bytes()
        signature = (current.site / SIGNATURE).read_bytes()
    except OSError:
        return Keys(public, is_signed=False)
    return Keys(public, is_signed=any(is_signed(manifest, signature, key) for key in public))


def read_git(site: Site) -> Git:
    content = site.path("site.content")
    if shutil.which("git") is None or not content.is_dir():
        return Git()
    asked = _git(content, "rev-parse", "--show-toplevel")
    if asked.returncode:
        said = asked.stderr.strip().partition("\n")[0]
        return Git(failure="" if "not a git repository" in said else said)
    history = history_of(content)
    if history is None:
        return Git()
    current = site.store.current
    description = read_description(current) if current else None
    left = {ADDRESS_BOOK, *(description.drafts if description else ())}
    try:
        pending = tuple(file for file in history.pending() if file not in left)
    except GitFailed as failed:
        return Git(failure=str(failed).partition("\n")[0])
    return Git(True, has_identity=knows_author(content), pending=pending)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=False,
        timeout=PATIENCE, env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
    )  # fmt: skip


class _TooLong(Exception):
    """The time for reading a backup is over."""


def read_backups(site: Site) -> Backups:
    folder = site.value("backup.folder")
    if folder is None:
        return Backups()
    path = site.folder / folder
    names = oldest_first(os.listdir(path)) if path.is_dir() else []
    if not names:
        return Backups(str(folder))
    return Backups(
        str(folder),
        names[-1],
        _made(names[-1]),
        _backup_failure(path / names[-1]),
        path.stat().st_dev == (site.folder / DATA_FOLDER).stat().st_dev
        if (site.folder / DATA_FOLDER).exists()
        else False,
    )


def _made(name: str) -> datetime | None:
    found = re.search(r"\d{8}T\d{6}Z", name)
    return datetime.strptime(found[0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None


def _backup_failure(archive: Path) -> str | None:
    end = time.monotonic() + PATIENCE

    def receive(path: str, blocks: Iterator[bytes]) -> None:
        for _ in blocks:
            if time.monotonic() > end:
                raise _TooLong

    try:
        read_archive(archive, receive)
    except _TooLong:
        return None
    except BackupFailed as failed:
        return translate_problem(failed.problem, message_language())[0]
    return ""


def read_upkeep(site: Site) -> Upkeep:
    listen = site.value("forms.listen")
    running = is_locked(lock_path(site.path("forms.database")))
    answers = running and ask(urlsplit(f"http://{listen}"), "forms/health").status in (200, 204)
    brand = brand_of({"NYSPOR_BRAND": site.folder / BRAND}).brand
    until = brand.security.expires if brand.security else ""
    return Upkeep(
        running,
        answers,
        listen,
        _time(until),
        consents(site.path("site.content")),
        nobody_signs_in(site.configuration),
    )


def consents(content: Path) -> dict[str, date]:
    """When consents end, by the file of the picture; of several the first to end."""
    found: dict[str, date] = {}
    for file in scan_folder(content) if content.is_dir() else ():
        location = locate_entry(file) if is_entry_file(file) else None
        if location is None or CONSENT not in (content / file).read_bytes():
            continue
        entry = read_entry_file(content, file, location).entry
        for _, image in entry_images(entry) if entry else ():
            if image.consent and image.consent.expires:
                ends = image.consent.expires.instant.date()
                found[image.file] = min(ends, found.get(image.file, ends))
    return found
