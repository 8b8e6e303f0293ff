"""Pictures for pages that have none: readable, within their frame, and the same wherever they are drawn."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from nyspor.model.values import Colour
from nyspor.site.social_cards import (
    DARK,
    GROUNDS,
    PAPER,
    SIZE,
    Subject,
    balanced,
    draw,
    share_picture,
    wrap,
)
from tests.site.conftest import ROOT

THEME = ROOT / "theme"
FONT = ImageFont.truetype(THEME / "static/fonts/newsreader.woff2", 64)

words = st.lists(st.text("abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=12), min_size=1)


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [None, *Colour])
def test_type_can_be_read_on_every_colour(colour: Colour | None) -> None:
    ink = DARK if colour is Colour.SUN else PAPER
    light, dark = sorted((brightness(GROUNDS[colour]), brightness(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_picture_has_its_size_and_is_the_same_each_time() -> None:
    subject = Subject("Historie · Nyspor", "Grønne fællesskaber", Colour.MOSS)
    drawn = draw(subject, THEME)
    assert drawn == draw(subject, THEME)
    assert Image.open(BytesIO(drawn)).size == SIZE
    assert len(drawn) < 40_000


def test_another_title_or_colour_has_another_address() -> None:
    subjects = [Subject("a", "b"), Subject("a", "c"), Subject("a", "b", Colour.SEA)]
    assert len({share_picture(subject).widest.address for subject in subjects}) == 3


@given(words)
def test_lines_hold_all_words_and_keep_to_the_width(given_words: list[str]) -> None:
    title = " ".join(given_words)
    lines = wrap(title, FONT, 1000)
    assert " ".join(lines) == title
    assert all(FONT.getlength(line) <= 1000 for line in lines)
    even = balanced(title, FONT, lines)
    assert " ".join(even) == title
    assert len(even) == len(lines)
