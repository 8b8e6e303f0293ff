"""Pieces become pages: links, page numbers, what is laid out again and what is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from nyspor.magazine.build import SHELF, compose_issue
from nyspor.magazine.layout.composer import StrangeSigns
from nyspor.magazine.layout.engine import Laid
from nyspor.magazine.layout.layout_tree import Mark, Node
from nyspor.magazine.layout.pagination import Numbers, Unsettled, aim_links, compose, page_starts
from nyspor.magazine.pdf.structure_tree import Part
from nyspor.magazine.sections import Section
from tests.conftest import ROOT, MadeMagazine, paper_of

PIECES = [
    Section(name, "magazine/story.html", name.capitalize(), 1, {})
    for name in ("indhold", "stien", "broen")
]


def pages(number: int) -> Laid:
    return Laid(Path("stykke.pdf"), Node("html"), {}, (False,) * number)


def test_page_numbers_are_found_and_given_to_those_who_ask() -> None:
    asked: list[tuple[str, dict[str, int]]] = []

    def lay_out(piece: Section, numbers: Numbers) -> Laid:
        asked.append((piece.name, dict(numbers)))
        return pages(3 if piece.name == "stien" else 1)

    composed = compose(PIECES, lay_out)
    assert composed.numbers == {"indhold": 1, "stien": 2, "broen": 5}
    assert composed.pages == 5
    assert asked[-1] == ("broen", {"indhold": 1, "stien": 2, "broen": 5})


def test_a_good_guess_spares_the_second_round() -> None:
    rounds = 0

    def lay_out(piece: Section, numbers: Numbers) -> Laid:
        nonlocal rounds
        rounds += 1
        return pages(1)

    compose(PIECES, lay_out, {"indhold": 1, "stien": 2, "broen": 3})
    assert rounds == len(PIECES)


def test_numbers_that_never_settle_are_a_fault() -> None:
    with pytest.raises(Unsettled):
        compose(PIECES, lambda piece, numbers: pages(1 + numbers.get("broen", 0)))


def test_links_are_aimed_and_those_that_lead_nowhere_become_text() -> None:
    html = '<p><a class="x" href="/historier/stien/">stien</a>, <a href="/om/">om</a>, <a href="#fn:1">1</a></p>'
    aimed = aim_links(html, lambda a: 'href="stien.xhtml"' if "stien" in a else None)
    soup = BeautifulSoup(aimed, "lxml")
    assert [(a["href"], a.text) for a in soup.find_all("a")] == [
        ("stien.xhtml", "stien"),
        ("#fn:1", "1"),
    ]
    assert soup.select_one("span[data-gone]").text == "om"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["/a/", "/b/", "https://c.example/"]), st.text("abc<&", max_size=5)
        )
    )
)
def test_no_word_is_lost_when_links_are_aimed(links: list[tuple[str, str]]) -> None:
    soup = BeautifulSoup("<p></p>", "lxml")
    for href, words in links:
        link = soup.new_tag("a", href=href)
        link.string = words
        soup.p.append(link)
    aimed = BeautifulSoup(
        aim_links(str(soup), lambda a: None if a == "/b/" else f'href="{a}"'), "lxml"
    )
    assert aimed.get_text() == soup.get_text()
    assert len(aimed.find_all("span")) == sum(href == "/b/" for href, _ in links)


def test_where_the_pages_of_a_piece_begin() -> None:
    blocks = [
        Node("p", {"data-n": str(n)}, [Mark(page, n)]) for n, page in enumerate([0, 0, 1, 1, 3])
    ]
    part = Part("stien", "Stien", 2, Laid(Path("x"), Node("html", {}, blocks), {}, (False,) * 4))
    assert page_starts(part) == ("2", None, "4")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "content", tmp_path / "content"))


def laid_anew(content: Path, shelf: Path) -> set[str]:
    """Compose the issue; returns what had to be laid out."""
    before = {path: path.stat().st_mtime_ns for path in shelf.glob("*.json")}
    composed = compose_issue(paper_of(content, shelf), shelf.parent, lambda piece, pages: None)
    return {
        part.name
        for part in composed.parts
        if before.get(path := part.laid.pdf.with_suffix(".json")) != path.stat().st_mtime_ns
    }


def test_only_what_changed_is_laid_out_again(
    magazine: MadeMagazine, content: Path, tmp_path: Path
) -> None:
    shelf = Path(shutil.copytree(magazine.folder / SHELF, tmp_path / "2013" / SHELF))
    shutil.copy(magazine.folder / "manifest.json", shelf.parent)
    assert laid_anew(content, shelf) == set()
    story = content / "stories/2013/phoenix.md"
    story.write_text(story.read_text("utf-8").replace("Det begyndte", "Alt begyndte", 1), "utf-8")
    assert laid_anew(content, shelf) == {"phoenix"}


def test_a_story_that_grows_by_pages_leaves_the_others_as_they_are(
    magazine: MadeMagazine, content: Path, tmp_path: Path
) -> None:
    shelf = Path(shutil.copytree(magazine.folder / SHELF, tmp_path / "2013" / SHELF))
    shutil.copy(magazine.folder / "manifest.json", shelf.parent)
    story = content / "stories/2013/velfaerdskaravanen.md"
    with story.open("a", encoding="utf-8") as file:
        file.write("\n\n" + "\n\n".join(["Et spørgsmål fører til et nyt. " * 30] * 12) + "\n")
    anew = laid_anew(content, shelf)
    others = {"phoenix", "bland-dig", "tyve-forsoeg-i-billund", "zebrastriber-mellem-husene"}
    assert {"velfaerdskaravanen", "indhold"} <= anew
    assert not others & anew


def test_signs_that_the_fonts_lack_stop_the_press_before_it_starts(
    content: Path, tmp_path: Path
) -> None:
    for name, signs in (("phoenix", "漢字"), ("bland-dig", "→")):
        with (content / f"stories/2013/{name}.md").open("a", encoding="utf-8") as file:
            file.write(f"\n\nEt tegn: {signs}.\n")
    shelf = tmp_path / "2013" / SHELF
    with pytest.raises(StrangeSigns) as caught:
        compose_issue(paper_of(content, shelf), shelf.parent, lambda piece, pages: None)
    assert [signs for _, signs in caught.value.found] == [("→",), ("字", "漢")]
    assert not shelf.exists()
