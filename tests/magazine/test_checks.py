"""All problems of an issue are reported together, before layout starts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyspor.checks import check_content
from nyspor.checks.magazine import check_issue
from nyspor.magazine.core.page_geometry import (
    MIN_DPI,
    Frame,
    dpi,
    effective_dpi,
    pages_needed,
    pixels_needed,
    word_capacity,
)
from nyspor.model.library import PictureFile
from tests.builders import NOW, render_problems
from tests.magazine.builders import BLURRED, SHARP, a_site, a_story, an_issue, issue_problems


def test_a_right_issue_has_no_problems() -> None:
    text = "::: billede Foto: Nyspor\n![En sti](../../images/skarp.png)\n:::"
    issue = an_issue("historie: stien, opslag: ja, længde: 2")
    assert issue_problems(a_site(issue, stien=a_story(text, magasin='["2012", "2013"]'))) == []


@pytest.mark.parametrize(
    ("issue", "place", "message"),
    [
        (an_issue(forside=""), "1 ", "ingen forside. Skriv forside:"),
        (an_issue(leder=""), "1 ", "ingen leder. Skriv leder:"),
        (an_issue(kolofon=""), "1 ", "ingen kolofon. Skriv kolofon:"),
        (an_issue(bagside=""), "1 ", "ingen tekst på bagsiden. Skriv bagside:"),
        (an_issue(afsnit=""), "1 ", "ingen historier. Skriv afsnit:"),
        (an_issue(afsnit="[{titel: Tom, historier: []}]"), "7 titel", "Afsnittet »Tom« har ingen historier. Skriv historier:"),
        (an_issue("historie: stien", "historie: stien"), "7 historie", "»Stien« er allerede med i magasinet, på linje 7. Tag den ud"),
        (an_issue(forside=BLURRED), "5 fil", "De 1600 × 1067 pixels giver 89 dpi, og der skal mindst 250 til. Brug et, der er mindst 2126 pixels bredt og 2983 højt."),
        (an_issue(f"historie: stien, billede: {BLURRED}"), "7 fil", "giver 239 dpi, og der skal mindst 250 til. Brug et, der er mindst 1674 pixels bredt."),
        (an_issue(f"historie: stien, opslag: ja, billede: {BLURRED}"), "7 fil", "mindst 2126 pixels bredt og 1418 højt"),
    ],
)  # fmt: skip
def test_each_slip_in_the_issue_is_reported_once(issue: str, place: str, message: str) -> None:
    problems = issue_problems(a_site(issue))
    assert f"magazine/2013/issue.md:{place}" in render_problems(problems)
    assert message in render_problems(problems)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("story", "message"),
    [
        (a_story(status="kladde"), "»Stien« er stadig en kladde. Udgiv den (status: udgivet i stories/2013/stien.md)"),
        (a_story(status="skjult"), "»Stien« er skjult. Udgiv den"),
        (a_story(dato="1. maj 2027"), "»Stien« udkommer først 1. maj 2027. Lav magasinet, når"),
        (a_story(magasin='["2011", "2012"]'), "mærket til magasinet for 2011, 2012, ikke for 2013. Føj 2013 til magasin: i stories/2013/stien.md"),
    ],
)  # fmt: skip
def test_a_story_must_be_out_and_meant_for_the_year(story: str, message: str) -> None:
    problems = issue_problems(a_site(an_issue(), stien=story))
    assert message in render_problems(problems)
    assert [(p.source, p.line, p.field) for p in problems] == [
        ("magazine/2013/issue.md", 7, "historie")
    ]


@pytest.mark.parametrize(
    "afsnit",
    [
        "[{titel: A, historier: [{historie: stien}, {historie: stien}]}]",
        "[{titel: A, historier: [{historie: stien}]}, {titel: B, historier: [{historie: stien, titel: Vejen}]}]",
    ],
)
def test_every_check_reports_a_story_that_is_in_the_issue_twice(
    afsnit: str,
) -> None:
    problems = check_content(a_site(an_issue(afsnit=afsnit)), NOW)
    assert "er allerede med i magasinet, på linje 7. Tag den ud" in render_problems(problems)
    assert len(problems) == 1


IN_TEXT = "![En sti](../../images/{}.png)"


@pytest.mark.parametrize(
    ("story", "line", "message"),
    [
        (a_story(billede=BLURRED), 5, "images/lille.png er for lille til tryk: De 1600 × 1067 pixels giver 239 dpi"),
        (a_story(f"::: billede Nyspor\n{IN_TEXT.format('mini')}\n:::"), 9, "De 800 × 600 pixels giver 247 dpi, og der skal mindst 250 til. Brug et, der er mindst 808 pixels bredt."),
        (a_story("::: video Film\nadresse: https://film.example/1\nplakat: {fil: images/mini.png, alt: A, kredit: B}\n:::"), 8, "giver 247 dpi"),
        (a_story(f"::: billede Nyspor\n{IN_TEXT.format('mini')}\n:::\n" * 2), 9, "giver 247 dpi"),
        (a_story(f"::: billede\n{IN_TEXT.format('skarp')}\n:::"), 9, "ingen kreditering"),
        (a_story(f"::: fakta Kort\n{IN_TEXT.format('skarp')}\n:::"), 9, "ingen kreditering"),
    ],
)  # fmt: skip
def test_every_picture_of_a_story_must_print_well(story: str, line: int, message: str) -> None:
    problems = issue_problems(a_site(an_issue(), stien=story))
    assert message in render_problems(problems)
    assert [(p.source, p.line) for p in problems] == [("stories/2013/stien.md", line)]


def test_the_issue_s_own_picture_takes_the_place_of_the_story_s() -> None:
    issue = an_issue(f"historie: stien, billede: {SHARP}")
    assert issue_problems(a_site(issue, stien=a_story(billede=BLURRED))) == []


def test_a_spread_needs_a_picture() -> None:
    issue = an_issue("historie: stien, opslag: ja")
    (problem,) = issue_problems(a_site(issue, stien=a_story(billede="")))
    assert "skal åbne med sit billede på en side for sig, men har ikke noget" in render_problems(
        [problem]
    )
    assert issue_problems(a_site(an_issue(), stien=a_story(billede=""))) == []


def test_a_story_must_fit_its_place() -> None:
    words = word_capacity(2, 2, spread=False) + 1
    story = a_story("ord " * words)
    for entry, over, pages in (
        ("historie: stien, titel: Vejen, længde: 2", 1, 3),
        ("historie: stien, længde: 2, spalter: 1", words - word_capacity(2, 1, spread=False), 3),
        ("historie: stien, længde: 1, opslag: ja", words, 3),
    ):
        (problem,) = issue_problems(a_site(an_issue(entry), stien=story))
        assert (
            f"»{'Vejen' if 'Vejen' in entry else 'Stien'}« er {over} ord for lang: Den har {words} ord, og der er plads til"
            in render_problems([problem])
        )
        assert f"plads med længde: {pages}." in render_problems([problem])
        assert problem.field == "længde"
    for entry in ("historie: stien", "historie: stien, længde: 2, spalter: 3"):
        assert issue_problems(a_site(an_issue(entry), stien=story)) == []


def test_all_problems_are_reported_together_each_once() -> None:
    expired = SHARP[:-1] + ", samtykke: {grundlag: Aftale, udløber: 2020}}"
    text = "::: billede Nyspor\n![](../../images/skarp.png)\n:::\n\n![Sti](../../images/skarp.png)"
    issue = an_issue("historie: stien", "historie: stein", leder="", forside=expired)
    site = a_site(issue, stien=a_story(text, status="skjult"))
    problems = check_issue(site, site.by_key["magazine/2013"], NOW)
    for message in (
        "ingen leder",
        "udløb 2020",
        "nogen historie, der hedder »stein«. Mente du »stien«?",
        "er skjult",
        "ingen alternativ tekst",
        "ingen kreditering",
    ):
        assert render_problems(problems).count(message) == 1
    assert len(problems) == 6
    ordinary = check_content(site, NOW)
    assert [problem for problem in problems if problem in ordinary] == ordinary
    assert len(ordinary) == 4, "an ordinary build does not ask for the rest"


@given(st.integers(1, 20_000), st.integers(1, 1000))
def test_a_picture_is_sharp_from_just_as_many_pixels_as_are_asked_for(wide: int, mm: int) -> None:
    assert (dpi(wide, mm) >= MIN_DPI) == (wide >= pixels_needed(mm))


def test_a_picture_that_fills_its_frame_is_as_sharp_as_its_poorer_side() -> None:
    frame = Frame(254, 127)
    assert effective_dpi(PictureFile(2540, 1270, ""), frame) == 254
    assert effective_dpi(PictureFile(2540, 635, ""), frame) == 127
    assert effective_dpi(PictureFile(2540, 635, ""), Frame(254)) == 254


@given(st.integers(1, 20_000), st.sampled_from((1, 2, 3)), st.booleans())
def test_a_story_gets_as_few_pages_as_hold_it(words: int, columns: int, spread: bool) -> None:
    pages = pages_needed(words, columns, spread)
    assert word_capacity(pages, columns, spread) >= words
    assert pages == 1 or word_capacity(pages - 1, columns, spread) < words
