"""All pages of a PDF side by side in one picture, to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

WIDTH = 340
"""Pixels of a page."""
GAP = 18
GROUND = "#8b8f93"


def page_pictures(pdf: Path, width: int = WIDTH) -> list[Image.Image]:
    """Every page as a picture of `width` pixels."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.render(scale=width / page.get_width()).to_pil().convert("RGB") for page in document
        ]
    finally:
        document.close()


def spreads(pages: Sequence[Image.Image]) -> list[list[Image.Image]]:
    """Pages as they lie open: the first alone, then two and two."""
    return [list(pages[:1]), *(list(pages[n : n + 2]) for n in range(1, len(pages), 2))]


def contact_sheet(pages: Sequence[Image.Image], across: int = 3) -> bytes:
    """A PNG of the spreads, `across` of them in a row; the two pages of a spread touch."""
    width, height = pages[0].size
    open_spreads = spreads(pages)
    rows = -(-len(open_spreads) // across)
    size = (across * (2 * width + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    for place, spread in enumerate(open_spreads):
        x = GAP + place % across * (2 * width + GAP)
        y = GAP + place // across * (height + GAP)
        for side, page in enumerate(spread):
            # The cover lies on the right, as a closed magazine does.
            sheet.paste(page, (x + (side if place else 1) * width, y))
    buffer = BytesIO()
    sheet.save(buffer, "PNG", compress_level=2)
    return buffer.getvalue()
