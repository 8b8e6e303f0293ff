"""What an upgrade changes: the files of a site before and after the migrations from its schema to the current one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from nyspor.content.schema import FILE, OLDEST, SCHEMA, read_schema, schema_text
from nyspor.migrations import from_schema_1
from nyspor.migrations.site import SETTINGS, Migrated, MigrationError, Site
from nyspor.problems import Problem

MIGRATIONS: Mapping[int, Callable[[Site], Migrated]] = {1: from_schema_1.migrate}
"""By a schema: how a site is brought from it to the next."""

SCHEMA_PATH = f"content/{FILE}"

LAST = (SETTINGS, SCHEMA_PATH)
"""What is written last, in this order: an upgrade that was interrupted sees by them that it is to go on."""


@dataclass(frozen=True)
class FileChange:
    """A file of the site before and after; None where there is none."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class Upgrade:
    """The changes in the order in which they are made, and what is left for somebody to decide."""

    schema: int
    changes: tuple[FileChange, ...]
    notes: tuple[Problem, ...] = ()


def is_upgraded(path: str) -> bool:
    """Return whether a migration may look at the file at `path` in the site's folder."""
    folder, slash, _ = path.partition("/")
    if folder == "content":
        return path.endswith((".md", ".yaml"))
    return not slash or folder in ("theme", "plugins") or path in from_schema_1.shipped_files()


def plan_upgrade(files: Mapping[str, bytes], name: str, today: date) -> Upgrade:
    """Return what is to be changed in a site with these files, by path.

    `name` is what the site is called where no setting says so. Where something must be fixed first, nothing is
    changed, and the notes say what.
    """
    raw = files.get(SCHEMA_PATH)
    schema, problems = (OLDEST, []) if raw is None else read_schema(raw, SCHEMA_PATH)
    if problems:
        return Upgrade(schema, (), tuple(problems))
    try:
        after, notes = _migrate(files, schema, name, today)
    except MigrationError as error:
        return Upgrade(schema, (), error.problems)
    return Upgrade(schema, _changes(files, after), tuple(notes))


def _migrate(
    files: Mapping[str, bytes], schema: int, name: str, today: date
) -> tuple[Mapping[str, bytes], list[Problem]]:
    notes: list[Problem] = []
    for step in range(schema, SCHEMA):
        migrated = MIGRATIONS[step](Site(files, name, today))
        files = {**migrated.files, SCHEMA_PATH: schema_text(step + 1).encode()}
        notes += migrated.notes
    return files, notes


def _changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    changed = [path for path in {*before, *after} if before.get(path) != after.get(path)]
    changed.sort(key=lambda path: (LAST.index(path) if path in LAST else -1, path))
    return tuple(FileChange(path, before.get(path), after.get(path)) for path in changed)
