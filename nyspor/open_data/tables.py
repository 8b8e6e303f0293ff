"""The tables, and their rows from a library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import inf
from operator import itemgetter

from pydantic import BaseModel

from nyspor import urls
from nyspor.model.fields import Choice
from nyspor.model.kind_specs import kind_spec
from nyspor.model.kinds import (
    Entry,
    Idea,
    Municipality,
    Pilot,
    Programme,
    Topic,
    Track,
    Workgroup,
)
from nyspor.model.library import Library
from nyspor.model.values import Status
from nyspor.open_data.columns import Column, FindId, Value, shape_of
from nyspor.problems import N_
from nyspor.text.danish import COPENHAGEN, Date, slugify
from nyspor.yearly_status.counting import numbers_of
from nyspor.yearly_status.records import StatusNumber

Row = Mapping[str, Value]
"""The values of a row by the names of the columns, in their order."""

ID = "id"
PARENT = "hoerer_til"
PAGE = "side"
"""The columns that are in no model: a row's id, the id of the row it belongs to, the address of its page."""

ID_COLUMN = Column(
    ID, N_("Id"), N_("The row's own name, which other tables refer to it by."), "text", is_required=True
)  # fmt: skip
PARENT_COLUMN = Column(
    PARENT, N_("Belongs to"), N_("The id of the row that it belongs to, in another table."), "text", is_required=True
)  # fmt: skip
PAGE_COLUMN = Column(
    PAGE, N_("Page"), N_("The address of the page where it can be read."), "text", is_required=True
)


@dataclass(frozen=True)
class Table:
    """A table; `title` and `description` are message ids. `name` is its file's without ending."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Root:
    """A table of what has a page of its own: the records of a library, each with its id and its page's address."""

    name: str
    model: type[BaseModel]
    title: str
    records: Callable[[Library], Iterable[tuple[BaseModel, str, str]]]


def _entries(model: type[Entry]) -> Callable[[Library], Iterator[tuple[BaseModel, str, str]]]:
    def found(library: Library) -> Iterator[tuple[BaseModel, str, str]]:
        for entry in library.of_kind(model):
            yield entry, entry_id(library, entry), library.address(entry)

    return found


def _ideas(library: Library) -> Iterator[tuple[BaseModel, str, str]]:
    for idea in library.ideas:
        yield idea, f"ideer/{idea.slug}", urls.idea_address(idea.slug)


def _topics(library: Library) -> Iterator[tuple[BaseModel, str, str]]:
    for slug, topic in library.vocabularies.topics.items():
        yield topic, f"temaer/{slug}", urls.topic_address(slug)


def _municipalities(library: Library) -> Iterator[tuple[BaseModel, str, str]]:
    for slug, municipality in library.vocabularies.municipalities.items():
        yield municipality, f"kommuner/{slug}", urls.municipality_address(slug)


ROOTS = (
    Root("programmer", Programme, N_("Programmes"), _entries(Programme)),
    Root("spor", Track, N_("Tracks"), _entries(Track)),
    Root("forsoeg", Pilot, N_("Pilots"), _entries(Pilot)),
    Root("arbejdsgrupper", Workgroup, N_("Workgroups"), _entries(Workgroup)),
    Root("ideer", Idea, N_("Ideas"), _ideas),
    Root("temaer", Topic, N_("Topics"), _topics),
    Root("kommuner", Municipality, N_("Municipalities"), _municipalities),
    Root("status", StatusNumber, N_("Yearly status"), numbers_of),
)

SENTENCES = {
    "programmer": N_("What the municipalities have decided to do."),
    "spor": N_("The strands of the programmes, each with the question behind it."),
    "forsoeg": N_("Solutions tried out in real life."),
    "arbejdsgrupper": N_("Residents and staff who meet about a track, without names."),
    "ideer": N_("What residents have proposed, and what became of it, without names."),
    "temaer": N_("The subjects that texts are sorted by."),
    "kommuner": N_("The municipalities that tell here."),
    "status": N_("What each year came to: every number of the yearly status, a row each."),
    "forloeb": N_("What has happened with residents' ideas, step by step."),
    "faser": N_("The phases of programmes and pilots, and when they began."),
    "effekter": N_("What programmes and pilots hope for: what is measured, where it was, and where it should be."),
    "maalinger": N_("Every measurement of an effect, with its source."),
    "uventet": N_("What came of pilots that nobody had expected, with date and source."),
    "steder": N_("Where pilots are tried out."),
    "moeder": N_("The meetings of workgroups."),
    "milepaele": N_("What has happened on a programme's way, and what is to come."),
    "dokumenter": N_("Decisions, plans and reports of programmes."),
    "forprojekter": N_("What was tried before a programme, and what was learnt."),
    "udvaelgelse": N_("The steps on a programme's way from many to few."),
    "styring": N_("Who decides what in a programme, without names."),
    "kilder": N_("Where the facts come from: documents and pages."),
}  # fmt: skip
"""A sentence about each table; one without is called after its field."""


@cache
def tables() -> Mapping[str, Table]:
    """All tables by name: those with pages of their own first, then what belongs to a row of another."""
    found: dict[str, Table] = {}
    waiting: list[type[BaseModel]] = []
    for root in ROOTS:
        columns = (ID_COLUMN, *shape_of(root.model).columns, PAGE_COLUMN)
        found[root.name] = Table(root.name, root.title, SENTENCES.get(root.name, ""), columns)
        waiting.append(root.model)
    for model in waiting:
        for nested in shape_of(model).nested.values():
            columns = (ID_COLUMN, PARENT_COLUMN, *shape_of(nested.model).columns, PAGE_COLUMN)
            title = nested.info.title or nested.name
            sentence = SENTENCES.get(nested.name) or nested.info.description or ""
            if nested.name not in found:
                waiting.append(nested.model)
                found[nested.name] = Table(nested.name, title, sentence, columns)
            elif found[nested.name].columns != columns:
                raise ValueError(f"two tables would be called {nested.name}")
    return found


def records_of(library: Library, table: str = "") -> list[BaseModel]:
    """The records with pages of their own that the rows of a table are made from, or those of all tables."""
    roots = [root for root in ROOTS if not table or table in _names(root)]
    return [record for root in roots for record, _, _ in root.records(library)]


@cache
def _names(root: Root) -> frozenset[str]:
    """The tables that the records of a root have rows in."""
    return frozenset((root.name, *_names_inside(root.model)))


def _names_inside(model: type[BaseModel]) -> Iterator[str]:
    for nested in shape_of(model).nested.values():
        yield nested.name
        yield from _names_inside(nested.model)


def references_in(library: Library, records: Iterable[BaseModel]) -> list[str | None]:
    """The ids of what these records refer to, and their own, which their texts do not say."""
    find_id = id_finder(library)
    own = (entry_id(library, record) for record in records if isinstance(record, Entry))
    return [*own, *(id for record in records for id in _references(record, find_id))]


def _references(record: BaseModel, find_id: FindId) -> Iterator[str | None]:
    model = type(record)
    for column in shape_of(model).columns:
        if column.kind == "reference":
            value = column.value(record, find_id)
            yield from value if isinstance(value, list) else [value]  # type: ignore[misc]
    for field, nested in shape_of(model).nested.items():
        if _refers(nested.model):
            for inner in getattr(record, field):
                yield from _references(inner, find_id)


@cache
def _refers(model: type[BaseModel]) -> bool:
    """Whether a record, or one inside it, refers to something."""
    shape = shape_of(model)
    inside = (nested.model for nested in shape.nested.values())
    return any(c.kind == "reference" for c in shape.columns) or any(map(_refers, inside))


DatedRow = tuple[float, Row]
"""A row, and when what it tells of begins (POSIX seconds): minus infinity where nothing is dated."""


@dataclass(frozen=True)
class RowMaker:
    """Makes the rows of a library. `find_id` gives the ids of references, `url` is the site's address."""

    find_id: FindId
    url: str

    def rows(self, library: Library) -> dict[str, list[Row]]:
        """The rows of every table: by the ids of what has a page, and within it in the order of its text."""
        return rows_until(self.dated_rows(library), inf)

    def dated_rows(self, library: Library) -> dict[str, list[DatedRow]]:
        """The same, each with when it begins."""
        found: dict[str, list[DatedRow]] = {name: [] for name in tables()}
        for root in ROOTS:
            for record, id, address in sorted(root.records(library), key=itemgetter(1)):
                page = self.url + urls.quote_address(address)
                for name, row in self._rows(root.name, record, {ID: id}, page, -inf):
                    found[name].append(row)
        return found

    def _rows(
        self,
        table: str,
        record: BaseModel,
        place: Mapping[str, Value],
        page: str,
        earliest: float,
    ) -> Iterator[tuple[str, DatedRow]]:
        """The row of a record, and those of the records in it; `place` holds its id and its parent's.

        None of them begins before `earliest`, when the one begins that it belongs to.
        """
        date = begins(record)
        begun = max(earliest, date.instant.timestamp()) if date else earliest
        shape = shape_of(type(record))
        values = {column.name: column.value(record, self.find_id) for column in shape.columns}
        yield table, (begun, {**place, **values, PAGE: page})
        for field, nested in shape.nested.items():
            records = getattr(record, field)
            for name, inner in zip(names_of(records), records, strict=True):
                inside = {ID: f"{place[ID]}/{nested.name}/{name}", PARENT: place[ID]}
                yield from self._rows(nested.name, inner, inside, page, begun)


def rows_until(dated: Mapping[str, Sequence[DatedRow]], until: float) -> dict[str, list[Row]]:
    """Those rows of every table that begin before a moment (POSIX seconds)."""
    return {name: [row for begun, row in rows if begun < until] for name, rows in dated.items()}


LONGEST_NAME = 60
"""Of a record within its list: some begin with a sentence."""


def names_of(records: Sequence[BaseModel]) -> Iterator[str]:
    """A name for each record within its list: what its first field says, with a number where two say the same."""
    seen: Counter[str] = Counter()
    for record in records:
        first = getattr(record, next(iter(type(record).model_fields)))
        name = slugify(_in_words(first))[:LONGEST_NAME].strip("-")
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}"


def _in_words(value: object) -> str:
    match value:
        case Date():
            return value.iso
        case Choice():
            return value.word
        case _:
            return str(value)


def begins(record: BaseModel) -> Date | None:
    """The first date of a record, or else the earliest in the records inside it; None where nothing is dated."""
    return _own_date(record) or min(filter(None, map(begins, _inside(record))), default=None)


def _own_date(record: BaseModel) -> Date | None:
    dates: Iterator[Date | None] = (getattr(record, name) for name in _dates(type(record)))
    return next(filter(None, dates), None)


@cache
def _dates(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that are dates, in order."""
    columns = (c for c in shape_of(model).columns if c.kind == "date" and len(c.path) == 1)
    return tuple(column.path[0] for column in columns)


def _inside(record: BaseModel) -> Iterator[BaseModel]:
    for field in shape_of(type(record)).nested:
        yield from getattr(record, field)


def years_in(library: Library) -> tuple[int, ...]:
    """The years in which something in the data is dated, latest first."""
    records = (record for root in ROOTS for record, _, _ in root.records(library))
    return tuple(sorted({year for record in records for year in _years(record)}, reverse=True))


def finished(years: Iterable[int], now: datetime) -> tuple[int, ...]:
    """Those of the years that are over in Denmark."""
    return tuple(year for year in years if year < now.astimezone(COPENHAGEN).year)


def _years(record: BaseModel) -> Iterator[int]:
    if date := _own_date(record):
        yield date.year
    for inner in _inside(record):
        yield from _years(inner)


def entry_id(library: Library, entry: Entry) -> str:
    """The id of an entry, which stays when the entry moves: `forsoeg/naturstien`."""
    return f"{kind_spec(entry.kind).url}/{library.first_slug(entry)}".lstrip("/")


FOLDERS = {"topics": "temaer", "municipalities": "kommuner"}
"""The first part of the ids of what is no entry."""


def id_finder(library: Library) -> FindId:
    """What gives the id that a reference names; None where readers cannot see what it names."""

    def find_id(kind: str, name: str) -> str | None:
        if kind in FOLDERS:
            return f"{FOLDERS[kind]}/{name}"
        entry = library.entries.get(f"{kind}/{name}" if kind else name)
        return entry_id(library, entry) if entry and entry.status is Status.PUBLISHED else None

    return find_id
