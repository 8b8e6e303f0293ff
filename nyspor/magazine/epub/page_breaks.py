"""Page breaks of the printed magazine in the EPUB, so that both can be cited by the same page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nyspor.magazine.core.section_names import CONTENTS, NAVIGATION
from nyspor.magazine.layout.layout_tree import MarkedContent, Node
from nyspor.magazine.layout.pagination import PaginatedIssue
from nyspor.magazine.layout.section_layout import SectionLayout


def first_blocks(layout: SectionLayout) -> tuple[str | None, ...]:
    """Return the number (`data-n`) of the first block that begins on each page after a section's first.

    None for a page that has only the end of a block from the page before.
    """
    found: dict[int, str] = {}
    for node in layout.tree.nodes():
        if number := node.attributes.get("data-n"):
            page = _first_page(node)
            if page is not None:
                found.setdefault(page, number)
    return tuple(found.get(page) for page in range(1, layout.pages))


def _first_page(node: Node) -> int | None:
    marks = (
        child
        for inner in node.nodes()
        for child in inner.children
        if isinstance(child, MarkedContent)
    )
    first = next(marks, None)
    return first.page if first else None


def with_page_breaks(html: str, first_page: int, blocks: tuple[str | None, ...]) -> str:
    """Return the HTML of a section with a page break before the first block of each page.

    `first_page` is the section's first page (from 1), `blocks` the result of `first_blocks`. A page that
    begins within a block is marked at the end of the chapter.
    """
    late = ""
    for number, block in enumerate(blocks, start=first_page + 1):
        if block is None:
            late += _page_break(number)
        else:
            html = re.sub(rf'(<\w+ data-n="{block}")', rf"{_page_break(number)}\1", html, count=1)
    return _page_break(first_page) + re.sub(r' data-n="\d+"', "", html) + late


def _page_break(number: int) -> str:
    return f'<span role="doc-pagebreak" id="side-{number}" aria-label="{number}"></span>'


def page_list(paginated: PaginatedIssue) -> Iterator[tuple[str, str]]:
    """Yield each page number with the place of its page break. The printed contents are at the navigation."""
    for section in paginated.sections:
        first = paginated.numbers[section.name]
        for number in range(first, first + section.layout.pages):
            file = NAVIGATION if section.name == CONTENTS else section.name
            yield str(number), f"{file}.xhtml#side-{number}"
