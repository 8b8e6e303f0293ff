"""HTML as each program puts it on the clipboard becomes plain Markdown, and no word is lost."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.markdown.converter import converter
from nyspor.markdown.pasted import clean_text
from nyspor.markdown.pasted_html import escape, paste_html

WORD = """Version:1.0
StartHTML:0000000105
EndHTML:0000009999
StartFragment:0000000141
EndFragment:0000009963
<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>
<body lang=DA style='tab-interval:65.2pt;word-wrap:break-word'>
<!--StartFragment-->
<h1><span lang=DA>Naturstien ved Himmels&oslash;en<o:p></o:p></span></h1>
<p class=MsoNormal><span lang=DA>Vi m&oslash;dtes <b style='mso-bidi-font-weight:normal'>24</b>&nbsp;borgere og gik
<i style='mso-bidi-font-style:normal'>turen</i>.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span style='font-size:11.0pt'>[1]</span></span><![endif]></span></span></a><o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-bidi-font-family:Symbol'><span style='mso-list:Ignore'>&middot;<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Stien<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;
mso-list:l0 level2 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>B&aelig;nke</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span><![endif]>Lys</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>&middot;<span>&nbsp; </span></span><![endif]>Broen</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0>
 <tr><td width=100 valign=top><p class=MsoNormal><b>&Aring;r<o:p></o:p></b></p></td>
 <td width=100><p class=MsoNormal><b>Antal</b></p></td></tr>
 <tr><td><p class=MsoNormal>2012</p></td><td><p class=MsoNormal>3 | 4</p></td></tr>
</table>
<h3>Til sidst</h3>
<p class=MsoNormal>Se <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fkommune.example%2Fsti&amp;data=05%7C">stien</a>.<span
class=MsoCommentReference><a class=msocomanchor id="_anchor_1" href="#_msocom_1">[M1]</a></span>
<img width=300 height=200 src="file:///C:/Users/x/image001.png" alt="En b&aelig;nk"></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1"><p class=MsoCommentText>Ring
til dem</p></div></div></div>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1
width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference>[1]</span></a> Kilde: <i>Dagbladet</i>.</p></div></div>
<!--EndFragment--></body></html>"""

FROM_WORD = """## Naturstien ved Himmelsøen

Vi mødtes **24** borgere og gik *turen*.[^1]

- Stien
  1. Bænke
  2. Lys
- Broen

| **År** | **Antal** |
| --- | --- |
| 2012 | 3 \\| 4 |

### Til sidst

Se [stien](https://kommune.example/sti).

Her mangler et billede: En bænk

[^1]: Kilde: *Dagbladet*.

<!-- Ring til dem -->
"""

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-5a1c"><h2 dir="ltr"
style="line-height:1.38"><span style="font-size:16pt;font-weight:400;font-style:normal">Mødet</span></h2><p dir="ltr"><span
style="font-weight:400;vertical-align:baseline">Vi talte om </span><span style="font-weight:700">stien</span><span
style="font-weight:700"> nu</span><span> og </span><a href="https://www.google.com/url?q=https://x.example/a&amp;sa=D"
style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">siden</span></a><span>.</span></p><ul
style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Et</span></p></li><ul><li dir="ltr"
aria-level="2"><p dir="ltr" role="presentation"><span style="font-style:italic">To</span></p></li></ul><li dir="ltr"><p
dir="ltr"><span>Tre</span></p></li></ul><p dir="ltr"><span>H</span><span style="font-size:0.6em;vertical-align:sub">2</span><span>O</span></p><br /></b>"""

LIBRE_OFFICE = """<!DOCTYPE html><html><head><style type="text/css">p { line-height: 115% }</style></head><body lang="da-DK"><h1
class="western">Titel</h1><h3 class="western">Dybt</h3><p style="margin-bottom: 0cm"><font face="Liberation Serif, serif"><font
size="3"><u>Tekst</u><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> og C:\\mappe</font></font></p><ol
start="3"><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ol><div id="sdfootnote1"><p class="sdfootnote-western"><a
class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Noten.</p></div></body></html>"""

OUTLOOK = """<html><body><div class=WordSection1><p class=MsoNormal><span style='font-family:"Aptos",sans-serif'>Hej alle,<o:p></o:p></span></p><p
class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><b>Fra:</b> Sekretariatet<br><b>Emne:</b> Stien<o:p></o:p></p><table border=0><tr><td><p
class=MsoNormal>Med venlig hilsen</p></td></tr></table></div></body></html>"""

OUTLOOK_WEB = """<div class="elementToProof" style="font-family: Aptos; font-size: 12pt;">Hej&nbsp;alle</div><div class="elementToProof"><br></div><div
class="elementToProof">1. marts er der møde.<br>Kom med # og - ting</div><ol data-editing-info="{}"><li><div>Et</div></li><li>To</li></ol><p
style="margin-left:40px"><span style="font-weight: bold;">Husk</span> &lt;kaffe&gt; &amp; kage</p>"""

EXCEL = """<table border=0 cellpadding=0 cellspacing=0 width=192 style='border-collapse:collapse'><!--StartFragment--><col width=64><tr
height=20><td height=20 class=xl65 colspan=2 width=128>Ture</td><td>I alt</td></tr><tr><td rowspan=2>2012</td><td align=right
x:num>2,5</td><td>3</td></tr><tr><td>1</td></tr><tr><td></td><td></td><td></td></tr><!--EndFragment--></table>"""

PAGES = """<html><head><meta name="Generator" content="Cocoa HTML Writer"><style>p.p1 {margin: 0.0px}</style></head><body><p class="p1"><b>Om
stien</b></p><p class="p2"><span class="s1">“Den er god”, sagde hun.</span><span class="Apple-converted-space"> </span></p><p class="p3"><br></p><ul
class="ul1"><li class="li1">Et</li></ul></body></html>"""

PROGRAMS = {
    "Word": (WORD, FROM_WORD),
    "Google Docs": (
        GOOGLE_DOCS,
        "## Mødet\n\nVi talte om **stien nu** og [siden](https://x.example/a).\n\n- Et\n  - *To*\n- Tre\n\nH<sub>2</sub>O\n",
    ),
    "LibreOffice": (
        LIBRE_OFFICE,
        "## Titel\n\n### Dybt\n\nTekst[^1] og C:\\\\mappe\n\n3. a\n4. b\n   - c\n\n[^1]: Noten.\n",
    ),
    "Outlook": (
        OUTLOOK,
        "Hej alle,\n\n**Fra:** Sekretariatet  \n**Emne:** Stien\n\nMed venlig hilsen\n",
    ),
    "Outlook on the web": (
        OUTLOOK_WEB,
        "Hej alle\n\n1\\. marts er der møde.  \nKom med # og - ting\n\n1. Et\n2. To\n\n**Husk** &lt;kaffe> & kage\n",
    ),
    "Excel": (
        f"<html><body>{EXCEL}</body></html>".replace("<!--StartFragment-->", "").replace("<!--EndFragment-->", ""),
        "| Ture |  | I alt |\n| --- | --- | --- |\n| 2012 | 2,5 | 3 |\n|  | 1 |  |\n",
    ),
    "Pages": (PAGES, '**Om stien**\n\n"Den er god", sagde hun.\n\n- Et\n'),
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_each_program_puts_on_the_clipboard(program: str) -> None:
    html, wanted = PROGRAMS[program]
    assert paste_html(html) == wanted


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_pasted_is_clean_and_has_no_errors(program: str) -> None:
    pasted = paste_html(PROGRAMS[program][0])
    assert clean_text(pasted) == pasted
    assert [problem.rule for problem in converter().convert(pasted, "posts/x.md").problems] in ([], ["bold-heading"])  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "*ikke kursiv* og _heller ikke_", "[x](y)", "<b>&amp;</b>", "`kode` \\ |", "# 1", "- a", "1. marts", "> a", "::: fakta",
        "---", "===", "~~~", "+ a", "{: .x }", "a_b og 2*3*4", "![x](y)", "[^1]", "&copy; AT&T",
    ],
)  # fmt: skip
def test_words_that_look_like_markdown_are_words(words: str) -> None:
    element = BeautifulSoup("<p></p>", "lxml").p
    assert element
    element.string = words
    html = converter().convert(paste_html(str(element)), "posts/x.md").html
    shown = BeautifulSoup(html, "lxml")
    assert shown.get_text().strip() == words
    assert [tag.name for tag in shown.find_all(True)] == ["html", "body", "p"]


def test_addresses_are_left_to_be_links() -> None:
    assert escape("Se https://x.example/a_b_(c) og a_b@x.example") == (
        "Se https://x.example/a_b_(c) og a_b@x.example"
    )


INLINE = st.sampled_from(
    ("b", "i", "span", "strong", "em", "u", "font", "sup", "a href='https://x.example'", "o:p", "span style='font-weight:700'",
     "b style='font-weight:normal'", "code", "q", "del")
)  # fmt: skip
BLOCK = st.sampled_from(
    ("p", "div", "h1", "h2", "h4", "ul", "li", "ol", "blockquote", "table", "tr", "td", "th", "p class=MsoListParagraph style='mso-list:l0 level1 lfo1'",
     "p style='mso-list:l0 level3 lfo1'", "p class=MsoTitle", "pre", "section", "dl", "dt", "dd", "figure")
)  # fmt: skip
WORDS = st.text("abcdefghæøå", min_size=1, max_size=5).map(lambda word: f" {word} ")


def wrapped(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.recursive(
        WORDS,
        lambda inner: st.tuples(kinds, st.lists(inner, min_size=1, max_size=3)).map(
            lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"
        ),
        max_leaves=12,
    )


@example("<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><ul> a </ul> b </p>")
@example("<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><b><ul> a </ul></b> b </p>")
@given(st.lists(wrapped(st.one_of(INLINE, BLOCK)), max_size=5).map("".join))
def test_no_visible_word_is_lost(html: str) -> None:
    visible = re.findall(r"[a-hæøå]+", BeautifulSoup(html, "lxml").get_text())
    pasted = paste_html(html)
    body = converter().convert(pasted, "posts/x.md")
    shown = BeautifulSoup(re.sub("<nyspor-block[^>]*>", "", body.html), "lxml").get_text()
    assert re.findall(r"[a-hæøå]+", shown) == visible
    assert clean_text(pasted) == pasted


@example("referat.docx")
@given(st.text())
def test_any_text_can_be_pasted(html: str) -> None:
    converter().convert(paste_html(html), "posts/x.md")
