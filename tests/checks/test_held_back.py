"""A text with errors holds back only itself: in the preview, and, while it is no text that goes out now, in publishing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nyspor.checks.held_back import HoldBack
from nyspor.checks.library import ContentInvalid, checked_library
from nyspor.content.collection import ContentCollection
from nyspor.content.entry_reader import read_or_report
from nyspor.front_matter.outline import outline
from nyspor.model.kinds import Post
from nyspor.model.library import Library
from nyspor.model.values import Status
from nyspor.rules import errors
from nyspor.urls import locate_entry
from tests.builders import (
    NOW,
    make_collection,
    parse_entry,
    post_text,
    problems_of,
    render_problems,
)

WRONG = {"dato": "32. marts 2012"}


def content_with(body: str = "Brødtekst.", **fields: str) -> ContentCollection:
    """A post that is right and refers to one with this body and these fields."""
    return make_collection(
        parse_entry(
            post_text("Se [den](anden.md).", relaterede="[posts/anden]"), "posts/2012/foerste.md"
        ),
        parse_entry(post_text(body, **fields), "posts/2012/anden.md"),
    )


def library_of(content: ContentCollection, without: HoldBack) -> Library:
    return checked_library(content, NOW, without=without)[0]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("Brødtekst.", {"dato": "32. marts 2012"}),
        ("Brødtekst.", {"spor": "[findes-ikke]"}),
        ("Brødtekst.", {"titel": ""}),
        ("Brødtekst.", {"resume": '"uden slutning'}),
        ("[Link](findes-ikke.md)", {}),
        ("::: fakta\n:::", {}),
    ],
)
def test_the_preview_shows_everything_but_the_wrong_text(body: str, fields: dict[str, str]) -> None:
    library, problems = checked_library(content_with(body, **fields), NOW, without=HoldBack.ALL)
    assert [entry.key for entry in library.listed] == ["posts/foerste", "tracks/gode-leveaar"]
    held_back = library.unpublished["posts/anden"]
    assert held_back.status is Status.DRAFT
    assert library.bodies["posts/anden"].html == "", "nothing of it is shown"
    assert {problem.source for problem in problems} == {"posts/2012/anden.md"}


def test_a_link_to_a_draft_is_shown_in_the_preview_where_the_draft_has_a_page() -> None:
    library, problems = checked_library(content_with(status="kladde"), NOW, without=HoldBack.ALL)
    assert "posts/foerste" in library.entries
    assert [problem.rule for problem in problems] == ["link-to-unpublished"] * 2


def test_of_two_with_one_address_the_first_is_shown() -> None:
    content = make_collection(
        parse_entry(post_text("En."), "posts/2012/ens.md"),
        parse_entry(post_text("To."), "posts/2026/ens.md"),
    )
    library = library_of(content, HoldBack.ALL)
    assert library.entries["posts/ens"].file == "posts/2012/ens.md"
    assert "posts/ens" not in library.unpublished


@pytest.mark.parametrize("fields", [{"status": "kladde"}, {"dato": "2099"}])
def test_publishing_goes_on_while_a_text_that_is_not_out_yet_has_errors(
    fields: dict[str, str],
) -> None:
    content = make_collection(
        parse_entry(post_text(), "posts/2012/foerste.md"),
        parse_entry(post_text("[Link](findes-ikke.md)", **fields), "posts/2012/anden.md"),
    )
    library = library_of(content, HoldBack.UNPUBLISHED)
    assert "posts/foerste" in library.entries
    assert "posts/anden" not in library.entries


def broken(text: str | bytes) -> ContentCollection:
    """A post that is right and refers to nothing, and one whose file has these bytes."""
    raw = text if isinstance(text, bytes) else text.encode()
    file = "posts/2012/anden.md"
    place = locate_entry(file)
    assert place
    return make_collection(
        parse_entry(post_text(), "posts/2012/foerste.md"), read_or_report(raw, file, place)
    )


UNREADABLE = {
    "open quotes": post_text(titel='"åben', status="kladde"),
    "a comment behind it": post_text(titel='"åben', status="kladde # til foråret"),
    "planned": post_text(titel='"åben', dato="3. marts 2099"),
    "English, in capitals": post_text(titel="a: b: c", Status='"DRAFT"'),
    "no end": "---\ntitel: Hej\nstatus: kladde\n\nTekst.\n",
    "no beginning": "titel: Hej\nstatus: kladde\n---\n\nTekst.\n",
    "UTF-16": post_text(status="kladde").encode("utf-16"),
    "Latin-1": post_text("Blå.", status="kladde").encode("latin-1"),
    "two versions of the text": post_text(
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x", status="kladde"
    ),
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_publishing_goes_on_while_a_draft_cannot_be_read(text: str | bytes) -> None:
    library, problems = checked_library(broken(text), NOW, without=HoldBack.UNPUBLISHED)
    assert [entry.key for entry in library.listed] == ["posts/foerste", "tracks/gode-leveaar"]
    assert {problem.source for problem in errors(problems)} == {"posts/2012/anden.md"}


@pytest.mark.parametrize(
    "text",
    [
        post_text(titel='"åben', status="kladd"),
        post_text(titel='"åben', resume="\n  status: kladde"),
        post_text("status: kladde", titel='"åben'),
        post_text(titel='"åben', status="udgivet\nstatus: kladde"),
        post_text(status="<<<<<<< HEAD\nstatus: kladde\n=======\n>>>>>>> x"),
    ],
)
def test_a_text_that_does_not_say_that_it_waits_counts_as_published(text: str) -> None:
    with pytest.raises(ContentInvalid):
        library_of(broken(text), HoldBack.UNPUBLISHED)


def test_a_wrong_status_says_that_the_text_counts_as_published() -> None:
    said = render_problems(problems_of(post_text(status="kladd")))
    assert "»kladd« er ingen status, så teksten regnes for udgivet." in said
    assert "»kladde«" in said


def test_a_published_text_must_not_link_to_a_draft_that_cannot_be_read() -> None:
    content = broken(post_text(titel='"åben', status="kladde"))
    linking = parse_entry(post_text("Se [den](anden.md)."), "posts/2012/tredje.md")
    content = make_collection(*content.parsed_entries[:-1], linking)
    with pytest.raises(ContentInvalid) as stopped:
        library_of(content, HoldBack.UNPUBLISHED)
    assert [problem.rule for problem in stopped.value.problems] == ["link-to-unpublished"]


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_of_any_file_it_is_told_whether_it_waits(raw: bytes) -> None:
    outline(b"---\nstatus: kladde\n" + raw, Post, slug="a", file="posts/a.md")


@pytest.mark.parametrize("fields", [WRONG, {"spor": "[findes-ikke]"}, {"titel": '"åben'}])
def test_publishing_stops_while_a_text_that_would_go_out_has_errors(fields: dict[str, str]) -> None:
    with pytest.raises(ContentInvalid) as stopped:
        library_of(content_with(**fields), HoldBack.UNPUBLISHED)
    assert {problem.source for problem in stopped.value.problems} == {"posts/2012/anden.md"}


def test_a_build_that_holds_nothing_back_stops_at_a_draft_too() -> None:
    with pytest.raises(ContentInvalid):
        library_of(content_with("[Link](findes-ikke.md)", status="kladde"), HoldBack.NONE)
