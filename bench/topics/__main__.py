"""Precision and recall of suggested topics and tracks, on texts labelled by hand.

python -m bench.topics          the test set, which the rules were never tuned on
python -m bench.topics tuning   the tuning set, text by text
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from nyspor.cli.topics_commands import (
    read_text,
    text_to_tag,
    tracks_nearby,
    tracks_with_text,
    words_of_site,
)
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
    """A text with the topics that a person gave it; `frozen` texts are the test set."""

    name: str
    text: TextToTag
    topics: frozenset[str]
    frozen: bool


def in_test_set(name: str) -> bool:
    """Return whether a small text or an entry of the site is in the test set: by the parity of its name's hash."""
    return sha256(name.encode()).digest()[0] % 2 == 0


def full_texts() -> Iterator[Labelled]:
    """Yield texts as long as a post, written and labelled by somebody who had not seen the rules."""
    for found in yaml.safe_load((HERE / "labels.yaml").read_text("utf-8")):
        if found["text"].startswith("texts/"):
            text = text_to_tag(read_text(HERE / found["text"], CONTENT))
            yield Labelled(
                found["text"], text, frozenset(found["topics"]), found.get("frozen", False)
            )


def small_texts() -> Iterator[Labelled]:
    """Yield shorter texts, written for this measurement."""
    for found in yaml.safe_load((HERE / "texts.yaml").read_text("utf-8")):
        text = TextToTag(found["title"], found["summary"], found["text"])
        yield Labelled(found["name"], text, frozenset(found["topics"]), in_test_set(found["name"]))


def site_texts() -> Iterator[Labelled]:
    """Yield the entries of the sample site, with the topics they were given when they were written."""
    labels = yaml.safe_load((HERE / "site-labels.yaml").read_text("utf-8"))
    parsed_entries = {parsed.file: parsed for parsed in read_content(CONTENT).parsed_entries}
    for found in labels:
        if found["text"] in parsed_entries:
            text = text_to_tag(parsed_entries[found["text"]])
            yield Labelled(
                found["text"], text, frozenset(found["topics"]), in_test_set(found["text"])
            )


@dataclass
class Agreement:
    """Counts of correct suggestions, all suggestions and all labels."""

    texts: int = 0
    correct: int = 0
    suggested: int = 0
    labels: int = 0

    def add(self, found: frozenset[str], labels: frozenset[str]) -> None:
        self.texts += 1
        self.correct += len(found & labels)
        self.suggested += len(found)
        self.labels += len(labels)

    def __str__(self) -> str:
        precision, recall = self.correct / self.suggested, self.correct / self.labels
        return f"precision {precision:.2f}, recall {recall:.2f} ({self.texts} texts, {self.labels} labels)"


def measure_topics(texts: Iterable[Labelled], index: TopicIndex, verbose: bool) -> Agreement:
    agreement = Agreement()
    for labelled in texts:
        suggestions = suggest_topics(labelled.text, index)
        found = frozenset(suggestion.slug for suggestion in suggestions)
        agreement.add(found, labelled.topics)
        if verbose and found != labelled.topics:
            why = {s.slug: (round(s.score, 1), s.evidence[:6]) for s in suggestions}
            print(f"{labelled.name}: missed {sorted(labelled.topics - found)}, {why}")
    return agreement


def measure_tracks(frozen: bool, index: TopicIndex) -> Agreement:
    """Measure the tracks of the sample site's entries, other than the tracks themselves."""
    agreement, content = Agreement(), read_content(CONTENT)
    tracks = TrackIndex(tracks_with_text(content))
    parsed_entries = {parsed.file: parsed for parsed in content.parsed_entries}
    for label in yaml.safe_load((HERE / "site-labels.yaml").read_text("utf-8")):
        parsed = parsed_entries.get(label["text"])
        entry = parsed.entry if parsed and in_test_set(label["text"]) is frozen else None
        if parsed and entry and entry.kind != "tracks":
            text = text_to_tag(parsed)
            among = tracks_nearby(content, entry, text)
            found = suggest_tracks(text, tracks, index.dictionary, among)
            agreement.add(frozenset(s.slug for s in found), frozenset(label["tracks"]))
    return agreement


def main() -> None:
    tuning = "tuning" in sys.argv
    content = read_content(CONTENT)
    index = TopicIndex(content.vocabularies.topics.values(), words_of_site(content))
    part = "tuning set" if tuning else "test set"
    for name, texts in (
        ("topics, full texts", full_texts()),
        ("topics, small texts", small_texts()),
        ("topics, the site's own", site_texts()),
    ):
        chosen = [labelled for labelled in texts if labelled.frozen is not tuning]
        print(f"{name}, {part}: {measure_topics(chosen, index, tuning)}")
    print(f"tracks, the site's own, {part}: {measure_tracks(not tuning, index)}")


if __name__ == "__main__":
    main()
