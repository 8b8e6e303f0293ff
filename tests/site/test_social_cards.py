"""Pictures for pages that have none: readable, within their frame, and the same wherever they are drawn."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from nyspor.files.picture_cache import PictureCache
from nyspor.model.values import Colour
from nyspor.site.social_cards import (
    BACKGROUNDS,
    DARK,
    PAPER,
    SIZE,
    SocialCard,
    balanced,
    card_picture,
    draw,
    draw_cached,
    wrap,
)
from nyspor.site.theme import Theme

THEME = Theme()
FONT = ImageFont.truetype(THEME.path("static/fonts/newsreader.woff2"), 64)

words = st.lists(st.text("abcdefghijklmnopqrstuvwxyzæøå", min_size=1, max_size=12), min_size=1)


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [None, *Colour])
def test_type_can_be_read_on_every_colour(colour: Colour | None) -> None:
    ink = DARK if colour is Colour.SUN else PAPER
    light, dark = sorted((brightness(BACKGROUNDS[colour]), brightness(ink)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_picture_has_its_size_and_is_the_same_each_time() -> None:
    card = SocialCard("Historie · Nyspor", "Grønne fællesskaber", Colour.MOSS)
    drawn = draw(card, THEME)
    assert drawn == draw(card, THEME)
    assert Image.open(BytesIO(drawn)).size == SIZE
    assert len(drawn) < 40_000


def test_other_fonts_give_another_picture_at_another_address(tmp_path: Path) -> None:
    """In a process that lives on, as the preview does."""
    fonts = tmp_path / "static" / "fonts"
    shutil.copytree(THEME.path("static/fonts"), fonts)
    card = SocialCard("Historie · Nyspor", "Grønne fællesskaber")
    theme = Theme((tmp_path,))
    address, drawn = card_picture(card, theme), draw(card, theme)
    assert address == card_picture(card, THEME)
    for one, other in (("newsreader", "atkinson"), ("atkinson", "newsreader")):
        shutil.copy(THEME.path(f"static/fonts/{one}.woff2"), fonts / f"{other}.woff2")
        assert card_picture(card, theme) != address
        assert draw(card, theme) != drawn
        address, drawn = card_picture(card, theme), draw(card, theme)


def test_a_picture_is_drawn_once_and_again_where_the_stored_one_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = SocialCard("Historie · Nyspor", "Grønne fællesskaber")
    cache = PictureCache(tmp_path)
    drawn = draw_cached(card, THEME, cache)
    assert drawn == draw(card, THEME)
    (stored,) = (path for path in tmp_path.rglob("*") if path.is_file())
    monkeypatch.setattr("nyspor.site.social_cards.draw", lambda *arguments: b"drawn again")
    assert draw_cached(card, THEME, cache) == drawn
    stored.write_bytes(stored.read_bytes()[:-1])
    assert draw_cached(card, THEME, cache) == b"drawn again"


def test_another_title_or_colour_has_another_address() -> None:
    cards = [SocialCard("a", "b"), SocialCard("a", "c"), SocialCard("a", "b", Colour.SEA)]
    assert len({card_picture(card, THEME).widest.address for card in cards}) == 3


@given(words)
def test_lines_hold_all_words_and_keep_to_the_width(given_words: list[str]) -> None:
    title = " ".join(given_words)
    lines = wrap(title, FONT, 1000)
    assert " ".join(lines) == title
    assert all(FONT.getlength(line) <= 1000 for line in lines)
    even = balanced(title, FONT, lines)
    assert " ".join(even) == title
    assert len(even) == len(lines)
