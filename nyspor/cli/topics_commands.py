"""`nyspor topics`: suggestions of tags for writers, statistics of the vocabulary for editors."""

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

from nyspor.cli.options import ContentFolder
from nyspor.console import print_message, translate
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
from nyspor.content.topic_usage import usage_remark
from nyspor.model.kind_specs import stream_models
from nyspor.model.kinds import Entry, Track
from nyspor.problem_report import print_problems
from nyspor.problems import N_
from nyspor.text.stemming import words_in
from nyspor.urls import EntryLocation, locate_entry

app = typer.Typer(no_args_is_help=True)

BAR_LENGTH = 12
"""The length of the longest bar in characters."""

File = Annotated[Path, typer.Argument(help=translate(N_("The text to look at.")), dir_okay=False)]


@app.command(
    help=translate(N_("Suggest tracks and topics for a text, with the words that speak for them."))
)
def suggest(file: File, content: ContentFolder = Path("content")) -> None:
    if not file.is_file():
        print_message(N_("There is no file called {file}."), file=file)
        raise typer.Exit(1)
    site = read_content(content)
    parsed = read_text(file, content)
    if parsed.entry is None:
        print_problems(parsed.problems, content)
        raise typer.Exit(1)
    text, known = text_to_tag(parsed), words_of_site(site)
    vocabulary = TopicIndex(site.vocabularies.topics.values(), known)
    names = {slug: topic.name for slug, topic in site.vocabularies.topics.items()}
    print_suggestions(
        N_("Topics"), "temaer", suggest_topics(text, vocabulary), names, parsed.entry.topics
    )
    tracks = list(tracks_with_text(site))
    found = suggest_tracks(
        text, TrackIndex(tracks), vocabulary.dictionary, tracks_nearby(site, parsed.entry, text)
    )
    titles = {track.slug: track.title for track, _ in tracks}
    print_suggestions(N_("Tracks"), "spor", found, titles, parsed.entry.tracks)


@app.command(
    help=translate(N_("Show topics nobody uses, topics used too much, and texts without any."))
)
def report(content: ContentFolder = Path("content")) -> None:
    site = read_content(content)
    entries = [parsed.entry for parsed in site.parsed_entries if parsed.entry]
    topics = site.vocabularies.topics
    stream = [entry for entry in entries if isinstance(entry, stream_models())]
    used = Counter(slug for entry in entries for slug in entry.topics)
    in_stream = Counter(slug for entry in stream for slug in entry.topics)
    table = Table(translate(N_("Topic")), "", translate(N_("Texts")), "", box=None, pad_edge=False)
    for topic in sorted(topics.values(), key=lambda topic: -used[topic.slug]):
        bar = draw_bar(used[topic.slug], max(used.values(), default=1))
        note = usage_remark(used[topic.slug], in_stream[topic.slug], len(stream))
        table.add_row(topic.name, bar, str(used[topic.slug]), translate(note) if note else "")
    Console().print(table)
    untagged = sorted(entry.file for entry in stream if not entry.topics)
    print_message(N_("Posts and stories without a topic: {count}"), count=len(untagged))
    for file in untagged:
        typer.echo(f"  {content / file}")


def print_suggestions(
    heading: str, key: str, found: list[Suggestion], names: dict[str, str], present: Iterable[str]
) -> None:
    """Print suggestions with their evidence, and the line to put into the file."""
    present = set(present)
    table = Table(translate(heading), "", "", translate(N_("Because of")), box=None, pad_edge=False)
    for suggestion in found:
        bar = draw_bar(suggestion.score, found[0].score)
        has = "✓" if suggestion.slug in present else ""
        table.add_row(names[suggestion.slug], bar, has, ", ".join(suggestion.evidence[:6]))
    console = Console()
    if not found:
        console.print(f"{translate(heading)}: {translate(N_('nothing stands out.'))}")
    else:
        console.print(table)
        line = f"{key}: [{', '.join(suggestion.slug for suggestion in found)}]"
        console.print(f"  {line}\n", style="green", markup=False, highlight=False)


def draw_bar(value: float, most: float) -> str:
    return "█" * max(1, round(BAR_LENGTH * value / most)) if value else ""


def read_text(file: Path, content: Path) -> ParsedEntry:
    """Parse the text in `file`; one outside the content folder is parsed as a post."""
    inside = file.resolve().is_relative_to(content.resolve())
    name = file.resolve().relative_to(content.resolve()).as_posix() if inside else file.name
    place = locate_entry(name) or EntryLocation("posts", file.stem)
    return read_entry(file.read_bytes(), name, place)


def text_to_tag(parsed: ParsedEntry) -> TextToTag:
    """Return the text of an entry, without markup, to suggest topics for."""
    entry = parsed.entry
    return TextToTag(
        entry.title if entry else "", entry.summary if entry else "", body_text(parsed)
    )


def body_text(parsed: ParsedEntry) -> str:
    """Return the text of an entry's body, with a space for each tag."""
    return unescape(re.sub(r"<[^>]+>", " ", parsed.body.html))


def words_of_site(content: ContentCollection) -> frozenset[str]:
    """Return the words of all texts on the site, of which compounds may consist."""
    return frozenset(
        word for parsed in content.parsed_entries for word in words_in(body_text(parsed))
    )


def tracks_with_text(content: ContentCollection) -> Iterator[tuple[Track, str]]:
    """Yield the tracks, each with the text of its page."""
    for parsed in content.parsed_entries:
        if isinstance(parsed.entry, Track):
            yield parsed.entry, body_text(parsed)


def tracks_nearby(content: ContentCollection, entry: Entry, text: TextToTag) -> frozenset[str]:
    """Return the tracks of the municipality that the text belongs to, else of those that it mentions, else all."""
    tracks = [track for track, _ in tracks_with_text(content)]
    places = content.vocabularies.municipalities
    named = {
        slug for slug, place in places.items() if place.name.split()[0].lower() in text.word_weights
    }
    wanted = {entry.municipality} if entry.municipality else named
    return frozenset(t.slug for t in tracks if not wanted or t.municipality in wanted)
