"""A text in the files that a new site or entry begins with."""

from __future__ import annotations

import json


def yaml_string(text: str) -> str:
    """Return a text as YAML, in quotes: a string of JSON is one of YAML too."""
    return json.dumps(text, ensure_ascii=False)
