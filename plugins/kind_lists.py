"""The list of each kind that has one: in pages of cards, or whole where the kind has a view for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from nyspor import urls
from nyspor.model.kind_specs import KindSpec, ListSpec, kind_specs
from nyspor.model.kinds import Entry, Pilot, Track
from nyspor.model.list_filters import list_choices
from nyspor.model.site import Link, PageHead
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import all_meetings
from nyspor.site.entry_view import EntryView
from nyspor.site.list_filters import (
    FilteredList,
    FilterLinks,
    Offered,
    filter_links,
    filtered_lists,
)

Filters = tuple[FilterLinks, ...]


def outputs(build: Build) -> Iterator[Page]:
    for spec in kind_specs():
        if spec.list:
            yield from list_pages(build, spec, spec.list)


def list_pages(build: Build, spec: KindSpec, listing: ListSpec) -> Iterator[Page]:
    """The pages of a kind's list, and of its parts where it can be filtered."""
    entries = build.library.of_kind(spec.model)
    view = listing.view or VIEWS.get(spec.name)
    offered = filters_of(build, spec, listing, entries)
    filters = filter_links(offered, counted=True)
    if view:
        yield whole_list(build, spec, listing, view(build, entries), filters)
    else:
        yield from paged_list(build, spec, listing, entries, filters)
    for _, found in offered:
        for filtered in found:
            yield from filtered_list(build, spec, filtered, filter_links(offered, counted=False))


def filters_of(
    build: Build, spec: KindSpec, listing: ListSpec, entries: Sequence[Entry]
) -> Offered[Entry]:
    """What a kind's list can be filtered by."""
    found = list_choices(entries, spec.in_stream) if listing.filtered else ()
    return filtered_lists(build.library, urls.kind_list_address(spec.name), found)


def whole_list(
    build: Build, spec: KindSpec, listing: ListSpec, view: EntryView, filters: Filters
) -> Page:
    """A list on one page, as its view shows it."""
    address = urls.kind_list_address(spec.name)
    return Page(
        urls.output_path(address),
        listing.template,
        lambda: {**heading(build, spec, listing), "filters": filters, **view.context()},
        whole=view.whole,
        listed=view.listed,
        values=(view.values, filters),
        address=address,
    )


def paged_list(
    build: Build, spec: KindSpec, listing: ListSpec, entries: Sequence[Entry], filters: Filters
) -> Iterator[Page]:
    """A list divided into pages of cards; older pages have no filters, so that they stay as they are."""
    for part in view_models.pages_of(urls.kind_list_address(spec.name), entries):
        shown = () if part.number else filters
        yield Page(
            urls.output_path(part.address),
            listing.template,
            partial(list_page, build, spec, listing, part, shown),
            listed=part.entries,
            values=(part.paging, shown),
            address=part.address,
        )


def list_page(
    build: Build, spec: KindSpec, listing: ListSpec, part: view_models.ListPage, filters: Filters
) -> Context:
    return {
        **heading(build, spec, listing, part.address),
        "filters": filters,
        "entries": view_models.cards(build.library, part.entries),
        "paging": part.paging,
    }


FILTERED_PER_PAGE = 30
"""Filtered lists are long pages, so that they are few."""


def filtered_list(
    build: Build, spec: KindSpec, filtered: FilteredList[Entry], filters: Filters
) -> Iterator[Page]:
    """What a list shows where one value of a filter is chosen."""
    for part in view_models.pages_of(filtered.address, filtered.entries, FILTERED_PER_PAGE):
        shown = () if part.number else filters
        count = 0 if part.number else len(filtered.entries)
        yield Page(
            urls.output_path(part.address),
            "filtered.html",
            partial(filtered_page, build, spec, filtered, part, shown),
            listed=part.entries,
            values=(filtered.label, filtered.about, count, part.paging, shown),
        )


def filtered_page(
    build: Build,
    spec: KindSpec,
    filtered: FilteredList[Entry],
    part: view_models.ListPage,
    filters: Filters,
) -> Context:
    """Search engines are led to the entries themselves, and to the whole list."""
    name, home = build.translate(spec.plural), urls.kind_list_address(spec.name)
    head = PageHead(
        f"{name}: {filtered.label}",
        part.address,
        breadcrumbs=(Link(name, home),),
        indexed=False,
    )
    return {
        "page": head,
        "chosen": filtered,
        "name": name,
        "whole": home,
        "filters": filters,
        "entries": view_models.cards(build.library, part.entries),
        "paging": part.paging,
    }


def heading(build: Build, spec: KindSpec, listing: ListSpec, address: str = "") -> Context:
    """The head of a list's page."""
    name, introduction = build.translate(spec.plural), build.translate(listing.introduction)
    home = urls.kind_list_address(spec.name)
    page = PageHead(
        name,
        address or home,
        introduction,
        feeds=(Link(name, urls.feed_address(home)),) if listing.feed else (),
        calendar=all_meetings(build.translate) if spec.calendar else None,
    )
    return {"page": page, "heading": name, "intro": introduction}


def by_municipality(build: Build, tracks: Sequence[Track]) -> EntryView:
    """Every track with its question, by municipality."""
    bands = view_models.track_bands(build.library)
    return EntryView(
        lambda: {"bands": view_models.track_band_cards(build.library, bands)},
        listed=[track for _, tracks in bands for track in tracks],
        values=[link for link, _ in bands],
    )


def by_phase(build: Build, pilots: Sequence[Pilot]) -> EntryView:
    """Every pilot, by the phase it is in."""
    return EntryView(lambda: {"groups": view_models.by_phase(build.library, pilots)}, listed=pilots)


VIEWS: dict[str, Callable[..., EntryView]] = {Track.kind: by_municipality, Pilot.kind: by_phase}
"""The lists of the engine's own kinds that are shown whole."""


def register() -> None:
    plan.connect(outputs)
