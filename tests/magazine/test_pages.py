"""The magazine makes what is long or wide fit its pages, and says what does not."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from nyspor.magazine.build import SECTION_CACHE
from nyspor.magazine.core.page_geometry import COVER_COLOUR
from nyspor.magazine.core.raster_images import has_border
from nyspor.magazine.layout.composer import Composer
from nyspor.magazine.layout.fit import STEPS, Fit
from nyspor.magazine.layout.fonts_and_styles import layout_engine, print_styles
from nyspor.magazine.layout.page_measures import FaultKind, Role
from nyspor.magazine.layout.page_problems import page_problems
from nyspor.magazine.layout.section_layout import SectionLayout
from nyspor.site.theme import Theme
from tests.builders import render_problems
from tests.magazine.builders import a_story, an_issue
from tests.magazine.everything import write_content
from tests.magazine.made_magazine import inputs_of

TEXT = "Kommunen prøver noget nyt sammen med borgerne, og det giver nye spørgsmål. " * 4
LONG_TITLE = "Sådan lærte vi at lytte til de ældre i hele kommunen, før vi byggede det nye hus " * 2
LONG_WORD = "Beskæftigelsesindsatskoordinationsudvalgsmedlemmerne"
NO_SYLLABLES = "Qwrtpsdfghjklzxcvbnm" * 3
LONG_FIGURES = ("1.234.567.890", "ca. 650.000", "99,9 %", "12-15", "3.000.000 kr.", "7")
WIDE = "{fil: images/liggende.jpg, alt: Farver, kredit: N}"


def a_table(columns: int, cell: str = "Midtfyn", head: str = "Overskrift") -> str:
    rows = [[f"{head} {n}" for n in range(columns)], ["---"] * columns, [cell] * columns]
    return "::: tabel Tabel\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n:::"


def figures(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"{{værdi: '{v}', tekst: borgere i kommunen}}" for v in values) + "]"


class Pages:
    """The sections of a small magazine, laid out one by one."""

    def __init__(self, folder: Path, issue: str, **stories: str) -> None:
        content = write_content(folder / "content", **stories)
        (content / "magazine/2013/issue.md").write_text(issue, "utf-8")
        self.inputs = inputs_of(content, folder / SECTION_CACHE)
        self.sections = {section.name: section for section in self.inputs.sections()}

    def layout(self, name: str) -> SectionLayout:
        return Composer(self.inputs).fit(self.sections[name], {})

    def problems(self, name: str) -> str:
        source = self.sections[name].source
        found = page_problems(self.layout(name), source, 5, self.inputs.read_text)
        return render_problems(found)


def pages_of(
    folder: Path, body: str = "Kort.", entry: str = "", issue: dict[str, str] | None = None, **fields: str
) -> Pages:  # fmt: skip
    """The pages of an issue of one story, `stien`."""
    story = a_story(body, **{"billede": ""} | fields)
    cover = "{fil: images/forside.png, alt: Farver, kredit: N}"
    text = an_issue(f"historie: stien{entry}", **{"forside": cover} | (issue or {}))
    return Pages(folder, text, stien=story)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        (TEXT, {"titel": LONG_TITLE}),
        (TEXT, {"titel": LONG_WORD, "resume": LONG_WORD}),
        (TEXT, {"titel": NO_SYLLABLES}),
        (f"{TEXT}\n\n## {LONG_WORD}\n\n::: fakta {NO_SYLLABLES}\n{NO_SYLLABLES}\n:::", {}),
        (f"{TEXT}\n\n{a_table(9)}\n\n{TEXT}", {}),
        (f"{TEXT}\n\n{a_table(12, cell=LONG_WORD)}\n\n{TEXT}", {}),
        (f"{TEXT}\n\n{a_table(4, cell=LONG_WORD)}\n\n{TEXT}", {}),
        (TEXT, {"nøgletal": figures(LONG_FIGURES)}),
        (TEXT, {"nøgletal": figures(LONG_FIGURES[:4])}),
        (TEXT, {"nøgletal": figures(("3.000.000.000.000 kr.",))}),
    ],
)
def test_what_is_long_or_wide_is_made_to_fit(tmp_path: Path, body: str, fields: dict[str, str]) -> None:  # fmt: skip
    assert pages_of(tmp_path, body, **fields).layout("stien").faults == ()


def test_a_long_title_fits_beside_a_picture_on_the_whole_page(tmp_path: Path) -> None:
    pages = pages_of(tmp_path, TEXT, ", opslag: ja", titel=LONG_TITLE, billede=WIDE, resume=TEXT)
    assert pages.layout("stien").faults == ()


def test_key_figures_stay_whole_where_columns_are_evened_out(tmp_path: Path) -> None:
    items = "\n".join(f"- **{n}** timer om ugen" for n in (24, 19, 2, 5))
    for words in (60, 70, 80, 90, 100, 110):
        body = f"Kort.\n\n::: nøgletal I tal\n{items}\n:::\n\n" + "ord " * words
        assert pages_of(tmp_path / str(words), body).layout("stien").faults == ()


@pytest.mark.parametrize("section", ["forside", "afsnit-1", "noegletal", "bagside"])
def test_pages_printed_to_the_edge_hold_much(tmp_path: Path, section: str) -> None:
    issue = {
        "titel": f"Magasinet om {LONG_WORD}",
        "tema": TEXT[:150],
        "nøgletal": figures(LONG_FIGURES * 2),
        "bagside": TEXT,
        "afsnit": f"[{{titel: Mod på {LONG_WORD}, historier: [historie: stien]}}]",
    }
    layout = pages_of(tmp_path, issue=issue).layout(section)
    assert (layout.pages, layout.faults) == (1, ())


def test_a_section_of_thirty_stories_has_them_all_on_its_first_page(tmp_path: Path) -> None:
    stories = {f"sti{n}": a_story(titel=f"Historie {n} om noget, der er blevet prøvet", billede="") for n in range(30)}  # fmt: skip
    issue = an_issue(*(f"historie: {name}" for name in stories), forside=WIDE)
    pages = Pages(tmp_path, issue, **stories)
    for section in ("afsnit-1", "indhold"):
        assert pages.layout(section).faults == ()


@pytest.mark.parametrize(
    ("body", "fields", "message"),
    [
        (a_table(24, "12345678"), {}, "bredere, end der er plads til, også når det sættes mindre. Giv tabellen færre kolonner"),
        (TEXT, {"titel": "Hvorfor spørger vi? " * 60}, "Skriv en kortere titel. En historie kan have en særskilt titel i magasinet"),
        (TEXT, {"nøgletal": figures(("1234567890" * 4, "2"))}, "Skriv færre nøgletal eller kortere"),
    ],
)  # fmt: skip
def test_what_does_not_fit_all_the_same_is_told_with_its_page(
    tmp_path: Path, body: str, fields: dict[str, str], message: str
) -> None:
    entry = ", opslag: ja" if "titel" in fields else ""
    pages = pages_of(tmp_path, body, entry, **{"billede": WIDE if entry else ""} | fields)
    told = pages.problems("stien")
    assert told.count("\n") == 0
    assert told.startswith("stories/2013/stien.md:")
    assert "På side 5 i magasinet" in told
    assert message in told


def test_what_is_too_long_is_told_with_its_own_line(tmp_path: Path) -> None:
    told = pages_of(tmp_path, issue={"bagside": TEXT * 3}).problems("bagside")
    line = (tmp_path / "content/magazine/2013/issue.md").read_text("utf-8").split("\n")
    number = next(n for n, written in enumerate(line, 1) if written.startswith("bagside"))
    assert told.startswith(f"magazine/2013/issue.md:{number} ")


def test_a_theme_of_which_the_end_is_on_no_page_is_told(tmp_path: Path) -> None:
    long = {"titel": TEXT[:140], "tema": TEXT[:250]}
    assert "Slutningen mangler." in pages_of(tmp_path, issue=long).problems("forside")


def test_a_character_in_a_name_on_a_list_is_found_there(tmp_path: Path) -> None:
    story = a_story(kommune="roskilde", billede="")
    content = write_content(tmp_path / "content", stien=story)
    (content / "municipalities.yaml").write_text("- slug: roskilde\n  navn: 美 Kommune\n", "utf-8")
    inputs = inputs_of(content, tmp_path / SECTION_CACHE)
    composer, section = Composer(inputs), next(s for s in inputs.sections() if s.name == "stien")
    told = render_problems(composer.glyph_problems([(section, composer.render(section, {}))]))
    assert told.startswith("municipalities.yaml:2 ")


def test_an_address_gets_no_hyphens(tmp_path: Path) -> None:
    address = (
        "https://by.example/borgerinddragelse/sundhedsplejerskeuddannelse/koordinatorfunktionen"
    )
    layout = pages_of(tmp_path, f"Se mere om det hele og om de andre på {address} i dag.").layout("stien")  # fmt: skip
    with PdfDocument(layout.pdf) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    assert address in re.sub(r"\s", "", text)


# --- measured in bare HTML ---------------------------------------------------------------------------


def faults(folder: Path, body: str, page: str = "story") -> list[tuple[FaultKind, str]]:
    html = f'<html lang="da"><body class="{page}">{body}</body></html>'
    theme = Theme()
    layout = layout_engine(theme, print_styles(theme)).lay_out(html, folder / "side.pdf")
    return [(fault.kind, fault.text) for fault in layout.faults]


PICTURE = '<img src="nyspor-content:///sti.jpg?a-{}" alt="Sti" style="width: {}mm">'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Alt er i orden.</p>", []),
        ('<p style="white-space: nowrap">' + "langt " * 40, [(FaultKind.OFF_PAGE, ("langt " * 40).strip())]),
        ('<p style="position: absolute; top: 260mm">Under</p>', [(FaultKind.TOO_LONG, "Under")]),
        ('<p>Først</p><p style="margin-top: -14pt">Siden</p>', [(FaultKind.OVERLAP, "Siden")]),
        ('<p style="color: white">Hvidt</p>', [(FaultKind.INVISIBLE, "Hvidt")]),
        ('<div style="background: #333"><p style="color: white">Hvidt på sort</p></div>', []),
        ('<div style="background: #333"><p>Sort på sort</p></div>', [(FaultKind.INVISIBLE, "Sort på sort")]),
        (PICTURE.format("400x300", 100) + '<p style="margin-top: -40mm">Over', [(FaultKind.ON_PICTURE, "Over")]),
        (PICTURE.format("400x300", 190), [(FaultKind.OFF_PAGE, "Sti")]),
        ("<p>H<sub>2</sub>O, m<sup>2</sup>, <em>kursiv</em> og <code>kode</code></p>", []),
    ],
)  # fmt: skip
def test_what_a_reader_could_not_read_is_found(
    tmp_path: Path, body: str, found: list[tuple[FaultKind, str]]
) -> None:
    assert faults(tmp_path, body) == found


def test_text_keeps_away_from_the_edge_that_is_cut(tmp_path: Path) -> None:
    near = '<p style="position: absolute; color: white; top: {}mm; left: 60mm">Her</p>'
    assert faults(tmp_path, near.format(20), "back") == []
    assert faults(tmp_path, near.format(1), "back") == [(FaultKind.TOO_LONG, "Her")]


def test_what_has_a_step_left_is_set_smaller() -> None:
    fit = Fit().smaller({Role.TITLE, Role.TEXT})
    assert fit is not None
    assert fit.style == "--fit-title: 0.87"
    last = Fit({Role.TITLE: len(STEPS[Role.TITLE]) - 1})
    assert last.hyphenated == last.divided == "title"
    assert last.smaller({Role.TITLE}) is None
    assert replace(fit, tight=True).smaller({Role.TABLE}) == Fit({Role.TITLE: 1, Role.TABLE: 1}, True)  # fmt: skip


def test_a_picture_drawn_on_the_cover_s_colour_is_known_by_its_border() -> None:
    drawing = Image.new("RGB", (1200, 1700), COVER_COLOUR)
    drawing.paste("gold", (100, 100, 900, 900))
    assert has_border(drawing, COVER_COLOUR)
    drawing.paste("gold", (0, 0, 900, 900))
    assert not has_border(drawing, COVER_COLOUR)


def test_the_cover_s_colour_is_that_of_the_style_sheet() -> None:
    red, green, blue = COVER_COLOUR
    assert f"--night: #{red:02x}{green:02x}{blue:02x};" in print_styles(Theme())
