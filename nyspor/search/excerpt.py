"""The part of a text that shows why it was found, with the words marked that were asked for.

`theme/static/search/excerpt.js` does the same in the browser; both are held to `tests/search/excerpts.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from unicodedata import normalize

from nyspor.search.words import WORD, key

WORDS_SHOWN = 34
WORDS_BEFORE = 6
"""How many words are shown, and how many of them stand before the first that was asked for."""
MIN_PART = 5
"""The least number of letters that count as the beginning or the end of a compound."""

Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is what was asked for."""


def matcher(keys: Collection[str]) -> Callable[[str], str]:
    """Return what tells what a word has in common with what was asked for, by the keys of a query; '' for nothing."""
    long = [part for part in keys if len(part) >= MIN_PART]

    def match(word: str) -> str:
        own = key(normalize("NFC", word).lower())
        if own in keys:
            return own
        return next((p for p in long if own.startswith(p) or own.endswith(p)), "")

    return match


def marked(text: str, match: Callable[[str], str]) -> Pieces:
    """Return a short text with all words marked that were asked for."""
    words = list(WORD.finditer(text))
    return tuple(_pieces(text, 0, len(text), [word for word in words if match(word[0])]))


def excerpt(text: str, match: Callable[[str], str]) -> Pieces:
    """Return the stretch of a text that has most of what was asked for; its beginning where it has none of it."""
    words = list(WORD.finditer(text))
    found = [match(word[0]) for word in words]
    first = max(0, _densest(found) - WORDS_BEFORE)
    last = min(len(words), first + WORDS_SHOWN)
    if not words:
        return ()
    begin = words[first].start() if first else 0
    end = words[last - 1].end() if last < len(words) else len(text)
    asked = [
        word for word, is_asked in list(zip(words, found, strict=True))[first:last] if is_asked
    ]
    before = (("… ", False),) if first else ()
    after = ((" …", False),) if last < len(words) else ()
    return _joined((*before, *_pieces(text, begin, end, asked), *after))


def _pieces(
    text: str, begin: int, end: int, asked: Sequence[re.Match[str]]
) -> Iterator[tuple[str, bool]]:
    at = begin
    for word in asked:
        if word.start() > at:
            yield text[at : word.start()], False
        yield word[0], True
        at = word.end()
    if at < end:
        yield text[at:end], False


def _joined(pieces: Pieces) -> Pieces:
    """The pieces, with neighbours that are not marked made one."""
    found: list[tuple[str, bool]] = []
    for text, is_asked in pieces:
        if found and not is_asked and not found[-1][1]:
            found[-1] = (found[-1][0] + text, False)
        else:
            found.append((text, is_asked))
    return tuple(found)


def _densest(found: Sequence[str]) -> int:
    """Where the stretch begins that has most of what was asked for; 0 where nothing was found."""
    length = WORDS_SHOWN - WORDS_BEFORE

    def different(place: int) -> int:
        return len(set(filter(None, found[place : place + length])))

    places = (place for place, word in enumerate(found) if word)
    return max(places, key=different, default=0)
