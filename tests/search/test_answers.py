"""What the service answers a search with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from nyspor.model.kinds import Topic
from nyspor.search.answers import Answers, addresses_in, write_answers
from nyspor.search.documents import SearchDocument
from nyspor.text.danish import parse_date

TOPICS = (Topic(slug="aeldre", name="Ældre", search_words=("oldinge",)),)


def document(number: int, title: str = "", **filters: str) -> SearchDocument:
    return SearchDocument(
        f"/indlaeg/{number}/", "da", title or f"Bænk nummer {number}", "Nu er der otte bænke.", "posts",
        "Ved plejehjemmet står en bænk.", date=parse_date("3. marts 2026"),
        filters={name: (value,) for name, value in filters.items()},
    )  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    path = tmp_path_factory.mktemp("answers") / "search.sqlite"
    places = ("Beby", "Beby", "Deby")
    found = [document(n, Kommune=place) for n, place in enumerate(places)]
    write_answers(path, [*found, *(document(n, "Stien") for n in range(3, 14))], TOPICS)
    return Answers(path)


def test_what_is_found_is_shown_with_its_words_marked(answers: Answers) -> None:
    hit = answers.find("baenk nummer").hits[0]
    assert (hit.address, hit.kind, hit.place) == ("/indlaeg/0/", "posts", "Beby")
    assert [text for text, asked in hit.title if asked] == ["Bænk", "nummer"]
    assert hit.date == parse_date("3. marts 2026")


def test_results_come_in_pages(answers: Answers) -> None:
    first, second = answers.find("plejehjem"), answers.find("plejehjem", page=2)
    assert (first.total, first.pages, len(first.hits), len(second.hits)) == (14, 2, 10, 4)
    assert answers.find("plejehjem", page=99).page == 2


def test_filters_narrow_down_and_count(answers: Answers) -> None:
    found = answers.find("plejehjem", {"Kommune": ["Deby"]})
    assert [hit.address for hit in found.hits] == ["/indlaeg/2/"]
    assert found.counts["Kommune"] == (("Beby", 2), ("Deby", 1))


def test_a_filter_that_nothing_has_finds_nothing(answers: Answers) -> None:
    found = answers.find("plejehjem", {"Kommune": ["Eby"], "Ukendt": ["x"]})
    assert found.total == 0


def test_a_slip_is_put_right_in_what_was_typed(answers: Answers) -> None:
    found = answers.find("Plejhjemmet og bænke")
    assert found.meant == "plejehjemmet og bænke"
    assert found.total > 0


@pytest.mark.parametrize(
    "text",
    ["", "   ", '"', "'; DROP TABLE documents; --", "a OR b NEAR(c)", "w0:bænk*", "\0", "æ" * 10_000, "x " * 5_000],
    ids=["empty", "blank", "quote", "sql", "operators", "column", "nul", "one long word", "many words"],
)  # fmt: skip
def test_no_query_does_harm(answers: Answers, text: str) -> None:
    assert answers.find(text).total in (0, 3)
    assert answers.find("plejehjem").total == 14


def test_the_file_is_only_read(answers: Answers, tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    write_answers(path, [document(1)], ())
    path.chmod(0o400)
    assert Answers(path).find("bænk").total == 1
    assert addresses_in(path) == {"/indlaeg/1/"}
    with pytest.raises(sqlite3.Error):
        Answers(tmp_path / "missing.sqlite")
