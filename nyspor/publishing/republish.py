"""Serves an earlier release as it was, but for what has been withdrawn since: made again, as a release of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from nyspor.publishing.changes import changes_between
from nyspor.publishing.manifest import digest_of
from nyspor.publishing.publisher import (
    ReleaseRefused,
    Request,
    StagedFiles,
    complete,
    made_here,
    serve,
    site_inodes,
    validated,
)
from nyspor.publishing.rebuild import Rebuilt
from nyspor.publishing.records import ReleaseRecord, read_record
from nyspor.publishing.release_store import (
    MIRRORED,
    UNFINISHED,
    Release,
    ReleaseStore,
    link_tree,
)
from nyspor.publishing.signing_keys import SigningKey
from nyspor.publishing.site_description import BuildRefused, read_description
from nyspor.publishing.targets import THIS_MACHINE, Target
from nyspor.publishing.withdrawals import Withdrawal


def republish(
    store: ReleaseStore,
    origin: Release,
    rebuilt: Rebuilt,
    withdrawn: Sequence[Withdrawal],
    keys: Sequence[SigningKey],
    request: Request,
    clock: Callable[[], datetime],
    target: Target = THIS_MACHINE,
) -> Release:
    """Publish what was made again of the release `origin`; return the new release, which is served.

    Raises `BuildRefused`, `ReleaseRefused`, `PublicationRunning`, `TargetFailed`, `OSError`; what is served is then as it
    was.
    """
    made = rebuilt.release
    description = read_description(made)
    if description is None:
        raise BuildRefused("no description")
    files = StagedFiles(site_inodes(made), {})
    if problems := validated(files, made, None, description, request, withdrawn):
        raise ReleaseRefused(problems)
    with store.locked():
        newest, name = store.newest, store.next_name(clock())
        before = read_description(newest) if newest else None
        unfinished = Release(store.folder / f"{UNFINISHED}{name}")
        unfinished.private.mkdir(mode=0o700, parents=True)
        listed = rebuilt.manifest.files
        same = set(listed.keys() & files.now.keys()) - set(rebuilt.differences)
        same = {path for path in same if _is_whole(origin.site / path, listed[path])}
        new = sorted(files.now.keys() - same)
        for path in files.now:
            target_file = unfinished.site / path
            target_file.parent.mkdir(parents=True, exist_ok=True)
            if path in same:
                os.link(origin.site / path, target_file)
            else:
                shutil.copyfile(made.site / path, target_file)
        if (origin.private / "inputs").is_dir():
            link_tree(origin.private / "inputs", unfinished.private / "inputs")
        for private in MIRRORED:
            if (made.private / private).is_file():
                shutil.copyfile(made.private / private, unfinished.private / private)
        digests = {
            path: listed[path] if path in same else digest_of(unfinished.site / path)
            for path in sorted(files.now)
        }
        manifest = replace(
            rebuilt.manifest,
            release=name,
            **made_here(clock(), newest),
            replaces="",
            files=digests,
        )
        record = read_record(origin)
        record = ReleaseRecord(
            request.by, request.reason, changes_between(before, description),
            without=tuple(each.id for each in withdrawn), rebuilt_from=origin.name,
            settings_file=record.settings_file, places=record.places,
        )  # fmt: skip
        complete(unfinished, manifest, keys, record, new)
        release = store.adopt(unfinished, name)
        serve(store, release, target)
        store.renew_staging()
        return release


def _is_whole(file: Path, digest: str) -> bool:
    return file.is_file() and digest_of(file) == digest
