"""A text with errors holds back only itself: in the preview, and, while it is no text that goes out now, in publishing."""

from __future__ import annotations

import pytest

from nyspor.checks.held_back import HoldBack
from nyspor.checks.library import ContentInvalid, checked_library
from nyspor.content.collection import ContentCollection
from nyspor.model.library import Library
from nyspor.model.values import Status
from tests.builders import NOW, make_collection, parse_entry, post_text

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


@pytest.mark.parametrize("fields", [WRONG, {"spor": "[findes-ikke]"}, {"titel": '"åben'}])
def test_publishing_stops_while_a_text_that_would_go_out_has_errors(fields: dict[str, str]) -> None:
    with pytest.raises(ContentInvalid) as stopped:
        library_of(content_with(**fields), HoldBack.UNPUBLISHED)
    assert {problem.source for problem in stopped.value.problems} == {"posts/2012/anden.md"}


def test_a_build_that_holds_nothing_back_stops_at_a_draft_too() -> None:
    with pytest.raises(ContentInvalid):
        library_of(content_with("[Link](findes-ikke.md)", status="kladde"), HoldBack.NONE)
