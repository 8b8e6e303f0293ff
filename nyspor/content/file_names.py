"""Names of files: which are no part of the content, which are copies, and two ways to save the same letters.

A Mac saves `å` as two characters (NFD), all others as one (NFC); to a writer both are one name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from posixpath import relpath
from unicodedata import normalize

from nyspor.content.entry_reader import ParsedEntry
from nyspor.model.document import Reference
from nyspor.model.file_references import FileReferences
from nyspor.model.kinds import Programme
from nyspor.model.link_targets import SCHEME, internal_target

_IGNORED = re.compile(
    r"README\.md|LICENSE\.txt|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|~\$.*|#.*#|.*(?:~|\.orig|\.bak|\.tmp|\.swp|\.part|\.crdownload)",
    re.IGNORECASE,
)


def is_ignored(file: str) -> bool:
    """Return whether a file is a note, a backup or an operating system's file, never meant to be published."""
    return bool(_IGNORED.fullmatch(file.rsplit("/", 1)[-1]))


_SIGNS = re.compile(r"kopi|copy|konfli|confli|\(\d", re.IGNORECASE)
_CONFLICT = re.compile(
    r"\((?:[^()]*(?:konflikt|conflict)[^()]*)\)|sync-conflict|[ _-](?:konflikt|conflict)(?:ed)?[ _-]?(?:kopi|copy)",
    re.IGNORECASE,
)
_COPY_OF = re.compile(r"(?:kopi af|copy of)[ _-]+(?P<name>.+)", re.IGNORECASE)
_COPY = re.compile(
    r"(?P<name>.+?)[ _-]*(?:[ _-]\(?(?:kopi|copy)\)?(?:[ _-]*\(?\d+\)?)?|\(\d+\))", re.IGNORECASE
)


def original_of(file: str, files: Collection[str]) -> str | None:
    """Return the file that this one looks like a copy of, '' where that is not there; None where it is no copy."""
    if not _SIGNS.search(file):
        return None
    path = PurePosixPath(file)
    stem = path.stem
    found = _COPY_OF.fullmatch(stem) or _COPY.fullmatch(stem)
    if _CONFLICT.search(stem):
        name = _CONFLICT.split(stem)[0].rstrip(" ._-")
    elif found:
        name = found["name"]
    else:
        return None
    original = str(path.with_name(f"{name}{path.suffix}")) if name else ""
    if original in files:
        return original
    return "" if _CONFLICT.search(stem) or _COPY_OF.fullmatch(stem) else None


def composed_names(files: Collection[str]) -> Mapping[str, str]:
    """Return the files whose names are not plain ASCII, by their composed (NFC) names."""
    return {normalize("NFC", file): file for file in files if not file.isascii()}


def with_names_on_disk(
    parsed: ParsedEntry, files: Collection[str], composed: Mapping[str, str]
) -> ParsedEntry:
    """Return an entry whose references name files as they are saved on the disk."""
    found = parsed.references
    names = {
        name: composed[normalize("NFC", name)]
        for name in (*found.pictures, *found.videos, *found.links)
        if not name.isascii() and name not in files and normalize("NFC", name) in composed
    }
    return _renamed(parsed, names) if names else parsed


def _renamed(parsed: ParsedEntry, names: Mapping[str, str]) -> ParsedEntry:
    def on_disk(reference: Reference) -> Reference:
        path, sharp, fragment = internal_target(reference.target, parsed.file).partition("#")
        if path not in names:
            return reference
        target = relpath(names[path], str(PurePosixPath(parsed.file).parent)) + sharp + fragment
        return replace(reference, target=target)

    html = parsed.body.html
    for name, file in names.items():
        html = html.replace(f"{SCHEME}{name}", f"{SCHEME}{file}")
    body = replace(
        parsed.body,
        html=html,
        links=tuple(map(on_disk, parsed.body.links)),
        images=tuple(map(on_disk, parsed.body.images)),
    )
    entry = parsed.entry
    if entry and entry.image and entry.image.file in names:
        image = entry.image.model_copy(update={"file": names[entry.image.file]})
        entry = entry.model_copy(update={"image": image})
    if isinstance(entry, Programme):
        documents = [
            each.model_copy(update={"file": names.get(each.file, each.file)})
            for each in entry.documents
        ]
        entry = entry.model_copy(update={"documents": tuple(documents)})
    renamed = replace(parsed, entry=entry, body=body)
    found = parsed.references
    # What is computed from the text would undo percent signs in names a second time.
    vars(renamed)["references"] = FileReferences(
        tuple(names.get(name, name) for name in found.pictures),
        tuple(names.get(name, name) for name in found.videos),
        tuple(names.get(name, name) for name in found.links),
        tuple(
            names.get(path, path) + sharp + fragment
            for path, sharp, fragment in (target.partition("#") for target in found.link_targets)
        ),
    )
    return renamed
