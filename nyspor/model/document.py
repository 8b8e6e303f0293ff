"""The document that a Markdown text is converted to: HTML with marks for the theme's building blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nyspor.model.values import Contact, Video
from nyspor.problems import Problem


@dataclass(frozen=True)
class Block:
    """A building block: `name` is the component that renders it, `argument` what stood after the name.

    `data` is the validated record of a block whose text is YAML (video, contact); `line` is where
    the block begins in its file.
    """

    name: str
    argument: str = ""
    data: Video | Contact | None = None
    line: int = 1


@dataclass(frozen=True)
class Reference:
    """A link or picture in the text: the target as written, the line it stands on, a picture's alt, a link's words."""

    target: str
    line: int
    alt: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Body:
    """An entry's text. In `html`, `<nyspor-block n="0">…</nyspor-block>` encloses the content of
    `blocks[0]`, and `nyspor:` begins addresses that are resolved when the page is rendered."""

    html: str = ""
    blocks: tuple[Block, ...] = ()
    links: tuple[Reference, ...] = ()
    images: tuple[Reference, ...] = ()
    anchors: frozenset[str] = frozenset()
    words: int = 0
    problems: tuple[Problem, ...] = ()


MARK = re.compile(r'<(?:nyspor-block n="(\d+)"|/nyspor-block)>')


def render_blocks(html: str, blocks: tuple[Block, ...], render: Callable[[Block, str], str]) -> str:
    """`html` with every block replaced by what `render` makes of its content, from the innermost outwards.

    A mark that belongs to no block, since somebody wrote it in the text, is left out.
    """
    parts: list[list[str]] = [[]]
    open_blocks: list[Block] = []
    position = 0
    for mark in MARK.finditer(html):
        parts[-1].append(html[position : mark.start()])
        position = mark.end()
        if mark[1] is None:
            if open_blocks:
                content = "".join(parts.pop())
                parts[-1].append(render(open_blocks.pop(), content))
        elif int(mark[1]) < len(blocks):
            open_blocks.append(blocks[int(mark[1])])
            parts.append([])
    parts[-1].append(html[position:])
    return "".join(part for opened in parts for part in opened)
