"""All editions of an issue: composes it once, finishes it three times, binds the EPUB."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from nyspor.magazine.core.manifest import Manifest, read_manifest, write_files
from nyspor.magazine.epub.build import bind
from nyspor.magazine.layout.composer import Composer, Paper
from nyspor.magazine.layout.fonts_and_styles import srgb_profile, whole_fonts
from nyspor.magazine.layout.pagination import Composed
from nyspor.magazine.pdf.assemble import About, Edition, finish
from nyspor.magazine.pdf.images import SCREEN_WIDTH
from nyspor.magazine.sections import Section, with_notes_pages

KINDS = (*(edition.value for edition in Edition), "epub")

STAPLED = 4
"""A sheet folded once is so many pages."""

SHELF = "sider"
"""The folder of laid-out pieces, beside the magazine's files."""


def compose_issue(paper: Paper, folder: Path, laid: Callable[[Section, int], None]) -> Composed:
    """Lay the issue out, beginning with the page numbers of the last time.

    `laid` is told of each piece that is ready, and how many pages it fills.
    """
    last = read_manifest(folder)
    composer = Composer(paper, laid)
    pieces = paper.pieces()
    composed = composer.compose(pieces, last.numbers if last else None)
    if missing := -composed.pages % STAPLED:
        composed = composer.compose(with_notes_pages(pieces, missing, paper.say), composed.numbers)
    composer.tidy()
    return composed


def make_editions(
    paper: Paper, composed: Composed, now: datetime, made: Callable[[str], None]
) -> Iterator[tuple[str, bytes]]:
    """Each kind with its bytes; `made` is told of each."""
    about = About(
        title=paper.issue.title,
        language=paper.issue.lang.value,
        publisher=paper.site.name,
        description=paper.issue.summary,
        modified=now.isoformat(timespec="seconds"),
    )
    fonts, profile = whole_fonts(paper.theme), srgb_profile()
    for edition in Edition:
        plates = paper.plates(SCREEN_WIDTH if edition is Edition.SCREEN else None)
        yield edition.value, finish(composed.parts, edition, about, fonts, profile, plates)
        made(edition.value)
    moment = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield "epub", bind(paper, composed, moment)
    made("epub")


def make_magazine(
    paper: Paper,
    folder: Path,
    now: datetime,
    laid: Callable[[Section, int], None] = lambda piece, pages: None,
    made: Callable[[str], None] = lambda kind: None,
) -> Manifest:
    """Write every edition of the issue into `folder`, with its manifest."""
    composed = compose_issue(paper, folder, laid)
    files = make_editions(paper, composed, now, made)
    return write_files(folder, paper.issue.year, composed.pages, composed.numbers, files)
