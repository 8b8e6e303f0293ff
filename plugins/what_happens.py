"""What happens: all meetings, those to come by month and those that have been held by year with what came of them.

The page can be seen for a municipality or a track alone. Of what is past it shows the latest years, and the others on
pages of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from nyspor import urls
from nyspor.model.kind_specs import kind_specs
from nyspor.model.kinds import Entry
from nyspor.model.list_filters import MUNICIPALITY, YEAR, meeting_choices
from nyspor.model.site import Link, PageHead
from nyspor.problems import T_
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import WHAT_HAPPENS, all_meetings, municipality_calendar, with_meetings
from nyspor.site.happenings import Months, Years, coming, past
from nyspor.site.list_filters import (
    FilterLinks,
    Offered,
    filter_links,
    filtered_lists,
)

INTRODUCTION = T_("All meetings, month by month, and what came of those that have been held.")

LATEST_YEARS = 2


@dataclass(frozen=True)
class View:
    """One page: what it is called, where it lies, and what it shows. `about` is the page on what it is limited to."""

    title: str
    address: str
    months: Months = ()
    years: Years = ()
    calendar: Link | None = None
    filters: tuple[FilterLinks, ...] = ()
    earlier: tuple[Link, ...] = ()
    about: str = ""
    is_year: bool = False


def outputs(build: Build) -> Iterator[Page]:
    # A site's own kind of entry may have the address.
    if any(spec.url and urls.kind_list_address(spec.name) == urls.WHAT_HAPPENS for spec in kind_specs()):  # fmt: skip
        return
    library = build.library
    entries = with_meetings(library)
    offered = filtered_lists(library, urls.WHAT_HAPPENS, meeting_choices(entries))
    years = past(library, entries)
    yield page(build, everything(build, entries, years, offered))
    for year, held in years[LATEST_YEARS:]:
        yield page(build, View(str(year), year_address(year), years=((year, held),), is_year=True))
    yield from (page(build, view) for view in parts(build, offered))


def everything(
    build: Build, entries: Sequence[Entry], years: Years, offered: Offered[Entry]
) -> View:
    """The page itself."""
    return View(
        "",
        urls.WHAT_HAPPENS,
        coming(build.library, entries),
        years[:LATEST_YEARS],
        all_meetings(build.translate) if entries else None,
        filter_links(offered, counted=False),
        tuple(Link(str(year), year_address(year)) for year, _ in years[LATEST_YEARS:]),
    )


def parts(build: Build, offered: Offered[Entry]) -> Iterator[View]:
    """The page for each municipality and each track."""
    library = build.library
    filters = filter_links(offered, counted=False)
    for by, found in offered:
        for part in found:
            calendar = None
            if by is MUNICIPALITY:
                calendar = municipality_calendar(library, part.entries[0].municipality)
            yield View(
                part.label,
                part.address,
                coming(library, part.entries),
                past(library, part.entries),
                calendar,
                filters,
                about=part.about,
            )


def year_address(year: int) -> str:
    return urls.filtered_address(urls.WHAT_HAPPENS, YEAR.segment, str(year))


def page(build: Build, view: View) -> Page:
    return Page(
        urls.output_path(view.address),
        "what_happens.html",
        partial(context, build, view),
        values=view,
        address=view.address,
    )


def context(build: Build, view: View) -> Context:
    name, introduction = build.translate(WHAT_HAPPENS), build.translate(INTRODUCTION)
    head = PageHead(
        f"{name}: {view.title}" if view.title else name,
        view.address,
        introduction,
        breadcrumbs=(Link(name, urls.WHAT_HAPPENS),) if view.title else (),
        calendar=view.calendar,
    )
    return {"page": head, "view": view, "name": name, "introduction": introduction}


def register() -> None:
    plan.connect(outputs)
