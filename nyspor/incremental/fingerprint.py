"""What decides the bytes of every output besides the content: code, settings, templates and translations."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from nyspor.incremental.code_digest import digest_of_texts, stable_text
from nyspor.incremental.file_index import FileIndex, files_below
from nyspor.site.build_plan import CACHE
from nyspor.site.settings import site_of
from nyspor.site.theme import theme_of

NOT_IN_OUTPUT = frozenset((
    "PATH", "OUTPUT_PATH", "THEME", "NYSPOR_SITE_THEME", "CACHE_PATH", "OUTPUT_RETENTION", "PELICAN_CLASS",
    "DEBUG", "NYSPOR_NOW", "NYSPOR_STATE", "NYSPOR_PICTURES", "NYSPOR_INPUTS", "NYSPOR_PLACES", "NYSPOR_HOLD_BACK", CACHE,
))  # fmt: skip
"""Settings that decide where things lie, when it is, or what is logged, and no byte of an output."""


def environment_digest(index: FileIndex, code: str, settings: Mapping[str, Any]) -> str:
    """A digest of the code, the settings, and the theme's templates and translations."""
    theme = theme_of(settings)
    folders = (*theme.template_folders, *(folder / "translations" for folder in theme.folders))
    written = (
        f"{name}={stable_text(settings[name])}"
        for name in sorted(settings)
        if name not in NOT_IN_OUTPUT
    )
    templates = (
        f"{number} {os.path.relpath(file, folder)} {index.digest(file)}"
        for number, folder in enumerate(folders)
        for file in files_below(folder)
    )
    return digest_of_texts((code, repr(site_of(settings)), *written, *templates))
