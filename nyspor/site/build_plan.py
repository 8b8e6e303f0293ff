"""The build plan: what a build will write, as values that pure functions give and one writer writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import NamedTuple, Protocol

from blinker import Signal

from nyspor.content.loader import ContentSource
from nyspor.files.picture_cache import PictureCache
from nyspor.model.kinds import Entry
from nyspor.model.library import Library
from nyspor.model.site import Site
from nyspor.problems import Problem
from nyspor.site.brand import SiteBrand
from nyspor.site.theme import Theme
from nyspor.text.language import DEFAULT_LANGUAGE

Context = Mapping[str, object]
"""What a template may read, by name."""


class Page(NamedTuple):
    """A page, rendered only where it must be written: `context` then gives all that its template may read.

    Its inputs are declared, so that a build cache can tell whether it would be the same as at an earlier
    build: the entries shown in full (`whole`), those of which it shows no more than lists do (`listed`), and
    everything else, as plain `values` with a `repr` that tells them apart. `address` is the one for search
    engines, empty where they shall not index it.
    """

    path: str
    template: str
    context: Callable[[], Context]
    language: str = DEFAULT_LANGUAGE
    whole: Sequence[Entry] = ()
    listed: Sequence[Entry] = ()
    values: object = ()
    address: str = ""


class File(NamedTuple):
    """A file, made only where it must be written: `make` gives its bytes.

    One that is `named_by_content` has a digest of all its inputs in its path, so that it need not be made
    again where it exists. One that `copies` a file has that file's bytes; for any other, `whole`, `listed` and
    `values` declare its inputs, as for a page. Those of one `batch` are made one after the other, since they
    share slow work. A path that begins with a slash lies outside the output folder and is written last.
    """

    path: str
    make: Callable[[], bytes]
    named_by_content: bool = False
    batch: str = ""
    copies: Path | None = None
    whole: Sequence[Entry] = ()
    listed: Sequence[Entry] = ()
    values: object = ()


Output = Page | File

GONE_TEMPLATE = "gone.html"
"""The template of the page that says at an address of the past that nothing is there any more."""


def existing_paths(outputs: Iterable[Output]) -> set[str]:
    """Return the paths at which a reader finds what was meant: not those that only say that something is gone."""
    return {
        output.path
        for output in outputs
        if not (isinstance(output, Page) and output.template == GONE_TEMPLATE)
    }


@dataclass(frozen=True)
class Build:
    """One build: the library, the site's settings, and the folders of its sources.

    `preview` is set where drafts are shown, which is nowhere that residents read; `forms_list` is the
    private file that tells the forms service what can be written to; `magazines` is the folder where
    `nyspor magazine` puts what it has made, a folder a year; `picture_cache` is where a build stores the
    pictures that it makes, for the next. `brand` is the site's brand as it was read, to be checked.
    `problems` is what the check says of the content: advice, and the errors of texts that are held back.
    `index_folder` is where the index of the search lies ready.
    """

    library: Library
    site: Site
    content: Path
    theme: Theme
    preview: bool = False
    forms_list: Path | None = None
    magazines: Path | None = None
    picture_cache: PictureCache | None = None
    brand: SiteBrand | None = None
    problems: tuple[Problem, ...] = ()
    index_folder: Path | None = None

    def translate(self, message: str, language: str = DEFAULT_LANGUAGE) -> str:
        """A text of the pages in a language, from the theme's catalogue."""
        catalogue = self._catalogues.get(language)
        if catalogue is None:
            catalogue = self.theme.catalogue(language)
            self._catalogues[language] = catalogue
        return catalogue.gettext(message)

    @cached_property
    def _catalogues(self) -> dict[str, NullTranslations]:
        return {}


Write = Callable[[], None]
"""Writes what has been rendered."""

PROCESSORS = 2
"""The most that a build uses."""


class Maker(Protocol):
    """Renders outputs, and changes nothing that lies in the output folder until what it returns is called.

    Pictures are written at once, beside those that are there, since their names say what is in them. At most
    `threads` are made at a time, since each takes much memory.
    """

    def __call__(self, outputs: list[Output], threads: int = PROCESSORS) -> Write: ...


class BuildCache(Protocol):
    """A cache of what earlier builds read and wrote, in the setting `CACHE`."""

    @property
    def sources(self) -> ContentSource:
        """The content folder, of which known files need not be parsed again."""

    def write(self, build: Build, outputs: Mapping[str, Output], make: Maker) -> None:
        """Bring the output folder to exactly these `outputs`, by path; `make` those that are not current."""

    def note_written(self, path: Path, raw: bytes) -> None:
        """Take a file of the content folder, which the build itself has written, for one that it has read."""


class BuildStopped(SystemExit):
    """There are problems to correct: the build ends with exit code 1 before anything is written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(1)
        self.problems = tuple(problems)


class BuildFailed(SystemExit):
    """A fault came up that no check found: the build ends with exit code 1 before anything is written."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(1)
        self.fault = fault


CACHE = "NYSPOR_CACHE"
"""The setting in which the class that runs the build hands over its cache."""

BUILD = "NYSPOR_BUILD"
"""The key of the build in the context that Pelican's generators share."""

checked = Signal("nyspor-checked")
"""Sent with the class `Problem` and, as `problems`, what the check says of content that is built."""

plan = Signal("nyspor-plan")
"""Sent with a `Build`; plugins answer with the outputs that they plan."""

complete = Signal("nyspor-complete")
"""Sent when everything else is planned, with a `Build` and, as `planned`, all outputs by path; answered with
outputs about those, such as the sitemap."""
