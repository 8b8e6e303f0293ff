"""The list against unwanted texts: words to look twice at or to refuse, and mailboxes that may not send, each to an end date.

A mailbox is on it as a keyed hash, so that nobody can read whose it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from nyspor.text.graphemes import JOINERS, without_invisible


@dataclass(frozen=True)
class Entry:
    """One entry, which holds until `until`: a `word`, or the hash of a mailbox.

    A word is one or more words, found as they stand; with a * at its end also as the beginning of a longer one.
    With `refuses` what holds it is not received at all, else an editor is asked to look twice.
    """

    id: int
    word: str
    mailbox: bytes
    refuses: bool
    until: datetime


def matching(entries: Iterable[Entry], values: Mapping[str, str], mailbox: bytes) -> list[Entry]:
    """The entries that hold for what was sent, in the order of the list."""
    text = folded("\n".join(values.values()))
    return [
        entry
        for entry in entries
        if (entry.mailbox and entry.mailbox == mailbox)
        or (entry.word and _pattern(entry.word).search(text))
    ]


def folded(text: str) -> str:
    """Text as it is compared: without case, in plain letters where Unicode has them twice, with nothing invisible."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "\n".join(map(without_invisible, plain.split("\n"))).translate(_NO_JOINERS)


_NO_JOINERS = dict.fromkeys(map(ord, JOINERS))


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    begins = word.endswith("*")
    parts = folded(word.rstrip("*")).split()
    return re.compile(
        r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + ("" if begins else r"(?!\w)")
    )
