"""Tags follow the HTML: small documents laid out by WeasyPrint, and the structure elements they give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.magazine.layout.fonts_and_styles import layout_engine, print_styles
from nyspor.magazine.layout.layout_tree import MarkedContent, Node, from_record, to_record
from nyspor.magazine.layout.section_layout import SectionLayout
from nyspor.magazine.pdf.structure_elements import StructureElement, structure_element
from nyspor.site.theme import Theme

THEME = Theme()


def layout_of(body: str, folder: Path) -> SectionLayout:
    html = (
        f'<html lang="da"><head><title>Prøve</title></head><body class="story">{body}</body></html>'
    )
    return layout_engine(THEME, print_styles(THEME)).lay_out(html, folder / "afsnit.pdf")


def outline(element: StructureElement) -> object:
    """An element as nested names: `("Art", ["H1", "P"])`."""
    children = [outline(child) for child in element.children if isinstance(child, StructureElement)]
    return (element.role.pdf17, children) if children else element.role.pdf17


def tags(body: str, folder: Path) -> list[object]:
    return [
        outline(structure_element(child))
        for child in layout_of(body, folder).tree.children
        if isinstance(child, Node)
    ]


def test_an_article_over_many_pages_and_columns_is_one_article(tmp_path: Path) -> None:
    text = "<p>" + "Innovationskonsulenten spørger borgerne. " * 40 + "</p>"
    body = f'<article class="told"><h1>Stien</h1><div class="told-text">{text * 12}</div></article>'
    found = layout_of(body, tmp_path)
    assert found.pages > 2
    assert [outline(structure_element(child)) for child in found.tree.children] == [
        ("Art", ["H1", ("Div", ["P"] * 12)])
    ]
    paragraph = found.tree.children[0].children[1].children[0]
    assert all(isinstance(child, MarkedContent) for child in paragraph.children)


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


def test_blocks_are_read_in_the_order_of_the_html_even_where_css_reorders_them(
    tmp_path: Path,
) -> None:
    body = '<div style="display: flex; flex-direction: column-reverse"><h2>Først</h2><p>Sidst</p></div>'
    assert tags(body, tmp_path) == [("Div", ["H2", "P"])]


def test_the_head_of_a_table_over_two_pages_is_read_once(tmp_path: Path) -> None:
    rows = "<tr><td>Et svar</td></tr>" * 90
    table = layout_of(
        f"<table><thead><tr><th>Spørgsmål</th></tr></thead><tbody>{rows}</tbody></table>", tmp_path
    )
    assert table.pages > 1
    cell = next(node for node in table.tree.nodes() if node.tag == "th")
    assert [child.page for child in cell.children if isinstance(child, MarkedContent)] == [0]


def test_space_is_reserved_for_a_page_reference(tmp_path: Path) -> None:
    body = '<div class="told-text"><p>Se <a href="nyspor-piece:stien" data-page-reference="stien">stien</a>.</p></div>'
    (reference,) = layout_of(body, tmp_path).page_references
    assert reference.section == "stien"
    assert 0 < reference.x < 794
    assert 0 < reference.y < 1123


words = st.text("abc æøå", max_size=8)
marks = st.builds(MarkedContent, st.integers(0, 99), st.integers(0, 999))
leaves = st.builds(Node, words, st.dictionaries(words, words), st.lists(marks))


def around(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Node, words, st.just({}), st.lists(st.one_of(inner, marks)))


trees = st.recursive(leaves, around, max_leaves=10)


@given(trees)
def test_a_layout_tree_survives_the_section_cache(tree: Node) -> None:
    assert from_record(to_record(tree)) == tree
