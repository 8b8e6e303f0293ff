"""The keys that a document is found by, each with a weight: what the index and the fallback hold of its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from nyspor.search.danish_words import is_danish
from nyspor.search.documents import TOPIC_MARK, SearchDocument
from nyspor.search.rules import rules
from nyspor.search.words import key, parts, words_of

TITLE, SUMMARY, ABOUT, BODY, MENTION = 7.0, 3.0, 1.5, 1.0, 0.15
"""The weight of a word in a title; in a summary or a heading; in the hidden words; in the text; in
the sources. Pages that lead to others weigh less, so that they come after what they lead to."""
PART = 0.4
"""What a part of a compound weighs, compared to the compound."""
WEIGHTS = tuple(
    round(weight * factor, 2)
    for weight in (TITLE, SUMMARY, ABOUT, BODY, MENTION)
    for factor in (1.0, PART)
)
MOST_TIMES = 4
"""A word counts no more often than this in a text."""

LIST_KINDS = frozenset({"topics", "municipalities", "lists"})


def keys_of(document: SearchDocument) -> Mapping[float, tuple[str, ...]]:
    """Return the keys of a document by their weight, as often as they occur."""
    found: dict[float, list[str]] = {}
    for weight, text in _fields(document):
        of_words, of_parts = _count(text, counts_stop_words=weight == TITLE)
        for factor, keys in ((1.0, of_words), (PART, of_parts)):
            repeated = ([name] * min(times, MOST_TIMES) for name, times in keys.items())
            found.setdefault(round(weight * factor, 2), []).extend(chain.from_iterable(repeated))
    marks = [topic_key(word) for word in document.hidden_words if word.startswith(TOPIC_MARK)]
    found.setdefault(MENTION if document.kind in LIST_KINDS else ABOUT, []).extend(marks)
    return {weight: tuple(keys) for weight, keys in sorted(found.items(), reverse=True) if keys}


def _count(text: str, counts_stop_words: bool) -> tuple[Counter[str], Counter[str]]:
    """How often a text has each key, as a word and as a part of one. Words that say nothing count in titles."""
    words = Counter(words_of(text))
    keys: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    for word, times in words.items():
        if counts_stop_words or word not in rules().stop_words:
            keys[key(word)] += times
            pieces.update(dict.fromkeys(parts_of(word), times))
    return keys, pieces


def topic_key(mark: str) -> str:
    """Return the key of a topic's mark: `#aeldre` → topicaeldre, which is no word."""
    return "topic" + "".join(words_of(mark))


def _fields(document: SearchDocument) -> Iterator[tuple[float, str]]:
    hidden = " ".join(word for word in document.hidden_words if not word.startswith(TOPIC_MARK))
    shown = " ".join((document.summary, *document.headings))
    if document.kind in LIST_KINDS:
        yield BODY, document.title
        yield MENTION, f"{shown} {hidden}"
    elif document.kind == "ideas":  # so short that each of its words would outweigh a whole article
        yield SUMMARY, document.title
        yield BODY, f"{shown} {hidden}"
    else:
        yield TITLE, document.title
        yield SUMMARY, shown
        yield ABOUT, hidden
    yield BODY, document.body
    yield MENTION, " ".join(document.sources)


@lru_cache(maxsize=200_000)
def parts_of(word: str) -> frozenset[str]:
    """Return the keys of the parts of a compound of Danish words."""
    return parts(word, is_danish)
