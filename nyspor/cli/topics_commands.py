"""`nyspor topics`: helps a writer to tag, and an editor to keep the vocabulary in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from nyspor.console import print_message, print_problems, translate
from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import ParsedEntry, read_entry
from nyspor.content.loader import read_content
from nyspor.content.topic_suggestions import (
    Suggestion,
    TextToTag,
    TopicIndex,
    TrackIndex,
    suggest_topics,
    suggest_tracks,
)
from nyspor.model.kind_specs import stream_models
from nyspor.model.kinds import Entry, Topic, Track
from nyspor.problems import N_
from nyspor.text.stemming import words_in
from nyspor.urls import EntryLocation, locate_entry

app = typer.Typer(no_args_is_help=True)

OVERUSED = 0.25
"""A topic on more than this share of all posts and stories tells them apart no longer."""
FEW = 8
"""Of fewer posts than this nothing is overused."""
BAR = 12
"""Characters of the longest bar."""

ContentFolder = Annotated[
    Path, typer.Option("--content", help=translate(N_("The content folder.")))
]
File = Annotated[Path, typer.Argument(help=translate(N_("The text to look at.")), dir_okay=False)]


@app.command(
    help=translate(N_("Suggest tracks and topics for a text, with the words that speak for them."))
)
def suggest(file: File, content: ContentFolder = Path("content")) -> None:
    if not file.is_file():
        print_message(N_("There is no file called {file}."), file=file)
        raise typer.Exit(1)
    site = read_content(content)
    parsed = read(file, content)
    if parsed.entry is None:
        print_problems(parsed.problems, content)
        raise typer.Exit(1)
    text, known = text_of(parsed), dictionary_of(site)
    vocabulary = TopicIndex(site.vocabularies.topics.values(), known)
    names = {slug: topic.name for slug, topic in site.vocabularies.topics.items()}
    show(N_("Topics"), "temaer", suggest_topics(text, vocabulary), names, parsed.entry.topics)
    tracks = list(tracks_of(site))
    found = suggest_tracks(
        text, TrackIndex(tracks), vocabulary.dictionary, nearby(site, parsed.entry, text)
    )
    titles = {track.slug: track.title for track, _ in tracks}
    show(N_("Tracks"), "spor", found, titles, parsed.entry.tracks)


@app.command(
    help=translate(N_("Show topics nobody uses, topics used too much, and texts without any."))
)
def report(content: ContentFolder = Path("content")) -> None:
    site = read_content(content)
    entries = [parsed.entry for parsed in site.parsed_entries if parsed.entry]
    topics = site.vocabularies.topics
    stream = [entry for entry in entries if isinstance(entry, stream_models())]
    used = Counter(slug for entry in entries for slug in entry.topics)
    often = Counter(slug for entry in stream for slug in entry.topics)
    table = Table(translate(N_("Topic")), "", translate(N_("Texts")), "", box=None, pad_edge=False)
    for topic in sorted(topics.values(), key=lambda topic: -used[topic.slug]):
        bar = bar_of(used[topic.slug], max(used.values(), default=1))
        said = remark(topic, used, often, len(stream))
        table.add_row(topic.name, bar, str(used[topic.slug]), translate(said) if said else "")
    Console().print(table)
    bare = sorted(entry.file for entry in stream if not entry.topics)
    print_message(N_("Posts and stories without a topic: {count}"), count=len(bare))
    for file in bare:
        typer.echo(f"  {content / file}")


def remark(topic: Topic, used: Counter[str], often: Counter[str], texts: int) -> str:
    """What is to be said of how a topic is used; '' where it is in order."""
    if not used[topic.slug]:
        return N_("Nobody uses it: use it or take it out.")
    if texts >= FEW and often[topic.slug] > OVERUSED * texts:
        return N_("Used so much that it says little: would a narrower one do?")
    return ""


def show(
    heading: str, key: str, found: list[Suggestion], names: dict[str, str], carried: Iterable[str]
) -> None:
    """Print suggestions with their words, and the line to put into the file."""
    carried = set(carried)
    table = Table(translate(heading), "", "", translate(N_("Because of")), box=None, pad_edge=False)
    for suggestion in found:
        bar = bar_of(suggestion.score, found[0].score)
        has = "✓" if suggestion.slug in carried else ""
        table.add_row(names[suggestion.slug], bar, has, ", ".join(suggestion.evidence[:6]))
    console = Console()
    if not found:
        console.print(f"{translate(heading)}: {translate(N_('nothing stands out.'))}")
    else:
        console.print(table)
        line = f"{key}: [{', '.join(suggestion.slug for suggestion in found)}]"
        console.print(f"  {line}\n", style="green", markup=False, highlight=False)


def bar_of(value: float, most: float) -> str:
    return "█" * max(1, round(BAR * value / most)) if value else ""


def read(file: Path, content: Path) -> ParsedEntry:
    """The text in `file`; one that lies outside the content folder is read as a post."""
    inside = file.resolve().is_relative_to(content.resolve())
    name = file.resolve().relative_to(content.resolve()).as_posix() if inside else file.name
    place = locate_entry(name) or EntryLocation("posts", file.stem)
    return read_entry(file.read_bytes(), name, place)


def text_of(parsed: ParsedEntry) -> TextToTag:
    """What an entry says, without its markup."""
    entry = parsed.entry
    return TextToTag(entry.title if entry else "", entry.summary if entry else "", plain(parsed))


def plain(parsed: ParsedEntry) -> str:
    """The words of an entry's body, each apart from the next."""
    return unescape(re.sub(r"<[^>]+>", " ", parsed.body.html))


def dictionary_of(content: ContentCollection) -> frozenset[str]:
    """The words that the site's own texts use, of which compounds are made."""
    return frozenset(word for parsed in content.parsed_entries for word in words_in(plain(parsed)))


def tracks_of(content: ContentCollection) -> Iterator[tuple[Track, str]]:
    """The tracks, each with the words of its page."""
    for parsed in content.parsed_entries:
        if isinstance(parsed.entry, Track):
            yield parsed.entry, plain(parsed)


def nearby(content: ContentCollection, entry: Entry, text: TextToTag) -> frozenset[str]:
    """The tracks of the municipality that the text belongs to or, where it does not say, names;
    all of them where it names none."""
    tracks = [track for track, _ in tracks_of(content)]
    places = content.vocabularies.municipalities
    named = {
        slug for slug, place in places.items() if place.name.split()[0].lower() in text.word_weights
    }
    wanted = {entry.municipality} if entry.municipality else named
    return frozenset(t.slug for t in tracks if not wanted or t.municipality in wanted)
