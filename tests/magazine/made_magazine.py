"""A magazine that was made from a content folder, with all its editions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.loader import read_content
from nyspor.magazine.build import SECTION_CACHE, make_document, make_magazine, paginate_issue
from nyspor.magazine.core.manifest import Manifest
from nyspor.magazine.layout.inputs import MagazineInputs, PageInputs
from nyspor.magazine.layout.pagination import PaginatedIssue
from nyspor.model.kinds import Entry, Issue
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


@dataclass(frozen=True)
class MadeDocument:
    """The PDF files of an entry that is no issue, and what they were made from."""

    inputs: PageInputs
    screen: Path
    archive: Path


def document_of(content: Path, key: str, folder: Path) -> MadeDocument:
    """Make the PDF files of an entry, such as `status/2026`, in `folder`."""
    library = build_library(read_content(content), read_clock(NOW))
    entry: Entry = library.entries[key]
    inputs = PageInputs(library, entry, SITE, Theme(), content, folder / SECTION_CACHE)
    manifest = make_document(inputs, folder, entry.slug, library.now)
    screen, archive = (folder / file.file for file in manifest.files)
    return MadeDocument(inputs, screen, archive)
