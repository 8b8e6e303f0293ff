"""Earlier versions of a text, from Git."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.state import DeskState
from nyspor.desk.store.text_file import NotUtf8
from nyspor.desk.store.texts import WorkingText
from nyspor.front_matter.editing import CannotEdit
from nyspor.publishing.content_history import ContentHistory, GitFailed, Version

_TITLE = re.compile(r"^(?:titel|title): *(.+)$", re.MULTILINE)

MOST = 200
"""How many versions the desk shows; Git has all."""


def versions_of(state: DeskState, text: WorkingText) -> Sequence[Version]:
    """Return the versions of a text, the newest first, also under former names; none outside Git."""
    history = state.texts.history
    try:
        return _with_former(history, history.versions_of(text.file, MOST)) if history else ()
    except GitFailed:
        return ()


def _with_former(history: ContentHistory, versions: list[Version]) -> list[Version]:
    """The versions with those that the text had under former names.

    Its title must be the same: two texts that were begun alike are nearly the same file, and not the same text.
    """
    found = versions
    while found and len(versions) < MOST:
        first = found[-1]
        found = history.versions_before(first, MOST - len(versions))
        if found and _title(history, found[0]) != _title(history, first):
            break
        versions = [*versions, *found]
    return versions


def _title(history: ContentHistory, version: Version) -> str:
    """The title of a text at a version; what is no title where it cannot be read."""
    raw = history.content_at(version).decode("utf-8", "replace")
    found = _TITLE.search(raw)
    return found[1].strip(" \"'") if found else version.path


def version_of(state: DeskState, text: WorkingText, commit: str) -> Version | None:
    """Return the version of a text that a commit made; None where it made none."""
    versions = versions_of(state, text) if commit else ()
    return next((version for version in versions if version.commit == commit), None)


def content_of(state: DeskState, version: Version) -> bytes:
    """Return a text's bytes at a version; none where it was deleted there."""
    assert state.texts.history
    try:
        return state.texts.history.content_at(version)
    except GitFailed:
        return b""


def brought_back(state: DeskState, text: WorkingText, version: Version) -> bytes:
    """Return an earlier version, to be saved anew: it is as public as the text is now, and no more."""
    raw = content_of(state, version)
    try:
        now = EditedText.of(text.file, text.raw).values or {}
        return EditedText.of(text.file, raw).with_field("status", now.get("status"))
    except (CannotEdit, NotUtf8):
        return raw
