"""Settings for property tests, and the sample magazine, made once for all tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.magazine.build import SHELF, compose_issue, make_magazine
from nyspor.magazine.core.manifest import Manifest
from nyspor.magazine.layout.composer import Paper
from nyspor.magazine.layout.pagination import Composed
from nyspor.model.kinds import Issue
from nyspor.model.site import Site

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


@dataclass(frozen=True)
class MadeMagazine:
    """What `nyspor magazine 2013` leaves behind: its folder, and what it was made from."""

    folder: Path
    paper: Paper
    composed: Composed
    manifest: Manifest

    def file(self, kind: str) -> Path:
        """The edition of this kind: screen, archive, print or epub."""
        return self.folder / next(made.file for made in self.manifest.files if made.kind == kind)


def paper_of(content: Path, shelf: Path) -> Paper:
    """The paper skin of the one issue in a content folder."""
    library = build_library(read_content(content), read_clock(NOW))
    issue = library.of_kind(Issue)[0]
    return Paper(library, issue, SITE, ROOT / "theme", content, shelf)


@pytest.fixture(scope="session")
def magazine(tmp_path_factory: pytest.TempPathFactory) -> MadeMagazine:
    """The sample magazine of 2013, all editions."""
    folder = tmp_path_factory.mktemp("magasin") / "2013"
    paper = paper_of(ROOT / "content", folder / SHELF)
    manifest = make_magazine(paper, folder, read_clock(NOW))
    composed = compose_issue(paper, folder, lambda piece, pages: None)
    return MadeMagazine(folder, paper, composed, manifest)
