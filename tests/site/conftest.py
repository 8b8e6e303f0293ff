"""One full build of the sample site, which the tests in this folder look at."""

from __future__ import annotations

import importlib
import os
import pkgutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect, sync_playwright

from nyspor import plugins
from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.model.site import Site
from nyspor.plugins.output_writer import plan_outputs
from nyspor.preview.server import SiteFiles, run_server
from nyspor.site.build_plan import Build, Page
from nyspor.site.theme import Theme

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-11-23 12:00"
URL = "http://127.0.0.1:8000"

PELICAN = Path(sys.executable).parent / "pelican"

LEADING_ON = ("redirect.html", "external_redirect.html")

CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def build(
    output: Path, settings: str = "pelicanconf.py", folder: Path = ROOT, **environ: str
) -> str:
    """Build with the real `pelican` command; returns what it printed. Fails when the build does."""
    result = run_build(output, settings, folder, environ)
    assert result.returncode == 0, result.stderr
    return result.stderr


def run_build(
    output: Path,
    settings: str = "pelicanconf.py",
    folder: Path = ROOT,
    environ: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    command = [str(PELICAN), "content", "-s", settings, "-o", str(output), "-q"]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ
        | {"NYSPOR_NOW": NOW, "NYSPOR_SITEURL": URL, "NYSPOR_MAGAZINES": ""}
        | {"NYSPOR_FORMS": f"{output}.forms.json", "NYSPOR_STATE": f"{output}.state"}
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
    """Run a target of the Makefile in a copy of the project, as a user does; `settings` may be others."""
    command = recipe(target).replace(".venv/bin/", f"{PELICAN.parent}/")
    if settings:
        command = command.replace("publishconf.py", settings)
    return subprocess.run(
        command, shell=True, cwd=folder, env=environment(**environ), capture_output=True, text=True
    )


def forms_list(output: Path) -> Path:
    """Where a build of a preview has put the list that the forms service reads."""
    return Path(f"{output}.forms.json")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built sample site, with drafts, as a preview shows it."""
    output = tmp_path_factory.mktemp("site")
    build(output)
    return output


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site by its address (`/spor/`), parsed."""
    return pages_in(site)


def pages_in(site: Path) -> dict[str, BeautifulSoup]:
    return {
        "/" + path.relative_to(site).as_posix().removesuffix("index.html"): BeautifulSoup(
            path.read_bytes(), "lxml"
        )
        for path in sorted(site.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The site on a port of its own; yields its address without a closing slash."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        run_server(SiteFiles(site), listening),
    ):
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium.

    Stopped at the end of each module: as long as it runs, Playwright's event loop counts as running in this
    thread, and no other test could use `asyncio.run`.
    """
    expect.set_options(timeout=60_000)  # how busy the machine is decides nothing
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(CHROMIUM)
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def one_of_each(pages: dict[str, BeautifulSoup]) -> list[str]:
    """An address for every template that has a page: the longest of its pages."""
    library = build_library(read_content(ROOT / "content"), read_clock(NOW))
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"nyspor.plugins.{module.name}").register()
    build = Build(library, Site("Nyspor", "", URL), ROOT / "content", Theme(), preview=True)
    found: dict[str, str] = {}
    for output in plan_outputs(build).values():
        # Pages that lead on at once are gone before they can be looked at.
        if isinstance(output, Page) and output.template not in LEADING_ON:
            address = "/" + output.path.removesuffix("index.html")
            longest = max(
                (found.get(output.template, address), address), key=lambda a: len(str(pages[a]))
            )
            found[output.template] = longest
    return sorted(found.values())
