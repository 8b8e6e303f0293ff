"""Front matter: the YAML at the top of a file, parsed with the position of every field.

Scalars stay strings, so that `nej`, `1.10` and `03-04-2026` reach the model as written; the model
converts them.
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

_NO_CHARACTERS = r"\ufdd0-\ufdef" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17)
)
"""Code points that Unicode will never give to a character; pages and feeds may not have them."""

_INVISIBLE = re.compile(
    rf"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff{_NO_CHARACTERS}]"
)
_LINE_LIKE_OR_INVISIBLE = re.compile(
    rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff{_NO_CHARACTERS}]"
)
_LINE_LIKE = str.maketrans({"\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ", "\u2029": " "})
_FENCE = re.compile(r"---[ \t]*")


class ParseError(ValueError):
    """Raised for a file that cannot be parsed; `problem` is what to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def decode(raw: bytes, source: str) -> str:
    """Decode a file as UTF-8, with line ends as `\\n` and without invisible characters.

    Raises `ParseError` with the line of the first byte that is not UTF-8.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ParseError(_not_utf8(source, 1, "UTF-16"))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ParseError(_not_utf8(source, line, "Latin-1")) from None
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def refuse_conflict(text: str, source: str) -> str:
    """Return a text as it is. Raises `ParseError` where two versions of it stand there, as Git leaves them."""
    if conflict := _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None:
        raise ParseError(_conflict(source, text.count("\n", 0, conflict.start()) + 1))
    return text


def visible(text: str) -> str:
    """Return a text without invisible characters, and with spaces for what some programs take for a line end."""
    # Few texts have any. No such character is printable, which is found out ten times sooner.
    if text.replace("\n", "").isprintable() or not _LINE_LIKE_OR_INVISIBLE.search(text):
        return text
    return _INVISIBLE.sub("", text.translate(_LINE_LIKE))


_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def _conflict(source: str, line: int) -> Problem:
    return Problem(
        source,
        N_(
            "Two versions of the text stand here one after the other, as a program left them that could not merge them."
        ),
        N_(
            "Keep what is to stand, and take out the other and the lines with <<<<<<<, ======= and >>>>>>>."
        ),
        line,
        rule="conflict",
    )


def _not_utf8(source: str, line: int, guess: str) -> Problem:
    return Problem(
        source,
        N_(
            "The file is not saved as UTF-8 but probably as {encoding}, so æ, ø and å cannot be read."
        ),
        N_("Open it in your editor, choose “Save with encoding”, and choose UTF-8."),
        line=line,
        params={"encoding": guess},
        rule="encoding",
    )


@dataclass(frozen=True)
class SplitSource:
    """The YAML and the body of a file, which begin on `yaml_line` and `body_line` (from 1)."""

    yaml: str
    body: str
    body_line: int
    yaml_line: int = 2


def split_front_matter(text: str, source: str) -> SplitSource:
    """Split a file at its two lines of `---`; blank lines may stand above. Raises `ParseError`."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.fullmatch(lines[first]):
        message = N_("The file does not begin with front matter.")
        remedy = N_(
            "Begin the file with a line “---”, then titel, dato and resume, then a line “---”."
        )
        if _ALMOST_FENCE.fullmatch(lines[first]):
            message, remedy = NOT_A_FENCE
        raise _front_matter_error(source, message, remedy, first, lines)
    for number, line in enumerate(lines[first + 1 :], first + 1):
        if _FENCE.fullmatch(line):
            return SplitSource(
                "\n".join(lines[first + 1 : number]) + "\n",
                "\n".join(lines[number + 1 :]),
                number + 2,
                first + 2,
            )
    for number, line in enumerate(lines[first + 1 :], first + 1):
        if _ALMOST_FENCE.fullmatch(line):
            raise _front_matter_error(source, *NOT_A_FENCE, number, lines)
    raise _front_matter_error(
        source,
        N_("The front matter never ends."),
        N_("Put a line “---” after the last field, before the text."),
        first,
        lines,
    )


_ALMOST_FENCE = re.compile(
    r"[ \t]*(?:[-\u2010-\u2013\u2212]{2,}|[\u2014\u2015]+|\.{3}|\u2026|\*{3,}|_{3,}|={3,}|\+{3}"
    r"|(?:`{3}|~{3})\w*|(?:\\-){2,}-?)[ \t]*|-{3}[ \t]+\w[^:]*:.*"
)
"""What editors, word processors and other systems make of the line of three hyphens."""

NOT_A_FENCE = (
    N_("The fields stand between two lines of exactly three hyphens, and this is none: “{written}”."),
    N_("Write the line so: ---"),
)  # fmt: skip


def _front_matter_error(
    source: str, message: str, remedy: str, number: int, lines: list[str]
) -> ParseError:
    params = {"written": lines[number].strip()}
    return ParseError(
        Problem(source, message, remedy, number + 1, params=params, rule="front-matter")
    )


@dataclass(frozen=True)
class YamlSource:
    """The source of a YAML mapping; `item` is its index where it is one of several."""

    text: str
    model: type[BaseModel]
    first_line: int = 1
    item: int | None = None


@dataclass
class Fields:
    """The fields of a YAML mapping, under the model's names.

    `values` is ready for pydantic; `positions` has for each path in it the line in the file and the
    key as written; `problems` are unknown, repeated or unreadable keys. Values and positions are parsed
    again on first access where they were not kept: positions are needed only for problems.
    """

    yaml_source: YamlSource | None = None
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def values(self) -> dict[str, object]:
        return _reparse(self.yaml_source).values if self.yaml_source else {}

    @cached_property
    def positions(self) -> dict[FieldPath, tuple[int, str]]:
        return _reparse(self.yaml_source).positions if self.yaml_source else {}

    @property
    def first_line(self) -> int:
        """The line of the first field of a record in a list; of front matter, that of the file."""
        if self.yaml_source is None or self.yaml_source.item is None:
            return 1
        return min((line for line, _ in self.positions.values()), default=1)

    def __getstate__(self) -> dict[str, object]:
        """Return what is pickled: the rest can be parsed from it again."""
        return {"yaml_source": self.yaml_source, "problems": self.problems}

    def locate(self, path: FieldPath) -> tuple[int | None, str]:
        """Return the line and the key as written of `path`, or of the nearest field around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.positions:
                return self.positions[path[:length]]
        return (None, "")


# The YAML parser is imported on first use: it is slow to import, and a build without changes needs none.


def read_fields(text: str, model: type[BaseModel], source: str, first_line: int = 1) -> Fields:
    """Parse a YAML mapping as the fields of `model`. Raises `ParseError` when it is not YAML."""
    from nyspor.front_matter import yaml_parser

    return yaml_parser.read_fields(text, model, source, first_line)


def read_records(text: str, model: type[BaseModel], source: str) -> list[Fields]:
    """Parse a YAML list of records (a vocabulary), each as the fields of `model`.

    Raises `ParseError` when it is not YAML, or not a list.
    """
    from nyspor.front_matter import yaml_parser

    return yaml_parser.read_records(text, model, source)


def read_named_records(
    text: str, model: type[BaseModel], source: str, alone: str
) -> list[tuple[str, Fields]]:
    """Parse a YAML mapping of records, each under a key of the writer's own, as the fields of `model`.

    A text in place of a record is its field `alone`. Raises `ParseError` when it is not YAML, or no mapping.
    """
    from nyspor.front_matter import yaml_parser

    return yaml_parser.read_named_records(text, model, source, alone)


def _reparse(source: YamlSource) -> Fields:
    from nyspor.front_matter import yaml_parser

    return yaml_parser.reparse(source)
