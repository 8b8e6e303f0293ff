"""What Markdown becomes: building blocks, links, dashes and quotes."""

from nyspor.markdown.body import fill
from nyspor.markdown.convert import converter
from nyspor.markdown.inside import key_figures, picture_and_caption
from nyspor.markdown.targets import internal_target
from nyspor.model.values import Contact, Video


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
