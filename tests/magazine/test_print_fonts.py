"""The magazine is set in a brand's own fonts, where it has them."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from nyspor.magazine.layout.fonts_and_styles import FACES
from nyspor.magazine.layout.glyph_coverage import covered_characters
from nyspor.magazine.layout.print_fonts import font_bytes
from nyspor.site.brand import FONTS
from nyspor.site.theme import ENGINE_FOLDER, Theme

ENGINE = Theme()
VARIABLE = ENGINE_FOLDER / "static/fonts/atkinson.woff2"


def theme_with(**fonts: object) -> Theme:
    """The theme with the fonts of a brand, by the names of the fields."""
    return replace(ENGINE, brand_files=tuple((FONTS[name], file) for name, file in fonts.items()))  # type: ignore[misc]


def font(theme: Theme, file: str) -> TTFont:
    return TTFont(BytesIO(font_bytes(theme, file)))


def stem(found: TTFont) -> int:
    """The width of the letter l, which grows with the weight."""
    outline = found["glyf"][found.getBestCmap()[ord("l")]]
    return int(outline.xMax - outline.xMin)


def test_without_a_brand_s_fonts_they_are_the_engine_s() -> None:
    for file in FACES:
        assert (
            font_bytes(ENGINE, file) == (ENGINE_FOLDER / f"magazine/fonts/{file}.ttf").read_bytes()
        )


def test_a_variable_font_gives_a_regular_and_a_bold_face() -> None:
    theme = theme_with(text=VARIABLE)
    regular, bold = font(theme, "text"), font(theme, "text-bold")
    assert "fvar" not in regular
    assert regular.flavor is None
    assert stem(bold) > stem(regular)
    assert font_bytes(theme, "sans") == font_bytes(theme, "text")


def test_a_face_that_the_brand_lacks_is_the_engine_s() -> None:
    theme = theme_with(text=VARIABLE)
    for file in ("text-italic", "text-bold-italic", "display", "mono"):
        assert font_bytes(theme, file) == font_bytes(ENGINE, file)


def test_headings_and_italics_have_their_own() -> None:
    theme = theme_with(headings=VARIABLE, text=VARIABLE, text_italic=VARIABLE)
    assert font_bytes(theme, "display") != font_bytes(ENGINE, "display")
    assert font_bytes(theme, "text-italic") != font_bytes(ENGINE, "text-italic")


def test_the_hyphen_at_a_line_s_end_is_a_glyph_of_its_own() -> None:
    """So that a PDF can tell it from a hyphen that belongs to the word."""
    characters = font(theme_with(text=VARIABLE), "text").getBestCmap()
    assert characters[0x2010] != characters[ord("-")]


def test_the_same_font_is_the_same_bytes_and_has_what_danish_needs() -> None:
    theme = theme_with(headings=VARIABLE, text=VARIABLE)
    again = theme_with(headings=VARIABLE, text=VARIABLE)
    assert font_bytes(theme, "text-bold") == font_bytes(again, "text-bold")
    assert set("æøåÆØÅ–»«…") <= covered_characters(theme)


@pytest.mark.parametrize(
    "text",
    [
        "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ",  # Polish
        "çğıöşü ÇĞİÖŞÜ",  # Turkish
        "ăâđêôơư ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",  # Vietnamese
        "čďěňřšťůž āēģīķļņū șț őű ħ ŋ",  # Czech, Latvian, Romanian, Hungarian, Maltese, Sami
        "αβγδεζηθικλμνξοπρστυφχψω άέήίόύώ ΐΰ ς ΑΩ",  # Greek
        "абвгдежзийклмнопрстуфхцчшщъыьэюя ґєії ђљњћџ ѓќ ў",  # Russian, Ukrainian, Serbian, …
        "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ءآأؤإئةى پچژگکی",  # Arabic, Persian
        "₀₁₂₉ ⁰⁴⁹ ½¼¾⅓⅔ × − ± ÷ ≈ ≠ ≥ ≤ ∞ √ ‰ € £ ¥ → ← ↑ ↓ ↔ ⇒ ✓ ✔ ✗ ★ ☆ ■ □ ● ○ † ‡ ™ ® © № ′ ″ • · … \u2011",
    ],
)  # fmt: skip
def test_every_face_has_the_letters_of_names_and_the_usual_signs(text: str) -> None:
    assert set(text) - covered_characters(ENGINE) == set()
