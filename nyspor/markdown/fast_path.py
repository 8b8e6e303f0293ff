"""Python-Markdown's own steps, left out where they could find nothing: the same HTML, sooner.

The library looks through each block of a text in seventeen ways, and through each piece of it with thirty
regular expressions. Nearly all of them need a sign that most texts do not have, and a look for a sign
costs a fraction of a regular expression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, blockprocessors, inlinepatterns
from markdown.blockparser import BlockParser
from markdown.extensions import def_list, footnotes, md_in_html, sane_lists, smarty, tables
from markdown.extensions.toc import TocTreeprocessor, unique
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import InlineProcessor, UnescapeTreeprocessor
from markdown.util import ETX, STX, AtomicString

from nyspor.markdown.attributes import Attributes, CodeFences


def quicken(md: Markdown) -> None:
    """Make the converter leave out what could find nothing. To be called when all its parts are in.

    Each step changes its class where it stands, so that its place in the order, its settings and those
    who hold on to it stay as the library made them.
    """
    md.parser.__class__ = QuickBlockParser
    md.preprocessors["normalize_whitespace"].__class__ = QuickWhitespace
    md.preprocessors["html_block"].__class__ = QuickHtmlBlocks
    md.preprocessors["fenced_code_block"].__class__ = QuickFences
    md.treeprocessors["inline"].__class__ = QuickInline
    md.treeprocessors["smarty"].__class__ = QuickInline
    md.treeprocessors["attr_list"].__class__ = QuickAttrList
    md.treeprocessors["toc"].__class__ = QuickToc
    md.treeprocessors["unescape"].__class__ = QuickUnescape
    # It is asked of each element twice, and looks through a list each time.
    setattr(md, "is_block_level", cache(md.is_block_level))  # noqa: B010 - a method is not assigned to


def text_of(tree: Element) -> str:
    """All text in a tree, at any depth."""
    return "\n".join(tree.itertext())


class QuickWhitespace(NormalizeWhitespace):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        unusual = any(sign in text for sign in ("\n ", "\t", "\r", STX, ETX))
        return super().run(lines) if unusual else [*lines, "", ""]


class QuickFences(CodeFences):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return super().run(lines) if "```" in text or "~~~" in text else lines


class QuickHtmlBlocks(md_in_html.HtmlBlockPreprocessor):
    """Asks the HTML parser only about texts that have a tag or an entity."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return super().run(lines) if "<" in text or "&" in text else lines


class QuickAttrList(Attributes):
    def run(self, doc: Element) -> None:
        if "{" in text_of(doc):
            super().run(doc)


class QuickUnescape(UnescapeTreeprocessor):
    def run(self, root: Element) -> None:
        # Codes of escaped characters stand in addresses, titles and alternative texts too.
        if STX in text_of(root) or any(
            STX in value for element in root.iter() for value in element.attrib.values()
        ):
            super().run(root)


class QuickToc(TocTreeprocessor):
    """Gives the headings their anchors, and makes a table of contents only where one is asked for."""

    def run(self, doc: Element) -> None:
        headings = [e for e in doc.iter() if type(e.tag) is str and self.header_rgx.match(e.tag)]
        if self.marker in text_of(doc) or not all(map(_is_plain, headings)):
            super().run(doc)
            return
        used = {element.attrib["id"] for element in doc.iter() if "id" in element.attrib}
        counted: dict[str, int] = {}
        for heading in headings:
            if "id" not in heading.attrib:
                name = " ".join((heading.text or "").split())
                heading.attrib["id"] = unique(self.slugify(name, self.sep), used, counted)


def _is_plain(heading: Element) -> bool:
    """Whether a heading is no more than words, which as HTML are the same."""
    text = heading.text or ""
    return (
        len(heading) == 0
        and "data-toc-label" not in heading.attrib
        and not any(sign in text for sign in ("&", "<", STX))
    )


NEEDS: dict[type, Callable[[str], bool]] = {
    md_in_html.MarkdownInHtmlProcessor: lambda block: STX in block,
    blockprocessors.ListIndentProcessor: lambda block: block.startswith("    "),
    def_list.DefListIndentProcessor: lambda block: block.startswith("    "),
    blockprocessors.CodeBlockProcessor: lambda block: block.startswith("    "),
    tables.TableProcessor: lambda block: "|" in block,
    blockprocessors.HashHeaderProcessor: lambda block: "#" in block,
    blockprocessors.SetextHeaderProcessor: lambda block: "\n=" in block or "\n-" in block,
    blockprocessors.HRProcessor: lambda block: "-" in block or "*" in block or "_" in block,
    sane_lists.SaneOListProcessor: lambda block: ". " in block,
    def_list.DefListProcessor: lambda block: ": " in block,
    blockprocessors.BlockQuoteProcessor: lambda block: ">" in block,
    footnotes.FootnoteBlockProcessor: lambda block: "[^" in block,
    blockprocessors.ReferenceProcessor: lambda block: "]:" in block,
}
"""What a block must have for a block processor to do something with it; one that is not here is always
asked. The four spaces are the library's `tab_length`."""


class QuickBlockParser(BlockParser):
    """Asks a block processor only about blocks that have what it needs."""

    @cached_property
    def steps(self) -> list[tuple[Callable[[str], bool], blockprocessors.BlockProcessor]]:
        return [(NEEDS.get(type(step), _always), step) for step in self.blockprocessors]

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802
        while blocks:
            for needs, processor in self.steps:
                if (
                    needs(blocks[0])
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break


def _always(block: str) -> bool:
    return True


SIGNS: dict[str, tuple[str, ...]] = {
    inlinepatterns.BACKTICK_RE: ("`",),
    inlinepatterns.ESCAPE_RE: ("\\",),
    inlinepatterns.LINK_RE: ("[",),
    inlinepatterns.IMAGE_LINK_RE: ("![",),
    inlinepatterns.AUTOLINK_RE: ("<",),
    inlinepatterns.AUTOMAIL_RE: ("<",),
    inlinepatterns.HTML_RE: ("<",),
    inlinepatterns.ENTITY_RE: ("&",),
    inlinepatterns.LINE_BREAK_RE: ("  \n",),
    r"\*|_": ("*", "_"),
    r"\[\^([^\]]*)\]": ("[^",),
    r"(?<=\S) - (?=\S)": (" - ",),
    r"(?<!-)---(?!-)": ("---",),
    r"(?<!-)--(?!-)": ("--",),
    r"(?<!\.)\.{3}(?!\.)": ("...",),
    smarty.singleQuoteStartRe: ("'",),
    smarty.decadeAbbrRe: ("'",),
    smarty.openingSingleQuotesRegex: ("'",),
    smarty.closingSingleQuotesRegex: ("'",),
    smarty.closingSingleQuotesRegex2: ("'",),
    smarty.remainingSingleQuotesRegex: ("'",),
    smarty.doubleQuoteStartRe: ('"',),
    smarty.openingDoubleQuotesRegex: ('"',),
    smarty.closingDoubleQuotesRegex: ('"',),
    smarty.closingDoubleQuotesRegex2: ('"',),
    smarty.remainingDoubleQuotesRegex: ('"',),
    smarty.doubleQuoteSetsRe: ("\"'",),
    smarty.singleQuoteSetsRe2: ("\"'",),
    smarty.singleQuoteSetsRe: ("'\"",),
    smarty.doubleQuoteSetsRe2: ("'\"",),
}
"""Regular expressions, each with signs of which it can match none without one.

One that is not here is always tried.
"""


class QuickInline(InlineProcessor):
    """Tries a pattern only on texts that have its sign.

    A match takes signs out of a text and puts none in but the library's own placeholders, so what a
    whole text lacks none of its pieces will have.
    """

    worth_trying: list[tuple[int, Any, str]]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self.worth_trying = list(self._worth_trying(text_of(tree)))
        self.stashed_nodes = {}
        return super().run(tree, ancestors) if self.worth_trying else tree

    @cached_property
    def steps(self) -> list[tuple[int, Any, tuple[str, ...]]]:
        """The patterns, each with its place and its signs."""
        patterns: Any = self.inlinePatterns
        return [(n, each, SIGNS.get(each.pattern, ("",))) for n, each in enumerate(patterns)]

    def _worth_trying(self, text: str) -> Iterator[tuple[int, Any, str]]:
        """The patterns that could match somewhere in `text`, each with the sign to look for in a piece."""
        for place, pattern, signs in self.steps:
            found = [sign for sign in signs if sign in text]
            if found:
                yield place, pattern, found[0] if len(found) == 1 else ""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """The library's loop over the patterns, from the one at `patternIndex` on.

        Named so that the library calls it instead of its own. Should it give that another name,
        everything is tried again as if this were not here.
        """
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for place, pattern, sign in self.worth_trying:
            if place >= patternIndex and sign in data:
                start, matched = 0, True
                while matched:
                    data, matched, start = apply(pattern, data, place, start)
        return data
