"""What a build is going to write: planned as values by pure functions, written by one writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from blinker import Signal

from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.wording import read_translations


@dataclass(frozen=True)
class Page:
    """A page to be rendered: `context` holds all that its template may read."""

    path: str
    template: str
    context: Mapping[str, object]
    language: str = "da"


@dataclass(frozen=True)
class File:
    """A file to be made: `make` gives its bytes.

    One that is `named_by_content` has a digest of all it is made from in its path, so that it need
    not be made again where it lies already. Those `made_from` the same are made one after the other.
    """

    path: str
    make: Callable[[], bytes]
    named_by_content: bool = False
    made_from: str = ""


Output = Page | File


@dataclass(frozen=True)
class Build:
    """One build: what is known, how the site is set up, and where its sources lie.

    `preview` is set where drafts are shown, which is nowhere that residents read; `forms_list` is the
    private file that tells the hook what can be written to; `magazines` is the folder where
    `nyspor magazine` puts what it has made, a folder a year.
    """

    library: Library
    site: Site
    content: Path
    theme: Path
    preview: bool = False
    forms_list: Path | None = None
    magazines: Path | None = None

    def say(self, message: str, language: str = "da") -> str:
        """A word of the pages, from the theme's catalogue."""
        return read_translations(self.theme / "translations", language).gettext(message)


BUILD = "NYSPOR_BUILD"
"""The key under which the build lies in the context that Pelican's generators share."""

plan = Signal("nyspor-plan")
"""Sent with a `Build`; every plugin that offers something answers with its outputs."""

complete = Signal("nyspor-complete")
"""Sent with a `Build` and, as `planned`, all outputs by path; answered with outputs about those."""

written = Signal("nyspor-written")
"""Sent with a `Build` when everything planned is on the disk."""
