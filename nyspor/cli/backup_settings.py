"""Where backups are put and how many are kept, by the site's settings."""

from __future__ import annotations

from pathlib import Path

from nyspor.backup.retention import DEFAULT_KEEP


def backup_folder() -> Path | None:
    """Return the folder of the setting `backup.folder`; None where it is not set."""
    return None


def backup_keep() -> int:
    """Return the setting `backup.keep`."""
    return DEFAULT_KEEP
