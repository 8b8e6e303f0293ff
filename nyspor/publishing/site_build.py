"""Builds the site into the staging folder, and tells what it consists of."""

from __future__ import annotations

import pydoc
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.settings import read_settings

from nyspor.configuration.settings import FILE as SETTINGS_FILE
from nyspor.files.atomic_write import write_atomically
from nyspor.incremental.pelican_class import next_build_due
from nyspor.model.kind_specs import kind_spec
from nyspor.model.values import Status
from nyspor.publishing.records import LIST_OF_PLACES
from nyspor.publishing.release_store import DESCRIPTION, FORMS_LIST, SEARCH_FILES, Release
from nyspor.publishing.site_description import (
    BuildRefused,
    PublishedEntry,
    SiteDescription,
    read_description,
)
from nyspor.publishing.site_index import index_folder
from nyspor.publishing.withdrawals import FILE as WITHDRAWN
from nyspor.search.ready_index import drop_outdated
from nyspor.site.brand import brand_of
from nyspor.site.build_plan import CACHE, Build, BuildFailed, BuildStopped, plan
from nyspor.site.settings import InvalidSetting, url_of
from nyspor.site.theme import ENGINE_FOLDER


class SiteBuilder:
    """Builds of one site with its settings for publication."""

    def __init__(self, settings_file: Path, override: Mapping[str, Any] | None = None) -> None:
        """`override` are settings that hold instead of those in the file.

        Raises `InvalidSetting` where the site has no address that can be published.
        """
        self._file, self._override = settings_file, override or {}
        self._settings = self._read()
        self.url = url_of(self._settings)

    @property
    def content(self) -> Path:
        """The content folder."""
        return Path(self._settings["PATH"])

    @property
    def settings_file(self) -> str:
        """As `Builder.settings_file` says."""
        return self._file.name

    def _read(self, **override: Any) -> dict[str, Any]:
        settings: dict[str, Any] = read_settings(
            str(self._file), override={"NYSPOR_PREVIEW": False, **self._override, **override}
        )
        return settings

    def build(self, staging: Release, now: str = "") -> SiteDescription:
        """As `Builder.build` says."""
        override = {
            "OUTPUT_PATH": str(staging.site),
            "NYSPOR_FORMS_LIST": str(staging.private / FORMS_LIST),
            "NYSPOR_COMMITS_CONTENT": True,
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
        if drop_outdated(index_folder(settings), WITHDRAWN):
            for file in staging.private.glob(SEARCH_FILES):
                file.unlink()
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
        settings, folder = self._settings, self._folder
        brand = brand_of(settings)
        files = [
            *sorted(folder.glob("*.py")),
            folder / SETTINGS_FILE,
            *([brand.file, *(file for _, _, file in brand.files)] if brand.file else ()),
            *map(Path, settings.get("NYSPOR_INPUTS", ())),
        ]
        found = {_name_of_file(folder, file): file for file in files if file.is_file()}
        plugins = folder / PLUGINS
        for place, name in {plugins: PLUGINS, **{p: n for _, p, n in self._places()}}.items():
            if place.is_file():
                found[name] = place
            for file in sorted(place.rglob("*")):
                if file.is_file() and "__pycache__" not in file.parts:
                    found[f"{name}/{file.relative_to(place).as_posix()}"] = file
        return found

    def places(self) -> dict[str, list[str]]:
        """As `Builder.places` says."""
        found: dict[str, list[str]] = {}
        for setting, _, name in self._places():
            found.setdefault(setting, []).append(name)
        return found

    @property
    def _folder(self) -> Path:
        return self._file.absolute().parent

    def _places(self) -> Iterator[tuple[str, Path, str]]:
        """The settings that name a folder of inputs, or a file: the setting, the path, and what it is called."""
        for setting in PLACES:
            value = self._settings.get(setting) or ()
            for number, each in enumerate([value] if isinstance(value, str) else value):
                path = Path(each).absolute()
                if path != ENGINE_FOLDER:
                    yield setting, path, _name_below(self._folder, path, f"{setting}-{number}")


PLACES = ("NYSPOR_SITE_THEME", "NYSPOR_MAGAZINES", "NYSPOR_PLACES", "THEME", LIST_OF_PLACES)
"""Settings that name what pages are made from outside the content: folders, and the file with the counts of members."""

DIGEST_LENGTH = 16
"""Hexadecimal digits: 64 bits."""

PLUGINS = "plugins"
"""The folder of a site's own plugins."""


def _name_of_file(folder: Path, file: Path) -> str:
    return _name_below(folder, file.absolute(), file.name)


def _name_below(folder: Path, path: Path, otherwise: str) -> str:
    """What an input is called: its path below the site's folder; outside it says nothing of the machine's folders."""
    if path.is_relative_to(folder) and ".." not in path.parts:
        return path.relative_to(folder).as_posix()
    return f"elsewhere/{otherwise}"


def content_digests(settings: Mapping[str, Any]) -> Mapping[str, str]:
    """The beginning of the digest of each text's bytes, by file, as the build cache has it: enough to see a change."""
    cache = settings.get(CACHE)
    entries = cache.sources.entries if cache else {}
    return {file: entry.digest[:DIGEST_LENGTH] for file, entry in entries.items()}


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
        comments=_digests(
            comment.id
            for key, found in library.comments.items()
            if key in library.entries
            for comment in found
        ),
        ideas=_digests(idea.slug for idea in library.ideas),
    )


def _digests(ids: Iterable[str]) -> tuple[str, ...]:
    """What tells such ids apart and says nothing of what they name: one may be made from a resident's words."""
    return tuple(sorted(sha256(each.encode()).hexdigest()[:DIGEST_LENGTH] for each in ids))


def pelican_class(settings: Mapping[str, Any]) -> type[Pelican]:
    """The class that the settings name, as Pelican's own command finds it."""
    kind = settings["PELICAN_CLASS"]
    if isinstance(kind, str):
        kind = pydoc.locate(kind)
    found: type[Pelican] = kind
    return found
