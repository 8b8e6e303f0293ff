"""HTML of a word processor in a text in Markdown becomes Markdown, and everything else stays."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.markdown.converter import converter
from nyspor.markdown.pasted import clean_text
from nyspor.markdown.pasted_blocks import convert_pasted_blocks

PASTED = [
    ("<p class=MsoNormal>Vi gik <b>turen</b>.</p>", "Vi gik **turen**."),
    ('<p class="MsoNormal" style="margin:0cm"><span lang=DA>Tekst<o:p></o:p></span></p>', "Tekst"),
    ("<p class=MsoNormal>Et</p>\n<p class=MsoNormal>To</p>", "Et\n\nTo"),
    ("<div class=WordSection1>\n\n<p class=MsoNormal>Et</p>\n\n<p>To</p>\n\n</div>", "Et\n\nTo"),
    ("<h4 class=MsoHeading4>Om stien</h4>", "#### Om stien"),
    (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·"
        "</span><![endif]>Stien</p>\n<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>Broen</p>",
        "- Stien\n- Broen",
    ),
    ("<ul><li>Et<p class=MsoNormal>ord</p></li></ul>", "- Et ord"),
    (
        "<table class=MsoTableGrid><tr><td>År</td><td>Antal</td></tr><tr><td>2012</td><td>3</td></tr></table>",
        "| År | Antal |\n| --- | --- |\n| 2012 | 3 |",
    ),
    (
        "<p class=MsoNormal>Note<a href='#_ftn1' name='_ftnref1'>[1]</a></p>\n\n"
        "<div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'>[1]</a> Kilden.</p></div>",
        "Note[^1]\n\n[^1]: Kilden.",
    ),
    (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span>Fra Docs</span></p></b>',
        "Fra Docs",
    ),
]


@pytest.mark.parametrize(("html", "markdown"), PASTED)
def test_what_a_word_processor_wrote_becomes_markdown(html: str, markdown: str) -> None:
    before, after = "## Før\n\nEn **linje**.\n\n", "\n\nEfter[^9].\n\n"
    if "[^" in markdown:
        after = "\n\nEfter.\n"
    assert convert_pasted_blocks(f"{before}{html}{after}") == f"{before}{markdown}{after}"


@pytest.mark.parametrize(
    "text",
    [
        "Almindelig *tekst* med <b>HTML</b>.",
        "<p>Skrevet i hånden.</p>",
        "```html\n<p class=MsoNormal>Vist</p>\n```",
        "`<p class=MsoNormal>` er Words.",
        "<p class=MsoNormal>Se <a href='anden.md'>den</a></p>",
        "<p class=MsoNormal><img src='../../images/sti.png' alt='En sti'></p>",
        "<p class=MsoNormal>Et</p>\n**to**\n<p class=MsoNormal>Tre</p>",
        "<p class=MsoNormal>Et <!-- ring til dem --></p>",
        "<details><p class=MsoNormal>Et</p></details>",
        "<div class=boks><p class=MsoNormal>Et</p></div>",
        "<p class=MsoNormal>Uden ende",
        "<div><p class=MsoNormal>Et</p>\n\nTekst.\n\n</div>",
        "<p class=MsoNormal>Et<a href='#_ftn1' name='_r'>1</a></p><p><a href='#_r' name='_ftn1'>1</a> A</p>\n\nTo[^1]\n\n[^1]: B",
    ],
)
def test_what_a_writer_may_have_made_stays(text: str) -> None:
    assert convert_pasted_blocks(text) == text


def test_what_stands_beside_a_writers_own_html_is_converted() -> None:
    own = "<details>\n<summary>Mere</summary>\nTekst.\n</details>"
    pasted = "<p class=MsoNormal>Et</p>"
    assert convert_pasted_blocks(f"{pasted}\n\n{own}\n\n{pasted}") == f"Et\n\n{own}\n\nEt"


PIECES = st.sampled_from((
    "<p class=MsoNormal>", "</p>", "<b>", "</b>", "<o:p></o:p>", "<div>", "</div>", "\n", "\n\n", "ord", " flere ",
    "*skrå*", "# ", "- ", "```\n", "<ul><li>", "</li></ul>", "<table><tr><td>", "</td></tr></table>", "&lt;", "[^1]",
))  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(deadline=None)
def test_no_word_is_lost(text: str) -> None:
    converted = convert_pasted_blocks(text)
    assert words(converted) == words(text)
    cleaned = clean_text(converted)
    assert clean_text(convert_pasted_blocks(cleaned)) == cleaned


def words(text: str) -> list[str]:
    html = converter().convert(clean_text(text), "posts/x.md").html
    shown = BeautifulSoup(re.sub("<nyspor-block[^>]*>", "", html), "lxml").get_text(" ")
    return re.findall(r"\w+", shown)
