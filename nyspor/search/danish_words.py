"""The shipped list of Danish words; its source and licence stand beside it in `data/`."""

from __future__ import annotations

import lzma
from functools import cache

from nyspor.search.rules import DATA


@cache
def danish_words() -> frozenset[str]:
    """Return all words of the list, spelled without æøå."""
    return frozenset(lzma.decompress((DATA / "danish-words.txt.xz").read_bytes()).decode().split())


def is_danish(word: str) -> bool:
    """Whether a word, or what it is the genitive of, stands in the list."""
    return word in danish_words() or (word.endswith("s") and word[:-1] in danish_words())
