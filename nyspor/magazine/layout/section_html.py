"""The HTML of a section, for the PDFs and the EPUB: renders its template and rewrites its links."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Container
from urllib.parse import urlsplit

from jinja2 import Environment

from nyspor import urls
from nyspor.magazine.core.section_names import story_section_name
from nyspor.magazine.sections import Section
from nyspor.model.kinds import Entry
from nyspor.model.site import Site
from nyspor.model.values import Language
from nyspor.site.cards import Prose
from nyspor.site.jinja_environment import make_environment
from nyspor.site.prose_html import render_prose
from nyspor.site.theme import Theme

_UNLINKED = "<span data-gone"
_BLOCK = re.compile(r"<(p|h[2-4]|figure|ul|ol|table|blockquote|section)(?=[ >])")
_LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"')


def section_environment(entry: Entry, theme: Theme) -> Environment:
    """Return the Jinja environment that renders the sections of a document: an issue's, or another entry's."""
    environment = make_environment(theme, Site("", "", ""), entry.lang)
    environment.globals |= {
        "home": urls.entry_address(entry.kind, entry.slug),
        "issue": entry,
        "numbers": defaultdict(int),
        "plays": False,
    }
    return environment


def render_section(environment: Environment, section: Section) -> str:
    """Return the section's HTML before links are rewritten.

    Its blocks are numbered (`data-n`), so that the EPUB can mark where the printed pages begin.
    """
    context = {
        name: render_prose(environment, value) if isinstance(value, Prose) else value
        for name, value in section.context.items()
    }
    html = environment.get_template(section.template).render(context)
    count = itertools.count(1)
    return _BLOCK.sub(lambda match: f'<{match[1]} data-n="{next(count)}"', html)


def rewrite_links(html: str, link_attributes: Callable[[str], str | None]) -> str:
    """Return the HTML with new attributes for every link whose address begins with a slash.

    `link_attributes` gets the address and returns what replaces `href="…"`, or None where the link has no
    target; the link then becomes a `<span>`.
    """

    def replace(match: re.Match[str]) -> str:
        if not match[2].startswith("/"):
            return match[0]
        attributes = link_attributes(match[2])
        return f"<a {match[1]}{attributes}" if attributes else f"{_UNLINKED} {match[1]}"

    return _close_spans(_LINK.sub(replace, html))


def _close_spans(html: str) -> str:
    """End the links that became spans with `</span>`."""
    first, *others = html.split(_UNLINKED)
    return first + "".join(_UNLINKED + part.replace("</a>", "</span>", 1) for part in others)


def link_attributes(
    address: str,
    entry: Entry,
    names: Container[str],
    site: Site,
    section_link: Callable[[str], str],
) -> str | None:
    """Return the attributes of a link to an address of the site.

    The address of a section of this document gives `section_link` of its name, any other the absolute URL on the
    site; None where the site has no URL.
    """
    name = _section_name(address.partition("#")[0], entry)
    if name in names:
        return section_link(name)
    if not site.url:
        return None
    parts = urlsplit(site.url)
    return f'href="{parts.scheme}://{parts.netloc}{site.base}{address}"'


def _section_name(path: str, entry: Entry) -> str:
    """Return the name that the section at this path of the site would have, '' where there cannot be one."""
    home = urls.entry_address(entry.kind, entry.slug)
    for language in Language:
        stories = urls.entry_address("stories", "", language).removesuffix("/")
        if path.startswith(stories):
            return story_section_name(path.removeprefix(stories).strip("/"))
    return path.removeprefix(home).strip("/") if path.startswith(home) else ""
