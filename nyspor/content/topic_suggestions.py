"""Which topics and tracks a text is about, and the words that say so.

A topic's signs are its name, its synonyms and its hints. A sign counts the more, the more prominently
it stands (title, summary, body) and the more certain it is: the topic's own words, a hint, or only a
part of a compound. Nothing is learned and nothing hidden: the editor sees every word that counted.
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
"""A summary is written to say what a text is about; a title may be a riddle."""
NAME_WEIGHT, HINT_WEIGHT = 1.0, 0.3
COMPOUND_WEIGHT = 0.7
"""What a sign counts for as the first part of a compound; as the last part it is a sign whole."""

MIN_TOPIC_SCORE = 1.2
"""A topic needs this much; one word in passing is not enough."""
MIN_SHARE_OF_BEST = 0.25
"""And this share of what the strongest topic has."""
MAX_TOPICS = 3
"""More topics than this are no help to a reader."""
MIN_SHARE_OF_LAST = 0.7
"""And the last of them needs this share."""


@dataclass(frozen=True)
class TextToTag:
    """What is looked at: plain text, without markup."""

    title: str
    summary: str
    body: str

    @cached_property
    def found(self) -> Mapping[str, float]:
        """The words of the text, each with the weight of the places where it stands."""
        weights: dict[str, float] = defaultdict(float)
        for text, weight in (
            (self.title, TITLE_WEIGHT),
            (self.summary, SUMMARY_WEIGHT),
            (self.body, BODY_WEIGHT),
        ):
            for word, times in Counter(words_in(text)).items():
                # The third mention says less than the first.
                weights[word] += weight * (1 + log(times))
        return weights

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.found))


@dataclass(frozen=True)
class Suggestion:
    """A topic or track, how strongly the text speaks of it, and in which words."""

    slug: str
    score: float
    because: tuple[str, ...]


class TopicIndex:
    """The signs of all topics, ready to be looked for."""

    def __init__(self, topics: Iterable[Topic], known: Collection[str] = ()) -> None:
        """`known` are words that compounds may be made of, besides the signs themselves."""
        self.signs: dict[str, dict[str, float]] = {}
        for topic in topics:
            own = (topic.name, *topic.synonyms)
            self.signs[topic.slug] = _term_weights(topic.hints, HINT_WEIGHT) | _term_weights(
                own, NAME_WEIGHT
            )
        parts = (word for word in known if word not in STOP_WORDS)
        self.dictionary = frozenset(map(stem, parts)).union(*self.signs.values())


def _term_weights(phrases: Iterable[str], strength: float) -> dict[str, float]:
    """Every stem of these words; of a phrase each word counts its part."""
    found: dict[str, float] = {}
    for phrase in phrases:
        words = [word for word in words_in(phrase) if word not in STOP_WORDS]
        for word in words:
            found[stem(word)] = max(found.get(stem(word), 0), strength / len(words))
    return found


STOP_WORDS = frozenset(
    words_in(
        "og i på at det der som er en et den de til for af med om ikke kan vil skal har være så man men ved fra "
        "dem sin sit vi jeg du han hun os mig alle hvor også når efter over ud ind op"
    )
)


def suggest_topics(text: TextToTag, vocabulary: TopicIndex) -> list[Suggestion]:
    """The topics that the text is about, strongest first."""
    weighed = (
        _score(slug, text, signs, vocabulary.dictionary) for slug, signs in vocabulary.signs.items()
    )
    found = [s for s in weighed if s.score >= MIN_TOPIC_SCORE]
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.slug))
    shares = [MIN_SHARE_OF_BEST] * (MAX_TOPICS - 1) + [MIN_SHARE_OF_LAST]
    return [s for s, share in zip(found, shares, strict=False) if s.score >= share * found[0].score]


def _score(
    slug: str, text: TextToTag, signs: Mapping[str, float], dictionary: Collection[str]
) -> Suggestion:
    weights: dict[str, float] = {}
    for word, weight in text.found.items():
        if word in STOP_WORDS:
            continue
        if strength := _term_weight(word, signs, dictionary):
            weights[word] = weight * strength
    because = sorted(weights, key=lambda word: (-weights[word], word))
    return Suggestion(slug, sum(weights.values()), tuple(because))


def _term_weight(word: str, signs: Mapping[str, float], dictionary: Collection[str]) -> float:
    """How much a word says of a topic, by itself or by a part of it."""
    if strength := signs.get(stem(word)):
        return strength
    if parts := split_compound(word, dictionary):
        first, last = parts
        return max(signs.get(last, 0.0), COMPOUND_WEIGHT * signs.get(first, 0.0))
    return 0.0


MIN_TRACK_SCORE = 2.5
"""A track needs this much: several of the words that set it apart from the others."""
MIN_TRACK_SHARE = 0.6
"""And this share of what the strongest track has."""


class TrackIndex:
    """The words of each track, the more telling the fewer tracks use them."""

    def __init__(self, tracks: Iterable[tuple[Track, str]]) -> None:
        """`tracks` come with the text of their pages."""
        worded = {
            track.slug: (
                _stems(track.title, track.question),
                _stems(track.summary, track.vision, body),
            )
            for track, body in tracks
        }
        users = Counter(word for own, told in worded.values() for word in own | told)
        # A word that every track uses says nothing; one that a single track uses says most.
        telling = {word: 1 - log(count) / log(len(worded) + 1) for word, count in users.items()}
        self.signs = {
            slug: {word: telling[word] * (1.0 if word in own else 0.5) for word in own | told}
            for slug, (own, told) in worded.items()
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
    """The tracks that the text belongs to, strongest first; only those in `among`, where that is given."""
    found = [
        suggestion
        for slug, signs in tracks.signs.items()
        if among is None or slug in among
        if (suggestion := _score(slug, text, signs, dictionary)).score >= MIN_TRACK_SCORE
    ]
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.slug))
    return [s for s in found if s.score >= MIN_TRACK_SHARE * found[0].score][:2]
