"""A writer's Markdown → `Body`: one reused converter, one pass a text, nothing read but the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from html.entities import html5
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.inlinepatterns import AUTOMAIL_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.magiclink import RE_LINK, RE_MAIL

from nyspor.front_matter.parsing import visible
from nyspor.markdown.attributes import AttributeLists, CodeFences
from nyspor.markdown.block_checks import BLOCK, check_block_content, pictures_of_block
from nyspor.markdown.blocks import (
    BuildingBlocks,
    block_opening,
    check_blocks,
    check_colons,
    fence_lines,
    lines_outside_code,
)
from nyspor.markdown.escapes import (
    BareLink,
    BareMailLink,
    MailLink,
    UnescapedDefinitions,
    decode_attribute,
    has_windows_path,
    source_of_attribute,
)
from nyspor.markdown.fast_path import FastMarkdown
from nyspor.markdown.footnotes import check_footnotes, check_typed_notes
from nyspor.markdown.heading_ids import heading_id
from nyspor.markdown.html_comments import remove_comments
from nyspor.markdown.html_in_texts import (
    FoundHtml,
    check_html,
    check_ids,
    clean_html,
    has_attributes,
    may_have_html,
    without_inner_links,
)
from nyspor.markdown.leftovers import check_leftovers
from nyspor.markdown.linter import check_headings, check_images
from nyspor.markdown.lists import check_lists
from nyspor.markdown.quotes import DANISH_QUOTES, correct_quotes
from nyspor.markdown.structure import normalize_structure
from nyspor.markdown.tables import check_tables
from nyspor.model.document import Block, Body, Reference
from nyspor.model.link_targets import SCHEME, internal_target, scheme_of
from nyspor.problems import N_, Problem
from nyspor.text.language import DEFAULT_LANGUAGE

_ALIGN = re.compile(r"text-align: (left|center|right);")
_ID = re.compile(r'id="(?<=\bid=")([^"]+)"')
"""An `id`. A regular expression that begins with a letter is looked for faster than one with a `\\b`."""
_TAG = re.compile(r"<[^>]+>")
_WITHOUT_ADDRESS = re.compile(r"\]\([ \t]*(?:\"[^\"\n]*\")?[ \t]*\)")
_CHARACTER_REFERENCE = re.compile(r"&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z][a-z0-9]*));", re.I)


class FoundReference(NamedTuple):
    """A link or picture in the tree: its target as its author meant it, and as it is written in the source."""

    target: str
    source: str
    alt: str | None = None
    in_block: bool = False
    text: str = "…"
    """The words of a link, with the text alternatives of its pictures."""


class References(Treeprocessor):
    """Records every link and picture, and points those of the site at `nyspor:` targets."""

    def __init__(self, markdown: Markdown, blocks: BuildingBlocks) -> None:
        super().__init__(markdown)
        self.blocks = blocks
        self.reset_for("")

    def reset_for(self, source: str) -> None:
        """Start a new text, that of `source`."""
        self.source = source
        self.links: list[FoundReference] = []
        self.images: list[FoundReference] = []
        self.alts: dict[str, str] = {}

    def run(self, root: Element) -> None:
        credited: set[Element] = set()
        for element in root.iter(BLOCK):
            number = int(element.get("n", ""))
            block = self.blocks.blocks[number]
            found = check_block_content(element, block, self.source)
            self.blocks.problems += [(number, problem) for problem in found]
            if block.name == "figure":
                credited.update(pictures_of_block(element))
        if next(root.iter("table"), None) is not None:
            self._put_tables_in_blocks(root)
        for element in root.iter():
            self._record(element, element in credited)
            if element.tag == "a":
                _leave_inner_links_to(element)

    def _put_tables_in_blocks(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table" and not self._in_table_block(parent):
                    parent[place] = self._table_block(child)

    def _in_table_block(self, parent: Element) -> bool:
        return parent.tag == BLOCK and self.blocks.blocks[int(parent.get("n", ""))].name == "table"

    def _table_block(self, table: Element) -> Element:
        """A plain table as a building block without a caption, so that a wide one can scroll too."""
        block = Element(BLOCK, {"n": str(len(self.blocks.blocks))})
        self.blocks.blocks.append(Block("table"))
        block.append(table)
        return block

    def _record(self, element: Element, credited: bool) -> None:
        if element.tag == "a" and (href := element.get("href")) is not None:
            link = _read_attribute(href)
            self.links.append(link._replace(text=_link_text(element)))
            target = internal_target(link.target, self.source)
            if target and not link.target.startswith("#"):
                _set_target(element, "href", target)
            elif " " in href and not target:
                # A telephone takes no spaces; a browser takes them encoded.
                space = "" if link.target.startswith("tel:") else "%20"
                element.set("href", href.replace(" ", space))
        elif element.tag == "img":
            image = _read_attribute(element.get("src", ""))
            alt = decode_attribute(element.get("alt", ""))
            self.images.append(image._replace(alt=alt, in_block=credited))
            _set_target(element, "src", internal_target(image.target, self.source) or image.target)
        elif (style := element.get("style")) and (align := _ALIGN.fullmatch(style)):
            # A page without inline styles can forbid them, and others' with them.
            del element.attrib["style"]
            element.set("class", align[1])

    def resolve_html(self, tag: str, attribute: str, value: str) -> str:
        """Return an address in a writer's own HTML as it is rendered; it is recorded as those of Markdown are."""
        known = self.links if tag == "a" else self.images
        if value.startswith(SCHEME) or any(value == found.target for found in known):
            return value
        known.append(FoundReference(value, value, None if tag == "a" else self.alts.get(value, "")))
        target = internal_target(value, self.source)
        return value if not target or value.startswith("#") else SCHEME + target


def _read_attribute(value: str) -> FoundReference:
    """The target that an `href` or `src` of the tree names.

    Backslashes between folders are left as they are written, since that is what the writer must correct.
    """
    source = source_of_attribute(value)
    target = decode_attribute(value)
    is_path = not scheme_of(target) and has_windows_path(value)
    return FoundReference(source if is_path else target, source)


def _link_text(link: Element) -> str:
    pictures = (decode_attribute(picture.get("alt", "…")) for picture in link.iter("img"))
    return decode_attribute(" ".join("".join([*link.itertext(), *pictures]).split()))


def _leave_inner_links_to(link: Element) -> None:
    """No link stands within another."""
    for inner in list(link.iter("a"))[1:]:
        inner.tag = "span"
        inner.attrib.clear()


def _set_target(element: Element, attribute: str, target: str) -> None:
    """Point an element at a `nyspor:` target. What looks like an entity would not be escaped again."""
    element.set(attribute, SCHEME + target.replace("&", "&amp;"))


class Dash(InlineProcessor):
    """` - ` between words is a dash, as Danes type it on a keyboard that has none."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return " \u2013 ", m.start(0), m.end(0)


class Times(InlineProcessor):
    """`5*4` is a sum: a star between two numbers, or two single letters, emphasises nothing."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: N802
        return "*", m.start(0), m.end(0)


TIMES = r"(?<=[\d)])\*(?=[\d(])|(?<=\b[a-zA-Z])\*(?=[a-zA-Z]\b)"


class _NysporExtension(Extension):
    """Adds the building blocks, the dash and the list of references to a converter."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        self.blocks = BuildingBlocks(md.parser)
        self.references = References(md, self.blocks)
        md.parser.blockprocessors.register(self.blocks, "nyspor-blocks", 105)
        # Nobody who writes about welfare means code by an indented paragraph; code stands between fences.
        md.parser.blockprocessors.deregister("code")
        md.treeprocessors.register(AttributeLists(md), "attr_list", 8)
        md.preprocessors.register(CodeFences(md, {}), "fenced_code_block", 25)
        md.inlinePatterns.register(MailLink(AUTOMAIL_RE, md), "automail", 110)
        md.inlinePatterns.register(BareLink(RE_LINK, md), "magic-link", 85)
        md.inlinePatterns.register(BareMailLink(RE_MAIL, md), "magic-mail", 84.9)
        # Before inline patterns (20) make links of them.
        md.treeprocessors.register(UnescapedDefinitions(md), "nyspor-definitions", 30)
        md.inlinePatterns.register(Dash(r"(?<=\S) - (?=\S)", md), "nyspor-dash", 8)
        # Before emphasis (60), and after code (190) and links.
        md.inlinePatterns.register(Times(TIMES, md), "nyspor-times", 65)
        # After inline patterns (20) and the table of contents (5) have made the links, before they are serialised.
        md.treeprocessors.register(self.references, "nyspor-references", 4)
        md.block_level_elements.append(BLOCK)


class Converter:
    """Turns texts into bodies. Not shared between threads; `converter()` keeps one a process."""

    def __init__(self, markdown: type[Markdown] = FastMarkdown) -> None:
        self.extension = _NysporExtension()
        self.markdown = markdown(
            extensions=[
                # The classes themselves: a name would be looked for in every installed package.
                AttrListExtension(),
                DefListExtension(),
                TableExtension(),
                FencedCodeExtension(),
                SaneListExtension(),
                MarkdownInHtmlExtension(),
                FootnoteExtension(
                    BACKLINK_TITLE="Tilbage til teksten, note %d", BACKLINK_TEXT="↩\ufe0e"
                ),
                SmartyExtension(substitutions=DANISH_QUOTES),
                TocExtension(slugify=heading_id),
                self.extension,
            ],
            output_format="html",
        )

    def convert(
        self, text: str, source: str, first_line: int = 1, language: str = DEFAULT_LANGUAGE
    ) -> Body:
        """The body of `source`, whose text begins on `first_line` of the file."""
        try:
            return self._convert(text, source, first_line, language)
        except RecursionError:
            return Body(problems=(_nested_too_deeply(source, first_line),))

    def _convert(self, text: str, source: str, first_line: int, language: str) -> Body:
        cut = remove_comments(text, source, first_line, partial(self._in_code, source))
        html = correct_quotes(self._html(cut.text, source), language)
        found = self.extension.references
        lines = list(lines_outside_code(cut.lines.split("\n"), first_line))
        foreign: list[Problem] = []
        colons = list(check_colons(lines, source)) if "::" in cut.lines else []
        if may_have_html(cut.text) or has_attributes(cut.text):
            written = FoundHtml(html)
            found.alts = written.alts
            foreign += check_html(written, lines, source)
            html = clean_html(without_inner_links(html), found.resolve_html)
        fences = list(fence_lines(lines)) if ":::" in cut.lines else []
        blocks = list(_placed_blocks(self.extension.blocks.blocks, lines))
        images = [(_reference(cut.lines, it, first_line), it.in_block) for it in found.images]
        ids = _ID.findall(html)
        return Body(
            html=html,
            blocks=tuple(blocks),
            links=tuple([_reference(cut.lines, it, first_line) for it in found.links]),
            images=tuple([image for image, _ in images]),
            anchors=frozenset(ids),
            words=len(_TAG.sub(" ", html).split()),
            problems=(
                *cut.problems,
                *(colons or check_blocks(fences, source)),
                *_block_problems(self.extension.blocks, blocks),
                *foreign,
                *check_ids(ids, lines, source),
                *check_headings(lines, source),
                *check_lists(lines, source),
                *check_tables(lines, source),
                *check_leftovers(html, lines, source),
                *(check_footnotes(lines, source) if "[^" in cut.text else ()),
                *check_typed_notes(cut.text, lines, source),
                *check_images(images, source),
            ),
        )

    def _html(self, text: str, source: str) -> str:
        """The HTML of a text; `extension` then holds its blocks and references."""
        self.markdown.reset()
        self.extension.blocks.reset_for(source)
        self.extension.references.reset_for(source)
        html = self.markdown.convert(normalize_structure(text))
        return _CHARACTER_REFERENCE.sub(_readable_reference, html) if "&" in text else html

    def _in_code(self, source: str, before: str, after: str) -> bool:
        """Whether what stands between these two is code: convert it with a word in its place and see."""
        word = "nysporprobe"
        while word in before or word in after:
            word += "x"
        html = self._html(before + word + after, source)
        return any(
            html.rfind("<code", 0, found.start()) > html.rfind("</code>", 0, found.start())
            for found in re.finditer(word, html)
        )


def _readable_reference(match: re.Match[str]) -> str:
    """A reference to a character (`&#229;`, `&aring;`) that browsers know.

    A number of no character becomes U+FFFD, as in CommonMark; a name that there is not, the words that it is.
    """
    if match[3]:
        return match[0] if f"{match[3]};" in html5 else f"&amp;{match[3]};"
    digits = (match[1] or match[2]).lstrip("0") or "0"
    code = int(digits, 16 if match[1] else 10) if len(digits) < 8 else 0
    known = code < 0x110000 and not 0xD800 <= code < 0xE000 and visible(chr(code)) == chr(code)
    return match[0] if known else "\ufffd"


@cache
def converter() -> Converter:
    """The process's one converter."""
    return Converter()


def _nested_too_deeply(source: str, first_line: int) -> Problem:
    """The problem of blocks in blocks in blocks, hundreds of them."""
    return Problem(
        source,
        N_("The text has so many things inside each other that it cannot be read."),
        N_("End each building block, list and quotation before the next begins."),
        first_line,
        rule="nesting",
    )


def _reference(text: str, found: FoundReference, first_line: int) -> Reference:
    """What was found in the tree, with its line in the file."""
    empty = None if found.source else _WITHOUT_ADDRESS.search(text)
    line = _line(text, found.source or (empty[0] if empty else "]()"), first_line)
    return Reference(found.target, line, found.alt, found.text)


def _line(text: str, needle: str, first_line: int) -> int:
    """The first line where `needle` stands, however it is percent-encoded; else the first of all."""
    if needle.startswith("mailto:") and needle not in text:
        needle = needle.removeprefix("mailto:")
    elif needle.startswith("https://www.") and needle not in text:
        needle = needle.removeprefix("https://")
    if "%" in text or "%" in needle or "\n" in needle:
        plain = unquote(needle)
        found = (needle in line or plain in unquote(line) for line in text.split("\n"))
        return next((line for line, it in enumerate(found, first_line) if it), first_line)
    return first_line + text.count("\n", 0, max(text.find(needle), 0))


def _placed_blocks(blocks: list[Block], lines: list[tuple[int, str]]) -> Iterator[Block]:
    """The blocks, each with the line it begins on; one that is no line's own has that of the one before."""
    openings = ((number, block_opening(line)) for number, line in lines if ":::" in line)
    line = lines[0][0] if lines else 1
    for block in blocks:
        for number, opening in openings:
            if opening == (block.name, block.argument):
                line = number
                break
        yield replace(block, line=line)


def _block_problems(blocks: BuildingBlocks, placed: list[Block]) -> Iterator[Problem]:
    """Problems in the fields of blocks, with their lines in the file."""
    for index, problem in blocks.problems:
        yield replace(problem, line=placed[index].line + (problem.line or 0))
