"""Quotation marks as the language of a text has them.

Python-Markdown's extension makes entities of straight quotes, and guesses from the character before which begin and
which end. Here those guesses are corrected where a look at what is open tells more: apostrophes, inches, quotes
within quotes.
"""

from __future__ import annotations

import re

DANISH_QUOTES = {
    "left-double-quote": "&raquo;",
    "right-double-quote": "&laquo;",
    "left-single-quote": "&rsaquo;",
    "right-single-quote": "&rsquo;",
}
"""What the extension writes. Within Danish quotes stand ›single ones‹."""

_ENGLISH = {
    "&raquo;": "&ldquo;",
    "&laquo;": "&rdquo;",
    "&rsaquo;": "&lsquo;",
    "&lsaquo;": "&rsquo;",
}

_QUOTE = re.compile(r"&(?:raquo|laquo|rsaquo|rsquo);")
_TOKEN = re.compile(
    r"<(/?)([a-z][\w-]*)[^>]*>|(&(?:raquo|laquo|rsaquo|rsquo);)|(&[#\w]+;|.)", re.DOTALL
)
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    }
)


def correct_quotes(html: str, language: str) -> str:
    """Return the HTML of a text with its quotation marks paired, in the form of its language."""
    if not _QUOTE.search(html):
        return html
    pieces: list[str] = []
    shown: list[tuple[int, str]] = []
    in_code = 0
    for token in _TOKEN.finditer(html):
        end, tag, quote, other = token.groups()
        place = len(pieces)
        pieces.append(token[0])
        if tag in ("code", "pre"):
            in_code += -1 if end else 1
        if tag and tag not in _INLINE:
            _pair(shown, pieces)
            shown = []
        elif (quote or other) and not in_code:
            shown.append((place, quote or other))
    _pair(shown, pieces)
    result = "".join(pieces)
    if language == "en":
        result = re.sub(
            r"&(?:raquo|laquo|rsaquo|lsaquo);", lambda found: _ENGLISH[found[0]], result
        )
    return result


def _pair(shown: list[tuple[int, str]], pieces: list[str]) -> None:
    """Correct the quotes of one paragraph: its characters as they are shown, each with its place in `pieces`."""
    is_open = False
    closed_until = -1
    for number, (place, char) in enumerate(shown):
        before = shown[number - 1][1] if number else " "
        after = shown[number + 1][1] if number + 1 < len(shown) else " "
        if char == "&raquo;":
            is_open = True
        elif char == "&laquo;" and is_open:
            is_open = False
        elif char == "&laquo;" and after.isalnum() and not before.isalnum():
            pieces[place], is_open = "&raquo;", True
        elif char == "&laquo;" and before.isdigit():
            pieces[place] = "&quot;"
        elif char == "&rsaquo;" and number > closed_until:
            closing = _closing_single(shown, number)
            if closing is None:
                pieces[place] = "&rsquo;"
            else:
                pieces[shown[closing][0]] = "&lsaquo;"
                closed_until = closing


def _closing_single(shown: list[tuple[int, str]], opening: int) -> int | None:
    """Return the number of the quote that ends the one at `opening`, or None where it is an apostrophe."""
    for number in range(opening + 1, len(shown)):
        char = shown[number][1]
        if char == "&rsaquo;":
            return None
        after = shown[number + 1][1] if number + 1 < len(shown) else " "
        if char == "&rsquo;" and not after.isalnum() and not shown[number - 1][1].isspace():
            return number
    return None
