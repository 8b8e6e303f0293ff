"""The archive: posts and stories by year and month, and the list of years."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from nyspor import addresses, views
from nyspor.danish import Date
from nyspor.model.cards import Link, Paging
from nyspor.model.kinds import Entry
from nyspor.model.site import PageHead
from nyspor.outputs import Build, Page, plan
from nyspor.problems import N_

ARCHIVE = N_("Archive")


def outputs(build: Build) -> Iterator[Page]:
    stream = views.stories_and_posts(build.library.listed)
    dated = [(entry, entry.date) for entry in stream if entry.date]
    years = sorted({date.year for _, date in dated}, reverse=True)
    links = tuple(Link(str(year), addresses.archive_address(year)) for year in years)
    title = build.say(ARCHIVE)
    yield Page(
        addresses.output_path(addresses.ARCHIVES),
        "archives.html",
        {"page": PageHead(title, addresses.ARCHIVES), "years": links},
    )
    for place, year in enumerate(years):
        of_year = [(entry, date) for entry, date in dated if date.year == year]
        context = {
            "page": PageHead(
                f"{title} {year}",
                addresses.archive_address(year),
                trail=(Link(title, addresses.ARCHIVES),),
            ),
            "year": year,
            "months": months(build, of_year),
            "paging": Paging(
                newer=links[place - 1].address if place else "",
                older=links[place + 1].address if place + 1 < len(links) else "",
                years=links,
            ),
        }
        path = addresses.output_path(addresses.archive_address(year))
        yield Page(path, "archive.html", context)


def months(
    build: Build, dated: list[tuple[Entry, Date]]
) -> tuple[tuple[Date, tuple[object, ...]], ...]:
    """The year's entries by month, latest first; those whose month nobody knows come last."""
    ordered = sorted(dated, key=lambda pair: pair[1].month or 0, reverse=True)
    groups = groupby(ordered, key=lambda pair: Date(pair[1].year, pair[1].month))
    return tuple(
        (month, views.cards(build.library, [entry for entry, _ in found]))
        for month, found in groups
    )


def register() -> None:
    plan.connect(outputs)
