"""The sample built once, and its magazine made once, which the tests in this folder look at."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from nyspor import plugins
from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.model.site import Site
from nyspor.plugins.output_writer import plan_outputs
from nyspor.site.build_plan import Build, Page
from nyspor.site.theme import Theme
from tests.browser import browser
from tests.conftest import NOW, ROOT
from tests.magazine.made_magazine import MadeMagazine, made_from
from tests.site.building import URL, build, pages_in, served

__all__ = ["browser"]

SITE = Path(os.environ.get("SITE", ROOT))
"""The folder of the site that is walked: the sample's, or with `make test SITE=…` one's own."""

LEADING_ON = ("redirect.html", "external_redirect.html")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site, with drafts, as a preview shows it."""
    output = tmp_path_factory.mktemp("site")
    build(SITE, output)
    return output


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site by its address (`/spor/`), parsed."""
    return pages_in(site)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the site, on a port of its own."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def one_of_each(pages: dict[str, BeautifulSoup]) -> list[str]:
    """An address for every template that has a page: the longest of its pages."""
    library = build_library(read_content(SITE / "content"), read_clock(NOW))
    for module in pkgutil.iter_modules(plugins.__path__):
        importlib.import_module(f"nyspor.plugins.{module.name}").register()
    build = Build(library, Site("Nyspor", "", URL), SITE / "content", Theme(), preview=True)
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


@pytest.fixture(scope="session")
def magazine(tmp_path_factory: pytest.TempPathFactory) -> MadeMagazine:
    """The sample's magazine of 2013 with all editions."""
    return made_from(ROOT / "content", tmp_path_factory.mktemp("magasin") / "2013")
