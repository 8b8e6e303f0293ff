"""Writes the outputs whose key is new, that are missing, or that somebody altered; removes what left the site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from nyspor.files.output_folder import clear_path, is_empty, owns, remove_output, remove_stale
from nyspor.incremental.build_state import OutputRecord, StateFile
from nyspor.incremental.worker import WORTHWHILE, make_in_two_processes, may_fork
from nyspor.site.build_plan import File, Maker, Output, Write

Records = Mapping[str, OutputRecord]

MISSING = (0, 0)


def write(
    outputs: Mapping[str, Output],
    keys: Mapping[str, bytes],
    known: Records,
    folder: Path,
    retained: Sequence[str],
    state: StateFile,
    make: Maker,
    alone: bool,
) -> dict[str, OutputRecord]:
    """Make the output folder what is planned; return the record of each output.

    `known` is what the last build left. Where nobody else runs in this process (`alone`), large work
    is shared with a second one.
    """
    altered = _altered(folder, known)
    stale = _stale(outputs, keys, known, altered)
    gone = sorted(known.keys() - outputs.keys())
    # A folder that somebody altered may be an older copy, with files that have left the site since.
    uncertain = state.is_unfinished or bool(altered) or not (known or is_empty(folder))
    ours = owns(folder, known, retained)
    if stale or gone or uncertain:
        state.begin()
    changing = outputs if uncertain else stale
    # Pictures are written while pages are rendered.
    cleared = ours and _clear(folder, filter(_is_picture, changing.values()))
    for output in filter(_is_picture, stale.values()):
        # What lies there under its name would be taken for it, and may be altered.
        (folder / output.path).unlink(missing_ok=True)
    writing = [_make(list(stale.values()), make, alone)]
    # What lay there is as it was until here, where everything has been rendered.
    for path in _obstacles(gone, outputs):
        _remove(folder, path, known)
    cleared |= ours and _clear(folder, changing.values())
    if cleared:
        # Others may have been found through a link that is gone now.
        more = _stale(outputs, keys, known, _altered(folder, known))
        writing.append(
            _make([output for path, output in more.items() if path not in stale], make, alone)
        )
        stale |= more
    for write_them in writing:
        write_them()
    if ours and uncertain:
        remove_stale(folder, outputs, retained)
    for path in gone:
        _remove(folder, path, known)
    return {
        path: OutputRecord(keys[path], stamp(folder, path)) if path in stale else known[path]
        for path in outputs
    }


def stamp(folder: Path, path: str) -> tuple[int, int]:
    """When an output was last changed (nanoseconds) and its size in bytes, or `MISSING`.

    What lies outside the folder is known by its bytes (CRC-32 and size), since others write there too.
    """
    try:
        if path.startswith("/"):
            content = Path(path).read_bytes()
            return (crc32(content), len(content))
        found = os.stat(f"{folder}/{path}", follow_symlinks=False)
    except OSError:
        return MISSING
    return (found.st_mtime_ns, found.st_size)


def are_untouched(folder: Path, known: Records) -> bool:
    """Whether every output lies there as it was written."""
    return not _altered(folder, known)


def _altered(folder: Path, known: Records) -> set[str]:
    """The outputs that do not lie there as they were written."""
    return {path for path, record in known.items() if not _is_as_left(folder, path, record)}


def _is_as_left(folder: Path, path: str, record: OutputRecord) -> bool:
    return record.stamp == stamp(folder, path) != MISSING


def _stale(
    outputs: Mapping[str, Output], keys: Mapping[str, bytes], known: Records, altered: Set[str]
) -> dict[str, Output]:
    """The outputs that must be made."""
    return {
        path: output
        for path, output in outputs.items()
        if path in altered or path not in known or known[path].key != keys[path]
    }


def _obstacles(gone: Iterable[str], outputs: Mapping[str, Output]) -> Iterator[str]:
    """Files that left the site and lie where folders are to be now, or in folders where files are to be."""
    folders = {parent for path in outputs for parent in _parents(path)}
    for path in gone:
        if path in folders or any(parent in outputs for parent in _parents(path)):
            yield path


def _parents(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _remove(folder: Path, path: str, known: Records) -> None:
    """Remove an output that left the site, unless somebody put something else in its place."""
    if _is_as_left(folder, path, known[path]):
        with suppress(FileNotFoundError, NotADirectoryError):
            remove_output(folder, path)


def _is_picture(output: Output) -> bool:
    return isinstance(output, File) and output.named_by_content


def _clear(folder: Path, outputs: Iterable[Output]) -> bool:
    """Remove what outputs in the folder would collide with; return whether there was any."""
    within = (output.path for output in outputs if not output.path.startswith("/"))
    cleared = [path for path in within if clear_path(folder, path)]
    return bool(cleared)


def _make(outputs: list[Output], make: Maker, alone: bool) -> Write:
    if len(outputs) <= WORTHWHILE or not alone or not may_fork():
        return make(outputs)
    return make_in_two_processes(lambda half: make(list(half), 1), *_halves(outputs))


def _halves(outputs: Iterable[Output]) -> tuple[list[Output], list[Output]]:
    """Two halves: what is made from the same stays together; what lies outside the folder comes first."""
    halves: tuple[list[Output], list[Output]] = ([], [])
    turn, last = 0, ""
    for output in outputs:
        source = output.batch if isinstance(output, File) else ""
        if not source or source != last:
            turn = 1 - turn
        last = source
        halves[0 if output.path.startswith("/") else turn].append(output)
    return halves
