"""The sitemap of every page, paging included, and robots.txt that points to it, as the national web archive asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from nyspor.model.site import PageHead
from nyspor.outputs import Build, File, Output, Page, complete

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def outputs(build: Build, planned: Mapping[str, Output]) -> Iterator[File]:
    lines = (f"<url><loc>{escape(build.site.url + a)}</loc></url>\n" for a in addresses(planned))
    sitemap = HEAD + "".join(lines) + "</urlset>\n"
    yield File("sitemap.xml", sitemap.encode)
    robots = f"User-agent: *\nDisallow:\n\nSitemap: {build.site.url}/sitemap.xml\n"
    yield File("robots.txt", robots.encode)


def addresses(planned: Mapping[str, Output]) -> list[str]:
    """Where the pages are that may be found, in order."""
    heads = (output.context["page"] for output in planned.values() if isinstance(output, Page))
    return sorted(
        head.address
        for head in heads
        if isinstance(head, PageHead) and head.indexed and not head.canonical
    )


def register() -> None:
    complete.connect(outputs)
