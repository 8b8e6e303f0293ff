"""The page at an earlier address of a text, which leads on to the text."""

from __future__ import annotations

from collections.abc import Iterable

from nyspor import urls
from nyspor.model.site import PageHead
from nyspor.site.build_plan import Output, Page

TEMPLATE = "redirect.html"


def redirect_page(earlier: str, title: str, address: str, language: str) -> Page:
    """Return the page at the address `earlier` that leads to `address`."""
    head = PageHead(title, address, lang=language, indexed=False)
    return Page(
        urls.output_path(earlier),
        TEMPLATE,
        lambda: {"page": head},
        language,
        values=(title, address),
    )


def redirect_targets(outputs: Iterable[Output]) -> dict[str, str]:
    """The earlier address of each page that leads on, with the address it leads to."""
    found: dict[str, str] = {}
    for output in outputs:
        if isinstance(output, Page) and output.template == TEMPLATE:
            assert isinstance(output.values, tuple)
            earlier = f"/{output.path}"
            if earlier.endswith("/index.html"):
                earlier = earlier.removesuffix("index.html")
            found[earlier] = output.values[1]
    return found
