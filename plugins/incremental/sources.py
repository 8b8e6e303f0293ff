"""The content folder as it is read when one remembers what its files said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from math import inf
from pathlib import Path
from typing import NamedTuple, TypeVar

from pelican.log import console

from nyspor import addresses
from nyspor.addresses import place_of
from nyspor.checks import Content
from nyspor.checks.content import is_out
from nyspor.content_folder import Sources, Stamp, is_text, read_file, scan
from nyspor.markdown.body import Body
from nyspor.model.kinds import Entry
from nyspor.model.values import Status
from nyspor.reading import Reading, read_entry
from nyspor.report import READING, followed
from plugins.incremental.memory import Memory
from plugins.incremental.partner import Partner
from plugins.incremental.plain import NotPlain, plain, restored
from plugins.incremental.records import (
    STREAM,
    Record,
    light_entry,
    light_reading,
    record_of,
    restored_body,
)
from plugins.incremental.state import Location, LostText

Made = TypeVar("Made")


class Gate(NamedTuple):
    """What the checks of a build that passed counted on: the moment, until when they hold (POSIX seconds),
    the files and what could be opened of them as pictures, and the names in the vocabularies."""

    now: float
    until: float
    files: frozenset[str]
    pictures: frozenset[str]
    names: frozenset[str]


class Planned(NamedTuple):
    """What a plan counted on besides the content: a digest of what else it looked into, the moment, and
    until when it holds (POSIX seconds)."""

    surroundings: str
    now: float
    until: float


class Retold(NamedTuple):
    """The files of entries that say something new, where that moves no output and adds none: all of them,
    and those of which lists show something new."""

    files: Sequence[str]
    listed: Sequence[str]


class Place(NamedTuple):
    """Where the outputs lie, a digest of all that decides their bytes besides the content, one that counts
    in what is looked into besides, and what is to stay in the folder."""

    folder: Path
    environment: str
    surroundings: str
    retained: Sequence[str]


class RememberedSources(Sources):
    """Reads what is new, and recalls the rest."""

    def __init__(self, folder: Path, memory: Memory, place: Place) -> None:
        super().__init__(folder)
        self.memory = memory
        self.place = place
        self.partner: Partner | None = None
        self.stamps = scan(folder)
        self._prefix = f"{folder}/"
        self.gate: Gate | None = None
        self._doubted: set[str] = set()
        self._new: set[str] = set()

    @property
    def files(self) -> Collection[str]:
        return self.stamps.keys()

    def path(self, file: str) -> str:
        return self._prefix + file

    def digest(self, file: str) -> str:
        return self.memory.digest(self.path(file), self.stamps[file])

    # --- what is new -----------------------------------------------------------------------------

    @property
    def last_gate(self) -> Gate | None:
        """What the checks of the last build counted on."""
        gate = self.memory.last.gate
        return Gate(*gate) if gate else None

    @cached_property
    def changed(self) -> set[str] | None:
        """The files that came, went, or say something else than in the last build; None where that cannot
        be told."""
        if self.last_gate is None:
            return None
        known, before = self.memory.last.digests, self.last_gate.files
        doubtful = self.memory.doubtful(self._prefix, self.stamps)
        found = {file for file in doubtful if not self._is_as_it_was(file, known, before)}
        return found | (before - self.stamps.keys())

    def _is_as_it_was(
        self, file: str, known: Mapping[str, tuple[Stamp, str]], before: Collection[str]
    ) -> bool:
        """Whether a file says what it said, or nobody has read what it says: a licence, a file without a link."""
        path = self.path(file)
        if path not in known:
            return file in before
        return known[path][1] == self.digest(file)

    def nothing_is_new(self, now: float) -> bool:
        """Whether this build would be the last one once more, if that lies there still."""
        if self.last_gate is None or now >= self.last_gate.until:
            return False
        return self._plan_holds(now) and self.changed == set()

    def retold(self) -> Retold | None:
        """The entries that are told anew, where the last plan holds for all; None where it may not."""
        news = self._news()
        if news is None:
            return None
        arrived, records = self.memory.arrived, self.memory.records
        listed = []
        for file in news:
            old, new = arrived.get(file), records.get(file)
            if old is None or new is None or old.planned_by != new.planned_by:
                return None
            if old.listing != new.listing:
                listed.append(file)
        return Retold(news, listed)

    def moved(self) -> list[Entry] | None:
        """The posts and stories that came, went or say something else, each as it was and as it is; None
        where anything else may be other than in the last build."""
        news = self._news()
        if news is None:
            return None
        found = []
        for file in news:
            records = [known.get(file) for known in (self.memory.arrived, self.memory.records)]
            told = [record for record in records if record]
            if any(record.place[0] not in STREAM for record in told):
                return None
            if not told and not self._is_new_picture(file):
                return None
            found += [light_entry(record.place[0], record) for record in told]
        return found

    def _is_new_picture(self, file: str) -> bool:
        """Whether it is a picture that nobody counted on, since it was not there."""
        last, this = self.last_gate, self.gate
        if last is None or this is None:
            return False
        return file in this.pictures and file not in last.files

    def _news(self) -> list[str] | None:
        """The files that are new in any way, where the last plan is right but for these; None where more
        than content may be new."""
        if self.changed is None or self.partner or self._doubted or self.gate is None:
            return None
        return sorted(self.changed) if self._plan_holds(self.gate.now) else None

    def _plan_holds(self, now: float) -> bool:
        """Whether the last plan is right still, but for what the content says."""
        last = self.memory.last.plan
        if last is None:
            return False
        planned = Planned(*last)
        return planned.surroundings == self.place.surroundings and (
            planned.now <= now < planned.until
        )

    # --- entries ---------------------------------------------------------------------------------

    def to_read(self) -> list[str]:
        """The files of entries that are new, or say something new."""
        known = self.memory.records
        if self.changed is None:
            return [file for file in self._entry_files() if not self._is_known(file)]
        doubtful = self.changed | self.memory.renewed
        return [
            file
            for file in self._entry_files()
            if (file in doubtful or file not in known) and not self._is_known(file)
        ]

    def _entry_files(self) -> Iterator[str]:
        known = self.memory.records
        return (f for f in self.stamps if f in known or (is_text(f) and place_of(f)))

    def _is_known(self, file: str) -> bool:
        record = self.memory.records.get(file)
        return record is not None and record.digest == self.digest(file)

    def readings(self) -> list[Reading]:
        memory = self.memory
        new = self.to_read()
        self._new |= {*new, *self._doubted}
        for file in memory.records.keys() - self.stamps.keys():
            del memory.records[file]
            memory.live.pop(file, None)
        read = {file: self._read(file) for file in self._entry_files() if file in self._doubted}
        if self.partner and not self._doubted:
            read |= self.partner.read(new, self)
        else:
            read |= self.read_all([file for file in new if file not in read])
        return [*read.values(), *(self._live(f) for f in self._entry_files() if f not in read)]

    def _live(self, file: str) -> Reading:
        reading = self.memory.live.get(file)
        if reading is None:
            reading = self.memory.live[file] = self.recalled(file, self.memory.records[file])
        return reading

    def recalled(self, file: str, record: Record, read: Reading | None = None) -> Reading:
        """The reading that a record is of; where it was only just `read`, with what is known from that."""
        return light_reading(file, record, self._body, read)

    def read_all(self, files: Sequence[str]) -> dict[str, Reading]:
        """Read files, and show how far it is where they are many."""
        return {file: self.read(file) for file in followed(files, READING, console)}

    def read(self, file: str) -> Reading:
        """Read a file and remember what it says; of one with problems nothing is remembered."""
        reading = self._read(file)
        if reading.entry is None or reading.problems:
            self.memory.records.pop(file, None)
            self.memory.live.pop(file, None)
            return reading
        record = record_of(reading, self.digest(file), self.memory.texts.add)
        return self.adopt(file, record, reading)

    def adopt(self, file: str, record: Record, read: Reading | None = None) -> Reading:
        """Remember a record, and with it what is in the file; answers its reading."""
        self.memory.hear(self.path(file), self.stamps[file], record.digest)
        self.memory.remember(file, record)
        reading = self.memory.live[file] = self.recalled(file, record, read)
        return reading

    def _read(self, file: str) -> Reading:
        raw = Path(self.path(file)).read_bytes()
        self.memory.note(self.path(file), self.stamps[file], raw)
        place = place_of(file)
        assert place is not None
        return read_entry(raw, file, place)

    def _body(self, file: str, record: Record) -> Body:
        """The text of an entry; converted once more where it has been lost."""
        try:
            return restored_body(self.memory.texts.read(Location(*record.text)))
        except LostText:
            return read_file(self.folder, file, addresses.Place(*record.place)).body

    # --- all else --------------------------------------------------------------------------------

    def recall(self, file: str, make: Callable[[bytes], Made]) -> Made:
        digest = self.digest(file)
        known = self.memory.last.made.get(file)
        if known and known[0] == digest and file not in self._doubted:
            self.memory.made[file] = known
            made: Made = restored(known[1])
            return made
        made = super().recall(file, make)
        try:
            self.memory.made[file] = (digest, plain(made))
        except NotPlain:  # it has problems
            self.memory.made.pop(file, None)
        return made

    # --- the gate --------------------------------------------------------------------------------

    def settled(self, content: Content, now: datetime) -> frozenset[str]:
        """What was right when less was there that it could count on is right still."""
        # Before anybody asks it who bears which name.
        if self.memory.content:
            content.inherit(self.memory.content)
        if self.memory.lasting:
            self.memory.content = content
        self.gate = self._gate_of(content, now.timestamp())
        if self.partner:
            return frozenset(self.partner.others)
        last = self.last_gate
        # A build that found something wrong has arrived nowhere: what it read is to be looked over yet.
        changed = self._new | self.memory.renewed
        if last is None or self._doubted:
            return frozenset()
        if not self._only_grew(last, self.gate, content, changed):
            return frozenset()
        return frozenset(content.by_file.keys() - changed)

    def _gate_of(self, content: Content, now: float) -> Gate:
        ends = (record.expires for record in self.memory.records.values() if record.expires)
        words = content.vocabularies
        return Gate(
            now,
            min((end for end in ends if end > now), default=inf),
            frozenset(self.stamps),
            frozenset(content.pictures),
            frozenset((
                *(f"tema {slug}" for slug in words.topics),
                *(f"kommune {slug}" for slug in words.municipalities),
                *(f"person {slug}" for slug in words.people),
            )),
        )  # fmt: skip

    def _only_grew(self, last: Gate, this: Gate, content: Content, changed: set[str]) -> bool:
        return (
            last.now <= this.now < last.until
            and last.files <= this.files
            and last.pictures <= this.pictures
            and last.names <= this.names
            and all(self._still_serves(content.by_file.get(file), this.now) for file in changed)
        )

    def _still_serves(self, reading: Reading | None, now: float) -> bool:
        """Whether others can count on a changed entry for all that they could before."""
        old = self.memory.arrived.get(reading.file) if reading else None
        if reading is None or reading.entry is None:
            return False
        if old is None:
            return True
        was_out = old.held("status") != Status.DRAFT.value and old.held("began") <= now
        return reading.body.anchors.issuperset(old.anchors) and (
            not was_out or is_out(reading.entry, now)
        )

    def agreed(self) -> bool:
        """Whether the partner, who looked over the other half, found nothing either."""
        for reading in self.memory.live.values():
            reading.__dict__.pop("facts", None)  # the gate was the last to ask for all of them
        if self.partner is None or self.partner.agrees():
            return True
        self.partner = None
        return False

    def doubt(self, files: Collection[str]) -> bool:
        """Read again what is said to be wrong and was only recalled, so that its lines can be told."""
        if self.partner:
            self.partner.dismiss()
            self.partner = None
        recalled = {file for file in files if file in self.stamps and file not in self._doubted}
        self._doubted |= recalled
        self.memory.live.clear()
        return bool(recalled)
