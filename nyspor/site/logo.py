"""The size of an SVG drawing, from its own words."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_NUMBER = re.compile(r"\s*([0-9.]+)\s*(?:px)?\s*")
_SVG = "{http://www.w3.org/2000/svg}svg"


def svg_size(raw: bytes) -> tuple[float, float] | None:
    """Return width and height of an SVG, in any unit; None for what is none, or does not say."""
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError:
        return None
    if root.tag != _SVG:
        return None
    given = re.split(r"[\s,]+", root.get("viewBox", "").strip())[2:] or [
        root.get("width", ""),
        root.get("height", ""),
    ]
    numbers = [match and float(match[1]) for match in map(_NUMBER.fullmatch, given)]
    width, height = numbers if len(numbers) == 2 else (None, None)
    return (width, height) if width and height else None
