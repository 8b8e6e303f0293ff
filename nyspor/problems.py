"""Problems as values: what is wrong in a writer's file, where, and how to fix it.

A problem carries message ids and their parameters, never a translated sentence; the edge that
shows it (`nyspor.cli`, the build) translates it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nyspor.text.danish import fold


def N_(message_id: str) -> str:  # noqa: N802 - the name translators' tools know
    """Mark a message id for extraction (gettext's N_); it is translated where it is shown."""
    return message_id


def T_(message_id: str) -> str:  # noqa: N802 - as above
    """Mark a message id of the theme's catalogue, which has the texts of pages."""
    return message_id


@dataclass(frozen=True)
class Problem:
    """One thing for the writer to fix.

    `source` is the file, relative to the content folder; `line` counts from 1 in that file (None
    where a problem concerns the file as a whole); `field` is the front-matter key as written;
    `message` and `remedy` are message ids whose `{names}` are filled from `params`. `rule` is the name of
    the rule that it breaks (`nyspor.rules`), '' for problems with a setup.
    """

    source: str
    message: str
    remedy: str = ""
    line: int | None = None
    field: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    rule: str = ""

    @property
    def sort_key(self) -> tuple[str, int, str]:
        """The order of problems: by file, line, field."""
        return (self.source, self.line or 0, self.field)


def closest_match(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return the known name most similar to `word`, or '' where none is; `likeness` 1 is that of a name to itself."""
    from difflib import get_close_matches  # slow to import, and only needed for problems

    by_folded = {fold(name): name for name in known}
    found = get_close_matches(fold(word), by_folded, n=1, cutoff=likeness)
    return by_folded[found[0]] if found else ""
