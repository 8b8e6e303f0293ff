"""The result of laying out a section: its pages as a PDF file, and what the assembled PDF needs to know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nyspor.magazine.layout.layout_tree import Node, PageReference
from nyspor.magazine.layout.page_measures import Fault

SECTION_URL = "nyspor-piece:"
"""The scheme of links to another section of the magazine; the section's name follows. WeasyPrint also writes
the address into the description (`/Contents`) of the link."""


@dataclass(frozen=True)
class SectionLayout:
    """The pages of a section: an untagged PDF file, and the layout tree that its tags are made from.

    `anchors` maps HTML ids to (page from 0, x, y), the point in CSS pixels from the page's top left corner.
    `full_bleed` says for each page whether it is printed to the edge and has no running head or folio.
    `last_page_fill` is the share (0 to 1) of the last page that text reaches down to, `faults` what a reader
    could not read.
    """

    pdf: Path
    tree: Node
    anchors: Mapping[str, tuple[int, float, float]]
    full_bleed: tuple[bool, ...]
    page_references: tuple[PageReference, ...] = ()
    last_page_fill: float = 1.0
    faults: tuple[Fault, ...] = ()

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.full_bleed)


@dataclass(frozen=True)
class LaidOutSection:
    """A section in the order of the magazine: its name in links, its bookmark (`title`, `level` from 1, 0 for
    none) and its layout."""

    name: str
    title: str
    level: int
    layout: SectionLayout
