"""The tables as files: CSV as RFC 4180 has it, JSON, and the schema that the JSON keeps."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from nyspor.open_data.columns import Column, plain_number
from nyspor.open_data.formats import render_csv, render_json, render_schema
from nyspor.open_data.tables import Row, Table, tables
from tests.open_data.libraries import a_library, a_pilot, an_effect, an_idea, rows_in

TEXTS = Table("t", "T", "", (Column("a", "A", "", "text"), Column("b", "B", "", "text")))


def lines_of(table: str, *pilots: object) -> list[str]:
    found = rows_in(a_library(*pilots), table)  # type: ignore[arg-type]
    return render_csv(tables()[table], found).decode().splitlines()


def schema_of(table: Table) -> dict[str, object]:
    found: dict[str, object] = json.loads(render_schema(table, "https://beby.example/x", str))
    return found


@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_whatever_a_text_says_is_read_back(texts: list[tuple[str, str]]) -> None:
    rows: list[Row] = [{"a": one, "b": other} for one, other in texts]
    written = render_csv(TEXTS, rows).decode("utf-8", "surrogatepass")
    head, *read = csv.reader(StringIO(written, newline=""), strict=True)
    assert head == ["a", "b"]
    assert read == [list(pair) for pair in texts]


def test_quotes_commas_and_lines_are_quoted() -> None:
    rows: list[Row] = [{"a": 'Hun sagde "ja", og', "b": "to\nlinjer"}]
    assert render_csv(TEXTS, rows) == b'a,b\r\n"Hun sagde ""ja"", og","to\nlinjer"\r\n'


def test_numbers_have_a_full_stop_and_no_thousands() -> None:
    effect = an_effect(("2025", 1400), ("2026", 0.1), baseline=-3.5)
    head, *rows = lines_of("maalinger", a_pilot(effects=[effect]))
    column = head.split(",").index("vaerdi")
    assert [row.split(",")[column] for row in rows] == ["1400", "0.1"]
    assert ",-3.5," in lines_of("effekter", a_pilot(effects=[effect]))[1]


@pytest.mark.parametrize(
    ("value", "written"),
    [(12.0, "12"), (0.1, "0.1"), (-0.0, "0"), (1e300, "1e+300"), (float("nan"), "null")],
)
def test_a_number_is_written_as_short_as_it_is(value: float, written: str) -> None:
    assert json.dumps(plain_number(value)) == written


def test_nothing_is_an_empty_cell_and_null() -> None:
    (row,) = rows_in(a_library(a_pilot(effects=[an_effect()])), "effekter")
    assert (row["enhed"], row["maal"]) == (None, None)
    assert ",,," in lines_of("effekter", a_pilot(effects=[an_effect()]))[1]


def test_several_values_are_a_list_in_json_and_have_a_bar_between_in_csv() -> None:
    pilot = a_pilot(partners=["Skolen", "Hallen"])
    (row,) = rows_in(a_library(pilot), "forsoeg")
    assert json.loads(render_json([row]))[0]["partnere"] == ["Skolen", "Hallen"]
    assert "Skolen|Hallen" in lines_of("forsoeg", pilot)[1]


def test_yes_and_no_are_written_so_that_r_knows_them() -> None:
    (row,) = rows_in(a_library(a_pilot(example=True)), "forsoeg")
    assert json.loads(render_json([row]))[0]["eksempel"] is True
    assert ",TRUE," in lines_of("forsoeg", a_pilot(example=True))[1]


def test_csv_has_no_byte_order_mark() -> None:
    assert render_csv(TEXTS, []) == b"a,b\r\n"


def test_an_empty_table_is_an_empty_list() -> None:
    assert json.loads(render_json([])) == []


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_the_json_keeps_its_schema(table: Table) -> None:
    pilot = a_pilot(
        date="marts 2025", phases=[{"phase": "idea", "start": "1. marts 2025 kl. 9"}], effects=[an_effect(("2025", 1.5))],
        places=[{"name": "Stien", "lat": "55,6", "lon": "12,1"}], source=[{"title": "Rapport"}],
    )  # fmt: skip
    rows = rows_in(a_library(pilot, ideas=(an_idea(),)), table.name)
    Draft202012Validator.check_schema(schema_of(table))
    Draft202012Validator(schema_of(table)).validate(json.loads(render_json(rows)))


@pytest.mark.parametrize(
    ("column", "wrong"),
    [("vaerdi", "12"), ("dato", "juni 2025"), ("kilde", 3), ("id", None)],
)
def test_the_schema_refuses_what_is_of_another_kind(column: str, wrong: object) -> None:
    rows = rows_in(a_library(a_pilot(effects=[an_effect(("2025", 1))])), "maalinger")
    with pytest.raises(ValidationError):
        Draft202012Validator(schema_of(tables()["maalinger"])).validate(
            [{**rows[0], column: wrong}]
        )


def test_the_schema_tells_of_every_column() -> None:
    for table in tables().values():
        items = schema_of(table)["items"]
        assert isinstance(items, dict)
        assert list(items["properties"]) == [column.name for column in table.columns]
        for name, told in items["properties"].items():
            assert told["title"], (table.name, name)
