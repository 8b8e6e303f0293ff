"""Texts as they go through the desk, and which of their lines are changed by that."""

from __future__ import annotations

import re

from nyspor.content.choices import Choices
from nyspor.content.loader import is_entry_file
from nyspor.desk.forms.field_form import as_sent
from nyspor.desk.forms.text_form import BODY, WHOLE, EditedText
from nyspor.front_matter.yaml_parser import compose_nodes
from nyspor.model.fields import key_form, keys_of
from nyspor.urls import locate_entry

NO_CHOICES: Choices = {}


def is_text(path: str) -> bool:
    """Whether a file is one that the desk opens."""
    return is_entry_file(path) and locate_entry(path) is not None


def sent_of(text: EditedText, choices: Choices = NO_CHOICES) -> dict[str, list[str]]:
    """What a browser sends of the form of a text that nobody has changed."""
    area = [text.body.replace("\n", "\r\n")]
    return {WHOLE: area} if text.is_whole else as_sent(text.fields(choices)) | {BODY: area}


def with_character(form: dict[str, list[str]], place: int) -> dict[str, list[str]]:
    """The form with one character typed somewhere in its text area."""
    name = WHOLE if WHOLE in form else BODY
    shown = form[name][0].replace("\r\n", "\n")
    place %= len(shown) + 1
    return form | {name: [f"{shown[:place]}x{shown[place:]}".replace("\n", "\r\n")]}


def lines_in(raw: bytes) -> list[bytes]:
    """The lines of a file, without their ends."""
    return re.split(rb"\r\n|\r|\n", raw)


def changed_lines(before: bytes, after: bytes) -> int:
    """How many lines differ, of files with as many lines."""
    return sum(a != b for a, b in zip(lines_in(before), lines_in(after), strict=True))


def lines_of_field(text: EditedText, name: str) -> range:
    """The numbers of the lines, from 0 in the file, that a field stands on; none where it is not written."""
    keys, first = keys_of(text.model), text.head.count("\n")
    root = compose_nodes(text.yaml, "", 1)
    for key, value in root.value if root else ():
        if keys.get(key_form(str(key.value))) == name:
            start, end = key.start_mark.index, value.end_mark.index
            begin, last = (text.yaml.count("\n", 0, place) for place in (start, end))
            ends_with_its_line = text.yaml[end - 1] == "\n"
            return range(first + begin, first + last + (not ends_with_its_line))
    return range(first, first)


def assert_only_field_changed(text: EditedText, after: bytes, name: str) -> None:
    """No line differs but those of a field; where it was not written, its lines have come."""
    lines, own, new = lines_in(text.raw), lines_of_field(text, name), lines_in(after)
    if own:
        rest = len(lines) - own.stop
        assert new[: own.start] == lines[: own.start]
        assert new[len(new) - rest :] == lines[own.stop :]
    else:
        come = len(new) - len(lines)
        assert any(new[:place] + new[place + come :] == lines for place in range(len(lines) + 1))
