"""The site that is examined: where it lies, and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nyspor.configuration.configuration import (
    Configuration,
    InvalidConfiguration,
    read_configuration,
)
from nyspor.desk.settings import desk_problems
from nyspor.forms_service.settings import InvalidSettings, Settings, settings_of
from nyspor.problems import Problem
from nyspor.publishing.release_store import ReleaseStore


@dataclass(frozen=True)
class Site:
    """A site and its settings. `settings` is None where they do not hold; `problems` says why, and what is wrong with the desk's."""

    folder: Path
    configuration: Configuration
    settings: Settings | None
    now: datetime
    problems: tuple[Problem, ...] = field(default=())

    def value(self, key: str) -> Any:
        """The value of a setting."""
        return self.configuration.value(key)

    def path(self, key: str) -> Path:
        """The path that a setting names."""
        named: Path = self.value(key)
        return self.folder / named

    @property
    def store(self) -> ReleaseStore:
        return ReleaseStore(self.path("publish.releases"))


def site_in(folder: Path, environ: Mapping[str, str], now: datetime) -> Site:
    """The site in a folder. Where its settings cannot be used, those by default are taken."""
    try:
        configuration = read_configuration(folder, environ)
    except InvalidConfiguration as invalid:
        return Site(folder, Configuration(folder, {}, environ), None, now, invalid.problems)
    desk = tuple(desk_problems(configuration))
    try:
        return Site(folder, configuration, settings_of(configuration), now, desk)
    except InvalidSettings as invalid_settings:
        return Site(folder, configuration, None, now, (*invalid_settings.problems, *desk))
