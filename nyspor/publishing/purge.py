"""Removes from retained releases what shows something that was withdrawn.

A file is removed by its name, never changed: it may be a hard link to that of another release. The release gets a new
signed manifest, which names the one that it replaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from nyspor import urls
from nyspor.files.atomic_write import write_atomically
from nyspor.forms.targets import UnreadableList, without_replies
from nyspor.publishing.compression import ENCODINGS
from nyspor.publishing.manifest import MANIFEST, SIGNATURE, digest_of
from nyspor.publishing.publisher import manifest_of, seal, site_inodes
from nyspor.publishing.records import read_record, write_record
from nyspor.publishing.release_store import (
    FORMS_LIST,
    SEARCH_FILES,
    Release,
    ReleaseStore,
    flush_files,
)
from nyspor.publishing.signing_keys import SigningKey
from nyspor.publishing.validation import READABLE
from nyspor.publishing.withdrawals import (
    COMMENT,
    PERSON,
    PICTURE,
    TEXT,
    Withdrawal,
    names_person,
)
from nyspor.text.danish import slugify

PICTURES = "billeder/"
"""The folder of the pictures that pages show."""

INDEX = urls.SEARCH_INDEX.lstrip("/")

EDITIONS = (".pdf", ".epub")
"""Files in which nothing can be looked for."""


@dataclass
class Purged:
    """What was removed: paths by release, and the editions of magazines that may show it and could not be searched."""

    files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    editions: set[str] = field(default_factory=set)


class Shows:
    """Whether a file of a release shows something that was withdrawn; each file is read once, in whatever releases it is."""

    def __init__(self, withdrawals: Sequence[Withdrawal]) -> None:
        self._withdrawals = withdrawals
        self._people = [each for each in withdrawals if each.kind == PERSON]
        self._pattern = re.compile(b"|".join(_needles(withdrawals)) or b"(?!)")
        self._known: dict[int, bool] = {}

    def __call__(self, site: Path, path: str, inode: int) -> bool:
        if any(_is_of(each, path) for each in self._withdrawals):
            return True
        if not path.endswith(READABLE):
            return False
        if inode not in self._known:
            content = (site / path).read_bytes()
            self._known[inode] = bool(self._pattern.search(content)) or (
                bool(self._people) and names_person(content, self._people)
            )
        return self._known[inode]


def _needles(withdrawals: Iterable[Withdrawal]) -> Iterable[bytes]:
    for each in withdrawals:
        stem = re.escape(PurePosixPath(each.path).stem.encode())
        if each.kind == COMMENT and each.path.startswith("comments/"):
            yield rb"kommentar-" + stem + rb"(?![\w-])"
        elif each.kind == COMMENT:
            # In the list, the feeds, and wherever a page or the data lead to the page of its own.
            yield rb"[#\"'](?:[a-z0-9-]+-)?" + stem + rb"[\"'<\s]"
            yield urls.IDEAS.encode() + rb"(?:[a-z0-9-]+-)?" + stem + rb"/"
        elif each.address:
            yield re.escape(each.address.encode()) + rb"(?![\w-])"


def _is_of(each: Withdrawal, path: str) -> bool:
    """Whether a published file is that of a withdrawal, by its name."""
    if (
        each.kind == PICTURE
    ):  # the digest is another where the picture was scaled by another version
        name = PurePosixPath(path).name.rsplit("-", 1)[0]
        stem = slugify(PurePosixPath(each.path).stem)
        is_named_so = bool(stem) and path.startswith(PICTURES) and name == stem
        return is_named_so or bool(each.rendition and f".{each.rendition}." in path)
    address = each.address.strip("/")
    return bool(address) and each.kind == TEXT and f"{path}/".startswith(f"{address}/")


def purge(
    store: ReleaseStore,
    withdrawals: Sequence[Withdrawal],
    keys: Sequence[SigningKey],
    clean: Release | None,
    after: Callable[[Release], None] = lambda release: None,
) -> Purged:
    """Remove what shows these withdrawals from all releases, but for the one that is `clean`, and from the staging folder.

    A release that has been found free of them before is not looked through again. `after` is called with each release
    that was changed. The caller holds the lock. Raises `OSError`; another call then goes on.
    """
    done = Purged()
    known: dict[tuple[Withdrawal, ...], Shows] = {}
    for release in store.releases:
        record = read_record(release)
        due = tuple(each for each in withdrawals if each.id not in record.without)
        if release == clean or not due:
            continue
        shows = known.setdefault(due, Shows(due))
        found = _showing(release, due, shows, done)
        found |= _index_of(release) if found else set()
        _remove_replies(release, due)
        _remove_answers(release)
        if found:
            _seal_without(release, found, keys)
        ids = {each.id for each in due}
        purged = tuple(sorted({*record.purged, *ids})) if found else record.purged
        if found:  # from now on nobody goes back to it, even if this is stopped halfway
            write_record(release, replace(record, purged=purged))
            _remove(release, found)
            flush_files(release.site, [MANIFEST, SIGNATURE])
            done.files[release.name] = tuple(sorted(found))
            after(release)
        write_record(
            release, replace(record, purged=purged, without=tuple(sorted({*record.without, *ids})))
        )
    if store.newest != clean and store.staging.site.is_dir():
        everything = tuple(withdrawals)
        _remove_replies(store.staging, everything)
        _remove_answers(store.staging)
        found = _showing(store.staging, everything, Shows(everything), done)
        _remove(store.staging, found | (_index_of(store.staging) if found else set()))
    return done


def still_shown(release: Release, withdrawals: Sequence[Withdrawal]) -> list[str]:
    """Files of a release that was made without these withdrawals, and shows them all the same: by a template, say.

    The page of a text says itself that the text is gone, and is none of them.
    """
    inexact = {
        each: replace(each, path="") if each.kind == PICTURE else each for each in withdrawals
    }
    due = [each for each in inexact.values() if each.kind != TEXT]
    return sorted(_showing(release, due, Shows(due), Purged()))


def _showing(
    release: Release, withdrawals: Sequence[Withdrawal], shows: Shows, done: Purged
) -> set[str]:
    """The files of a release that show something withdrawn, with their compressed copies."""
    inodes, listed = site_inodes(release), _listed(release)
    digests = {each.digest for each in withdrawals if each.digest}
    found = {
        path
        for path, inode in inodes.items()
        if listed.get(path) in digests or shows(release.site, path, inode)
    }
    done.editions |= {path for path in inodes.keys() - found if path.endswith(EDITIONS)}
    return found | {path + end for path in found for end in ENCODINGS if path + end in inodes}


def _index_of(release: Release) -> set[str]:
    """The files of the search index: where a page shows something, so does the index, which is packed."""
    return {path for path in site_inodes(release) if path.startswith(INDEX)}


def _remove_answers(release: Release) -> None:
    """Remove what searches are answered from without JavaScript; the next publication has it anew."""
    for file in release.private.glob(SEARCH_FILES):
        file.unlink(missing_ok=True)


def _remove(release: Release, paths: Iterable[str]) -> None:
    for path in paths:
        (release.site / path).unlink(missing_ok=True)
        _remove_empty_folders(release.site, path)


def _remove_replies(release: Release, withdrawals: Iterable[Withdrawal]) -> None:
    """Remove comments from the release's list of what can be answered, which has the names of those who wrote them."""
    ids = {PurePosixPath(each.path).stem for each in withdrawals if each.kind == COMMENT}
    file = release.private / FORMS_LIST
    try:
        before = file.read_bytes()
        after = without_replies(before, ids)
    except (FileNotFoundError, UnreadableList):
        return
    if after != before:
        write_atomically(file, after)  # never in place: other releases may share it


def _listed(release: Release) -> dict[str, str]:
    manifest = manifest_of(release)
    return dict(manifest.files) if manifest else {}


def _seal_without(release: Release, paths: set[str], keys: Sequence[SigningKey]) -> None:
    """Sign a manifest without these paths, which names the one before; one that cannot be read is left as it is."""
    manifest = manifest_of(release)
    if manifest and paths & manifest.files.keys():
        files = {path: d for path, d in manifest.files.items() if path not in paths}
        before = digest_of(release.site / MANIFEST)
        seal(release, replace(manifest, files=files, replaces=before), keys)


def _remove_empty_folders(site: Path, path: str) -> None:
    for folder in PurePosixPath(path).parents:
        if str(folder) == ".":
            return
        try:
            (site / folder).rmdir()
        except OSError:
            return  # something else lies there
