"""A digest of the code that a build or a check runs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import nyspor
from nyspor.incremental.file_index import FileIndex, files_below

_MEMORY_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def code_digest(index: FileIndex, plugins: Sequence[str | ModuleType]) -> str:
    """A digest of Python, the installed packages, Nyspor, the plugins and the modules beside them."""
    digests = (f"{file} {index.digest(file)}" for file in sorted(set(_code_files(plugins))))
    return digest_of_texts((sys.version, *_installed(), stable_text(plugins), *digests))


def _code_files(plugins: Sequence[str | ModuleType]) -> Iterator[str]:
    folders = {Path(nyspor.__file__).parent}
    for plugin in plugins:
        module = plugin if isinstance(plugin, ModuleType) else sys.modules.get(plugin)
        if module is None or not module.__file__:
            continue
        yield module.__file__
        folder = Path(module.__file__).parent
        # A module that lies among all that is installed says nothing about the modules beside it.
        if folder.name not in ("site-packages", "dist-packages"):
            folders.add(folder)
    yield from _code_below(folders)


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


def stable_text(value: object) -> str:
    """A setting as text that is the same in every process."""
    if isinstance(value, FunctionType):
        return f"{value.__qualname__} {_code(value.__code__)}"
    if isinstance(value, dict):
        return repr([(name, stable_text(item)) for name, item in value.items()])
    if isinstance(value, list | tuple):
        return repr([stable_text(item) for item in value])
    if isinstance(value, set | frozenset):
        return repr(sorted(map(stable_text, value)))
    return _MEMORY_ADDRESS.sub("", repr(value))


def _code(code: CodeType) -> str:
    constants = _MEMORY_ADDRESS.sub("", repr(code.co_consts))
    return digest_of_texts((code.co_code.hex(), constants, repr(code.co_names)))


def digest_of_texts(parts: Iterable[str]) -> str:
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
