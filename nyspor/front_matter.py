"""Front matter: the YAML at the top of a writer's file, read with its positions.

Every scalar stays the text that was written, so that `nej`, `1.10` and `03-04-2026` reach the
model as the writer meant them; the model says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml
from pydantic import BaseModel

from nyspor.model.fields import danish_keys, key_form, keys_of, record_in
from nyspor.problems import N_, Problem, nearest

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a Python built without libyaml reads the same, slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment,unused-ignore]

Path = tuple[str | int, ...]

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ufeff]")
_LINE_LIKE = str.maketrans({"\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ", "\u2029": " "})
_FENCE = re.compile(r"---[ \t]*")


class Unreadable(ValueError):
    """A file whose text cannot be taken apart; carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def decode(raw: bytes, source: str) -> str:
    """The text of a file: UTF-8, line ends as `\\n`, without the invisible signs that pasting brings.

    Raises `Unreadable` with the line of the first byte that is not UTF-8.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(_not_utf8(source, 1, "UTF-16"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(_not_utf8(source, line, "Latin-1")) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_LIKE)
    return _INVISIBLE.sub("", text)


def _not_utf8(source: str, line: int, guess: str) -> Problem:
    return Problem(
        source,
        N_(
            "The file is not saved as UTF-8 but probably as {encoding}, so æ, ø and å cannot be read."
        ),
        N_("Open it in your editor, choose “Save with encoding”, and choose UTF-8."),
        line=line,
        params={"encoding": guess},
    )


@dataclass(frozen=True)
class Parts:
    """A file taken apart. The YAML begins on line `yaml_line`, the body on `body_line` (from 1)."""

    yaml: str
    body: str
    body_line: int
    yaml_line: int = 2


def split(text: str, source: str) -> Parts:
    """Take a file apart at its two lines of `---`. Raises `Unreadable`."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        raise Unreadable(
            Problem(
                source,
                N_("The file does not begin with front matter."),
                N_(
                    "Begin the file with a line “---”, then titel, dato and resume, then a line “---”."
                ),
                line=1,
            )
        )
    for number, line in enumerate(lines[1:], 1):
        if _FENCE.fullmatch(line):
            return Parts(
                "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), number + 2
            )
    raise Unreadable(
        Problem(
            source,
            N_("The front matter never ends."),
            N_("Put a line “---” after the last field, before the text."),
            line=1,
        )
    )


@dataclass
class Fields:
    """What a YAML mapping says, under the model's own names.

    `values` is ready for pydantic; `where` tells for each path in it the line in the file and the
    key as written; `problems` are keys that are unknown, given twice, or not to be read.
    """

    values: dict[str, object] = field(default_factory=dict)
    where: dict[Path, tuple[int, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def locate(self, path: Path) -> tuple[int | None, str]:
        """The line and the written key of `path`, or of the nearest thing that encloses it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.where:
                return self.where[path[:length]]
        return (None, "")


def read_fields(text: str, model: type[BaseModel], source: str, first_line: int = 1) -> Fields:
    """Read a YAML mapping as the fields of `model`. Raises `Unreadable` when it is not YAML."""
    root = _compose(text, source, first_line)
    reader = _Reader(source, first_line)
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise Unreadable(_not_a_mapping(source, root.start_mark.line + first_line))
    if root is not None:
        reader.found.values = reader.mapping(root, model, ())
    return reader.found


def read_records(text: str, model: type[BaseModel], source: str) -> list[Fields]:
    """Read a YAML list of records (a vocabulary), each as the fields of `model`."""
    root = _compose(text, source, 1)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise Unreadable(_not_a_list(source, root.start_mark.line + 1))
    records = []
    for node in root.value:
        reader = _Reader(source, 1)
        if isinstance(node, yaml.MappingNode):
            reader.found.values = reader.mapping(node, model, ())
        else:
            reader.found.problems.append(_not_a_mapping(source, node.start_mark.line + 1))
        records.append(reader.found)
    return records


class _Reader:
    """Walks one YAML tree beside the model and writes down what it finds."""

    def __init__(self, source: str, first_line: int) -> None:
        self.source = source
        self.first_line = first_line
        self.found = Fields()
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, model: type[BaseModel] | None, path: Path) -> object:
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
                self.found.where[(*path, index)] = (self._line(item), self.found.locate(path)[1])
            return [
                self.value(item, model, (*path, index)) for index, item in enumerate(node.value)
            ]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if plain and node.value in ("", "~") else str(node.value)

    def mapping(
        self, node: yaml.MappingNode, model: type[BaseModel] | None, path: Path
    ) -> dict[str, object]:
        keys: Mapping[str, str] = keys_of(model) if model else {}
        values: dict[str, object] = {}
        first_written: dict[str, str] = {}
        for key_node, value_node in node.value:
            written = str(key_node.value)
            name = keys.get(key_form(written)) if model else written
            if name is None:
                self._unknown_key(key_node, written, keys, danish_keys(model) if model else [])
            elif name in first_written:
                self._given_twice(key_node, first_written[name], written)
            else:
                first_written[name] = written
                self.found.where[(*path, name)] = (self._line(key_node), written)
                inner = record_in(model.model_fields[name].annotation) if model else None
                value = self.value(value_node, inner, (*path, name))
                if value is not None:
                    values[name] = value
        return values

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + self.first_line

    def _report(
        self, node: yaml.Node, message: str, remedy: str, written: str = "", **params: object
    ) -> None:
        self.found.problems.append(
            Problem(self.source, message, remedy, self._line(node), written, params)
        )

    def _unknown_key(
        self, node: yaml.Node, written: str, keys: Mapping[str, str], danish: list[str]
    ) -> None:
        near = nearest(written, danish) or nearest(written, keys)
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


def _compose(text: str, source: str, first_line: int) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        # What was never closed is mended where it was opened, not where the reader gave up.
        unclosed = any(word in str(error.context) for word in ("flow", "quoted"))
        mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise Unreadable(
            _explain(str(error.problem or ""), text, line, first_line, source)
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise Unreadable(
            Problem(
                source,
                N_("The fields cannot be read."),
                N_("Write one field a line: key, colon, space, value."),
                first_line,
            )
        ) from None


def _explain(problem: str, text: str, line: int, first_line: int, source: str) -> Problem:
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
