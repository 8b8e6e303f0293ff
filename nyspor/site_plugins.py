"""The plugins in a site's own folder, which are loaded after the engine's."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import nyspor
from nyspor.console import in_words
from nyspor.problems import N_

ENGINE_FOLDER = (Path(nyspor.__file__).parent / "plugins").resolve()

PREFIX = "site_plugins_"
"""Begins the names of their modules, so that none takes the place of another module."""


def load_site_plugins(folder: Path) -> list[ModuleType]:
    """The plugins in a folder, in the order of their names; none where it is missing or the engine's own.

    Raises `SystemExit` with a message where one cannot be loaded.
    """
    if not folder.is_dir() or folder.samefile(ENGINE_FOLDER):
        return []
    return [_load(file) for file in sorted(folder.glob("*.py")) if not file.name.startswith("_")]


def _load(file: Path) -> ModuleType:
    name = PREFIX + file.stem
    spec = spec_from_file_location(name, file.resolve())
    assert spec
    assert spec.loader
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise SystemExit(
            in_words(
                N_("The plugin {path} cannot be loaded: {error}"),
                path=file,
                error=f"{type(error).__name__}: {error}",
            )
        ) from error
    return module
