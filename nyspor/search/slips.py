"""Slips of the keys: which word of the site was meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from nyspor.search.words import key

MIN_LENGTHS = {1: 5, 2: 10}
"""The least number of letters in a word that may hold so many slips; a shorter one is more likely another word."""

MOST_ENDING = 5
"""By so many letters forms of a word differ in length."""


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Return a word as somebody spells it who has no æøå: `børn`, `boern` and `born` have one skeleton."""
    return word.replace("aa", "a").replace("ae", "e").replace("oe", "o")


def nearest(word: str, spelled: Mapping[str, str], slips: int) -> str:
    """Return the key of the word that differs by so many slips, the most frequent of several; '' where none does.

    Compared are the words as they are written, and their keys, so that another form of a word will do; both as they
    are and by their skeletons, so that who has no æøå may still slip.
    """
    near = [known for known, form in spelled.items() if abs(len(form) - len(word)) <= MOST_ENDING]
    by_form = ((known, word, spelled[known]) for known in near)
    by_key = ((known, key(word), known) for known in near)
    for known, said, other in (*by_form, *by_key):
        if _is_near(said, other, slips):
            return known
    return ""


def _is_near(said: str, other: str, slips: int) -> bool:
    # Most words begin otherwise, which is cheap to see.
    if not any(letter in other[:2] for letter in said[:2]):
        return False
    bare = skeleton(said), skeleton(other)
    if min(map(len, bare)) < MIN_LENGTHS[slips]:
        return False
    pairs = dict.fromkeys(((said, other), bare))
    return any(_may_begin(*pair) and distance(*pair, slips) == slips for pair in pairs)


def _may_begin(one: str, other: str) -> bool:
    """The first letter is taken to be right, or to have changed places with the second."""
    return one[0] == other[0] or one[:2] == other[1::-1]


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or have changed places; more than `most` is `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before = before, row
        row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
