"""What stops a backup or a restoration, as problems with their remedies."""

from __future__ import annotations

from pathlib import Path

from nyspor.console import reason_of
from nyspor.problems import N_, Problem


class BackupFailed(Exception):
    """Nothing was written; `problem` says why, and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.source)


class InvalidArchive(BackupFailed):
    """The archive is damaged, or not one that `nyspor backup` has made."""


def damaged(archive: Path, reason: str, path: str = "") -> InvalidArchive:
    """Return the error for an archive in which something is amiss: the message id `reason`, about `path`."""
    remedy = N_("Nothing was written. Take another backup: nyspor backup --verify says which are whole.")  # fmt: skip
    # Names in a hostile archive may hold what a terminal takes for commands.
    shown = path.encode("unicode_escape").decode() if not path.isprintable() else path
    params = {"archive": archive, "path": shown}
    return InvalidArchive(Problem(str(archive), reason, remedy, params=params))


def failed(path: Path, error: OSError) -> BackupFailed:
    """Return the error for a file or folder that could not be read or written."""
    params = {"path": error.filename or path, "reason": reason_of(error)}
    return BackupFailed(
        Problem(
            str(path),
            N_("{path} cannot be read or written: {reason}"),
            N_("Nothing of it is left half done. Mend that, and run the command again."),
            params=params,
        )
    )
