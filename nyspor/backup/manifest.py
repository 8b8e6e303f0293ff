"""The manifest of an archive: what is in it, with digests, and when and of what it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import PurePosixPath

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from nyspor.backup.selection import is_safe
from nyspor.problems import N_

FORMAT = 1
"""The format of archives that this version writes; it reads no other."""

MANIFEST = "manifest.json"
"""The last member of an archive, so that one that was cut off has none."""

FILES = "files/"
"""The folder in the archive below which files have the paths that they are restored at."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class FileRecord(_Part):
    """A file: its path where it is restored, size in bytes, SHA-256 (hexadecimal) and rights."""

    path: str
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    mode: int = Field(ge=0, le=0o777)


class Place(_Part):
    """A folder or file that a setting names: its path in the archive, and where it lay (absolute)."""

    path: str
    origin: str


class Manifest(_Part):
    """What an archive holds. `made` is the moment before the database was copied, and files were read."""

    format: int
    engine: str
    content_schema: int
    made: AwareDatetime
    places: Mapping[str, Place] = {}
    """Content, database, mail and so on, by name; without those that were not there."""
    left_out: Mapping[str, str] = {}
    """Links and special files, which are never followed, by path: what each is."""
    files: tuple[FileRecord, ...]

    def serialize(self) -> bytes:
        """The manifest as JSON."""
        return self.model_dump_json(indent=1).encode("utf-8", "surrogateescape")


class InvalidManifest(ValueError):
    """The manifest cannot be read, or names what no archive may hold; the message is a message id."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.message, self.path = message, path


def parse_manifest(raw: bytes) -> Manifest:
    """Parse and check a manifest. Raises `InvalidManifest`."""
    try:
        found = Manifest.model_validate_json(raw.decode("utf-8"))
    except (ValidationError, ValueError, RecursionError):
        raise InvalidManifest(N_("The manifest in {archive} cannot be read.")) from None
    if found.format != FORMAT:
        raise InvalidManifest(
            N_("{archive} was made by another version of Nyspor, and this one cannot read it.")
        )
    paths = [each.path for each in found.files]
    for path in (*paths, *(place.path for place in found.places.values())):
        if not is_safe(path):
            raise InvalidManifest(UNSAFE, path)
    if path := _collision(paths):
        raise InvalidManifest(TWICE, path)
    return found


UNSAFE = N_("{archive} has a file that would lie outside the folder: {path}")
TWICE = N_("{archive} has two files of one name: {path}")


def _collision(paths: Iterable[str]) -> str:
    """Return a path that is there twice, or as a file and as a folder; '' where none is."""
    seen: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        if path in seen:
            return path
        seen.add(path)
        folders.update(map(str, list(PurePosixPath(path).parents)[:-1]))
    return next(iter(sorted(seen & folders)), "")


def moment(made: datetime) -> str:
    """Return a time (UTC) as it stands in the name of an archive: 20261129T183000Z."""
    return made.strftime("%Y%m%dT%H%M%SZ")
