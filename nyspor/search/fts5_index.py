"""The same index in SQLite's FTS5, from which the service answers where the browser runs no JavaScript."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from math import log

from nyspor.search.documents import SearchDocument
from nyspor.search.indexed_words import WEIGHTS, keys_of
from nyspor.search.query import Query, rank

SATURATION = 1.2
"""The k1 of SQLite's BM25."""
COLUMNS = tuple(f"w{number}" for number in range(len(WEIGHTS)))


def create(connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> None:
    """Write the index of documents of one language; its rows are numbered as the documents are ordered."""
    connection.execute(
        f"CREATE VIRTUAL TABLE keys USING fts5({', '.join(COLUMNS)}, tokenize=ascii)"
    )
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    connection.executemany(
        f"INSERT INTO keys(rowid, {', '.join(COLUMNS)}) VALUES ({marks})",
        ((number, *_row(document)) for number, document in enumerate(documents)),
    )
    connection.commit()


def _row(document: SearchDocument) -> list[str]:
    keys = keys_of(document)
    return [" ".join(keys.get(weight, ())) for weight in WEIGHTS]


def find(connection: sqlite3.Connection, query: Query) -> list[tuple[int, float]]:
    """Return the documents that answer a query, by number, with their scores, the best first."""
    (total,) = connection.execute("SELECT count(*) FROM keys").fetchone()
    hits = {name: _hits(connection, name, total) for name in query.keys}
    return rank(query, hits, total)


def _hits(connection: sqlite3.Connection, name: str, total: int) -> Mapping[int, float]:
    """The documents with a key, each with how strongly it has it."""
    weights = ", ".join(map(str, WEIGHTS))
    rows = connection.execute(
        f"SELECT rowid, -bm25(keys, {weights}) FROM keys WHERE keys MATCH ?", (f'"{name}"',)
    ).fetchall()
    count = len(rows)
    # What SQLite has multiplied with (fts5_aux.c), so that frequent words do not lose their order.
    rarity = max(1e-6, log((total - count + 0.5) / (count + 0.5)))
    return {number: score / rarity / (SATURATION + 1) for number, score in rows}
