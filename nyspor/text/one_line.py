"""Text that somebody typed, as one line."""

from __future__ import annotations

import unicodedata

from nyspor.text.graphemes import without_invisible

_SPACES = ("Cc", "Zs", "Zl", "Zp")


def one_line(text: str) -> str:
    """Return a text as one line of visible characters, without spaces around it."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = (" " if unicodedata.category(c) in _SPACES else c for c in text)
    return " ".join(without_invisible("".join(spaced)).split())
