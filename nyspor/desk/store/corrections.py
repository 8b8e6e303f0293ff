"""Corrections of published texts that wait for approval: kept in the desk's database, while the published file stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Row

from nyspor.desk.database import DeskDatabase


@dataclass(frozen=True)
class Correction:
    """What a text is to say, `raw`, in place of what it said when the correction was begun, `base`; `author` is a key in staff.yaml."""

    file: str
    base: bytes = field(repr=False)
    raw: bytes = field(repr=False)
    author: str
    written: datetime


class Corrections:
    """The corrections that wait, one for each text."""

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def all(self) -> Mapping[str, Correction]:
        """Return every correction by file."""
        with self._database.transaction() as db:
            rows = db.execute("SELECT * FROM corrections").fetchall()
        return {row["file"]: _correction(row) for row in rows}

    def find(self, file: str) -> Correction | None:
        """Return the correction of a text."""
        with self._database.transaction() as db:
            row = db.execute("SELECT * FROM corrections WHERE file = ?", (file,)).fetchone()
        return _correction(row) if row else None

    def keep(self, correction: Correction) -> None:
        """Keep a correction in place of the one that its text had; when this returns it is on the disk."""
        values = (correction.file, correction.base, correction.raw, correction.author, correction.written.isoformat())  # fmt: skip
        with self._database.transaction() as db:
            db.execute("INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?, ?)", values)

    def drop(self, file: str) -> None:
        """Forget the correction of a text: its file says it now, or nobody wants it."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM corrections WHERE file = ?", (file,))


def _correction(row: Row) -> Correction:
    written = datetime.fromisoformat(row["written"])
    return Correction(row["file"], bytes(row["base"]), bytes(row["raw"]), row["author"], written)
