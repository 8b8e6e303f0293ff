"""The list of fields: it says of every field what may stand in it."""

from __future__ import annotations

import re

import pytest
from pydantic import BaseModel

from nyspor.cli.field_reference import anchor, records, render_field_reference, values
from nyspor.model.fields import danish_keys
from nyspor.model.kinds import Issue, Post, Track, Workgroup
from nyspor.model.values import Figure, IssueEntry, Measurement, Place


@pytest.mark.parametrize(
    ("model", "field", "what"),
    [
        (Post, "title", "tekst"),
        (Post, "date", "dato"),
        (Post, "modified", "dato"),
        (Post, "topics", "liste"),
        (Post, "example", "ja eller nej"),
        (Post, "status", "`kladde`, `udgivet`, `skjult`; ellers `udgivet`"),
        (Post, "comments", "`åbne`, `lukkede`, `ingen`; ellers `åbne`"),
        (Post, "image", "[felter](#billede-plakat-forside)"),
        (Post, "source", "liste af [felter](#kilder)"),
        (Post, "authors", "liste af navne eller [felter](#afsendere-følgegruppe-medvirkende)"),
        (Track, "number", "tal, mindst 1"),
        (Workgroup, "taken", "tal fra 0 til 99999"),
        (Issue, "pilots", "ja eller nej; ellers `ja`"),
        (IssueEntry, "columns", "tal fra 1 til 3"),
        (Place, "lat", "tal fra -90 til 90"),
        (Measurement, "value", "tal"),
        (Figure, "value", "tekst"),
    ],
)
def test_what_may_stand_in_a_field(model: type[BaseModel], field: str, what: str) -> None:
    assert values(model.model_fields[field]) == what


def test_every_record_has_a_table_with_all_its_fields() -> None:
    text = render_field_reference()
    for record, keys in records().items():
        (table,) = re.findall(
            rf"^### {re.escape(', '.join(f'`{key}`' for key in keys))}\n\n(.*?)\n\n",
            text + "\n",
            re.MULTILINE | re.DOTALL,
        )
        assert all(f"| `{key}`" in table for key in danish_keys(record))


def test_every_link_leads_to_a_heading() -> None:
    text = render_field_reference()
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


@pytest.mark.parametrize(
    ("row", "is_there"),
    [
        ("| `titel` \\* | `title` |", True),
        ("| `kilde` \\* | `source` | Hvem der har målt", True),
        ("| `opdateret` \\* |", False),
        ("| `fase` \\* | `phase` | En af de faser, alle deler. | `idé`, `mobilisering`,", True),
    ],
)
def test_what_must_be_there_has_a_star(row: str, is_there: bool) -> None:
    assert (row in render_field_reference()) is is_there
