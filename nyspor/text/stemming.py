"""Danish stemming and splitting of compounds, to compare words.

The stemmer is Snowball's (snowballstem.org). A compound is split only into words of a given dictionary,
joined by one of Danish's linking elements.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[a-zæøåéäöü]+(?:-[a-zæøåéäöü]+)*")
_STEMMER = snowballstemmer.stemmer("danish")

# Snowball keeps the e that some inflections elide: `cykel`, `cykler`.
_ELIDED_E = re.compile(r"(?<=[bdfgklmnprstv])e(?=[lr]$)")

MIN_STEM_LENGTH = 4
"""A shorter stem is used only where the rest of the word is an inflection."""

INFLECTIONS = frozenset(("", "e", "s", "n", "t", "en", "et", "er", "ene", "erne", "ens", "ers"))

MIN_PART_LENGTH = 3
"""The least number of letters in a part of a compound; shorter words occur by chance everywhere."""

LINKING_ELEMENTS = ("", "s", "e")


def words_in(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case; a hyphenated word is one."""
    return (match[0] for match in _WORD.finditer(text.lower()))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem that the forms of a word share: `forsøgene` → `forsøg`, `cyklerne` and `cykel` → `cykl`."""
    found = _ELIDED_E.sub("", str(_STEMMER.stemWord(word)))
    # So short a stem would conflate unrelated words: ledig, ledelse, led.
    ending = word[len(found) :].lstrip(found[-1:])
    return found if len(found) >= MIN_STEM_LENGTH or ending in INFLECTIONS else word


def split_compound(word: str, dictionary: Collection[str]) -> tuple[str, ...]:
    """Return the stems of a compound's two parts, or `()` where it is no compound of known words.

    `dictionary` contains stems. The longest last part wins, since that is the head of the compound.
    """
    if word.count("-") == 1:
        first, last = word.split("-")
        return (stem(first), stem(last))
    for cut in range(MIN_PART_LENGTH, len(word) - MIN_PART_LENGTH + 1):
        last = stem(word[cut:])
        if last not in dictionary:
            continue
        for link in LINKING_ELEMENTS:
            first = word[:cut].removesuffix(link) if link else word[:cut]
            known = stem(first) in dictionary and len(first) >= MIN_PART_LENGTH
            if known and first + link == word[:cut]:
                return (stem(first), last)
    return ()
