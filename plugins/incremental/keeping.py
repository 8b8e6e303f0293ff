"""Writes what must be written, knowing what the last build left."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress

from nyspor.outputs import Build, Output
from nyspor.tidying import is_ours, remove, remove_others
from plugins.incremental.keys import Keys, keys_of
from plugins.incremental.sources import RememberedSources


class Keeping:
    """The keeper of one build's outputs."""

    def __init__(self, build: Build, sources: RememberedSources) -> None:
        self._library = build.library
        self._sources = sources
        self._memory = sources.memory
        self._folder, self._environment, self._retained = sources.place

    def write(self, outputs: Mapping[str, Output], make: Callable[[list[Output]], None]) -> None:
        """Make what is new or gone, remove what left the site, and remember."""
        partner = self._sources.partner
        if partner and not partner.first:
            partner.write(outputs, [], make)
        memory = self._memory
        ours = is_ours(self._folder)
        known = memory.known_outputs()
        unsure = memory.was_cut_off or not known
        keys = self._keys(outputs)
        stale = [
            output
            for path, output in outputs.items()
            if known.get(path) != keys[path] or not self._is_there(path)
        ]
        gone = known.keys() - keys.keys()
        if stale or gone:
            memory.set_out([*(output.path for output in stale), *gone])
        if partner:
            partner.write(outputs, stale, make)
        elif stale:
            self.make(stale, make)
        if ours:
            self._remove(gone, outputs, everything=unsure)
        if stale or gone or memory.learnt or unsure:
            memory.arrive(keys, self._sources.gate and tuple(self._sources.gate))

    def make(self, outputs: list[Output], make: Callable[[list[Output]], None]) -> None:
        make(outputs)

    def _keys(self, outputs: Mapping[str, Output]) -> dict[str, bytes]:
        memory = self._memory
        keys = Keys(self._environment, self._library, memory.records, memory.digest)
        return keys_of(outputs.values(), keys)

    def _is_there(self, path: str) -> bool:
        try:
            os.stat(path if path.startswith("/") else f"{self._folder}/{path}")
        except OSError:
            return False
        return True

    def _remove(self, gone: set[str], outputs: Mapping[str, Output], everything: bool) -> None:
        """Remove what left the site; `everything` that is not the site's, where it is not known what lies there."""
        if everything:
            remove_others(self._folder, outputs, self._retained)
        for path in gone:
            with suppress(FileNotFoundError, NotADirectoryError):
                remove(self._folder, path)
