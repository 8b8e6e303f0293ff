"""Open data: the page that tells of the tables, the tables as CSV and JSON with their schemas, the catalogue for
portals, and for each year that is over a copy of what was dated by its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from math import inf

from nyspor import urls
from nyspor.i18n.catalogues import CATALOGUES, read_catalogue
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.licences import Licence, find_licence
from nyspor.model.site import Link, PageHead
from nyspor.open_data.catalogue import Catalogue
from nyspor.open_data.formats import describe, render_csv, render_json, render_schema
from nyspor.open_data.tables import (
    DatedRow,
    Row,
    RowMaker,
    Table,
    finished,
    id_finder,
    records_of,
    references_in,
    rows_until,
    tables,
    years_in,
)
from nyspor.problems import T_
from nyspor.site.build_plan import Build, Context, File, Output, Page, plan
from nyspor.text.danish import Date
from nyspor.text.language import DEFAULT_LANGUAGE

TITLE = T_("Open data")
SUMMARY = T_("What we have tried and measured, as tables for everybody to use.")

RowsOf = Callable[[int | None], Mapping[str, Sequence[Row]]]
"""The rows of every table: as they are now (None), or as a copy of a year has them. Made once for each."""

Inputs = tuple[tuple[Entry, ...], str]
"""What something is made from: entries, and all else as text."""


def outputs(build: Build) -> Iterator[Output]:
    rows: RowsOf = cache(partial(rows_of, cache(partial(dated_rows_of, build))))
    years = years_in(build.library)
    copies = finished(years, build.library.now)
    everything = inputs(build.library)
    for year in (None, *copies):
        yield data_page(build, rows, year, copies, everything)
    for table in tables().values():
        made_from = inputs(build.library, table.name)
        for year in (None, *copies):
            yield from files(rows, table, year, made_from)
        yield schema(build, table)
    yield catalogue(build, years)


def dated_rows_of(build: Build) -> Mapping[str, Sequence[DatedRow]]:
    return RowMaker(id_finder(build.library), build.site.url).dated_rows(build.library)


def rows_of(
    dated: Callable[[], Mapping[str, Sequence[DatedRow]]], year: int | None
) -> Mapping[str, Sequence[Row]]:
    return rows_until(dated(), Date(year + 1).instant.timestamp() if year else inf)


def files(rows: RowsOf, table: Table, year: int | None, made_from: Inputs) -> Iterator[File]:
    """A table as CSV and as JSON."""
    entries, values = made_from
    renderings: Mapping[str, Callable[[Sequence[Row]], bytes]] = {
        "csv": partial(render_csv, table),
        "json": render_json,
    }
    for ending, render in renderings.items():

        def make(render: Callable[[Sequence[Row]], bytes] = render) -> bytes:
            return render(rows(year)[table.name])

        path = urls.output_path(urls.data_address(table.name, ending, year))
        yield File(path, make, batch="open data", whole=entries, values=values)


def inputs(library: Library, table: str = "") -> Inputs:
    """What the rows of a table are made from, or those of all tables: entries, and everything else as text."""
    records = records_of(library, table)
    entries = tuple(record for record in records if isinstance(record, Entry))
    others = [record for record in records if not isinstance(record, Entry)]
    return entries, repr((others, references_in(library, records)))


def schema(build: Build, table: Table) -> File:
    address = urls.data_address(table.name, "schema.json")
    make = partial(render_schema, table, build.site.url + address, in_danish)
    return File(urls.output_path(address), make)


def catalogue(build: Build, years: Sequence[int]) -> File:
    span = (years[-1], years[0]) if years else None
    found = Catalogue(build.site, licence_of(build), in_danish, span)
    make = partial(found.render, tuple(tables().values()))
    return File(urls.output_path(urls.DATA_CATALOGUE), make, values=span)


def data_page(
    build: Build, rows: RowsOf, year: int | None, years: Sequence[int], made_from: Inputs
) -> Page:
    entries, values = made_from
    address = urls.data_page_address(year)
    return Page(
        urls.output_path(address),
        "data.html",
        partial(context, build, rows, year, years),
        whole=entries,
        values=(values, years),
        address=address,
    )


def context(build: Build, rows: RowsOf, year: int | None, years: Sequence[int]) -> Context:
    title = build.translate(TITLE)
    above = (Link(title, urls.DATA),) if year else ()
    return {
        "page": PageHead(
            f"{title} {year}" if year else title,
            urls.data_page_address(year),
            build.translate(SUMMARY),
            breadcrumbs=above,
        ),
        "tables": [about(table, rows(year)[table.name], year) for table in tables().values()],
        "licence": licence_of(build),
        "catalogue": urls.DATA_CATALOGUE,
        "year": year,
        "years": [Link(str(number), urls.data_page_address(number)) for number in years],
    }


def about(table: Table, rows: Sequence[Row], year: int | None) -> Mapping[str, object]:
    """What the page says of a table."""
    return {
        "name": table.name,
        "title": in_danish(table.title),
        "description": in_danish(table.description) if table.description else "",
        "count": len(rows),
        "csv": urls.data_address(table.name, "csv", year),
        "json": urls.data_address(table.name, "json", year),
        "schema": urls.data_address(table.name, "schema.json"),
        "columns": [(c.name, in_danish(c.title), describe(c, in_danish)) for c in table.columns],
    }


def licence_of(build: Build) -> Licence:
    found = find_licence(build.site.data_licence)
    assert found, "the settings let through only those that are known"
    return found


def in_danish(message: str) -> str:
    """The labels of fields stand in the catalogue of the code, since editors read them too."""
    return read_catalogue(CATALOGUES, DEFAULT_LANGUAGE).gettext(message)


def register() -> None:
    plan.connect(outputs)
