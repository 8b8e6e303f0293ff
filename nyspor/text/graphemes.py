"""What readers see as one character (UAX 29), and which characters can be seen at all.

The interpreter's own Unicode tables may be older than an emoji that somebody writes: a code point that they do not
know is taken for a character that can be seen, unless Unicode says that it never will be one.
"""

from __future__ import annotations

import re
from unicodedata import category

ZERO_WIDTH_JOINER = "\u200d"
JOINERS = "\u200c" + ZERO_WIDTH_JOINER
"""Invisible, but needed between two characters by emoji and some scripts."""

_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\uff9e\uff9f]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_HANGUL_BEFORE = re.compile("[\u1100-\u115f\ua960-\ua97c\u1160-\u11a7\uac00-\ud7a3]")
_HANGUL_AFTER = re.compile("[\u1160-\u11ff\ud7b0-\ud7fb]")
_FLAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)")
"""The flag of a region, such as Scotland: a black flag and letters that nobody sees."""

_NEVER_SEEN = re.compile(
    "[\ufdd0-\ufdef\ufffe\uffff\u2065\ufff0-\ufff8\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)  # fmt: skip
"""Code points without a character that will never have one to see (noncharacters, and those to be ignored)."""

_BLANK = re.compile(
    "[\\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\uffa0\ufe00-\ufe0f]*"
)


def clusters(text: str) -> list[str]:
    """Return the text in pieces, each of which readers see as one character: `é` of two code points, a joined emoji."""
    found: list[str] = []
    for char in text:
        if found and _belongs(found[-1], char):
            found[-1] += char
        else:
            found.append(char)
    return found


def _belongs(before: str, char: str) -> bool:
    """Return whether a character continues the one before."""
    if char.isascii():
        return False
    if before.endswith(ZERO_WIDTH_JOINER) or char in JOINERS:
        return True
    if category(char)[0] == "M" or _MODIFIERS.match(char):
        return True
    if _REGIONAL.match(char):
        return bool(_REGIONAL.fullmatch(before))
    return bool(_HANGUL_AFTER.match(char) and _HANGUL_BEFORE.match(before[-1]))


def is_invisible(char: str) -> bool:
    """Return whether a character is a control, format or private one, or can never be one that is seen."""
    kind = category(char)
    return kind in ("Cc", "Cf", "Cs", "Co") or (kind == "Cn" and bool(_NEVER_SEEN.match(char)))


def without_invisible(text: str) -> str:
    """Return the text without invisible characters, but with what joins emoji and letters, and the flags of regions."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        part if number % 2 else "".join(c for c in part if c in JOINERS or not is_invisible(c))
        for number, part in enumerate(_FLAG.split(text))
    )


def is_blank(text: str) -> bool:
    """Return whether a text has nothing that readers see, though it may have characters."""
    return bool(_BLANK.fullmatch(text))
