"""A text as it is edited: the form of its fields and its body, and the file that comes of what was sent.

    text = EditedText.of(file, raw)         →  what the page shows
    text.with_form(form, choices)           →  the bytes to save

A file whose fields cannot be read is edited as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from nyspor.content.choices import Choices
from nyspor.desk.forms.field_form import FormField, as_list, changed_fields, fields_of, fits_form
from nyspor.desk.forms.field_rows import Form
from nyspor.desk.forms.meetings import for_calendars
from nyspor.desk.store.text_file import shown_text, with_text
from nyspor.front_matter.editing import CannotEdit, Value, change_field
from nyspor.front_matter.parsing import ParseError, read_fields, split_front_matter
from nyspor.model.fields import danish_key
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import Entry
from nyspor.urls import locate_entry

_KEY = re.compile(r"^([^\s:#]+):", re.MULTILINE)

BODY, WHOLE = "_body", "_whole"
"""The names of the text areas: of the text below the fields, and of a whole file."""


@dataclass(frozen=True)
class EditedText:
    """A text's file, taken apart: `head` and `between` stand around the YAML of the fields.

    `values` is None where the fields cannot be read, or do not fit a form; then `body` is the whole file.
    """

    file: str
    raw: bytes
    model: type[Entry]
    head: str
    yaml: str
    between: str
    body: str
    values: Mapping[str, Value] | None

    @classmethod
    def of(cls, file: str, raw: bytes) -> EditedText:
        """Take a file apart. Raises `NotUtf8`."""
        text, location = shown_text(raw), locate_entry(file)
        assert location
        model = kind_spec(location.kind).model
        try:
            parts = split_front_matter(text, file)
            values = cast(Mapping[str, Value], read_fields(parts.yaml, model, file).values)
        except ParseError:
            return cls(file, raw, model, "", "", "", text, None)
        if not fits_form(model, values):
            return cls(file, raw, model, "", "", "", text, None)
        lines = text.split("\n")
        begin, end = parts.yaml_line - 1, parts.body_line - 2
        head, yaml = (
            "".join(f"{line}\n" for line in part) for part in (lines[:begin], lines[begin:end])
        )
        fence = lines[end]
        between = f"{fence}\n" if parts.body_line <= len(lines) else fence
        return cls(file, raw, model, head, yaml, between, parts.body, values)

    @property
    def is_whole(self) -> bool:
        """Whether the file is edited as a whole."""
        return self.values is None

    def fields(self, choices: Choices, more: str = "") -> tuple[FormField, ...]:
        """Return the fields with what they hold, none of a file that is edited as a whole; `more` names a list that gets an empty row."""
        if self.values is None:
            return ()
        return fields_of(self.model, self.values, choices, more=more)

    def with_form(self, form: Form, choices: Choices, leaves_out: bool = False) -> bytes:
        """Return the file's bytes with what a browser sent of the form; what was not changed stays to the byte.

        Raises `CannotEdit` where a field is written in a way in which it cannot be changed; where it
        `leaves_out`, such a field stays as it is, and the rest is changed.
        """
        if self.values is None:
            return with_text(self.raw, _sent(form, WHOLE, self.body))
        yaml = self.yaml
        for name, value in changed_fields(self.model, self.values, form, choices).items():
            if name == "meetings" and isinstance(value, list):
                value = for_calendars(as_list(self.values.get(name)), value)
            try:
                yaml = change_field(yaml, self.model, name, value)
            except CannotEdit:
                if not leaves_out:
                    raise
        body = _sent(form, BODY, self.body)
        return with_text(self.raw, f"{self.head}{yaml}{self.between}{body}")

    def with_field(self, name: str, value: Value | None) -> bytes:
        """Return the file's bytes with a field changed; None takes it out. Raises `CannotEdit`."""
        if self.values is None:
            raise CannotEdit(name)
        yaml = change_field(self.yaml, self.model, name, value)
        return with_text(self.raw, f"{self.head}{yaml}{self.between}{self.body}")


def words_of(file: str, raw: bytes, translate: Callable[[str], str]) -> str:
    """Return a text as it is read by somebody who compares two versions: its fields by the labels of the form, and no fences.

    Raises `NotUtf8`.
    """
    text = EditedText.of(file, raw)
    if text.is_whole:
        return text.body
    labels = {
        danish_key(info): info.title for info in text.model.model_fields.values() if info.title
    }

    def labelled(found: re.Match[str]) -> str:
        return f"{translate(labels[found[1]])}:" if found[1] in labels else found[0]

    yaml = _KEY.sub(labelled, text.yaml)
    return f"{yaml}\n{text.body.lstrip()}"


def _sent(form: Form, name: str, unsent: str) -> str:
    found = form.get(name)
    return found[0].replace("\r\n", "\n").replace("\r", "\n") if found else unsent
