"""From pieces to laid-out pages: renders each, lays it out unless that is done, and finds the page numbers.

Every piece begins on a page of its own, so it can be laid out alone. Its HTML holds the page numbers of
what it refers to as plain text: when the numbers that came out are those that went in, all is done. Else
the pieces whose numbers were wrong are laid out again, and only those.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment

from nyspor import urls
from nyspor.magazine.core.section_names import story_section_name
from nyspor.magazine.layout.engine import Laid
from nyspor.magazine.layout.layout_tree import Mark, Node
from nyspor.magazine.pdf.structure_tree import Part
from nyspor.magazine.sections import Section
from nyspor.magazine.stories import issue_address
from nyspor.model.kinds import Issue
from nyspor.model.site import Site
from nyspor.site.cards import Prose
from nyspor.site.jinja_environment import make_environment
from nyspor.site.prose_html import render_prose

ROUNDS = 4
"""A number with one digit more may move a line, and the line a page; after so many rounds nothing moves."""

Numbers = Mapping[str, int]
"""By a piece's name, the page it begins on."""

_GONE = "<span data-gone"
_BLOCK = re.compile(r"<(p|h[2-4]|figure|ul|ol|table|blockquote|section)(?=[ >])")
_LINK = re.compile(r'<a ([^>]*?)href="([^"]*)"')


class Unsettled(Exception):
    """The page numbers did not settle: a fault in a template."""


@dataclass(frozen=True)
class Composed:
    """All pieces on their pages."""

    parts: tuple[Part, ...]
    numbers: Numbers
    pages: int


def compose(
    pieces: Sequence[Section],
    lay_out: Callable[[Section, Numbers], Laid],
    guess: Numbers | None = None,
) -> Composed:
    """Lay the pieces out one after the other. `guess` are the numbers of the last time."""
    numbers = dict(guess or {})
    for _ in range(ROUNDS):
        found: dict[str, int] = {}
        parts: list[Part] = []
        page = 1
        for piece in pieces:
            found[piece.name] = page
            laid = lay_out(piece, numbers | found)
            parts.append(Part(piece.name, piece.title, piece.level, laid))
            page += laid.pages
        if all(numbers.get(name) == number for name, number in found.items()):
            return Composed(tuple(parts), found, page - 1)
        numbers = found
    raise Unsettled


def render_piece(environment: Environment, piece: Section) -> str:
    """The piece's HTML, in nobody's dress yet; its blocks are numbered (`data-n`), so that one skin can
    say where another has a block."""
    context = {
        name: render_prose(environment, value) if isinstance(value, Prose) else value
        for name, value in piece.context.items()
    }
    html = environment.get_template(piece.template).render(context)
    count = itertools.count(1)
    return _BLOCK.sub(lambda match: f'<{match[1]} data-n="{next(count)}"', html)


def make_skin(issue: Issue, theme: Path) -> Environment:
    """The environment that a skin of the issue renders its pieces in."""
    environment = make_environment(theme, Site("", "", ""), issue.lang)
    environment.globals |= {
        "home": issue_address(issue),
        "issue": issue,
        "numbers": defaultdict(int),
        "plays": False,
    }
    return environment


def aim(
    address: str, issue: Issue, names: Container[str], site: Site, at_piece: Callable[[str], str]
) -> str | None:
    """Where a link leads that begins with a slash: to a piece of this magazine, at what `at_piece` says of
    its name, or to the site; None where that has no address."""
    path = address.partition("#")[0]
    home, stories = issue_address(issue), urls.kind_address("stories")
    name = ""
    if path.startswith(stories):
        name = story_section_name(path.removeprefix(stories).strip("/"))
    elif path.startswith(home):
        name = path.removeprefix(home).strip("/")
    if name in names:
        return at_piece(name)
    if not site.url:
        return None
    parts = urlsplit(site.url)
    return f'href="{parts.scheme}://{parts.netloc}{site.base}{address}"'


def aim_links(html: str, aim: Callable[[str], str | None]) -> str:
    """Give every link that begins with a slash the address and other attributes that `aim` says.

    `aim` gets the address and returns what is to stand instead of `href="…"`, or None where there is
    nowhere to go; the link is then plain text.
    """

    def swap(match: re.Match[str]) -> str:
        if not match[2].startswith("/"):
            return match[0]
        attributes = aim(match[2])
        return f"<a {match[1]}{attributes}" if attributes else f"{_GONE} {match[1]}"

    return _close_spans(_LINK.sub(swap, html))


def _close_spans(html: str) -> str:
    """End with `</span>` the links that became text."""
    first, *others = html.split(_GONE)
    return first + "".join(_GONE + part.replace("</a>", "</span>", 1) for part in others)


def page_starts(part: Part) -> tuple[str | None, ...]:
    """For every page of a piece but the first, the number (`data-n`) of the first block that begins on it;
    None where the page holds nothing but the end of a block from the page before."""
    found: dict[int, str] = {}
    for node in part.laid.tree.nodes():
        if number := node.attributes.get("data-n"):
            page = _first_page(node)
            if page is not None:
                found.setdefault(page, number)
    return tuple(found.get(page) for page in range(1, part.laid.pages))


def _first_page(node: Node) -> int | None:
    marks = (kid for inner in node.nodes() for kid in inner.kids if isinstance(kid, Mark))
    first = next(marks, None)
    return first.page if first else None
