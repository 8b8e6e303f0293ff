"""The columns of a table, made from the fields of a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isfinite
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from nyspor.model.fields import Choice, choice_in, danish_key, key_form, record_in
from nyspor.model.kinds import Programme, Track
from nyspor.open_data.descriptions import DESCRIPTIONS
from nyspor.open_data.disclosure import DISCLOSED, WITHHELD_CHOICES, is_withheld
from nyspor.text.danish import Date

Kind = Literal["text", "number", "integer", "yes_no", "date", "choice", "reference"]

Value = str | int | float | bool | None | list[str]
"""What stands in a cell: a list only in a column that has lists, None where nothing is said."""

FindId = Callable[[str, str], str | None]
"""The id of what a reference names: (the kind it names, '' for any; what stands in the field)."""

REFERENCES = {
    "programme": Programme.kind,
    "track": Track.kind,
    "tracks": Track.kind,
    "municipality": "municipalities",
    "topics": "topics",
    "broader": "topics",
    "became": "",
    "about": "",
    "account": "",
}
"""The fields that refer to a row of another table, and to which kind; '' for those that name the kind themselves."""


@dataclass(frozen=True)
class Column:
    """A column. `title` and `description` are message ids; `path` leads from the record to the value."""

    name: str
    title: str
    description: str
    kind: Kind
    path: tuple[str, ...] = ()
    is_list: bool = False
    is_required: bool = False
    choices: type[Choice] | None = None
    refers_to: str | None = None

    def value(self, record: BaseModel, find_id: FindId) -> Value:
        """The value of the column in a record."""
        found: Any = record
        for name in self.path:
            found = None if found is None else getattr(found, name)
        if found is None:
            return None
        if self.is_list:
            shown = (self._shown(item, find_id) for item in found)
            return [str(item) for item in shown if item is not None]
        return self._shown(found, find_id)

    def _shown(self, value: Any, find_id: FindId) -> str | int | float | bool | None:
        match self.kind:
            case "reference":
                assert self.refers_to is not None
                return find_id(self.refers_to, value) if value else None
            case "date":
                return str(value.iso)
            case "choice":
                return str(value.word)
            case "number":
                return plain_number(value)
            case "integer" | "yes_no":
                return value  # type: ignore[no-any-return]
            case _:
                return value or None


def plain_number(value: float) -> int | float | None:
    """A number as short as it can be written: 12 for 12.0; None for what is no number."""
    if not isfinite(value):
        return None
    return int(value) if value == int(value) and abs(value) < 2**53 else value


@dataclass(frozen=True)
class Shape:
    """What of a record type is given out: its `columns`, and by field the `nested` records that are tables of their own."""

    columns: tuple[Column, ...]
    nested: dict[str, Nested] = field(default_factory=dict)


@dataclass(frozen=True)
class Nested:
    """A field with a list of records: the `name` of their table."""

    name: str
    model: type[BaseModel]
    info: FieldInfo


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """What of a model is given out, worked out from its fields."""
    return Shape(tuple(_columns(model)), {nested[0]: nested[1] for nested in _nested(model)})


def _columns(
    model: type[BaseModel], path: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        key = danish_key(info)
        record = record_in(info.annotation)
        if not key or is_withheld(model, name):
            continue
        if record is None:
            if choice_in(info.annotation) not in WITHHELD_CHOICES:
                yield _column(model, name, info, (*path, name), prefix + key_form(key))
        elif record in DISCLOSED and not _is_list(info.annotation):
            yield from _columns(record, (*path, name), f"{prefix}{key_form(key)}_")


def _column(
    model: type[BaseModel], field: str, info: FieldInfo, path: tuple[str, ...], name: str
) -> Column:
    refers_to = REFERENCES.get(field)
    return Column(
        name,
        info.title or name,
        description_of(model, field, info),
        "reference" if refers_to is not None else _kind(info.annotation),
        path,
        _is_list(info.annotation),
        info.is_required() and len(path) == 1,
        choice_in(info.annotation),
        refers_to,
    )


def description_of(model: type[BaseModel], field: str, info: FieldInfo) -> str:
    """What the data's readers are told of a field: words of their own, or else what writers are told."""
    own = (DESCRIPTIONS.get((base, field)) for base in model.__mro__)
    return next(filter(None, own), info.description or "")


def _nested(model: type[BaseModel]) -> Iterator[tuple[str, Nested]]:
    for name, info in model.model_fields.items():
        record, key = record_in(info.annotation), danish_key(info)
        if record in DISCLOSED and key and _is_list(info.annotation) and record:
            yield name, Nested(key_form(key), record, info)


_KINDS: Sequence[tuple[type, Kind]] = (
    (Choice, "choice"),
    (Date, "date"),
    (bool, "yes_no"),
    (int, "integer"),
    (float, "number"),
    (str, "text"),
)


def _kind(annotation: Any) -> Kind:
    """The kind of the values inside an annotation. Raises `TypeError` for a type that no column is made of."""
    inner = _inner(annotation)
    for base, kind in _KINDS:
        if issubclass(inner, base):
            return kind
    raise TypeError(f"open data has no column of {inner}")


def _inner(annotation: Any) -> type:
    """The class inside an annotation such as `Annotated[tuple[Text, ...], …]` or `Date | None`."""
    if isinstance(annotation, type):
        return annotation
    return _inner(get_args(annotation)[0])


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_list(get_args(annotation)[0])
    return get_origin(annotation) in (tuple, list)
