"""Building blocks that are empty or wrongly filled are told of; what passes the check can be shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.markdown.converter import converter
from nyspor.model.document import Block, render_blocks
from nyspor.model.site import Site
from nyspor.site.jinja_environment import make_environment
from nyspor.site.prose_html import render_prose
from nyspor.site.theme import Theme
from nyspor.site.view_models import prose
from tests.builders import (
    NOW,
    make_collection,
    parse_entry,
    post_text,
    problems_of,
    render_problems,
)

ENVIRONMENT = make_environment(Theme(), Site("Nyspor", "", ""), "da")
PICTURE = "![En vogn](../../images/karavane.png)"


def shown(body: str) -> str:
    """The HTML of a post's text on its page; the check must have nothing to say of it."""
    site = make_collection(parse_entry(post_text(body)))
    assert render_problems(check_content(site, NOW)) == ""
    library = build_library(site, NOW)
    return str(render_prose(ENVIRONMENT, prose(library, library.entries["posts/velkommen"])))


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("::: billede Foto: M\nTekst\n:::", 7, "har ikke noget billede. Skriv ![hvad billedet viser]"),
        ("::: billede Foto: M\n:::", 7, "har ikke noget billede"),
        ("Før\n\n::: billede\n\n\n:::\n\nEfter", 9, "har ikke noget billede"),
        ("::: billede F\n<img src='../../images/karavane.png' alt='x'>\n:::", 7, "har ikke noget billede"),
        (f"::: billede F\n`{PICTURE}`\n:::", 7, "har ikke noget billede"),
        (f"::: billede F\n{PICTURE}\n{PICTURE}\n:::", 7, "har 2 billeder, men der kan kun vises ét. Giv hvert billede sin egen"),
        (f"::: billede F\n{PICTURE}\n\n{PICTURE}\n\nTekst\n\n{PICTURE}\n:::", 7, "har 3 billeder"),
        (f"::: billede F\n::: billede G\n{PICTURE}\n:::\n:::", 7, "har ikke noget billede"),
        (f"::: fakta F\n::: billede G\n\n::: billede H\n{PICTURE}\n:::\n:::\n:::", 8, "har ikke noget billede"),
        (f"::: fakta F\n{PICTURE}\n:::", 8, "ingen kreditering. Sæt en linje »::: billede"),
        (f"::: citat F\n- {PICTURE}\n:::", 8, "ingen kreditering"),
        (f"- {PICTURE}\n- to", 7, "ingen kreditering"),
        ("::: billede F\n![Et alt]()\n:::", 8, "er ikke en fil i indholdsmappen"),
        ("::: billede F\n![Et alt](data:image/png;base64,AAAA)\n:::", 8, "er ikke en fil i indholdsmappen"),
        ("::: billede F\n![Et alt](mailto:a@b.example)\n:::", 8, "er ikke en fil i indholdsmappen"),
        ("::: fakta\n:::", 7, "Byggeklodsen »fakta« er tom. Skriv noget før linjen »:::«"),
        ("::: fakta Med overskrift\n\n\n:::", 7, "»fakta« er tom"),
        ("::: fakta\n---\n:::", 7, "»fakta« er tom"),
        ("::: citat Joy, borgmester\n:::", 7, "»citat« er tom"),
        ("::: spørgsmål\n:::", 7, "»spørgsmål« er tom"),
        ("- punkt\n\n    ::: spørgsmål\n    :::", 9, "»spørgsmål« er tom"),
        ("> ::: citat\n> :::", 7, "»citat« er tom"),
        ("::: tabel Tal\n:::", 7, "»tabel« har ingen tabel. Sæt | mellem cellerne"),
        ("::: tabel Tal\nTal og ord.\n:::", 7, "»tabel« har ingen tabel"),
        ("::: nøgletal\n:::", 7, "»nøgletal« er tom. Skriv hvert tal"),
        ("::: nøgletal\n- 500 input\n:::", 7, "Nøgletallet »500 input« har intet med fed"),
        ("::: nøgletal\n- **500** input\n- 12\n:::", 7, "Nøgletallet »12« har intet med fed"),
        ("::: nøgletal\n**500** input\n:::", 7, "»500 input« står ikke som et punkt"),
        ("::: nøgletal\n- **500** input\n\nOg en linje.\n:::", 7, "»Og en linje.« står ikke som et punkt"),
        ("::: video\n:::", 7, "Filmen har ingen titel."),
        ("::: video Film\n:::", 7, "enten en adresse eller en fil"),
        ("::: kontakt\n:::", 8, "Feltet »navn« mangler."),
        ("::: kontakt\n- a\n- b\n:::", 8, "Her skulle der stå felter"),
    ],
)  # fmt: skip
def test_a_block_with_wrong_content_is_reported_with_its_line(
    body: str, line: int, message: str
) -> None:
    problems = problems_of(post_text(body))
    assert message in render_problems(problems)
    assert line in {
        problem.line for problem in problems if message.split(".")[0] in render_problems([problem])
    }


@pytest.mark.parametrize(
    "body",
    [
        f"::: billede F\n{PICTURE}\n\nMed **tekst**.\n:::",
        f"::: billede F\n- {PICTURE}\n- tekst\n:::",
        f"::: fakta F\n::: billede G\n{PICTURE}\n:::\n:::",
        f"- punkt\n\n    ::: billede G\n    {PICTURE}\n    :::\n\n- to",
        f"::: billede F\n::: kontakt\nnavn: N\n:::\n{PICTURE}\n:::",
        "::: billede F\n![En vogn][v]\n:::\n\n[v]: ../../images/karavane.png",
        '::: billede F\n![En vogn](../../images/karavane.png "Titel")\n:::',
        f"::: billede F\n[{PICTURE}](https://nyspor.example/)\n:::",
    ],
)
def test_one_picture_in_a_block_is_shown_wherever_the_block_stands(body: str) -> None:
    html = shown(body)
    assert html.count("<img ") == 1
    assert 'src="/billeder/karavane-1600.abc123.webp"' in html
    assert 'alt="En vogn"' in html
    assert "nyspor:" not in html


def test_a_caption_has_nothing_left_of_where_the_picture_stood() -> None:
    html = shown(f"::: billede Nyspor\n[{PICTURE}](https://nyspor.example/)\n:::")
    assert 'class="caption"' not in html


def test_only_the_outer_list_of_key_figures_is_set_large() -> None:
    html = shown("::: nøgletal\n- **500** input\n    - **4** af dem under åben himmel\n:::")
    assert html.count("<dd>") == 1
    assert "under åben himmel" in html


def test_a_table_written_as_html_is_a_table() -> None:
    assert "<td>1</td>" in shown("::: tabel T\n<table><tr><td>1</td></tr></table>\n:::")


@pytest.mark.parametrize(
    "text",
    ['<nyspor-block n="7">', "</nyspor-block>", 'a <nyspor-block n="0"> b', "</nyspor-block></nyspor-block>"],
)  # fmt: skip
def test_the_mark_of_a_block_in_a_text_is_left_out(text: str) -> None:
    html = shown(f"{text}\n\n::: fakta F\nIndhold\n:::\n\n{text}\n\nEfter")
    assert "Indhold" in html
    assert "Efter" in html
    assert "nyspor-block" not in html


@given(
    st.lists(
        st.sampled_from(['<nyspor-block n="0">', '<nyspor-block n="1">', '<nyspor-block n="9">', "</nyspor-block>", "a", "b"])
    )
)  # fmt: skip
def test_whatever_marks_there_are_no_word_is_lost(parts: list[str]) -> None:
    html = render_blocks(
        "".join(parts), (Block("facts"), Block("quote")), lambda block, inside: inside
    )
    assert html == "".join(part for part in parts if len(part) == 1)


PIECES = (
    *("::: fakta A\n", "::: citat B, C\n", "::: nøgletal\n", "::: billede D\n", "::: tabel E\n"),
    *("::: spørgsmål\n", "::: video F\n", "::: kontakt\n", ":::\n", ":::\n", ":::\n", "\n", "\n\n"),
    *("adresse: https://film.example/\n", "navn: N\n", f"{PICTURE}\n", "- **5** ting\n", "- ", "    "),
    *("| a | b |\n|---|---|\n| 1 | 2 |\n", "ord\n", "> ", "## T\n", "<b>x</b>\n", "<img src='x'>\n", "x[^1]\n", "\n[^1]: y\n"),
)  # fmt: skip


@example("adresse: https://film.example/\n- ")
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_passes_the_check_can_be_shown(text: str) -> None:
    site = make_collection(parse_entry(post_text(text)))
    if check_content(site, NOW):
        return
    library = build_library(site, NOW)
    html = render_prose(ENVIRONMENT, prose(library, library.entries["posts/velkommen"]))
    assert "nyspor" not in html


def test_blocks_know_their_lines_in_lists_and_quotations() -> None:
    text = (
        "- a\n\n    ::: fakta A\n    x\n    :::\n\n> ::: citat B\n> x\n> :::\n\n::: fakta A\ny\n:::"
    )
    assert [block.line for block in converter().convert(text, "x.md").blocks] == [3, 7, 11]
