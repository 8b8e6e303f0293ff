"""A query understood, and documents ranked by it: the rules that the browser and the service share.

1. Stop words are left out, unless there is nothing else; so are weak words that the site does not use.
2. Each word becomes a term: what may be found in its place, each with a quality. A word that the site does not use
   may be a synonym of one that it does use, a slip of the keys, a compound of its words, or the beginning of one.
   Two words may be a compound that was written apart.
3. A document's score is the sum of its terms' scores. It must match enough of them, by how rare they are: a query
   that the site has no answer to finds nothing rather than anything.

`theme/static/search/query.js` does the same in the browser; both are held to `tests/search/queries.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, product
from math import log
from typing import TypeVar

from nyspor.search.rules import rules
from nyspor.search.slips import nearest, skeleton
from nyspor.search.vocabulary import Vocabulary
from nyspor.search.words import key, split, words_of

SYNONYM, SLIP, SPELLING, BEGINNING, PART = 0.6, 0.8, 0.9, 0.5, 0.5
"""The quality of what is found in the place of a word: a synonym or a word of its family, a word but for slips,
another spelling of it, a word that begins so, the parts of a compound."""
MIN_WEAK_ENDED = 7
"""The least number of letters in a word whose ending says what it is."""
WEAK = 0.5
"""What a word that says little counts, compared to others as rare."""
BESIDE = 0.5
"""What synonyms and parts are worth beside a word that the site uses itself."""

MIN_SHARE, MIN_SHARE_OF_KNOWN, MIN_SHARE_OF_UNKNOWN = 0.2, 0.45, 0.6
"""The share of a query of several terms, by their rarity, that a document must match: least where one matches nearly
all of them; more where none does, and most where a term is not known at all, since then the query may be one that
the site has no answer to."""
ANSWERED = 0.85
"""The share that a document matches which answers a query."""
ENOUGH = 0.3
"""The strength of a match that counts in full for the share, such as that of a word that a text has once."""
FAMILY = ("ing", "ning", "else")
MIN_ROOT = 4
"""Endings of nouns that are made of verbs, and the least length of what is left without them."""
MIN_BEGINNING = 5
"""The least number of letters that count as the beginning of a word; while somebody types it is `MIN_TYPED`."""
MIN_TYPED = 3
MOST_BEGINNINGS = 8
MAX_PHRASE = 3
"""The most words of a synonym."""

MIN_TOGETHER = 0.3
"""How strongly a text must have each of several keys; words that a long text has once may be far apart."""

Id = TypeVar("Id", int, str)
Hits = Mapping[str, Mapping[Id, float]]
"""The documents that have a key, each with how strongly it has it, between 0 and 1: key → document → strength."""


@dataclass(frozen=True)
class Alternative:
    """Keys that a document must have all of, and how well they stand for what was asked for."""

    keys: tuple[str, ...]
    quality: float = 1.0


@dataclass(frozen=True)
class Term:
    """What was asked for by a word, and what may be found for it, the best first. `meant` is the word that was
    taken for it where it seems mistyped."""

    word: str
    alternatives: tuple[Alternative, ...] = ()
    meant: str = ""

    @property
    def is_weak(self) -> bool:
        """Whether the word says little of what a query is about."""
        return key(self.word) in rules().weak_words


@dataclass(frozen=True)
class Query:
    terms: tuple[Term, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The keys to look up in the index."""
        return frozenset(k for t in self.terms for a in t.alternatives for k in a.keys)

    @property
    def meant(self) -> str:
        """The query with the words that it seems to mean; '' where no word seems mistyped."""
        corrected = any(term.meant for term in self.terms)
        return " ".join(term.meant or term.word for term in self.terms) if corrected else ""


def understand(text: str, vocabulary: Vocabulary, typing: bool = False) -> Query:
    """Return what a query asks for. `typing` says that its last word may not be finished."""
    words = words_of(text)
    said = [word for word in words if word not in rules().stop_words] or words
    terms: list[Term] = []
    position = 0
    while position < len(said):
        length = _phrase_length(said[position:], vocabulary)
        joined = "".join(said[position : position + 2])
        if length > 1:
            terms.append(_phrase(said[position : position + length], vocabulary))
        elif joined != said[position] and _is_said(joined, vocabulary):
            terms.append(_term(joined, vocabulary))
            length = 2
        else:
            is_last = position == len(said) - 1
            terms.append(_term(said[position], vocabulary, typing and is_last))
        position += length
    telling = tuple(term for term in terms if term.alternatives or not _may_lack(term))
    return Query(telling or tuple(terms))


def _may_lack(term: Term) -> bool:
    """Whether a query is understood without a word that the site does not use."""
    ends_weak = term.word.endswith(rules().weak_endings) and len(term.word) >= MIN_WEAK_ENDED
    return term.is_weak or ends_weak


def _is_said(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word, and not only a part of one, leads somewhere: `natur stien` is `naturstien`."""
    return bool(vocabulary.forms.get(key(word)) or key(word) in vocabulary.synonyms)


def _phrase_length(words: Sequence[str], vocabulary: Vocabulary) -> int:
    """How many words at the beginning are together what a synonym stands for; 1 where none are."""
    for length in range(min(MAX_PHRASE, len(words)), 1, -1):
        if " ".join(map(key, words[:length])) in vocabulary.synonyms:
            return length
    return 1


def _phrase(words: Sequence[str], vocabulary: Vocabulary) -> Term:
    keys = tuple(map(key, words))
    itself = (Alternative(keys),) if all(k in vocabulary.forms for k in keys) else ()
    return Term(" ".join(words), (*itself, *_synonyms(" ".join(keys), vocabulary)))


def _synonyms(name: str, vocabulary: Vocabulary) -> Iterator[Alternative]:
    for keys in vocabulary.synonyms.get(name, ()):
        yield Alternative(tuple(keys.split()), SYNONYM)
        if form := vocabulary.forms.get(keys):
            yield from _weaker(_in_parts(form, vocabulary), SYNONYM)


def _term(word: str, vocabulary: Vocabulary, typing: bool = False) -> Term:
    """The term of a word, or that of what it seems to mean."""
    name = key(word)
    beginnings = tuple(_beginnings(word, vocabulary, MIN_TYPED)) if typing else ()
    family = (*_synonyms(name, vocabulary), *_family(name, vocabulary))
    if name in vocabulary.forms:
        others = (*_in_parts(word, vocabulary), *family)
        beside = tuple(_weaker(others, BESIDE))
        return Term(word, (Alternative((name,)), *beside, *beginnings))
    if family or beginnings:
        return Term(word, (*family, *beginnings))
    return _unknown(word, vocabulary)


def _weaker(alternatives: Iterable[Alternative], factor: float) -> Iterator[Alternative]:
    return (replace(a, quality=a.quality * factor) for a in alternatives)


def _family(name: str, vocabulary: Vocabulary) -> Iterator[Alternative]:
    """Nouns and verbs that are made of each other: `åbning`, `åbne`."""
    made = (name + ending for ending in FAMILY)
    made_of = (name.removesuffix(ending) for ending in FAMILY if name.endswith(ending))
    for other in (*made, *made_of):
        if len(other) >= MIN_ROOT and other in vocabulary.forms:
            yield Alternative((other,), SYNONYM)


def _in_parts(word: str, vocabulary: Vocabulary) -> Iterator[Alternative]:
    """The parts of a compound, where the site has both or what they are called there; the first is enough where the
    second says little: `rollatorvenlig`."""
    if pieces := split(word, vocabulary.knows):
        head, tail = map(key, pieces)
        tails = vocabulary.called(tail) + (((),) if tail in rules().weak_words else ())
        for keys in product(vocabulary.called(head), tails):
            yield Alternative(tuple(chain.from_iterable(keys)), PART)


def _unknown(word: str, vocabulary: Vocabulary) -> Term:
    """The term of a word that the site does not use."""
    if key(word) in rules().weak_words | rules().whole:
        return Term(word)
    shorter = (skeleton(word), skeleton(key(word)))
    if spelled := next(filter(None, map(vocabulary.skeletons.get, shorter)), ""):
        return Term(word, tuple(_weaker(_meant_by(spelled, vocabulary), SPELLING)))
    if found := nearest(word, vocabulary.spelled, 1):
        return _meant(word, found, vocabulary)
    if pieces := tuple(_in_parts(word, vocabulary)):
        return Term(word, pieces)
    if found := nearest(word, vocabulary.spelled, 2):
        return _meant(word, found, vocabulary)
    return Term(word, tuple(_beginnings(word, vocabulary, MIN_BEGINNING)))


def _meant(word: str, found: str, vocabulary: Vocabulary) -> Term:
    weaker = tuple(_weaker(_meant_by(found, vocabulary), SLIP))
    return Term(word, weaker, meant=vocabulary.forms.get(found, ""))


def _meant_by(name: str, vocabulary: Vocabulary) -> tuple[Alternative, ...]:
    if form := vocabulary.forms.get(name):
        return _term(form, vocabulary).alternatives
    return tuple(_synonyms(name, vocabulary))


def _beginnings(word: str, vocabulary: Vocabulary, least: int) -> Iterator[Alternative]:
    """Words of the site that begin with what was typed."""
    if len(word) >= least:
        found = (name for name in vocabulary.forms if name.startswith(word) and name != key(word))
        for name in sorted(found, key=len)[:MOST_BEGINNINGS]:
            yield Alternative((name,), BEGINNING)


def rank(query: Query, hits: Hits[Id], total: int) -> list[tuple[Id, float]]:
    """Return the documents that answer a query with their scores, the best first. `total` counts all documents."""
    matches = [_matches(term, hits) for term in query.terms]
    rarities = [
        log(1 + (total - len(found) + 0.5) / (len(found) + 0.5)) * (WEAK if term.is_weak else 1.0)
        for term, found in zip(query.terms, matches, strict=True)
    ]
    scores: dict[Id, float] = {}
    shares: dict[Id, float] = {}
    for found, rarity in zip(matches, rarities, strict=True):
        for document, strength in found.items():
            scores[document] = scores.get(document, 0.0) + rarity * strength
            evidence = min(1.0, strength / ENOUGH)
            shares[document] = shares.get(document, 0.0) + evidence * rarity / sum(rarities)
    least = _least_share(shares.values(), matches) if len(query.terms) > 1 else 0.0
    ranked = ((d, score * shares[d]) for d, score in scores.items() if shares[d] >= least)
    return sorted(ranked, key=lambda pair: (-pair[1], pair[0]))


def _least_share(shares: Iterable[float], matches: Iterable[Mapping[Id, float]]) -> float:
    if max(shares, default=0.0) >= ANSWERED:
        return MIN_SHARE
    return MIN_SHARE_OF_KNOWN if all(matches) else MIN_SHARE_OF_UNKNOWN


def _matches(term: Term, hits: Hits[Id]) -> Mapping[Id, float]:
    """The documents that match a term, each by all alternatives that it has; one of several keys by the weakest.

    Strengths are put together as chances are, so that a document with three synonyms comes before one with one.
    """
    found: dict[Id, float] = {}
    for alternative in term.alternatives:
        first, *others = (hits.get(name, {}) for name in alternative.keys)
        for document in first:
            weakest = min(h.get(document, 0.0) for h in (first, *others))
            if weakest > (MIN_TOGETHER if others else 0.0):
                missed = (1 - found.get(document, 0.0)) * (1 - alternative.quality * weakest)
                found[document] = 1 - missed
    return found
