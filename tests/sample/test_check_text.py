"""Each text of the sample, checked alone as at the desk."""

from __future__ import annotations

from nyspor.checks import check_content, check_text
from nyspor.clock import read_clock
from nyspor.content.collection import SHARED_FILES
from nyspor.content.loader import read_content
from tests.conftest import ROOT


def test_the_same_is_said_of_each_text_as_in_a_check_of_everything() -> None:
    content, now = read_content(ROOT / "content"), read_clock()
    whole = check_content(content, now)
    for parsed in content.parsed_entries:
        said = [p for p in whole if p.source in (parsed.file, *SHARED_FILES)]
        assert check_text(content, parsed.file, now) == said
