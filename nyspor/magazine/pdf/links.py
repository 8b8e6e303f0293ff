"""The links of an assembled PDF: gives link annotations and bookmarks their destinations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name

from nyspor.magazine.layout.section_layout import SECTION_URL, LaidOutSection
from nyspor.magazine.pdf.page_index import PageIndex


class LinkTargets:
    """The structure elements that links lead to: by (section, HTML id), and the first heading of each section."""

    def __init__(self, index: PageIndex, is_pdf20: bool) -> None:
        self.elements: dict[tuple[str, str], Any] = {}
        self.headings: dict[str, Any] = {}
        self._index = index
        self._is_pdf20 = is_pdf20

    def section_action(self, name: str) -> Dictionary:
        """Return the action that goes to the beginning of a section."""
        first = self._index.first_pages[name]
        return self._action(self._index.destination(first, 0, 0), self.headings.get(name))

    def _action(self, destination: Array, element: Any) -> Dictionary:
        """Return a GoTo action; in PDF 2.0 with the structure element too, as PDF/UA-2, 8.8 requires."""
        action = Dictionary(Type=Name.Action, S=Name.GoTo, D=destination)
        if self._is_pdf20 and element is not None:
            action.SD = Array([element, *list(destination)[1:]])
        return action

    def resolve(self, sections: Sequence[LaidOutSection]) -> None:
        """Give every link within the magazine its action; drop annotations that no structure element has."""
        for section in sections:
            first = self._index.first_pages[section.name]
            for page in self._index.pages[first : first + section.layout.pages]:
                tagged = [link for link in page.get("/Annots", ()) if "/StructParent" in link]
                for annotation in tagged:
                    self._resolve(annotation, section)
                if "/Annots" in page:
                    page.Annots = Array(tagged)

    def _resolve(self, annotation: Any, section: LaidOutSection) -> None:
        if "/Dest" in annotation:
            anchor = str(annotation.Dest)
            del annotation["/Dest"]
            annotation.A = self._anchor_action(section, anchor)
        elif (address := str(annotation.A.URI)).startswith(SECTION_URL):
            name = address.removeprefix(SECTION_URL)
            # A preview has only one section; its links to others lead to its beginning.
            known = name if name in self._index.first_pages else section.name
            annotation.A = self.section_action(known)

    def _anchor_action(self, section: LaidOutSection, anchor: str) -> Dictionary:
        page, x, y = section.layout.anchors[anchor]
        destination = self._index.destination(self._index.first_pages[section.name] + page, x, y)
        return self._action(destination, self.elements.get((section.name, anchor)))
