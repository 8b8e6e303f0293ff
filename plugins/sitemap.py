"""The sitemap of every page, paging included, and robots.txt that points to it, as the national web archive asks.

A robots.txt means something only at the root of a host (RFC 9309, section 2.3), so a site under a path writes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from xml.sax.saxutils import escape

from nyspor.site.build_plan import Build, File, Output, Page, complete

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def outputs(build: Build, planned: Mapping[str, Output]) -> Iterator[File]:
    pages = (output for output in planned.values() if isinstance(output, Page))
    found = sorted(page.address for page in pages if page.address)
    yield File("sitemap.xml", partial(sitemap, build.site.url, found), values="\n".join(found))
    if build.site.base:
        return
    robots = f"User-agent: *\nDisallow:\n\nSitemap: {build.site.url}/sitemap.xml\n"
    yield File("robots.txt", robots.encode)


def sitemap(url: str, found: Iterable[str]) -> bytes:
    """Where the pages are that may be found, in order."""
    lines = (f"<url><loc>{escape(url + address)}</loc></url>\n" for address in found)
    return f"{HEAD}{''.join(lines)}</urlset>\n".encode()


def register() -> None:
    complete.connect(outputs)
