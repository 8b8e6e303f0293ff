"""The mistakes that people make, made at the desk: each is told before publication, and an error keeps the text from it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest

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
            assert " ".join(expected.words.split()) in said, f"{name}: {said}"


@pytest.mark.parametrize("kind", DRAFTS)
def test_an_error_keeps_a_text_from_publication_and_nothing_else_does(
    anna: AtDesk, kind: str
) -> None:
    for name, (text, expected) in islice(DRAFTS[kind].items(), 0, None, EVERY):
        file = anna.content / made.POST
        file.write_text(text, "utf-8", newline="")
        anna.save(made.POST, "publish")
        assert (DRAFT in file.read_text("utf-8")) is isinstance(expected, made.Error), name
