"""No heading of a text has the id of a part of the page around it."""

import re
from pathlib import Path

import pytest

from nyspor.markdown.heading_ids import THEME_IDS, THEME_PREFIXES, heading_id

TEMPLATES = Path(__file__).parents[2] / "theme" / "templates"
FILES = [file for file in TEMPLATES.rglob("*.*") if "html" in file.suffix]
# The pages of the desk hold no text of a site.
SOURCES = [file.read_text("utf-8") for file in FILES if "desk" not in file.parts]


def in_templates(pattern: str) -> set[str]:
    return {found for source in SOURCES for found in re.findall(pattern, source)}


def test_the_ids_of_the_theme_are_known() -> None:
    ids = in_templates(r'\bid="([\w-]+)"') | in_templates(r'\bsection\("([\w-]+)"')
    assert {each for each in ids if not each.startswith("felt-")} == THEME_IDS
    assert in_templates(r'\bid="([\w-]+-)\{\{') | {"felt-"} == set(THEME_PREFIXES)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Sådan gjorde vi", "saadan-gjorde-vi"),
        ("Kommentarer", "afsnit-kommentarer"),
        ("Kommentar 3", "afsnit-kommentar-3"),
        ("Kommentar til planen", "kommentar-til-planen"),
        ("Felt navn", "afsnit-felt-navn"),
    ],
)
def test_a_heading_s_id_is_none_of_them(heading: str, expected: str) -> None:
    assert heading_id(heading) == expected
