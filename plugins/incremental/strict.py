"""For tests: a page that shows more of an entry than its key covers is not made, and says what it lacks.

Set `NYSPOR_STRICT`. Entries then know which output is being made; of one that the output tells whole all
may be read, of one that it lists what lists may show, and of any other nothing but the names that go with
these. Nothing is kept from page to page, so that each has to ask for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any

from nyspor.markdown.body import Body
from nyspor.model.kinds import Entry
from nyspor.outputs import Maker, Output, Planner, Same
from nyspor.reading import Reading
from plugins.incremental.keeping import Keeping
from plugins.incremental.records import HELD, LISTED, STREAM, WORKED_OUT, Record
from plugins.incremental.sources import RememberedSources

FREE = frozenset(("slug", "file", "lang", "key"))
"""What an entry is called, which follows from where its file lies."""

NAMED = {"spor": frozenset(("title", "colour")), "program": frozenset(("title",))}
"""What is shown of an entry wherever another belongs to it."""

FOLDERS = {"tracks": "spor", "programmes": "program"}


TEXT = "text"
"""An entry's body, as if it were a field."""


class Uncovered(Exception):
    """An output reads a field that its key does not cover: it would stay as it is when that changes."""

    def __init__(self, output: str, file: str, field: str) -> None:
        super().__init__(f"{output} reads {field} of {file}, which its key does not cover")


class Cover:
    """What the output that is being made may read."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self._records = records
        self._output = ""
        self._planning = False

    @contextmanager
    def during(self, output: Output) -> Iterator[None]:
        """Hold all reading to what the output says it is made from."""
        self._whole = {entry.file for entry in output.whole}
        self._listed = {entry.file for entry in output.listed}
        self._seen = {
            name
            for file in (*self._whole, *self._listed)
            for name in self._records[file].seen_whole
        }
        self._output = output.path
        try:
            yield
        finally:
            self._output = ""

    @contextmanager
    def planning(self) -> Iterator[None]:
        """Let no text be read, and of posts and stories only what is at hand: a build in which nothing of
        that is new does not plan everything."""
        self._planning = True
        try:
            yield
        finally:
            self._planning = False

    def check(self, kind: str, slug: str, file: str, field: str) -> None:
        """Raise `Uncovered` where the output may not read that field of that entry."""
        if self._planning and (field == TEXT or (kind in STREAM and field not in HELD)):
            raise Uncovered("the plan", file, field)
        if not self._output or field in FREE or file in self._whole:
            return
        if file in self._listed and (field in LISTED or field in WORKED_OUT):
            return
        name = FOLDERS.get(kind, "")
        if field in NAMED.get(name, ()) and f"{name} {slug}" in self._seen:
            return
        raise Uncovered(self._output, file, field)


class StrictSources(RememberedSources):
    """Recalls entries that are watched."""

    @cached_property
    def cover(self) -> Cover:
        return Cover(self.memory.records)

    def recalled(self, file: str, record: Record, read: Reading | None = None) -> Reading:
        reading = super().recalled(file, record)
        assert reading.entry is not None
        reading.entry.__dict__["_cover"] = self.cover
        reading.entry.__class__ = watched(type(reading.entry))
        return reading

    def retold(self) -> None:
        """Everything is planned, under watch."""

    def moved(self) -> None:
        """And everything is made."""

    def _body(self, file: str, record: Record) -> Body:
        kind, slug, _ = record.place
        self.cover.check(kind, slug, file, TEXT)
        return super()._body(file, record)


@cache
def watched(kind: type[Entry]) -> Any:
    """The kind, but each field that is read is asked about."""
    asked = {*kind.model_fields, *WORKED_OUT}

    def read(self: Any, name: str) -> Any:
        if name in asked:
            held = object.__getattribute__(self, "__dict__")
            held["_cover"].check(kind.kind, held["slug"], held["file"], name)
        return kind.__getattribute__(self, name)

    meta: Any = type(kind)
    return meta(kind.__name__, (kind,), {"__module__": __name__, "__getattribute__": read})


class Forgetful(dict[str, Any]):
    """Keeps nothing."""

    def __setitem__(self, key: str, value: Any) -> None:
        return


class StrictKeeping(Keeping):
    """Makes one output after the other, each held to its key."""

    def write(self, planned: Planner, make: Maker) -> None:
        def watched(steady: Collection[str]) -> Mapping[str, Output | Same]:
            assert isinstance(self._sources, StrictSources)
            with self._sources.cover.planning():
                return planned(steady)

        super().write(watched, make)

    def make(self, outputs: list[Output], make: Maker) -> None:
        self._library.__dict__["cards"] = Forgetful()
        assert isinstance(self._sources, StrictSources)
        for output in outputs:
            with self._sources.cover.during(output):
                make([output])
