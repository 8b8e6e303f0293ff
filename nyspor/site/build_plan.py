"""What a build is going to write: planned as values by pure functions, written by one writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import NamedTuple, Protocol

from blinker import Signal

from nyspor.content.loader import ContentSource
from nyspor.i18n.catalogues import read_catalogue
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import Site

Context = Mapping[str, object]
"""What a template may read, by name."""


class Page(NamedTuple):
    """A page to be rendered when it is needed: `context` then gives all that its template may read.

    What the page is made from is told beside it, so that one who remembers an earlier build can tell
    whether it would be the same: the entries told `whole`, those of which it shows no more than
    lists do (`listed`), and all else, as plain `values` whose `repr` tells them apart. `address` is
    where search engines shall find it, empty where they shall not.
    """

    path: str
    template: str
    context: Callable[[], Context]
    language: str = "da"
    whole: Sequence[Entry] = ()
    listed: Sequence[Entry] = ()
    values: object = ()
    address: str = ""


class File(NamedTuple):
    """A file to be made when it is needed: `make` gives its bytes.

    One that is `named_by_content` has a digest of all it is made from in its path, so that it need
    not be made again where it lies already. One that `copies` a file is made from that file's bytes;
    for any other, `whole`, `listed` and `values` tell what it is made from, as for a page. Those
    `made_from` the same are made one after the other. A path that begins with a slash lies outside
    the output folder and is written when all else is there.
    """

    path: str
    make: Callable[[], bytes]
    named_by_content: bool = False
    made_from: str = ""
    copies: Path | None = None
    whole: Sequence[Entry] = ()
    listed: Sequence[Entry] = ()
    values: object = ()


Output = Page | File


@dataclass(frozen=True)
class Build:
    """One build: what is known, how the site is set up, and where its sources lie.

    `preview` is set where drafts are shown, which is nowhere that residents read; `forms_list` is the
    private file that tells the hook what can be written to; `magazines` is the folder where
    `nyspor magazine` puts what it has made, a folder a year; `cache_folder` is where a build may store
    what is slow to make, for the next.
    """

    library: Library
    site: Site
    content: Path
    theme: Path
    preview: bool = False
    forms_list: Path | None = None
    magazines: Path | None = None
    cache_folder: Path | None = None

    def say(self, message: str, language: str = "da") -> str:
        """A word of the pages, from the theme's catalogue."""
        catalogue = self._catalogues.get(language)
        if catalogue is None:
            catalogue = read_catalogue(self.theme / "translations", language)
            self._catalogues[language] = catalogue
        return catalogue.gettext(message)

    @cached_property
    def _catalogues(self) -> dict[str, NullTranslations]:
        return {}


Maker = Callable[[list[Output]], None]
"""Makes outputs and puts them in their places."""


class BuildCache(Protocol):
    """What a setting of the name `CACHE` holds: one who knows what earlier builds read and wrote."""

    @property
    def sources(self) -> ContentSource:
        """The content folder, of which known files need not be parsed again."""

    def write(self, build: Build, outputs: Mapping[str, Output], make: Maker) -> None:
        """See to it that all `outputs`, by path, lie in the output folder and nothing else; `make` makes some."""


CACHE = "NYSPOR_CACHE"
"""The setting under which the class that runs the build hands over its cache."""

BUILD = "NYSPOR_BUILD"
"""The key under which the build lies in the context that Pelican's generators share."""

plan = Signal("nyspor-plan")
"""Sent with a `Build`; every plugin that offers something answers with its outputs."""

complete = Signal("nyspor-complete")
"""Sent with a `Build` and, as `planned`, all outputs by path; answered with outputs about those."""
