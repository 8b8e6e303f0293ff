"""Where a release is served from: this machine, or another that rsync reaches over SSH.

On the other machine the folder has the same layout, `releases/<name>/site` and `releases/current`, so that a release is
switched to at once there too. What lies in `private` is never sent.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Sequence
from typing import Protocol

from nyspor.publishing.release_store import CURRENT, PREVIOUS, UNFINISHED, Release

TIMEOUT = 60
"""Seconds without an answer after which the other machine is given up."""

ADDRESS = re.compile(r"(?P<host>(?:[\w.-]+@)?[\w.-]+):(?P<folder>/[^\0\n]*)")
"""`user@host:/folder`."""


class TargetFailed(Exception):
    """The other machine cannot be reached, or refuses; its own words are the message."""


class InvalidTarget(ValueError):
    """Text that is no `user@host:/folder`."""


class Target(Protocol):
    """A place that releases are served from, besides the folder `releases/` of the site."""

    def deliver(self, release: Release, served: Release | None) -> None:
        """Bring a release there, or bring it up to date, without serving it; `served` is served now. Raises `TargetFailed`."""

    def switch_to(self, name: str) -> None:
        """Serve a delivered release from now on. Raises `TargetFailed`."""

    def remove(self, names: Sequence[str]) -> None:
        """Remove releases that are not served. Raises `TargetFailed`."""


class ThisMachine:
    """The folder `releases/` itself is what the web server reads."""

    def deliver(self, release: Release, served: Release | None) -> None:
        pass

    def switch_to(self, name: str) -> None:
        pass

    def remove(self, names: Sequence[str]) -> None:
        pass


THIS_MACHINE = ThisMachine()


class RemoteMachine:
    """A folder on another machine."""

    def __init__(self, host: str, folder: str) -> None:
        self._host, self._folder = host, folder.rstrip("/") + "/releases"
        self._shell = os.environ.get("RSYNC_RSH") or "ssh -o BatchMode=yes"

    def deliver(self, release: Release, served: Release | None) -> None:
        name = release.name
        exists = self._run(f"[ -d {name}/site ] && echo yes || mkdir -p {UNFINISHED}{name}/site")
        there = name if "yes" in exists else f"{UNFINISHED}{name}"
        links = [f"--link-dest=../../{served.name}/site"] if served and served != release else []
        command = [
            "rsync", "--archive", "--delete", "--delay-updates", f"--timeout={TIMEOUT}",
            "--rsh", self._shell, *links,
            f"{release.site}/", f"{self._host}:{self._folder}/{there}/site/",
        ]  # fmt: skip
        _output(command)
        if there != name:
            self._run(f"mv -T {there} {name}")

    def switch_to(self, name: str) -> None:
        temporary = f"{UNFINISHED}link"
        self._run(
            f"before=$(readlink {CURRENT} || true); "
            f'if [ -n "$before" ] && [ "$before" != {name} ]; then '
            f'ln -sfn "$before" {temporary} && mv -T {temporary} {PREVIOUS}; fi; '
            f"ln -sfn {name} {temporary} && mv -T {temporary} {CURRENT}"
        )

    def remove(self, names: Sequence[str]) -> None:
        if names:
            self._run("rm -rf -- " + " ".join(map(shlex.quote, names)))

    def _run(self, script: str) -> str:
        """Run a shell script in the folder of releases there."""
        folder = shlex.quote(self._folder)
        whole = f"set -e; mkdir -p {folder}; cd {folder}; {script}"
        return _output([*shlex.split(self._shell), self._host, whole])


def target_of(address: str) -> Target:
    """The target at an address, this machine for ''. Raises `InvalidTarget`."""
    if not address:
        return THIS_MACHINE
    match = ADDRESS.fullmatch(address)
    if not match or match["host"].startswith("-"):
        raise InvalidTarget(address)
    return RemoteMachine(match["host"], match["folder"])


def _output(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise TargetFailed(f"{command[0]}: {error.strerror}") from None
    if done.returncode:
        raise TargetFailed(
            (done.stderr or done.stdout).strip() or f"{command[0]} {done.returncode}"
        )
    return done.stdout
