"""The page at an earlier address of a text, which leads on to the text."""

from __future__ import annotations

from nyspor import urls
from nyspor.model.site import PageHead
from nyspor.site.build_plan import Page


def redirect_page(earlier: str, title: str, address: str, language: str) -> Page:
    """Return the page at the address `earlier` that leads to `address`."""
    head = PageHead(title, address, lang=language, indexed=False)
    return Page(
        urls.output_path(earlier),
        "redirect.html",
        lambda: {"page": head},
        language,
        values=(title, address),
    )
