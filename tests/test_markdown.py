"""What Markdown becomes: building blocks, links, dashes and quotes."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import InlineProcessor

from nyspor.front_matter import split
from nyspor.markdown import convert
from nyspor.markdown.body import fill
from nyspor.markdown.convert import Converter, converter
from nyspor.markdown.inside import key_figures, picture_and_caption
from nyspor.markdown.quick import NEEDS, SIGNS, QuickBlockParser, QuickInline
from nyspor.markdown.targets import internal_target
from nyspor.model.values import Contact, Video

CONTENT = Path(__file__).parent.parent / "content"


def html(text: str) -> str:
    """The HTML of a text, its blocks written as `[name argument|inside]`."""
    body = converter().convert(text, "posts/2012/x.md")
    return fill(
        body.html,
        body.blocks,
        lambda block, inside: f"[{block.name} {block.argument}|{inside.strip()}]",
    )


def test_danish_quotes_and_dashes() -> None:
    assert html('Han sagde "ja" - og gik.') == "<p>Han sagde &raquo;ja&laquo; \u2013 og gik.</p>"


def test_a_minus_in_code_stays() -> None:
    assert "a - b" in html("`a - b`")


def test_a_block_holds_markdown() -> None:
    assert html("::: fakta Kort\n- *en*\n:::") == "[facts Kort|<ul>\n<li><em>en</em></li>\n</ul>]"


def test_blocks_may_be_written_without_danish_letters() -> None:
    assert html("::: noegletal\nx\n:::").startswith("[keyfigures |")


def test_a_block_may_span_paragraphs_and_hold_another() -> None:
    text = "Før\n\n::: fakta A\n\nEt\n\n::: citat Joy, borgmester\nTo\n:::\n\nTre\n\n:::\n\nEfter"
    assert html(text) == (
        "<p>Før</p>\n[facts A|<p>Et</p>\n[quote Joy, borgmester|<p>To</p>]\n<p>Tre</p>]\n<p>Efter</p>"
    )


def test_colons_in_code_are_no_block() -> None:
    body = converter().convert("```\n::: fakta\n```", "x.md")
    assert body.blocks == ()
    assert body.problems == ()


def test_a_footnote_in_a_block_belongs_to_the_text() -> None:
    assert 'class="footnote"' in html("::: fakta A\nTal[^1]\n:::\n\n[^1]: Kilde.")


def test_fields_of_a_contact_and_a_video_are_read() -> None:
    text = '::: kontakt\nnavn: Sekretariatet\n:::\n\n::: video Se filmen "Nyt"\nadresse: https://video.example/\n:::'
    contact, video = (block.data for block in converter().convert(text, "x.md").blocks)
    assert isinstance(contact, Contact)
    assert contact.name == "Sekretariatet"
    assert isinstance(video, Video)
    assert video.title == 'Se filmen "Nyt"'


def test_blocks_know_their_lines() -> None:
    body = converter().convert(
        "a\n\n::: fakta A\nx\n:::\n\n::: tabel B\nx\n:::", "x.md", first_line=10
    )
    assert [block.line for block in body.blocks] == [12, 16]


def test_a_plain_table_is_a_block_too_and_keeps_its_alignment() -> None:
    table = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert table.startswith("[table |<table>")
    assert '<td class="right">2</td>' in table
    assert html("::: tabel T\n| a | b |\n|---|---|\n| 1 | 2 |\n:::").count("[table") == 1


def test_links_lead_to_files() -> None:
    file = "posts/2012/x.md"
    assert internal_target("../../pilots/zebra.md#om", file) == "pilots/zebra.md#om"
    assert internal_target("{filename}/pilots/zebra.md", file) == "pilots/zebra.md"
    assert internal_target("{filename}y.md", file) == "posts/2012/y.md"
    assert internal_target("#top", file) == "posts/2012/x.md#top"
    assert internal_target("../../tracks/leve%C3%A5r.md", file) == "tracks/leveår.md"
    for elsewhere in ("https://x.example/", "//x.example/a", "mailto:a@b.example"):
        assert internal_target(elsewhere, file) == ""


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    converter().convert("::: fakta A\n[x](y.md)\n:::\n\n## T", "x.md")
    body = converter().convert("Tom", "z.md")
    assert (body.blocks, body.links, body.anchors) == ((), (), frozenset())


def test_figures_and_pictures_are_taken_apart() -> None:
    assert key_figures("<ul><li><strong>500</strong> input</li></ul>") == [("500", "input")]
    picture = '<p><img alt="En vogn" src="nyspor:images/a.png"></p><p>Her <em>er</em> den.</p>'
    assert picture_and_caption(picture) == (
        "nyspor:images/a.png",
        "En vogn",
        "<p>Her <em>er</em> den.</p>",
    )


@cache
def the_long_way() -> Converter:
    """A converter that tries everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(convert, "quicken", lambda markdown: None)
        return Converter()


@pytest.mark.parametrize("file", sorted(CONTENT.rglob("*.md")), ids=lambda path: path.stem)
def test_what_is_left_out_would_have_found_nothing_in_the_sample(file: Path) -> None:
    body = split(file.read_text("utf-8"), "").body
    assert converter().convert(body, "posts/x.md") == the_long_way().convert(body, "posts/x.md")


PIECES = (
    *("*", "**", "_", "`", "``", "[", "]", "(y.md)", "[^1]", "[^1]: ", "[a]: b.md", "![", "<", ">", "&"),
    *("&amp;", "<b>", "</b>", "<div markdown=1>", "</div>", "<!--", "-->", "<https://x.dk>", "<a@b.dk>"),
    *("\"", "'", "\"'", "'\"", " '80s ", "-", "--", "---", " - ", "...", "\\", "  \n", "\n", "\n\n"),
    *("# ", "## T", "> ", "1. ", "- ", "* ", "    ", "\n===\n", "\n---\n", "|", "\n|-|-|\n", ": ", "\n:   "),
    *("{: .x }", "{#id}", "[TOC]", "```\n", "~~~\n", "::: fakta A\n", "\n:::\n", "æ", "ord", " ", "s", "1"),
    *("\t", "\n  \n", "\r\n", "\x02", "\x03", "\n## S\n", "\n# S  s\n", "data-toc-label=a", "{#s}"),
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_what_is_left_out_would_have_found_nothing(text: str) -> None:
    assert converter().convert(text, "posts/x.md") == the_long_way().convert(text, "posts/x.md")


def test_the_library_s_steps_are_known() -> None:
    """Should an upgrade name or write them otherwise, the HTML would stay right, but slowly."""
    markdown = converter().markdown
    typography = markdown.treeprocessors["smarty"]
    assert isinstance(typography, QuickInline)
    patterns = [*markdown.inlinePatterns, *typography.inlinePatterns]
    assert {pattern.pattern for pattern in patterns} == set(SIGNS)
    assert isinstance(markdown.parser, QuickBlockParser)
    assert {type(step) for step in markdown.parser.blockprocessors} >= set(NEEDS)
    assert markdown.tab_length == 4
    assert {"_InlineProcessor__handleInline", "_InlineProcessor__applyPattern"} <= set(
        vars(InlineProcessor)
    )


def test_links_and_pictures_know_their_lines() -> None:
    text = "a\n\n[x](y.md) [z](bl%C3%A5.md)\n\n[p](blå.md)\n\n![q](../i.png)"
    body = converter().convert(text, "posts/x.md", 10)
    assert [(link.target, link.line) for link in body.links] == [
        ("y.md", 12),
        ("bl%C3%A5.md", 12),
        ("blå.md", 12),
    ]
    assert [image.line for image in body.images] == [16]


def test_an_address_that_is_none_leads_nowhere() -> None:
    body = converter().convert("[x](http://[a) ![y](http://[b)", "posts/x.md")
    assert [link.target for link in body.links] == ["http://[a"]
    assert internal_target("http://[a", "posts/x.md") == ""


def test_anchors_are_ids() -> None:
    assert converter().convert(
        '## Æble\n\n<p data-id="x" xid="y" id="z">a</p>', "x.md"
    ).anchors == {
        "aeble",
        "x",
        "z",
    }
