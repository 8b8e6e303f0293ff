"""Text that somebody typed, as one line."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"
"""Invisible, but needed between two characters by emoji and some scripts."""


def one_line(text: str) -> str:
    """Return a text as one line of printable characters, without spaces around it."""
    printable = (c if c.isprintable() or c in _JOINERS else " " for c in text)
    return " ".join("".join(printable).split())
