"""The list of each kind that has one: in pages of cards, or whole where the kind has a view for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from nyspor import urls
from nyspor.model.kind_specs import KindSpec, ListSpec, kind_specs
from nyspor.model.kinds import Entry, Pilot, Track
from nyspor.model.site import Link, PageHead
from nyspor.site import view_models
from nyspor.site.build_plan import Build, Context, Page, plan
from nyspor.site.calendars import all_meetings
from nyspor.site.entry_view import EntryView


def outputs(build: Build) -> Iterator[Page]:
    for spec in kind_specs():
        if spec.list:
            yield from list_pages(build, spec, spec.list)


def list_pages(build: Build, spec: KindSpec, listing: ListSpec) -> Iterator[Page]:
    """The pages of a kind's list."""
    entries = build.library.of_kind(spec.model)
    view = listing.view or VIEWS.get(spec.name)
    if view:
        yield whole_list(build, spec, listing, view(build, entries))
    else:
        yield from paged_list(build, spec, listing, entries)


def whole_list(build: Build, spec: KindSpec, listing: ListSpec, view: EntryView) -> Page:
    """A list on one page, as its view shows it."""
    address = urls.kind_list_address(spec.name)
    return Page(
        urls.output_path(address),
        listing.template,
        lambda: {**heading(build, spec, listing), **view.context()},
        whole=view.whole,
        listed=view.listed,
        values=view.values,
        address=address,
    )


def paged_list(
    build: Build, spec: KindSpec, listing: ListSpec, entries: Sequence[Entry]
) -> Iterator[Page]:
    """A list divided into pages of cards."""
    for part in view_models.pages_of(urls.kind_list_address(spec.name), entries):
        yield Page(
            urls.output_path(part.address),
            listing.template,
            partial(list_page, build, spec, listing, part),
            listed=part.entries,
            values=part.paging,
            address=part.address,
        )


def list_page(
    build: Build, spec: KindSpec, listing: ListSpec, part: view_models.ListPage
) -> Context:
    return {
        **heading(build, spec, listing, part.address),
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
