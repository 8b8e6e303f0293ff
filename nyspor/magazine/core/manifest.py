"""What the command has made of an issue, told to the build: `manifest.json` beside the files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from nyspor.files.atomic_write import write_whole

NAME = "manifest.json"


@dataclass(frozen=True)
class Made:
    """A file of the magazine: `kind` is screen, archive, print or epub; the printer's is not published."""

    kind: str
    file: str
    size: int
    digest: str

    @property
    def public(self) -> bool:
        return self.kind != "print"


@dataclass(frozen=True)
class Manifest:
    """The files of one year's magazine, its number of pages, and by piece the page it begins on."""

    year: int
    pages: int
    numbers: Mapping[str, int]
    files: tuple[Made, ...]


def file_name(year: int, kind: str) -> str:
    """`magasin-2013.pdf`, `magasin-2013-tryk.pdf`: what a reader finds in the folder of downloads."""
    ending = {"screen": ".pdf", "archive": "-arkiv.pdf", "print": "-tryk.pdf", "epub": ".epub"}
    return f"magasin-{year}{ending[kind]}"


def write_files(
    folder: Path,
    year: int,
    pages: int,
    numbers: Mapping[str, int],
    files: Iterable[tuple[str, bytes]],
) -> Manifest:
    """Write (kind, bytes) into `folder`, and last of all the manifest, so that it never tells of what is not there."""
    made = []
    for kind, content in files:
        name = file_name(year, kind)
        write_whole(folder / name, content)
        made.append(Made(kind, name, len(content), sha256(content).hexdigest()))
    manifest = Manifest(year, pages, numbers, tuple(made))
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False, sort_keys=True)
    write_whole(folder / NAME, text.encode() + b"\n")
    return manifest


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None where there is none, or one whose files are gone or cannot be read."""
    try:
        record = json.loads((folder / NAME).read_bytes())
        files = tuple(Made(**file) for file in record["files"])
        manifest = Manifest(record["year"], record["pages"], record["numbers"], files)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if all(_is_there(folder, file) for file in files) else None


def _is_there(folder: Path, made: Made) -> bool:
    path = folder / made.file
    return path.is_file() and path.stat().st_size == made.size
