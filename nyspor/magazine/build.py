"""All editions of an issue: paginates it once, then assembles three PDFs and the EPUB from the same pages. Of another
entry, two PDFs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from nyspor.magazine.core.manifest import Manifest, read_manifest, write_files
from nyspor.magazine.epub.build import make_epub
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.fonts_and_styles import font_files, srgb_profile
from nyspor.magazine.layout.inputs import DocumentInputs, MagazineInputs, PageInputs
from nyspor.magazine.layout.pagination import PaginatedIssue
from nyspor.magazine.pdf.assemble import assemble_pdf
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.images import SCREEN_WIDTH, image_source
from nyspor.magazine.sections import Section, with_notes_pages
from nyspor.text.danish import COPENHAGEN

PAGES_PER_SHEET = 4
"""A sheet folded once, as in a saddle-stitched magazine."""

SECTION_CACHE = "sider"
"""The folder of the section cache, beside the magazine's files."""


def paginate_issue(
    inputs: MagazineInputs, folder: Path, on_section: Callable[[Section, int], None]
) -> PaginatedIssue:
    """Return the issue on its pages, filled up with note pages to a multiple of four.

    Pagination begins with the page numbers in the manifest of `folder`. `on_section` is called with each
    section that is laid out, and its number of pages.
    """
    last = read_manifest(folder)
    composer = Composer(inputs, on_section)
    sections = inputs.sections()
    issue = composer.compose(sections, last.numbers if last else None)
    if missing := -issue.pages % PAGES_PER_SHEET:
        filled = with_notes_pages(sections, missing, inputs.translate)
        issue = composer.compose(filled, issue.numbers)
    composer.clean_cache()
    return issue


def make_pdfs(
    inputs: DocumentInputs,
    paginated: PaginatedIssue,
    now: datetime,
    editions: Iterable[Edition],
    on_edition: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    """Yield each edition (kind, bytes); `on_edition` is called with the kind when an edition is done."""
    info = DocumentInfo(
        title=inputs.entry.title,
        language=inputs.entry.lang.value,
        publisher=inputs.site.name,
        description=inputs.entry.summary,
        modified=now.isoformat(timespec="seconds"),
    )
    fonts, profile = font_files(inputs.theme), srgb_profile()
    for edition in editions:
        images = image_source(inputs, SCREEN_WIDTH if edition is Edition.SCREEN else None)
        pdf = assemble_pdf(paginated.sections, edition, info, fonts, profile, images)
        yield edition.value, pdf
        on_edition(edition.value)


def make_editions(
    inputs: MagazineInputs,
    paginated: PaginatedIssue,
    now: datetime,
    on_edition: Callable[[str], None],
) -> Iterator[tuple[str, bytes]]:
    """Yield each edition (kind, bytes); `on_edition` is called with the kind when an edition is done."""
    yield from make_pdfs(inputs, paginated, now, Edition, on_edition)
    yield "epub", make_epub(inputs, paginated, now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    on_edition("epub")


def make_magazine(
    inputs: MagazineInputs,
    folder: Path,
    now: datetime,
    on_section: Callable[[Section, int], None] = lambda section, pages: None,
    on_edition: Callable[[str], None] = lambda kind: None,
) -> Manifest:
    """Write every edition of the issue into `folder`, with a manifest, once all of them are made."""
    paginated = paginate_issue(inputs, folder, on_section)
    editions = list(make_editions(inputs, paginated, now, on_edition))
    return write_files(folder, inputs.issue.year, paginated.pages, paginated.numbers, editions)


PAGE_EDITIONS = (Edition.SCREEN, Edition.ARCHIVE)
"""What is made of an entry that is no issue: it is printed where it is read."""


def make_document(
    inputs: PageInputs,
    folder: Path,
    stem: str,
    now: datetime,
    on_edition: Callable[[str], None] = lambda kind: None,
) -> Manifest:
    """Write the PDFs that are made from an entry's page into `folder`, as `stem`, with a manifest."""
    composer = Composer(inputs)
    paginated = composer.compose(inputs.sections())
    composer.clean_cache()
    pdfs = list(make_pdfs(inputs, paginated, now, PAGE_EDITIONS, on_edition))
    year = now.astimezone(COPENHAGEN).year
    return write_files(folder, year, paginated.pages, paginated.numbers, pdfs, stem)
