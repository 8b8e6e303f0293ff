"""An editor sees the year's stories side by side, and what the choice leaves out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from nyspor.cli.magazine_candidates import candidates as command
from nyspor.content.collection import ContentCollection
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.magazine.core.candidates import Candidate, balance, candidates, remarks
from nyspor.model.kinds import Municipality
from tests.builders import write_site
from tests.magazine.builders import BLURRED, SHARP, a_site, a_story, an_issue


def found(site: ContentCollection, year: int = 2013) -> dict[str, Candidate]:
    return {story.slug: story for story in candidates(site, year)}


def remark_texts(site: ContentCollection, year: int = 2013) -> list[str]:
    """The remarks as a Danish editor reads them."""
    words = read_catalogue(CATALOGUES, "da")
    made = remarks(candidates(site, year), site)
    return [words.gettext(message).format_map(params) for message, params in made]


def test_the_year_s_stories_and_those_that_belong_to_no_year_can_be_chosen() -> None:
    site = a_site(
        an_issue("historie: valgt", "historie: ogsaa"),
        ogsaa=a_story(dato="2011"),
        aarets=a_story(dato="maj 2013"),
        maerket=a_story(dato="2014", magasin='["2013"]'),
        udateret=a_story(dato="ukendt"),
        naeste=a_story(dato="2014"),
        valgt=a_story(),
        **{"aarets.en": a_story(sprog="engelsk", oversat_fra="stories/aarets")},
    )
    assert [story.slug for story in candidates(site, 2013)] == [
        "valgt",
        "ogsaa",
        "maerket",
        "aarets",
        "udateret",
    ]
    assert [story.chosen for story in found(site).values()] == [True, True, False, False, False]
    assert list(found(site, 2014)) == ["naeste", "maerket", "udateret"]
    assert not any(story.chosen for story in found(site, 2014).values())


def test_a_story_is_measured_as_the_issue_sets_it() -> None:
    text = "ord " * 400 + "\n\n::: citat En nabo\nHer er stille.\n:::\n\n::: fakta Sti\nLang\n:::"
    figures = "[{værdi: 3, tekst: stier}, {værdi: 12, tekst: naboer}]"
    story = a_story(text, billede=BLURRED, nøgletal=figures, citat="{tekst: Ja, navn: Bo}")
    site = a_site(
        an_issue(f"historie: valgt, titel: Et andet navn, billede: {SHARP}, opslag: ja"),
        valgt=story,
        andre=story,
        uden=a_story(billede=""),
    )
    chosen, other, without = (found(site)[slug] for slug in ("valgt", "andre", "uden"))
    assert (chosen.title, chosen.pages, chosen.picture_width, chosen.dpi) == (
        "Et andet navn",
        2,
        2200,
        258,
    )
    assert (other.title, other.pages, other.picture_width, other.dpi) == ("Stien", 2, 1600, 239)
    assert (other.words, other.quotes, other.figures) == (404, 2, 2)
    assert (without.picture_width, without.pages) == (None, 1)


def test_the_balance_counts_chosen_and_other_stories() -> None:
    site = a_site(
        an_issue("historie: a"),
        a=a_story(temaer="aeldre", spor="gode-leveaar", kommune="roskilde"),
        b=a_story(temaer="aeldre", kommune="roskilde"),
        c=a_story(temaer="aeldre"),
    )
    assert balance(candidates(site, 2013)) == {
        ("topics", "aeldre", True): 1,
        ("topics", "aeldre", False): 2,
        ("tracks", "gode-leveaar", True): 1,
        ("municipalities", "roskilde", True): 1,
        ("municipalities", "roskilde", False): 1,
    }


def test_missing_municipalities_and_pictures_are_remarked() -> None:
    roskilde = "Roskilde Kommune har ingen historie i magasinet (at vælge imellem: 1)."
    site = a_site(an_issue("historie: a"), a=a_story(), b=a_story(kommune="roskilde", billede=""))
    assert remark_texts(site) == [roskilde, "»Stien« har ikke noget billede."]


@pytest.mark.parametrize(
    ("about", "others", "remarks"),
    [(3, 1, ["Temaet »Ældre« er med i 3 af de 4 valgte historier."]), (2, 2, []), (3, 0, [])],
)
def test_a_topic_dominates_when_it_is_in_more_than_half_of_some_stories(
    about: int, others: int, remarks: list[str]
) -> None:
    alike = [a_story(kommune="roskilde", temaer="aeldre")] * about
    stories = dict(zip("abcd", alike + [a_story()] * others, strict=False))
    issue = an_issue(*(f"historie: {slug}" for slug in stories))
    assert remark_texts(a_site(issue, **stories)) == remarks


def test_before_anything_is_chosen_nothing_is_left_out() -> None:
    unchosen = a_site(an_issue("historie: stien", år="2012"), stien=a_story())
    assert remark_texts(unchosen) == ["Der er ikke valgt nogen historier endnu."]


def test_a_made_up_municipality_need_not_be_in_the_magazine() -> None:
    site = a_site(an_issue("historie: a"), a=a_story())
    made_up = Municipality(slug="eksempel", name="Eksempel Kommune", example=True)
    vocabularies = replace(site.vocabularies, municipalities={"eksempel": made_up})
    assert remark_texts(replace(site, vocabularies=vocabularies)) == []


def run(folder: Path, year: int) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, [str(year), "--content", str(folder)], env={"COLUMNS": "160"})
    return result.exit_code, " ".join(result.output.split())


def test_the_command_shows_stories_balance_and_remarks(tmp_path: Path) -> None:
    folder = write_site(
        tmp_path,
        **{
            "magazine/2013/issue": an_issue("historie: a", "historie: b"),
            "stories/2013/a": a_story(titel="Stien [ny]", temaer="aeldre", kommune="roskilde"),
            "stories/2013/b": a_story(billede=BLURRED, temaer="bus"),
            "stories/2013/c": a_story(titel="Bænken", billede="", temaer="[bus, aeldre]"),
            "stories/2013/d": a_story(temaer="unge"),
            "stories/2013/e": a_story(temaer="aeldre"),
        },
    )
    (folder / "images").mkdir()
    Image.new("1", (2000, 1500)).save(folder / "images" / "skarp.png")
    Image.new("1", (1600, 1200)).save(folder / "images" / "lille.png")
    code, shown = run(folder, 2013)
    assert code == 0
    assert "✓ Stien [ny] Roskilde 1 1 0 0 god (298 dpi)" in shown
    assert "✓ Stien 1 1 0 0 for lille (239 dpi)" in shown
    assert "Bænken 1 1 0 0 intet billede" in shown
    assert "Ældre ████░░░░░░░░ 1 af 3 bus ████░░░░ 1 af 2 unge ░░░░ 0 af 1" in shown
    assert shown.endswith("»Bænken« har ikke noget billede.")


def test_a_year_without_stories_is_reported(tmp_path: Path) -> None:
    assert run(write_site(tmp_path), 1999) == (1, "Der er ingen historier fra 1999.")
