"""Who else has a text open, and whether it has been saved since: the line above the editor, and its heartbeat."""

from __future__ import annotations

from collections.abc import Mapping

from nyspor.desk.answers import At
from nyspor.desk.state import DeskState
from nyspor.desk.store.journal import Presence
from nyspor.desk.store.texts import WorkingText


def open_now(state: DeskState, at: At, text: WorkingText, base: str) -> Mapping[str, object]:
    """Note that somebody has a text open that changes the version `base`; return what is said of others."""
    keys = Presence(state.database).seen(at.person.key, text.file, state.clock())
    found = filter(None, map(state.staff().find, keys))
    return {
        "others": [person.display_name for person in found],
        "is_newer": text.digest != base,
    }
