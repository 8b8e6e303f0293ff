"""A small site with something of everything, built once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import browser
from tests.full_site import write_full_site
from tests.site.building import build, served

__all__ = ["browser"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of the site, to be spoiled."""
    folder = tmp_path / "et andet sted"
    folder.mkdir()
    return write_full_site(folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site, with drafts, as a preview shows it."""
    folder = tmp_path_factory.mktemp("full_site")
    build(write_full_site(folder), folder / "output")
    return folder / "output"


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of the site, on a port of its own."""
    with served(site) as address:
        yield address
