"""A contact sheet: all pages of a PDF side by side in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

PAGE_WIDTH = 340
"""Of a page, in pixels."""
GAP = 18
BACKGROUND = "#8b8f93"


def page_pictures(pdf: Path, width: int = PAGE_WIDTH) -> list[Image.Image]:
    """Return every page as a picture `width` pixels wide."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.render(scale=width / page.get_width()).to_pil().convert("RGB") for page in document
        ]
    finally:
        document.close()


def spreads(pages: Sequence[Image.Image]) -> list[list[Image.Image]]:
    """Return the pages as they face each other: the cover alone, then pairs."""
    return [list(pages[:1]), *(list(pages[n : n + 2]) for n in range(1, len(pages), 2))]


def contact_sheet(pages: Sequence[Image.Image], across: int = 3) -> bytes:
    """Return a PNG of the spreads, `across` of them in a row; the two pages of a spread touch."""
    width, height = pages[0].size
    page_spreads = spreads(pages)
    rows = -(-len(page_spreads) // across)
    size = (across * (2 * width + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, BACKGROUND)
    for place, spread in enumerate(page_spreads):
        x = GAP + place % across * (2 * width + GAP)
        y = GAP + place // across * (height + GAP)
        for side, page in enumerate(spread):
            # The cover is a right-hand page.
            sheet.paste(page, (x + (side if place else 1) * width, y))
    buffer = BytesIO()
    sheet.save(buffer, "PNG", compress_level=2)
    return buffer.getvalue()
