"""Publishes the site: built apart, validated, signed, and switched to at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypedDict

from nyspor.files.atomic_write import TEMPORARY_NAME, write_atomically
from nyspor.garbage_collection import garbage_collection_paused
from nyspor.model.address_book import FILE as ADDRESS_BOOK
from nyspor.problems import N_, Problem
from nyspor.publishing.changes import Changes, changes_between
from nyspor.publishing.compression import compress_files
from nyspor.publishing.content_history import history_of
from nyspor.publishing.environment import dependencies_digest, engine_version, platform_name
from nyspor.publishing.manifest import (
    MANIFEST,
    NOT_LISTED,
    SIGNATURE,
    InvalidManifest,
    Manifest,
    digest_of,
    digests,
    read_manifest,
)
from nyspor.publishing.records import ReleaseRecord, copy_of, write_record
from nyspor.publishing.release_store import (
    Release,
    ReleaseStore,
    file_inodes,
    flush_files,
)
from nyspor.publishing.signing_keys import SigningKey, signature_file
from nyspor.publishing.site_description import Builder, SiteDescription, read_description
from nyspor.publishing.targets import THIS_MACHINE, Target
from nyspor.publishing.validation import (
    CHECKS,
    READABLE,
    ReleaseFiles,
    changed_files,
    validate,
)
from nyspor.publishing.withdrawals import FILE as WITHDRAWN
from nyspor.publishing.withdrawals import (
    InvalidList,
    Withdrawal,
    come_back,
    pages_naming,
    read_withdrawals,
)

COMMIT_MESSAGE = "Udgivet"
"""The subject of the commit of what is published."""

MAX_BUILDS = 3
"""How often a publication builds where the content changes meanwhile."""


class ReleaseRefused(Exception):
    """What was built is not fit to be served; `problems` say why. What is served is as it was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass(frozen=True)
class Request:
    """How to publish: `private` is what may stand in no file (see `validate`), `keep` the number of
    releases that are stored, `max_loss` how many per cent of the pages may be gone."""

    by: str = ""
    reason: str = ""
    keep: int = 10
    max_loss: int = 30
    private: Mapping[str, str] = field(default_factory=dict, repr=False)
    now: str = ""


@dataclass(frozen=True)
class Publication:
    """A release that is served now; `is_new` is not set where nothing had changed."""

    release: Release
    changes: Changes
    is_new: bool
    commit: str = ""


Step = Callable[[str], None]
"""Is called with the name of each step as it begins."""

Prepare = Callable[[Path], None]
"""Is called with the content folder before each build, and may change it. It raises what `publish` raises."""

BUILD, VALIDATE, COMMIT, SIGN, SWITCH, TIDY = (
    "build",
    "validate",
    "commit",
    "sign",
    "switch",
    "tidy",
)


def publish(
    builder: Builder,
    store: ReleaseStore,
    keys: Sequence[SigningKey],
    request: Request,
    clock: Callable[[], datetime],
    step: Step = lambda name: None,
    target: Target = THIS_MACHINE,
    prepare: Prepare = lambda content: None,
) -> Publication:
    """Publish the site as its content is now, and serve it when all is well.

    Raises `BuildRefused`, `ReleaseRefused`, `PublicationRunning`, `GitFailed`, `TargetFailed`, `OSError`; what is served
    is then as it was.
    """
    with garbage_collection_paused(), store.locked():
        newest, staging = store.newest, store.prepare_staging()
        before = manifest_of(newest)
        withdrawn = withdrawals_of(builder.content)
        for _ in range(MAX_BUILDS):
            step(BUILD)
            prepare(builder.content)
            started = time_on_disk(staging)
            description = builder.build(staging, request.now)
            step(VALIDATE)
            files = compressed(staging, newest)
            if newest and not files.changed and not files.gone:
                is_new = newest != store.current
                store.renew_private(newest)
                if is_new:
                    serve(store, newest, target)
                return Publication(newest, Changes(), is_new, before.commit if before else "")
            problems = validated(files, staging, newest, description, request, withdrawn)
            if problems:
                raise ReleaseRefused(problems)
            step(COMMIT)
            commit, is_settled = commit_content(
                builder.content, drafts_to_leave(description, newest), started
            )
            if is_settled:
                break
        step(SIGN)
        changes = changes_between(read_description(newest) if newest else None, description)
        name = store.next_name(clock())
        copied = copy_inputs(builder.inputs(), staging, newest, before)
        manifest = Manifest(
            release=name,
            site=builder.url,
            **made_here(clock(), newest),
            now=description.now,
            commit=commit,
            checks=CHECKS,
            inputs=copied,
            files=digests(staging.site, files.now, before.files if before else {}, files.before),
        )
        record = ReleaseRecord(
            request.by, request.reason, changes, without=tuple(each.id for each in withdrawn),
            settings_file=builder.settings_file, places=builder.places(),
        )  # fmt: skip
        complete(staging, manifest, keys, record, files.changed)
        step(SWITCH)
        release = store.add(name)
        serve(store, release, target)
        step(TIDY)
        store.prepare_staging()
        removed = store.prune(request.keep)
        target.remove([release.name for release in removed])
        return Publication(release, changes, True, commit)


def serve(store: ReleaseStore, release: Release, target: Target) -> None:
    """Serve a release from now on, at the target and here. Raises `TargetFailed`."""
    target.deliver(release, store.current)
    target.switch_to(release.name)
    store.switch_to(release)


@dataclass(frozen=True)
class StagedFiles:
    """The files of the staging folder and of the newest release, by path, with their inodes."""

    now: Mapping[str, int]
    before: Mapping[str, int]

    @cached_property
    def changed(self) -> set[str]:
        """Paths whose file is not the very one of the newest release."""
        return changed_files(self.now, self.before)

    @cached_property
    def gone(self) -> set[str]:
        return set(self.before.keys() - self.now.keys())


def compressed(staging: Release, newest: Release | None) -> StagedFiles:
    """The files of the staging folder, after the copies for web servers have been made."""
    before = site_inodes(newest) if newest else {}
    now = without_leftovers(staging.site, site_inodes(staging))
    copies = compress_files(staging.site, now, changed_files(now, before))
    return StagedFiles(with_copies(now, copies), before)


def without_leftovers(folder: Path, inodes: Mapping[str, int]) -> dict[str, int]:
    """Remove what a killed publication was just writing, and leave it out."""
    left = {path for path in inodes if TEMPORARY_NAME.fullmatch(path.rpartition("/")[2])}
    for path in left:
        (folder / path).unlink(missing_ok=True)
    return {path: inode for path, inode in inodes.items() if path not in left}


def with_copies(inodes: Mapping[str, int], copies: Mapping[str, int | None]) -> dict[str, int]:
    """The inodes of files by path, with those of copies that were made since, and without those that were removed."""
    found = {**inodes, **copies}
    return {path: inode for path, inode in found.items() if inode is not None}


def site_inodes(release: Release) -> dict[str, int]:
    """The inodes of the files that a manifest lists."""
    found = file_inodes(release.site)
    for name in NOT_LISTED:
        found.pop(name, None)
    return found


def validated(
    files: StagedFiles,
    staging: Release,
    newest: Release | None,
    description: SiteDescription,
    request: Request,
    withdrawn: Sequence[Withdrawal] = (),
) -> list[Problem]:
    """What keeps the staged files from being served."""

    def read(path: str) -> bytes:
        return (staging.site / path).read_bytes()

    readable = [path for path in files.changed if path.endswith(READABLE)]
    return [
        *validate(
            ReleaseFiles(files.now.keys(), files.changed, files.gone, files.before.keys()),
            read,
            description.url,
            description.unpublished,
            request.private,
            request.max_loss,
        ),
        *pages_naming(readable, read, withdrawn),
    ]


def withdrawals_of(content: Path) -> list[Withdrawal]:
    """The list of what was withdrawn. Raises `ReleaseRefused` where some of it has come back into the content."""
    try:
        withdrawn = read_withdrawals()
    except InvalidList as invalid:
        problem = Problem(
            str(WITHDRAWN),
            N_("The list of what was withdrawn cannot be read: {place}"),
            N_("Without it something could be published again that may not be."),
            params={"place": str(invalid)},
        )
        raise ReleaseRefused([problem]) from None
    if problems := come_back(content, withdrawn):
        raise ReleaseRefused(problems)
    return withdrawn


def drafts_to_leave(description: SiteDescription, newest: Release | None) -> set[str]:
    """Files of drafts that are not committed: not those that were published until now, or the commit would show them."""
    before = read_description(newest) if newest else None
    published = {entry.file for entry in before.entries.values()} if before else set()
    return set(description.drafts) - published


def commit_content(content: Path, drafts: Collection[str], started: float) -> tuple[str, bool]:
    """Commit what is pending in the content folder, but for these drafts; return the commit, '' without Git.

    Also return whether nothing has changed since the build `started` (POSIX seconds): else it is to be built again.
    Raises `GitFailed`.
    """
    history = history_of(content)
    if history is None:
        return "", True
    pending = [file for file in history.pending() if file not in drafts]
    is_settled = not any(
        file != ADDRESS_BOOK and _written(content / file) > started for file in pending
    )
    if not is_settled:
        return "", False
    if pending:
        history.record(pending, COMMIT_MESSAGE)
    return history.commit, True


def time_on_disk(staging: Release) -> float:
    """The time as the file system stamps what is written now (POSIX seconds)."""
    mark = staging.private / "started"
    mark.unlink(missing_ok=True)
    mark.touch()
    return mark.stat().st_mtime


def _written(path: Path) -> float:
    """When a file was last written (POSIX seconds); 0 for one that is gone."""
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def copy_inputs(
    inputs: Mapping[str, Path],
    staging: Release,
    newest: Release | None,
    before: Manifest | None,
) -> dict[str, str]:
    """Copy the inputs outside the content folder into the release; return their digests by name.

    What is as in the newest release, by its manifest `before`, becomes a hard link to its copy.
    """
    found = {}
    shutil.rmtree(staging.private / "inputs", ignore_errors=True)
    known = before.inputs if before else {}
    for name, path in inputs.items():
        digest = digest_of(path)
        target = copy_of(staging, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if newest and known.get(name) == digest and copy_of(newest, name).exists():
            os.link(copy_of(newest, name), target)
        else:
            shutil.copyfile(path, target)
        found[name] = digest
    return found


def manifest_of(release: Release | None) -> Manifest | None:
    """The manifest of a release; None where there is none that can be read: then nothing is taken from it."""
    try:
        return read_manifest(release.site) if release else None
    except InvalidManifest:
        return None


class Circumstances(TypedDict):
    """The fields of a manifest that say when, with what and after which release a publication is made."""

    published: str
    engine: str
    dependencies: str
    platform: str
    previous: str


def made_here(now: datetime, newest: Release | None) -> Circumstances:
    """The circumstances of a publication that is made now, by this engine, after the newest release."""
    return {
        "published": now.isoformat(timespec="seconds"),
        "engine": engine_version(),
        "dependencies": dependencies_digest(),
        "platform": platform_name(),
        "previous": digest_of(newest.site / MANIFEST) if newest else "",
    }


def complete(
    release: Release,
    manifest: Manifest,
    keys: Sequence[SigningKey],
    record: ReleaseRecord,
    new: Collection[str],
) -> None:
    """Write a release's manifest and record, and wait until its `new` files are on the disk."""
    seal(release, manifest, keys)
    written = [*new, MANIFEST, SIGNATURE]
    write_record(release, replace(record, new_bytes=size_of(release.site, written)))
    flush_files(release.site, written)


def seal(release: Release, manifest: Manifest, keys: Sequence[SigningKey]) -> None:
    """Write a release's manifest with its signatures."""
    content = manifest.to_bytes()
    write_atomically(release.site / MANIFEST, content)
    write_atomically(release.site / SIGNATURE, signature_file(content, keys))


def size_of(folder: Path, paths: Iterable[str]) -> int:
    """The bytes of these files together."""
    return sum((folder / path).stat().st_size for path in paths)
