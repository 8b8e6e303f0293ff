"""What is new, corrected and removed between two releases, by texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nyspor.publishing.site_description import SiteDescription


@dataclass(frozen=True)
class Changes:
    """Titles of texts that are new, corrected, or gone, and how much of what residents sent is new or gone."""

    new: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    new_comments: int = 0
    new_ideas: int = 0
    removed_comments: int = 0
    removed_ideas: int = 0


def changes_between(before: SiteDescription | None, after: SiteDescription) -> Changes:
    """The changes from one release to the next; a text with a new address is corrected and not new."""
    old = {entry.file: entry for entry in before.entries.values()} if before else {}
    new = {entry.file: entry for entry in after.entries.values()}
    moved = {
        address: entry
        for address, entry in (before.entries if before else {}).items()
        if entry.file not in new and address in after.entries
    }
    comments, ideas = (before.comments, before.ideas) if before else ((), ())
    renamed = {after.entries[address].file for address in moved}
    return Changes(
        new=tuple(e.title for f, e in new.items() if f not in old and f not in renamed),
        corrected=tuple(
            e.title
            for f, e in new.items()
            if f in renamed or (f in old and old[f].digest != e.digest)
        ),
        removed=tuple(
            e.title
            for f, e in old.items()
            if f not in new and f not in {entry.file for entry in moved.values()}
        ),
        new_comments=_more(comments, after.comments),
        new_ideas=_more(ideas, after.ideas),
        removed_comments=_more(after.comments, comments),
        removed_ideas=_more(after.ideas, ideas),
    )


def _more(here: Collection[str] | None, there: Collection[str] | None) -> int:
    """How many are there and not here; 0 where either is not known."""
    return 0 if here is None or there is None else len({*there} - {*here})
