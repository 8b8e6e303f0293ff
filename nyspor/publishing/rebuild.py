"""Makes a retained release again, from the commit of its content and the copies of its other inputs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nyspor
from nyspor import urls
from nyspor.files.atomic_write import write_atomically
from nyspor.problems import N_, Problem
from nyspor.publishing.compression import compress_files
from nyspor.publishing.content_history import ContentHistory, GitFailed
from nyspor.publishing.environment import dependencies_digest, engine_version, platform_name
from nyspor.publishing.manifest import (
    InvalidManifest,
    Manifest,
    differences,
    digest_of,
    is_path_inside,
    read_manifest,
)
from nyspor.publishing.publisher import site_inodes
from nyspor.publishing.records import LIST_OF_PLACES, copy_of, read_record
from nyspor.publishing.release_store import Release, file_inodes
from nyspor.search.ready_index import CURRENT, answers_name
from nyspor.search.ready_index import FOLDER as INDEX_FOLDER

OTHER_ENGINE = N_("It was made with Nyspor {then}, and this is {now}.")
OTHER_PLATFORM = N_("It was made on {then}, and this is {now}.")
OTHER_DEPENDENCIES = N_("It was made with other versions of the libraries than those that are installed.")  # fmt: skip


class CannotRebuild(Exception):
    """A release that cannot be made again; `problem` says why."""

    def __init__(self, message: str, **params: object) -> None:
        self.problem = Problem("", message, params=params)
        super().__init__(message)


@dataclass(frozen=True)
class Rebuilt:
    """A release that was made again: its folder, its manifest, and the paths at which it differs from that.

    `remarks` say what is not as it was when the release was made.
    """

    release: Release
    manifest: Manifest
    remarks: tuple[Problem, ...] = ()
    differences: tuple[str, ...] = ()


def rebuild(
    release: Release,
    history: ContentHistory | None,
    folder: Path,
    change: Callable[[Path], object] = lambda content: None,
) -> Rebuilt:
    """Make a release again below `folder`, which is empty; `change` may alter its content before.

    Raises `CannotRebuild`, `OSError`.
    """
    manifest = _manifest_of(release)
    if not manifest.commit:
        raise CannotRebuild(N_("It was published without Git, so that nobody knows what the texts were."))  # fmt: skip
    if history is None:
        raise CannotRebuild(N_("The content folder is in no Git repository any more."))
    site, export = folder / "site", folder / "export"
    copy_inputs_back(release, manifest, site)
    copy_index_back(release, folder / "state" / INDEX_FOLDER)
    try:
        history.export(manifest.commit, export)
    except GitFailed as failed:
        raise CannotRebuild(
            N_("Git does not have its texts (commit {commit}): {reason}"),
            commit=manifest.commit[:12], reason=failed,
        ) from None  # fmt: skip
    made = Release(folder / "release")
    try:
        change(export / history.below)
        build_apart(release, manifest, site, export / history.below, made)
    finally:
        history.drop_export(export)
    paths = file_inodes(made.site)
    compress_files(made.site, paths, paths)
    found = tuple(differences(manifest, made.site, site_inodes(made)))
    return Rebuilt(made, manifest, tuple(_remarks(manifest)), found)


def _manifest_of(release: Release) -> Manifest:
    try:
        manifest = read_manifest(release.site)
    except InvalidManifest as invalid:
        raise CannotRebuild(N_("release.json cannot be understood: {reason}"), reason=invalid) from None  # fmt: skip
    if manifest is None:
        raise CannotRebuild(N_("It has no release.json."))
    return manifest


def copy_inputs_back(release: Release, manifest: Manifest, site: Path) -> None:
    """Write a site's folder as it was, without its content. Raises `CannotRebuild`."""
    for name, digest in manifest.inputs.items():
        copy = copy_of(release, name)
        if not is_path_inside(name) or not copy.is_file() or digest_of(copy) != digest:
            raise CannotRebuild(N_("The copy of {file} is missing, or is not the one that the site was made from."), file=name)  # fmt: skip
        target = site / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, target)
    site.mkdir(exist_ok=True)


def copy_index_back(release: Release, cache: Path) -> None:
    """Let the build take along the search index that the release has: no two that are made of the same texts are equal."""
    published = release.site / urls.SEARCH_INDEX.strip("/")
    if published.is_dir():
        shutil.copytree(
            published, cache / release.name, ignore=shutil.ignore_patterns("*.gz", "*.br")
        )
        for language in ("da", "en"):
            answers = release.private / answers_name(language)
            if answers.is_file():
                shutil.copyfile(answers, cache / f"{release.name}.{language}.sqlite")
        write_atomically(cache / CURRENT, release.name.encode())


def build_apart(
    release: Release, manifest: Manifest, site: Path, content: Path, made: Release
) -> None:
    """Build in a process of its own, in which nothing of this site's is loaded yet. Raises `CannotRebuild`."""
    record = read_record(release)
    made.site.mkdir(parents=True)
    request = {
        "settings_file": record.settings_file,
        "folder": str(made.folder),
        "now": manifest.now,
        "override": {
            **{setting: _values(setting, site, names) for setting, names in record.places.items()},
            "PATH": str(content),
            "NYSPOR_STATE": str(site.parent / "state"),
            "NYSPOR_PICTURES": str(site.parent / "pictures"),
        },
    }
    done = subprocess.run(
        [sys.executable, "-P", "-m", "nyspor.publishing.build_once"],
        input=json.dumps(request), cwd=site, env=_environment(manifest),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotRebuild(N_("The build failed:\n{output}"), output=done.stdout.strip()[-2000:])


def _values(setting: str, site: Path, names: Sequence[str]) -> str | list[str]:
    found = [str(site / name) for name in names]
    return found if setting == LIST_OF_PLACES else found[0]


def _environment(manifest: Manifest) -> dict[str, str]:
    """The environment of the build: this one, at the address that the release was published at."""
    engine = str(Path(nyspor.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (engine, os.environ.get("PYTHONPATH", ""))))
    kept = {n: v for n, v in os.environ.items() if n not in ("NYSPOR_NOW", "NYSPOR_FROM_FILE")}
    return {**kept, "NYSPOR_SITEURL": manifest.site, "PYTHONPATH": path}


def _remarks(manifest: Manifest) -> list[Problem]:
    """What is not as it was when the release was made."""
    found = []
    for message, then, now in (
        (OTHER_ENGINE, manifest.engine, engine_version()),
        (OTHER_PLATFORM, manifest.platform, platform_name()),
        (OTHER_DEPENDENCIES, manifest.dependencies, dependencies_digest()),
    ):
        if then != now:
            found.append(Problem("", message, params={"then": then, "now": now}))
    return found
