"""A text file as a browser shows and returns it, and back to bytes: what was not changed stays as it was, to the byte.

A text area turns every line end into one of its own kind, and cannot hold some characters. So what comes back is
compared line by line with what was shown: a line that is the same keeps its bytes and its line end, and a new line
gets the line end that most of the file has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

BOM = "\ufeff"

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")

_CHANGED_BY_BROWSERS = re.compile("[\x00\ud800-\udfff]")
"""HTML forbids them, so a browser shows and returns U+FFFD."""


class NotUtf8(ValueError):
    """The bytes of the file are no UTF-8, so it cannot be edited without damage."""


@dataclass(frozen=True)
class Line:
    """A line without its end, and its end: '' only for the last one."""

    text: str
    end: str

    @property
    def shown(self) -> str:
        """The line as a browser returns it."""
        return _CHANGED_BY_BROWSERS.sub("\ufffd", self.text)


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text; the last one has no end, and is empty where the text ends with one."""
    found = [Line(*match.groups()) for match in _LINE.finditer(text)]
    # After a last line without an end, the pattern matches once more, with nothing.
    return found[:-1] if len(found) > 1 and not found[-2].end else found


def shown_text(raw: bytes) -> str:
    """Return a file's text as a browser would return it: without a byte order mark, lines ended by `\\n`.

    Raises `NotUtf8`.
    """
    return "\n".join(line.shown for line in lines_of(_decode(raw)[1]))


def with_text(raw: bytes, returned: str) -> bytes:
    """Return the file's bytes with the text that a browser returned; the same bytes where nothing was changed.

    Raises `NotUtf8`.
    """
    bom, text = _decode(raw)
    before = lines_of(text)
    after = [line.text for line in lines_of(returned)]
    usual = _usual_end(before)
    changed = [*_merged(before, after, usual)]
    last = changed[-1]
    written = "".join(line.text + (line.end or usual) for line in changed[:-1]) + last.text
    return (bom + written).encode("utf-8", "surrogatepass")


def _decode(raw: bytes) -> tuple[str, str]:
    """The byte order mark, if there is one, and the text."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUtf8 from None
    return (BOM, text[1:]) if text.startswith(BOM) else ("", text)


def _usual_end(lines: Sequence[Line]) -> str:
    counted = Counter(line.end for line in lines if line.end)
    return counted.most_common(1)[0][0] if counted else "\n"


def _merged(before: Sequence[Line], after: Sequence[str], usual: str) -> Iterator[Line]:
    """The lines as returned, with the bytes and ends of those that were there before."""
    shown = [line.shown for line in before]
    head = _common(shown, after)
    tail = _common(shown[head:][::-1], after[head:][::-1])
    yield from before[:head]
    middle = before[head : len(before) - tail]
    new = after[head : len(after) - tail]
    matcher = SequenceMatcher(None, [line.shown for line in middle], new, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            yield from middle[first:last]
            continue
        # A line that was changed keeps its end.
        ends = [line.end or usual for line in middle[first:last]]
        for number, text in enumerate(new[new_first:new_last]):
            yield Line(text, ends[number] if number < len(ends) else usual)
    yield from before[len(before) - tail :]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences begin with that are the same."""
    pairs = zip(one, other, strict=False)
    return next(
        (number for number, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other))
    )
