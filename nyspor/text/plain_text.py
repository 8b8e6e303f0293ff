"""Residents' plain text as HTML: paragraphs with safe links and nothing else."""

from __future__ import annotations

import re

import nh3
from markupsafe import Markup, escape

_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def render_plain_text(text: str) -> Markup:
    """Return plain text as paragraphs: everything escaped, URLs made links."""
    paragraphs = (p for p in re.split(r"\n\s*\n", text.strip()) if p.strip())
    html = "\n".join(
        Markup("<p>{}</p>").format(Markup("<br>\n").join(map(_link_urls, paragraph.split("\n"))))
        for paragraph in paragraphs
    )
    # A second line of defence: everything is escaped already.
    return Markup(
        nh3.clean(html, tags={"p", "br", "a"}, attributes={"a": {"href", "rel"}}, link_rel=None)
    )


def _link_urls(line: str) -> Markup:
    parts: list[Markup] = []
    position = 0
    for match in _URL.finditer(line):
        parts.append(escape(line[position : match.start()]))
        parts.append(Markup('<a href="{0}" rel="nofollow ugc">{0}</a>').format(match[0]))
        position = match.end()
    return Markup("").join([*parts, escape(line[position:])])
