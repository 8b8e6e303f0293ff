"""The PDF editions of a magazine, and the document information that each carries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Edition(Enum):
    """What a PDF is for: reading on screen, archiving (PDF/A-4, PDF 2.0), or printing."""

    SCREEN = "screen"
    ARCHIVE = "archive"
    PRINT = "print"

    @property
    def is_pdf20(self) -> bool:
        """Whether the edition is PDF 2.0; the others are PDF 1.7."""
        return self is Edition.ARCHIVE


@dataclass(frozen=True)
class DocumentInfo:
    """The metadata of a PDF.

    `modified` is ISO 8601 with an offset. `page_label` is the theme's word for a page in the magazine's
    language, used in references to pages.
    """

    title: str
    language: str
    publisher: str
    description: str
    modified: str
    page_label: str = "side"

    def page_reference(self, page: int | None) -> str:
        """Return how the text refers to a page (from 0), such as `(side 24)`; '' where this PDF lacks it."""
        return "" if page is None else f"({self.page_label} {page + 1})"
