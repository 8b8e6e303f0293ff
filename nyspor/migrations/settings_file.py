"""The variables that a site has been run with, written into its first `nyspor.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nyspor.configuration.configuration import Configuration
from nyspor.configuration.settings import FILE, SETTINGS, Value
from nyspor.migrations.upgrade import FileChange, Upgrade
from nyspor.scaffold.settings_file import settings_file_text, with_values


def with_settings_file(
    planned: Upgrade, files: Mapping[str, bytes], given: Mapping[str, Value]
) -> Upgrade:
    """Return an upgrade that also writes `nyspor.toml` with what is `given` in the environment, by key.

    A file that is there is left as it is: what the environment says goes on winning over it.
    """
    if FILE in files or (planned.notes and not planned.changes):
        return planned
    migrated = next((change.after for change in planned.changes if change.path == FILE), None)
    if migrated is None and not given:
        return planned
    text = with_values(migrated.decode(), given) if migrated else settings_file_text(given)
    others = [change for change in planned.changes if change.path != FILE]
    return replace(planned, changes=(FileChange(FILE, None, text.encode()), *others))


def settings_given(configuration: Configuration) -> dict[str, Value]:
    """Return the values that the environment gives and that a file may hold, by key."""
    return {
        setting.key: configuration.value(setting.key)
        for setting in SETTINGS
        if setting.in_file and configuration.is_from_environment(setting.key)
    }
