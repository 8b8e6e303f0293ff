"""The fast path and plain Python-Markdown make the same of every text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pymdownx.magiclink import RE_LINK

from nyspor.markdown.converter import Converter, converter
from nyspor.markdown.fast_path import (
    BLOCK_NEEDS,
    PATTERN_NEEDS,
    FastBlockParser,
    FastInlineProcessor,
    FastMarkdown,
)
from tests.markdown.texts import TEXTS, commonmark_examples, python_markdown_texts


@cache
def plain_converter() -> Converter:
    """A converter without the fast path."""
    return Converter(Markdown)


def differs(text: str) -> bool:
    """Whether the two make something else of a text; one that plain Python-Markdown fails on is no example."""
    try:
        plain = plain_converter().convert(text, "posts/x.md")
    except Exception:
        return False
    return converter().convert(text, "posts/x.md") != plain


@pytest.mark.parametrize(
    ("texts", "least"), [(commonmark_examples, 600), (python_markdown_texts, 1000)]
)
def test_what_others_test_with_is_the_same(texts: Callable[[], list[str]], least: int) -> None:
    found = texts()
    assert len(found) >= least
    assert [text for text in found if differs(text)] == []


@given(TEXTS)
def test_generated_texts_are_the_same(text: str) -> None:
    assert converter().convert(text, "posts/x.md") == plain_converter().convert(text, "posts/x.md")


@given(st.data())
def test_parts_of_others_texts_put_together_are_the_same(data: st.DataObject) -> None:
    parts = st.sampled_from([*commonmark_examples(), *python_markdown_texts()])
    assert not differs("\n".join(data.draw(st.lists(parts, max_size=4))))


def test_the_library_s_processors_are_those_that_the_tables_were_made_for() -> None:
    """Should an upgrade name or write them otherwise, texts would be right, but slow, or the tables wrong."""
    markdown = converter().markdown
    assert isinstance(markdown, FastMarkdown)
    assert isinstance(markdown.parser, FastBlockParser)
    assert {type(each) for each in markdown.parser.blockprocessors} >= set(BLOCK_NEEDS)
    assert markdown.tab_length == 4
    patterns = {name for name in INLINE_PATTERNS if name in markdown.inlinePatterns}
    assert len(markdown.inlinePatterns) == len(patterns) == len(INLINE_PATTERNS)
    written = {each.pattern for each in markdown.inlinePatterns}
    assert written - set(PATTERN_NEEDS) == {r"\*|_", RE_LINK}
    assert set(PATTERN_NEEDS) <= written


INLINE_PATTERNS = (
    "backtick", "escape", "footnote", "reference", "link", "image_link", "image_reference",
    "short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html",
    "magic-link", "magic-mail", "entity", "em_strong", "nyspor-dash", "nyspor-times",
)  # fmt: skip


@pytest.mark.parametrize("name", ["inline", "smarty"])
@given(text=TEXTS)
def test_a_text_that_is_left_alone_is_one_that_no_pattern_matches(name: str, text: str) -> None:
    processor = converter().markdown.treeprocessors[name]
    assert isinstance(processor, FastInlineProcessor)
    if not processor.may_match(text):
        patterns = processor.patterns
        assert not any(each.getCompiledRegExp().search(text) for each in patterns)


@pytest.mark.parametrize(
    ("registry", "names"),
    [
        ("preprocessors", ["normalize_whitespace", "fenced_code_block", "html_block"]),
        (
            "treeprocessors",
            [
                "footnote", "nyspor-definitions", "inline", "footnote-duplicate", "prettify", "attr_list",
                "smarty", "toc", "nyspor-references", "unescape",
            ],
        ),
    ],
)  # fmt: skip
def test_the_processors_run_in_the_same_order(registry: str, names: list[str]) -> None:
    for found in (converter(), plain_converter()):
        processors = getattr(found.markdown, registry)
        assert len(processors) == len(names)
        assert [processors.get_index_for_name(name) for name in names] == list(range(len(names)))
