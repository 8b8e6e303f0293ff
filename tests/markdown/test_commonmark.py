"""Where our Markdown is CommonMark, and where it is not: each example that differs has a reason."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml
from bs4 import BeautifulSoup, NavigableString, Tag

from nyspor.markdown.converter import Converter, converter
from nyspor.model.document import render_blocks
from tests.markdown.test_fast_path import plain_converter
from tests.markdown.texts import commonmark_examples_and_html

DIFFERENCES = Path(__file__).with_name("commonmark_differences.yaml")

BLOCKS = {
    *("blockquote", "body", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"),
    *("pre", "table", "td", "th", "tr", "ul"),
}  # fmt: skip
"""Elements around which blanks are not seen."""

QUOTES = str.maketrans({"»": '"', "«": '"', "›": "'", "’": "'", "–": "--", "—": "---"})


@pytest.mark.parametrize("convert", [converter, plain_converter])
def test_the_examples_that_differ_from_commonmark_are_those_with_a_reason(convert) -> None:  # type: ignore[no-untyped-def]
    groups = yaml.safe_load(DIFFERENCES.read_text("utf-8"))
    known = [number for group in groups for number in group["examples"]]
    assert len(known) == len(set(known))
    examples = enumerate(commonmark_examples_and_html(), 1)
    differing = [
        number
        for number, (markdown, theirs) in examples
        if normalized(html_of(convert(), markdown)) != normalized(theirs)
    ]
    assert differing == sorted(known)


def html_of(converter: Converter, markdown: str) -> str:
    body = converter.convert(markdown, "x.md")
    return render_blocks(body.html, body.blocks, lambda block, inside: inside)


def normalized(html: str) -> str:
    """HTML without what is a matter of course: ids of headings, quotes as they are set, blanks that nobody sees."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup.find_all(True):
        normalize_attributes(element)
    for text in soup.find_all(string=True):
        if not text.find_parent("pre"):
            text.replace_with(NavigableString(normalized_text(text)))
    return soup.body.decode_contents(formatter="minimal").strip() if soup.body else ""


def normalize_attributes(element: Tag) -> None:
    if re.fullmatch("h[1-6]", element.name):
        del element["id"]
    for name, value in element.attrs.items():
        if name in ("href", "src"):
            element[name] = unquote(str(value).removeprefix("nyspor:").lstrip("/"))
        elif isinstance(value, str):
            element[name] = value.translate(QUOTES)


def normalized_text(text: NavigableString) -> str:
    plain = re.sub(r"\s+", " ", text.translate(QUOTES))
    before, after, parent = text.previous_sibling, text.next_sibling, text.parent
    if (before.name if before else parent and parent.name) in BLOCKS:
        plain = plain.lstrip()
    if (after.name if after else parent and parent.name) in BLOCKS:
        plain = plain.rstrip()
    return plain
