"""Finds outputs that show more of an entry than they declare, and would go stale when that changes.

While an output is made, every field that is read of an entry is compared with the inputs that the output
declares: of an entry in `whole` everything, of one in `listed` what lists may show, of a track or a
programme that goes with these its name and colour, of any other entry only what it is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nyspor.checks import library as library_module
from nyspor.incremental import output_writer
from nyspor.incremental.output_keys import LISTED_FIELDS, related_on_page
from nyspor.model.document import Body
from nyspor.model.kinds import Entry
from nyspor.site.build_plan import Maker, Output, Write

NAME = frozenset(("slug", "file", "lang", "key", "kind"))
"""What an entry is called, which follows from where its file lies."""

BESIDE = {"tracks": ("track", ("title", "colour")), "programmes": ("programme", ("title",))}
"""What is shown of an entry wherever another belongs to it."""

DERIVED = frozenset(("date_start", "date_end", "date_year", "order", "has_picture", "seats"))
"""Worked out from fields that lists may show."""


class Undeclared(Exception):
    """An output reads a field that its key does not cover."""

    def __init__(self, output: str, file: str, field: str) -> None:
        super().__init__(f"{output} reads {field} of {file}, which its key does not cover")


class Audit:
    """Holds what is read of entries against what the output in hand declares."""

    def __init__(self) -> None:
        self._output: Output | None = None
        self.fields: frozenset[str] = frozenset()

    @contextmanager
    def during(self, output: Output) -> Iterator[None]:
        """For the time of the block, `output` is made."""
        self._whole = {entry.file for entry in output.whole}
        self._listed = {entry.file for entry in output.listed}
        self._beside = {name for e in (*output.whole, *output.listed) for name in self._names(e)}
        self._output = output
        try:
            yield
        finally:
            self._output = None

    def _names(self, entry: Entry) -> list[str]:
        return related_on_page(entry, self.references[entry.key])

    references: Any = None

    def check(self, entry: Entry, field: str) -> None:
        """Raise `Undeclared` where the output in hand may not read that field of that entry."""
        output, self._output = self._output, None
        if output is None:
            return
        try:
            if field in NAME or entry.file in self._whole:
                return
            if entry.file in self._listed and (field in LISTED_FIELDS or field in DERIVED):
                return
            kind, shown = BESIDE.get(entry.kind, ("", ()))
            if field in shown and f"{kind} {entry.slug}" in self._beside:
                return
            raise Undeclared(output.path, entry.file, field)
        finally:
            self._output = output


def audit_outputs() -> None:
    """Make every output of the builds in this process under an audit, one after the other."""
    audit = Audit()
    read, part = Entry.__getattribute__, library_module._LazyAttribute.__getitem__

    def read_field(self: Entry, name: str) -> Any:
        if name in DERIVED or name in type(self).model_fields:
            audit.check(self, name)
        return read(self, name)

    def body_of(self: Any, key: str) -> Any:
        found = part(self, key)
        return (
            AuditedBody(audit, self._readings[key].entry, found) if self._name == "body" else found
        )

    def make(outputs: list[Output], maker: Maker, alone: bool) -> Write:
        library = maker.args[1].library  # type: ignore[attr-defined]
        audit.references = library.references
        for output in outputs:
            library.view_cache.clear()
            with audit.during(output):
                maker([output])()
        return lambda: None

    Entry.__getattribute__ = read_field  # type: ignore[method-assign,assignment]
    library_module._LazyAttribute.__getitem__ = body_of  # type: ignore[method-assign]
    output_writer._make = make


class AuditedBody:
    """A body whose number of words lists may show, and all else only its own page."""

    def __init__(self, audit: Audit, entry: Entry, body: Body) -> None:
        self._audit, self._entry, self._body = audit, entry, body

    def __getattr__(self, name: str) -> Any:
        if name not in ("words", "anchors"):
            self._audit.check(self._entry, "text")
        return getattr(self._body, name)
