"""The focal point of a picture is written in words or as two numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from nyspor.model.focal_point import read_focal_point
from tests.builders import parse_entry, post_text, problems_of, render_problems


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("venstre", (15, 50)),
        ("højre", (85, 50)),
        ("midt", (50, 50)),
        ("top", (50, 15)),
        ("Øverst", (50, 15)),
        ("nederst", (50, 85)),
        ("øverst til venstre", (15, 15)),
        ("højre, bund", (85, 85)),
        ("midt til højre", (85, 50)),
        ("oeverst i midten", (50, 15)),
        ("bottom-right", (85, 85)),
        ("upper left", (15, 15)),
        ("center", (50, 50)),
        ("50 30", (50, 30)),
        ("50 %, 33,3 %", (50, 33.3)),
        ([0.1, 0.9], (0.1, 0.9)),
    ],
)
def test_words_and_numbers_are_a_place_in_the_picture(
    written: object, point: tuple[float, float]
) -> None:
    assert read_focal_point(written) == point


@pytest.mark.parametrize("written", ["", "til", "sol", "venstre højre", "50", "1 2 3", "120 30", "-5 10", "nan 5"])  # fmt: skip
def test_anything_else_is_not(written: str) -> None:
    with pytest.raises(PydanticCustomError):
        read_focal_point(written)


@given(st.text() | st.lists(st.text()))
def test_whatever_is_written_it_is_a_place_or_refused(written: object) -> None:
    try:
        found = read_focal_point(written)
    except PydanticCustomError:
        return
    assert all(0 <= part <= 100 for part in found)


IMAGE = "{{fil: images/karavane.png, alt: En vogn, kredit: Nyspor, fokus: {}}}"


def test_a_text_says_it_in_words() -> None:
    entry = parse_entry(post_text(billede=IMAGE.format("øverst til højre"))).entry
    assert entry is not None
    assert entry.image is not None
    assert entry.image.focal == (85, 15)


def test_what_is_no_place_is_told_with_what_to_write() -> None:
    told = render_problems(problems_of(post_text(billede=IMAGE.format("ved solen"))))
    assert "fokus: »ved solen« er ikke et sted i billedet. Skriv et eller to ord, fx højre" in told
