"""Markdown written by others, read from their packages at test time, and pieces that texts are generated from."""

from __future__ import annotations

import ast
import os
import re
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

import markdown
import pytest
from hypothesis import strategies as st

TOOLS = Path(__file__).parents[2] / ".tools"
SPECIFICATION = TOOLS / "node_modules/commonmark-spec/spec.txt"
SOURCE = TOOLS / f"markdown-{markdown.__version__}.tar.gz"
"""The source of the installed Python-Markdown, which has its tests."""

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)


@cache
def commonmark_examples() -> list[str]:
    """The examples of the CommonMark specification; skips the test where they are not installed."""
    return [markdown for markdown, _ in commonmark_examples_and_html()]


@cache
def commonmark_examples_and_html() -> list[tuple[str, str]]:
    """The same with what they become."""
    text = _installed(SPECIFICATION).read_text("utf-8").replace("→", "\t")
    return _EXAMPLE.findall(text)


@cache
def python_markdown_texts() -> list[str]:
    """The texts in Python-Markdown's own tests: whole files, and the strings in its test cases."""
    found: dict[str, None] = {}
    with tarfile.open(_installed(SOURCE)) as archive:
        for member in archive:
            if "/tests/" in member.name and member.name.endswith((".txt", ".py")):
                file = archive.extractfile(member)
                assert file is not None
                text = file.read().decode("utf-8")
                found |= dict.fromkeys(_strings(text) if member.name.endswith(".py") else [text])
    return list(found)


def _strings(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield dedent(node.value)


def _installed(path: Path) -> Path:
    if not path.exists():
        missing = f"{path} is missing. `make test` installs it."
        assert "CI" not in os.environ, missing
        pytest.skip(missing)
    return path


PIECES = (
    *("*", "**", "_", "`", "``", "[", "]", "(y.md)", "[^1]", "[^1]: ", "[a]: b.md", "![", "<", ">", "&"),
    *("&amp;", "<b>", "</b>", "<div markdown=1>", "</div>", "<!--", "-->", "<https://x.dk>", "<a@b.dk>"),
    *("\"", "'", "\"'", "'\"", " '80s ", "-", "--", "---", " - ", "...", "\\", "  \n", "\n", "\n\n"),
    *("# ", "## T", "> ", "1. ", "- ", "* ", "    ", "\n===\n", "\n---\n", "|", "\n|-|-|\n", ": ", "\n:   "),
    *("{: .x }", "{#id}", "[TOC]", "```\n", "~~~\n", "::: fakta A\n", "\n:::\n", "æ", "ord", " ", "s", "1"),
    *("\\_", "\\(", "\\\\", '\\"', "\\.", "(..\\x.md)", '(y.md "t\\_")', "<a\\_b@c.dk>", "<mailto:a@b.dk>"),
    *("[a]: b\\_c.md 'd\\_'\n\n", "(a&amp;b.md)", "{id}", "{href src alt}", "``` { .x linenums=1 }\n", "<?php", "?>"),
    *("<!DOCTYPE a>", "<![CDATA[", "]]>", "<!-->", "\\<"),
    *("\t", "\n  \n", "\r\n", "\x02", "\x03", "\n## S\n", "\n# S  s\n", "data-toc-label=a", "{#s}"),
)  # fmt: skip

TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
