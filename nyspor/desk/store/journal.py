"""What was typed and not saved, and who has which text open: kept in the desk's database, for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nyspor.desk.database import DeskDatabase

KEPT_FOR = timedelta(days=30)
"""How long unsaved words are kept after they were typed, and versions after they were opened."""

OPEN_FOR = timedelta(minutes=1)
"""How long somebody counts as having a text open after their browser was heard last."""


@dataclass(frozen=True)
class Unsaved:
    """A file with words that were not saved; `base` is the digest of the version that they change.

    `draft` names the page on which they were typed, so that nobody's second tab overwrites what stands in the first.
    """

    draft: str
    base: str
    raw: bytes = field(repr=False)
    written: datetime


class Journal:
    """The unsaved words, by person, text and page."""

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def keep(self, person: str, file: str, words: Unsaved) -> None:
        """Keep words in place of those kept of the same page before; when this returns they are on the disk."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO unsaved VALUES (?, ?, ?, ?, ?, ?)",
                (person, file, words.draft, words.base, words.raw, words.written.isoformat()),
            )

    def all(self, person: str, file: str) -> list[Unsaved]:
        """Return somebody's unsaved words in a text, the newest first."""
        with self._database.transaction() as db:
            rows = db.execute(
                "SELECT * FROM unsaved WHERE person = ? AND file = ? ORDER BY written DESC",
                (person, file),
            ).fetchall()
        return [
            Unsaved(
                row["draft"], row["base"], bytes(row["raw"]), datetime.fromisoformat(row["written"])
            )
            for row in rows
        ]

    def drop(self, person: str, file: str, draft: str) -> None:
        """Forget somebody's words of a page: they are saved, or not wanted."""
        with self._database.transaction() as db:
            db.execute(
                "DELETE FROM unsaved WHERE person = ? AND file = ? AND draft = ?",
                (person, file, draft),
            )


class Presence:
    """Who has which text open."""

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def seen(self, person: str, file: str, now: datetime) -> Sequence[str]:
        """Note that somebody has a text open; return the others who have, by key."""
        with self._database.transaction(durable=False) as db:
            db.execute("DELETE FROM presence WHERE seen < ?", (_since(now, OPEN_FOR),))
            db.execute(
                "INSERT OR REPLACE INTO presence VALUES (?, ?, ?)", (file, person, _since(now))
            )
            rows = db.execute(
                "SELECT person FROM presence WHERE file = ? AND person <> ? ORDER BY person",
                (file, person),
            ).fetchall()
        return [row["person"] for row in rows]

    def left(self, person: str) -> None:
        """Note that somebody has no text open any more."""
        with self._database.transaction(durable=False) as db:
            db.execute("DELETE FROM presence WHERE person = ?", (person,))


def remove_old(database: DeskDatabase, now: datetime) -> None:
    """Delete unsaved words that are too old, and old versions that nothing refers to any more."""
    moment = _since(now, KEPT_FOR)
    with database.transaction() as db:
        db.execute("DELETE FROM unsaved WHERE written < ?", (moment,))
        db.execute(
            "DELETE FROM versions WHERE opened < ? AND digest NOT IN (SELECT base FROM unsaved)"
            " AND digest NOT IN (SELECT digest FROM reviews)",
            (moment,),
        )


def _since(now: datetime, ago: timedelta = timedelta()) -> str:
    return (now - ago).isoformat()
