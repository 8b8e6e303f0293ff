"""Precision and recall of suggested topics, on texts labelled by hand and never tuned on.

python -m bench.topics          the frozen half
python -m bench.topics tuning   the other half, text by text
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from nyspor.cli.topics_commands import dictionary_of, nearby, read, text_of, tracks_of
from nyspor.content.loader import read_content
from nyspor.content.topic_suggestions import (
    TextToTag,
    TopicIndex,
    TrackIndex,
    suggest_topics,
    suggest_tracks,
)

HERE = Path(__file__).parent
CONTENT = HERE.parent.parent / "content"


@dataclass(frozen=True)
class Labelled:
    """A text and the topics that a person gave it."""

    name: str
    text: TextToTag
    topics: frozenset[str]
    frozen: bool


def even(name: str) -> bool:
    """The rule by which the small texts and the site's own are frozen."""
    return sha256(name.encode()).digest()[0] % 2 == 0


def full_texts() -> Iterator[Labelled]:
    """Texts as long as a post, written and labelled by somebody who never saw the rules."""
    for found in yaml.safe_load((HERE / "labels.yaml").read_text("utf-8")):
        if found["text"].startswith("texts/"):
            text = text_of(read(HERE / found["text"], CONTENT))
            yield Labelled(
                found["text"], text, frozenset(found["topics"]), found.get("frozen", False)
            )


def small_texts() -> Iterator[Labelled]:
    """The texts written for this."""
    for found in yaml.safe_load((HERE / "texts.yaml").read_text("utf-8")):
        text = TextToTag(found["title"], found["summary"], found["text"])
        yield Labelled(found["name"], text, frozenset(found["topics"]), even(found["name"]))


def site_texts() -> Iterator[Labelled]:
    """The sample site's own pieces, with the topics they were given when they were written."""
    labels = yaml.safe_load((HERE / "site-labels.yaml").read_text("utf-8"))
    parsed_entries = {parsed.file: parsed for parsed in read_content(CONTENT).parsed_entries}
    for found in labels:
        if found["text"] in parsed_entries:
            text = text_of(parsed_entries[found["text"]])
            yield Labelled(found["text"], text, frozenset(found["topics"]), even(found["text"]))


@dataclass
class Agreement:
    """How many suggestions are right, and how many of the labels were suggested."""

    texts: int = 0
    right: int = 0
    suggested: int = 0
    wanted: int = 0

    def add(self, found: frozenset[str], labels: frozenset[str]) -> None:
        self.texts += 1
        self.right += len(found & labels)
        self.suggested += len(found)
        self.wanted += len(labels)

    def __str__(self) -> str:
        precision, recall = self.right / self.suggested, self.right / self.wanted
        return f"precision {precision:.2f}, recall {recall:.2f} ({self.texts} texts, {self.wanted} labels)"


def of_topics(texts: Iterable[Labelled], vocabulary: TopicIndex, tell: bool) -> Agreement:
    agreement = Agreement()
    for labelled in texts:
        suggestions = suggest_topics(labelled.text, vocabulary)
        found = frozenset(suggestion.slug for suggestion in suggestions)
        agreement.add(found, labelled.topics)
        if tell and found != labelled.topics:
            why = {s.slug: (round(s.score, 1), s.because[:6]) for s in suggestions}
            print(f"{labelled.name}: missed {sorted(labelled.topics - found)}, {why}")
    return agreement


def of_tracks(frozen: bool, vocabulary: TopicIndex) -> Agreement:
    """The site's own pieces but the tracks themselves, whose municipality is known."""
    agreement, content = Agreement(), read_content(CONTENT)
    tracks = TrackIndex(tracks_of(content))
    parsed_entries = {parsed.file: parsed for parsed in content.parsed_entries}
    for label in yaml.safe_load((HERE / "site-labels.yaml").read_text("utf-8")):
        parsed = parsed_entries.get(label["text"])
        entry = parsed.entry if parsed and even(label["text"]) is frozen else None
        if parsed and entry and entry.kind != "tracks":
            text = text_of(parsed)
            among = nearby(content, entry, text)
            found = suggest_tracks(text, tracks, vocabulary.dictionary, among)
            agreement.add(frozenset(s.slug for s in found), frozenset(label["tracks"]))
    return agreement


def main() -> None:
    tuning = "tuning" in sys.argv
    content = read_content(CONTENT)
    vocabulary = TopicIndex(content.vocabularies.topics.values(), dictionary_of(content))
    half = "the half that was tuned on" if tuning else "the frozen half"
    for name, texts in (
        ("topics, full texts", full_texts()),
        ("topics, small texts", small_texts()),
        ("topics, the site's own", site_texts()),
    ):
        chosen = [labelled for labelled in texts if labelled.frozen is not tuning]
        print(f"{name}, {half}: {of_topics(chosen, vocabulary, tuning)}")
    print(f"tracks, the site's own, {half}: {of_tracks(not tuning, vocabulary)}")


if __name__ == "__main__":
    main()
