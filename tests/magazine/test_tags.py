"""Tags follow the HTML: small pieces laid out by the real WeasyPrint, and the tree that comes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.magazine.layout.engine import Laid
from nyspor.magazine.layout.fonts_and_styles import press_of, styles
from nyspor.magazine.layout.layout_tree import Mark, Node, from_record, to_record
from nyspor.magazine.pdf.structure_elements import Element, element_of
from tests.conftest import ROOT

THEME = ROOT / "theme"


def laid(body: str, folder: Path) -> Laid:
    html = (
        f'<html lang="da"><head><title>Prøve</title></head><body class="story">{body}</body></html>'
    )
    return press_of(THEME, styles(THEME)).lay_out(html, folder / "stykke.pdf")


def outline(element: Element) -> object:
    """An element as nested names: `("Art", ["H1", "P"])`."""
    kids = [outline(kid) for kid in element.kids if isinstance(kid, Element)]
    return (element.role.old, kids) if kids else element.role.old


def tags(body: str, folder: Path) -> list[object]:
    return [
        outline(element_of(kid)) for kid in laid(body, folder).tree.kids if isinstance(kid, Node)
    ]


def test_an_article_over_many_pages_and_columns_is_one_article(tmp_path: Path) -> None:
    text = "<p>" + "Innovationskonsulenten spørger borgerne. " * 40 + "</p>"
    body = f'<article class="told"><h1>Stien</h1><div class="told-text">{text * 12}</div></article>'
    found = laid(body, tmp_path)
    assert found.pages > 2
    assert [outline(element_of(kid)) for kid in found.tree.kids] == [
        ("Art", ["H1", ("Div", ["P"] * 12)])
    ]
    paragraph = found.tree.kids[0].kids[1].kids[0]
    assert all(isinstance(kid, Mark) for kid in paragraph.kids)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ul><li>Et</li><li>To</li></ul>", [("L", [("LI", ["Lbl", "LBody"]), ("LI", ["Lbl", "LBody"])])]),
        ("<dl><dt>Sti</dt><dd>En vej</dd><dt>Bænk</dt><dd>Et sæde</dd></dl>", [("L", [("LI", ["Lbl", "LBody"])] * 2)]),
        ("<dl><div><dt>input</dt><dd>500</dd></div></dl>", [("L", [("LI", ["Lbl", "LBody"])])]),
        ('<ol class="contents-list" role="list"><li><a href="https://nyspor.example/">Et</a></li></ol>', [("TOC", [("TOCI", [("Reference", ["Link"])])])]),
        ('<p>Vi fik <em lang="en">feedback</em> og <b>svar</b>.</p>', [("P", ["Span", "Span"])]),
        ("<table><thead><tr><th>År</th></tr></thead><tbody><tr><td>2013</td></tr></tbody></table>", [("Table", [("THead", [("TR", ["TH"])]), ("TBody", [("TR", ["TD"])])])]),
        ('<p>Se <span aria-hidden="true">→</span> her</p>', ["P"]),
        ("<p>Et<br>to<wbr></p><hr><p>Tre</p>", ["P", "P"]),
        ("<p><u>a</u><kbd>b</kbd><del>c</del><code>d</code><foo>e</foo></p>", [("P", ["Span", "Span", "Span", "Code", "Span"])]),
        ("<details><summary>S</summary><p>Mere</p></details>", [("Div", ["P", "P"])]),
        ('<foo style="display: block"><p>Ord</p></foo>', [("Div", ["P"])]),
        ("<pre><code>kode</code></pre>", [("P", ["Code"])]),
        ("<ul><li>Et<ul><li>Under</li></ul></li></ul>", [("L", [("LI", ["Lbl", ("LBody", [("L", [("LI", ["Lbl", "LBody"])])])])])]),
        ("<dl><dt>Sti</dt><dd>En vej</dd><dd>To</dd></dl>", [("L", [("LI", ["Lbl", "LBody", "LBody"])])]),
        ("<dl><div><dt>input<ul><li>x</li></ul></dt><dd>5</dd></div></dl>", [("L", [("LI", [("LBody", [("L", [("LI", ["Lbl", "LBody"])])]), "LBody"])])]),
    ],
)  # fmt: skip
def test_every_element_gets_its_role(body: str, expected: list[object], tmp_path: Path) -> None:
    assert tags(body, tmp_path) == expected


def test_blocks_are_read_in_the_order_of_the_html_whatever_the_style_shows(tmp_path: Path) -> None:
    body = '<div style="display: flex; flex-direction: column-reverse"><h2>Først</h2><p>Sidst</p></div>'
    assert tags(body, tmp_path) == [("Div", ["H2", "P"])]


def test_the_head_of_a_table_over_two_pages_is_read_once(tmp_path: Path) -> None:
    rows = "<tr><td>Et svar</td></tr>" * 90
    table = laid(
        f"<table><thead><tr><th>Spørgsmål</th></tr></thead><tbody>{rows}</tbody></table>", tmp_path
    )
    assert table.pages > 1
    cell = next(node for node in table.tree.nodes() if node.tag == "th")
    assert [kid.page for kid in cell.kids if isinstance(kid, Mark)] == [0]


def test_a_place_is_kept_for_the_number_of_a_page(tmp_path: Path) -> None:
    body = '<div class="told-text"><p>Se <a href="nyspor-piece:stien" data-mentions="stien">stien</a>.</p></div>'
    (mention,) = laid(body, tmp_path).mentions
    assert mention.piece == "stien"
    assert 0 < mention.x < 794
    assert 0 < mention.y < 1123


words = st.text("abc æøå", max_size=8)
marks = st.builds(Mark, st.integers(0, 99), st.integers(0, 999))
leaves = st.builds(Node, words, st.dictionaries(words, words), st.lists(marks))


def around(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Node, words, st.just({}), st.lists(st.one_of(inner, marks)))


trees = st.recursive(leaves, around, max_leaves=10)


@given(trees)
def test_a_tree_comes_back_from_the_shelf(tree: Node) -> None:
    assert from_record(to_record(tree)) == tree
