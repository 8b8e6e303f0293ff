"""The layout engine: WeasyPrint turns the HTML of one section into pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from nyspor.garbage_collection import garbage_collection_paused
from nyspor.magazine.layout.page_measures import page_faults
from nyspor.magazine.layout.section_layout import SectionLayout
from nyspor.magazine.layout.tag_recorder import record_tags

PICTURE_URL = "nyspor-content:///"
"""The prefix of picture addresses in a section's HTML. The path in the content folder follows, then `?`, a
digest of the file and its size in pixels (`?abc-1600x1067`), so that a changed picture changes the HTML."""

THEME_URL = "nyspor-theme:///"
"""The prefix of the addresses of fonts; the path in the theme's `magazine` folder follows."""

FULL_BLEED_PAGE = "full"
"""The name of the CSS page type that is printed to the edge."""


class LayoutEngine:
    """WeasyPrint with fonts and style sheet loaded once for many sections.

    `read` returns the bytes of a file by its address (see `PICTURE_URL` and `THEME_URL`); it may raise `OSError`.
    """

    def __init__(self, styles: str, read: Callable[[str], bytes]) -> None:
        self._fetcher = LocalFetcher(read)
        self._fonts = FontConfiguration()
        self._styles = weasyprint.CSS(
            string=styles, font_config=self._fonts, url_fetcher=self._fetcher, base_url=THEME_URL
        )

    def lay_out(self, html: str, target: Path) -> SectionLayout:
        """Write the section's pages to `target`. Raises `OSError` where a picture cannot be read."""
        with garbage_collection_paused():
            document = weasyprint.HTML(
                string=html, url_fetcher=self._fetcher, base_url=PICTURE_URL
            ).render(stylesheets=[self._styles], font_config=self._fonts, optimize_images=False)
            with record_tags() as recorded:
                document.write_pdf(target, pdf_tags=True, pdf_version="1.7")
        tags = recorded[0]
        full_bleed = tuple(
            page._page_box.page_type.name == FULL_BLEED_PAGE for page in document.pages
        )
        return SectionLayout(
            target,
            tags.tree,
            _anchors(document.pages),
            full_bleed,
            tags.page_references,
            tags.text_bottom / document.pages[-1].height,
            page_faults(document.pages, full_bleed),
        )


def _anchors(pages: list[Any]) -> dict[str, tuple[int, float, float]]:
    return {
        name: (number, x, y)
        for number, page in enumerate(pages)
        for name, (x, y, *_) in page.anchors.items()
    }


class LocalFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches only local pictures and fonts, never from the network.

    A remote picture, which only raw HTML in a text can ask for, is replaced by its text alternative.
    """

    def __init__(self, read: Callable[[str], bytes]) -> None:
        super().__init__()
        self._read = read

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith((PICTURE_URL, THEME_URL)):
            raise URLFetchingError(url)
        return URLFetcherResponse(url, self._read(url))
