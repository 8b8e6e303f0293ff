"""The schema number of a site: the version of the form in which its content and settings are written.

It stands in `content/schema.yaml`. Sites older than that file have schema 1. `nyspor upgrade` brings a site to
the current one.
"""

from __future__ import annotations

from nyspor.front_matter.parsing import ParseError, decode, read_fields
from nyspor.front_matter.validation import validate
from nyspor.model.fields import Record, described
from nyspor.problems import N_, Problem

FILE = "schema.yaml"
"""The file's path in the content folder."""

SCHEMA = 2
"""The schema that this version of Nyspor writes. Every earlier one is read."""

OLDEST = 1
"""The schema of a site without the file: that of Nyspor 0.1."""


class SchemaFile(Record):
    """What the file says."""

    number: int = described("skema", N_("Schema"), ge=OLDEST)


def read_schema(raw: bytes, file: str = FILE) -> tuple[int, list[Problem]]:
    """Return the number that the file's bytes say, and what is wrong with it.

    A file that cannot be read counts as of the current schema, and one of a later schema is a problem.
    """
    try:
        fields = read_fields(decode(raw, file), SchemaFile, file)
    except ParseError as error:
        return SCHEMA, [error.problem]
    found, problems = validate(fields, SchemaFile, file)
    if found is None:
        return SCHEMA, problems
    if found.number <= SCHEMA:
        return found.number, []
    line, written = fields.locate(("number",))
    later = Problem(
        file,
        N_("The content is of schema {number}, from a later version of Nyspor; this one knows up to {known}."),
        N_("Install the latest version of Nyspor: pip install --upgrade nyspor"),
        line,
        written,
        {"number": found.number, "known": SCHEMA},
        rule="schema",
    )  # fmt: skip
    return found.number, [later]


def schema_text(number: int = SCHEMA) -> str:
    """Return the text of the file."""
    return (
        "# Hvilken form filerne her er skrevet i. Kommandoen nyspor upgrade retter tallet; lad det ellers stå.\n"
        f"skema: {number}\n"
    )
