"""Good texts get no errors and hardly any advice: a check that cries wolf is one that nobody reads.

`tests/good_texts/content` holds texts as people in a municipality write them. Where the check finds something in them,
look first at the text, then at the rule.
"""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from nyspor.checks import check_content
from nyspor.content.collection import ContentCollection
from nyspor.content.loader import read_content
from nyspor.problems import Problem
from nyspor.rules import errors
from tests.builders import render_problems

CONTENT = Path(__file__).parents[1] / "good_texts" / "content"
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
MOST_WITH_ADVICE = 4  # of 200 texts: 2 percent


@pytest.fixture(scope="module")
def content() -> ContentCollection:
    return read_content(CONTENT)


@pytest.fixture(scope="module")
def problems(content: ContentCollection) -> list[Problem]:
    return check_content(content, NOW)


def test_there_are_enough_texts_to_tell(content: ContentCollection) -> None:
    assert len(content.parsed_entries) + len(content.comments) + len(content.ideas) >= 200


def test_no_good_text_is_held_back(problems: list[Problem]) -> None:
    held_back = list(errors(problems))
    assert held_back == [], render_problems(held_back)


def test_few_good_texts_get_advice(problems: list[Problem]) -> None:
    assert len({problem.source for problem in problems}) <= MOST_WITH_ADVICE, render_problems(
        problems
    )
