"""The archive: posts and stories by year and month, and what each year held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from nyspor import urls
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Entry
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.cards import Chip, Paging
from nyspor.text.danish import Date, sort_key

ARCHIVE = T_("Archive")
INTRODUCTION = T_("Everything that has been written, year by year.")

SUBJECTS = 6
"""How many of a year's topics are named: those that most was written about."""


@dataclass(frozen=True)
class Year:
    """A year at a glance: how much of each kind, such as `31 posts`, what about, and how much in each month."""

    number: int
    address: str
    counts: tuple[str, ...]
    subjects: tuple[Chip, ...]
    months: tuple[tuple[Date, int], ...]


def outputs(build: Build) -> Iterator[Page]:
    by_year: dict[int, list[Entry]] = defaultdict(list)
    for entry in view_models.in_stream(build.library.listed):
        if entry.date_year:
            by_year[entry.date_year].append(entry)
    years = [year_of(build, number, by_year[number]) for number in sorted(by_year, reverse=True)]
    yield index(build, years)
    links = tuple(Link(str(year.number), year.address) for year in years)
    for place, year in enumerate(years):
        paging = Paging(
            newer=links[place - 1].address if place else "",
            older=links[place + 1].address if place + 1 < len(links) else "",
            years=links,
        )
        entries = by_year[year.number]
        yield Page(
            urls.output_path(year.address),
            "archive.html",
            partial(of_year, build, year, entries, paging),
            listed=entries,
            values=(year, paging),
            address=year.address,
        )


def year_of(build: Build, number: int, entries: list[Entry]) -> Year:
    months = Counter(entry.date.month for entry in entries if entry.date and entry.date.month)
    return Year(
        number,
        urls.archive_address(number),
        tuple(counts(build, entries)),
        subjects(build, entries),
        tuple((Date(number, month), months[month]) for month in sorted(months)),
    )


def counts(build: Build, entries: Iterable[Entry]) -> Iterator[str]:
    """How many there are of each kind, in the order of the kinds."""
    found = Counter(entry.kind for entry in entries)
    for spec in kind_specs():
        if count := found[spec.name]:
            name = build.translate(spec.label if count == 1 else spec.plural)
            yield f"{count} {name.lower()}"


def subjects(build: Build, entries: Iterable[Entry]) -> tuple[Chip, ...]:
    """The topics that most was written about, the most frequent first."""
    found = Counter(topic for entry in entries for topic in entry.topics)
    topics = build.library.vocabularies.topics
    often = sorted(found, key=lambda slug: (-found[slug], sort_key(topics[slug].name)))
    return tuple(Chip(topics[slug].name, urls.topic_address(slug)) for slug in often[:SUBJECTS])


def index(build: Build, years: list[Year]) -> Page:
    """Every year at a glance."""
    introduction = build.translate(INTRODUCTION)
    head = PageHead(build.translate(ARCHIVE), urls.ARCHIVES, introduction)
    return Page(
        urls.output_path(urls.ARCHIVES),
        "archives.html",
        lambda: {"page": head, "years": years, "introduction": introduction},
        values=years,
        address=urls.ARCHIVES,
    )


def of_year(build: Build, year: Year, entries: list[Entry], paging: Paging) -> Context:
    title = build.translate(ARCHIVE)
    return {
        "page": PageHead(
            f"{title} {year.number}", year.address, breadcrumbs=(Link(title, urls.ARCHIVES),)
        ),
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
