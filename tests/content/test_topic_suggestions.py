"""Suggested topics and tracks: the words decide, wherever Danish puts them, and the writer sees which."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from nyspor.cli.commands import app
from nyspor.content.topic_suggestions import (
    MAX_TOPICS,
    TextToTag,
    TopicIndex,
    TrackIndex,
    suggest_topics,
    suggest_tracks,
)
from nyspor.model.kinds import Topic, Track
from nyspor.text.stemming import split_compound, stem, words_in
from tests.builders import post_text, write_site

TOPICS = [
    Topic(slug="aeldre", name="Ældre", synonyms=("plejehjem",), hints=("pleje",)),
    Topic(slug="transport", name="Transport", synonyms=("bus", "cykel")),
    Topic(slug="boern", name="Børn", synonyms=("barn",), hints=("skole", "pædagog")),
]
VOCABULARY = TopicIndex(TOPICS, known=("sti", "have", "billet"))


def slugs(title: str, body: str = "", vocabulary: TopicIndex = VOCABULARY) -> list[str]:
    return [found.slug for found in suggest_topics(TextToTag(title, "", body), vocabulary)]


def test_forms_of_a_word_are_one_word() -> None:
    assert stem("forsøgene") == stem("forsøg")
    assert slugs("Cyklerne") == slugs("En cykel") == ["transport"]


def test_compounds_are_taken_apart_into_known_words() -> None:
    known = {stem(word) for word in ("cykel", "sti", "pleje", "hjem", "barn", "plads")}
    assert split_compound("cykelsti", known) == (stem("cykel"), stem("sti"))
    assert split_compound("barnsplads", known) == (stem("barn"), stem("plads"))
    assert split_compound("plejehjemmet", known) == (stem("pleje"), stem("hjem"))
    assert split_compound("sandkasse", known) == ()
    assert slugs("Cykelstien") == [], "the first part of a compound is not what it is about"
    assert slugs("Cykelstien", "På cykel til skolen. Cyklen er ny.") == ["transport"]


def test_one_word_in_passing_is_not_enough() -> None:
    assert slugs("Mad", "Bussen holdt udenfor.") == []
    assert slugs("Bussen", "Bussen holdt udenfor.") == ["transport"]


def test_hints_count_together() -> None:
    assert slugs("En dag", "Skolen ringede.") == []
    assert slugs("Skolen og pædagogen", "Skolen ringede. Pædagogen talte, og skolen lyttede.") == [
        "boern"
    ]


def test_the_words_that_counted_come_strongest_first() -> None:
    (found,) = suggest_topics(TextToTag("Ældre på plejehjem", "", "Pleje for ældre."), VOCABULARY)
    assert found.evidence == ("ældre", "plejehjem", "pleje")


def test_a_track_is_known_by_the_words_that_set_it_apart() -> None:
    tracks = TrackIndex(
        [
            (Track(slug="stier", title="Grønne fællesskaber", summary="Steder ude.", colour="moss"), "Naturstien er åben."),
            (Track(slug="teknik", title="Teknik, der hjælper", summary="Robotter og apps.", colour="sun"), ""),
        ]
    )  # fmt: skip
    text = TextToTag(
        "Robotten kom", "Teknik på plejehjemmet.", "Robotter hjælper, og teknikken virker."
    )
    assert [found.slug for found in suggest_tracks(text, tracks, ())] == ["teknik"]
    assert suggest_tracks(text, tracks, (), among=("stier",)) == []


@given(st.text(max_size=300))
def test_any_text_gets_few_topics_or_none(text: str) -> None:
    found = suggest_topics(TextToTag(text[:40], text[40:80], text), VOCABULARY)
    assert len(found) <= MAX_TOPICS
    assert all(set(suggestion.evidence) <= set(words_in(text)) for suggestion in found)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path, bus=post_text("Ældre på tur. De ældre kom med.", titel="Ældre"))


def run_nyspor(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_the_writer_gets_a_line_to_put_into_the_file(site: Path) -> None:
    result = run_nyspor("topics", "suggest", f"{site}/posts/2012/bus.md", "--content", str(site))
    assert "temaer: [aeldre]" in result.output
    assert "ældre" in result.output


def test_a_missing_file_is_reported_plainly(site: Path) -> None:
    result = run_nyspor("topics", "suggest", "findes-ikke.md", "--content", str(site))
    assert result.exit_code == 1
    assert "Der er ingen fil, der hedder findes-ikke.md." in result.output


def test_the_editor_sees_what_nobody_uses_and_what_has_none(site: Path) -> None:
    result = run_nyspor("topics", "report", "--content", str(site))
    assert "Ingen tekst bruger det" in result.output
    assert "Indlæg og historier uden tema: 1" in result.output
    assert "bus.md" in result.output
