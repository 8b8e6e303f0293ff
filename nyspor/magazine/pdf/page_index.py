"""Where the sections of an assembled PDF are: the first page of each, and points on its pages."""

from __future__ import annotations

from collections.abc import Sequence

from pikepdf import Array, Name, Pdf

from nyspor.magazine.layout.section_layout import LaidOutSection

POINTS_PER_PX = 0.75
"""Points in a CSS pixel."""


class PageIndex:
    """The pages of an assembled PDF (from 0), their heights in points, and the first page of each section."""

    def __init__(self, pdf: Pdf, sections: Sequence[LaidOutSection]) -> None:
        self.pages = [page.obj for page in pdf.pages]
        self.heights = [float(page.MediaBox[3]) + float(page.MediaBox[1]) for page in self.pages]
        self.first_pages: dict[str, int] = {}
        number = 0
        for section in sections:
            self.first_pages[section.name] = number
            number += section.layout.pages

    def destination(self, page: int, x: float, y: float) -> Array:
        """Return the explicit destination of a point in CSS pixels from the page's top left corner."""
        height = self.heights[page]
        top = round(height - y * POINTS_PER_PX, 3)
        return Array([self.pages[page], Name.XYZ, x * POINTS_PER_PX, top, 0])
