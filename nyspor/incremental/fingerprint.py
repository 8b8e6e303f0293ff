"""What decides the bytes of every output besides the content: code, settings, templates and translations."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import nyspor
from nyspor.incremental.file_index import FileIndex, files_below
from nyspor.site.build_plan import CACHE
from nyspor.site.settings import site_of
from nyspor.site.theme import theme_of

NOT_IN_OUTPUT = frozenset((
    "PATH", "OUTPUT_PATH", "THEME", "NYSPOR_SITE_THEME", "CACHE_PATH", "OUTPUT_RETENTION", "PELICAN_CLASS",
    "DEBUG", "NYSPOR_NOW", "NYSPOR_STATE", "NYSPOR_INPUTS", "NYSPOR_HOLD_BACK", CACHE,
))  # fmt: skip
"""Settings that decide where things lie, when it is, or what is logged, and no byte of an output."""

_MEMORY_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def code_digest(index: FileIndex, settings: Mapping[str, Any]) -> str:
    """A digest of Python, the installed packages, Nyspor, the plugins and the modules beside them."""
    digests = (f"{file} {index.digest(file)}" for file in sorted(set(_code_files(settings))))
    return _digest((sys.version, *_installed(), _stable(settings["PLUGINS"]), *digests))


def environment_digest(index: FileIndex, code: str, settings: Mapping[str, Any]) -> str:
    """A digest of the code, the settings, and the theme's templates and translations."""
    theme = theme_of(settings)
    folders = (*theme.template_folders, *(folder / "translations" for folder in theme.folders))
    written = (
        f"{name}={_stable(settings[name])}"
        for name in sorted(settings)
        if name not in NOT_IN_OUTPUT
    )
    templates = (
        f"{number} {os.path.relpath(file, folder)} {index.digest(file)}"
        for number, folder in enumerate(folders)
        for file in files_below(folder)
    )
    return _digest((code, repr(site_of(settings)), *written, *templates))


def _code_files(settings: Mapping[str, Any]) -> Iterator[str]:
    yield from _code_below([Path(nyspor.__file__).parent])
    for plugin in settings["PLUGINS"]:
        module = plugin if isinstance(plugin, ModuleType) else sys.modules.get(plugin)
        if module is None or not module.__file__:
            continue
        yield module.__file__
        folder = Path(module.__file__).parent
        # A module that lies among all that is installed says nothing about the modules beside it.
        if folder.name not in ("site-packages", "dist-packages"):
            yield from _code_below([folder])


def _code_below(folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        yield from (file for file in files_below(folder) if file.endswith((".py", ".po")))


def _installed() -> list[str]:
    """The installed packages, by the names of their metadata folders (name and version)."""
    places = [
        place for place in sys.path if place.endswith("site-packages") and os.path.isdir(place)
    ]
    return sorted(
        name for place in places for name in os.listdir(place) if name.endswith(".dist-info")
    )


def _stable(value: object) -> str:
    """A setting as text that is the same in every process."""
    if isinstance(value, FunctionType):
        return f"{value.__qualname__} {_code(value.__code__)}"
    if isinstance(value, dict):
        return repr([(name, _stable(item)) for name, item in value.items()])
    if isinstance(value, list | tuple):
        return repr([_stable(item) for item in value])
    if isinstance(value, set | frozenset):
        return repr(sorted(map(_stable, value)))
    return _MEMORY_ADDRESS.sub("", repr(value))


def _code(code: CodeType) -> str:
    constants = _MEMORY_ADDRESS.sub("", repr(code.co_consts))
    return _digest((code.co_code.hex(), constants, repr(code.co_names)))


def _digest(parts: Iterable[str]) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
