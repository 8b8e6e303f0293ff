"""Writes what must be written, knowing what the last build left."""

from __future__ import annotations

import gc
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import partial
from math import inf
from pathlib import Path

from nyspor.addresses import output_path
from nyspor.model.kinds import Entry
from nyspor.outputs import Build, File, Maker, Output, Planner, Same, replan
from nyspor.tidying import is_empty, is_ours, make_way, remove, remove_others
from plugins.incremental.collecting import HARDLY_EVER, SELDOM, few_collections
from plugins.incremental.keys import Keys, keys_of
from plugins.incremental.memory import digest_of
from plugins.incremental.partner import WORTH_WHILE
from plugins.incremental.sources import Planned, RememberedSources
from plugins.incremental.state import Showing, State, Written


class Keeping:
    """The keeper of one build's outputs."""

    def __init__(self, build: Build, sources: RememberedSources) -> None:
        self._build = build
        self._library = build.library
        self._sources = sources
        self._memory = sources.memory
        self._folder, self._environment, self._surroundings, self._retained = sources.place

    def write(self, planned: Planner, make: Maker) -> None:
        """Make what is new or gone, remove what left the site, and remember."""
        self._was_empty = is_empty(self._folder)
        self._ours = is_ours(self._folder, self._memory.known_outputs(), self._retained)
        retold = self._retold()
        if retold is not None:
            self._write_some(retold, make)
        # Whoever waits for a text has it by now, and what somebody has altered is seen to after that.
        lost = altered(self._folder, self._memory.last)
        if retold is None or lost:
            self._write_all(planned, make, lost)
        if self._memory.lasting:
            self._memory.library = self._library

    # --- where the last plan holds ---------------------------------------------------------------

    def _retold(self) -> Mapping[str, Output] | None:
        """The outputs that show what is new, where no other can be different; None where some can."""
        retold, memory = self._sources.retold(), self._memory
        if retold is None or memory.was_cut_off:
            return None
        last = memory.last
        if memory.library:
            records = memory.records
            self._library.inherit(
                memory.library, [records[file].held("key") for file in retold.files]
            )
        wanted = showing(last.whole, retold.files) | showing(last.listed, retold.listed)
        files = {file for path in wanted for file in last.whole.get(path, ())}
        entries = [self._library.by_file[file] for file in sorted(files)]
        answers = replan.send(self._build, entries=entries, wanted=wanted)
        told = {output.path: output for _, answer in answers for output in answer}
        return {path: told[path] for path in sorted(wanted)} if wanted <= told.keys() else None

    def _write_some(self, outputs: Mapping[str, Output], make: Maker) -> None:
        """Make what shows something new: all else is as it was."""
        last = self._memory.last
        if outputs:
            self._memory.set_out(outputs)
            self._make_way(outputs)
            self.make(self._noted(outputs.values()), make)
        if outputs or self._memory.learnt:
            keys, written = last.keys | self._keys(outputs), last.written | self._written(outputs)
            self._memory.arrive(keys, written, last.whole, last.listed, self._gate(), last.plan)

    # --- where anything may be new ---------------------------------------------------------------

    def _write_all(self, planned: Planner, make: Maker, lost: Collection[str]) -> None:
        outputs, same = self._plan_all(planned, () if lost else self._steady())
        partner = self._sources.partner
        if partner and not partner.first:
            partner.write(outputs, [], make)
        memory = self._memory
        known = memory.known_outputs()
        unsure = not self._was_empty and (memory.was_cut_off or not known or bool(lost))
        keys = self._keys(outputs)
        stale = [
            output
            for path, output in outputs.items()
            if known.get(path) != keys[path] or path in lost
        ]
        keys |= {path: known[path] for path in same}
        gone = known.keys() - keys.keys()
        made = [output.path for output in stale]
        if stale or gone:
            memory.set_out([*made, *gone])
        self._make_way(made)
        for path in lost & outputs.keys():
            self._discard(outputs[path])
        stale = self._noted(stale)
        last = memory.last
        told = ((path, output.whole) for path, output in outputs.items())
        listed = ((path, output.listed) for path, output in outputs.items())
        shown = shown_by(told, last.whole, same), shown_by(listed, last.listed, same)
        many = len(stale) > WORTH_WHILE
        with few_collections(SELDOM if many else HARDLY_EVER):
            if partner:
                partner.write(outputs, stale, make)
            elif stale:
                self.make(stale, make)
        # They hold all that they were made from, and what is to be kept takes its room.
        del outputs, stale
        self._library.cards.clear()
        if many:
            gc.collect()
        if self._ours:
            self._remove(gone, keys, everything=unsure)
        left = {path: last.written[path] for path in keys if path in last.written}
        memory.arrive(keys, left | self._written(made), *shown, self._gate(), self._plan())

    def _plan_all(
        self, planned: Planner, steady: Collection[str]
    ) -> tuple[dict[str, Output], set[str]]:
        """All outputs, and the paths of those that are as they were."""
        outputs: dict[str, Output] = {}
        same: set[str] = set()
        for path, output in planned(steady).items():
            if isinstance(output, Same):
                same.add(path)
            else:
                outputs[path] = output
        if same <= self._memory.last.keys.keys():
            return outputs, same
        # What is not known to lie there cannot be said to be as it was.
        return self._plan_all(planned, ())

    def _steady(self) -> frozenset[str]:
        """The files of posts and stories, and the addresses of subjects, whose pages are as they were,
        whatever else is new."""
        moved, memory, library = self._sources.moved(), self._memory, self._library
        if moved is None or memory.was_cut_off:
            return frozenset()
        files = {entry.file for entry in moved}
        shown = showing(memory.last.whole, files) | showing(memory.last.listed, files)
        links = {f"link {file}" for file in files}
        linking = {f for f, said in memory.records.items() if not links.isdisjoint(said.seen_whole)}
        alone = (
            entry.file
            for entry in library.steady_beside(moved)
            if output_path(library.address(entry)) not in shown and entry.file not in linking
        )
        told_anew = [*moved, *map(library.by_file.__getitem__, linking)]
        return frozenset((*alone, *library.subjects_without(told_anew)))

    def make(self, outputs: list[Output], make: Maker) -> None:
        make(outputs)

    def _make_way(self, paths: Iterable[str]) -> None:
        """Remove what stands where outputs are to lie, if the folder is ours."""
        if self._ours and not self._was_empty:
            for path in paths:
                if not path.startswith("/"):
                    make_way(self._folder, path)

    def _discard(self, output: Output) -> None:
        """Remove an altered output that would be taken for the right one, since its name is right."""
        if isinstance(output, File) and output.named_by_content:
            (self._folder / output.path).unlink(missing_ok=True)

    def _noted(self, outputs: Iterable[Output]) -> list[Output]:
        """The outputs; when one that lies outside the folder is made, the digest of its bytes is noted."""
        self._digests: dict[str, str] = {}

        def noted(output: File) -> bytes:
            raw = output.make()
            self._digests[output.path] = digest_of(raw)
            return raw

        return [
            output._replace(make=partial(noted, output))
            if isinstance(output, File) and output.path.startswith("/")
            else output
            for output in outputs
        ]

    def _written(self, paths: Iterable[str]) -> dict[str, Written]:
        """How these outputs, which were only just made, were left."""
        found: dict[str, Written] = {}
        for path in paths:
            if path.startswith("/"):
                found[path] = self._digests[path]
            else:
                left = os.lstat(self._folder / path)
                found[path] = (left.st_mtime_ns, left.st_size)
        return found

    def _keys(self, outputs: Mapping[str, Output]) -> dict[str, bytes]:
        memory = self._memory
        keys = Keys(self._environment, self._library, memory.records, memory.digest)
        return keys_of(outputs.values(), keys)

    def _gate(self) -> object:
        return self._sources.gate and tuple(self._sources.gate)

    def _plan(self) -> object:
        until = self._library.next_change
        now = self._library.now.timestamp()
        return tuple(Planned(self._surroundings, now, until.timestamp() if until else inf))

    def _remove(self, gone: set[str], outputs: Iterable[str], everything: bool) -> None:
        """Remove what left the site; `everything` that is not the site's, where it is not known what lies there."""
        if everything:
            remove_others(self._folder, outputs, self._retained)
        for path in gone:
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                remove(self._folder, path)


def altered(folder: Path, last: State) -> set[str]:
    """The outputs that do not lie there as the last build left them."""
    try:
        where = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return set(last.keys)
    try:
        written = last.written
        return {path for path in last.keys if not _is_as_left(path, written.get(path), where)}
    finally:
        os.close(where)


def _is_as_left(path: str, left: Written | None, where: int) -> bool:
    """Whether an output lies there as it was left; `where` is the output folder, opened."""
    try:
        if isinstance(left, str):
            return digest_of(Path(path).read_bytes()) == left
        found = os.stat(path, dir_fd=where, follow_symlinks=False)
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and left == (found.st_mtime_ns, found.st_size)


def showing(shown: Showing, files: Collection[str]) -> set[str]:
    """The outputs that show any of these files' entries."""
    wanted = set(files)
    return {path for path, entries in shown.items() if not wanted.isdisjoint(entries)}


def shown_by(
    outputs: Iterable[tuple[str, Iterable[Entry]]], last: Showing, same: Iterable[str]
) -> Showing:
    """The files of the entries that outputs show; those that are the `same` as they were show what they
    showed at the last build."""
    found = {path: last[path] for path in same if path in last}
    for path, entries in outputs:
        if entries:
            found[path] = tuple([entry.file for entry in entries])
    return found
