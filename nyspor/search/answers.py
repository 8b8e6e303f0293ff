"""What the service answers a search with where the browser runs no JavaScript: a file of SQLite for each language.

It holds the documents as results show them, the keys that they are found by, and the words by which queries are
understood. It is made with the index and never changed; who answers from it opens it for reading only.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

from nyspor.model.kinds import Topic
from nyspor.search import fts5_index
from nyspor.search.documents import MUNICIPALITY, SearchDocument
from nyspor.search.excerpt import Pieces, excerpt, marked, matcher
from nyspor.search.filters import FILTERS
from nyspor.search.query import Query, understand
from nyspor.search.vocabulary import Vocabulary, vocabulary
from nyspor.search.words import words_of
from nyspor.text.danish import Date, fold, parse_date

MOST_LETTERS, MOST_WORDS = 200, 16
"""What is read of a query."""

PER_PAGE = 10

Chosen = Mapping[str, Collection[str]]
"""The values of filters that results must have one of, by the filter's name."""


@dataclass(frozen=True)
class Hit:
    """A document as results show it; `title` and `text` are in pieces, so that what was asked for can be marked."""

    address: str
    kind: str
    place: str
    title: Pieces
    text: Pieces
    date: Date | None


@dataclass(frozen=True)
class Answer:
    """What a search found: how many documents, a page of them, and how often the values of each filter occur.

    `meant` is the query as it seems to be meant, '' where no word seems mistyped.
    """

    total: int = 0
    hits: tuple[Hit, ...] = ()
    counts: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    meant: str = ""
    page: int = 1
    pages: int = 1


def write_answers(path: Path, documents: Sequence[SearchDocument], topics: Iterable[Topic]) -> None:
    """Write the file for documents of one language; the place must be free."""
    words = vocabulary(documents, topics)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE documents(address, kind, title, text, date, filters)")
        connection.execute("CREATE TABLE words(forms, synonyms)")
        connection.executemany(
            "INSERT INTO documents(rowid, address, kind, title, text, date, filters)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *_row(document)) for number, document in enumerate(documents)),
        )
        connection.execute(
            "INSERT INTO words VALUES (?, ?)", (json.dumps(words.forms), json.dumps(words.synonyms))
        )
        fts5_index.create(connection, documents)


def _row(document: SearchDocument) -> tuple[str, ...]:
    return (
        document.address,
        document.kind,
        document.title,
        document.text,
        document.date.iso if document.date else "",
        json.dumps(document.filters, ensure_ascii=False),
    )


def addresses_in(path: Path) -> set[str]:
    """Return the addresses of the documents that a file holds."""
    with closing(_connect(path)) as connection:
        return {address for (address,) in connection.execute("SELECT address FROM documents")}


def _connect(path: Path) -> sqlite3.Connection:
    # The file is never changed, only replaced: no lock is needed, nor a folder that can be written to.
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


class Answers:
    """Answers from one file. `find` may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Raises `sqlite3.Error` where the file is missing or is none of these."""
        self._path = path
        with closing(_connect(path)) as connection:
            forms, synonyms = connection.execute("SELECT forms, synonyms FROM words").fetchone()
            filters = connection.execute("SELECT filters FROM documents ORDER BY rowid").fetchall()
        self._vocabulary = Vocabulary(
            json.loads(forms), {name: tuple(names) for name, names in json.loads(synonyms).items()}
        )
        self._filters: list[Mapping[str, Sequence[str]]] = [json.loads(each) for (each,) in filters]

    def find(self, text: str, chosen: Chosen | None = None, page: int = 1) -> Answer:
        """Return a page of what answers a query."""
        chosen = {name: values for name, values in (chosen or {}).items() if values}
        query = understand(_readable(text), self._vocabulary)
        with closing(_connect(self._path)) as connection:
            found = [number for number, _ in fts5_index.find(connection, query)]
            left = [number for number in found if self._fits(number, chosen)]
            pages = max(1, -(-len(left) // PER_PAGE))
            page = min(max(1, page), pages)
            shown = left[(page - 1) * PER_PAGE : page * PER_PAGE]
            hits = tuple(self._hit(connection, number, query) for number in shown)
        counts = {each.name: self._counts(each.name, found, chosen) for each in FILTERS}
        return Answer(len(left), hits, counts, meant_by(text, query), page, pages)

    def _fits(self, number: int, chosen: Chosen, but: str = "") -> bool:
        filters = self._filters[number]
        return all(
            name == but or not set(filters.get(name, ())).isdisjoint(values)
            for name, values in chosen.items()
        )

    def _counts(
        self, name: str, found: Sequence[int], chosen: Chosen
    ) -> tuple[tuple[str, int], ...]:
        """How many documents have each value of a filter, the most frequent first, and those that are chosen."""
        counts = Counter(
            value
            for number in found
            if self._fits(number, chosen, but=name)
            for value in self._filters[number].get(name, ())
        )
        counts.update(dict.fromkeys(chosen.get(name, ()), 0))
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def _hit(self, connection: sqlite3.Connection, number: int, query: Query) -> Hit:
        row: tuple[Any, ...] = connection.execute(
            "SELECT address, kind, title, text, date FROM documents WHERE rowid = ?", (number,)
        ).fetchone()
        address, kind, title, text, date = row
        match = matcher(query.keys)
        place = next(iter(self._filters[number].get(MUNICIPALITY, ())), "")
        return Hit(address, kind, place, marked(title, match), excerpt(text, match), _date(date))


def _date(iso: str) -> Date | None:
    return parse_date(iso) if iso else None


def _readable(text: str) -> str:
    """The beginning of a query, as far as it is read."""
    words = islice(words_of(text[:MOST_LETTERS]), MOST_WORDS)
    return " ".join(words)


def meant_by(text: str, query: Query) -> str:
    """Return a query with the words that it seems to mean in the place of those that are mistyped; '' where none is."""
    meant = {term.word: term.meant for term in query.terms if term.meant}
    words = normalize("NFC", text[:MOST_LETTERS]).split()
    found = " ".join(meant.get(fold(word.lower()), word) for word in words)
    return found if meant and found != " ".join(words) else ""
