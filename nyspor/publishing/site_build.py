"""Builds the site into the staging folder, and tells what it consists of."""

from __future__ import annotations

import pydoc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.settings import read_settings

from nyspor.files.atomic_write import write_atomically
from nyspor.incremental.pelican_class import next_build_due
from nyspor.model.kind_specs import kind_spec
from nyspor.model.values import Status
from nyspor.publishing.release_store import Release
from nyspor.publishing.site_description import (
    DESCRIPTION,
    BuildRefused,
    PublishedEntry,
    SiteDescription,
    read_description,
)
from nyspor.site.brand import brand_of
from nyspor.site.build_plan import CACHE, Build, BuildFailed, BuildStopped, plan
from nyspor.site.settings import InvalidSetting, url_of
from nyspor.site.theme import ENGINE_FOLDER, theme_of


class SiteBuilder:
    """Builds of one site with its settings for publication."""

    def __init__(self, settings_file: Path) -> None:
        """Raises `InvalidSetting` where the site has no address that can be published."""
        self._file = settings_file
        self._settings = self._read()
        self.url = url_of(self._settings)

    @property
    def content(self) -> Path:
        """The content folder."""
        return Path(self._settings["PATH"])

    def _read(self, **override: Any) -> dict[str, Any]:
        settings: dict[str, Any] = read_settings(
            str(self._file), override={"NYSPOR_PREVIEW": False, **override}
        )
        return settings

    def build(self, staging: Release, now: str = "") -> SiteDescription:
        """As `Builder.build` says."""
        override = {
            "OUTPUT_PATH": str(staging.site),
            "NYSPOR_FORMS_LIST": str(staging.private / "forms.json"),
            **({"NYSPOR_NOW": now} if now else {}),
        }
        settings = self._read(**override)
        found: list[SiteDescription] = []
        builds: list[Build] = []

        def note(build: Build) -> tuple[()]:
            builds.append(build)
            return ()

        def describe(pelican: Pelican) -> None:
            if builds:
                digests = content_digests(pelican.settings)
                found.append(description_of(builds[-1], digests))

        staging.private.mkdir(exist_ok=True)
        with plan.connected_to(note), signals.finalized.connected_to(describe):
            try:
                pelican_class(settings)(settings).run()
            except BuildStopped as stopped:
                raise BuildRefused("content", stopped.problems) from None
            except BuildFailed as failed:
                raise BuildRefused(f"{type(failed.fault).__name__}: {failed.fault}") from failed
            except InvalidSetting:
                raise
            except SystemExit as ended:
                raise BuildRefused(str(ended.code)) from None
        if found:
            write_atomically(staging.private / DESCRIPTION, found[-1].to_bytes())
        description = read_description(staging)
        if description is None:
            raise BuildRefused("no description")
        return description

    def inputs(self) -> dict[str, Path]:
        """As `Builder.inputs` says."""
        settings, folder = self._settings, self._file.resolve().parent
        brand = brand_of(settings)
        files = [
            *sorted(folder.glob("*.py")),
            *([brand.file, *(file for _, _, file in brand.files)] if brand.file else ()),
            *map(Path, settings.get("NYSPOR_INPUTS", ())),
        ]
        folders = [
            folder / "plugins",
            *(path for path in theme_of(settings).folders if path != ENGINE_FOLDER),
            *([Path(settings["NYSPOR_MAGAZINES"])] if settings.get("NYSPOR_MAGAZINES") else ()),
        ]
        found = [
            *(file for file in files if file.is_file()),
            *(
                file
                for each in folders
                for file in sorted(each.rglob("*"))
                if file.is_file() and "__pycache__" not in file.parts
            ),
        ]
        return {_name_below(folder, file): file for file in found}


def _name_below(folder: Path, file: Path) -> str:
    """What an input is called: its path below the site's folder, or else its name alone."""
    absolute = file.absolute()
    return (
        absolute.relative_to(folder).as_posix()
        if absolute.is_relative_to(folder)
        else f"elsewhere/{file.name}"
    )


def content_digests(settings: Mapping[str, Any]) -> Mapping[str, str]:
    """The digest of each text's bytes, by file, as the build cache has it."""
    cache = settings.get(CACHE)
    return {file: entry.digest for file, entry in cache.sources.entries.items()} if cache else {}


def description_of(build: Build, digests: Mapping[str, str]) -> SiteDescription:
    library = build.library
    due = next_build_due(build)
    return SiteDescription(
        url=build.site.url,
        now=library.now.isoformat(),
        due=due.isoformat() if due else "",
        entries={
            library.address(entry): PublishedEntry(
                entry.file, entry.title, digests.get(entry.file, "")
            )
            for entry in library.entries.values()
        },
        unpublished=tuple(
            sorted(
                kind_spec(entry.kind).address(entry.slug, entry.lang)
                for entry in library.unpublished.values()
            )
        ),
        drafts=tuple(
            sorted(e.file for e in library.unpublished.values() if e.status is Status.DRAFT)
        ),
    )


def pelican_class(settings: Mapping[str, Any]) -> type[Pelican]:
    """The class that the settings name, as Pelican's own command finds it."""
    kind = settings["PELICAN_CLASS"]
    if isinstance(kind, str):
        kind = pydoc.locate(kind)
    found: type[Pelican] = kind
    return found
