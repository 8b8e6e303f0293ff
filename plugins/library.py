"""Gathers what Pelican has read into the library, through the gate. Only this room reads Pelican's objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from nyspor.clock import read_clock
from nyspor.content_folder import read_content
from nyspor.gate import ContentProblems, pass_gate
from nyspor.model.site import Site
from nyspor.outputs import Build
from nyspor.reading import Reading
from nyspor.report import print_problems
from nyspor.theme_files import join_styles, plain_files, styles_address

BUILD = "NYSPOR_BUILD"
"""The key under which the build lies in the context that Pelican's generators share."""


class GateClosed(SystemExit):
    """The content has problems: the build ends with exit code 1 before anything is written."""

    def __init__(self, problems: ContentProblems) -> None:
        super().__init__(1)
        self.problems = problems.problems


def gather(generators: Sequence[Generator]) -> None:
    """Turn what Pelican read into a `Build`, or report every problem and stop."""
    context = generators[0].context
    folder = Path(context["PATH"])
    try:
        content = read_content(folder, readings_in(context))
        library = pass_gate(content, read_clock(context.get("NYSPOR_NOW")))
    except ContentProblems as problems:
        print_problems(problems.problems, folder)
        raise GateClosed(problems) from None
    theme = Path(context["THEME"])
    preview = bool(context.get("NYSPOR_PREVIEW"))
    context[BUILD] = Build(library, site_of(context, theme), folder, theme, preview)


def readings_in(context: Mapping[str, Any]) -> list[Reading]:
    """The readings that Pelican's content objects carry."""
    read = context["generated_content"]
    failed = [path for path, content in read.items() if content is None]
    if failed:
        # The reader takes whatever a writer can write; a failure here is a fault in the code.
        raise RuntimeError(f"Pelican could not read {', '.join(failed)}")
    return [content.metadata["reading"] for content in read.values()]


def site_of(settings: Mapping[str, Any], theme: Path) -> Site:
    """The site as configured, with the addresses of the theme's built files."""
    return Site(
        name=settings["SITENAME"],
        tagline=settings["SITESUBTITLE"],
        url=settings["SITEURL"].rstrip("/"),
        menu=tuple(settings["NYSPOR_MENU"]),
        footer=tuple(settings["NYSPOR_FOOTER"]),
        publisher=settings["NYSPOR_PUBLISHER"],
        styles=(styles_address(join_styles(theme)),),
        fonts=tuple(f"/theme/{file}" for file in plain_files(theme) if file.endswith(".woff2")),
    )


def register() -> None:
    signals.all_generators_finalized.connect(gather)
