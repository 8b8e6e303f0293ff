"""The `nyspor.toml` that a site begins with: a few settings as comments, and those that are known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files

from nyspor.configuration.settings import BY_KEY, Setting, Value


def settings_file_text(values: Mapping[str, Value]) -> str:
    """Return the text of a new `nyspor.toml` with these values, by key."""
    text = (files("nyspor.scaffold") / "site/nyspor.toml.template").read_text("utf-8")
    return with_values(text, values)


def with_values(text: str, values: Mapping[str, Value]) -> str:
    """Return the text of a `nyspor.toml` with these values: in place of a comment with the key, else in its table."""
    lines = text.splitlines()
    for key, value in values.items():
        _place(lines, BY_KEY[key], value)
    return "\n".join(lines) + "\n"


def _place(lines: list[str], setting: Setting, value: Value) -> None:
    written = f"{setting.name} = {_as_toml(value)}"
    headers = [at for at, line in enumerate(lines) if line.startswith("[")]
    if not setting.table:
        lines[headers[0] : headers[0]] = [written, ""]
        return
    start = next((at for at in headers if lines[at] == f"[{setting.table}]"), None)
    if start is None:
        lines += ["", f"[{setting.table}]", written]
        return
    end = next((at for at in headers if at > start), len(lines))
    comment = re.compile(rf"# {setting.name} = ")
    for at in range(start, end):
        if comment.match(lines[at]):
            lines[at] = written
            return
    lines.insert(start + 1, written)


def _as_toml(value: Value) -> str:
    """Return a value in TOML; a string of JSON is one of TOML too."""
    match value:
        case bool() | int():
            return json.dumps(value)
        case tuple():
            return json.dumps(list(value), ensure_ascii=False)
        case _:
            return json.dumps(str(value), ensure_ascii=False)
