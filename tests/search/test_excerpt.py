"""The part of a text that results show: in Python, and in the browser's script, which must say the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nyspor.search.excerpt import excerpt, marked, matcher
from nyspor.search.rules import rules_for_browser

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = json.loads((HERE / "excerpts.json").read_text("utf-8"))["excerpts"]


def as_json(pieces: tuple[tuple[str, bool], ...]) -> list[list[Any]]:
    return [list(piece) for piece in pieces]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_was_asked_for_is_marked(case: dict[str, Any]) -> None:
    assert as_json(excerpt(case["text"], matcher(case["keys"]))) == case["pieces"]


def test_the_browser_shows_the_same() -> None:
    scripts = HERE.parents[1] / "theme/static/search"
    command = ["node", str(HERE / "excerpts_in_browser.mjs"), str(scripts), str(HERE)]
    rules = json.dumps(rules_for_browser())
    done = subprocess.run(command, input=rules, capture_output=True, text=True, check=True)
    expected = []
    for case in CASES:
        match = matcher(case["keys"])
        pieces = excerpt(case["text"], match), marked(case["text"], match)
        expected.append([as_json(each) for each in pieces])
    assert json.loads(done.stdout) == expected
