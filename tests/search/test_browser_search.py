"""A search as the page runs it, against an index that Pagefind made."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nyspor.search.documents import SearchDocument
from nyspor.search.pagefind_index import search_index

HERE = Path(__file__).parent

DOCUMENTS = (
    SearchDocument(
        "/indlaeg/sti/",
        "da",
        "Stien er åben",
        "Fra skolen til plejehjemmet.",
        "posts",
        "Der er bænke hele vejen. Kom og gå med os til Plejehjemmet Engen, som ligger for enden.",
        filters={"Kommune": ("Odense",)},
    ),
    SearchDocument(
        "/historier/robot/",
        "da",
        "Robotten",
        "Den fik lov at vente.",
        "stories",
        "Nogle bor på plejehjem.",
        filters={"Kommune": ("Billund",)},
    ),
    SearchDocument("/om/", "da", "Om siden", "Hvem vi er.", "pages"),
)


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = search_index(DOCUMENTS, (), tmp_path_factory.mktemp("search"))
    scripts = HERE.parents[1] / "theme/static/search"
    command = ["node", str(HERE / "browser_search.mjs"), str(scripts), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_best_document_is_shown_without_its_keys(answer: dict[str, Any]) -> None:
    shown = answer["shown"]
    assert (answer["found"], shown["url"], shown["title"]) == (2, "/indlaeg/sti/", "Stien er åben")
    assert shown["text"] == DOCUMENTS[0].text


def test_filters_count_what_was_found(answer: dict[str, Any]) -> None:
    assert answer["counts"] == [["Billund", 1], ["Odense", 1]]
    assert answer["inOdense"] == 1


def test_an_excerpt_marks_the_words_that_match(answer: dict[str, Any]) -> None:
    marked = [text for text, is_asked in answer["pieces"] if is_asked]
    assert marked == ["plejehjemmet", "Plejehjemmet"]


def test_a_query_without_an_answer_finds_nothing(answer: dict[str, Any]) -> None:
    assert (answer["none"], answer["meant"]) == ([], "")
