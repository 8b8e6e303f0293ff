"""A magazine with everything in it, made once for all tests that look at it."""

from __future__ import annotations

import pytest

from tests.builders import write_settings
from tests.magazine.everything import an_issue_of_everything
from tests.magazine.made_magazine import MadeMagazine, made_from


@pytest.fixture(scope="session")
def magazine(tmp_path_factory: pytest.TempPathFactory) -> MadeMagazine:
    """Return the magazine of a small site, with all editions."""
    site = tmp_path_factory.mktemp("alt")
    write_settings(site)
    (site / "brand.yaml").write_text("navn: Nyspor\n", "utf-8")
    return made_from(an_issue_of_everything(site / "content"), site / "data/magazine/2013")
