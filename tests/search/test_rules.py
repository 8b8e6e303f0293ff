"""Words and queries as search understands them: in Python, and in the browser's scripts, which must say the same."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nyspor.search.query import rank, understand
from nyspor.search.rules import rules_for_browser
from nyspor.search.vocabulary import Vocabulary
from nyspor.search.words import key, parts, split

HERE = Path(__file__).parent
WORDS: dict[str, Any] = json.loads((HERE / "words.json").read_text("utf-8"))
QUERIES: dict[str, Any] = json.loads((HERE / "queries.json").read_text("utf-8"))

KNOWN = {key(word) for word in WORDS["known"]}


def is_known(part: str) -> bool:
    return key(part) in KNOWN


def vocabulary() -> Vocabulary:
    forms = {
        form.removeprefix("=") if form.startswith("=") else key(form): form.removeprefix("=")
        if not form.startswith("=")
        else ""
        for form in QUERIES["words"]["forms"]
    }
    synonyms = {name: tuple(keys) for name, keys in QUERIES["words"]["synonyms"].items()}
    return Vocabulary(forms, synonyms)


def understood(case: dict[str, Any]) -> list[Any]:
    query = understand(case["text"], vocabulary(), case.get("typing", False))
    terms = [[[list(a.keys), a.quality] for a in term.alternatives] for term in query.terms]
    return [terms, query.meant]


def ranked(case: dict[str, Any]) -> list[str]:
    query = understand(case["text"], vocabulary())
    return [document for document, _ in rank(query, case["hits"], QUERIES["words"]["total"])]


@pytest.mark.parametrize("word", WORDS["keys"])
def test_forms_and_spellings_of_a_word_have_one_key(word: str) -> None:
    assert key(word) == WORDS["keys"][word]


@pytest.mark.parametrize("word", WORDS["splits"])
def test_compounds_are_split_into_known_words(word: str) -> None:
    expected = WORDS["splits"][word]
    assert split(word, is_known) == (tuple(expected) if expected else None)


def test_a_compound_is_found_by_its_parts_and_their_parts() -> None:
    assert parts("plejehjemsleder", is_known) == {"plejehjem", "plej", "hjem", "led"}


@pytest.mark.parametrize("case", QUERIES["understood"], ids=lambda case: case["text"])
def test_words_of_a_query_are_understood(case: dict[str, Any]) -> None:
    assert understood(case) == [case["terms"], case.get("meant", "")]


@pytest.mark.parametrize("case", QUERIES["ranked"], ids=lambda case: case["name"])
def test_documents_are_ranked(case: dict[str, Any]) -> None:
    assert ranked(case) == case["order"]


def test_the_browser_comes_to_the_same() -> None:
    scripts = HERE.parents[1] / "theme/static/search"
    command = ["node", str(HERE / "browser_rules.mjs"), str(scripts), str(HERE)]
    rules = json.dumps(rules_for_browser())
    done = subprocess.run(command, input=rules, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "keys": list(WORDS["keys"].values()),
        "splits": list(WORDS["splits"].values()),
        "understood": [understood(case) for case in QUERIES["understood"]],
        "ranked": [ranked(case) for case in QUERIES["ranked"]],
    }
