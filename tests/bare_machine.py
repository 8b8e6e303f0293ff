"""Debian's smallest, in a folder, for tests that need a machine with nothing on it.

What makes it, and each command in it, has process and mount namespaces of its own: whatever that starts or mounts is
gone when it ends or is killed, so that the folder can be removed. The network is this machine's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
CERTIFICATES = "/srv/certificates.pem"
NEEDED = ("debootstrap", "unshare")
CANNOT_RUN = os.geteuid() != 0 or not all(map(shutil.which, NEEDED))
APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
PATIENCE = 1800
"""Seconds until a command is given up: far more than a busy machine needs."""


@dataclass(frozen=True)
class BareMachine:
    """A machine in a folder of this one."""

    folder: Path

    def path(self, path: str) -> Path:
        """Where one of its files lies for us."""
        return Path(f"{self.folder}{path}")

    def command(self, *command: str, cwd: str = "/root") -> list[str]:
        """A command, in a folder of the machine."""
        return [*APART, f"--root={self.folder}", f"--wd={cwd}", *command]

    def run(self, *command: str, cwd: str = "/root") -> str:
        """Run a command to its end; return what it printed. Fails where the command does."""
        return finished(*self.command(*command, cwd=cwd), env=environment())


@contextmanager
def bare_machine(name: str, *packages: str) -> Iterator[BareMachine]:
    """Debian 12 with these packages, which gets others from where this machine does."""
    machine = BareMachine(ROOT / ".tools" / name)
    shutil.rmtree(machine.folder, ignore_errors=True)
    machine.folder.mkdir(parents=True)
    included = [f"--include={','.join(packages)}"] if packages else []
    finished(*APART, "debootstrap", "--variant=minbase", *included, "bookworm", machine.folder)
    if certificates := os.environ.get("PIP_CERT"):
        shutil.copy(certificates, machine.path(CERTIFICATES))
    yield machine
    shutil.rmtree(machine.folder)


def environment() -> dict[str, str]:
    """That of somebody who has just logged in, and how this machine's pip and apt reach their packages."""
    passed_on = re.compile(r"PIP_(INDEX_URL|DEFAULT_TIMEOUT|TRUSTED_HOST)|(https?|no)_proxy", re.I)
    return {
        **{name: value for name, value in os.environ.items() if passed_on.fullmatch(name)},
        **({"PIP_CERT": CERTIFICATES} if "PIP_CERT" in os.environ else {}),
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
    }


def finished(*command: str | Path, env: dict[str, str] | None = None) -> str:
    """Run a command to its end; return what it printed. Fails where the command does."""
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
