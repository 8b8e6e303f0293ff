"""How a field of the model is described once, for the reader, the checker, the editor and the forms."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from nyspor.text.danish import fold


class Record(BaseModel):
    """A frozen piece of the model; unknown keys are mistakes, never ignored."""

    # Most programs use few of the models, so a validator is built when it is first used.
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True
    )


class Choice(StrEnum):
    """A closed list of words: code uses the English value, writers the Danish `word`."""

    word: str

    def __new__(cls, value: str, word: str) -> Choice:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        return member

    @classmethod
    def read(cls, value: object) -> object:
        """The member that a Danish or English word names; anything else unchanged, for pydantic to refuse."""
        if isinstance(value, str):
            wanted = key_form(value)
            return next((m for m in cls if wanted in (key_form(m.word), m.value)), value)
        return value


def described(danish: str, label: str, help: str = "", in_file: str = "", **options: Any) -> Any:
    """A pydantic field with the writer's Danish key, and a label and a help text (both message ids).

    `in_file` is what only those need who write the file by hand: what they cannot choose by name.
    """
    return Field(
        title=label,
        description=help or None,
        json_schema_extra={"key": danish, "in_file": in_file},
        **options,
    )


def danish_key(info: FieldInfo) -> str:
    """The key a Danish writer uses for the field; '' for what the writer does not write."""
    extra = info.json_schema_extra
    return str(extra["key"]) if isinstance(extra, dict) and "key" in extra else ""


def file_help(info: FieldInfo) -> tuple[str, ...]:
    """The help for who writes the field in a file: its help text, and how it is written (message ids)."""
    extra = info.json_schema_extra
    in_file = extra.get("in_file") if isinstance(extra, dict) else None
    return tuple(str(each) for each in (info.description, in_file) if each)


def danish_keys(model: type[BaseModel]) -> list[str]:
    """The keys a Danish writer uses, in the model's order."""
    return list(filter(None, map(danish_key, model.model_fields.values())))


@lru_cache(maxsize=4096)
def key_form(key: str) -> str:
    """The form in which keys are compared: `Spørgsmål`, `spoergsmaal` and `SPØRGSMÅL` are one."""
    return fold(key.strip()).replace("-", "_").replace(" ", "_")


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, str]:
    """Every accepted key of `model`, Danish and English in `key_form`, → the field's name."""
    written = {
        name: danish_key(info) for name, info in model.model_fields.items() if danish_key(info)
    }
    return {name: name for name in written} | {key_form(key): name for name, key in written.items()}


@cache
def records_of(model: type[BaseModel]) -> Mapping[str, type[BaseModel] | None]:
    """The record type inside each field of `model`, None where there is none."""
    return {name: record_in(info.annotation) for name, info in model.model_fields.items()}


def record_in(annotation: Any) -> type[BaseModel] | None:
    """The record type inside an annotation such as `tuple[Meeting, ...]` or `Image | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(record_in, get_args(annotation))), None)


def choice_in(annotation: Any) -> type[Choice] | None:
    """The closed list inside an annotation, likewise."""
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return annotation
    return next(filter(None, map(choice_in, get_args(annotation))), None)
