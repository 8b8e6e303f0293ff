"""Text copied from Word, mail and the web is cleaned, and nothing a reader would see is lost."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nyspor.markdown.pasted import clean_address, clean_text

SHY, ZERO, NBSP = "\u00ad", "\u200b", "\u00a0"


@pytest.mark.parametrize(
    ("pasted", "clean"),
    [
        ("•\tMælk\n•\tBrød", "- Mælk\n- Brød"),
        ("· Mælk", "- Mælk"),
        ("\uf0b7\tMælk\n\to\tSødmælk", "- Mælk\n    - Sødmælk"),
        ("–\tMælk", "- Mælk"),
        ("1)\tFørst\n2)\tSå", "1. Først\n2. Så"),
        ("1.\tFørst", "1. Først"),
        ("\tDet begyndte i 2012.", "Det begyndte i 2012."),
        ("- punkt\n\n\ttekst i punktet", "- punkt\n\n\ttekst i punktet"),
        (f"innova{SHY}tion og{ZERO} velfærd", "innovation og velfærd"),
        (f"vi{NBSP}går{NBSP}en tur", "vi går en tur"),
        (f"10{NBSP}000 og 5{NBSP}%", f"10{NBSP}000 og 5{NBSP}%"),
        ("Hun sagde “nej” og „ja“ og ‘måske’", "Hun sagde \"nej\" og \"ja\" og 'måske'"),
        ("»Nej« bliver stående", "»Nej« bliver stående"),
        ("<o:p></o:p>Tekst<font face='Calibri'> mere</font>", "Tekst mere"),
        ('<p class="MsoNormal" style="margin:0">Tekst</p>', "<p>Tekst</p>"),
        ('<span style="color:red">Rød</span>', "Rød"),
        ("<span lang=EN-US style='color:red'>Red</span>", "Red"),
        ('<span lang="en-US">Red</span>', "Red"),
        ('<span lang="en">Red</span>', '<span lang="en">Red</span>'),
        ('<i lang="en">Red</i>', '<i lang="en">Red</i>'),
        (
            '<span style="a">Vi <span lang="en">love</span> det</span>',
            'Vi <span lang="en">love</span> det',
        ),
        ('[caption id="x" width="300"]Et billede[/caption]', "Et billede"),
        ("[gallery ids=\"1,2\"]", ""),
        ("[caption](../../pages/om.md)", "[caption](../../pages/om.md)"),
        ("`•\tkode “her”`", "`•\tkode “her”`"),
        ("```\n•\tkode\n```", "```\n•\tkode\n```"),
        (f"```\n{NBSP}\n```\n{NBSP}x", f"```\n{NBSP}\n```\n x"),
    ],
)  # fmt: skip
def test_what_a_program_left_is_taken_away(pasted: str, clean: str) -> None:
    assert clean_text(pasted) == clean


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://kommune.example/a?utm_source=nyt&utm_medium=mail", "https://kommune.example/a"),
        ("https://kommune.example/a?id=3&fbclid=abc#top", "https://kommune.example/a?id=3#top"),
        ("https://kommune.example/a?id=3&amp;gclid=x", "https://kommune.example/a?id=3"),
        ("https://kommune.example/a?id=3&side=utm_x", "https://kommune.example/a?id=3&side=utm_x"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fkommune.example%2Fa%3Fid%3D3"
            "&data=05%7C01%7C&reserved=0",
            "https://kommune.example/a?id=3",
        ),
        ("https://www.google.com/url?q=https://kommune.example/a&sa=D&source=editors", "https://kommune.example/a"),
        ("https://urldefense.com/v3/__https://kommune.example/a__;!!abc$", "https://kommune.example/a"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url?q=javascript:alert(1)"),
        ("https://www.google.com/maps?q=Odense", "https://www.google.com/maps?q=Odense"),
        ("https://[", "https://["),
    ],
)  # fmt: skip
def test_an_address_leads_straight_where_it_goes(url: str, clean: str) -> None:
    assert clean_address(url) == clean
    assert clean_text(f"Se [siden]({url}).") == f"Se [siden]({clean})."


PIECES = some.sampled_from([
    *"ab æ.,()[]`*_<>&#\t\n", "•\t", "1)\t", SHY, ZERO, NBSP, "“", "”", "```\n", "<o:p>", "\n\n", "- ", "    ",
    "https://a.example/?utm_x=1&b=2", "[caption a]", "&nbsp;", "\uf0b7\t", "o\t",
])  # fmt: skip


@given(some.lists(PIECES).map("".join))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(some.text(some.characters(categories=["L", "N"], exclude_characters="ÃÂâ")))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    """Letters that are dressed up become plain ones; Ã, Â and â begin what was read in the wrong encoding."""
    assert normalize("NFKC", clean_text(text)) == normalize("NFKC", text)
