"""The fields of a model, read from YAML: what is written, and what is wrong with how it is written.

`nyspor.front_matter.parsing` is the door to this room.
"""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from pydantic import BaseModel

from nyspor.front_matter.parsing import FieldPath, Fields, ParseError, YamlSource
from nyspor.model.fields import danish_keys, key_form, keys_of, records_of
from nyspor.problems import N_, Problem, closest_match


def read_fields(text: str, model: type[BaseModel], source: str, first_line: int = 1) -> Fields:
    """Read a YAML mapping as the fields of `model`. Raises `ParseError` when it is not YAML."""
    root = _compose_nodes(text, source, first_line)
    if root is None:
        return Fields()
    if not isinstance(root, yaml.MappingNode):
        raise ParseError(_not_a_mapping(source, root.start_mark.line + first_line))
    written = YamlSource(text, model, first_line)
    fields = Fields(written)
    try:
        fields.values = _plain_mapping(root, model, text)
    except _NeedsFullParse:
        fields = _PositionedParser(source, first_line).fields(root, written)
    return fields


def read_records(text: str, model: type[BaseModel], source: str) -> list[Fields]:
    """Read a YAML list of records (a vocabulary), each as the fields of `model`.

    Raises `ParseError` when it is not YAML, or not a list.
    """
    root = _compose_nodes(text, source, 1)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise ParseError(_not_a_list(source, root.start_mark.line + 1))
    return [
        _PositionedParser(source, 1).fields(node, YamlSource(text, model, item=item))
        for item, node in enumerate(root.value)
    ]


def reparse(written: YamlSource) -> Fields:
    """What was written, read once more with all positions. It is known to be YAML."""
    root = _compose_nodes(written.text, "", written.first_line)
    assert root is not None
    node = root if written.item is None else root.value[written.item]
    return _PositionedParser("", written.first_line).fields(node, written)


class _NeedsFullParse(Exception):
    """There may be something to tell: the `_PositionedParser` is asked, which knows where everything stands."""


def _plain_mapping(
    node: yaml.MappingNode, model: type[BaseModel], text: str = ""
) -> dict[str, object]:
    """What `_PositionedParser.mapping` finds where there is nothing to tell. Raises `_NeedsFullParse`."""
    if "*" in text:
        raise _NeedsFullParse  # since there may be an alias
    keys, records = keys_of(model), records_of(model)
    values: dict[str, object] = {}
    for key_node, value_node in node.value:
        name = keys.get(key_form(str(key_node.value)))
        if name is None or name in values:
            raise _NeedsFullParse
        values[name] = _plain_value(value_node, records[name])
    return {name: value for name, value in values.items() if value is not None}


def _plain_value(node: yaml.Node, model: type[BaseModel] | None) -> object:
    if isinstance(node, yaml.SequenceNode):
        return [_plain_item(item, model) for item in node.value]
    return _plain_item(node, model)


def _plain_item(node: yaml.Node, model: type[BaseModel] | None) -> object:
    if isinstance(node, yaml.ScalarNode):
        return None if node.style is None and node.value in ("", "~") else node.value
    if model is None or not isinstance(node, yaml.MappingNode):
        raise _NeedsFullParse  # since no field holds fields that have no model, or lists of lists
    return _plain_mapping(node, model)


class _PositionedParser:
    """Walks one YAML tree beside the model and writes down what it finds."""

    def __init__(self, source: str, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.positions: dict[FieldPath, tuple[int, str]] = {}
        self.seen: set[int] = set()

    def fields(self, node: yaml.Node, written: YamlSource) -> Fields:
        """The fields that the mapping `node` gives; anything else is a problem.

        Raises `ParseError` where it cannot be walked through.
        """
        found = Fields(written, self.problems)
        found.positions = self.positions
        found.values = {}
        if not isinstance(node, yaml.MappingNode):
            self.problems.append(_not_a_mapping(self.source, self._line(node)))
            return found
        try:
            found.values = self.mapping(node, written.model, ())
        except RecursionError:  # lists in lists in lists, hundreds deep
            raise ParseError(_unreadable(self.source, self._line(node))) from None
        return found

    def value(self, node: yaml.Node, model: type[BaseModel] | None, path: FieldPath) -> object:
        if id(node) in self.seen:
            # An alias may stand for itself, or a thousandfold for a thousand others.
            self._report(
                node, N_("References in YAML (& and *) are not read."), N_("Write the value out.")
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, model, path)
        if isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.positions[(*path, index)] = (self._line(item), self._key(path))
            return [
                self.value(item, model, (*path, index)) for index, item in enumerate(node.value)
            ]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if plain and node.value in ("", "~") else str(node.value)

    def mapping(
        self, node: yaml.MappingNode, model: type[BaseModel] | None, path: FieldPath
    ) -> dict[str, object]:
        keys: Mapping[str, str] = keys_of(model) if model else {}
        values: dict[str, object] = {}
        first_written: dict[str, str] = {}
        for key_node, value_node in node.value:
            written = _key_text(key_node)
            name = keys.get(key_form(written)) if model else written
            if name is None:
                self._unknown_key(key_node, written, keys, danish_keys(model) if model else [])
            elif name in first_written:
                self._given_twice(key_node, first_written[name], written)
            else:
                first_written[name] = written
                self.positions[(*path, name)] = (self._line(key_node), written)
                inner = records_of(model)[name] if model else None
                value = self.value(value_node, inner, (*path, name))
                if value is not None:
                    values[name] = value
        return values

    def _key(self, path: FieldPath) -> str:
        """The key as written of what is at `path`, or of the nearest thing that encloses it."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions[path][1] if path else ""

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _report(
        self, node: yaml.Node, message: str, remedy: str, written: str = "", **params: object
    ) -> None:
        self.problems.append(
            Problem(self.source, message, remedy, self._line(node), written, params)
        )

    def _unknown_key(
        self, node: yaml.Node, written: str, keys: Mapping[str, str], danish: list[str]
    ) -> None:
        near = closest_match(written, danish) or closest_match(written, keys)
        self._report(
            node,
            N_("There is no field called “{key}”."),
            N_("Did you mean “{near}”?")
            if near
            else N_("Take the line out, or see the handbook's list of fields."),
            written,
            key=written,
            near=near,
        )

    def _given_twice(self, node: yaml.Node, first: str, second: str) -> None:
        self._report(
            node,
            N_("The field is there twice, as “{first}” and as “{second}”."),
            N_("Keep one of them."),
            second,
            first=first,
            second=second,
        )


try:
    from yaml import CSafeLoader as _AnyLoader
except ImportError:  # a Python built without libyaml reads the same, slower
    from yaml import SafeLoader as _AnyLoader  # type: ignore[assignment,unused-ignore]


class _StringLoader(_AnyLoader):
    """Does not guess what a scalar is: that is the model's business."""

    def resolve(self, *_: object) -> str:
        return ""


def _compose_nodes(text: str, source: str, first_line: int) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_StringLoader)
    except yaml.MarkedYAMLError as error:
        # What was never closed is mended where it was opened, not where the reader gave up.
        unclosed = any(word in str(error.context) for word in ("flow", "quoted"))
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise ParseError(
            _explain_yaml_error(str(error.problem or ""), text, line, first_line, source)
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise ParseError(_unreadable(source, first_line)) from None


def _unreadable(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("The fields cannot be read."),
        N_("Write one field a line: key, colon, space, value."),
        line,
    )


def _explain_yaml_error(
    problem: str, text: str, line: int, first_line: int, source: str
) -> Problem:
    """A YAML error in words a writer can act on; most of them are one of three slips."""
    lines = text.split("\n")
    for number, content in enumerate(lines):
        indent = content[: len(content) - len(content.lstrip())]
        if "\t" in indent:
            return Problem(
                source,
                N_("The line is indented with a tab."),
                N_("Use spaces: two for each step in."),
                number + first_line,
            )
    written = lines[line - first_line].strip() if line - first_line < len(lines) else ""
    key = written.split(":")[0] if ":" in written else ""
    if "mapping values" in problem or "could not find expected" in problem:
        message = N_("A colon or a line break stands where it cannot be read: “{written}”.")
        remedy = N_(
            "Put the whole value in quotes, such as {example}, and give each field a line of its own."
        )
    elif (
        "cannot start any token" in problem
        or "alias" in problem
        or "anchor" in problem
        or "tag" in problem
    ):
        message = N_("The value begins with a sign that means something else here: “{written}”.")
        remedy = N_("Put the value in quotes, such as {example}.")
    else:
        message = N_("The fields cannot be read from here on: “{written}”.")
        remedy = N_(
            "See to it that quotes and brackets are closed, and that lines in a list begin at the same place."
        )
    example = f'{key or "titel"}: "…"'
    return Problem(source, message, remedy, line, key, {"written": written, "example": example})


def _key_text(key: yaml.Node) -> str:
    """A key as it is written; a list or fields as key, which are a slip, in short."""
    if isinstance(key, yaml.ScalarNode):
        return str(key.value)
    return "[…]" if isinstance(key, yaml.SequenceNode) else "{…}"


def _not_a_mapping(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("Here fields were expected, each with a key and a colon."),
        N_("Write one field a line: key, colon, space, value."),
        line,
    )


def _not_a_list(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("Here a list was expected, each item with a dash before it."),
        N_("Begin each item with “- ”."),
        line,
    )
