"""A table as CSV (RFC 4180), as JSON, and its JSON Schema (2020-12)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from io import StringIO

from nyspor.open_data.columns import Column, Value
from nyspor.open_data.tables import Row, Table
from nyspor.problems import N_

Translate = Callable[[str], str]
"""A message id → the text in Danish."""

SEPARATOR = "|"
"""Between the values of a list in CSV."""


def render_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """UTF-8 without a byte order mark, which R and DuckDB would take for a part of the first column's name."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(row[column.name]) for column in table.columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"  # R knows no other
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)


def render_json(rows: Iterable[Row]) -> bytes:
    """An array with an object a row, each on a line of its own."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n".encode()


def render_schema(table: Table, address: str, translate: Translate) -> bytes:
    """The JSON Schema of a table's JSON, at its full address, with the columns' descriptions."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": translate(table.title),
        "description": translate(table.description),
        "type": "array",
        "items": {
            "type": "object",
            "properties": {c.name: column_schema(c, translate) for c in table.columns},
            "required": [column.name for column in table.columns],
            "additionalProperties": False,
        },
    }
    return (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()


DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}[+-]\d{2}:\d{2})?)?)?$"
"""ISO 8601 in the precision that is known: `2025`, `2025-03`, `2025-03-14`, `2025-03-14T16:00+01:00`."""

TYPES: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "reference": {"type": "string"},
    "choice": {"type": "string"},
    "date": {"type": "string", "pattern": DATE_PATTERN},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "yes_no": {"type": "boolean"},
}


def column_schema(column: Column, translate: Translate) -> dict[str, object]:
    """The schema of one column's values."""
    about: dict[str, object] = {
        "title": translate(column.title),
        "description": describe(column, translate),
    }
    value = dict(TYPES[column.kind])
    if column.choices:
        value["enum"] = [member.word for member in column.choices]
    if column.is_list:
        return about | {"type": "array", "items": value}
    if not column.is_required:
        value["type"] = [value["type"], "null"]
        if column.choices:
            value["enum"] = [*(member.word for member in column.choices), None]
    return about | value


def describe(column: Column, translate: Translate) -> str:
    """What a column holds, and how it is written."""
    told = (column.description, FORMS.get(column.kind, ""), LISTS if column.is_list else "")
    return " ".join(translate(sentence) for sentence in told if sentence)


FORMS = {
    "date": N_("ISO 8601, only as exact as it is known: 2025, 2025-03 or 2025-03-14."),
    "reference": N_("The id of a row in another table, or of a text on the site."),
    "yes_no": N_("true or false; in CSV with capital letters."),
}
LISTS = N_("Several: an array in JSON, in CSV with | between.")
