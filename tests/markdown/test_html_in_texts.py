"""HTML in texts: what is allowed stays, nothing loads, runs or breaks out, and code that shows HTML is left alone."""

from __future__ import annotations

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as some

from nyspor.markdown.converter import converter
from nyspor.markdown.html_in_texts import ALLOWED
from nyspor.rules import errors
from tests.builders import post_text, problems_of, render_problems


def html(text: str) -> str:
    return converter().convert(text, "posts/2012/x.md").html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<iframe src=https://kort.example></iframe>", "<iframe>"),
        ("a\n\n<meta http-equiv=refresh content=0>", "<meta>"),
        ("<base href=https://x.example>", "<base>"),
        ("<img src=../../images/karavane.png onerror=alert(1) alt=x>", "onerror"),
        ("<p onclick='x()'>a</p>", "onclick"),
        ('<a href="java&#10;script:alert(1)">a</a>', "href"),
        ("<picture><source srcset=https://x.example/a.png></picture>", "<picture>"),
        ("<audio src=https://x.example/a.mp3></audio>", "<audio>"),
        ("<video src=a.mp4></video>", "<video>"),
        ("<form action=/x><input name=a></form>", "<form>"),
        ("a</div></article></main>", "<article>"),
        ("<svg onload=alert(1)></svg>", "<svg>"),
        ("<math><mtext></mtext></math>", "<math>"),
        ("<h1>Stor</h1>", "<h1>"),
        ("<o-p>x</o-p>", "<o-p>"),
    ],
)  # fmt: skip
def test_what_must_not_be_on_a_page_is_reported(text: str, said: str) -> None:
    found = problems_of(post_text(text))
    assert said in render_problems(p for p in found if p.rule == "foreign-html")
    assert all(problem.line for problem in found)


@pytest.mark.parametrize(
    "text",
    [
        "`<script>`",
        "```\n<script>alert(1)</script>\n```",
        "H<sub>2</sub>O og m<sup>2</sup>",
        "<abbr title='Kommunernes Landsforening'>KL</abbr>",
        "<details>\n<summary>Mere</summary>\nTekst\n</details>",
        "1 < 2 og 3 > 2",
        "<borger@kommune.example>",
        "<https://kommune.example>",
    ],
)
def test_what_does_no_harm_is_left(text: str) -> None:
    assert problems_of(post_text(text)) == []


def test_allowed_html_stays_as_it_is() -> None:
    assert html("H<sub>2</sub>O") == "<p>H<sub>2</sub>O</p>"
    assert "&lt;script&gt;" in html("`<script>` <b>a</b>")


def test_links_and_pictures_are_treated_as_markdown_s_own() -> None:
    text = '<a href="../../pages/om.md">om</a> <a href="/om/">om</a>\n\n<img src="../../images/vogn.png" alt="En vogn">'
    body = converter().convert(text, "posts/2012/x.md")
    assert 'href="nyspor:pages/om.md"' in body.html
    assert 'src="nyspor:images/vogn.png"' in body.html
    assert [(link.target, link.line) for link in body.links] == [
        ("../../pages/om.md", 1),
        ("/om/", 1),
    ]
    assert [(image.target, image.alt, image.line) for image in body.images] == [
        ("../../images/vogn.png", "En vogn", 3)
    ]


def test_a_dead_link_in_html_is_reported() -> None:
    found = render_problems(
        problems_of(post_text('Se <a href="../../tracks/gode-leveår.md">sporet</a>.'))
    )
    assert "Mente du »../../tracks/gode-leveaar.md«?" in found


PIECES = some.sampled_from([
    "<", ">", "</", "/>", "script", "img src=x onerror=alert(1)", "a href='javascript:x'", "div", "article", "p", "svg",
    "style", "table", "td", " ", "\n", "tekst", "`", "&lt;", "\"", "'", "<!--", "-->", "iframe", "b", "math", "title",
])  # fmt: skip


@given(some.lists(PIECES, max_size=30).map("".join))
def test_nothing_gets_through_and_nothing_breaks_out(text: str) -> None:
    found = problems_of(post_text(text))
    page = tinyhtml5.parse(f"<article>{html(text)}</article>", namespace_html_elements=False)
    body = page.find("body")
    assert body is not None
    assert [child.tag for child in body] == ["article"]
    inside = list(body[0].iter())[1:]
    if not errors(found):
        assert {element.tag for element in inside} <= ALLOWED
        assert not [a for element in inside for a in element.attrib if a.startswith("on")]


def test_the_look_of_another_program_is_taken_away() -> None:
    (problem,) = problems_of(
        post_text('<div style="background:url(https://x.example/a.png)">a</div>')
    )
    assert problem.rule == "pasted"
    assert "style" not in html('<div style="background:url(https://x.example/a.png)">a</div>')
