"""The index of a site as its content is now, made apart from its builds, which take along what lies ready."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nyspor.files.private_files import acquire_lock
from nyspor.garbage_collection import garbage_collection_paused
from nyspor.incremental import check_cache
from nyspor.model.library import Library
from nyspor.plugins.site_builder import library_of
from nyspor.search.documents import SearchDocument, documents
from nyspor.search.ready_index import FOLDER, make_index
from nyspor.site.theme import Theme, theme_of


def index_folder(settings: Mapping[str, Any]) -> Path:
    """Return where the index of a site with these settings lies ready."""
    return Path(settings["NYSPOR_STATE"]) / FOLDER


def update_index(settings: Mapping[str, Any], plugins: Path) -> bool:
    """Make the index anew where what it is made from has changed; return whether it did.

    Texts with errors are left out. Where another process is at it, nothing is done. Texts that `nyspor check` knows are
    not parsed again; `plugins` is the folder of the site's own. Raises `ContentInvalid`, `OSError`.
    """
    folder = index_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = acquire_lock(folder / ".lock")
    except BlockingIOError:
        return False
    with lock, garbage_collection_paused():
        held_back = {**settings, "NYSPOR_HOLD_BACK": True}
        state = Path(settings["NYSPOR_STATE"]) / check_cache.FOLDER
        content = check_cache.read_cached(Path(settings["PATH"]), state, plugins)
        library, _ = library_of(held_back, content)
        found = site_documents(library, theme_of(settings))
        return make_index(found, tuple(library.vocabularies.topics.values()), folder)


def site_documents(library: Library, theme: Theme) -> tuple[SearchDocument, ...]:
    """Return what can be searched for, in the words of a theme."""
    return documents(library, lambda text, language: theme.catalogue(language).gettext(text))
