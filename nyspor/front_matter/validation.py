"""Validation of fields by their model; pydantic's errors become problems with remedies."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from nyspor.front_matter.parsing import FieldPath, Fields
from nyspor.front_matter.yaml_errors import quoted
from nyspor.model.fields import choice_in, danish_key, danish_keys, record_in
from nyspor.problems import N_, Problem, closest_match

Model = TypeVar("Model", bound=BaseModel)

_MESSAGES: dict[str, tuple[str, str]] = {
    "missing": (N_("The field “{key}” is missing."), N_("Add a line that begins with “{key}:”.")),
    "colour": (N_("“{value}” is not a colour."), N_("Write it as six digits in quotes, such as \"#1c5540\".")),
    "empty": (N_("The value is empty."), N_("Write something, or take the line out.")),
    "date_form": (N_("“{value}” cannot be read as a date."), N_("Write it like 3. marts 2026, or a year alone.")),
    "date_calendar": (N_("The date {value} does not exist."), N_("Look in the calendar; write it like 3. marts 2026.")),
    "focal": (N_("“{value}” is not a place in the picture."), N_("Write one or two words, such as højre or øverst til venstre; or percent from the left and from the top, such as 50 30.")),
    "date_month": (N_("There is no such month in “{value}”."), N_("Write the month's name in full, such as 3. marts 2026.")),
    "date_year": (N_("The year is missing in “{value}”."), N_("Write it too, like 3. marts 2026.")),
    "date_day": (N_("The day is missing in “{value}”."), N_("Write it too, like 3. marts 2026 kl. 14.30.")),
    "date_span": (N_("“{value}” is from one time to another, and here one is to stand."), N_("Write when it begins; where it can have an end, there is a field for that.")),
    "date_weekday": (N_("“{value}” is not that day of the week, but {right}."), N_("Look in the calendar: one of the two is wrong.")),
    "date_early": (N_("The year {year} is long ago."), N_("Write the year with its four digits, such as 2026.")),
    "date_time": (N_("There is no such time of day in “{value}”."), N_("Write the time like kl. 14.30 or kl. 9.")),
    "string_type": (N_("Here one piece of text was expected, not a list."), N_("Write the text on the same line as the key.")),
    "tuple_type": (N_("Here a list was expected."), N_("Write each item on a line of its own that begins with “- ”.")),
    "model_type": (N_("Here fields were expected, not “{value}”."), N_("Write its fields indented on the lines below: {keys}.")),
    "number_ambiguous": (N_("“{value}” can be read as two numbers."), N_("Write {whole} if it is so many, and {decimals} if the comma is for decimals.")),
    "int_parsing": (N_("“{value}” is not a whole number."), N_("Write digits only, such as 24.")),
    "float_parsing": (N_("“{value}” is not a number."), N_("Write digits alone, with a comma before decimals, such as 3,5.")),
    "bool_parsing": (N_("“{value}” is neither yes nor no."), N_("Write ja or nej.")),
    "mailbox": (N_("“{value}” is not an e-mail address."), N_("Write it like navn@kommune.example.")),
    "brief_line": (N_("The line has {length} characters, and a line in brief has {most} at most."), N_("Say one thing in it, and put the rest into the text.")),
    "brief_lines": (N_("There are {count} lines, and in brief there are {most} at most."), N_("Keep the most important, and put the rest into the text.")),
    "too_short": (N_("The list is empty."), N_("Write something in it, or take the line out.")),
    "greater_than_equal": (N_("{value} is too small."), N_("It must be {ge} or more.")),
    "less_than_equal": (N_("{value} is too large."), N_("It must be {le} or less.")),
}  # fmt: skip

_SAME_MESSAGE = {"model_attributes_type": "model_type", "dict_type": "model_type", "int_type": "int_parsing",
          "float_type": "float_parsing", "bool_type": "bool_parsing", "int_from_float": "int_parsing",
          "int_parsing_size": "int_parsing", "finite_number": "float_parsing"}  # fmt: skip

_PATTERN_MESSAGES = {
    "url": (N_("“{value}” is not an address on the web."), N_("Write the whole address, beginning with https://.")),
    "email": (N_("“{value}” is not an e-mail address."), N_("Write it like navn@kommune.example.")),
    "phone": (N_("“{value}” is not a telephone number."), N_("Write digits alone, with spaces where you like, such as 12 34 56 78.")),
    "duration": (N_("“{value}” is not a length of time."), N_("Write minutes and seconds in quotes, such as \"2:10\".")),
}  # fmt: skip
_OTHER_PATTERN = (
    N_("“{value}” has characters that cannot stand here."),
    N_("Use small letters a-z, digits and dashes only."),
)


def validate(
    fields: Fields, model: type[Model], source: str, **identity: str
) -> tuple[Model | None, list[Problem]]:
    """Return the validated record with `identity` (slug, file) set, or None; and every problem with it."""
    try:
        record = model.model_validate(fields.values | identity)
    except ValidationError as error:
        problems = [_problem(detail, fields, model, source) for detail in error.errors()]
        # pydantic reports an error for each member of a union; the writer needs one for each field.
        unique = {(p.line, p.field): p for p in reversed(problems)}
        # What YAML left out is why a value is wrong, so it is reported alone.
        cut = {(p.line, p.field) for p in fields.problems if p.rule == "yaml"}
        return None, [
            *fields.problems,
            *(problem for place, problem in unique.items() if place not in cut),
        ]
    return (record if not fields.problems else None), list(fields.problems)


_PLACEHOLDERS = {"title": "?", "summary": "?", "date": "ukendt", "year": "2000", "name": "?"}


def salvage(fields: Fields, model: type[Model], **identity: str) -> Model | None:
    """Return the record without its invalid fields, or None where it is not valid without them."""
    values = fields.values | identity
    for _ in range(2):
        try:
            return model.model_validate(values)
        except ValidationError as error:
            wrong = {detail["loc"][0] for detail in error.errors()}
            placeholders = {name: text for name, text in _PLACEHOLDERS.items() if name in wrong}
            values = {k: v for k, v in values.items() if k not in wrong} | placeholders
    return None


def _problem(detail: ErrorDetails, fields: Fields, model: type[BaseModel], source: str) -> Problem:
    path: FieldPath = tuple(part for part in detail["loc"])
    line, written = fields.locate(path)
    kind = _SAME_MESSAGE.get(detail["type"], detail["type"])
    params: dict[str, object] = {"value": _abbreviated(detail["input"]), **detail.get("ctx", {})}
    annotation = _annotation_at(model, path)
    choice = choice_in(annotation)
    if kind in ("int_parsing", "float_parsing"):
        params["value"] = _abbreviated(_as_written(fields.values, path, detail["input"]))
    if kind == "missing":
        name = str(path[-1])
        params["key"] = written = _written_key(model, path) or name
        message, remedy = _MESSAGES[kind][0], _WHAT_TO_WRITE.get(name, _MESSAGES[kind][1])
    elif kind == "empty":
        message = _MESSAGES[kind][0]
        optional = not _is_required(model, path)
        remedy = _MESSAGES[kind][1] if optional else _WHAT_TO_WRITE.get(str(path[-1]), REQUIRED)
    elif kind == "string_type":
        message, remedy = _MESSAGES[kind]
        if right := _one_text(detail["input"], isinstance(path[-1], int)):
            params["right"] = right
            remedy = (
                N_("Write it as a list of one: {right}")
                if isinstance(path[-1], int)
                else N_("If it is no list, put it in quotes: {right}")
            )
    elif choice is not None:
        words = [member.word for member in choice]
        params |= {
            "words": ", ".join(words),
            "near": closest_match(str(detail["input"]), words, 0.8),
        }
        message = (
            N_("“{value}” is no status, so the text counts as one that is published.")
            if path == ("status",)
            else N_("“{value}” is not one of the words that can stand here.")
            if detail["input"]
            else N_("No word stands here; what follows a # is not read.")
        )
        remedy = (
            N_("Did you mean “{near}”? The words are: {words}.")
            if params["near"]
            else N_("Write one of: {words}.")
        )
    elif kind == "string_pattern_mismatch":
        message, remedy = _PATTERN_MESSAGES.get(str(path[-1]), _OTHER_PATTERN)
    else:
        record = record_in(annotation)
        params["keys"] = ", ".join(danish_keys(record)) if record else ""
        message, remedy = _MESSAGES.get(
            kind, (N_("“{value}” cannot stand here."), N_("See the handbook's list of fields."))
        )
    return Problem(
        source,
        message,
        remedy,
        fields.first_line if line is None else line,
        written,
        params,
        rule="value",
    )


REQUIRED = N_("The field must be filled in.")

_WHAT_TO_WRITE = {
    "title": N_("Write what the text is called, such as titel: Vi prøver noget nyt"),
    "summary": N_("Write one or two sentences, which lists and search engines show, such as resume: Hvad vi lærte af det første år."),
    "date": N_("Write a date, such as dato: 3. marts 2026, or dato: ukendt where nobody knows it."),
    "alt": N_("Write what a reader who cannot see the picture should know, such as alt: En vogn på vej gennem byen"),
    "credit": N_("Write who took or drew it, such as kredit: Redaktionen"),
}  # fmt: skip
"""By required field, what to write in it."""


def _is_required(model: type[BaseModel], path: FieldPath) -> bool:
    record = record_in(_annotation_at(model, path[:-1]))
    field = record.model_fields.get(str(path[-1])) if record else None
    return field is not None and field.is_required()


def _one_text(value: object, in_list: bool) -> str:
    """Return the text that brackets or a colon made a list or a field of, in quotes or as an item; '' for none."""
    match value:
        case [str(text)]:
            return f"[{text}]" if in_list else quoted(f"[{text}]")
        case dict() if in_list and len(value) == 1 and "" in value.values():
            return f"[{next(iter(value))}]"
        case dict() if len(value) == 1 and all(isinstance(v, str) for v in value.values()):
            ((key, text),) = value.items()
            return quoted(f"{key}: {text}" if text else f"{{{key}}}")
    return ""


def _as_written(values: object, path: FieldPath, read: object) -> object:
    """Return the value at `path` with the spaces that were taken out of it to read a number."""
    for part in path:
        if isinstance(values, list) and isinstance(part, int):
            values = values[part]
        elif isinstance(values, dict):
            values = values.get(part)
    return values if isinstance(values, str) else read


def _abbreviated(value: object) -> str:
    text = (
        value
        if isinstance(value, str)
        else ", ".join(map(str, value))
        if isinstance(value, list | tuple)
        else "…"
    )
    return text if len(text) <= 60 else text[:59] + "…"


def _annotation_at(model: type[BaseModel], path: FieldPath) -> Any:
    """Return the annotation of the field at `path`, through lists and records."""
    annotation: Any = model
    for part in path:
        record = record_in(annotation)
        if isinstance(part, str) and record and part in record.model_fields:
            annotation = record.model_fields[part].annotation
    return annotation


def _written_key(model: type[BaseModel], path: FieldPath) -> str:
    record = record_in(_annotation_at(model, path[:-1]))
    name = str(path[-1])
    return danish_key(record.model_fields[name]) if record and name in record.model_fields else ""
