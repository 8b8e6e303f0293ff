"""The index that lies ready: made apart from the site, and taken along by the build after it.

    var/search/current              names the index that lies ready
    var/search/<digest>/            what the browser searches
    var/search/<digest>.da.sqlite   what the service answers from, a file for each language

A build takes what is there, and never waits for it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nyspor.files.atomic_write import write_atomically
from nyspor.model.kinds import Topic
from nyspor.search.answers import write_answers
from nyspor.search.documents import SearchDocument

FOLDER = "search"
"""The folder in that of the state."""

CURRENT = "current"

COMMAND = (sys.executable, "-P", "-m", "nyspor", "index")
"""Makes the index of the site in the current folder, where what it is made from has changed."""


@dataclass(frozen=True)
class ReadyIndex:
    """An index on the disk: the folder that browsers read, and the file that the service reads in each language."""

    folder: Path
    answers: Mapping[str, Path]

    @property
    def digest(self) -> str:
        return self.folder.name

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files that browsers read, below the folder."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in found))


def read_index(cache: Path) -> ReadyIndex | None:
    """Return the index that lies ready in a folder; None where there is none."""
    try:
        digest = (cache / CURRENT).read_text("utf-8").strip()
    except OSError:
        return None
    folder = cache / digest
    return ReadyIndex(folder, _answers(cache, digest)) if digest and folder.is_dir() else None


def _answers(cache: Path, digest: str) -> dict[str, Path]:
    return {path.name.split(".")[1]: path for path in sorted(cache.glob(f"{digest}.*.sqlite"))}


def answers_name(language: str) -> str:
    """Return the name of the file that the service answers from, beside the list of its forms."""
    return f"search.{language}.sqlite"


def make_index(documents: Sequence[SearchDocument], topics: Sequence[Topic], cache: Path) -> bool:
    """Make the index of these documents where it does not lie ready; return whether it had to be made."""
    from nyspor.search.pagefind_index import search_index  # Pagefind is slow to load

    digest = search_index(documents, topics, cache).name
    before = read_index(cache)
    languages = {document.lang for document in documents}
    if before and before.digest == digest and before.answers.keys() == languages:
        return False
    for language in languages:
        _write_answers(cache / f"{digest}.{language}.sqlite", documents, topics, language)
    write_atomically(cache / CURRENT, f"{digest}\n".encode())
    _remove_old_answers(cache)
    return True


def _write_answers(
    path: Path, documents: Sequence[SearchDocument], topics: Sequence[Topic], language: str
) -> None:
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    write_answers(new, [d for d in documents if d.lang == language], topics)
    os.replace(new, path)


def _remove_old_answers(cache: Path) -> None:
    """Remove the files of indexes that are gone."""
    for path in cache.glob("*.sqlite"):
        if not (cache / path.name.split(".")[0]).is_dir():
            path.unlink(missing_ok=True)


def drop_outdated(cache: Path, withdrawn: Path) -> bool:
    """Remove the indexes that were made before something was withdrawn, as the list in `withdrawn` says: they hold it.

    Return whether there is none to take along; the next one is made of what is left.
    """
    current = cache / CURRENT
    try:
        changed = withdrawn.stat().st_mtime_ns
    except OSError:  # nothing was withdrawn
        return not current.exists()
    if current.exists() and current.stat().st_mtime_ns <= changed:
        current.unlink()
    ready = read_index(cache)
    for folder in _indexes(cache):
        if folder.stat().st_mtime_ns <= changed and not (ready and ready.folder == folder):
            shutil.rmtree(folder)
    _remove_old_answers(cache)
    return not current.exists()


def _indexes(cache: Path) -> list[Path]:
    """The folders of indexes, also of those that are not current."""
    found = cache.iterdir() if cache.is_dir() else ()
    return [path for path in found if path.is_dir() and not path.name.startswith(".")]
