"""Pelican, but it remembers: through the seams that it offers, and with its `run` as it is."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from nyspor.outputs import SOURCES, Build
from plugins.incremental import fingerprint
from plugins.incremental.keeping import Keeping
from plugins.incremental.memory import Memory
from plugins.incremental.partner import WORTH_WHILE, Partner, may_split, split
from plugins.incremental.sources import Place, RememberedSources

MEMORY = "NYSPOR_MEMORY"
"""A setting: a dict of a process that builds again and again, where it keeps its memory between builds."""


class RememberingPelican(Pelican):  # type: ignore[misc]
    """Reads what is new and recalls the rest.

    It looks the content over as soon as it is made, before Pelican's command starts the thread that
    turns its spinner, since only then a second process can be had safely.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__(settings)
        # There is little to collect while the library grows, and looking for it costs more each time.
        gc.set_threshold(200_000, 20, 100)
        self._prepared = False
        self._prepare()

    def run(self) -> None:
        """Build; what is remembered is free for others when it is done, however it ends."""
        if not self._prepared:
            self._prepare()
        try:
            super().run()
        finally:
            self._prepared = False
            sources: RememberedSources = self.settings[SOURCES]
            if sources.partner:
                sources.partner.dismiss()
            sources.memory.close()

    def _prepare(self) -> None:
        memory = memory_of(self.settings)
        memory.open()
        memory.work_with(fingerprint.code(memory, self.settings))
        environment = fingerprint.environment(memory, memory.code, self.settings)
        retained = self.settings["OUTPUT_RETENTION"]
        place = Place(Path(self.output_path), environment, retained)
        sources = RememberedSources(Path(self.path), memory, place)
        self.settings[SOURCES] = sources
        self._prepared = True
        if len(sources.to_read()) > WORTH_WHILE and may_split():
            sources.partner = split(self._help)

    def _help(self, partner: Partner) -> None:
        """What the second process does: the same build."""
        self.settings[SOURCES].partner = partner
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
        kept[output] = Memory(Path(settings["NYSPOR_STATE"]) / name)
    return kept[output]


def keeper_of(build: Build) -> Keeping | None:
    """The keeper of a build whose sources are remembered."""
    return Keeping(build, build.sources) if isinstance(build.sources, RememberedSources) else None


class RecalledArticles(ArticlesGenerator):  # type: ignore[misc]
    """Stands where Pelican reads articles: they are read, or recalled, when the library is gathered."""

    def generate_context(self) -> None:
        """Offer Pelican's own names for what there is."""
        self._update_context(("articles", "dates", "drafts", "hidden_articles"))
        signals.article_generator_finalized.send(self)

    def generate_output(self, writer: object) -> None:
        """Every page is planned by a plugin."""

    def refresh_metadata_intersite_links(self) -> None:
        """Links are worked out when a page is rendered."""


class RecalledPages(PagesGenerator):  # type: ignore[misc]
    """The same for what Pelican calls pages."""

    def generate_context(self) -> None:
        self._update_context(("pages", "hidden_pages", "draft_pages"))
        signals.page_generator_finalized.send(self)

    def generate_output(self, writer: object) -> None:
        """Every page is planned by a plugin."""

    def refresh_metadata_intersite_links(self) -> None:
        """Links are worked out when a page is rendered."""
