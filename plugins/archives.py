"""The archive: posts and stories by year and month, and the list of years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from itertools import groupby

from nyspor import urls
from nyspor.model.kinds import Entry
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.cards import Paging
from nyspor.text.danish import Date

ARCHIVE = T_("Archive")


def outputs(build: Build) -> Iterator[Page]:
    stream = view_models.in_stream(build.library.listed)
    by_year: dict[int, list[Entry]] = defaultdict(list)
    for entry in stream:
        if entry.date_year:
            by_year[entry.date_year].append(entry)
    years = sorted(by_year, reverse=True)
    links = tuple(Link(str(year), urls.archive_address(year)) for year in years)
    yield Page(
        urls.output_path(urls.ARCHIVES),
        "archives.html",
        lambda: {"page": PageHead(build.translate(ARCHIVE), urls.ARCHIVES), "years": links},
        values=links,
        address=urls.ARCHIVES,
    )
    for place, year in enumerate(years):
        paging = Paging(
            newer=links[place - 1].address if place else "",
            older=links[place + 1].address if place + 1 < len(links) else "",
            years=links,
        )
        address = urls.archive_address(year)
        yield Page(
            urls.output_path(address),
            "archive.html",
            partial(of_year, build, year, by_year[year], paging),
            listed=by_year[year],
            values=paging,
            address=address,
        )


def of_year(build: Build, year: int, entries: list[Entry], paging: Paging) -> Context:
    title = build.translate(ARCHIVE)
    address = urls.archive_address(year)
    return {
        "page": PageHead(f"{title} {year}", address, breadcrumbs=(Link(title, urls.ARCHIVES),)),
        "year": year,
        "months": months(build, [(entry, entry.date) for entry in entries if entry.date]),
        "paging": paging,
    }


def months(
    build: Build, dated: list[tuple[Entry, Date]]
) -> tuple[tuple[Date, tuple[object, ...]], ...]:
    """The year's entries by month, latest first; those without a month come last."""
    ordered = sorted(dated, key=lambda pair: pair[1].month or 0, reverse=True)
    groups = groupby(ordered, key=lambda pair: Date(pair[1].year, pair[1].month))
    return tuple(
        (month, view_models.cards(build.library, [entry for entry, _ in found]))
        for month, found in groups
    )


def register() -> None:
    plan.connect(outputs)
