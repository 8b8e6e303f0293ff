"""Builds of a whole site with the real commands, and what they made."""

from __future__ import annotations

import importlib
import os
import pkgutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from nyspor import plugins
from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.model.site import Site
from nyspor.plugins.output_writer import plan_outputs
from nyspor.preview.server import SiteFiles, run_server
from nyspor.site.build_plan import Build, Page
from nyspor.site.theme import Theme
from nyspor.text.hyphenation import SOFT_HYPHEN
from tests.conftest import NOW, ROOT

URL = "http://127.0.0.1:8000"

PICTURES = ROOT / ".pytest_cache/pictures"
"""What all builds share, since pictures are slow to make, and named by all that decides them."""

LEADING_ON = ("redirect.html", "external_redirect.html")
"""Templates of pages that lead on at once, and are gone before they can be looked at."""

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


@cache
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
    """Every page of a built site by its address (`/spor/`), parsed, without soft hyphens, which nobody reads."""
    return {
        "/" + path.relative_to(output).as_posix().removesuffix("index.html"): BeautifulSoup(
            path.read_text("utf-8").replace(SOFT_HYPHEN, ""), "lxml"
        )
        for path in sorted(output.rglob("*.html"))
    }


def longest_pages(content: Path, pages: Mapping[str, BeautifulSoup]) -> list[str]:
    """An address for every template that has a page: the longest of its pages."""
    library = build_library(read_content(content), read_clock(NOW))
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"nyspor.plugins.{module.name}").register()
    build = Build(library, Site("Nyspor", "", URL), content, Theme(), preview=True)
    found: dict[str, str] = {}
    for output in plan_outputs(build).values():
        if isinstance(output, Page) and output.template not in LEADING_ON:
            address = "/" + output.path.removesuffix("index.html")
            longest = max(
                (found.get(output.template, address), address), key=lambda a: len(str(pages[a]))
            )
            found[output.template] = longest
    return sorted(found.values())


@contextmanager
def served(output: Path) -> Iterator[str]:
    """The built site on a port of its own; yields its address without a closing slash."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(SiteFiles(output), listening),
    ):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
