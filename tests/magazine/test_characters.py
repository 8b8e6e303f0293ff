"""Letters that the magazine's fonts lack are advised on where a magazine chooses the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyspor.cli.magazine_characters import UNCOMMON, check_magazine_characters
from nyspor.content.loader import read_content
from nyspor.magazine.layout.glyph_coverage import INVISIBLE, SPACES, covered_characters
from nyspor.rules import errors
from nyspor.site.theme import Theme
from tests.builders import post_text, render_problems, write_site
from tests.magazine.builders import an_issue


@pytest.fixture(autouse=True)
def folder_without_brand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said_of(tmp_path: Path, body: str, issue: str = "historie: stien", **fields: str) -> str:
    texts = {
        "stories/2013/stien": post_text(body, dato="2013", **fields),
        "magazine/2013/issue": an_issue(issue),
    }
    folder = write_site(tmp_path / "content", **texts)
    problems = check_magazine_characters(read_content(folder), folder, Theme())
    assert not list(errors(problems))
    return render_problems(problems)


def test_file_line_and_letter_are_named(tmp_path: Path) -> None:
    said = said_of(tmp_path, "Hun hedder\n美玲, og han Łukasz Nguyễn.")
    assert said == (
        "stories/2013/stien.md:8 : Teksten kommer med i et magasin, og magasinets skrifter kan ikke vise 玲 美. "
        "Skriv det med latinske bogstaver eller med ord, eller tag det ud."
    )


def test_an_entity_is_the_letter_that_it_names(tmp_path: Path) -> None:
    assert "stien.md:7 " in said_of(tmp_path, "Hun hedder &#x7f8e;.")


def test_the_words_of_the_issue_are_printed_too(tmp_path: Path) -> None:
    assert "magazine/2013/issue.md:" in said_of(tmp_path, "Tekst.", 'historie: stien, titel: "美"')


def test_what_is_not_printed_needs_no_letters(tmp_path: Path) -> None:
    assert said_of(tmp_path, "Tekst. <!-- Spørg 美玲 -->") == ""
    assert said_of(tmp_path, "Hun hedder 美玲.", "historie: en-anden") == ""
    silenced = "{regel: trykte-tegn, begrundelse: Magasinet er trykt}"
    assert said_of(tmp_path, "Hun hedder 美玲.", undtag=silenced) == ""


def test_the_fonts_have_what_is_not_looked_at_closely() -> None:
    common = {chr(code) for code in range(0x10000) if not UNCOMMON.search(chr(code))}
    assert common - covered_characters(Theme()) - INVISIBLE - SPACES.keys() == set()
