"""Whatever a story contains and is called, the magazine is made, and the validators find no faults."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pikepdf import Pdf
from PIL import Image

from nyspor.checks import check_content
from nyspor.checks.library import build_library
from nyspor.clock import read_clock
from nyspor.content.collection import ContentCollection
from nyspor.magazine.build import SECTION_CACHE
from nyspor.magazine.core.section_names import RESERVED, story_section_name
from nyspor.magazine.epub.build import PicturePaths
from nyspor.magazine.epub.xhtml import to_xhtml
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.fonts_and_styles import font_files, srgb_profile
from nyspor.magazine.layout.glyph_coverage import INVISIBLE
from nyspor.magazine.layout.inputs import MagazineInputs
from nyspor.magazine.layout.section_html import render_section, section_environment
from nyspor.magazine.layout.section_layout import LaidOutSection
from nyspor.magazine.pdf.assemble import assemble_pdf
from nyspor.magazine.pdf.editions import DocumentInfo, Edition
from nyspor.magazine.pdf.images import image_source
from nyspor.magazine.preview import preview_section
from nyspor.model.kinds import Issue
from nyspor.site.theme import Theme
from tests.builders import make_collection, parse_entry, render_problems
from tests.conftest import NOW
from tests.magazine.builders import a_story, an_issue
from tests.magazine.everything import EVERYTHING, NAMES, write_content
from tests.magazine.made_magazine import SITE, MadeMagazine, inputs_of
from tests.magazine.reading_pdf import children_of, content_of, document, elements, letters, text_of
from tests.magazine.validators import ace, epubcheck, page_validation, vera_each


def test_the_pdf_validators_find_no_faults_with_everything(magazine: MadeMagazine) -> None:
    screen, archive = magazine.file("screen"), magazine.file("archive")
    found = vera_each({screen: ("ua1", "2a"), archive: ("ua2", "4")})
    assert found == {screen: [], archive: []}
    assert page_validation(screen) == []


def test_the_epub_validators_find_no_faults_with_everything(magazine: MadeMagazine) -> None:
    assert epubcheck(magazine.file("epub")) == []
    assert ace(magazine.file("epub")) == []


def chapter(magazine: MadeMagazine, name: str) -> BeautifulSoup:
    with ZipFile(magazine.file("epub")) as book:
        return BeautifulSoup(book.read(f"EPUB/{name}.xhtml"), "lxml-xml")


def test_every_story_has_a_file_of_its_own_chapter(magazine: MadeMagazine) -> None:
    with ZipFile(magazine.file("epub")) as book:
        assert Counter(book.namelist()).most_common(1)[0][1] == 1
    for name in NAMES:
        page = chapter(magazine, story_section_name(name))
        assert page.h1.text == name
        assert f"Om {name}." in page.text
    assert chapter(magazine, "kolofon").h1.text == "Bag om magasinet"


def test_a_link_to_a_story_leads_to_it_and_not_to_the_page_of_that_name(
    magazine: MadeMagazine,
) -> None:
    link = chapter(magazine, "alt").find("a", string="en anden historie")
    assert link["href"] == "historie-kolofon.xhtml"
    pdf = Pdf.open(magazine.file("screen"))
    first = magazine.paginated.numbers["historie-kolofon"] - 1
    targets = [
        annotation.A.D[0].objgen
        for page in pdf.pages
        for annotation in page.obj.get("/Annots", ())
        if "/D" in annotation.A
    ]
    assert pdf.pages[first].obj.objgen in targets


def test_all_text_is_read_in_the_pdf(magazine: MadeMagazine) -> None:
    pdf = Pdf.open(magazine.file("screen"))
    names = [section.name for section in magazine.paginated.sections]
    story = dict(zip(names, children_of(document(pdf)), strict=True))["alt"]
    read = letters(text_of(story, content_of(pdf)))
    page = chapter(magazine, "alt")
    for hidden in page.select("[aria-hidden=true], .footnote-backref, .headerlink"):
        hidden.decompose()
    for words in page.get_text(" ").split():
        assert letters(words) in read, words


def test_only_the_magazine_s_own_fonts_are_used(tmp_path: Path) -> None:
    """Otherwise each machine would choose one."""
    story = a_story(EVERYTHING, titel="Alt", billede="")
    kolofon = a_story("Tekst.", titel="Kolofon", billede="")
    inputs = inputs_of(
        write_content(tmp_path / "content", alt=story, kolofon=kolofon), tmp_path / SECTION_CACHE
    )
    preview = preview_section(inputs, tmp_path, "alt")
    assert preview is not None
    assert preview.problems == []
    found = set()
    for page in Pdf.open(preview.pdf).pages:
        for font in page.obj.Resources.Font.values():
            found.add(re.sub(r"^/(\w+\+)?", "", str(font.BaseFont)))
    assert all(name.startswith("Magazine") for name in found), found


def test_every_character_of_the_e_book_is_in_a_font_of_it(magazine: MadeMagazine) -> None:
    shown, held = set(), set()
    with ZipFile(magazine.file("epub")) as book:
        for name in book.namelist():
            if "/fonts/" in name:
                held |= set(map(chr, TTFont(BytesIO(book.read(name))).getBestCmap()))
            elif name.endswith(".xhtml"):
                shown |= set(BeautifulSoup(book.read(name), "lxml-xml").get_text())
    assert shown >= set("ŁҐέ→محمد½")
    assert shown - held - INVISIBLE == set()


def test_the_preview_of_a_story_named_like_another_section_is_the_story(
    magazine: MadeMagazine,
) -> None:
    preview = preview_section(magazine.inputs, magazine.folder, "kolofon")
    assert preview is not None
    opened = Pdf.open(preview.pdf)
    assert "Om kolofon." in text_of(document(opened), content_of(opened))


slugs = st.text("abe-1", min_size=1, max_size=6) | st.sampled_from(sorted((*RESERVED, *NAMES)))
prefixes = st.sampled_from(["", "historie-", "afsnit-", "historie-historie-"])


@given(st.tuples(prefixes, slugs).map("".join), st.tuples(prefixes, slugs).map("".join))
def test_section_names_are_unique(one: str, other: str) -> None:
    assert (story_section_name(one) == story_section_name(other)) == (one == other)
    assert story_section_name(one) not in RESERVED
    assert not re.fullmatch(r"afsnit-\d+", story_section_name(one))


def test_pictures_of_one_name_have_each_their_place_chapter() -> None:
    paths = PicturePaths()
    files = ["images/2025/kaffe.jpg", "images/2026/kaffe.jpg", "images/Kaffe!.jpg", "images/kaffe-2.jpg"]  # fmt: skip
    places = [paths.path(file) for file in files]
    assert places == [paths.path(file) for file in files]
    assert places[0] == "images/kaffe.jpg"
    assert len(set(places)) == len(files)


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("<p>a<!-- x -- y -->b</p>", "<p>ab</p>"),
        ("<p><o:p>ord</o:p></p>", "<p><span>ord</span></p>"),
        ('<p @click="x" xml:lang="da" data-a="1">ord</p>', '<p data-a="1">ord</p>'),
        ('<h1 id="a">x</h1><h2 id="a">y</h2>', '<h1 id="a">x</h1><h2>y</h2>'),
        (
            '<a href="#b">x</a><p id="a"><a href="#a">y</a></p>',
            '<a>x</a><p id="a"><a href="#a">y</a></p>',
        ),
    ],
)
def test_odd_html_becomes_well_formed(html: str, xhtml: str) -> None:
    assert to_xhtml(html) == xhtml
    etree.fromstring(f"<body>{to_xhtml(html)}</body>")


# --- generated stories -----------------------------------------------------------------------------

INLINE = (
    *("ord ", "**fed** ", "*kursiv* ", "***begge*** ", "`kode` ", "**`k`** ", "x  \ny ", "<br>", "[^1] "),
    *("<u>u</u> ", "<kbd>k</kbd> ", "H<sub>2</sub>O ", "<sup>2</sup> ", "<mark>m</mark> ", "<del>d</del> "),
    *('<abbr title="t">a</abbr> ', "<q>q</q> ", "[x](https://nyspor.example/) ", '<a href="#nej">n</a> ', "<foo>f</foo> "),
    *("<span><i>i</i></span> ", '<span lang="en">en</span> ', "<small>s</small> ", "<o:p>o</o:p> ", "\u00ad", "1. "),
)  # fmt: skip
LINES = st.lists(st.sampled_from(INLINE), min_size=1, max_size=5).map("".join)


def indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))


def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks of Markdown that hold others."""
    several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        several,
        st.tuples(LINES, inner).map(lambda t: f"- {t[0]}\n\n{indented(t[1])}"),
        st.tuples(LINES, inner).map(lambda t: f"1. {t[0]}\n\n{indented(t[1])}\n\n2. x"),
        st.tuples(LINES, inner).map(lambda t: f"Ord\n:   {t[0]}\n\n{indented(t[1])}"),
        inner.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
        inner.map(lambda text: f"::: fakta F\n{text}\n:::"),
        inner.map(lambda text: f"::: citat N, R\n{text}\n:::"),
        inner.map(lambda text: f"::: spørgsmål\n{text}\n:::"),
        inner.map(lambda text: f"::: billede N\n![En vogn](/images/karavane.png)\n\n{text}\n:::"),
        inner.map(
            lambda text: f'<details markdown="1"><summary>S</summary>\n\n{text}\n\n</details>'
        ),
    )


STORIES = st.recursive(
    st.one_of(
        LINES,
        LINES.map(lambda line: f"## {line}".replace("\n", " ")),
        LINES.map(lambda line: f"- {line}\n- x\n    - y\n        - z"),
        LINES.map(lambda line: f"| a | b |\n|---|--:|\n| {line} | 1 |".replace("  \ny", "")),
        LINES.map(lambda line: f"::: nøgletal\n- **5** {line}\n:::".replace("\n1.", " ")),
        LINES.map(lambda line: f"<div><p>{line}</p></div>"),
        st.sampled_from(["---", "## ", "    kode", "```\nkode\n\n  mere\n```", "<hr>", "<ul></ul>", "<li>x</li>"]),
    ),
    within,
    max_leaves=6,
)  # fmt: skip


def inputs_for(body: str, folder: Path) -> tuple[ContentCollection, MagazineInputs | None]:
    """Return the content of an issue with one story of this text, and its inputs where the check finds no problems."""
    image = "{fil: images/karavane.png, alt: En vogn, kredit: N}"
    issue = an_issue(forside=image)
    note = "\n\n[^1]: Note." if "[^1]" in body else ""
    story = a_story(body + note, billede="")
    (folder / "images").mkdir(exist_ok=True)
    Image.new("RGB", (1600, 1067), "gold").save(folder / "images/karavane.png")
    site = make_collection(parse_entry(story, "stories/2013/stien.md"), parse_entry(issue, "magazine/2013/issue.md"))  # fmt: skip
    now = read_clock(NOW)
    if check_content(site, now):
        return site, None
    library = build_library(site, now)
    (issued,) = library.of_kind(Issue)
    return site, MagazineInputs(library, issued, SITE, Theme(), folder, folder / SECTION_CACHE)


@settings(max_examples=8)
@given(STORIES)
def test_every_story_that_passes_the_check_can_be_made(tmp_path: Path, body: str) -> None:
    _, inputs = inputs_for(body, tmp_path)
    if inputs is None:
        return
    section = next(section for section in inputs.sections() if section.name == "stien")
    composer = Composer(inputs)
    layout = composer.lay_out(composer.render(section, {}))
    info = DocumentInfo("Stien", "da", "", "", "2026-11-23T11:00:00+00:00")
    fonts, profile = font_files(inputs.theme), srgb_profile()
    for edition in (Edition.SCREEN, Edition.ARCHIVE):
        images = image_source(inputs, 100)
        sections = [LaidOutSection("stien", "Stien", 1, layout)]
        pdf = assemble_pdf(sections, edition, info, fonts, profile, images)
        assert list(elements(document(Pdf.open(BytesIO(pdf)))))
    environment = section_environment(inputs.issue, inputs.theme)
    etree.fromstring(
        f"<body xmlns:epub='x'>{to_xhtml(render_section(environment, section))}</body>"
    )


def test_the_generated_stories_mostly_pass_the_check(tmp_path: Path) -> None:
    site, inputs = inputs_for("::: fakta F\n- **fed**\n\n    > ## T\n:::", tmp_path)
    assert inputs is not None, render_problems(check_content(site, read_clock(NOW)))
