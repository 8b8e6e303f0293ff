"""A cache for `nyspor check` and `nyspor index`: a text whose bytes are known is not parsed again."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rich.console import Console

from nyspor.content.collection import ContentCollection
from nyspor.content.loader import read_from
from nyspor.garbage_collection import garbage_collection_paused
from nyspor.incremental.build_state import Entries, StateFile, Summary
from nyspor.incremental.code_digest import code_digest, digest_of_texts
from nyspor.incremental.entry_cache import CachedContentSource
from nyspor.incremental.file_index import FileIndex, files_below

FOLDER = "check"
"""The folder in that of the state."""


def read_cached(folder: Path, state_folder: Path, plugins: Path) -> ContentCollection:
    """Read and parse the content folder, taking what is known from the state of the last reading.

    The state is saved for the next one; where that is not possible, the next one takes longer. The site's own
    `plugins` may add kinds, so that nothing is known once they have changed.
    """
    state = StateFile(state_folder)
    with suppress(OSError):
        state.lock()
    last = state.load()
    index = FileIndex(last.files, last.scanned)
    own = [index.digest(file) for file in files_below(plugins)]
    code = digest_of_texts((code_digest(index, ()), *own))
    if last.code != code:
        index = FileIndex({}, 0)
    source = CachedContentSource(
        folder,
        index,
        lambda: state.load_entries() if last.code == code else Entries(),
        Console(stderr=True),
    )
    with garbage_collection_paused():
        content = read_from(source)
    if index.has_changed or last.code != code:
        with suppress(OSError):
            summary = Summary(code=code, scanned=index.scanned, files=index.files)
            state.save(summary, Entries(source.entries, source.records))
    state.unlock()
    return content
