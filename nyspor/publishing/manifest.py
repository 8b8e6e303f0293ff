"""The manifest of a release: what was published, from what, and when. It is published with the site, as `release.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

MANIFEST, SIGNATURE = "release.json", "release.json.sig"

NOT_LISTED = frozenset({MANIFEST, SIGNATURE, ".nyspor"})
"""Files in a release that its manifest does not list: itself, its signature, and the mark of the output folder."""

FORMAT = 1


class InvalidManifest(ValueError):
    """Bytes that are no manifest of a release."""


@dataclass(frozen=True)
class Manifest:
    """What a release consists of.

    `files` and `inputs` have the SHA-256 digests (hexadecimal) of what is published, and of what it was made from
    outside the content folder. `commit` is that of the content, '' without Git; `now` the moment that the site was
    built for; `previous` the digest of the manifest before, `replaces` that of the one that this is a purged version of.
    """

    release: str
    site: str
    published: str
    now: str
    engine: str
    dependencies: str
    platform: str
    commit: str = ""
    previous: str = ""
    replaces: str = ""
    checks: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The file, as JSON."""
        fields = {"format": FORMAT, **self.__dict__}
        return (json.dumps(fields, ensure_ascii=False) + "\n").encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        """The manifest in a file, which anybody may have written. Raises `InvalidManifest`."""
        try:
            fields = json.loads(raw)
            if fields.pop("format") != FORMAT:
                raise InvalidManifest("format")
            fields["checks"] = tuple(fields["checks"])
            manifest = cls(**fields)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InvalidManifest(str(error)) from None
        _check_types(manifest)
        return manifest


def _check_types(manifest: Manifest) -> None:
    for name, value in manifest.__dict__.items():
        if name in ("files", "inputs"):
            _check_digests(name, value)
        elif name == "checks":
            if not all(isinstance(check, str) for check in value):
                raise InvalidManifest(name)
        elif not isinstance(value, str):
            raise InvalidManifest(name)


def _check_digests(field_name: str, digests: Any) -> None:
    if not isinstance(digests, dict):
        raise InvalidManifest(field_name)
    for path, digest in digests.items():
        if not is_path_inside(path):
            raise InvalidManifest(f"{field_name}: {path!a}")
        if not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
            raise InvalidManifest(f"{field_name}: {path!a}: {digest!a}")


_DIGEST = re.compile(r"[0-9a-f]{64}")


_OUTSIDE = re.compile(r"[\\\0\ud800-\udfff]|(?:^|/)\.{0,2}(?:/|$)")
"""A character that no path has, or a part that is empty, `.` or `..`."""


def is_path_inside(path: str) -> bool:
    """Whether a path leads to something inside the folder that it is joined to, written the one way there is."""
    return not _OUTSIDE.search(path)


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file, hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def digest_of_bytes(content: bytes) -> str:
    return sha256(content).hexdigest()


def read_manifest(site: Path) -> Manifest | None:
    """The manifest in a release's document root; None where there is none. Raises `InvalidManifest`."""
    try:
        return Manifest.from_bytes((site / MANIFEST).read_bytes())
    except FileNotFoundError:
        return None


def digests(
    site: Path,
    inodes: Mapping[str, int],
    before: Mapping[str, str],
    inodes_before: Mapping[str, int],
) -> dict[str, str]:
    """The digest of each file of a release, by path.

    A file that is a hard link to the same path of the release `before` is not read again.
    """
    return {
        path: before[path]
        if path in before and inodes_before.get(path) == inodes[path]
        else digest_of(site / path)
        for path in sorted(inodes)
        if path not in NOT_LISTED
    }


def differences(manifest: Manifest, site: Path, inodes: Mapping[str, int]) -> Iterator[str]:
    """Paths at which a folder is not what the manifest says: another content, missing, or not listed."""
    listed = manifest.files
    for path in sorted((listed.keys() | inodes.keys()) - NOT_LISTED):
        if path not in inodes or path not in listed or digest_of(site / path) != listed[path]:
            yield path
