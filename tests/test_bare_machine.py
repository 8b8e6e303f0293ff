"""A machine with nothing but Git, make and Python: `make` brings what is missing, or names it in one line."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from urllib.request import urlopen

import pytest

from tests.bare_machine import (
    CANNOT_RUN,
    PATIENCE,
    ROOT,
    BareMachine,
    bare_machine,
    environment,
    finished,
)

CLONE = "/srv/nyspor"

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(CANNOT_RUN and "CI" not in os.environ, reason="needs debootstrap and root"),
]


@pytest.fixture(scope="module", autouse=True)
def machine() -> Iterator[BareMachine]:
    """Debian 12 with a clone of this checkout."""
    with bare_machine("bare", "git", "make", "python3") as made:
        finished("git", "clone", "--quiet", "--depth=1", f"file://{ROOT}", made.path(CLONE))
        yield made


@contextmanager
def serving(machine: BareMachine) -> Iterator[str]:
    """`make serve` in the machine; yields the address that it prints."""
    with subprocess.Popen(
        machine.command("make", "serve", "PORT=0", cwd=CLONE),
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
def served(machine: BareMachine) -> Served:
    """The first command that anybody tries."""
    with serving(machine) as address, urlopen(f"{address}/") as answer:
        page = answer.read().decode()
    files = machine.path(f"{CLONE}/.venv").rglob("*")
    size = sum(file.lstat().st_blocks * 512 for file in files)
    changed = machine.run("git", "status", "--porcelain", cwd=CLONE)
    return Served(page, size, changed)


def test_make_serve_shows_the_site(served: Served) -> None:
    assert "<h1" in served.page
    assert served.page.endswith("</html>")


def test_it_takes_at_most_210_megabytes(served: Served) -> None:
    """Pagefind, which indexes the site for search, is 10 of them."""
    assert served.environment_size <= 210_000_000


def test_it_leaves_the_checkout_clean(served: Served) -> None:
    assert served.changed_files == ""


def test_tests_pass(machine: BareMachine, served: Served) -> None:
    tested = "make -s .venv/.ready-magazine .venv/.ready-test && .venv/bin/pytest tests/model"
    printed = machine.run("sh", "-c", tested, cwd=CLONE)
    assert " passed" in printed


def test_who_may_not_install_is_told_what_to_ask_for(machine: BareMachine) -> None:
    needing = "! tools/need no-such-command=sqlite3 /no/such/*/file=libatomic1 git=git 2>&1"
    nobody = ("setpriv", "--reuid=nobody", "--clear-groups", "sh", "-c", needing)
    printed = machine.run(*nobody, cwd=CLONE)
    assert "sudo apt-get install --no-install-recommends sqlite3 libatomic1\n" in printed
