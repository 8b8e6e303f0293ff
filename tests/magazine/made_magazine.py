"""A magazine that was made from a content folder, with all its editions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
from tests.conftest import NOW

SITE = Site("Nyspor", "", "https://nyspor.example")


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


def made_from(content: Path, folder: Path) -> MadeMagazine:
    """Make the one issue in a content folder, in `folder`."""
    inputs = inputs_of(content, folder / SECTION_CACHE)
    manifest = make_magazine(inputs, folder, read_clock(NOW))
    paginated = paginate_issue(inputs, folder, lambda section, pages: None)
    return MadeMagazine(folder, inputs, paginated, manifest)
