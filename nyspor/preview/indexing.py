"""Makes the search index beside the preview, in a process of its own; a build that follows takes it along."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

from nyspor.search.ready_index import COMMAND


class Indexer:
    """Calling it begins to make the index, unless that is under way; nobody waits for it."""

    def __init__(self, settings_file: Path) -> None:
        self._command = (*COMMAND, "--settings", str(settings_file))
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self) -> None:
        if self._process is None or self._process.poll() is not None:
            with suppress(OSError):  # no memory, say: the next build tries again
                self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )

    def close(self) -> None:
        """Stop making it."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait()
