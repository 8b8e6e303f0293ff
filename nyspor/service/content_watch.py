"""Watches what the site is made from, and asks for a publication when it has changed and is quiet again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

from watchfiles.main import FileChange

from nyspor.console import in_words
from nyspor.model.address_book import FILE as ADDRESS_BOOK
from nyspor.problems import N_
from nyspor.site.brand import FILE as BRAND
from nyspor.site.brand import brand_files
from nyspor.watching.watcher import change_batches, file_stamps

QUIET_MS = 300
"""Milliseconds without a change after which a change is over: what a person saves, copies or pulls belongs together."""

LONGEST = 10.0
"""Seconds after which it is published though it is not quiet: something that writes all the time must not keep the rest
from coming out."""

AGAIN = 60.0
"""Seconds until watching is tried again after it failed."""

SETTINGS = ("*.py", "*.toml", BRAND)
"""Files in the site's own folder that decide how it is published."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sources:
    """What a site is made from: its own folder, and the folders with texts, theme, plugins and magazines."""

    site: Path
    content: Path
    others: tuple[Path, ...] = ()

    @property
    def folders(self) -> list[Path]:
        """The folders that are there."""
        return [folder for folder in (self.content, *self.others) if folder.is_dir()]

    def files(self) -> Iterator[Path]:
        """The single files: settings, and the brand with what it names."""
        for pattern in SETTINGS:
            yield from self.site.glob(pattern)
        yield from brand_files({"NYSPOR_BRAND": self.site / BRAND})

    def is_of_interest(self, change: FileChange) -> bool:
        """Whether a change is somebody's: the list of addresses is written by each publication."""
        return Path(change[1]) != (self.content / ADDRESS_BOOK).absolute()


def watch(sources: Sources, changed: Callable[[], None], stop: Event) -> None:
    """Call `changed` after each change, until `stop` is set. Folders may come and go."""
    while not stop.is_set():
        if not (folders := sources.folders):
            stop.wait(QUIET_MS / 1000)
            continue
        try:
            _watch_folders(sources, folders, changed, stop)
        except (OSError, RuntimeError) as error:  # as where the system watches too many already
            log.error(
                in_words(N_("Changes cannot be watched for just now: {reason}"), reason=error)
            )
            stop.wait(AGAIN)
        if not stop.is_set():
            changed()


def _watch_folders(
    sources: Sources, folders: list[Path], changed: Callable[[], None], stop: Event
) -> None:
    """Watch until `stop` is set, or the folders are others."""
    known, began = file_stamps(sources.files()), 0.0
    paths = [folder.absolute() for folder in folders]
    for batch in change_batches(*paths, idle_ms=QUIET_MS, stop=stop):
        found = file_stamps(sources.files())
        if found != known or any(map(sources.is_of_interest, batch)):
            known, began = found, began or monotonic()
        if began and (not batch or monotonic() - began > LONGEST):
            changed()
            began = 0.0
        if sources.folders != folders:
            return
