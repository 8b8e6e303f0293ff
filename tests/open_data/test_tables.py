"""The tables of the open data: what is in them, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from nyspor.model.fields import Choice, Record, choice_in, danish_key, described, record_in
from nyspor.model.kinds import Pilot, Workgroup
from nyspor.model.values import Contact, Person, Status
from nyspor.open_data.columns import shape_of
from nyspor.open_data.disclosure import DISCLOSED, WITHHELD
from nyspor.open_data.tables import ROOTS, begins, finished, tables, years_in
from nyspor.text.danish import parse_date
from tests.open_data.libraries import URL, a_library, a_pilot, an_effect, an_idea, new_year, rows_in


def names(model: type[BaseModel]) -> list[str]:
    return [column.name for column in shape_of(model).columns]


def test_there_is_a_row_for_every_measurement() -> None:
    effect = an_effect(("juni 2025", 12), ("2026", 9.5))
    rows = rows_in(a_library(a_pilot(effects=[effect])), "maalinger")
    assert [(row["dato"], row["vaerdi"]) for row in rows] == [("2025-06", 12), ("2026", 9.5)]
    assert rows[0] == {
        "id": "forsoeg/stien/effekter/besoeg-om-ugen/maalinger/2025-06",
        "hoerer_til": "forsoeg/stien/effekter/besoeg-om-ugen",
        "dato": "2025-06",
        "vaerdi": 12,
        "kilde": "Tælleren ved stien",
        "side": f"{URL}/forsoeg/stien/",
    }


def test_a_row_can_be_followed_up_to_what_it_belongs_to() -> None:
    library = a_library(a_pilot(effects=[an_effect(("juni 2025", 12))]))
    (measurement,), (effect,) = rows_in(library, "maalinger"), rows_in(library, "effekter")
    (pilot,) = rows_in(library, "forsoeg")
    assert measurement["hoerer_til"] == effect["id"]
    assert effect["hoerer_til"] == pilot["id"] == "forsoeg/stien"


def test_two_that_are_called_the_same_have_ids_of_their_own() -> None:
    twice = an_effect(("juni 2025", 12), ("juni 2025", 13))
    ids = [row["id"] for row in rows_in(a_library(a_pilot(effects=[twice])), "maalinger")]
    assert [str(id).rpartition("/")[2] for id in ids] == ["2025-06", "2025-06-2"]


def test_a_record_that_begins_with_a_sentence_has_a_short_name() -> None:
    seen = {"text": "Naboerne " + "begyndte " * 20, "date": "2026", "source": "Os"}
    (row,) = rows_in(a_library(a_pilot(unexpected=[seen])), "uventet")
    assert str(row["id"]).startswith("forsoeg/stien/uventet/naboerne-begyndte-begyndte")
    assert len(str(row["id"])) < 90


def test_every_table_s_rows_have_its_columns_in_order() -> None:
    phase = {"phase": "idea", "start": "2025"}
    library = a_library(
        a_pilot(phases=[phase], effects=[an_effect(("2025", 1))]), ideas=(an_idea(),)
    )
    for name, table in tables().items():
        for row in rows_in(library, name):
            assert list(row) == [column.name for column in table.columns]


def test_references_are_ids_of_rows_in_other_tables() -> None:
    pilot = a_pilot(programme="naboskab", tracks=["veje"], topics=["aeldre"], municipality="roskilde")  # fmt: skip
    (row,) = rows_in(a_library(pilot), "forsoeg")
    assert row["program"] == "programmer/naboskab"
    assert row["spor"] == ["spor/veje"]
    assert row["temaer"] == ["temaer/aeldre"]
    assert row["kommune"] == "kommuner/roskilde"


def test_an_idea_leads_to_what_it_became_once_that_is_published() -> None:
    idea = an_idea(became="pilots/stien", state="became")
    (row,) = rows_in(a_library(a_pilot(), ideas=(idea,)), "ideer")
    assert (row["blev_til"], row["tilstand"]) == ("forsoeg/stien", "blev til noget")
    hidden = a_pilot(status=Status.HIDDEN)
    (row,) = rows_in(a_library(hidden, ideas=(idea,)), "ideer")
    assert row["blev_til"] is None


def test_what_is_not_listed_is_not_in_the_tables() -> None:
    assert rows_in(a_library(a_pilot(status=Status.HIDDEN)), "forsoeg") == []


def test_a_new_field_is_a_column_by_itself() -> None:
    class WithBudget(Pilot):
        kind = "budgets"

        budget: int | None = described("årsbudget", "Budget", "In kroner.", default=None)

    column = shape_of(WithBudget).columns[-1]
    assert (column.name, column.kind) == ("aarsbudget", "integer")
    assert (column.title, column.description) == ("Budget", "In kroner.")


def test_a_new_list_of_records_waits_until_somebody_has_decided() -> None:
    class Note(Record):
        text: str = described("tekst", "Text")

    class WithNotes(Pilot):
        kind = "notes"

        notes: tuple[Note, ...] = described("noter", "Notes", default=())

    assert "notes" not in shape_of(WithNotes).nested


def records_inside(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for info in model.model_fields.values():
        if record := record_in(info.annotation):
            yield record
            yield from records_inside(record) if record in DISCLOSED else ()


def test_somebody_has_decided_on_every_record() -> None:
    """A new one is put into DISCLOSED or WITHHELD in nyspor/open_data/disclosure.py."""
    undecided = {record for root in ROOTS for record in records_inside(root.model)}
    assert undecided - DISCLOSED - WITHHELD == set()
    assert not DISCLOSED & WITHHELD


def test_no_person_is_in_the_data() -> None:
    pilot = a_pilot(authors=[Person(name="Yrsa Bølge")], follow_group=[Person(name="Yrsa Bølge")])
    group = Workgroup(
        slug="stigruppen", title="Stigruppen", summary="Vi ses.", deliver_to="stier",
        contact=Contact(name="Yrsa Bølge", email="yrsa@beby.example"),
    )  # fmt: skip
    library = a_library(pilot, group, ideas=(an_idea(name="Yrsa Bølge"),))
    told = str([rows_in(library, table) for table in tables()])
    assert "En bænk" in told
    assert "Yrsa" not in told
    assert "@" not in told
    assert "stier" not in told


def test_what_one_record_holds_is_in_columns_of_its_own() -> None:
    assert {"tilmelding_aabner", "tilmelding_lukker"} <= set(names(Workgroup))


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_a_table_s_columns_have_plain_names_that_differ(table: Any) -> None:
    columns = [column.name for column in table.columns]
    assert len(columns) == len(set(columns))
    assert all(name.isascii() and name.isidentifier() for name in columns)
    assert table.description


def test_a_year_s_copy_ends_with_the_year() -> None:
    effect = an_effect(("december 2025", 1), ("1. januar 2026", 2))
    library = a_library(
        a_pilot("gammel", date="2024", effects=[effect]), a_pilot("ny", date="2026")
    )
    copy = new_year(2026)
    assert [row["id"] for row in rows_in(library, "forsoeg", copy)] == ["forsoeg/gammel"]
    assert [row["vaerdi"] for row in rows_in(library, "maalinger", copy)] == [1]


def test_what_has_no_date_begins_with_the_first_thing_in_it() -> None:
    pilot = a_pilot(phases=[{"phase": "idea", "start": "2025"}], effects=[an_effect(("2024", 1))])
    assert begins(pilot) == parse_date("2024")
    assert begins(a_pilot()) is None


def test_only_years_that_are_over_have_a_copy() -> None:
    library = a_library(a_pilot(effects=[an_effect(("2012", 1), ("2025", 1), ("2026", 2))]))
    assert years_in(library) == (2026, 2025, 2012)
    assert finished(years_in(library), library.now) == (2025, 2012)
    assert finished([2026], new_year(2026)) == ()
    assert finished([2025], new_year(2026)) == (2025,)


def test_choices_are_in_danish_words() -> None:
    (row,) = rows_in(a_library(a_pilot(phases=[{"phase": "stopped"}])), "faser")
    assert row["fase"] == "stoppet"
    assert str(row["id"]).endswith("/faser/stoppet")


def test_no_column_tells_how_a_text_is_shown() -> None:
    kinds = {column.choices for table in tables().values() for column in table.columns}
    known = {"Phase", "Direction", "IdeaState", "Counted"}
    assert {choice.__name__ for choice in kinds if choice} == known
    assert choice_in(Pilot.model_fields["status"].annotation) is Status
    assert issubclass(Status, Choice)
    assert danish_key(Pilot.model_fields["status"]) not in names(Pilot)
