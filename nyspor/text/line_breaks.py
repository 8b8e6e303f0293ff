"""Where a line may break."""

from __future__ import annotations

NO_BREAK_SPACE = "\u00a0"

SHORT_WORD = 3
LONGEST_PAIR = 18
"""A first word of so few characters is kept with the next one, if the two are no longer than this."""


def keep_first_word(title: str) -> str:
    """Return a title whose short first word never stands alone on a line: `En koordinator, der kender kvarteret`."""
    first, space, rest = title.partition(" ")
    second = rest.partition(" ")[0]
    if space and len(first) <= SHORT_WORD and len(first) + 1 + len(second) <= LONGEST_PAIR:
        return f"{first}{NO_BREAK_SPACE}{rest}"
    return title
