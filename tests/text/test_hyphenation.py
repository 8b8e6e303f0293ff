"""Soft hyphens in long words: where a compound is joined first, by syllables where a part is still long."""

from __future__ import annotations

import pytest

from nyspor.text.hyphenation import SOFT_HYPHEN, hyphenate, hyphenate_html, hyphenate_narrow


def shown(text: str, language: str = "da") -> str:
    """A text with its soft hyphens visible."""
    return hyphenate(text, language).replace(SOFT_HYPHEN, "|")


@pytest.mark.parametrize(
    "divided",
    [
        "borger|inddragelse",
        "borgmester|kæde",
        "hjemme|plejens",
        "fokus|områder",
        "robot|støvsugerne",
        "opstarts|møde",
        "lokal|samfundet",
        "Kompetence|udviklings|sporet",
    ],
)
def test_a_compound_is_divided_where_it_is_joined(divided: str) -> None:
    assert shown(divided.replace("|", "")) == divided


@pytest.mark.parametrize("divided", ["tilgæn|ge|lighed", "mulig|he|derne", "digi|ta|li|se|ring"])
def test_other_words_are_divided_by_syllables(divided: str) -> None:
    assert shown(divided.replace("|", "")) == divided


def test_at_least_four_letters_stand_before_a_hyphen_and_after() -> None:
    for part in shown("byrådsmedlemmerne konferencesal forsamlingshus").split():
        first, *_, last = part.split("|")
        assert min(len(first), len(last)) >= 4


def test_shorter_words_stay_whole() -> None:
    assert shown("Kommunen og byrådet") == "Kommunen og byrådet"


def test_what_an_editor_has_divided_stays() -> None:
    own = f"borger{SOFT_HYPHEN}inddragelse"
    assert hyphenate(own, "da") == own


@pytest.mark.parametrize("address", ["innovation@kommunenavnet.example", "/arbejdsgrupper/"])
def test_addresses_stay_whole(address: str) -> None:
    assert shown(address) == address


def test_each_language_has_its_own_dictionary() -> None:
    assert shown("neighbourhood", "en") == "neigh|bour|hood"
    assert shown("Arbejdsgruppe", "fr") == "Arbejdsgruppe"


def test_tags_and_code_stay_as_they_are() -> None:
    html = '<a title="Borgerinddragelse">Borgerinddragelse</a> <code>borgerinddragelse</code>'
    divided = hyphenate_html(html, "da").replace(SOFT_HYPHEN, "|")
    assert divided == html.replace(">Borgerind", ">Borger|ind")


def test_headings_and_heads_of_tables_are_narrow_and_paragraphs_are_not() -> None:
    html = '<h2 id="arbejdsgruppen">Arbejdsgruppen</h2><p>Arbejdsgruppen</p><th>Arbejdsgruppen</th>'
    divided = hyphenate_narrow(html, "da").replace(SOFT_HYPHEN, "|")
    assert divided == html.replace("gruppen</h2", "|gruppen</h2").replace(
        "gruppen</th", "|gruppen</th"
    )
