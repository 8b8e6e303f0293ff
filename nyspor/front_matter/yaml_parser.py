"""The YAML parser behind `nyspor.front_matter.parsing`: fields of a model, and problems with their syntax."""

from __future__ import annotations

from collections.abc import Mapping

import yaml
from pydantic import BaseModel

from nyspor.front_matter.field_names import enclosing_field, kinds_with_field, meant_field
from nyspor.front_matter.lost_text import lost_text
from nyspor.front_matter.parsing import FieldPath, Fields, ParseError, YamlSource, visible
from nyspor.front_matter.yaml_errors import MISSING_SPACE, WRITE_INSTEAD, explain_yaml_error
from nyspor.model.fields import danish_keys, key_form, keys_of, records_of
from nyspor.problems import N_, Problem, closest_match


def read_fields(text: str, model: type[BaseModel], source: str, first_line: int = 1) -> Fields:
    """Parse a YAML mapping as the fields of `model`. Raises `ParseError` when it is not YAML."""
    root = compose_nodes(text, source, first_line)
    if root is None:
        return Fields()
    if not isinstance(root, yaml.MappingNode):
        raise ParseError(_not_a_mapping(source, root.start_mark.line + first_line))
    yaml_source = YamlSource(text, model, first_line)
    fields = Fields(yaml_source)
    try:
        fields.values = _plain_mapping(root, model, text)
    except _NeedsFullParse:
        fields = _PositionedParser(source, first_line).fields(root, yaml_source)
    fields.problems += lost_text(root, text, model, source, first_line)
    return fields


def read_records(text: str, model: type[BaseModel], source: str) -> list[Fields]:
    """Parse a YAML list of records (a vocabulary), each as the fields of `model`.

    Raises `ParseError` when it is not YAML, or not a list.
    """
    root = compose_nodes(text, source, 1)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise ParseError(_not_a_list(source, root.start_mark.line + 1))
    records = []
    for item, node in enumerate(root.value):
        fields = _PositionedParser(source, 1).fields(node, YamlSource(text, model, item=item))
        fields.problems += lost_text(node, text, model, source, 1)
        records.append(fields)
    return records


def read_named_records(
    text: str, model: type[BaseModel], source: str, alone: str
) -> list[tuple[str, Fields]]:
    """Parse a YAML mapping of records, each under a key of the writer's own, as the fields of `model`.

    A text in place of a record is its field `alone`. Raises `ParseError` when it is not YAML, or no mapping.
    """
    root = compose_nodes(text, source, 1)
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise ParseError(_not_a_mapping(source, root.start_mark.line + 1))
    records: dict[str, Fields] = {}
    first: dict[str, yaml.Node] = {}
    for item, (key_node, node) in enumerate(root.value):
        key = _key_text(key_node)
        parser = _PositionedParser(source, 1)
        if isinstance(node, yaml.ScalarNode):
            line = int(node.start_mark.line) + 1
            fields = Fields()
            fields.values = {alone: node.value}
            fields.positions = {(alone,): (line, key)}
        else:
            fields = parser.fields(node, YamlSource(text, model, item=item))
        if key in first:
            parser.report_twice(key_node, first[key], key)
            records[key].problems += parser.problems
            continue
        first[key], records[key] = key_node, fields
    return [*records.items()]


def reparse(yaml_source: YamlSource) -> Fields:
    """Parse a source again, with all positions. It is known to be valid YAML."""
    root = compose_nodes(yaml_source.text, "", yaml_source.first_line)
    assert root is not None
    node = root if yaml_source.item is None else root.value[yaml_source.item]
    if isinstance(node, tuple):  # a key of the writer's own and its record
        node = node[1]
    return _PositionedParser("", yaml_source.first_line).fields(node, yaml_source)


class _NeedsFullParse(Exception):
    """Raised where there may be a problem, which only the `_PositionedParser` can locate."""


def _plain_mapping(
    node: yaml.MappingNode, model: type[BaseModel], text: str = ""
) -> dict[str, object]:
    """Return what `_PositionedParser.mapping` would, faster. Raises `_NeedsFullParse` where that may differ."""
    if "*" in text:
        raise _NeedsFullParse  # There may be an alias.
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
        return None if _is_left_empty(node, model) else node.value
    if model is None or not isinstance(node, yaml.MappingNode):
        raise _NeedsFullParse  # No field has mappings without a model, or nested lists.
    return _plain_mapping(node, model)


def _is_left_empty(node: yaml.Node, model: type[BaseModel] | None) -> bool:
    """Return whether a field was begun and not filled, as one whose fields are all comments; a text is then empty."""
    if not isinstance(node, yaml.ScalarNode):
        return False
    unquoted = node.style is None or (model is not None and not node.style)  # libyaml's style is ''
    return unquoted and node.value in ("", "~")


class _PositionedParser:
    """Walks one YAML tree along with the model, collecting values, positions and problems."""

    def __init__(self, source: str, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.positions: dict[FieldPath, tuple[int, str]] = {}
        self.seen: set[int] = set()

    def fields(self, node: yaml.Node, yaml_source: YamlSource) -> Fields:
        """Return the fields of the mapping `node`, with a problem where it is none.

        Raises `ParseError` where it is nested too deeply.
        """
        found = Fields(yaml_source, self.problems)
        found.positions = self.positions
        found.values = {}
        if not isinstance(node, yaml.MappingNode):
            self.problems.append(_not_a_mapping(self.source, self._line(node)))
            return found
        try:
            found.values = self.mapping(node, yaml_source.model, ())
        except RecursionError:  # lists in lists in lists, hundreds deep
            raise ParseError(_unreadable(self.source, self._line(node))) from None
        return found

    def value(self, node: yaml.Node, model: type[BaseModel] | None, path: FieldPath) -> object:
        if id(node) in self.seen:
            # An alias may refer to itself, or expand exponentially.
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
        return None if _is_left_empty(node, model) else str(node.value)

    def mapping(
        self, node: yaml.MappingNode, model: type[BaseModel] | None, path: FieldPath
    ) -> dict[str, object]:
        keys: Mapping[str, str] = keys_of(model) if model else {}
        values: dict[str, object] = {}
        first_keys: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            written = _key_text(key_node)
            name = keys.get(key_form(written)) if model else written
            if name is None:
                self._unknown_key(key_node, written, keys, model)
            elif name in first_keys and self._begins_next_item(path, name, first_keys):
                self._dash_missing(key_node, written, value_node)
                break  # what follows belongs to the item that was meant to begin here
            elif name in first_keys:
                self.report_twice(key_node, first_keys[name], written)
            else:
                first_keys[name] = key_node
                self.positions[(*path, name)] = (self._line(key_node), written)
                inner = records_of(model)[name] if model else None
                value = self.value(value_node, inner, (*path, name))
                if value is not None:
                    values[name] = value
        return values

    def _key(self, path: FieldPath) -> str:
        """Return the key as written at `path`, or of the nearest field around it."""
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions[path][1] if path else ""

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _report(
        self, node: yaml.Node, message: str, remedy: str, written: str = "", **params: object
    ) -> None:
        self.problems.append(
            Problem(self.source, message, remedy, self._line(node), written, params, rule="field")
        )

    def _unknown_key(
        self, node: yaml.Node, written: str, keys: Mapping[str, str], model: type[BaseModel] | None
    ) -> None:
        danish = danish_keys(model) if model else []
        key, colon, value = written.partition(":")
        if colon and key_form(key) in keys:  # only in braces: elsewhere it is no key
            params = {"written": written, "right": f"{key}: {value}"}
            place = (self._line(node), key)
            self.problems.append(
                Problem(self.source, MISSING_SPACE, WRITE_INSTEAD, *place, params, "yaml")
            )
            return
        folders = outer = ""
        near = meant_field(written, model) if model else ""
        if not near and model:
            folders = kinds_with_field(written, model)
            outer = "" if folders else enclosing_field(written, model)
        if not folders and not outer:
            # Few write English keys, so one must be nearly right to be meant.
            near = near or closest_match(written, danish) or closest_match(written, keys, 0.8)
        if folders:
            remedy = N_("It belongs to texts in {folders}. Take the line out here.")
        elif outer:
            remedy = N_("It belongs under “{outer}”: put it there, two spaces further in.")
        elif near:
            remedy = N_("Did you mean “{near}”?")
        elif len(danish) <= FEW_FIELDS:
            remedy = N_("Take the line out, or write one of: {keys}.")
        else:
            remedy = N_("Take the line out, or see the handbook's list of fields.")
        self._report(
            node,
            N_("There is no field called “{key}”."),
            remedy,
            written,
            key=written,
            near=near,
            folders=folders,
            outer=outer,
            keys=", ".join(danish),
        )

    @staticmethod
    def _begins_next_item(path: FieldPath, name: str, first_keys: Mapping[str, yaml.Node]) -> bool:
        """Whether a key that is there again is the one that the items of a list begin with."""
        return bool(path) and isinstance(path[-1], int) and name == next(iter(first_keys))

    def _dash_missing(self, node: yaml.Node, written: str, value: yaml.Node) -> None:
        text = value.value if isinstance(value, yaml.ScalarNode) else "…"
        self._report(
            node,
            N_("The next item of the list begins here, but its dash is missing: “{key}”."),
            N_("Write “{right}”."),
            written,
            key=written,
            right=f"- {written}: {text}",
        )

    def report_twice(self, node: yaml.Node, first: yaml.Node, second: str) -> None:
        self._report(
            node,
            N_("The field “{second}” is there twice: here and on line {line}.")
            if _key_text(first) == second
            else N_(
                "The field is there twice: here as “{second}”, and on line {line} as “{first}”."
            ),
            N_("Keep one of them."),
            second,
            first=_key_text(first),
            second=second,
            line=self._line(first),
        )


FEW_FIELDS = 16
"""So many fields are listed where a key is unknown; for more there is the handbook."""


try:
    from yaml import CSafeLoader as _AnyLoader
except ImportError:  # a Python built without libyaml reads the same, slower
    from yaml import SafeLoader as _AnyLoader  # type: ignore[assignment,unused-ignore]


class _StringLoader(_AnyLoader):
    """Leaves every scalar a string: the model converts it."""

    def resolve(self, *_: object) -> str:
        return ""


def compose_nodes(text: str, source: str, first_line: int) -> yaml.Node | None:
    """Return the tree of a YAML text, None for an empty one. Raises `ParseError` when it is not YAML."""
    try:
        root = yaml.compose(text, Loader=_StringLoader)
        if "\\" in text and root is not None:
            _clean_escaped(root, set())
        return root
    except yaml.MarkedYAMLError as error:
        # Report an unclosed quote or bracket, and a key without a colon, where it stands, not where the parser gave up.
        unclosed = any(word in str(error.context) for word in ("flow", "quoted", "simple key"))
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise ParseError(
            explain_yaml_error(str(error.problem or ""), text, line, first_line, source)
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise ParseError(_unreadable(source, first_line)) from None


def _clean_escaped(node: yaml.Node, seen: set[int]) -> None:
    """Clean every value of the characters that a file may not have either, but that quoted ones can name (`\\x07`)."""
    if id(node) in seen:  # an alias
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        node.value = visible(node.value)
        return
    for part in node.value:
        for child in part if isinstance(part, tuple) else (part,):
            _clean_escaped(child, seen)


def _unreadable(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("The fields cannot be read."),
        N_("Write one field a line: key, colon, space, value."),
        line,
        rule="yaml",
    )


def _key_text(key: yaml.Node) -> str:
    """Return a key as written; abbreviated where it is, by mistake, a list or mapping."""
    if isinstance(key, yaml.ScalarNode):
        return str(key.value)
    return "[…]" if isinstance(key, yaml.SequenceNode) else "{…}"


def _not_a_mapping(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("Here fields were expected, each with a key and a colon."),
        N_("Write one field a line: key, colon, space, value."),
        line,
        rule="yaml",
    )


def _not_a_list(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_("Here a list was expected, each item with a dash before it."),
        N_("Begin each item with “- ”."),
        line,
        rule="yaml",
    )
