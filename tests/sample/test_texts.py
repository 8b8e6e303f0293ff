"""The texts of the sample, as the converter meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nyspor.front_matter.parsing import split_front_matter
from tests.conftest import ROOT
from tests.markdown.test_fast_path import differs


@pytest.mark.parametrize("file", sorted(ROOT.glob("content/**/*.md")), ids=lambda path: path.stem)
def test_the_fast_path_makes_the_same_of_it(file: Path) -> None:
    assert not differs(split_front_matter(file.read_text("utf-8"), "").body)
