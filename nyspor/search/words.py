"""Words as search compares them: a key for each, and the parts of Danish compounds.

`theme/static/search/words.js` does the same in the browser; both are held to `tests/search/words.json`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from unicodedata import normalize

from nyspor.search.rules import folded_stem, rules
from nyspor.text.danish import fold
from nyspor.text.stemming import LINKING_ELEMENTS

WORD = re.compile(r"[^\W_]+")

MIN_PART = 4
"""The least number of letters in a part of a compound, but for a few words."""
SHORTEST = 3


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case and without æøå: `Børne- og ungerådet` → boerne, og, ungeraadet."""
    return list(map(_folded, spelled_words_of(text)))


def spelled_words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, spelled as they are."""
    return WORD.findall(normalize("NFC", text).lower())


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=200_000)
def key(word: str) -> str:
    """Return what the forms and spellings of a word have in common: `bænkene`, `baenk` → baenk; `børn` → barn."""
    folded = fold(word)
    found = folded_stem(folded)
    return rules().apart.get(folded) or rules().irregular.get(found, found)


def split(word: str, is_known: Callable[[str], bool]) -> tuple[str, str] | None:
    """Return a compound's two parts, without linking element, or None where they are not known.

    Of several ways the one whose shorter part is longest wins, since short words occur by chance everywhere; but
    one into two known words comes before one whose first part is a compound itself.
    """
    word = fold(word)
    if word in rules().simple:
        return None
    ways = (
        (head, word[cut:])
        for cut in range(SHORTEST, len(word) - SHORTEST + 1)
        if _is_tail(word[cut:], is_known) and (head := _head(word[:cut], is_known))
    )
    return max(ways, key=lambda way: (is_known(way[0]), min(map(len, way))), default=None)


def _is_tail(text: str, is_known: Callable[[str], bool]) -> bool:
    return _is_long(text) and is_known(text) and not {text, key(text)} & rules().endings


def _is_long(part: str) -> bool:
    return len(part) >= MIN_PART or part in rules().short_parts


def _head(text: str, is_known: Callable[[str], bool]) -> str:
    """The word that a compound begins with, without its linking element; '' where it is none."""
    for link in LINKING_ELEMENTS:
        head = text.removesuffix(link)
        fits = head + link == text and _is_long(head) and head not in rules().prefixes
        if fits and (is_known(head) or (len(head) > 2 * MIN_PART and split(head, is_known))):
            return head
    return ""


def parts(word: str, is_known: Callable[[str], bool]) -> frozenset[str]:
    """Return the keys of the parts of a compound: `plejehjemsleder` → plejehjem, pleje, hjem, leder."""
    found = split(word, is_known)
    if found is None:
        return frozenset()
    longer = (part for part in found if len(part) >= 2 * MIN_PART)
    return frozenset(map(key, found)).union(*(parts(part, is_known) for part in longer))
