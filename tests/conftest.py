"""Settings for property tests, and the sample magazine, made once for all tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.magazine.build import SECTION_CACHE, make_magazine, paginate_issue
from nyspor.magazine.core.manifest import Manifest
from nyspor.magazine.layout.inputs import MagazineInputs
from nyspor.magazine.layout.pagination import PaginatedIssue
from nyspor.model.kinds import Issue
from nyspor.model.site import Site
from nyspor.site.theme import Theme

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23 12:00"
SITE = Site("Nyspor", "", "https://nyspor.example")

# Nothing here depends on how busy the machine is. A failure prints how to reproduce it. Examples may share
# a temporary folder: each writes the files that it reads.
settings.register_profile(
    "nyspor",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("nyspor")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print at the end how to run the tests in this order again."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"In this order again: make {target(config)} SEED={seed}")


def target(config: pytest.Config) -> str:
    return "test-system" if config.getoption("markexpr") == "system" else "test"


@dataclass(frozen=True)
class MadeMagazine:
    """The result of `nyspor magazine 2013`: its folder, inputs, pages and manifest."""

    folder: Path
    inputs: MagazineInputs
    paginated: PaginatedIssue
    manifest: Manifest

    def file(self, kind: str) -> Path:
        """Return the file of an edition: screen, archive, print or epub."""
        return self.folder / next(file.file for file in self.manifest.files if file.kind == kind)


def inputs_of(content: Path, cache: Path) -> MagazineInputs:
    """Return the inputs of the one issue in a content folder."""
    library = build_library(read_content(content), read_clock(NOW))
    issue = library.of_kind(Issue)[0]
    return MagazineInputs(library, issue, SITE, Theme(), content, cache)


@pytest.fixture(scope="session")
def magazine(tmp_path_factory: pytest.TempPathFactory) -> MadeMagazine:
    """Return the sample magazine of 2013 with all editions."""
    folder = tmp_path_factory.mktemp("magasin") / "2013"
    inputs = inputs_of(ROOT / "content", folder / SECTION_CACHE)
    manifest = make_magazine(inputs, folder, read_clock(NOW))
    paginated = paginate_issue(inputs, folder, lambda section, pages: None)
    return MadeMagazine(folder, inputs, paginated, manifest)
