"""What Markdown becomes: building blocks, links, dashes and quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.markdown.block_parts import key_figures, picture_and_caption
from nyspor.markdown.converter import converter
from nyspor.model.document import render_blocks
from nyspor.model.link_targets import internal_target
from nyspor.model.values import Contact, Video
from tests.markdown.texts import PIECES, TEXTS


def html(text: str) -> str:
    """The HTML of a text, its blocks written as `[name argument|inside]`."""
    body = converter().convert(text, "posts/2012/x.md")
    return render_blocks(
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


@pytest.mark.parametrize(
    ("text", "target", "in_html"),
    [
        ("<borger@kommune.example>", "mailto:borger@kommune.example", '>borger@kommune.example</a>'),
        ("<mailto:borger@kommune.example>", "mailto:borger@kommune.example", 'href="mailto:borger@'),
        (r"<min\_post@kommune.example>", "mailto:min_post@kommune.example", ">min_post@kommune.example<"),
        ("[x](mailto:borger@kommune.example)", "mailto:borger@kommune.example", 'href="mailto:borger@'),
        (r"[x](https://x.example/en\_fil.pdf)", "https://x.example/en_fil.pdf", "en_fil.pdf"),
        (r"[x](https://x.example/a\(1\).pdf)", "https://x.example/a(1).pdf", "a(1).pdf"),
        (r"[x](https://x.example/a\\b)", r"https://x.example/a\b", r"a\b"),
        (r"<https://x.example/en\_fil>", "https://x.example/en_fil", ">https://x.example/en_fil</a>"),
        (r'[x](https://x.example/ "En \"titel\" \_")', "https://x.example/", 'title="En &quot;titel&quot; _"'),
        ('[x][a]\n\n[a]: https://x.example/en\\_fil "t\\_t"', "https://x.example/en_fil", 'title="t_t"'),
        ("[x](https://x.example/?a=1&amp;b=2)", "https://x.example/?a=1&b=2", 'a=1&amp;b=2"'),
        ("[x](https://x.example/?a=1&copy=2)", "https://x.example/?a=1&copy=2", 'a=1&amp;copy=2"'),
        (r"[x](min\_side.md)", "min_side.md", '"nyspor:posts/min_side.md"'),
        ("[x](a&amp;b.md)", "a&b.md", '"nyspor:posts/a&amp;b.md"'),
    ],
)  # fmt: skip
def test_a_link_is_what_its_author_meant(text: str, target: str, in_html: str) -> None:
    body = converter().convert(f"Først.\n\n{text}", "posts/x.md")
    assert [(link.target, link.line) for link in body.links] == [(target, body.links[0].line)]
    assert body.links[0].line >= 3
    assert in_html in body.html
    assert body.problems == ()


def test_a_picture_is_what_its_author_meant() -> None:
    body = converter().convert(r'![En \[vogn\] &amp; en sti](../i\_x.png "T\_t")', "posts/x.md")
    (image,) = body.images
    assert (image.target, image.alt) == ("../i_x.png", "En [vogn] & en sti")
    assert '<img alt="En [vogn] &amp; en sti" src="nyspor:i_x.png" title="T_t">' in body.html


def test_a_windows_path_is_reported_as_it_is_written() -> None:
    text = "a\n\n[x](..\\..\\tracks\\spor.md) ![y](..\\i.png) [z](C:\\fil.pdf)"
    body = converter().convert(text, "posts/2012/x.md")
    assert [link.target for link in body.links] == [r"..\..\tracks\spor.md", r"C:\fil.pdf"]
    assert body.images[0].target == r"..\i.png"
    assert {found.line for found in (*body.links, *body.images)} == {3}


@pytest.mark.parametrize(
    ("text", "html_wanted"),
    [
        ("``` { .python linenums=True hl_lines='1' }\nx\n```", '<pre><code class="language-python">x\n</code></pre>'),
        ('``` python hl_lines="1 2"\nx\n```', '<pre><code class="language-python">x\n</code></pre>'),
        ("## Om *os* {id}", '<h2 id="om-os">Om <em>os</em></h2>'),
        ("## Om os {class}", '<h2 id="om-os">Om os</h2>'),
        ("[x](https://x.example){href}", '<p><a href="https://x.example">x</a></p>'),
    ],
)  # fmt: skip
def test_attributes_that_the_library_fails_on_are_left_out(text: str, html_wanted: str) -> None:
    assert html(text) == html_wanted


def test_what_is_nested_beyond_reason_is_a_mistake() -> None:
    body = converter().convert("::: fakta\n" * 400 + "x" + "\n:::" * 400, "posts/x.md", 5)
    assert [problem.line for problem in body.problems] == [5]


HIDDEN = "HEMMELIG"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Før <!-- HEMMELIG --> efter", "<p>Før  efter</p>"),
        ("A\n\n<!-- HEMMELIG\n\nHEMMELIG -->\n\nB", "<p>A</p>\n<p>B</p>"),
        ("A <!-- HEMMELIG\n\n    HEMMELIG\n\n- HEMMELIG --> B", "<p>A  B</p>"),
        ("<!--> synlig", "<p>synlig</p>"),
        ("<!---> synlig", "<p>synlig</p>"),
        ("<!----> synlig", "<p>synlig</p>"),
        ("A <!-- HEMMELIG --!> B", "<p>A  B</p>"),
        ("A <!-- en <!-- HEMMELIG --> B", "<p>A  B</p>"),
        ("A <!DOCTYPE HEMMELIG> B", "<p>A  B</p>"),
        ("<!DOCTYPE HEMMELIG>\n\nB", "<p>B</p>"),
        ("A <![CDATA[HEMMELIG > x]]> B", "<p>A  B</p>"),
        ("A <?php if (1 > 0) echo 'HEMMELIG'; ?> B", "<p>A  B</p>"),
        ("<!--[if IE]> HEMMELIG <![endif]-->\n\nB", "<p>B</p>"),
        ("- a <!-- HEMMELIG -->\n\n    <!-- HEMMELIG\n\n    HEMMELIG -->\n\n    b", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>"),
        ("## Om <!-- HEMMELIG -->os", '<h2 id="om-os">Om os</h2>'),
        ("::: fakta Kort <!-- HEMMELIG -->\nx <!-- HEMMELIG\n:::\n-->\n:::", "[facts Kort|<p>x </p>]"),
        ("::: kontakt\nnavn: Sekretariatet <!-- HEMMELIG -->\n:::", "[contact |]"),
        ("<div>\n<!-- HEMMELIG -->\nx\n</div>", "<div>\n\nx\n</div>"),
        ('[x](https://x.example "En <!-- HEMMELIG -->titel")', '<p><a href="https://x.example" title="En titel">x</a></p>'),
    ],
)  # fmt: skip
def test_a_comment_is_no_part_of_the_text(text: str, wanted: str) -> None:
    assert html(text) == wanted
    body = converter().convert(text, "posts/x.md")
    assert HIDDEN not in repr(body)
    assert body.problems == ()


def test_a_comment_between_rows_does_not_divide_a_table() -> None:
    rows = html("| a |\n|---|\n| 1 <!-- HEMMELIG | --> |\n<!-- HEMMELIG\n\nHEMMELIG -->\n| 2 |")
    assert rows == html("| a |\n|---|\n| 1  |\n| 2 |")


def test_a_comment_in_a_footnote_is_no_part_of_it() -> None:
    note = "Tal[^1]\n\n[^1]: Kilde{}\n\n    {}Mere."
    assert html(note.format(" <!-- HEMMELIG -->", "<!-- HEMMELIG -->")) == html(
        note.format(" ", "")
    )


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- vis -->`",
        "Skriv `<!--` og luk med `--> vis`. Se <!-- HEMMELIG --> her.",
        "`` ` <!-- vis --> ` ``",
        "```\n<!-- vis -->\n```",
        "~~~ html\n<!-- vis\n\n-->\n~~~",
        "<!--\n```\nHEMMELIG\n-->\n\n```\n<!-- vis -->\n```",
        "## `<!-- vis -->`",
    ],
)
def test_a_comment_in_code_is_shown(text: str) -> None:
    body = converter().convert(text, "posts/x.md")
    assert "vis" in body.html
    assert "&lt;!--" in body.html
    assert HIDDEN not in body.html
    assert body.problems == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A\n\n<!-- uden slut\n\nB", 3),
        ("A\n\nB <!-- uden\nrigtig slut ->", 3),
        ("A <!-- x -->\nB <!DOCTYPE", 2),
        ("<![CDATA[ x ]>", 1),
        ("A\n<?php x", 2),
        ("A\n\n<! -- næsten -->", 3),
        ("<!- næsten ->", 1),
        ("<!-- a <!-- b --> synlig -->", 1),
        ("<!<!-- x -->-- y -->", 1),
    ],
)
def test_a_comment_that_is_ambiguous_is_a_mistake(text: str, line: int) -> None:
    problems = converter().convert(text, "posts/x.md").problems
    assert [problem.line for problem in problems] == [line]


def test_what_stands_in_a_comment_is_neither_checked_nor_counted() -> None:
    text = "<!--\n[x](vaek.md) ![](vaek.png)\n::: fejl\n# T\n<script>\n-->\n\n[y](vaek.md)"
    body = converter().convert(text, "posts/x.md", 10)
    assert [(link.target, link.line) for link in body.links] == [("vaek.md", 17)]
    assert (body.images, body.words, body.problems) == ((), 1, ())


@given(TEXTS)
def test_nothing_of_the_library_s_codes_is_left(text: str) -> None:
    body = converter().convert(text, "posts/x.md")
    assert "\x02" not in repr(body)
    assert "\x03" not in repr(body)
    assert not {"\x02", "\x03"} & set(body.html)


QUIET = [piece for piece in PIECES if not set(piece) & set("<>?`~\x02\x03\r!\\")]
COMMENTS = [
    "<!-- {} -->",
    "<!--{}\n\n{}-->",
    "<!-- a <!-- {} -->",
    "<!DOCTYPE {}>",
    "<?php {} > ?>",
]


@given(
    st.lists(st.sampled_from(QUIET), max_size=20),
    st.lists(st.sampled_from(COMMENTS), max_size=20),
    st.sampled_from([*QUIET, "```\n", "`", "<", "\\"]),
)
def test_a_text_with_comments_is_the_text_without(
    pieces: list[str], comments: list[str], inside: str
) -> None:
    """Between any two pieces of a text, and whatever is inside; but not between two rows of a table."""
    pieces = [piece for piece in pieces if "|" not in piece]
    inside = HIDDEN + inside.replace("-->", "")
    notes = [comment.replace("{}", inside) for comment in comments]
    notes += [""] * len(pieces)
    text = "".join(note + piece for note, piece in zip(notes, pieces, strict=False))
    body = converter().convert(text, "posts/x.md")
    bare = converter().convert("".join(pieces), "posts/x.md")
    if "    " in pieces or "\t" in pieces:
        return  # some may be code
    assert HIDDEN not in body.html
    assert body.html == bare.html
    assert (body.words, body.anchors, len(body.links)) == (
        bare.words,
        bare.anchors,
        len(bare.links),
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
    ).anchors == {"aeble", "z"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Se https://kommune.example/a?b=1.", '<a href="https://kommune.example/a?b=1">https://kommune.example/a?b=1</a>.'),
        ("Se www.kommune.example, tak", '<a href="https://www.kommune.example">www.kommune.example</a>, tak'),
        ("(https://kommune.example)", '(<a href="https://kommune.example">https://kommune.example</a>)'),
        ("Skriv til by@kommune.example.", '<a href="mailto:by@kommune.example">by@kommune.example</a>.'),
        ("[https://a.example](https://b.example)", '<a href="https://b.example">https://a.example</a>'),
        ("`https://a.example`", "<code>https://a.example</code>"),
    ],
)  # fmt: skip
def test_addresses_in_running_text_are_links(text: str, wanted: str) -> None:
    assert wanted in html(text)


def test_a_link_in_running_text_is_one_of_the_text_s() -> None:
    (link,) = converter().convert("Tekst.\n\nSe www.kommune.example her.", "posts/x.md", 5).links
    assert (link.target, link.line) == ("https://www.kommune.example", 7)


@pytest.mark.parametrize("reference", ["&#0;", "&#7;", "&#xD800;", "&#xfffe;", "&#99999999999;"])
def test_a_reference_to_what_is_no_character_becomes_a_replacement_character(
    reference: str,
) -> None:
    assert html(f"a {reference} b &#229;") == "<p>a \ufffd b &#229;</p>"
    assert html(f"<p>a {reference} b</p>") == "<p>a \ufffd b</p>"
    assert reference.replace("&", "&amp;") in html(f"`{reference}`")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("[<https://a.example>](https://b.example)", '<a href="https://b.example"><span>https://a.example</span></a>'),
        ("[`x` [y](https://a.example)](https://b.example)", '<a href="https://b.example"><code>x</code> <span>y</span></a>'),
        ('<a href="https://b.example">www.a.example</a>', '<a href="https://b.example">www.a.example</a>'),
        ("<a href='https://b.example'>[y](https://a.example)</a>", '<a href="https://b.example">y</a>'),
    ],
)  # fmt: skip
def test_no_link_stands_within_a_link(text: str, made: str) -> None:
    assert html(f"{text} og [z](https://z.example)") == f'<p>{made} og <a href="https://z.example">z</a></p>'  # fmt: skip


def test_a_name_of_no_character_is_words() -> None:
    assert html("[&copy; &findesikke; A&B; &Aring;](https://a.example)") == (
        '<p><a href="https://a.example">&copy; &amp;findesikke; A&amp;B; &Aring;</a></p>'
    )
