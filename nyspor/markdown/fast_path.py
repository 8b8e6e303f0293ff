"""Python-Markdown without the steps that could find nothing: the same HTML, three to four times sooner.

Python-Markdown looks through each block of a text in sixteen ways, and through each piece of it with thirty
regular expressions. Nearly all of them need a character that most texts do not have, and a look for a character
costs a fraction of a regular expression.

Everything here is built on documented extension points: a subclass of `Markdown`, and processors registered under
the library's own names. Which characters a processor needs follows from its code; a differential test compares the
result with plain Python-Markdown's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any, Self
from xml.etree.ElementTree import Element

from markdown import Markdown, blockprocessors, inlinepatterns
from markdown.blockparser import BlockParser
from markdown.extensions import Extension, def_list, footnotes, md_in_html, sane_lists, tables
from markdown.extensions.toc import TocTreeprocessor, unique
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import STX, AtomicString, Registry
from pymdownx.magiclink import RE_MAIL

Predicate = Callable[[str], object]


class FastMarkdown(Markdown):
    """A converter that skips what could find nothing. It needs the extensions of `nyspor.markdown.converter`."""

    def build_parser(self) -> Self:
        """As the library's, with a `FastBlockParser`."""
        super().build_parser()
        parser = FastBlockParser(self)
        parser.blockprocessors = self.parser.blockprocessors
        for processor in parser.blockprocessors:
            processor.parser = parser
        self.parser = parser
        self._block_level: dict[object, bool] = {}
        return self

    def registerExtensions(  # noqa: N802 - the library's name
        self, extensions: Sequence[Extension | str], configs: Mapping[str, dict[str, Any]]
    ) -> Self:
        """As the library's; then put the fast processors in the places of others, with their priorities."""
        super().registerExtensions(extensions, configs)
        before, tree = self.preprocessors, self.treeprocessors
        fences = SkippedLines(before["fenced_code_block"], "```", "~~~")
        before.register(fences, "fenced_code_block", 25)
        before.register(SkippedLines(before["html_block"], "<", "&"), "html_block", 20)
        markup = FastInlineProcessor(self, self.inlinePatterns, MAY_BE_MARKUP)
        tree.register(markup, "inline", 20)
        tree.register(SkippedTree(tree["attr_list"], "{"), "attr_list", 8)
        typography: Any = tree["smarty"]
        quotes = FastInlineProcessor(self, typography.inlinePatterns, MAY_BE_TYPOGRAPHY)
        tree.register(quotes, "smarty", 6)
        toc: Any = tree["toc"]
        tree.register(FastToc(toc), "toc", 5)
        return self

    def is_block_level(self, tag: object) -> bool:
        """As the library's, which looks through a list twice for each element."""
        known = self._block_level.get(tag)
        if known is None:
            known = self._block_level[tag] = super().is_block_level(tag)
        return known


def text_of(tree: Element) -> str:
    """All text in a tree, at any depth."""
    return "\n".join(tree.itertext())


class SkippedLines(Preprocessor):
    """A preprocessor that runs only on texts with one of its signs."""

    def __init__(self, processor: Preprocessor, *signs: str) -> None:
        super().__init__(processor.md)
        self._processor = processor
        self._signs = signs

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return self._processor.run(lines) if any(sign in text for sign in self._signs) else lines


class SkippedTree(Treeprocessor):
    """A tree processor that runs only on trees whose text has its sign."""

    def __init__(self, processor: Treeprocessor, sign: str) -> None:
        super().__init__(processor.md)
        self._processor = processor
        self._sign = sign

    def run(self, root: Element) -> Element | None:
        return self._processor.run(root) if self._sign in text_of(root) else None


class FastToc(Treeprocessor):
    """Gives plain headings their anchors; a table of contents and other headings are left to the library."""

    def __init__(self, toc: TocTreeprocessor) -> None:
        super().__init__(toc.md)
        self._toc = toc

    def run(self, root: Element) -> None:
        toc = self._toc
        headings = [e for e in root.iter() if type(e.tag) is str and toc.header_rgx.match(e.tag)]
        if toc.marker in text_of(root) or not all(map(_is_plain, headings)):
            toc.run(root)
            return
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        counted: dict[str, int] = {}
        for heading in headings:
            if "id" not in heading.attrib:
                name = " ".join((heading.text or "").split())
                heading.attrib["id"] = unique(toc.slugify(name, toc.sep), used, counted)


def _is_plain(heading: Element) -> bool:
    """Whether a heading is no more than words, which are the same as HTML."""
    text = heading.text or ""
    return (
        len(heading) == 0
        and "data-toc-label" not in heading.attrib
        and not any(sign in text for sign in ("&", "<", STX))
    )


BLOCK_NEEDS: dict[type, Callable[[str], bool]] = {
    md_in_html.MarkdownInHtmlProcessor: lambda block: STX in block,
    blockprocessors.ListIndentProcessor: lambda block: block.startswith("    "),
    def_list.DefListIndentProcessor: lambda block: block.startswith("    "),
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
"""What a block must have for a block processor to change anything; one that is not here is always asked.

The four spaces are the library's `tab_length`."""


class FastBlockParser(BlockParser):
    """Asks a block processor only about blocks that have what it needs."""

    @cached_property
    def _steps(self) -> list[tuple[Callable[[str], bool], blockprocessors.BlockProcessor]]:
        return [(BLOCK_NEEDS.get(type(each), _always), each) for each in self.blockprocessors]

    def parseBlocks(self, parent: Element, blocks: list[str]) -> None:  # noqa: N802 - the library's name
        while blocks:
            for needs, processor in self._steps:
                if (
                    needs(blocks[0])
                    and processor.test(parent, blocks[0])
                    and processor.run(parent, blocks) is not False
                ):
                    break


def _always(block: str) -> bool:
    return True


MAY_BE_MARKUP = re.compile(r"[`\\\[<&*_@]|  \n| - |://|[wW]{3}\.").search
"""Finds something in every text in which one of the converter's inline patterns could match."""

MAY_BE_TYPOGRAPHY = re.compile(r"['\"]|--|\.\.\.").search
"""The same for the patterns that make quotes, dashes and ellipses."""

PATTERN_NEEDS: dict[str, str] = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.AUTOLINK_RE: "<",
    inlinepatterns.AUTOMAIL_RE: "<",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    r"\[\^([^\]]*)\]": "[^",
    RE_MAIL: "@",
    r"(?<=\S) - (?=\S)": " - ",
    r"(?<=[\d)])\*(?=[\d(])|(?<=\b[a-zA-Z])\*(?=[a-zA-Z]\b)": "*",
}
"""Regular expressions, each with what it cannot match without; one that is not here is always tried."""


class FastInlineProcessor(InlineProcessor):
    """Applies inline patterns only to texts that have what one of them needs.

    A match takes characters out of a text and puts none in but the library's own placeholders, so what the
    whole tree lacks none of its texts will have.
    """

    def __init__(
        self,
        md: Markdown,
        patterns: Registry[inlinepatterns.Pattern],
        may_match: Predicate,
    ) -> None:
        super().__init__(md)
        self.patterns = patterns
        self.may_match = may_match

    @cached_property
    def _needs(self) -> list[tuple[str, inlinepatterns.Pattern]]:
        return [(PATTERN_NEEDS.get(each.pattern, ""), each) for each in self.patterns]

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        self.stashed_nodes = {}
        text = text_of(tree)
        if not self.may_match(text):
            return tree
        patterns: Any = [pattern for need, pattern in self._needs if need in text]
        self.inlinePatterns = patterns
        with self._plain_texts_atomic(tree):
            return super().run(tree, ancestors)

    @contextmanager
    def _plain_texts_atomic(self, tree: Element) -> Iterator[None]:
        """For the time of the block, texts in which nothing could match are what the library leaves alone."""
        texts = [element for element in tree.iter() if self._is_plain(element.text)]
        tails = [element for element in tree.iter() if self._is_plain(element.tail)]
        for element in texts:
            element.text = AtomicString(element.text)
        for element in tails:
            element.tail = AtomicString(element.tail)
        yield
        for element in texts:
            element.text = str(element.text)
        for element in tails:
            element.tail = str(element.tail)

    def _is_plain(self, text: str | None) -> bool:
        return type(text) is str and not self.may_match(text)
