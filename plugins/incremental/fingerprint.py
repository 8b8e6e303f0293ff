"""What decides the bytes of a page besides the content: the code that reads and renders, and the settings."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from nyspor.outputs import looked_into
from nyspor.site_settings import site_of
from plugins.incremental.memory import Memory

ASIDE = frozenset((
    "PATH", "OUTPUT_PATH", "THEME", "CACHE_PATH", "OUTPUT_RETENTION", "PELICAN_CLASS",
    "NYSPOR_NOW", "NYSPOR_STATE", "NYSPOR_MEMORY", "NYSPOR_SOURCES", "NYSPOR_BUILD",
))  # fmt: skip
"""Settings that decide where things lie and when it is, and no byte of a page."""

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def code(memory: Memory, settings: Mapping[str, Any]) -> str:
    """A digest of Python, of the packages that are installed, and of the plugins' and Nyspor's own code."""
    modules = [find_spec("nyspor"), find_spec("plugins")]
    folders = [Path(spec.origin).parent for spec in modules if spec and spec.origin]
    files = [file for folder in folders for file in _code_in(str(folder))]
    files += sorted(set(_module_files(settings)) - set(files))
    digests = (memory.digest(file) for file in files)
    return _digest(sys.version, *_installed(), *digests)


def environment(memory: Memory, code: str, settings: Mapping[str, Any]) -> str:
    """A digest of the code, the settings, the theme's templates and words, and the site that pages are told of."""
    theme = Path(settings["THEME"])
    files = [file for part in ("templates", "translations") for file in _below(str(theme / part))]
    told = (f"{name}={_told(settings[name])}" for name in sorted(settings) if name not in ASIDE)
    return _digest(
        code,
        repr(site_of(settings)),
        *told,
        *(f"{os.path.relpath(f, theme)} {memory.digest(f)}" for f in files),
    )


def surroundings(memory: Memory, environment: str, settings: Mapping[str, Any]) -> str:
    """A digest of all that planning looks into besides the content."""
    answers = (answer for _, answer in looked_into.send(settings))
    files = [file for answer in answers for folder in answer for file in _files(str(folder))]
    return _digest(environment, *(f"{file} {memory.digest(file)}" for file in sorted(set(files))))


def _files(path: str) -> list[str]:
    """The file, or all below the folder."""
    return [path] if os.path.isfile(path) else _below(path)


def _module_files(settings: Mapping[str, Any]) -> Iterator[str]:
    """The files of the plugins that are others'."""
    for plugin in settings["PLUGINS"]:
        module = plugin if isinstance(plugin, ModuleType) else sys.modules.get(plugin)
        if module and module.__file__:
            yield module.__file__


def _code_in(folder: str) -> Iterator[str]:
    return (file for file in _below(folder) if file.endswith((".py", ".po")))


def _below(folder: str) -> list[str]:
    """All files below a folder, in order."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        found += [f"{root}/{name}" for name in names if not name.startswith(".")]
    return sorted(found)


def _installed() -> list[str]:
    """The packages that are installed, by the names of the folders that tell of them (name and version)."""
    places = [place for place in sys.path if place.endswith("site-packages")]
    return sorted(
        name
        for place in places
        if os.path.isdir(place)
        for name in os.listdir(place)
        if name.endswith(".dist-info")
    )


def _told(value: object) -> str:
    """A setting in words that are the same in every process."""
    if isinstance(value, FunctionType):
        return f"{value.__qualname__} {_code(value.__code__)}"
    if isinstance(value, dict):
        return repr([(name, _told(item)) for name, item in value.items()])
    if isinstance(value, list | tuple):
        return repr([_told(item) for item in value])
    if isinstance(value, set | frozenset):
        return repr(sorted(map(_told, value)))
    return _ADDRESS.sub("", repr(value))


def _code(code: CodeType) -> str:
    return _digest(code.co_code.hex(), _ADDRESS.sub("", repr(code.co_consts)), repr(code.co_names))


def _digest(*parts: str) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
