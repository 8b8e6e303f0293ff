"""Running heads and folios (page numbers), added when the sections are assembled and their pages are known.

They are not part of the text: everything added here is an artifact (ISO 14289-1, 7.8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Page, Pdf

from nyspor.magazine.core.page_geometry import PAGE_SIZE
from nyspor.magazine.pdf.fonts import EmbeddedFont, FontStack
from nyspor.magazine.pdf.page_boxes import POINTS_PER_MM

MARGIN = 20
"""Of head and folio from the outer edge, in mm."""
HEAD_BASELINE = PAGE_SIZE[1] - 14.5
"""From the bottom of the page, in mm."""
FOLIO_BASELINE = 13.5
HEAD_SIZE = 7.5
"""In points."""
FOLIO_SIZE = 11
REFERENCE_SIZE = 8

INK = "0.086 0.094 0.102 rg"
HEAD_FONTS, FOLIO_FONT = (
    ("MagazineSans-Regular", "MagazineSansExtra-Regular"),
    "MagazineDisplay-Regular",
)
LINE_WIDTH = (PAGE_SIZE[0] - 2 * MARGIN) * POINTS_PER_MM

Line = tuple[EmbeddedFont, str]
"""A piece of a line of text: its font, and the PDF operators that show it."""


@dataclass(frozen=True)
class PageOverlay:
    """The text to add to a page: its folio and running head, unless the page is printed to the edge.

    `heads` are running heads, the best first: one in letters that are joined, as the Arabic are, cannot be
    set here. `references` are page references for the space reserved in the text: (x, y, text), in points
    from the bottom left corner.
    """

    folio: int
    heads: tuple[str, ...]
    full_bleed: bool = False
    references: tuple[tuple[float, float, str], ...] = ()


def add_overlays(
    pdf: Pdf,
    overlays: Iterable[PageOverlay],
    fonts: Mapping[str, bytes],
    streams: Mapping[str, Any],
) -> None:
    """Add each page's overlay. `fonts` are font files by PostScript name, `streams` the same in the PDF."""

    def stack(*names: str) -> FontStack:
        return FontStack(tuple(EmbeddedFont(pdf, name, fonts[name], streams[name]) for name in names))  # fmt: skip

    head, folio = stack(*HEAD_FONTS), stack(FOLIO_FONT)
    for page, overlay in zip(pdf.pages, overlays, strict=True):
        lines = [] if overlay.full_bleed else list(_head_and_folio(overlay, head, folio))
        for x, y, text in overlay.references:
            lines += head.show(text, REFERENCE_SIZE, x, y)
        if lines:
            _add_artifact(page, lines)


def _head_and_folio(overlay: PageOverlay, head: FontStack, folio: FontStack) -> Iterator[Line]:
    """Yield head and folio at the outer edge: left on even pages, right on odd ones."""
    title = next(filter(head.covers, overlay.heads), "")
    for stack, text, size, baseline in (
        (head, head.shortened(title, HEAD_SIZE, LINE_WIDTH), HEAD_SIZE, HEAD_BASELINE),
        (folio, str(overlay.folio), FOLIO_SIZE, FOLIO_BASELINE),
    ):
        left = MARGIN * POINTS_PER_MM
        right = (PAGE_SIZE[0] - MARGIN) * POINTS_PER_MM - stack.width(text, size)
        x = right if overlay.folio % 2 else left
        yield from stack.show(text, size, x, baseline * POINTS_PER_MM)


def _add_artifact(page: Page, lines: Iterable[Line]) -> None:
    operators = []
    for font, shown in lines:
        page.obj.Resources.Font[f"/{font.name}"] = font.object
        operators.append(shown)
    content = "\n".join(("/Artifact <</Type /Pagination>> BDC q", INK, *operators, "Q EMC\n"))
    page.contents_add(content.encode(), prepend=True)
