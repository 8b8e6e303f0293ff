"""Assembles laid-out sections into one tagged PDF and adds what WeasyPrint does not.

That is: tags that follow the HTML, running heads and folios as artifacts, page references, shared fonts and
pictures, bookmarks, page boxes, and the metadata of the edition. The result depends on the arguments alone,
so the same sections give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter

import pikepdf
from pikepdf import PageCopyWarning, Pdf

from nyspor.magazine.layout.glyph_coverage import with_known_characters
from nyspor.magazine.layout.section_layout import LaidOutSection
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.fonts import share_fonts
from nyspor.magazine.pdf.images import EncodedImage, embed_images
from nyspor.magazine.pdf.links import LinkTargets
from nyspor.magazine.pdf.metadata import add_metadata
from nyspor.magazine.pdf.page_boxes import set_page_boxes
from nyspor.magazine.pdf.page_index import POINTS_PER_PX, PageIndex
from nyspor.magazine.pdf.running_heads import PageOverlay, add_overlays
from nyspor.magazine.pdf.structure_tree import StructureTreeBuilder

REFERENCE_GAP = 2
"""Points between a link and the page reference after it."""


def assemble_pdf(
    sections: Sequence[LaidOutSection],
    edition: Edition,
    info: DocumentInfo,
    fonts: Mapping[str, bytes],
    profile: bytes,
    image: Callable[[str], EncodedImage],
) -> bytes:
    """Return an edition of the magazine as one PDF.

    `fonts` are complete font files by PostScript name (`MagazineText-Bold`), `profile` is the sRGB ICC profile,
    and `image` gives the picture of a placeholder by its key.
    """
    pdf = Pdf.new()
    sources = [Pdf.open(section.layout.pdf) for section in sections]  # Open until the PDF is saved.
    _add_pages(pdf, sources)
    index = PageIndex(pdf, sections)
    streams = share_fonts(pdf, fonts)
    embed_images(pdf, image)
    add_overlays(pdf, _overlays(sections, info, index), fonts, streams)
    set_page_boxes(pdf, edition)
    targets = LinkTargets(index, edition.is_pdf20)
    StructureTreeBuilder(pdf, index, targets, edition.is_pdf20).build(sections, info.language)
    targets.resolve(sections)
    _add_bookmarks(pdf, targets, sections)
    add_metadata(pdf, edition, info, profile)
    return _saved(pdf, edition)


def _add_pages(pdf: Pdf, sources: Iterable[Pdf]) -> None:
    with catch_warnings():
        # Named destinations may collide between sections; links get explicit destinations later.
        simplefilter("ignore", PageCopyWarning)
        for source in sources:
            pdf.pages.extend(source.pages)


def _overlays(
    sections: Sequence[LaidOutSection], info: DocumentInfo, index: PageIndex
) -> Iterator[PageOverlay]:
    """Yield the overlay of each page: the head is the magazine's title on left pages, the section's on right ones."""
    for section in sections:
        for page, full_bleed in enumerate(section.layout.full_bleed):
            number = index.first_pages[section.name] + page
            titles = (info.title,) if number % 2 else (section.title, info.title)
            heads = tuple(map(with_known_characters, titles))
            references = tuple(_references(section, page, info, index))
            yield PageOverlay(number + 1, heads, full_bleed, references)


def _references(
    section: LaidOutSection, page: int, info: DocumentInfo, index: PageIndex
) -> Iterator[tuple[float, float, str]]:
    """Yield the page references on page `page` (from 0) of a section."""
    height = index.heights[index.first_pages[section.name] + page]
    for reference in section.layout.page_references:
        text = info.page_reference(index.first_pages.get(reference.section))
        if reference.page == page and text:
            x, y = reference.x * POINTS_PER_PX, reference.y * POINTS_PER_PX
            yield x + REFERENCE_GAP, height - y, text


def _add_bookmarks(pdf: Pdf, targets: LinkTargets, sections: Iterable[LaidOutSection]) -> None:
    """Add a bookmark for each section that has a level, below the section of the level above it."""
    with pdf.open_outline() as outline:
        above: list[tuple[int, Any]] = []
        for section in sections:
            if not section.level:
                continue
            action = targets.section_action(section.name)
            item = pikepdf.OutlineItem(section.title, action=action)
            while above and above[-1][0] >= section.level:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((section.level, item))


def _saved(pdf: Pdf, edition: Edition) -> bytes:
    buffer = BytesIO()
    pdf.save(
        buffer,
        force_version="2.0" if edition.is_pdf20 else "1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
    )
    return buffer.getvalue()
