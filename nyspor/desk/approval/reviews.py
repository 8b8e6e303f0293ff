"""The way of a text to publication: who has asked for approval, and who gave it to which version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nyspor.content.collection import is_published
from nyspor.desk.database import DeskDatabase
from nyspor.desk.store.texts import WorkingText
from nyspor.model.kinds import Entry
from nyspor.model.values import Status


class Stage(StrEnum):
    """Where a text is on its way."""

    DRAFT = "draft"
    CORRECTION = "correction"
    """A correction of a published text, for which nobody has been asked yet."""
    ASKED = "asked"
    APPROVED = "approved"
    PLANNED = "planned"
    CHANGED = "changed"
    """Planned, and changed since it was approved, so that it does not come out."""
    PUBLISHED = "published"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Review:
    """A text that somebody was asked to read; `digest` is that of the version that it was asked for or decided on."""

    file: str
    digest: str
    asked_by: str
    asked: datetime
    note: str = ""
    decided_by: str = ""
    approved: bool = False
    answer: str = ""
    decided: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.decided_by

    def approves(self, digest: str) -> bool:
        """Return whether this very version is approved."""
        return self.approved and self.digest == digest

    @property
    def is_sent_back(self) -> bool:
        """Whether whoever asked is to put something right."""
        return bool(self.decided_by) and not self.approved


def stage_of(
    entry: Entry | None, review: Review | None, text: WorkingText, plan_holds: bool, now: datetime
) -> Stage:
    """Return where a text is that says `entry` as it is typed; one that cannot be read is a draft.

    `plan_holds` says that a planned text is as it was approved, or needs no approval.
    """
    is_correction = text.correction is not None
    if entry and entry.status is not Status.DRAFT and not is_correction:
        if entry.status is Status.HIDDEN:
            return Stage.HIDDEN
        if is_published(entry, now.timestamp()):
            return Stage.PUBLISHED
        if plan_holds:
            return Stage.PLANNED
        return Stage.ASKED if review and review.is_open else Stage.CHANGED
    if review and review.is_open:
        return Stage.ASKED
    if review and review.approves(text.digest):
        return Stage.APPROVED
    return Stage.CORRECTION if is_correction else Stage.DRAFT


class Reviews:
    """The reviews in the desk's database, one for each text."""

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def all(self) -> Mapping[str, Review]:
        """Return every review by file."""
        with self._database.transaction() as db:
            rows = db.execute("SELECT * FROM reviews").fetchall()
        return {row["file"]: _review(row) for row in rows}

    def find(self, file: str) -> Review | None:
        """Return the review of a text."""
        with self._database.transaction() as db:
            row = db.execute("SELECT * FROM reviews WHERE file = ?", (file,)).fetchone()
        return _review(row) if row else None

    def ask(self, file: str, digest: str, person: str, note: str, now: datetime) -> None:
        """Note that somebody asks for approval of a version."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO reviews (file, digest, asked_by, asked, note) VALUES (?, ?, ?, ?, ?)",
                (file, digest, person, now.isoformat(), note),
            )

    def decide(
        self, file: str, digest: str, person: str, approved: bool, answer: str, now: datetime
    ) -> None:
        """Note that somebody approved a version, or gave the text back."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE reviews SET digest = ?, decided_by = ?, decided = ?, approved = ?, answer = ? WHERE file = ?",
                (digest, person, now.isoformat(), approved, answer, file),
            )

    def end(self, file: str) -> None:
        """Forget the review of a text: it is published, or a draft again."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM reviews WHERE file = ?", (file,))


def _review(row: Mapping[str, object]) -> Review:
    values = {
        name: str(row[name])
        for name in ("file", "digest", "asked_by", "note", "decided_by", "answer")
    }
    decided = str(row["decided"])
    return Review(
        **values,
        asked=datetime.fromisoformat(str(row["asked"])),
        approved=bool(row["approved"]),
        decided=datetime.fromisoformat(decided) if decided else None,
    )
