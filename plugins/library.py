"""Gathers what Pelican has read into the library, through the gate. Only this room reads Pelican's objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from nyspor.clock import read_clock
from nyspor.content_folder import Sources, read_content
from nyspor.gate import ContentProblems, pass_gate
from nyspor.model.library import Library
from nyspor.outputs import BUILD, SOURCES, Build
from nyspor.reading import Reading
from nyspor.report import print_problems
from nyspor.site_settings import refuse_folder, site_of


class GateClosed(SystemExit):
    """The content has problems: the build ends with exit code 1 before anything is written."""

    def __init__(self, problems: ContentProblems) -> None:
        super().__init__(1)
        self.problems = problems.problems


def gather(generators: Sequence[Generator]) -> None:
    """Turn what Pelican read into a `Build`, or report every problem and stop."""
    context = generators[0].context
    folder = Path(context["PATH"])
    sources = context.get(SOURCES) or Sources(folder, readings_in(context))
    try:
        library = let_in(context, sources)
    except ContentProblems as problems:
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
        sources,
    )


def let_in(context: Mapping[str, Any], sources: Sources) -> Library:
    """The library of these sources. Raises `ContentProblems`."""
    now = read_clock(context.get("NYSPOR_NOW"))
    days = context.get("NYSPOR_COMMENT_DAYS", 365)
    content = read_content(sources.folder, sources)
    content = content.with_settled(sources.settled(content, now))
    try:
        library = pass_gate(content, now, days)
        return library if sources.agreed() else let_in(context, sources)
    except ContentProblems as found:
        if sources.doubt({problem.source for problem in found.problems}):
            return let_in(context, sources)
        raise


def path_in(settings: Mapping[str, Any], name: str) -> Path | None:
    """A setting that is a path; None where it is empty or not there."""
    return Path(settings[name]) if settings.get(name) else None


def readings_in(context: Mapping[str, Any]) -> list[Reading]:
    """The readings that Pelican's content objects carry."""
    read = context["generated_content"]
    failed = [path for path, content in read.items() if content is None]
    if failed:
        # The reader takes whatever a writer can write; a failure here is a fault in the code.
        raise RuntimeError(f"Pelican could not read {', '.join(failed)}")
    return [content.metadata["reading"] for content in read.values()]


def register() -> None:
    signals.all_generators_finalized.connect(gather)
