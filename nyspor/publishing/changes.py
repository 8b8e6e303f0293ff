"""What is new, corrected and removed between two releases, by texts."""

from __future__ import annotations

from dataclasses import dataclass

from nyspor.publishing.site_description import SiteDescription


@dataclass(frozen=True)
class Changes:
    """Titles of texts that are new, corrected, or gone."""

    new: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def changes_between(before: SiteDescription | None, after: SiteDescription) -> Changes:
    """The changes from one release to the next; a text with a new address is corrected and not new."""
    old = {entry.file: entry for entry in before.entries.values()} if before else {}
    new = {entry.file: entry for entry in after.entries.values()}
    moved = {
        address: entry
        for address, entry in (before.entries if before else {}).items()
        if entry.file not in new and address in after.entries
    }
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
    )
