"""The answer from SQLite, where the browser runs no JavaScript."""

from __future__ import annotations

import sqlite3

import pytest

from nyspor.model.kinds import Topic
from nyspor.search.documents import SearchDocument
from nyspor.search.fts5_index import create, find
from nyspor.search.query import understand
from nyspor.search.vocabulary import vocabulary


def document(slug: str, title: str, body: str = "", *hidden: str) -> SearchDocument:
    return SearchDocument(f"/{slug}/", "da", title, "", "posts", body, hidden_words=hidden)


DOCUMENTS = (
    document("sti", "Stien er åben", "Man kan gå fra skolen til plejehjemmet."),
    document("robot", "Robotten, der fik lov at vente", "Hjemmeplejen spurgte først.", "#aeldre"),
    document("bus", "Kommunalt busselskab", "Mere er ikke slået fast."),
)
TOPICS = (Topic(slug="aeldre", name="Ældre", search_words=("oldinge",)),)


@pytest.fixture(scope="module")
def connection() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    create(made, DOCUMENTS)
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("åbne stier", ["/sti/"]),
        ("hjem", ["/robot/", "/sti/"]),
        ("selskaber", ["/bus/"]),
        ("plejhjem", ["/sti/"]),
        ("olding", ["/robot/"]),
        ("rutebil", ["/bus/"]),
        ("svømmehal", []),
        ("", []),
    ],
)
def test_queries_find_documents(
    connection: sqlite3.Connection, query: str, expected: list[str]
) -> None:
    words = vocabulary(DOCUMENTS, TOPICS)
    found = find(connection, understand(query, words))
    assert sorted(DOCUMENTS[number].address for number, _ in found) == expected
