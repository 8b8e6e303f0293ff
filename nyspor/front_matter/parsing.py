"""Front matter: the YAML at the top of a writer's file, read with its positions.

Every scalar stays the text that was written, so that `nej`, `1.10` and `03-04-2026` reach the
model as the writer meant them; the model says what they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from nyspor.problems import N_, Problem

if TYPE_CHECKING:
    from pydantic import BaseModel

FieldPath = tuple[str | int, ...]

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ufeff]")
_LINE_LIKE_OR_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ufeff]"
)
_LINE_LIKE = str.maketrans({"\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ", "\u2029": " "})
_FENCE = re.compile(r"---[ \t]*")


class ParseError(ValueError):
    """A file whose text cannot be taken apart; carries the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def decode(raw: bytes, source: str) -> str:
    """The text of a file: UTF-8, line ends as `\\n`, without the invisible signs that pasting brings.

    Raises `ParseError` with the line of the first byte that is not UTF-8.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ParseError(_not_utf8(source, 1, "UTF-16"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ParseError(_not_utf8(source, line, "Latin-1")) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Few texts have any, and a look costs a tenth of a translation.
    if _LINE_LIKE_OR_INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text.translate(_LINE_LIKE))
    return text


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
class SplitSource:
    """A file taken apart. The YAML begins on line `yaml_line`, the body on `body_line` (from 1)."""

    yaml: str
    body: str
    body_line: int
    yaml_line: int = 2


def split_front_matter(text: str, source: str) -> SplitSource:
    """Take a file apart at its two lines of `---`. Raises `ParseError`."""
    lines = text.split("\n")
    if not _FENCE.fullmatch(lines[0]):
        raise ParseError(
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
            return SplitSource(
                "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), number + 2
            )
    raise ParseError(
        Problem(
            source,
            N_("The front matter never ends."),
            N_("Put a line “---” after the last field, before the text."),
            line=1,
        )
    )


@dataclass(frozen=True)
class YamlSource:
    """A YAML mapping as it stands in a file; `item` is its place where it is one of a list."""

    text: str
    model: type[BaseModel]
    first_line: int = 1
    item: int | None = None


@dataclass
class Fields:
    """What a YAML mapping says, under the model's own names.

    `values` is ready for pydantic; `where` tells for each path in it the line in the file and the
    key as written; `problems` are keys that are unknown, given twice, or not to be read. Only where
    something is wrong does anybody ask where it stands, so that is read when it is asked for.
    """

    written: YamlSource | None = None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def values(self) -> dict[str, object]:
        return _reparse(self.written).values if self.written else {}

    @cached_property
    def positions(self) -> dict[FieldPath, tuple[int, str]]:
        return _reparse(self.written).positions if self.written else {}

    def __getstate__(self) -> dict[str, object]:
        """What is kept and sent: all the rest can be read from it again."""
        return {"written": self.written, "problems": self.problems}

    def locate(self, path: FieldPath) -> tuple[int | None, str]:
        """The line and the written key of `path`, or of the nearest thing that encloses it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.positions:
                return self.positions[path[:length]]
        return (None, "")


# What follows is read in a room of its own: YAML takes long to load, and is not needed where nothing
# has changed since the last time.


def read_fields(text: str, model: type[BaseModel], source: str, first_line: int = 1) -> Fields:
    """Read a YAML mapping as the fields of `model`. Raises `ParseError` when it is not YAML."""
    from nyspor.front_matter import yaml_parser

    return yaml_parser.read_fields(text, model, source, first_line)


def read_records(text: str, model: type[BaseModel], source: str) -> list[Fields]:
    """Read a YAML list of records (a vocabulary), each as the fields of `model`.

    Raises `ParseError` when it is not YAML, or not a list.
    """
    from nyspor.front_matter import yaml_parser

    return yaml_parser.read_records(text, model, source)


def _reparse(written: YamlSource) -> Fields:
    from nyspor.front_matter import yaml_parser

    return yaml_parser.reparse(written)
