"""The list of targets, `forms.json`, read again whenever a build has written it."""

from __future__ import annotations

import logging
from pathlib import Path

from nyspor.console import in_words
from nyspor.forms.targets import Targets, UnreadableList, parse_targets
from nyspor.problems import N_

log = logging.getLogger("nyspor.forms_service")


class TargetList:
    """Calling it returns the current list."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[int, ...] = ()
        self._targets: Targets | None = None

    def __call__(self) -> Targets:
        """The list, or the last valid one. Raises `UnreadableList` where there has been none."""
        try:
            found = self._path.stat()
            # The path may lead through the link to the release that is served, to an older file too.
            stamp = (found.st_dev, found.st_ino, found.st_mtime_ns)
            if stamp != self._read:
                self._targets = parse_targets(self._path.read_bytes())
                self._read = stamp
        except OSError as error:
            if self._targets is None:
                raise UnreadableList(str(error)) from None
        except UnreadableList:
            # Go on with the last valid list; the build will write a new one.
            if self._targets is None:
                raise
            self._read = stamp
            log.warning(
                in_words(
                    N_("{path} cannot be read, so the list of before holds. Publish again."),
                    path=self._path,
                )
            )
        assert self._targets is not None
        return self._targets
