"""The zero of every font has no slash: Danes read one as the letter Ø."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.conftest import ROOT

WEB = sorted((ROOT / "theme/static/fonts").glob("*.woff2"))
MAGAZINE = [
    path
    for family in ("sans", "text", "display")
    for path in sorted((ROOT / "theme/magazine/fonts").glob(f"{family}*.ttf"))
    if "extra" not in path.name
]

OVAL = 2
"""The contours of a zero without a slash: the oval and its counter."""


@pytest.mark.parametrize("path", [*WEB, *MAGAZINE], ids=lambda path: path.name)
def test_the_zero_has_no_slash(path: Path) -> None:
    font = TTFont(path)
    assert font["glyf"][font.getBestCmap()[ord("0")]].numberOfContours == OVAL
