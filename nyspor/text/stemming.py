"""Danish words as they are compared: folded to their stems, and compounds taken apart.

The stemmer is Snowball's Danish one (snowballstem.org). A compound is taken apart only into words that
the given dictionary knows, joined by nothing, `s` or `e`, as Danish joins them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[a-zæøåéäöü]+(?:-[a-zæøåéäöü]+)*")
_STEMMER = snowballstemmer.stemmer("danish")

# Snowball leaves the e that comes and goes in `cykel`, `cykler`.
_ELIDED_E = re.compile(r"(?<=[bdfgklmnprstv])e(?=[lr]$)")

MIN_STEM_LENGTH = 4
"""A shorter stem stands only for the word's own inflections."""

INFLECTIONS = frozenset(("", "e", "s", "n", "t", "en", "et", "er", "ene", "erne", "ens", "ers"))

MIN_PART_LENGTH = 3
"""A part of a compound has at least this many letters; shorter ones are found everywhere."""

LINKING_ELEMENTS = ("", "s", "e")


def words_in(text: str) -> Iterator[str]:
    """The words of a text, in order, in lower case; a hyphenated word is whole."""
    return (match[0] for match in _WORD.finditer(text.lower()))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem that the forms of a word share: `forsøgene` → `forsøg`, `cyklerne` and `cykel` → `cykl`."""
    found = _ELIDED_E.sub("", str(_STEMMER.stemWord(word)))
    # Cut as short as this, words that have nothing to do with each other are one: ledig, ledelse, led.
    ending = word[len(found) :].lstrip(found[-1:])
    return found if len(found) >= MIN_STEM_LENGTH or ending in INFLECTIONS else word


def split_compound(word: str, dictionary: Collection[str]) -> tuple[str, ...]:
    """The stems of a compound's two parts, or nothing where it is no compound of known words.

    `dictionary` holds stems. The longest last part wins, since that is what the word is a kind of.
    """
    if word.count("-") == 1:
        first, last = word.split("-")
        return (stem(first), stem(last))
    for cut in range(MIN_PART_LENGTH, len(word) - MIN_PART_LENGTH + 1):
        last = stem(word[cut:])
        if last not in dictionary:
            continue
        for joint in LINKING_ELEMENTS:
            first = word[:cut].removesuffix(joint) if joint else word[:cut]
            known = stem(first) in dictionary and len(first) >= MIN_PART_LENGTH
            if known and first + joint == word[:cut]:
                return (stem(first), last)
    return ()
