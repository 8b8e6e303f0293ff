"""Gathers what Pelican has read into the library, through the gate. Only this room reads Pelican's objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from nyspor.checks.library import ContentInvalid, build_library
from nyspor.clock import read_clock
from nyspor.console import print_problems
from nyspor.content.loader import ContentSource, read_from
from nyspor.model.kind_specs import kind_specs
from nyspor.model.library import Library
from nyspor.site.build_plan import BUILD, CACHE, Build, BuildCache
from nyspor.site.settings import refuse_folder, site_of


class GateClosed(SystemExit):
    """The content has problems: the build ends with exit code 1 before anything is written."""

    def __init__(self, problems: ContentInvalid) -> None:
        super().__init__(1)
        self.problems = problems.problems


def gather(generators: Sequence[Generator]) -> None:
    """Turn what Pelican read into a `Build`, or report every problem and stop."""
    context = generators[0].context
    folder = Path(context["PATH"])
    cache: BuildCache | None = context.get(CACHE)
    sources = cache.sources if cache else ContentSource(folder)
    try:
        library = let_in(context, sources)
    except ContentInvalid as problems:
        print_problems(problems.problems, folder)
        raise GateClosed(problems) from None
    theme = Path(context["THEME"])
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
    )
    count(generators, library)


def let_in(context: Mapping[str, Any], sources: ContentSource) -> Library:
    """The library of these sources. Raises `ContentInvalid`."""
    now = read_clock(context.get("NYSPOR_NOW"))
    return build_library(read_from(sources), now, context.get("NYSPOR_COMMENT_DAYS", 365))


class Counted(Sequence[Any]):
    """So many things for Pelican to count in its closing line, and none for it to write."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __getitem__(self, place: Any) -> Any:
        raise IndexError(place)


def count(generators: Sequence[Generator], library: Library) -> None:
    """Tell Pelican how much was read. It looks for no file itself (`ARTICLE_PATHS`, `PAGE_PATHS`)."""
    dated = {spec.name for spec in kind_specs() if spec.in_stream}
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            generator.articles = Counted(sum(e.kind in dated for e in library.entries.values()))
            generator.drafts = Counted(sum(e.kind in dated for e in library.unpublished.values()))
        elif isinstance(generator, PagesGenerator):
            generator.pages = Counted(sum(e.kind not in dated for e in library.entries.values()))
            generator.draft_pages = Counted(
                sum(e.kind not in dated for e in library.unpublished.values())
            )


def path_in(settings: Mapping[str, Any], name: str) -> Path | None:
    """A setting that is a path; None where it is empty or not there."""
    return Path(settings[name]) if settings.get(name) else None


def register() -> None:
    signals.all_generators_finalized.connect(gather)
