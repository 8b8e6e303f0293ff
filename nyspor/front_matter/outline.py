"""When a text is to come out, as far as it can be told of fields that cannot be read as a whole."""

from __future__ import annotations

import re
from typing import TypeVar

from pydantic import BaseModel

from nyspor.front_matter.parsing import Fields
from nyspor.front_matter.validation import salvage
from nyspor.model.fields import key_form, keys_of

Model = TypeVar("Model", bound=BaseModel)

_FENCE = re.compile(r"---[ \t]*")
_LINE = re.compile(
    r"""(["']?)(?P<key>\w+)\1[ \t]*:[ \t]+(["']?)(?P<value>[^"'#]*?)\3[ \t]*(?:#.*)?"""
)
_CONFLICT = ("<<<<<<<", ">>>>>>>")


def outline(raw: bytes, model: type[Model], **identity: str) -> Model | None:
    """Return a record with no more than the status and the date that lines of a broken file name.

    What cannot be told of one of them, or stands there twice, is left out: such a text counts as published.
    """
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    found: dict[str, object] = {}
    repeated = set()
    for line in _lines_of_fields(raw.decode(encoding, "replace")):
        if line.startswith(_CONFLICT):
            return None
        if match := _LINE.fullmatch(line):
            name = keys_of(model).get(key_form(match["key"]), "")
            if name in found:
                repeated.add(name)
            if name in ("status", "date"):
                found[name] = match["value"]
    fields = Fields()
    fields.values = {name: value for name, value in found.items() if name not in repeated}
    return salvage(fields, model, **identity)


def _lines_of_fields(text: str) -> list[str]:
    """Return the lines between the two lines of `---`, either of which may be missing: then up to an empty line."""
    lines = text.strip().splitlines()
    begin = 1 if lines and _FENCE.fullmatch(lines[0]) else 0
    for end, line in enumerate(lines[begin:], begin):
        if _FENCE.fullmatch(line):
            return lines[begin:end]
    return lines[: lines.index("")] if "" in lines else lines
