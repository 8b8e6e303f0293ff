"""The kinds of entry that a site adds itself: its plugins register them when its settings import them."""

from __future__ import annotations

import os
from pathlib import Path

from nyspor.model.kind_specs import RESERVED_FOLDERS, find_kind


def load_site_kinds(content: Path, settings: Path) -> None:
    """Import the settings file where a folder of `content` belongs to no kind that is known yet.

    Only there, since Pelican is slow to load and most sites add no kind.
    """
    if settings.is_file() and content.is_dir() and _has_unknown_folder(content):
        from pelican.settings import read_settings

        read_settings(str(settings))


def _has_unknown_folder(content: Path) -> bool:
    with os.scandir(content) as found:
        folders = [item.name for item in found if item.is_dir() and not item.name.startswith(".")]
    return any(name not in RESERVED_FOLDERS and find_kind(name) is None for name in folders)
