"""Sections become pages: links, page numbers, the section cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from nyspor.magazine.build import SECTION_CACHE, paginate_issue
from nyspor.magazine.epub.page_breaks import first_blocks
from nyspor.magazine.layout.glyph_coverage import with_known_characters
from nyspor.magazine.layout.layout_problems import LayoutProblems
from nyspor.magazine.layout.layout_tree import MarkedContent, Node
from nyspor.magazine.layout.pagination import PageNumbers, PaginationError, paginate
from nyspor.magazine.layout.section_html import link_attributes, rewrite_links
from nyspor.magazine.layout.section_layout import SectionLayout
from nyspor.magazine.sections import Section
from nyspor.model.kinds import Issue
from nyspor.model.site import Site
from tests.builders import parse_entry, render_problems
from tests.magazine.builders import a_story, an_issue
from tests.magazine.everything import write_content
from tests.magazine.made_magazine import inputs_of

SECTIONS = [
    Section(name, "magazine/story.html", name.capitalize(), 1, {})
    for name in ("indhold", "stien", "broen")
]


def pages(number: int) -> SectionLayout:
    return SectionLayout(Path("afsnit.pdf"), Node("html"), {}, (False,) * number)


def test_sections_are_rendered_with_the_page_numbers_of_the_others() -> None:
    asked: list[tuple[str, dict[str, int]]] = []

    def lay_out(section: Section, numbers: PageNumbers) -> SectionLayout:
        asked.append((section.name, dict(numbers)))
        return pages(3 if section.name == "stien" else 1)

    paginated = paginate(SECTIONS, lay_out)
    assert paginated.numbers == {"indhold": 1, "stien": 2, "broen": 5}
    assert paginated.pages == 5
    assert asked[-1] == ("broen", {"indhold": 1, "stien": 2, "broen": 5})


def test_the_right_page_numbers_save_the_second_pass() -> None:
    calls = 0

    def lay_out(section: Section, numbers: PageNumbers) -> SectionLayout:
        nonlocal calls
        calls += 1
        return pages(1)

    paginate(SECTIONS, lay_out, {"indhold": 1, "stien": 2, "broen": 3})
    assert calls == len(SECTIONS)


def test_page_numbers_that_do_not_converge_are_an_error() -> None:
    with pytest.raises(PaginationError):
        paginate(SECTIONS, lambda section, numbers: pages(1 + numbers.get("broen", 0)))


def test_links_are_rewritten_and_those_without_a_target_become_text() -> None:
    html = '<p><a class="x" href="/historier/stien/">stien</a>, <a href="/om/">om</a>, <a href="#fn:1">1</a></p>'
    rewritten = rewrite_links(html, lambda a: 'href="stien.xhtml"' if "stien" in a else None)
    soup = BeautifulSoup(rewritten, "lxml")
    assert [(a["href"], a.text) for a in soup.find_all("a")] == [
        ("stien.xhtml", "stien"),
        ("#fn:1", "1"),
    ]
    assert soup.select_one("span[data-gone]").text == "om"


def attributes_of(address: str, url: str) -> str | None:
    issue = parse_entry(an_issue(), "magazine/2013/issue.md").entry
    assert isinstance(issue, Issue)
    site = Site("Nyspor", "", url)
    return link_attributes(address, issue, {"stien"}, site, lambda name: f'href="#{name}"')


@pytest.mark.parametrize(
    ("address", "attributes"),
    [
        ("/historier/stien/", 'href="#stien"'),
        ("/historier/stien/#kilder", 'href="#stien"'),
        ("/en/historier/stien/", 'href="#stien"'),
        ("/magasin/2013/stien/", 'href="#stien"'),
        ("/historier/broen/", 'href="https://by.example/innovation/historier/broen/"'),
        ("/om/", 'href="https://by.example/innovation/om/"'),
    ],
)
def test_a_link_goes_to_the_section_or_else_to_the_site(address: str, attributes: str) -> None:
    assert attributes_of(address, "https://by.example/innovation") == attributes


def test_a_site_without_an_address_has_links_within_the_magazine_only() -> None:
    assert attributes_of("/om/", "") is None
    assert attributes_of("/historier/stien/", "") == 'href="#stien"'


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["/a/", "/b/", "https://c.example/"]), st.text("abc<&", max_size=5)
        )
    )
)
def test_rewriting_links_keeps_all_text(links: list[tuple[str, str]]) -> None:
    soup = BeautifulSoup("<p></p>", "lxml")
    for href, words in links:
        link = soup.new_tag("a", href=href)
        link.string = words
        soup.p.append(link)
    rewritten = BeautifulSoup(
        rewrite_links(str(soup), lambda a: None if a == "/b/" else f'href="{a}"'), "lxml"
    )
    assert rewritten.get_text() == soup.get_text()
    assert len(rewritten.find_all("span")) == sum(href == "/b/" for href, _ in links)


def test_where_the_pages_of_a_piece_begin() -> None:
    blocks = [
        Node("p", {"data-n": str(n)}, [MarkedContent(page, n)])
        for n, page in enumerate([0, 0, 1, 1, 3])
    ]
    layout = SectionLayout(Path("x"), Node("html", {}, blocks), {}, (False,) * 4)
    assert first_blocks(layout) == ("2", None, "4")


STORIES = ("stien", "broen", "baenken")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The content of an issue of three stories."""
    stories = {name: a_story(f"Om {name}.", billede="") for name in STORIES}
    return write_content(tmp_path / "content", **stories)


def add_to(content: Path, story: str, text: str) -> None:
    with (content / f"stories/2013/{story}.md").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{text}\n")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "2013" / SECTION_CACHE


def laid_out(content: Path, cache: Path) -> set[str]:
    """Paginate the issue; return the names of the sections that had to be laid out."""
    before = {path: path.stat().st_mtime_ns for path in cache.glob("*.json")}
    paginated = paginate_issue(inputs_of(content, cache), cache.parent, lambda section, pages: None)
    return {
        section.name
        for section in paginated.sections
        if before.get(path := section.layout.pdf.with_suffix(".json")) != path.stat().st_mtime_ns
    }


def test_only_what_changed_is_laid_out_again(content: Path, cache: Path) -> None:
    assert laid_out(content, cache) > set(STORIES)
    assert laid_out(content, cache) == set()
    add_to(content, "broen", "Den er åben.")
    assert laid_out(content, cache) == {"broen"}


def test_a_story_that_grows_by_pages_leaves_the_others_cached(content: Path, cache: Path) -> None:
    laid_out(content, cache)
    add_to(content, "stien", "\n\n".join(["Et spørgsmål fører til et nyt. " * 30] * 12))
    again = laid_out(content, cache)
    assert {"stien", "indhold"} <= again
    assert not {"broen", "baenken"} & again


@pytest.mark.parametrize(
    "text",
    [
        "Hun hedder 美玲.",
        "## Mød 美玲",
        "- Mød 美玲",
        "`美玲`",
        "*美玲*",
        "::: tabel Navne\n| Navn |\n|---|\n| 美玲 |\n:::",
        "::: tabel 美玲\n| Navn |\n|---|\n| Mei |\n:::",
        "::: billede 美玲\n![Farver](/images/forside.png)\n:::",
        "::: citat 美玲\nJa.\n:::",
    ],
)
def test_characters_that_the_fonts_lack_are_found_before_layout(
    content: Path, cache: Path, text: str
) -> None:
    add_to(content, "stien", text)
    with pytest.raises(LayoutProblems) as caught:
        laid_out(content, cache)
    (problem,) = caught.value.problems
    place = content / problem.source
    assert "美玲" in place.read_text("utf-8").split("\n")[(problem.line or 0) - 1]
    assert "Magasinets skrifter kan ikke vise 玲 美." in render_problems([problem])
    assert not cache.exists()


def test_a_name_in_the_issue_is_found_there(content: Path, cache: Path) -> None:
    issue = content / "magazine/2013/issue.md"
    people = "medvirkende: [{navn: 美玲}]\nkolofon: Lavet af 🙂."
    issue.write_text(issue.read_text("utf-8").replace("kolofon: Lavet af os.", people), "utf-8")
    with pytest.raises(LayoutProblems) as caught:
        laid_out(content, cache)
    assert [(p.source, p.params["characters"]) for p in caught.value.problems] == [
        ("magazine/2013/issue.md", "玲 美"),
        ("magazine/2013/issue.md", "🙂"),
    ]


def test_spaces_and_accents_are_set_as_the_fonts_have_them() -> None:
    assert with_known_characters("e\u0301 1\u202f000 kr.\u2003x") == "é 1\u00a0000 kr. x"
