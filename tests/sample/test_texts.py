"""The texts of the sample, as the converter meets them."""

from __future__ import annotations

import pytest

from nyspor.front_matter.parsing import split_front_matter
from tests.conftest import ROOT
from tests.markdown.test_fast_path import differs

CONTENT = ROOT / "content"
FILES = sorted(file.relative_to(CONTENT).as_posix() for file in CONTENT.rglob("*.md"))


@pytest.mark.parametrize("file", FILES)
def test_the_fast_path_makes_the_same_of_it(file: str) -> None:
    assert not differs(split_front_matter((CONTENT / file).read_text("utf-8"), "").body)
