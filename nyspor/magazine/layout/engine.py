"""Lays one piece of the magazine out with WeasyPrint: HTML in, pages out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from nyspor.magazine.layout.layout_tree import Mention, Node
from nyspor.magazine.layout.tag_recorder import recorded

PICTURES = "nyspor-content:///"
"""Begins the address of a picture in a piece's HTML: a path in the content folder follows, and `?` with
a digest of its bytes and its size (`?abc-1600x1067`), so that a changed picture changes the HTML too."""

FULL = "full"
"""What the dress calls a page that is painted to the edge."""

DRESS = "nyspor-dress:///"
"""Begins the address of a file that belongs to the magazine's dress, such as a font."""


@dataclass(frozen=True)
class Laid:
    """A piece with its pages made: a PDF file without tags, and what the finisher needs to make them.

    `anchors` are, by HTML id, page (from 0 in the piece), x and y in CSS pixels from the top left corner.
    `bare` says of each page whether it is painted to the edge, with no room for head and number.
    `filled` is how much of the last page has text, from 0 to 1.
    """

    pdf: Path
    tree: Node
    anchors: Mapping[str, tuple[int, float, float]]
    bare: tuple[bool, ...]
    mentions: tuple[Mention, ...] = ()
    filled: float = 1.0

    @property
    def pages(self) -> int:
        return len(self.bare)


class Press:
    """WeasyPrint with the magazine's dress put on once, for many pieces.

    `read` gives the bytes of a file by its address (see `PICTURES` and `DRESS`); it may raise `OSError`.
    """

    def __init__(self, styles: str, read: Callable[[str], bytes]) -> None:
        self._fetcher = _Fetcher(read)
        self._fonts = FontConfiguration()
        self._styles = weasyprint.CSS(
            string=styles, font_config=self._fonts, url_fetcher=self._fetcher, base_url=DRESS
        )

    def lay_out(self, html: str, target: Path) -> Laid:
        """Write the piece's pages to `target`. Raises `OSError` where a picture cannot be read."""
        with at_full_speed():
            document = weasyprint.HTML(
                string=html, url_fetcher=self._fetcher, base_url=PICTURES
            ).render(stylesheets=[self._styles], font_config=self._fonts, optimize_images=False)
            with recorded() as found:
                document.write_pdf(target, pdf_tags=True, pdf_version="1.7")
        return Laid(
            target,
            found[0].tree,
            {
                name: (number, x, y)
                for number, page in enumerate(document.pages)
                for name, (x, y, *_) in page.anchors.items()
            },
            tuple(page._page_box.page_type.name == FULL for page in document.pages),
            found[0].mentions,
            found[0].foot / document.pages[-1].height,
        )


@contextmanager
def at_full_speed() -> Iterator[None]:
    """Without looking for what could be thrown away: a tenth of the time goes to that, and nearly all that
    a piece needs is needed until it is done."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Fetcher(URLFetcher):  # type: ignore[misc]
    """Fetches nothing but our own files. Of a picture from elsewhere, which only HTML in a text can ask for,
    the text alternative is shown."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        super().__init__()
        self._read = read

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith((PICTURES, DRESS)):
            raise URLFetchingError(url)
        return URLFetcherResponse(url, self._read(url))
