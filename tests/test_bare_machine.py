"""A machine with nothing but Git, make and Python: `make` brings what is missing, or names it in one line.

The machine is Debian's smallest, in a folder. What makes it, and each command in it, has process and mount namespaces
of its own: whatever that starts or mounts is gone when it ends or is killed, so that the folder can be removed.
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
from threading import Timer
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent
MACHINE = ROOT / ".tools/bare"
CLONE = "/srv/nyspor"
CERTIFICATES = "/srv/certificates.pem"
NEEDED = ("debootstrap", "unshare")
CANNOT_RUN = os.geteuid() != 0 or not all(map(shutil.which, NEEDED))
APART = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
PATIENCE = 600
"""Seconds until a command is given up: far more than a busy machine needs."""

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(CANNOT_RUN and "CI" not in os.environ, reason="needs debootstrap and root"),
]


@pytest.fixture(scope="module", autouse=True)
def machine() -> Iterator[None]:
    """Debian 12 with a clone of this checkout, which gets its packages from where this machine does."""
    shutil.rmtree(MACHINE, ignore_errors=True)
    MACHINE.mkdir(parents=True)
    options = ("--variant=minbase", "--include=git,make,python3")
    finished(*APART, "debootstrap", *options, "bookworm", MACHINE)
    finished("git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", f"{MACHINE}{CLONE}")
    if certificates := os.environ.get("PIP_CERT"):
        shutil.copy(certificates, f"{MACHINE}{CERTIFICATES}")
    yield
    shutil.rmtree(MACHINE)


def environment() -> dict[str, str]:
    """That of somebody who has just logged in, and how this machine's pip and apt reach their packages."""
    passed_on = re.compile(r"PIP_(INDEX_URL|DEFAULT_TIMEOUT|TRUSTED_HOST)|(https?|no)_proxy", re.I)
    return {
        **{name: value for name, value in os.environ.items() if passed_on.fullmatch(name)},
        **({"PIP_CERT": CERTIFICATES} if "PIP_CERT" in os.environ else {}),
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "PYTHONUNBUFFERED": "1",
    }


def finished(*command: str | Path, env: dict[str, str] | None = None) -> str:
    """Run a command to its end; return what it printed."""
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


def in_machine(*command: str) -> list[str]:
    """The command, in the clone in the machine."""
    return [*APART, f"--root={MACHINE}", f"--wd={CLONE}", *command]


@contextmanager
def serving() -> Iterator[str]:
    """`make serve` in the machine; yields the address that it prints."""
    with subprocess.Popen(
        in_machine("make", "serve", "PORT=0"),
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        watchdog = Timer(PATIENCE, process.kill)
        watchdog.start()
        try:
            assert process.stdout
            printed = ""
            for line in process.stdout:
                printed += line
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    yield found[0]
                    break
            else:
                raise AssertionError(printed)
        finally:
            watchdog.cancel()
            process.kill()


@dataclass(frozen=True)
class Served:
    """What `make serve` brought about: the front page, the bytes of `.venv`, and what Git finds changed."""

    page: str
    environment_size: int
    changed_files: str


@pytest.fixture(scope="module")
def served(machine: None) -> Served:
    """The first command that anybody tries."""
    with serving() as address, urlopen(f"{address}/") as answer:
        page = answer.read().decode()
    files = Path(f"{MACHINE}{CLONE}/.venv").rglob("*")
    size = sum(file.lstat().st_blocks * 512 for file in files)
    changed = finished(*in_machine("git", "status", "--porcelain"), env=environment())
    return Served(page, size, changed)


def test_make_serve_shows_the_site(served: Served) -> None:
    assert "<h1" in served.page
    assert served.page.endswith("</html>")


def test_it_takes_at_most_200_megabytes(served: Served) -> None:
    assert served.environment_size <= 200_000_000


def test_it_leaves_the_checkout_clean(served: Served) -> None:
    assert served.changed_files == ""


def test_tests_pass(served: Served) -> None:
    tested = "make -s .venv/.ready-magazine .venv/.ready-test && .venv/bin/pytest tests/model"
    printed = finished(*in_machine("sh", "-c", tested), env=environment())
    assert " passed" in printed


def test_who_may_not_install_is_told_what_to_ask_for() -> None:
    needing = "! tools/need no-such-command=sqlite3 /no/such/*/file=libatomic1 git=git 2>&1"
    nobody = ("setpriv", "--reuid=nobody", "--clear-groups", "sh", "-c", needing)
    printed = finished(*in_machine(*nobody), env=environment())
    assert "sudo apt-get install --no-install-recommends sqlite3 libatomic1\n" in printed
