"""Builds of a whole site with the real commands, and what they made."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bs4 import BeautifulSoup

from nyspor.preview.server import SiteFiles, run_server
from tests.conftest import NOW, ROOT

URL = "http://127.0.0.1:8000"

PICTURES = ROOT / ".pytest_cache/pictures"
"""What all builds share, since pictures are slow to make, and named by all that decides them."""

PELICAN = Path(sys.executable).parent / "pelican"


def build(folder: Path, output: Path, settings: str = "pelicanconf.py", **environ: str) -> str:
    """Build the site in a folder with the real `pelican` command; returns what it printed. Fails when the build does."""
    result = run_build(folder, output, settings, environ)
    assert result.returncode == 0, result.stderr
    return result.stderr


def run_build(
    folder: Path,
    output: Path,
    settings: str = "pelicanconf.py",
    environ: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    command = [str(PELICAN), "content", "-s", settings, "-o", str(output), "-q"]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ
        | {"NYSPOR_NOW": NOW, "NYSPOR_SITEURL": URL, "NYSPOR_MAGAZINES": ""}
        | {"NYSPOR_FORMS": f"{output}.forms.json", "NYSPOR_STATE": f"{output}.state"}
        | {"NYSPOR_PICTURES": str(PICTURES)}
        | dict(environ or {}),
        capture_output=True,
        text=True,
        check=False,
    )


def recipe(target: str) -> str:
    """The last line of a target of the Makefile, as make would run it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(
        ["make", "-n", target], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    return listed.stdout.strip().splitlines()[-1]


def environment(**environ: str) -> dict[str, str]:
    """The environment of a user at a moment that stands still, with these variables and no others of ours."""
    theirs = {name: value for name, value in os.environ.items() if not name.startswith("NYSPOR_")}
    return theirs | {"NYSPOR_NOW": NOW} | environ


def run_target(
    target: str, folder: Path, settings: str = "", **environ: str
) -> subprocess.CompletedProcess[str]:
    """Run a target of the Makefile in the folder of a site, as a user does; `settings` may be others."""
    command = recipe(target).replace(".venv/bin/", f"{PELICAN.parent}/")
    if settings:
        command = command.replace("publishconf.py", settings)
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment(**environ), capture_output=True, text=True
    )


def forms_list(output: Path) -> Path:
    """Where a build of a preview has put the list that the forms service reads."""
    return Path(f"{output}.forms.json")


def pages_in(output: Path) -> dict[str, BeautifulSoup]:
    """Every page of a built site by its address (`/spor/`), parsed."""
    return {
        "/" + path.relative_to(output).as_posix().removesuffix("index.html"): BeautifulSoup(
            path.read_bytes(), "lxml"
        )
        for path in sorted(output.rglob("*.html"))
    }


@contextmanager
def served(output: Path) -> Iterator[str]:
    """The built site on a port of its own; yields its address without a closing slash."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(SiteFiles(output), listening),
    ):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
