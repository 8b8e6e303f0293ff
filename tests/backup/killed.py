"""A backup or a restoration in a process of its own, killed (SIGKILL) at a step."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from nyspor.backup.restore import restore
from tests.backup.builders import backed_up

ROOT = Path(__file__).parent.parent.parent


def killed(what: str, step: str, source: Path, target: Path) -> None:
    """Begin it, and return when it has been killed."""
    words = [sys.executable, "-m", "tests.backup.killed", what, step, str(source), str(target)]
    result = subprocess.run(words, cwd=ROOT, check=False)
    assert result.returncode == -signal.SIGKILL


def kill_at(step: str) -> Callable[[str], None]:
    def at(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return at


if __name__ == "__main__":
    what, step, source, target = sys.argv[1:]
    if what == "backup":
        backed_up(Path(source), Path(target), keep=1, step=kill_at(step))
    else:
        restore(Path(source), Path(target), [], kill_at(step))
