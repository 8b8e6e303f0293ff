"""What the handbook says of Markdown, links, dates and fields: each example does what stands beside it."""

from __future__ import annotations

from html import unescape

import pytest

from nyspor.markdown.converter import converter
from nyspor.text.danish import parse_date
from tests.builders import post_text, problems_of
from tests.conftest import ROOT

HANDBOOK = (ROOT / "docs/haandbog.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "text", "html"),
    [
        ("to mellemrum sidst på linjen", "Et  \nto", "<p>Et<br>\nto</p>"),
        ("`<br>`", "Et<br>to", "<p>Et<br>to</p>"),
        ("`## Sådan gjorde vi`", "## Sådan gjorde vi", '<h2 id="saadan-gjorde-vi">'),
        ("`*skråt*`", "*skråt*", "<em>skråt</em>"),
        ("`**fed**`", "**fed**", "<strong>fed</strong>"),
        ("`- mælk`", "Køb:\n- mælk", "<ul>\n<li>mælk</li>"),
        ("`1. først`", "1. først", "<ol>\n<li>først</li>"),
        ("to eller flere mellemrum foran et punkt", "- a\n  - b", "<li>a<ul>\n<li>b</li>"),
        ("`> Vi begyndte med at lytte.`", "> Vi begyndte med at lytte.", "<blockquote>"),
        ("`---` med tomme linjer om", "a\n\n---\n\nb", "<hr>"),
        ("`H<sub>2</sub>O`", "H<sub>2</sub>O", "H<sub>2</sub>O"),
        (
            '`<abbr title="Kommunernes Landsforening">KL</abbr>`',
            '<abbr title="Kommunernes Landsforening">KL</abbr>',
            '<abbr title="Kommunernes Landsforening">KL</abbr>',
        ),
        (
            '`<span lang="en">welfare</span>`',
            '<span lang="en">welfare</span>',
            '<span lang="en">welfare</span>',
        ),
        ("`Tallet er fra 2013.[^1]`", "Tal.[^1]\n\n[^1]: Egen opgørelse.", 'class="footnote"'),
        (r"`\#`, `\*`, `\"`", r"\# \* \"", '<p># * "</p>'),
        ('Almindelige "anførselstegn"', 'Et "ord" - og...', "<p>Et »ord« – og…</p>"),
    ],
)
def test_markdown_becomes_what_the_handbook_says(written: str, text: str, html: str) -> None:
    assert written in HANDBOOK
    assert html in unescape(converter().convert(text, "posts/velkommen.md", 1, "da").html)


@pytest.mark.parametrize(
    "written",
    ["3. marts 2026", "3/3-2026", "tirsdag den 3. marts 2026 kl. 9.00", "marts 2026", "2026"],
)
def test_a_date_is_read_as_the_handbook_writes_it(written: str) -> None:
    assert f"`{written}`" in HANDBOOK
    assert parse_date(written).year == 2026


def test_advice_is_silenced_as_the_handbook_writes_it() -> None:
    lines = "undtag:\n      regel: linktekst\n      begrundelse: Sådan står der i kampagnen\n"
    assert f"    {lines}" in HANDBOOK
    text = post_text("Se [her](https://kampagne.example/).")
    assert [problem.rule for problem in problems_of(text)] == ["link-text"]
    assert not problems_of(text.replace("---\n\n", f"{lines}---\n\n", 1))
