"""The colours of tracks stand in three places: the site's tokens, the magazine's style sheet, the social cards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nyspor.model.values import Colour
from nyspor.site.social_cards import BACKGROUNDS
from tests.conftest import ROOT

TOKENS, PRINT = ROOT / "theme/static/css/1-tokens.css", ROOT / "theme/magazine/print.css"
VARIABLES = ("solid", "on", "tint", "text")


def colours(style_sheet: Path) -> dict[Colour | None, dict[str, str]]:
    """Return the variables of each track colour as they are in light mode; under None those without a track."""
    css = re.sub(r"light-dark\((\S+), \S+\)", r"\1", style_sheet.read_text("utf-8"))
    root = dict(re.findall(r"--(\w+): (#\w+);", css.partition("[data-colour")[0]))
    css = re.sub(r"var\(--(\w+)\)", lambda match: root.get(match[1], match[0]), css)
    found: dict[Colour | None, dict[str, str]] = {}
    for name, block in re.findall(r'\[data-colour(?:="(\w+)")?\] \{(.*?)\}', css, re.DOTALL):
        values = dict(re.findall(r"--(\w+): (#\w+);", block))
        found[Colour(name) if name else None] = {**found.get(None, {}), **values}
    return found


def test_the_magazine_has_the_colours_of_the_site() -> None:
    assert colours(PRINT) == colours(TOKENS)


@pytest.mark.parametrize("colour", [None, *Colour])
def test_each_colour_is_defined_for_pages_and_social_cards(colour: Colour | None) -> None:
    found = colours(TOKENS)[colour]
    assert tuple(sorted(found)) == tuple(sorted(VARIABLES))
    assert found["solid"] == BACKGROUNDS[colour]
    assert colour is None or found["solid"] != BACKGROUNDS[None]
