"""What a writer wrote in a field and YAML would leave out: text after a #, words that begin with ! or &."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from nyspor.front_matter.parsing import ParseError
from nyspor.front_matter.yaml_errors import (
    FIRST_CHARACTER,
    IN_QUOTES,
    MISSING_SPACE,
    WRITE_INSTEAD,
    quoted,
)
from nyspor.model.fields import key_form, keys_of, record_in
from nyspor.model.kinds import Comment, Entry, Idea
from nyspor.model.link_targets import OWN_DRIVE
from nyspor.problems import N_, Problem

_SUSPECT = re.compile(
    r"\S[ \t]+#|[:\-\[,][ \t]+[!&]|\"(?:[A-Za-z]:)?\\|^[ \t]*-[^\W\d_]", re.MULTILINE
)
"""What any such text has; a quick look."""

NAMES = frozenset({"tracks", "topics", "related", "authors", "municipality", "programme"})
"""Fields that name something else, so that no # belongs in them."""

_DASH = re.compile(r"-[^\W\d_].*")
"""An item of a list without the space after its dash: YAML reads all of them as one text."""

_COMMENT = re.compile(r"\s+#(?P<word>\S)?.*\S")

_PATH = re.compile(r'"(?:[A-Za-z]:|\\\\[\w.-]+)\\[^\\]')
"""A path of Windows in double quotes, whose backslashes YAML reads as something else."""


def lost_text(
    root: yaml.Node, text: str, model: type[BaseModel], source: str, first_line: int
) -> Iterator[Problem]:
    """Yield a problem for each value of which YAML leaves something out.

    In an entry there is always a better place for a comment than after a text; settings are full of them. What
    residents sent is written by the forms service, as they wrote it. Raises `ParseError` where a list was read as
    one text.
    """
    if issubclass(model, Comment | Idea):
        return
    if _SUSPECT.search(text):
        comments = not issubclass(model, Entry)
        yield from _Search(text.split("\n"), source, first_line, comments).mapping(root, model)


class _Search:
    def __init__(self, lines: list[str], source: str, first_line: int, comments: bool) -> None:
        self.lines = lines
        self.source = source
        self.first_line = first_line
        self.comments = comments
        """Whether a comment may stand after a value: a # and a space."""

    def mapping(self, node: yaml.Node, model: type[BaseModel]) -> Iterator[Problem]:
        if not isinstance(node, yaml.MappingNode):
            return
        keys = keys_of(model)
        for key_node, value in node.value:
            name = keys.get(key_form(str(key_node.value)))
            if name is None:
                continue
            annotation = model.model_fields[name].annotation
            for item in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                record = record_in(annotation)
                if isinstance(item, yaml.MappingNode) and record:
                    yield from self.mapping(item, record)
                elif isinstance(item, yaml.ScalarNode):
                    yield from self._scalar(
                        item, str(key_node.value), _is_text(annotation), name in NAMES
                    )

    def _scalar(
        self, node: yaml.ScalarNode, key: str, is_text: bool, is_name: bool
    ) -> Iterator[Problem]:
        line = self.lines[node.start_mark.line] if node.start_mark.line < len(self.lines) else ""
        written = line[node.start_mark.column :].strip()
        if node.style == '"':
            if _PATH.match(written):
                yield self._problem(node, key, *OWN_DRIVE, link=written.strip('"'))
        elif node.style in ("|", ">") or not is_text:
            return
        elif not node.style and _DASH.fullmatch(written) and written == line.strip():
            params = {"written": written, "right": f"- {written[1:]}"}
            raise ParseError(
                self._problem(node, key, MISSING_SPACE, WRITE_INSTEAD, **params)
            )  # what it means would be wrong, and reported again
        elif written[:1] in ("!", "&"):
            yield self._problem(
                node, key, FIRST_CHARACTER, IN_QUOTES, written=line.strip(), right=_right(line, written)
            )  # fmt: skip
        elif not node.style:
            # A value may go on over several lines, and only its last can have a comment.
            last = self.lines[node.end_mark.line] if node.end_mark.line < len(self.lines) else ""
            cut = _COMMENT.fullmatch(last[node.end_mark.column :])
            if cut and (cut["word"] or not self.comments):
                value = f"{node.value}{cut[0]}"
                yield self._problem(
                    node,
                    key,
                    N_("What stands after # is hidden from readers: “{cut}”."),
                    N_(
                        "Take the # out; a comment may stand on a line of its own that begins with #."
                    )
                    if is_name
                    else IN_QUOTES,
                    cut=cut[0].strip(),
                    right=_right(line, written) if written else f"{key}: {quoted(value)}",
                )

    def _problem(
        self, node: yaml.Node, key: str, message: str, remedy: str, **params: object
    ) -> Problem:
        line = int(node.start_mark.line) + self.first_line
        return Problem(self.source, message, remedy, line, key, params, "yaml")


def _right(line: str, value: str) -> str:
    """Return the line with its value in quotes."""
    return line.strip().removesuffix(value).strip() + f" {quoted(value)}"


def _is_text(annotation: Any) -> bool:
    return annotation is str or any(map(_is_text, get_args(annotation)))
