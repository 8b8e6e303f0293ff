"""The mistakes that people make, made at the desk: each is told before publication, and an error keeps the text from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest

from nyspor.desk.forms.field_remedies import AT_DESK, AT_FIELD
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from tests.builders import post_text
from tests.checks import test_mistakes as made
from tests.desk.desk import FILE, AtDesk, make_state, sit_down

DRAFT = "status: kladde"
EVERY = 6
"""Of the mistakes, each sixth is published as well: the same check decides on all."""


def field_rows(
    rows: Mapping[str, tuple[str, made.Expected]], line: str = "{}"
) -> dict[str, tuple[str, made.Expected]]:
    """Drafts with a mistake in a field."""
    return {
        name: (made.fields(f"{DRAFT}\n{line.format(written)}"), expected)
        for name, (written, expected) in rows.items()
        if not written.startswith("status")
    }


HEAD = "titel: T\nresume: R.\ndato: 2026\n"

DRAFTS = {
    "titles": field_rows(made.TITLES, "{}\nresume: R.\ndato: 2026"),
    "fields": field_rows(made.FIELDS, HEAD + "{}"),
    "dates": field_rows(made.DATES, "titel: T\nresume: R.\ndato: {}"),
    "relations": field_rows(made.RELATIONS, HEAD + "{}"),
    "texts": {
        name: (post_text(body, status="kladde"), expected)
        for name, (body, expected) in made.TEXTS.items()
    },
}


OF_DESK = [
    read_catalogue(CATALOGUES, "da").gettext(remedy).partition("{")[0]
    for remedy in (*AT_FIELD.values(), *AT_DESK.values())
]
"""How the remedies begin that the desk gives in place of the check's."""

OF_FILES = re.compile("linjen|anførselstegn|--fix|status:|i parentes")
"""What nobody sees who fills in a field."""


@pytest.fixture
def anna(tmp_path: Path) -> AtDesk:
    state = make_state(tmp_path)
    for file in (FILE, "tracks/stier.md"):
        (state.texts.content / file).unlink()
    made.site_with(state.texts.content, {})
    return sit_down(state, "anna")


@pytest.mark.parametrize("kind", DRAFTS)
def test_a_mistake_is_told_before_publication(anna: AtDesk, kind: str) -> None:
    for name, (text, expected) in DRAFTS[kind].items():
        (anna.content / made.POST).write_text(text, "utf-8", newline="")
        page = anna.read(f"/desk/text/{made.POST}")
        findings = page.select_one("#findings")
        assert findings, name
        if isinstance(expected, made.Error | made.Advice):
            said = " ".join(findings.get_text().split())
            is_told = " ".join(expected.words.split()) in said
            assert is_told or any(words in said for words in OF_DESK), f"{name}: {said}"
        for field in findings.select("[data-field]"):
            assert page.find(id=field["data-field"]), name
            assert field.parent
            assert not OF_FILES.search(field.parent.get_text()), f"{name}: {field.parent}"


@pytest.mark.parametrize("kind", DRAFTS)
def test_an_error_keeps_a_text_from_publication_and_nothing_else_does(
    anna: AtDesk, kind: str
) -> None:
    for name, (text, expected) in islice(DRAFTS[kind].items(), 0, None, EVERY):
        file = anna.content / made.POST
        file.write_text(text, "utf-8", newline="")
        anna.save(made.POST, "publish")
        assert (DRAFT in file.read_text("utf-8")) is isinstance(expected, made.Error), name


def test_what_the_desk_says_instead_is_said_of_remedies_that_there_are() -> None:
    known = read_catalogue(CATALOGUES, "da")
    for remedy in (*AT_FIELD, *AT_DESK):
        assert known.gettext(remedy) != remedy, remedy


def test_a_field_that_is_missing_is_to_be_filled_in(anna: AtDesk) -> None:
    (anna.content / made.POST).write_text("---\ndato: 2026\nstatus: kladde\n---\nTekst.\n", "utf-8")
    page = anna.read(f"/desk/text/{made.POST}")
    assert "mangler. Skriv, hvad teksten hedder, fx Vi prøver noget nyt." in page.get_text()
    broken = "---\ntitel: T\ndato\nresume: R.\n---\nTekst.\n"
    (anna.content / made.POST).write_text(
        broken, "utf-8"
    )  # shown whole: its lines are what one sees
    page = anna.read(f"/desk/text/{made.POST}")
    assert not page.select("#findings [data-field]")
    assert "linje 3" in page.get_text()
