"""The files of a content folder that Git has known and that are gone: asked for only where something is missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

LONGEST_WAIT = 5
"""In seconds. A message is worth no more; without an answer it says a little less."""


def deleted_files(folder: Path) -> frozenset[str]:
    """Return the paths in the content folder of files that were deleted or have another name now.

    Nothing where the folder is in no Git repository, or Git does not answer. A file that is there again may be
    among them.
    """
    in_history = _git(
        folder, "log", "--diff-filter=D", "--no-renames", "--name-only", "--relative", "--format=", "-z", "--", "."
    )  # fmt: skip
    not_committed = _git(folder, "ls-files", "--deleted", "-z", "--", ".")
    return in_history | not_committed


def _git(folder: Path, *words: str) -> frozenset[str]:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            check=True,
            timeout=LONGEST_WAIT,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(filter(None, done.stdout.decode(errors="replace").split("\0")))
