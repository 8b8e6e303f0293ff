"""Changing fields in the YAML of a text, so that every line that does not change stays as it was written.

A changed value takes the place of the old one, where it stands. Only where that cannot be told (a list whose items
moved, a reference) the whole field is written anew. What was written is read again before it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any

import yaml
from pydantic import BaseModel

from nyspor.front_matter.parsing import ParseError
from nyspor.front_matter.yaml_parser import compose_nodes, read_fields
from nyspor.model.fields import danish_key, key_form, keys_of, records_of

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What a field holds, under the model's names: as `Fields.values` gives it."""

INDENT = "  "
LONGEST_LINE = 100
"""A list of single words stands on one line up to this length."""


class CannotEdit(ValueError):
    """The YAML cannot be read, or is written in a way in which this field cannot be changed."""


@dataclass(frozen=True)
class _Edit:
    """A part of the text, by index, and what takes its place."""

    start: int
    end: int
    text: str


class _CannotPatch(Exception):
    """A value cannot be changed where it stands."""


def change_field(text: str, model: type[BaseModel], name: str, value: Value | None) -> str:
    """Return the YAML `text` with the field `name` of the model holding `value`; None takes the field out.

    Raises `CannotEdit`.
    """
    try:
        before = dict(read_fields(text, model, "").values)
    except ParseError:
        raise CannotEdit(name) from None
    if before.get(name) == value:
        return text
    wanted = {key: each for key, each in before.items() if key != name}
    if value is not None:
        wanted[name] = value
    for attempt in (_patched, _rewritten):
        try:
            changed = attempt(text, model, name, value)
            if read_fields(changed, model, "").values == wanted:
                return changed
        except (ParseError, _CannotPatch):
            continue
    raise CannotEdit(name)


def _patched(text: str, model: type[BaseModel], name: str, value: Value | None) -> str:
    """Change the value where it stands."""
    found = _find(text, model, name)
    if found is None or value is None:
        raise _CannotPatch
    edits = _edits(text, found[1], value, records_of(model)[name])
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _find(text: str, model: type[BaseModel], name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """The nodes of a field's key and value."""
    root = compose_nodes(text, "", 1)
    if not isinstance(root, yaml.MappingNode):
        return None
    keys = keys_of(model)
    return next(
        (pair for pair in root.value if keys.get(key_form(str(pair[0].value))) == name), None
    )


def _edits(
    text: str, node: yaml.Node, value: Value, model: type[BaseModel] | None, in_flow: bool = False
) -> Iterator[_Edit]:
    """The edits that make a node hold a value of the same shape. Raises `_CannotPatch` where the shape differs."""
    if isinstance(node, yaml.ScalarNode) and isinstance(value, str):
        if node.value != value:
            yield _scalar_edit(text, node, value, in_flow)
    elif isinstance(node, yaml.SequenceNode) and _is_list(value):
        if len(node.value) != len(value):
            raise _CannotPatch
        for item, new in zip(node.value, value, strict=True):
            yield from _edits(text, item, new, model, in_flow or node.flow_style)
    elif isinstance(node, yaml.MappingNode) and isinstance(value, Mapping) and model:
        keys = keys_of(model)
        held = {keys.get(key_form(str(key.value)), ""): item for key, item in node.value}
        if held.keys() != value.keys():
            raise _CannotPatch
        for key, item in held.items():
            inner = records_of(model)[key]
            yield from _edits(text, item, value[key], inner, in_flow or node.flow_style)
    else:
        raise _CannotPatch


def _is_list(value: Value) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _scalar_edit(text: str, node: yaml.ScalarNode, value: str, in_flow: bool) -> _Edit:
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("|", ">"):
        raise _CannotPatch
    space = " " if start == end and text[start - 1 : start] in (":", "-") else ""
    return _Edit(start, end, space + scalar(value, in_flow))


def _rewritten(text: str, model: type[BaseModel], name: str, value: Value | None) -> str:
    """Write the whole field anew; where it was not there, after those that come before it in the model."""
    lines = text.split("\n")
    spans = _spans(text, model)
    key = danish_key(model.model_fields[name])
    if name in spans:
        first, last, key = spans[name]
    else:
        names = [*model.model_fields]
        above = [span for other, span in spans.items() if names.index(other) < names.index(name)]
        first = last = max((span[1] for span in above), default=0)
    new = [] if value is None else field_lines(key, value, records_of(model)[name])
    return "\n".join([*lines[:first], *new, *lines[last:]])


def _spans(text: str, model: type[BaseModel]) -> dict[str, tuple[int, int, str]]:
    """Where each field of a YAML mapping stands: its first line, the line after its last one, and its key."""
    root = compose_nodes(text, "", 1)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise _CannotPatch
    keys = keys_of(model)
    return {
        keys[key_form(str(key.value))]: (
            _line(text, key.start_mark.index),
            _last_line(text, value) + 1,
            key.value,
        )
        for key, value in root.value
        if key_form(str(key.value)) in keys
    }


def _last_line(text: str, node: yaml.Node) -> int:
    """The last line that a node stands on, without comments and empty lines below it."""
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        start, end = node.start_mark.index, node.end_mark.index
        return _line(text, start) + text[start:end].rstrip().count("\n")
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return _line(text, node.end_mark.index)
    last = node.value[-1]
    return _last_line(text, last[1] if isinstance(last, tuple) else last)


def _line(text: str, index: int) -> int:
    """The number of the line that a place is on. YAML's own count takes U+0085 and the like for the ends of lines."""
    return text.count("\n", 0, index)


def field_lines(key: str, value: Value, model: type[BaseModel] | None) -> list[str]:
    """Return the lines of YAML of a field with its key as it is written."""
    if isinstance(value, str):
        return [f"{key}: {scalar(value)}"]
    if isinstance(value, Mapping):
        return [f"{key}:", *(INDENT + line for line in _mapping_lines(value, model))]
    if not value:
        return [f"{key}: []"]
    if all(isinstance(item, str) for item in value):
        line = f"{key}: [{', '.join(scalar(str(item), in_flow=True) for item in value)}]"
        if len(line) <= LONGEST_LINE:
            return [line]
    return [f"{key}:", *(INDENT + line for item in value for line in _item_lines(item, model))]


def _item_lines(item: Value, model: type[BaseModel] | None) -> list[str]:
    lines = [scalar(item)] if isinstance(item, str) else _mapping_lines(item, model)
    return [("- " if number == 0 else INDENT) + line for number, line in enumerate(lines or ["{}"])]


def _mapping_lines(value: Any, model: type[BaseModel] | None) -> list[str]:
    """The lines of a record, in the order of the model, under the writer's keys."""
    if model is None or not isinstance(value, Mapping):
        raise _CannotPatch
    fields, records = model.model_fields, records_of(model)
    return [
        line
        for name in fields
        if name in value
        for line in field_lines(danish_key(fields[name]) or name, value[name], records[name])
    ]


def scalar(text: str, in_flow: bool = False) -> str:
    """Return a text as a YAML scalar: as it is where that is read the same, else in quotes.

    `in_flow` is one between brackets or braces, where commas and colons mean more.
    """
    quoted = dumps(text, ensure_ascii=False)
    if not text or text != text.strip() or len(text.splitlines()) != 1:
        return quoted
    forms = (f"[{text}]", f"{{k: {text}}}") if in_flow else (f"k: {text}", f"- {text}")
    try:
        return text if all(_reads_as(form, text) for form in forms) else quoted
    except ParseError:
        return quoted


def _reads_as(form: str, text: str) -> bool:
    root = compose_nodes(form, "", 1)
    while isinstance(root, yaml.CollectionNode):
        if len(root.value) != 1:
            return False
        only = root.value[0]
        root = only[1] if isinstance(only, tuple) else only
    return isinstance(root, yaml.ScalarNode) and root.value == text
