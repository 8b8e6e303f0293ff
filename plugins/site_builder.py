"""Reads and validates the content into the library, and hands the `Build` to Pelican's generators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from nyspor.checks.held_back import HoldBack
from nyspor.checks.library import ContentInvalid, checked_library
from nyspor.clock import read_clock
from nyspor.console import display_path, print_message
from nyspor.content.collection import ContentCollection
from nyspor.content.loader import ContentSource, read_from
from nyspor.content.place_counts import read_place_counts, read_signup_counts
from nyspor.files.atomic_write import write_atomically
from nyspor.files.picture_cache import PictureCache
from nyspor.model.address_book import FILE as ADDRESS_BOOK
from nyspor.model.address_book import AddressBook, render_addresses
from nyspor.model.kind_specs import kind_specs
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.problem_report import print_held_back, print_problems
from nyspor.problems import N_, Problem
from nyspor.rules import errors
from nyspor.search.ready_index import FOLDER as INDEX
from nyspor.site.brand import brand_of
from nyspor.site.brand_checks import check_brand
from nyspor.site.build_plan import BUILD, CACHE, Build, BuildCache, BuildStopped, checked
from nyspor.site.settings import refuse_folder, site_of
from nyspor.site.template_checks import check_templates
from nyspor.site.theme import theme_of


def prepare_build(generators: Sequence[Generator]) -> None:
    """Put the `Build` into Pelican's context, or report every problem and stop."""
    context = generators[0].context
    folder = Path(context["PATH"])
    cache: BuildCache | None = context.get(CACHE)
    sources = cache.sources if cache else ContentSource(folder)
    brand = brand_of(context)
    theme = theme_of(context)
    stopping = [*check_brand(brand), *check_templates(theme)]
    try:
        library, problems = load_library(context, sources)
    except ContentInvalid as invalid:
        stopping += invalid.problems
    if stopping:
        print_problems(stopping, folder)
        raise BuildStopped(stopping)
    if held_back := errors(problems):
        print_held_back(held_back, folder)
    checked.send(Problem, problems=problems)
    forms_list = path_in(context, "NYSPOR_FORMS_LIST")
    if forms_list and forms_list.is_dir():
        refuse_folder(forms_list)
    preview = bool(context.get("NYSPOR_PREVIEW"))
    site = site_of(context)
    if not preview:
        is_recorded = record_addresses(folder, library.address_book, site, cache)
        if is_recorded and not context.get("NYSPOR_COMMITS_CONTENT"):
            print_message(
                N_("{path} has changed: put it into Git with the texts."),
                path=display_path(folder / ADDRESS_BOOK),
            )
    pictures, state = path_in(context, "NYSPOR_PICTURES"), path_in(context, "NYSPOR_STATE")
    context[BUILD] = Build(
        library,
        with_id_base(site, library.address_book),
        folder,
        theme,
        preview,
        forms_list,
        path_in(context, "NYSPOR_MAGAZINES"),
        PictureCache(pictures) if cache and pictures else None,
        brand,
        problems,
        state / INDEX if cache and state else None,
    )
    set_counts(generators, library)


def with_id_base(site: Site, book: AddressBook) -> Site:
    """The site with the settings' base of ids, the one that ids have been made from so far, or the first one."""
    return site if site.id_base else replace(site, id_base=book.id_base or site.url)


def record_addresses(folder: Path, book: AddressBook, site: Site, cache: BuildCache | None) -> bool:
    """Write the address book before what it speaks of is published, and tell what has changed; return whether it has."""
    path = folder / ADDRESS_BOOK
    # A base of ids in the settings needs no record; without one the site's address of today stays for ever.
    text = render_addresses(book.as_file("" if site.id_base else site.url)).encode()
    if path.is_file() and path.read_bytes() == text:
        return False
    write_atomically(path, text)
    if cache:
        cache.note_written(path, text)
    for line in book.moved:
        print_message(
            N_("{address} leads on to {file} from now on."), address=line.address, file=line.file
        )
    for line in book.removed:
        print_message(
            N_("What stood at {address} is gone; its address says so."), address=line.address
        )
    return True


def load_library(
    context: Mapping[str, Any], sources: ContentSource
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of these sources, and what the check says. Raises `ContentInvalid`."""
    return library_of(context, read_from(sources))


def library_of(
    context: Mapping[str, Any], content: ContentCollection
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of this content with a build's settings, and what the check says. Raises `ContentInvalid`."""
    now = read_clock(context.get("NYSPOR_NOW"))
    comment_days = context.get("NYSPOR_COMMENT_DAYS", Library.comment_days)
    site_url = str(context.get("SITEURL") or "").rstrip("/")
    content = replace(content, site_url=site_url)
    library, problems = checked_library(content, now, comment_days, held_back_in(context))
    counted = path_in(context, "NYSPOR_PLACES")
    counts = read_place_counts(counted) if counted else {}
    signups = read_signup_counts(counted) if counted else None
    return replace(library, place_counts=counts, signup_counts=signups), problems


def held_back_in(settings: Mapping[str, Any]) -> HoldBack:
    """Which texts with errors a build with these settings leaves out."""
    if settings.get("NYSPOR_HOLD_BACK"):
        return HoldBack.ALL
    return HoldBack.NONE if settings.get("NYSPOR_PREVIEW") else HoldBack.UNPUBLISHED


class CountOnly(Sequence[Any]):
    """A number of items for Pelican to count in its summary, and none for it to write."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __getitem__(self, place: Any) -> Any:
        raise IndexError(place)


def set_counts(generators: Sequence[Generator], library: Library) -> None:
    """Set the numbers in Pelican's summary. It reads no file itself (`ARTICLE_PATHS`, `PAGE_PATHS`)."""
    dated = {spec.name for spec in kind_specs() if spec.in_stream}
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            generator.articles = CountOnly(sum(e.kind in dated for e in library.entries.values()))
            generator.drafts = CountOnly(sum(e.kind in dated for e in library.unpublished.values()))
        elif isinstance(generator, PagesGenerator):
            generator.pages = CountOnly(sum(e.kind not in dated for e in library.entries.values()))
            generator.draft_pages = CountOnly(
                sum(e.kind not in dated for e in library.unpublished.values())
            )


def path_in(settings: Mapping[str, Any], name: str) -> Path | None:
    """A setting that is a path; None where it is empty or missing."""
    return Path(settings[name]) if settings.get(name) else None


def register() -> None:
    signals.all_generators_finalized.connect(prepare_build)
