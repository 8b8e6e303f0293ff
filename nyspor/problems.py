"""Problems are values: what is wrong in a writer's file, where, and how to mend it.

A problem carries message ids and their parameters, never a translated sentence; the edge that
shows it (`nyspor.cli`, the build) translates it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nyspor.text.danish import fold


def N_(message_id: str) -> str:  # noqa: N802 - the name translators' tools know
    """Mark a message id so that the translators' tools find it; it is translated where it is shown."""
    return message_id


def T_(message_id: str) -> str:  # noqa: N802 - as above
    """Mark a message id of the theme's catalogue, which has what stands on the pages."""
    return message_id


@dataclass(frozen=True)
class Problem:
    """One thing for the writer to mend.

    `source` is the file, relative to the content folder; `line` counts from 1 in that file (None
    where a problem concerns the file as a whole); `field` is the front-matter key as written;
    `message` and `remedy` are message ids whose `{names}` are filled from `params`.
    """

    source: str
    message: str
    remedy: str = ""
    line: int | None = None
    field: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def sort_key(self) -> tuple[str, int, str]:
        """What problems are sorted by: file, line, field."""
        return (self.source, self.line or 0, self.field)


def closest_match(word: str, known: Iterable[str]) -> str:
    """The known name that `word` most likely meant, or '' when none is near."""
    from difflib import get_close_matches  # only where there is something wrong

    by_folded = {fold(name): name for name in known}
    found = get_close_matches(fold(word), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""
