"""Pelican, but it remembers: through the seams that it offers, and with its `run` as it is."""

from __future__ import annotations

import gc
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.contents import Article, Page
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator

from nyspor.clock import read_clock
from nyspor.model.kinds import KINDS
from nyspor.outputs import BUILD, SOURCES, Build
from nyspor.report import tell_nothing_new
from nyspor.site_settings import url_of
from nyspor.tidying import is_ours
from plugins.incremental import fingerprint
from plugins.incremental.collecting import HARDLY_EVER, SELDOM, collect, collect_as_usual
from plugins.incremental.keeping import Keeping, altered
from plugins.incremental.memory import Memory
from plugins.incremental.partner import WORTH_WHILE, Partner, may_split, split
from plugins.incremental.records import STREAM
from plugins.incremental.sources import Place, RememberedSources
from plugins.incremental.strict import StrictKeeping, StrictSources

STANDING = frozenset(KINDS) - STREAM

STRICT = "NYSPOR_STRICT"
"""A setting for tests: each page is held to what its key covers (`plugins.incremental.strict`)."""

MEMORY = "NYSPOR_MEMORY"
"""A setting: a dict of a process that builds again and again, where it keeps its memory between builds."""


class RememberingPelican(Pelican):  # type: ignore[misc]
    """Reads what is new and recalls the rest.

    It looks the content over as soon as it is made, before Pelican's command starts the thread that
    turns its spinner, since only then a second process can be had safely.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        url_of(settings)  # which nothing may be written without, not even what is remembered
        # Until `run` is done: to look through all there is takes as long as to recall it.
        collect(HARDLY_EVER)
        super().__init__(settings)
        self._prepared = False
        self._recall()

    def run(self) -> None:
        """Build; what is remembered is free for others when it is done, however it ends."""
        if not self._prepared:
            self._recall()
        collect(SELDOM if self._reads_much else HARDLY_EVER)
        sources: RememberedSources = self.settings[SOURCES]
        try:
            if self._is_done():
                signals.finalized.send(self)
                tell_nothing_new()
            else:
                super().run()
        finally:
            self._prepared = False
            if sources.partner:
                sources.partner.dismiss()
            sources.memory.close()
            if MEMORY not in self.settings:
                # The process is about to end, and need not look through all this for what to collect.
                gc.freeze()
            collect_as_usual()

    def _is_done(self) -> bool:
        """Whether all that this build would write lies there already."""
        sources: RememberedSources = self.settings[SOURCES]
        memory = sources.memory
        now = read_clock(self.settings.get("NYSPOR_NOW")).timestamp()
        done = (
            not self.settings.get(STRICT)
            and not self.delete_outputdir
            and not memory.was_cut_off
            and sources.nothing_is_new(now)
            and not altered(sources.place.folder, memory.last)
        )
        if done:
            # The mark of an output folder may have been removed alone.
            is_ours(sources.place.folder, memory.last.keys, sources.place.retained)
        if done and memory.learnt:
            memory.settle()
        return done

    def _recall(self) -> None:
        """Look over what there is to be read, and ask for help where that is much."""
        memory = memory_of(self.settings)
        memory.open()
        memory.work_with(fingerprint.code(memory, self.settings))
        environment = fingerprint.environment(memory, memory.code, self.settings)
        surroundings = fingerprint.surroundings(memory, environment, self.settings)
        retained = self.settings["OUTPUT_RETENTION"]
        place = Place(Path(self.output_path), environment, surroundings, retained)
        strict = bool(self.settings.get(STRICT))
        sources = (StrictSources if strict else RememberedSources)(Path(self.path), memory, place)
        self.settings[SOURCES] = sources
        self._prepared = True
        # To know what is to be read takes all records; where few files changed they may never be needed.
        few = sources.changed is not None and len(sources.changed) <= WORTH_WHILE
        self._reads_much = not few and len(sources.to_read()) > WORTH_WHILE
        if self._reads_much and not strict and may_split():
            sources.partner = split(self._help)

    def _help(self, partner: Partner) -> None:
        """What the second process does: the same build."""
        self.settings[SOURCES].partner = partner
        collect(SELDOM)
        super().run()

    def _get_generator_classes(self) -> list[type]:
        stand_ins = {ArticlesGenerator: RecalledArticles, PagesGenerator: RecalledPages}
        return [stand_ins.get(kind, kind) for kind in super()._get_generator_classes()]


def memory_of(settings: Mapping[str, Any]) -> Memory:
    """The memory of the settings' output folder."""
    kept: dict[str, Memory] = settings.get(MEMORY, {})
    output = str(settings["OUTPUT_PATH"])
    if output not in kept:
        name = blake2b(output.encode(), digest_size=6).hexdigest()
        kept[output] = Memory(Path(settings["NYSPOR_STATE"]) / name, MEMORY in settings)
    return kept[output]


def keeper_of(build: Build) -> Keeping | None:
    """The keeper of a build whose sources are remembered."""
    if isinstance(build.sources, StrictSources):
        return StrictKeeping(build, build.sources)
    return Keeping(build, build.sources) if isinstance(build.sources, RememberedSources) else None


class Untouched(Sequence[Any]):
    """Pelican's own objects for entries, each read by Pelican when somebody first asks for it."""

    def __init__(self, generator: Generator, kind: type, kinds: Collection[str], out: bool) -> None:
        self._generator = generator
        self._kind = kind
        self._kinds = kinds
        self._out = out

    @cached_property
    def _files(self) -> list[str]:
        build: Build | None = self._generator.context.get(BUILD)
        if build is None:
            return []
        library = build.library
        entries = library.listed if self._out else library.unpublished.values()
        return [entry.file for entry in entries if entry.kind in self._kinds]

    def __len__(self) -> int:
        return len(self._files)

    def __getitem__(self, place: Any) -> Any:
        files = self._files[place]
        return (
            [self._read(file) for file in files] if isinstance(place, slice) else self._read(files)
        )

    def _read(self, file: str) -> Any:
        generator = self._generator
        return generator.readers.read_file(
            base_path=generator.path, path=file, content_class=self._kind, context=generator.context
        )


class RecalledArticles(ArticlesGenerator):  # type: ignore[misc]
    """Stands where Pelican reads articles: they are read, or recalled, when the library is gathered."""

    renders = False

    def generate_context(self) -> None:
        """Offer under Pelican's own names what the library will hold."""
        self.articles = Untouched(self, Article, STREAM, out=True)
        self.drafts = Untouched(self, Article, STREAM, out=False)
        self._update_context(("articles", "drafts"))
        signals.article_generator_finalized.send(self)

    def generate_output(self, writer: object) -> None:
        """Every page is planned by a plugin."""

    def refresh_metadata_intersite_links(self) -> None:
        """Links are worked out when a page is rendered."""

    def check_disabled_readers(self) -> None:
        """Pelican would look through the content folder again; the gate names files that nobody reads."""


class RecalledPages(PagesGenerator):  # type: ignore[misc]
    """The same for what Pelican calls pages."""

    renders = False

    def generate_context(self) -> None:
        self.pages = Untouched(self, Page, STANDING, out=True)
        self.draft_pages = Untouched(self, Page, STANDING, out=False)
        self._update_context(("pages", "draft_pages"))
        signals.page_generator_finalized.send(self)

    def generate_output(self, writer: object) -> None:
        """Every page is planned by a plugin."""

    def refresh_metadata_intersite_links(self) -> None:
        """Links are worked out when a page is rendered."""

    def check_disabled_readers(self) -> None:
        """Pelican would look through the content folder again; the gate names files that nobody reads."""
