"""Suggestions of topics and tracks for a text, with the words that they are based on.

A topic's terms are its name, its synonyms and its hints. A term's weight depends on where it occurs (title,
summary, body) and on its certainty: the topic's own words, a hint, or only a part of a compound. There is no
training and no hidden state: the editor sees every word that counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from nyspor.model.kinds import Topic, Track
from nyspor.text.stemming import split_compound, stem, words_in

TITLE_WEIGHT, SUMMARY_WEIGHT, BODY_WEIGHT = 2.0, 2.5, 1.0
"""A summary states what a text is about; a title may be playful."""
NAME_WEIGHT, HINT_WEIGHT = 1.0, 0.3
COMPOUND_WEIGHT = 0.7
"""The weight of a term as the first part of a compound; as the last part it has its full weight."""

MIN_TOPIC_SCORE = 1.2
"""The least score of a suggested topic; one mention in passing does not reach it."""
MIN_SHARE_OF_BEST = 0.25
"""The least score relative to the best topic's."""
MAX_TOPICS = 3
"""More topics than these do not help a reader."""
MIN_SHARE_OF_LAST = 0.7
"""The least relative score of the last of them."""


@dataclass(frozen=True)
class TextToTag:
    """The parts of a text that suggestions are based on, as plain text."""

    title: str
    summary: str
    body: str

    @cached_property
    def word_weights(self) -> Mapping[str, float]:
        """The words of the text, each with the weight of its occurrences."""
        weights: dict[str, float] = defaultdict(float)
        for text, weight in (
            (self.title, TITLE_WEIGHT),
            (self.summary, SUMMARY_WEIGHT),
            (self.body, BODY_WEIGHT),
        ):
            for word, times in Counter(words_in(text)).items():
                # Repetitions count less and less.
                weights[word] += weight * (1 + log(times))
        return weights

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.word_weights))


@dataclass(frozen=True)
class Suggestion:
    """A topic or track with its score and the words that it is based on."""

    slug: str
    score: float
    evidence: tuple[str, ...]


class TopicIndex:
    """The term weights of all topics."""

    def __init__(self, topics: Iterable[Topic], known: Collection[str] = ()) -> None:
        """`known` are words that compounds may consist of, besides the terms themselves."""
        self.terms: dict[str, dict[str, float]] = {}
        for topic in topics:
            own = (topic.name, *topic.synonyms)
            self.terms[topic.slug] = _term_weights(topic.hints, HINT_WEIGHT) | _term_weights(
                own, NAME_WEIGHT
            )
        parts = (word for word in known if word not in STOP_WORDS)
        self.dictionary = frozenset(map(stem, parts)).union(*self.terms.values())


def _term_weights(phrases: Iterable[str], factor: float) -> dict[str, float]:
    """Return the stems of these words, each with its weight; in a phrase the words share it."""
    found: dict[str, float] = {}
    for phrase in phrases:
        words = [word for word in words_in(phrase) if word not in STOP_WORDS]
        for word in words:
            found[stem(word)] = max(found.get(stem(word), 0), factor / len(words))
    return found


STOP_WORDS = frozenset(
    words_in(
        "og i på at det der som er en et den de til for af med om ikke kan vil skal har være så man men ved fra "
        "dem sin sit vi jeg du han hun os mig alle hvor også når efter over ud ind op"
    )
)


def suggest_topics(text: TextToTag, vocabulary: TopicIndex) -> list[Suggestion]:
    """Return the topics that the text is about, best first."""
    scored = (
        _score(slug, text, terms, vocabulary.dictionary) for slug, terms in vocabulary.terms.items()
    )
    found = [s for s in scored if s.score >= MIN_TOPIC_SCORE]
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.slug))
    shares = [MIN_SHARE_OF_BEST] * (MAX_TOPICS - 1) + [MIN_SHARE_OF_LAST]
    return [s for s, share in zip(found, shares, strict=False) if s.score >= share * found[0].score]


def _score(
    slug: str, text: TextToTag, terms: Mapping[str, float], dictionary: Collection[str]
) -> Suggestion:
    weights: dict[str, float] = {}
    for word, weight in text.word_weights.items():
        if word in STOP_WORDS:
            continue
        if factor := _term_weight(word, terms, dictionary):
            weights[word] = weight * factor
    evidence = sorted(weights, key=lambda word: (-weights[word], word))
    return Suggestion(slug, sum(weights.values()), tuple(evidence))


def _term_weight(word: str, terms: Mapping[str, float], dictionary: Collection[str]) -> float:
    """Return the weight of a word, or of a part of it, as a term."""
    if factor := terms.get(stem(word)):
        return factor
    if parts := split_compound(word, dictionary):
        first, last = parts
        return max(terms.get(last, 0.0), COMPOUND_WEIGHT * terms.get(first, 0.0))
    return 0.0


MIN_TRACK_SCORE = 2.5
"""The least score of a suggested track: several of the words that set it apart from the others."""
MIN_TRACK_SHARE = 0.6
"""The least score relative to the best track's."""


class TrackIndex:
    """The term weights of each track, higher for words that few tracks use (inverse document frequency)."""

    def __init__(self, tracks: Iterable[tuple[Track, str]]) -> None:
        """`tracks` are given with the text of their pages."""
        stems_by_track = {
            track.slug: (
                _stems(track.title, track.question),
                _stems(track.summary, track.vision, body),
            )
            for track, body in tracks
        }
        users = Counter(word for own, other in stems_by_track.values() for word in own | other)
        # A word that every track uses has weight 0.
        specificity = {
            word: 1 - log(count) / log(len(stems_by_track) + 1) for word, count in users.items()
        }
        self.terms = {
            slug: {word: specificity[word] * (1.0 if word in own else 0.5) for word in own | other}
            for slug, (own, other) in stems_by_track.items()
        }


def _stems(*texts: str) -> frozenset[str]:
    words = (word for text in texts for word in words_in(text))
    return frozenset(stem(word) for word in words if word not in STOP_WORDS and len(word) > 2)


def suggest_tracks(
    text: TextToTag,
    tracks: TrackIndex,
    dictionary: Collection[str],
    among: Collection[str] | None = None,
) -> list[Suggestion]:
    """Return the tracks that the text belongs to, best first; only those in `among`, where that is given."""
    found = [
        suggestion
        for slug, terms in tracks.terms.items()
        if among is None or slug in among
        if (suggestion := _score(slug, text, terms, dictionary)).score >= MIN_TRACK_SCORE
    ]
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.slug))
    return [s for s in found if s.score >= MIN_TRACK_SHARE * found[0].score][:2]
