"""The words of a site, by which queries are understood: what is known, what else it is called, what was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from nyspor.model.kinds import Topic
from nyspor.search.documents import TOPIC_MARK, SearchDocument
from nyspor.search.indexed_words import parts_of, topic_key
from nyspor.search.rules import read_data, rules
from nyspor.search.slips import skeleton
from nyspor.search.words import key, spelled_words_of, words_of
from nyspor.text.danish import fold

MIN_KEY = 4
"""The least number of letters by which a stem is known that is spelled without æøå."""


@dataclass(frozen=True)
class Vocabulary:
    """`forms`: each key of the site → the form it occurs in most, '' for what is only a part of words; the most
    frequent first. `synonyms`: keys of a word or phrase, with spaces between → likewise, what the site calls it."""

    forms: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def skeletons(self) -> Mapping[str, str]:
        """The skeletons of what people call things, of all keys, where they are not too short to tell, and of all forms
        → the key."""
        found = [(name, form) for name, form in reversed(tuple(self.forms.items())) if form]
        by_key = ((skeleton(name), name) for name in (*self.synonyms, *(name for name, _ in found)))
        by_form = ((skeleton(fold(form)), name) for name, form in found)
        return {short: name for short, name in by_key if len(short) >= MIN_KEY} | dict(by_form)

    @cached_property
    def spelled(self) -> Mapping[str, str]:
        """The keys of what the site uses, then of what people call things → as they are spelled, without æøå."""
        forms = {name: fold(form) for name, form in self.forms.items() if form}
        return forms | {name: name for name in self.synonyms if name not in self.forms}

    def knows(self, part: str) -> bool:
        """Whether a part of a compound is a word that the site uses or calls otherwise, or one that says little."""
        return bool(self.called(key(part))) or key(part) in rules().weak_words

    def called(self, name: str) -> tuple[tuple[str, ...], ...]:
        """Return the keys that stand for a key: itself, or what the site calls it; none where it is not known."""
        if name in self.forms:
            return ((name,),)
        return tuple(tuple(keys.split()) for keys in self.synonyms.get(name, ()))


def vocabulary(documents: Iterable[SearchDocument], topics: Iterable[Topic] = ()) -> Vocabulary:
    """Return the vocabulary of documents of one language."""
    documents = tuple(documents)
    forms = _forms(documents)
    return Vocabulary(forms, _synonyms(forms, topics))


def _forms(documents: Sequence[SearchDocument]) -> dict[str, str]:
    counts: Counter[str] = Counter()
    for document in documents:
        hidden = (word for word in document.hidden_words if not word.startswith(TOPIC_MARK))
        shown = (document.title, document.summary, *document.headings, document.body, *hidden)
        counts.update(spelled_words_of(" ".join(shown)))
    forms: dict[str, str] = {}
    for form, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        forms.setdefault(key(form), form)
    marks = (mark for d in documents for mark in d.hidden_words if mark.startswith(TOPIC_MARK))
    pieces = (piece for form in counts for piece in parts_of(form))
    for name in sorted({*map(topic_key, marks), *pieces}):
        forms.setdefault(name, "")
    return forms


def _synonyms(forms: Mapping[str, str], topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    """What the site may call things that people call otherwise: what it does not call so is left out."""
    found: dict[str, dict[str, None]] = {}
    for said, called in (*_shipped(), *_of_topics(topics)):
        name = phrase_key(said)
        names = topic_key(called) if called.startswith(TOPIC_MARK) else phrase_key(called)
        if name and names and name != names and all(part in forms for part in names.split()):
            found.setdefault(name, {})[names] = None
    return {name: tuple(found[name]) for name in sorted(found)}


def phrase_key(phrase: str) -> str:
    """Return the keys of the words of a phrase, with spaces between; '' for one with a word that queries leave out."""
    words = words_of(phrase)
    if len(words) > 1 and rules().stop_words.intersection(words):
        return ""
    return " ".join(map(key, words))


def _shipped() -> Iterator[tuple[str, str]]:
    """The synonyms that come along, in pairs: what is said, what it may be called."""
    data = read_data("synonyms.yaml")
    for group in data["same"]:
        words = [word.strip() for word in group.split(",")]
        yield from ((said, called) for said in words for called in words if said != called)
    for line in data["wider"]:
        said, _, called = line.partition(">")
        for one in said.split(","):
            yield from ((one, other) for other in called.split(","))


def _of_topics(topics: Iterable[Topic]) -> Iterator[tuple[str, str]]:
    for topic in topics:
        for said in topic.search_words:
            yield said, f"{TOPIC_MARK}{topic.slug}"
