"""Quotation marks are those of the text's language, in pairs."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.markdown.converter import converter
from nyspor.markdown.quotes import correct_quotes


def shown(text: str, language: str = "da") -> str:
    html = converter().convert(text, "posts/x.md", language=language).html
    return unescape(re.sub("<[^>]+>", "", html))


@pytest.mark.parametrize(
    ("written", "danish"),
    [
        ("'nej'", "›nej‹"),
        ("'90'erne", "’90’erne"),
        ("i 90'erne", "i 90’erne"),
        ("Lars' bil og 'nej'", "Lars’ bil og ›nej‹"),
        ("\"Han sagde 'nej'\"", "»Han sagde ›nej‹«"),
        ("\"'Nej', sagde han\"", "»›Nej‹, sagde han«"),
        ('en 10" skærm', 'en 10" skærm'),
        ('ja/"nej"', "ja/»nej«"),
        ('("nej")', "(»nej«)"),
        ('**"nej"**', "»nej«"),
        ('["nej"](https://x.example)', "»nej«"),
        ('»ja« og "nej"', "»ja« og »nej«"),
        ("`'kode'` og 'nej'", "'kode' og ›nej‹"),
        ("- 'et\n- to'", "\n’et\nto’\n"),
    ],
)
def test_danish_quotes(written: str, danish: str) -> None:
    assert shown(written) == danish


def test_english_quotes() -> None:
    assert shown("\"It's 'fine'\", they said.", "en") == "“It’s ‘fine’”, they said."


ENTITIES = st.sampled_from(
    [
        "&raquo;",
        "&laquo;",
        "&rsaquo;",
        "&rsquo;",
        "<p>",
        "</p>",
        "<em>",
        "</em>",
        "a",
        "1",
        " ",
        "&amp;",
    ]
)


@given(st.lists(ENTITIES, max_size=30).map("".join))
def test_nothing_but_quotes_changes(html: str) -> None:
    quotes = "&(?:raquo|laquo|rsaquo|lsaquo|rsquo|quot);"
    assert re.split(quotes, correct_quotes(html, "da")) == re.split(quotes, html)
