"""The model's values as plain ones that `marshal` can keep, and back, without validating again.

A tuple of the model becomes a list; what is a tuple in the plain form is one of the model's own values:
the name of its class, and what it holds besides its defaults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined

from nyspor.danish import Date
from nyspor.front_matter import Fields
from nyspor.markdown import body
from nyspor.model import kinds, library, values
from nyspor.model.fields import Choice, Record

Plain = Any
"""None, numbers, strings, and lists, dicts and tuples of these."""

ROOMS = (kinds, values, body, library)
"""Where the classes live whose values are remembered."""


class NotPlain(TypeError):
    """A value that is not remembered, such as a problem."""


def plain(value: object) -> Plain:
    """The plain form of a value. Raises `NotPlain`."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Choice):
        return (type(value).__name__, value.value)
    if isinstance(value, Date):
        return ("Date", value.year, value.month, value.day, value.time)
    if isinstance(value, frozenset):
        return ("frozenset", sorted(value))
    if isinstance(value, Fields):
        # Only problems ask where something stands, and a file with problems is read again.
        return ("Fields",)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if type(value).__name__ in classes():
        return (type(value).__name__, plain_fields(value))
    raise NotPlain(type(value).__name__)


def plain_fields(value: object) -> dict[str, Plain]:
    """What a record or dataclass holds besides its defaults, by name."""
    kind: type = type(value)
    usual = defaults(kind)
    held = {name: getattr(value, name) for name in field_names(kind)}
    return {
        name: plain(item) for name, item in held.items() if name not in usual or usual[name] != item
    }


def restored(value: Plain) -> Any:
    """The value whose plain form this is."""
    if type(value) is list:
        return tuple([restored(item) for item in value])
    if type(value) is dict:
        return {key: restored(item) for key, item in value.items()}
    if type(value) is not tuple:
        return value
    match value:
        case ("Date", year, month, day, time):
            return Date(year, month, day, time)
        case ("frozenset", items):
            return frozenset(items)
        case ("Fields",):
            return Fields()
        case (name, dict(held)):
            made = bare(classes()[name])
            made.__dict__.update(restored_fields(type(made), held))
            return made
        case (name, word):
            return choices()[name]._value2member_map_[word]
    raise NotPlain(repr(value))


def restored_fields(kind: type, held: dict[str, Plain]) -> dict[str, Any]:
    """All fields of a record or dataclass, by name, in the order in which they are declared."""
    usual = defaults(kind)
    return {
        name: restored(held[name]) if name in held else usual[name] for name in field_names(kind)
    }


def bare(kind: type) -> Any:
    """An instance without anything in it, past what would look its values over once more."""
    made: Any = object.__new__(kind)
    if issubclass(kind, Record):
        for name, usual in BESIDE.items():
            object.__setattr__(made, name, usual)
    return made


BESIDE: dict[str, Any] = {
    "__pydantic_fields_set__": frozenset(),
    "__pydantic_extra__": None,
    "__pydantic_private__": None,
}
"""What pydantic keeps beside a record's fields."""


@cache
def classes() -> dict[str, type]:
    """The records and dataclasses that are remembered, by name."""
    return {c.__name__: c for c in _own_classes() if is_dataclass(c) or issubclass(c, Record)}


@cache
def choices() -> dict[str, type[Choice]]:
    """The closed lists, by name."""
    return {c.__name__: c for c in _own_classes() if issubclass(c, Choice)}


def _own_classes() -> Iterator[type]:
    """The classes that are at home in the rooms, not those they only use."""
    for room in ROOMS:
        for item in vars(room).values():
            if isinstance(item, type) and item.__module__ == room.__name__:
                yield item


@cache
def field_names(kind: type) -> tuple[str, ...]:
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return tuple(kind.model_fields)  # type: ignore[attr-defined]


@cache
def defaults(kind: type) -> dict[str, Any]:
    """The values that fields have where nothing is said, of those that have any."""
    if is_dataclass(kind):
        return {f.name: f.default for f in fields(kind) if f.default is not MISSING}
    described = kind.model_fields.items()  # type: ignore[attr-defined]
    return {n: info.default for n, info in described if info.default is not PydanticUndefined}
