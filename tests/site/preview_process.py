"""`nyspor serve` as a process, which a test reads what it prints and serves."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.conftest import NOW

PATIENCE = 300
"""Seconds until a preview that falls silent is given up: far more than a busy machine needs."""


class Preview:
    """A running `nyspor serve` in the folder of a site; on any free port, unless one is given."""

    address: str

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-u",
                "-c",
                "from nyspor.cli import main; main()",
                "serve",
                "--port",
                str(port),
            ],
            cwd=folder,
            env=os.environ | {"NYSPOR_NOW": NOW},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=heed_ctrl_c,
        )
        # A preview that falls silent must not hold up everybody who runs the tests.
        self.watchdog = Timer(PATIENCE, self.process.kill)
        self.watchdog.start()

    def wait_until_shown(self) -> None:
        """Wait for its first build, and learn its address."""
        (self.address,) = re.findall(r"på (http://\S+)\. ", self.wait_for("Siden vises på"))

    def wait_for(self, words: str) -> str:
        """Read what it prints up to a line with these words; returns all of it."""
        assert self.process.stdout
        printed = ""
        for line in self.process.stdout:
            printed += line
            if words in line:
                return printed
        raise AssertionError(f"it ended without printing {words!r}: {printed}")

    def get(self, path: str, status: int = 200) -> str:
        """What is answered at this path, as soon as it has this status: a build is shown after it is reported."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            try:
                with urlopen(self.address + path) as answer:
                    found, body = answer.status, answer.read()
            except HTTPError as error:
                found, body = error.code, error.read()
                error.close()
            if found == status:
                return str(body.decode())
        raise AssertionError(f"{path} is answered with {found}")

    def wait_until_unavailable(self, path: str) -> None:
        """Wait for the error page, which follows the problems that the build prints."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            try:
                self.get(path)
            except HTTPError as error:
                if error.code == 503:
                    return
                raise
        raise AssertionError(f"no error page at {path}")

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=PATIENCE)
        self.watchdog.cancel()


def heed_ctrl_c() -> None:
    """Let this process be interrupted, also where a shell runs the tests in the background and ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def showing(folder: Path, port: int = 0) -> Iterator[Preview]:
    running = Preview(folder, port)
    running.wait_until_shown()
    try:
        yield running
    finally:
        running.stop()
