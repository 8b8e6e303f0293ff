"""What a build is going to write: planned as values by pure functions, written by one writer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from blinker import Signal

from nyspor.addresses import output_path
from nyspor.content_folder import Sources
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.wording import read_translations

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

AnyOutput = TypeVar("AnyOutput", Page, File, Output)


class Same(NamedTuple):
    """Stands for an output that is as the last build left it (`Build.steady`); `address` as for a page."""

    path: str
    address: str = ""


def as_they_were(addresses: Iterable[str]) -> Iterator[Same]:
    """The pages that are read at these addresses, which stay the same."""
    return (Same(output_path(address), address) for address in addresses)


@dataclass(frozen=True)
class Build:
    """One build: what is known, how the site is set up, and where its sources lie.

    `preview` is set where drafts are shown, which is nowhere that residents read; `forms_list` is the
    private file that tells the hook what can be written to; `magazines` is the folder where
    `nyspor magazine` puts what it has made, a folder a year; `sources` is what the content was read from.
    `steady` is what one who remembers knows to be told as it was: files of posts and stories, and addresses
    of tracks, programmes, topics and municipalities of whose posts and stories none is new. Who plans
    pages or feeds for each may answer with `Same` for these.
    """

    library: Library
    site: Site
    content: Path
    theme: Path
    preview: bool = False
    forms_list: Path | None = None
    magazines: Path | None = None
    sources: Sources | None = None
    steady: Collection[str] = frozenset()

    def say(self, message: str, language: str = "da") -> str:
        """A word of the pages, from the theme's catalogue."""
        catalogue = self._catalogues.get(language)
        if catalogue is None:
            catalogue = read_translations(self.theme / "translations", language)
            self._catalogues[language] = catalogue
        return catalogue.gettext(message)

    @cached_property
    def _catalogues(self) -> dict[str, NullTranslations]:
        return {}


Planner = Callable[[Collection[str]], Mapping[str, Output | Same]]
"""Plans all outputs, by path; given is what is `Build.steady`."""

Maker = Callable[[list[Output]], None]
"""Makes outputs and puts them in their places."""


class Keeper(Protocol):
    """Somebody who knows what lies in the output folder already, and which processes there are to write."""

    def write(self, planned: Planner, make: Maker) -> None:
        """See to it that every output that is `planned` lies there, and nothing else; `make` makes some."""


BUILD = "NYSPOR_BUILD"
"""The key under which the build lies in the context that Pelican's generators share."""

plan = Signal("nyspor-plan")
"""Sent with a `Build`; every plugin that offers something answers with its outputs."""

complete = Signal("nyspor-complete")
"""Sent with a `Build` and, as `planned`, all outputs by path; answered with outputs about those."""

replan = Signal("nyspor-replan")
"""Sent with a `Build` where entries are told in other words, but nothing is planned otherwise: as `wanted`
the paths of the outputs that show what is new, as `entries` those that these outputs tell whole; answered
with the outputs by who need not plan all of theirs for it. Where nobody answers for a path, everything is
planned."""


def among(wanted: Set[str], outputs: Iterable[AnyOutput]) -> Iterator[AnyOutput]:
    """The outputs that are wanted, for those who answer to `replan`."""
    return (output for output in outputs if output.path in wanted)


looked_into = Signal("nyspor-looked-into")
"""Sent with Pelican's settings; who plans by more than the content, the settings, the theme's templates
and the time (`Library.next_change`) answers with the files and folders that it looks into."""

keepers = Signal("nyspor-keepers")
"""Sent with a `Build` before anything is written; who remembers earlier builds answers with a `Keeper`."""

SOURCES = "NYSPOR_SOURCES"
"""The key in that context under which one who remembers what files said puts the sources to read from."""
