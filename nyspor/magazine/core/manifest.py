"""`manifest.json`: which files `nyspor magazine` has made of an issue, or `nyspor status` and `nyspor programme` of another entry, for the site
build to publish.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry

FILE_NAME = "manifest.json"


@dataclass(frozen=True)
class EditionFile:
    """One file of the magazine. `kind` is screen, archive, print or epub; `size` is in bytes, `digest` SHA-256."""

    kind: str
    file: str
    size: int
    digest: str

    @property
    def public(self) -> bool:
        """Whether the site offers the file for download: all but the printer's."""
        return self.kind != "print"


@dataclass(frozen=True)
class Manifest:
    """The edition files of one year's magazine, its number of pages, and the first page of each section by name."""

    year: int
    pages: int
    numbers: Mapping[str, int]
    files: tuple[EditionFile, ...]


ENDINGS = {"screen": ".pdf", "archive": "-arkiv.pdf", "print": "-tryk.pdf", "epub": ".epub"}


def file_name(year: int, kind: str) -> str:
    """Return the name of an edition's file, such as `magasin-2013-tryk.pdf`."""
    return f"magasin-{year}{ENDINGS[kind]}"


def document_folder(magazines: Path, entry: Entry) -> Path:
    """Return the folder for the files that are made of an entry which is no issue: `…/status/2026`."""
    return magazines / kind_spec(entry.kind).url / entry.slug


def write_files(
    folder: Path,
    year: int,
    pages: int,
    numbers: Mapping[str, int],
    editions: Iterable[tuple[str, bytes]],
    stem: str = "",
) -> Manifest:
    """Write the editions (kind, bytes) into `folder`; the manifest last, so that it never names a missing file.

    `stem` is what the files are called, where they are not the year's magazine.
    """
    stem = stem or f"magasin-{year}"
    files = tuple(_write_edition(folder, stem, kind, content) for kind, content in editions)
    manifest = Manifest(year, pages, numbers, files)
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False, sort_keys=True)
    write_atomically(folder / FILE_NAME, text.encode() + b"\n")
    return manifest


def _write_edition(folder: Path, stem: str, kind: str, content: bytes) -> EditionFile:
    name = f"{stem}{ENDINGS[kind]}"
    write_atomically(folder / name, content)
    return EditionFile(kind, name, len(content), sha256(content).hexdigest())


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest in `folder`; None where it is missing, unreadable or names a file that is not there."""
    try:
        record = json.loads((folder / FILE_NAME).read_bytes())
        files = tuple(EditionFile(**file) for file in record["files"])
        manifest = Manifest(record["year"], record["pages"], record["numbers"], files)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if all(_exists(folder, file) for file in files) else None


def _exists(folder: Path, edition: EditionFile) -> bool:
    path = folder / edition.file
    return path.is_file() and path.stat().st_size == edition.size
