"""Lists, tables and paragraphs as people write them are what they look like."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nyspor.markdown.converter import converter
from nyspor.markdown.structure import normalize_structure


def html(text: str) -> str:
    """The HTML of a text, without the lines between its elements."""
    return re.sub(r"\n(?=<)|(?<=>)\n", "", converter().convert(text, "posts/x.md").html)


NESTED = "<ul><li>Ude<ul><li>Sti</li><li>Bro</li></ul></li><li>Inde</li></ul>"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Vi mødtes:\n- Sti\n- Bro", "<p>Vi mødtes:</p><ul><li>Sti</li><li>Bro</li></ul>"),
        ("Vi mødtes:\n1. Sti\n2. Bro", "<p>Vi mødtes:</p><ol><li>Sti</li><li>Bro</li></ol>"),
        ("- Ude\n  - Sti\n  - Bro\n- Inde", NESTED),
        ("- Ude\n   - Sti\n   - Bro\n- Inde", NESTED),
        ("- Ude\n    - Sti\n    - Bro\n- Inde", NESTED),
        ("* Ude\n\t* Sti\n\t* Bro\n* Inde", NESTED),
        ("• Ude\n  • Sti\n  • Bro\n• Inde", NESTED),
        ("1. Først\n   - a\n2. Så", "<ol><li>Først<ul><li>a</li></ul></li><li>Så</li></ol>"),
        ("1. Først\n  - a\n2. Så", "<ol><li>Først<ul><li>a</li></ul></li><li>Så</li></ol>"),
        ("1) Først\n2) Så", "<ol><li>Først</li><li>Så</li></ol>"),
        ("· a\n· b", "<ul><li>a</li><li>b</li></ul>"),
        ("– a\n– b", "<ul><li>a</li><li>b</li></ul>"),
        ("Tekst\n– sådan er det", "<p>Tekst\n– sådan er det</p>"),
        ("Vi mødtes den\n3. marts", "<p>Vi mødtes den\n3. marts</p>"),
        ("- a\n  fortsat\n- b", "<ul><li>a\nfortsat</li><li>b</li></ul>"),
        ("- a\n\n  mere\n\n- b", "<ul><li><p>a</p><p>mere</p></li><li><p>b</p></li></ul>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("- a\n\nEfter", "<ul><li>a</li></ul><p>Efter</p>"),
        ("    Indrykket", "<p>Indrykket</p>"),
        ("Først\n\n\tIndrykket", "<p>Først</p><p>Indrykket</p>"),
        ("- a\n\n  mere\n- b", "<ul><li><p>a</p><p>mere</p></li><li><p>b</p></li></ul>"),
        (
            "- a\n\n  mere\n  endnu\n- b",
            "<ul><li><p>a</p><p>mere\nendnu</p></li><li><p>b</p></li></ul>",
        ),
        (
            "- a\n  > b\n- c",
            "<ul><li><p>a</p><blockquote><p>b</p></blockquote></li><li><p>c</p></li></ul>",
        ),
        ("- a\n-\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n---\nb", "<ul><li>a</li></ul><hr><p>b</p>"),
        ("> a\n---", "<blockquote><p>a</p></blockquote><hr>"),
        ("a\n---\nb", '<h2 id="a">a</h2><p>b</p>'),
        ("***\n---", "<hr><hr>"),
        ("*     *     *", "<hr>"),
        ("---", "<hr>"),
        ("- - -", "<hr>"),
        ("  ## A  \nb", '<h2 id="a">A</h2><p>b</p>'),
        ("## A ##  ", '<h2 id="a">A</h2>'),
        ("a\\\nb", "<p>a<br>b</p>"),
        ("a\\\\\nb", "<p>a\\\nb</p>"),
        ("  ```\nx\n `````", "<pre><code>x</code></pre>"),
        ("*Kursiv* først", "<p><em>Kursiv</em> først</p>"),
        ("<div>\n- ikke en liste\n</div>", "<div>- ikke en liste</div>"),
    ],
)
def test_what_looks_like_a_list_is_one(text: str, wanted: str) -> None:
    assert html(text) == wanted


def test_a_table_right_after_a_line_is_one() -> None:
    assert "<table>" in html("Sådan gik det:\n| År | Antal |\n|---|---|\n| 2012 | 3 |")


@pytest.mark.parametrize(
    "text",
    [
        "```\n  - kode\n1) kode\n```",
        "::: video Stien\nadresse: https://film.example\n:::",
        "[^1]: Kilde\n\n    Mere om kilden.\n\nTekst[^1]",
        "<pre>\n  - a\n\n  - b\n</pre>",
        "- a\n    - b\n        - c\n\n            tekst\n\n- d",
    ],
)
def test_what_is_in_its_form_stays(text: str) -> None:
    assert normalize_structure(text) == text


LINES = some.sampled_from([
    "", "Tekst", "- a", "  - b", "    - c", "1. a", "2) b", "• a", "– a", "   mere", "\tkode", "| a | b |", "|---|---|",
    "## H", "> citat", "::: fakta", ":::", "```", "[^1]: note", "    note", "<div>", "</div>", "---", "***", "::: video F",
])  # fmt: skip


@given(some.lists(LINES).map("\n".join))
def test_no_word_is_lost_and_twice_is_once(text: str) -> None:
    once = normalize_structure(text)
    assert normalize_structure(once) == once
    words = re.sub(r"[^a-zæøåA-Z]", "", text)
    assert re.sub(r"[^a-zæøåA-Z]", "", once) == words
