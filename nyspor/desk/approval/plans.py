"""What was approved of the texts that are planned, and what happens where a text is changed before it comes out.

A planned text comes out of its file, which others can change by Git. So its approved bytes are kept: what has been changed since
is not published, but made a draft again when it is due, and whoever wrote and approved it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from sqlite3 import Row

from nyspor.content.collection import is_published, is_scheduled
from nyspor.desk.database import DeskDatabase
from nyspor.desk.forms.text_form import EditedText
from nyspor.desk.people.permissions import Rules
from nyspor.desk.store.text_file import NotUtf8
from nyspor.desk.store.texts import ChangedMeanwhile, Texts, UnknownText, WorkingText
from nyspor.front_matter.editing import CannotEdit
from nyspor.model.kinds import Entry
from nyspor.model.values import Status
from nyspor.problems import N_, Problem

MARGIN = timedelta(minutes=1)
"""How long before it is due a text is looked at: the build that follows takes a moment to begin."""


@dataclass(frozen=True)
class Plan:
    """A planned text: its bytes as they were approved, and who wrote and who approved them, by key in staff.yaml.

    `held` is when it was due and not published, since it had been changed; None where that has not happened.
    """

    file: str
    raw: bytes = field(repr=False)
    writer: str
    approver: str
    held: datetime | None = None

    def is_changed(self, text: WorkingText) -> bool:
        """Return whether the file of a text is not what was approved."""
        return text.in_file.raw != self.raw


def plan_holds(plan: Plan | None, text: WorkingText, rules: Rules) -> bool:
    """Return whether a planned text is as it was approved, or needs no approval."""
    return plan is None or not rules.needs_approval(text.kind) or not plan.is_changed(text)


def begins_at(entry: Entry | None, now: datetime) -> str:
    """Return when a text is to come out by itself, in POSIX seconds, as the page of the text has it; '' for at once."""
    return f"{entry.date_start:.0f}" if entry and is_scheduled(entry, now) else ""


def is_as_asked(asked: str, entry: Entry | None, now: datetime) -> bool:
    """Return whether a text comes out when whoever pressed the button was asked about it; its moment may have come meanwhile."""
    begins = begins_at(entry, now)
    return asked == begins or (
        not begins and entry is not None and asked == f"{entry.date_start:.0f}"
    )


class Plans:
    """The plans in the desk's database, one for each text."""

    def __init__(self, database: DeskDatabase) -> None:
        self._database = database

    def all(self) -> Mapping[str, Plan]:
        """Return every plan by file."""
        with self._database.transaction() as db:
            rows = db.execute("SELECT * FROM plans").fetchall()
        return {row["file"]: _plan(row) for row in rows}

    def find(self, file: str) -> Plan | None:
        """Return the plan of a text."""
        with self._database.transaction() as db:
            row = db.execute("SELECT * FROM plans WHERE file = ?", (file,)).fetchone()
        return _plan(row) if row else None

    def keep(self, plan: Plan) -> None:
        """Keep what was approved, in place of what was before."""
        with self._database.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO plans (file, raw, writer, approver) VALUES (?, ?, ?, ?)",
                (plan.file, plan.raw, plan.writer, plan.approver),
            )

    def renew(self, text: WorkingText, approver: str) -> None:
        """Note that somebody has approved a planned text as its file is now."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE plans SET raw = ?, approver = ? WHERE file = ? AND held = ''",
                (text.in_file.raw, approver, text.file),
            )

    def hold(self, file: str, now: datetime) -> None:
        """Note that a text was due and was not published."""
        with self._database.transaction() as db:
            db.execute(
                "UPDATE plans SET held = ?, told = 0 WHERE file = ?", (now.isoformat(), file)
            )

    def untold(self) -> list[Plan]:
        """Return those that were held and that nobody has got a mail about."""
        with self._database.transaction() as db:
            rows = db.execute("SELECT * FROM plans WHERE held != '' AND NOT told").fetchall()
        return [_plan(row) for row in rows]

    def told(self, file: str) -> None:
        """Note that the mails about a text are queued."""
        with self._database.transaction() as db:
            db.execute("UPDATE plans SET told = 1 WHERE file = ?", (file,))

    def drop(self, file: str) -> None:
        """Forget the plan of a text: it has come out, or is planned no more."""
        with self._database.transaction() as db:
            db.execute("DELETE FROM plans WHERE file = ?", (file,))


def _plan(row: Row) -> Plan:
    held = datetime.fromisoformat(row["held"]) if row["held"] else None
    return Plan(row["file"], bytes(row["raw"]), row["writer"], row["approver"], held)


def hold_changed(texts: Texts, rules: Rules, now: datetime) -> Iterator[Problem]:
    """Make drafts of the planned texts that are due and not as they were approved; give the problem of one that cannot be made one.

    Raises `GitFailed`.
    """
    plans = Plans(texts.database)
    for plan in plans.all().values():
        try:
            text = texts.look_at(plan.file).in_file
            if not _is_due(text, now):
                continue
            if not plan_holds(plan, text, rules):
                draft = EditedText.of(text.file, text.raw).with_field("status", Status.DRAFT.word)
                plans.hold(plan.file, now)
                texts.put(
                    text, draft, None, f"{text.title}: ikke udgivet, ændret efter godkendelsen"
                )
            else:
                plans.drop(plan.file)
        except UnknownText:
            plans.drop(plan.file)
        except (CannotEdit, NotUtf8, ChangedMeanwhile):
            yield Problem(
                plan.file,
                N_("The text has been changed since it was approved, and is due."),
                N_("Write “status: kladde” in it, or ask for approval at the desk."),
            )


def _is_due(text: WorkingText, now: datetime) -> bool:
    entry = text.entry
    return entry is not None and is_published(entry, (now + MARGIN).timestamp())
