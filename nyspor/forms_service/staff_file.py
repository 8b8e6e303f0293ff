"""The staff of a running service: `staff.yaml`, read again whenever it has changed."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nyspor.console import in_words
from nyspor.problems import N_, Problem
from nyspor.staff.parsing import parse_staff
from nyspor.staff.records import Staff

log = logging.getLogger("nyspor.forms_service")


@dataclass
class StaffFile:
    """Calling it returns the staff as the file says now, or as it said last when it could be used.

    `unusable` says that what holds is not what the file says. Without a `path` the staff never changes. Threads may ask at
    once: each reads the whole file where it has changed.
    """

    staff: Staff = field(repr=False)
    path: Path | None = None
    unusable: bool = False
    _stamp: tuple[int, ...] = ()

    @classmethod
    def read(cls, path: Path) -> tuple[StaffFile, list[Problem]]:
        """Read the file for the first time, with what is wrong in it. Raises `OSError`."""
        stamp = _stamp_of(path)
        staff, problems = parse_staff(path.read_bytes(), str(path))
        return cls(staff, path, _stamp=stamp), problems

    def __call__(self) -> Staff:
        if self.path:
            self._look(self.path)
        return self.staff

    def _look(self, path: Path) -> None:
        try:
            stamp = _stamp_of(path)
            if stamp == self._stamp:
                return
            staff, problems = parse_staff(path.read_bytes(), str(path))
        except OSError:
            stamp, problems = (), [Problem(str(path), N_("The file cannot be read."))]
            if self.unusable and not self._stamp:
                return  # it has been told
        if problems:
            _tell(path, problems)
        else:
            self.staff = staff
            log.info(in_words(N_("{path} has changed, and holds from now on."), path=path))
        self._stamp, self.unusable = stamp, bool(problems)


def _stamp_of(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size


def _tell(path: Path, problems: Iterable[Problem]) -> None:
    """Log that the file cannot be used, by its lines: what stands there may be an address."""
    lines = ", ".join(str(each.line) for each in problems if each.line) or "–"
    log.error(
        in_words(
            N_("{path} cannot be used (lines: {lines}), so what it said before holds. What is wrong says: nyspor doctor"),
            path=path,
            lines=lines,
        )
    )  # fmt: skip
