"""A site as migrations see it: its files by their path in the site's folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nyspor.problems import Problem

SETTINGS, PUBLISH_SETTINGS, BRAND = "pelicanconf.py", "publishconf.py", "brand.yaml"


@dataclass(frozen=True)
class Site:
    """The files, what the site is called where nothing says so, and the day."""

    files: Mapping[str, bytes]
    name: str
    today: date


@dataclass(frozen=True)
class Migrated:
    """The files after a migration, and what it leaves for somebody to decide."""

    files: dict[str, bytes]
    notes: tuple[Problem, ...] = ()


class MigrationError(Exception):
    """The site has problems that must be fixed before it can be migrated."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(*(problem.message for problem in problems))
        self.problems = problems
