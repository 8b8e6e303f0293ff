"""The pictures that nothing uses, and getting one back that was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from nyspor.desk.pictures.picture_files import FOLDER
from nyspor.desk.pictures.picture_list import ListedPicture, list_pictures
from nyspor.desk.state import DeskState
from nyspor.publishing.content_history import GitFailed

WRITTEN = (".md", ".yaml", ".yml")
"""The files in which a picture may be named."""

SETTLED = timedelta(days=1)
"""How long ago a picture was sent in that nobody is about to put into a text."""


def unused_pictures(state: DeskState) -> list[ListedPicture]:
    """Return the pictures that no text uses or names, whether it is saved or waits, nor the site's own settings."""
    candidates = [each for each in list_pictures(state.loaded()) if not each.uses]
    if not candidates:
        return []
    written = b"\n".join(_written(state))

    def is_named(picture: ListedPicture) -> bool:
        name = picture.file.rsplit("/", 1)[-1]
        return name.encode() in written or quote(name).encode() in written

    return [each for each in candidates if not is_named(each) and not _is_new(state, each.file)]


def _written(state: DeskState) -> Iterator[bytes]:
    """All that is written: in the content folder, in the files beside it, and at the desk without being in a file yet."""
    content = state.texts.content
    for path in (*content.rglob("*"), *content.parent.glob("*.yaml")):
        if path.suffix in WRITTEN and path.is_file():
            yield path.read_bytes()
    with state.database.transaction() as db:
        sql = "SELECT raw FROM unsaved UNION ALL SELECT raw FROM corrections UNION ALL SELECT raw FROM plans"
        yield from (bytes(row["raw"]) for row in db.execute(sql).fetchall())


def _is_new(state: DeskState, file: str) -> bool:
    changed = datetime.fromtimestamp((state.texts.content / file).stat().st_mtime, UTC)
    return state.clock() - changed < SETTLED


def deleted_picture(state: DeskState, file: str) -> bytes | None:
    """Return a picture that was deleted, as it was before; None where there is none, or it is there."""
    path, history = Path(file), state.texts.history
    is_ours = path.parts[:1] == (FOLDER,) and ".." not in path.parts
    if not is_ours or history is None or (state.texts.content / file).exists():
        return None
    try:
        return history.content_at(history.versions_of(file, 2)[1])
    except (GitFailed, IndexError):
        return None
