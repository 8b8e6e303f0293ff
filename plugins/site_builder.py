"""Reads and validates the content into the library, and hands the `Build` to Pelican's generators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from nyspor.checks.held_back import HoldBack
from nyspor.checks.library import ContentInvalid, checked_library
from nyspor.clock import read_clock
from nyspor.content.loader import ContentSource, read_from
from nyspor.model.kind_specs import kind_specs
from nyspor.model.library import Library
from nyspor.problem_report import print_held_back, print_problems
from nyspor.problems import Problem
from nyspor.rules import errors
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
    context[BUILD] = Build(
        library,
        site_of(context),
        folder,
        theme,
        preview,
        forms_list,
        path_in(context, "NYSPOR_MAGAZINES"),
        path_in(context, "NYSPOR_STATE") if cache else None,
        brand,
        problems,
    )
    set_counts(generators, library)


def load_library(
    context: Mapping[str, Any], sources: ContentSource
) -> tuple[Library, tuple[Problem, ...]]:
    """The library of these sources, and what the check says. Raises `ContentInvalid`."""
    now = read_clock(context.get("NYSPOR_NOW"))
    comment_days = context.get("NYSPOR_COMMENT_DAYS", Library.comment_days)
    return checked_library(read_from(sources), now, comment_days, held_back_in(context))


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
