"""What this build knows of the last one, and what it leaves to the next."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from nyspor.checks import Content
from nyspor.content_folder import Stamp
from nyspor.model.library import Library
from nyspor.reading import Reading
from nyspor.whole_files import write_whole
from plugins.incremental.records import Record
from plugins.incremental.state import (
    Drawers,
    Kept,
    Location,
    Showing,
    State,
    Texts,
    Written,
    packed,
    unpacked,
)

TOO_YOUNG = 100_000_000
"""Nanoseconds: a file changed so shortly before it was looked at may change again under the same stamp."""

WHOLE_SECONDS = 2_000_000_000
"""The same (nanoseconds) where the disk tells the time in seconds only."""


class Memory:
    """The state of one output folder, and the digests of files, looked into only where their stamp is new.

    `records` are by file what entries said, `made` what other files did, with the digest of the bytes it
    was made from; `live` are readings, for as long as the process lives. It may serve one build after
    the other: each begins with `open` and ends with `close`. `arrived` are the records that the last
    finished build left, and `renewed` the files whose records are others since. Where the process is `lasting`,
    `library` is that of its last finished build, and `content` what it read last.
    """

    def __init__(self, folder: Path, lasting: bool) -> None:
        self.folder = folder
        self.lasting = lasting
        self._kept = Kept(folder)
        self.last = State()
        self._records: dict[str, Record] | None = None
        self.live: dict[str, Reading] = {}
        self.arrived: dict[str, Record] = {}
        self.renewed: set[str] = set()
        self.library: Library | None = None
        self.content: Content | None = None
        self._lock = -1
        self._left: object = None

    def open(self) -> None:
        """Take the folder for this build (a second build of it waits), and recall the last."""
        # Drafts are in it, which are nobody else's to read. Somebody may have removed it since the last build.
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._left is None or self._left != self._kept.stamps():
            self._recall()
        self.scanned = time.time_ns()
        self.learnt = False
        self.digests: dict[str, tuple[Stamp, str]] = {}
        self.made: dict[str, tuple[str, Any]] = {}

    def work_with(self, code: str) -> None:
        """Forget what was read by another `code` than this."""
        if self.last.code != code:
            self._records = {}
            self.arrived = {}
            self.live = {}
            self.library = self.content = None
            self.last = replace(self.last, records={}, made={}, gate=None, plan=None)
        self.code = code

    def _recall(self) -> None:
        self.last = self._kept.load()
        self._records = None
        self.renewed = set()
        self.live = {}
        self.library = self.content = None
        self.texts = Texts(self.folder, self.last.generation)

    @property
    def records(self) -> dict[str, Record]:
        """What entries said, by file; unpacked when somebody first asks."""
        if self._records is None:
            found = unpacked(self.last.records)
            self._records = {file: Record._make(said) for file, said in found}
            self.arrived = dict(self._records)
        return self._records

    def close(self) -> None:
        """Let others have the folder."""
        if self._lock >= 0:
            self.texts.close()
            os.close(self._lock)
            self._lock = -1

    def digest(self, path: str, stamp: Stamp | None = None) -> str:
        """The digest of a file's bytes, from its stamp where that can be trusted."""
        stamp = stamp or stamp_of(path)
        return self.trusted(path, stamp) or self.note(path, stamp, Path(path).read_bytes())

    def note(self, path: str, stamp: Stamp, raw: bytes) -> str:
        """Remember the digest of what was read under this stamp."""
        digest = digest_of(raw)
        self.hear(path, stamp, digest)
        return digest

    def hear(self, path: str, stamp: Stamp, digest: str) -> None:
        """Remember the digest of what lies there under this stamp."""
        self.learnt = True
        self.digests[path] = (stamp, digest)

    def trusted(self, path: str, stamp: Stamp) -> str:
        """The digest that the file had when it bore this stamp; empty where that is not sure."""
        known = self.digests.get(path)
        if known is None:
            known = self.last.digests.get(path)
            if known is None or known[0] != stamp or self._was_young(stamp):
                return ""
            self.digests[path] = known
        return known[1]

    def doubtful(self, prefix: str, stamps: Mapping[str, Stamp]) -> list[str]:
        """Of many files the few that may be others than at the last look; `prefix` makes paths of them."""
        sure = self.last.scanned - WHOLE_SECONDS
        known, trusted, found = self.last.digests, self.digests, []
        # What `trusted` would find one by one, in a tenth of the time.
        for file, stamp in stamps.items():
            path = prefix + file
            last = known.get(path)
            if last and last[0] == stamp and stamp[0] < sure and stamp[1] < sure:
                trusted[path] = last
            else:
                found.append(file)
        return found

    def _was_young(self, stamp: Stamp) -> bool:
        """Whether the file had only just been changed when the last build looked."""
        changed = max(stamp[0], stamp[1])
        uncertain = TOO_YOUNG if changed % 1_000_000_000 else WHOLE_SECONDS
        return changed >= self.last.scanned - uncertain

    def remember(self, file: str, record: Record) -> None:
        """Remember what a file's entry says now."""
        self.records[file] = record
        self.renewed.add(file)

    @property
    def was_cut_off(self) -> bool:
        """Whether the last build set out and did not arrive, so that half a file may lie about."""
        return (self.folder / "under-way").exists()

    def known_outputs(self) -> dict[str, bytes]:
        """The outputs that lie there, by path, with their keys.

        A build that was cut off may have written what it said it would: nothing is known of those.
        """
        try:
            doubtful = json.loads((self.folder / "under-way").read_bytes())
        except FileNotFoundError:
            return self.last.keys
        except ValueError:  # the power went before it was on the disk
            return {}
        return {**self.last.keys, **dict.fromkeys(doubtful, b"")}

    def set_out(self, paths: Iterable[str]) -> None:
        """Say what will be written or removed, before it is."""
        write_whole(self.folder / "under-way", json.dumps(sorted(paths)).encode())

    def arrive(
        self,
        keys: dict[str, bytes],
        written: dict[str, Written],
        whole: Showing,
        listed: Showing,
        gate: object,
        plan: object,
    ) -> None:
        """Leave the state to the next build, last of all."""
        self._gather_texts()
        self.texts.flush()
        self.last = State(
            self.code, self.texts.generation, self.scanned, self.digests, self._packed(), self.made,
            keys, written, whole, listed, gate, plan,
        )  # fmt: skip
        self._kept.save(self.last)
        self.arrived = dict(self.records)
        self.renewed.clear()
        self._left = self._kept.stamps()
        (self.folder / "under-way").unlink(missing_ok=True)
        self.texts.drop_others()

    def settle(self) -> None:
        """Leave what was learnt of the files to the next build, where all else is as it was."""
        self.last = replace(self.last, scanned=self.scanned, digests=self.digests)
        self._kept.save(self.last)
        self._left = self._kept.stamps()

    def _packed(self) -> Drawers:
        """The records as they are kept."""
        gone = self.arrived.keys() - self.records.keys()
        return packed(self.records, self.last.records, self.renewed | gone)

    def _gather_texts(self) -> None:
        """Put the texts that are wanted together, where most of what lies there is not."""
        if self.texts.is_mostly_waste(sum(record.text[2] for record in self.records.values())):
            wanted = {record.text for record in self.records.values()}
            moved = self.texts.gather(map(Location._make, wanted))
            for file, record in self.records.items():
                self.remember(file, record._replace(text=tuple(moved[Location(*record.text)])))
            # They know their texts by the old places.
            self.live.clear()


def stamp_of(path: str | Path) -> Stamp:
    found = os.stat(path)
    return (found.st_mtime_ns, found.st_ctime_ns, found.st_size)


def digest_of(raw: bytes) -> str:
    return blake2b(raw, digest_size=10).hexdigest()
