"""A writer's Markdown → `Body`: one reused converter, one pass a text, nothing read but the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from nyspor.danish import slugify
from nyspor.markdown.blocks import (
    BuildingBlocks,
    check_blocks,
    component_of,
    fence_lines,
    outside_code,
)
from nyspor.markdown.body import Block, Body, Reference
from nyspor.markdown.targets import SCHEME, internal_target
from nyspor.problems import N_, Problem

_DANISH_QUOTES = {
    "left-double-quote": "&raquo;",
    "right-double-quote": "&laquo;",
    "left-single-quote": "&rsaquo;",
    "right-single-quote": "&rsquo;",
}
_ALIGN = re.compile(r"text-align: (left|center|right);")
_TAG = re.compile(r"<[^>]+>")
_HEADING = re.compile(r"(#{1,6})(?!#)\s*\S")
_FOREIGN = re.compile(r"<\s*(iframe|script|object|embed|link|style|form)\b", re.IGNORECASE)


class References(Treeprocessor):
    """Writes down every link and picture, and points those of the site at `nyspor:` targets."""

    def __init__(self, markdown: Markdown, blocks: BuildingBlocks) -> None:
        super().__init__(markdown)
        self.blocks = blocks
        self.begin("")

    def begin(self, source: str) -> None:
        """Forget the last text and make ready for that of `source`."""
        self.source = source
        self.links: list[str] = []
        self.images: list[tuple[str, str, bool]] = []

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table" and not self._in_table_block(parent):
                    parent[place] = self._table_block(child)
        self._walk(root, in_figure=False)

    def _in_table_block(self, parent: Element) -> bool:
        return (
            parent.tag == "nyspor-block"
            and self.blocks.blocks[int(parent.get("n", ""))].name == "table"
        )

    def _table_block(self, table: Element) -> Element:
        """A plain table as a building block without a caption, so that a wide one can scroll too."""
        block = Element("nyspor-block", {"n": str(len(self.blocks.blocks))})
        self.blocks.blocks.append(Block("table"))
        block.append(table)
        return block

    def _walk(self, element: Element, in_figure: bool) -> None:
        in_figure = in_figure or element.tag == "nyspor-block"
        if element.tag == "a" and (href := element.get("href")):
            self.links.append(href)
            target = internal_target(href, self.source)
            if target and not href.startswith("#"):
                element.set("href", SCHEME + target)
        elif element.tag == "img":
            src = element.get("src", "")
            self.images.append((src, element.get("alt", ""), in_figure))
            element.set("src", SCHEME + (internal_target(src, self.source) or src))
        elif align := _ALIGN.fullmatch(element.get("style", "")):
            # A page without inline styles can forbid them, and others' with them.
            del element.attrib["style"]
            element.set("class", align[1])
        for child in element:
            self._walk(child, in_figure)


class Dash(InlineProcessor):
    """` - ` between words is a dash, as Danes type it on a keyboard that has none."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return " \u2013 ", m.start(0), m.end(0)


class _NysporExtension(Extension):
    """Adds the building blocks, the dash and the list of references to a converter."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        self.blocks = BuildingBlocks(md.parser)
        self.references = References(md, self.blocks)
        md.parser.blockprocessors.register(self.blocks, "nyspor-blocks", 105)
        md.inlinePatterns.register(Dash(r"(?<=\S) - (?=\S)", md), "nyspor-dash", 8)
        # After inline patterns (20) have made the links, before they are serialised.
        md.treeprocessors.register(self.references, "nyspor-references", 5)
        md.block_level_elements.append("nyspor-block")


class Converter:
    """Turns texts into bodies. Not shared between threads; `converter()` keeps one a process."""

    def __init__(self) -> None:
        self.ours = _NysporExtension()
        self.markdown = Markdown(
            extensions=[
                "attr_list",
                "def_list",
                "tables",
                "fenced_code",
                "sane_lists",
                "md_in_html",
                FootnoteExtension(
                    BACKLINK_TITLE="Tilbage til teksten, note %d", BACKLINK_TEXT="↩\ufe0e"
                ),
                SmartyExtension(substitutions=_DANISH_QUOTES),
                TocExtension(slugify=lambda text, separator: slugify(text)),
                self.ours,
            ],
            output_format="html",
        )

    def convert(self, text: str, source: str, first_line: int = 1) -> Body:
        """The body of `source`, whose text begins on `first_line` of the file."""
        self.markdown.reset()
        self.ours.blocks.begin(source)
        self.ours.references.begin(source)
        html = self.markdown.convert(text)
        found = self.ours.references
        lines = text.split("\n")
        blocks = _placed_blocks(self.ours.blocks, lines, first_line)
        return Body(
            html=html,
            blocks=tuple(blocks),
            links=tuple(Reference(h, _line(lines, h, first_line)) for h in found.links),
            images=tuple(
                Reference(s, _line(lines, s, first_line), alt) for s, alt, _ in found.images
            ),
            anchors=frozenset(re.findall(r'\bid="([^"]+)"', html)),
            words=len(_TAG.sub(" ", html).split()),
            problems=(
                *check_blocks(lines, source, first_line),
                *_block_problems(self.ours.blocks, blocks),
                *_check_lines(lines, source, first_line),
                *_check_headings(lines, source, first_line),
                *_check_images(found.images, lines, source, first_line),
            ),
        )


@cache
def converter() -> Converter:
    """The process's one converter."""
    return Converter()


def _line(lines: list[str], needle: str, first_line: int) -> int:
    for number, line in enumerate(lines, first_line):
        if needle in line or unquote(needle) in unquote(line):
            return number
    return first_line


def _placed_blocks(blocks: BuildingBlocks, lines: list[str], first_line: int) -> list[Block]:
    """The blocks, each with the line it begins on."""
    opened = (
        number
        for number, what, name in fence_lines(lines, first_line)
        if what == "open" and component_of(name)
    )
    placed = [replace(block, line=line) for block, line in zip(blocks.blocks, opened, strict=False)]
    return placed + blocks.blocks[len(placed) :]


def _block_problems(blocks: BuildingBlocks, placed: list[Block]) -> Iterator[Problem]:
    """Problems in the fields of blocks, with their lines in the file."""
    for index, problem in blocks.problems:
        yield replace(problem, line=placed[index].line + (problem.line or 0))


def _prose_lines(lines: list[str], first_line: int) -> Iterator[tuple[int, str]]:
    """The lines that are neither in fenced nor in indented code, with their numbers."""
    for number, line in outside_code(lines, first_line):
        if not line.startswith(("    ", "\t")):
            yield number, line


def _check_lines(lines: list[str], source: str, first_line: int) -> Iterator[Problem]:
    for number, line in _prose_lines(lines, first_line):
        if match := _FOREIGN.search(line):
            yield Problem(
                source,
                N_(
                    "The text has a <{tag}>, which would fetch or do something that the page must not."
                ),
                N_("Use a link, or the building block video."),
                number,
                params={"tag": match[1].lower()},
            )


def _check_headings(lines: list[str], source: str, first_line: int) -> Iterator[Problem]:
    above = 1
    for number, line in _prose_lines(lines, first_line):
        match = _HEADING.match(line)
        if not match:
            continue
        level = len(match[1])
        if level == 1:
            yield Problem(
                source,
                N_("The heading has one #, but the title is already the page's first heading."),
                N_("Begin the heading with ##."),
                number,
            )
        elif level > above + 1:
            yield Problem(
                source,
                N_("The heading goes from {above} to {level} signs and skips a level."),
                N_("Begin it with {wanted}."),
                number,
                params={"above": "#" * above, "level": "#" * level, "wanted": "#" * (above + 1)},
            )
        above = max(level, 2) if level > 1 else above


def _check_images(
    images: list[tuple[str, str, bool]], lines: list[str], source: str, first_line: int
) -> Iterator[Problem]:
    for src, alt, in_block in images:
        line = _line(lines, src, first_line)
        if not alt.strip():
            yield Problem(
                source,
                N_("The picture {src} has no text alternative."),
                N_(
                    "Write between the square brackets what a reader who cannot see it should know."
                ),
                line,
                params={"src": src},
            )
        if not in_block:
            yield no_credit(source, src, line)
        if urlsplit(src).netloc:
            yield Problem(
                source,
                N_("The picture {src} would be fetched from another site."),
                N_("Put the picture in content/images and write its path."),
                line,
                params={"src": src},
            )


def no_credit(source: str, src: str, line: int) -> Problem:
    """The problem of a picture in the text that does not say whose it is."""
    return Problem(
        source,
        N_("The picture {src} has no credit."),
        N_("Put a line “::: billede Tegning: navn” before it and “:::” after it."),
        line,
        params={"src": src},
    )
