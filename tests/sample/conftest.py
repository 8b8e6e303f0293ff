"""The sample built once, and its magazine made once, which the tests in this folder look at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.browser import browser
from tests.conftest import ROOT
from tests.magazine.made_magazine import MadeDocument, MadeMagazine, document_of, made_from
from tests.site.building import build, longest_pages, pages_in, served

__all__ = ["browser"]

SITE = Path(os.environ.get("SITE", ROOT))
"""The folder of the site that is walked: the sample's, or with `make test SITE=…` one's own."""


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
    return longest_pages(SITE / "content", pages)


@pytest.fixture(scope="session")
def magazine(tmp_path_factory: pytest.TempPathFactory) -> MadeMagazine:
    """The sample's magazine of 2013 with all editions."""
    return made_from(ROOT / "content", tmp_path_factory.mktemp("magasin") / "2013")


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, MadeDocument]:
    """The PDF files of the sample's yearly status and of a programme, by entry."""
    folder = tmp_path_factory.mktemp("documents")
    keys = ("status/2026", "programmes/naboskab")
    return {key: document_of(ROOT / "content", key, folder / key) for key in keys}
