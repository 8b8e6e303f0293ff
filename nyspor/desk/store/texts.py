"""Reading and saving the texts: the file is the truth, every save is a commit, and nobody overwrites what they have not seen.

Where a correction of a published text waits for approval, it is what is read and saved; the file stays as it is until the
correction is accepted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import RLock

from nyspor.content.entry_reader import ParsedEntry
from nyspor.content.loader import is_entry_file
from nyspor.desk.database import DeskDatabase
from nyspor.desk.store.commits import Commits
from nyspor.desk.store.corrections import Correction, Corrections
from nyspor.desk.store.journal import remove_old
from nyspor.desk.store.merging import merged
from nyspor.desk.store.parsed_texts import parsed_text
from nyspor.forms_service.publishing import remove_file, write_durably
from nyspor.model.kinds import Entry
from nyspor.publishing.content_history import ContentHistory, GitFailed
from nyspor.staff.records import StaffMember
from nyspor.urls import EntryLocation, locate_entry

MARK = "desk-commits"
"""The file in the data folder that is there while a text is committed."""


class UnknownText(LookupError):
    """There is no such text in the content folder."""


class TextClash(Exception):
    """Somebody else has changed the same lines since the text was opened.

    `current` is what stands there now, `own` what was to be saved, `base` the digest of what it changes.
    """

    def __init__(self, current: WorkingText, own: bytes, base: str) -> None:
        self.current, self.own, self.base = current, own, base
        super().__init__(current.file)


class ChangedMeanwhile(Exception):
    """The text is not what was seen any more."""


@dataclass(frozen=True)
class WorkingText:
    """A text by its path in the content folder, and its bytes as they are worked on.

    Those are the file's, or those of the `correction` that waits; then `published` is what the file says. Both `clash` where
    they change the same lines.
    """

    file: str
    raw: bytes = field(repr=False)
    correction: Correction | None = None
    published: bytes = field(default=b"", repr=False)
    clash: bool = False

    @classmethod
    def of(cls, file: str, raw: bytes, waiting: Correction | None) -> WorkingText:
        """A text whose file says `raw`, with the correction that waits, brought forward to that."""
        if waiting is None:
            return cls(file, raw)
        own = waiting.raw if waiting.base == raw else merged(waiting.base, raw, waiting.raw)
        if own == raw:  # the file says it already
            return cls(file, raw)
        return cls(file, waiting.raw if own is None else own, waiting, raw, own is None)

    @property
    def digest(self) -> str:
        return digest_of(self.raw)

    @property
    def in_file(self) -> WorkingText:
        """The text as its file says it."""
        return WorkingText(self.file, self.published) if self.correction else self

    @property
    def kind(self) -> str:
        return self._location.kind

    @property
    def entry(self) -> Entry | None:
        """What the text says; None where that cannot be read."""
        return self._parsed.entry

    @property
    def title(self) -> str:
        """What it is called; its file where that cannot be read."""
        return self.entry.title if self.entry else self.file

    @property
    def known(self) -> Entry | None:
        """The same; of a text that cannot be read what its lines tell of its status and its date."""
        return self._parsed.known

    @property
    def _parsed(self) -> ParsedEntry:
        return parsed_text(self.file, self.raw)

    @property
    def _location(self) -> EntryLocation:
        location = locate_entry(self.file)
        assert location
        return location


def digest_of(raw: bytes) -> str:
    """Return what a version of a text is known by."""
    return sha256(raw).hexdigest()


IsHeld = Callable[[WorkingText, WorkingText], bool]
"""Whether a change, from one text to another, waits for approval beside the file. It may raise what keeps it from being saved."""


def never_held(before: WorkingText, after: WorkingText) -> bool:
    """Let every change into the file."""
    return False


@dataclass(frozen=True)
class Texts:
    """The texts of a content folder. `history` is None where the folder is in no Git repository."""

    content: Path
    history: ContentHistory | None
    database: DeskDatabase
    clock: Callable[[], datetime]
    _lock: RLock = field(default_factory=RLock)

    def read(self, file: str) -> WorkingText:
        """Return a text as it is now, and remember it, so that a save can tell what has changed. Raises `UnknownText`."""
        found = self.look_at(file)
        self.remember(found.raw)
        return found

    def remember(self, raw: bytes) -> str:
        """Remember a version of a text for some weeks; return its digest."""
        digest = digest_of(raw)
        with self.database.transaction(durable=False) as db:
            db.execute(
                "INSERT INTO versions VALUES (?, ?, ?)"
                " ON CONFLICT (digest) DO UPDATE SET opened = excluded.opened",
                (digest, raw, self.clock().isoformat()),
            )
        return digest

    def look_at(self, file: str) -> WorkingText:
        """Return a text as it is now, where nothing is to be saved of it. Raises `UnknownText`."""
        if not is_entry_file(file) or locate_entry(file) is None or ".." in file.split("/"):
            raise UnknownText(file)
        try:
            raw = (self.content / file).read_bytes()
        except OSError:
            raise UnknownText(file) from None
        return WorkingText.of(file, raw, Corrections(self.database).find(file))

    def version(self, digest: str) -> bytes | None:
        """Return the bytes that a text had when it was read; None where it was not read here."""
        with self.database.transaction() as db:
            row = db.execute("SELECT raw FROM versions WHERE digest = ?", (digest,)).fetchone()
        return bytes(row["raw"]) if row else None

    def brought_forward(self, text: WorkingText, base: str, own: bytes) -> tuple[bytes, str]:
        """Return what changes the version `base` as a change of the text as it is now, with the digest of that.

        It stays as it is where both have changed the same lines.
        """
        before = self.version(base)
        both = None if before is None else merged(before, text.raw, own)
        return (own, base) if both is None else (both, text.digest)

    def save(
        self,
        file: str,
        base: str,
        raw: bytes,
        author: StaffMember,
        message: str,
        is_held: IsHeld = never_held,
    ) -> WorkingText:
        """Save a text that was changed since it was read with the digest `base`; return it as it stands then.

        What others have changed meanwhile is merged. Where a correction waits, or the change `is_held`, the file stays as it is.
        Raises `UnknownText`; `TextClash` where the same lines were changed; what `is_held` raises.
        """
        with self._lock:
            current = self.look_at(file)
            raw = self._with_others(current, base, raw)
            changed = WorkingText(file, raw)
            if current.correction or (raw != current.raw and is_held(current, changed)):
                self._keep_correction(current, raw, author)
            else:
                if raw != current.raw:
                    write_durably(self.content, file, raw)
                self._record(file, author, message)
        remove_old(self.database, self.clock())
        return self.read(file)

    def _with_others(self, current: WorkingText, base: str, raw: bytes) -> bytes:
        """What was changed since the version `base`, with what others have changed since. Raises `TextClash`."""
        if current.correction and current.clash:
            if base == current.in_file.digest:  # the clash was settled
                return raw
            raise TextClash(current.in_file, raw, self.remember(current.correction.base))
        if current.digest == base:
            return raw
        before = self.version(base)
        both = None if before is None else merged(before, current.raw, raw)
        if both is None:
            raise TextClash(current, raw, base)
        return both

    def _keep_correction(self, current: WorkingText, raw: bytes, author: StaffMember) -> None:
        published, corrections = current.in_file.raw, Corrections(self.database)
        begun_by = current.correction.author if current.correction else author.key
        if raw == published:
            corrections.drop(current.file)
        elif raw != current.raw or current.clash:
            corrections.keep(Correction(current.file, published, raw, begun_by, self.clock()))

    def put(
        self, seen: WorkingText, raw: bytes, author: StaffMember | None, message: str
    ) -> WorkingText:
        """Write a text's file, which must still say what was seen; None is nobody of the staff. Raises `UnknownText`, `ChangedMeanwhile`."""
        with self._lock:
            if self.look_at(seen.file).in_file.raw != seen.in_file.raw:
                raise ChangedMeanwhile(seen.file)
            write_durably(self.content, seen.file, raw)
            self._record(seen.file, author, message)
        return self.read(seen.file)

    def accept(self, seen: WorkingText, author: StaffMember, message: str) -> WorkingText:
        """Let a text's file say what the correction says that was seen. Raises `UnknownText`, `ChangedMeanwhile`."""
        with self._lock:
            if self.look_at(seen.file) != seen or seen.clash:
                raise ChangedMeanwhile(seen.file)
            saved = self.put(seen, seen.raw, author, message)
            Corrections(self.database).drop(seen.file)
        return saved

    def create(self, file: str, raw: bytes, author: StaffMember, message: str) -> WorkingText:
        """Save a new text. Raises `FileExistsError`."""
        self.add(file, raw, author, message)
        return self.read(file)

    def add(self, file: str, raw: bytes, author: StaffMember, message: str) -> None:
        """Save a new file, a text or a picture; nothing of it is left where that fails.

        Raises `FileExistsError`, another `OSError`, or `GitFailed`.
        """
        with self._lock:
            if (self.content / file).exists():
                raise FileExistsError(file)
            write_durably(self.content, file, raw)
            try:
                self._record(file, author, message)
            except GitFailed:
                remove_file(self.content, file)
                raise

    def delete(self, file: str, author: StaffMember, message: str) -> None:
        """Delete a text; the history has it. It is left where that fails. Raises `UnknownText`, `GitFailed`."""
        with self._lock:
            self.look_at(file)
            self.remove(file, author, message)

    def remove(self, file: str, author: StaffMember, message: str) -> None:
        """Delete a file, a text or a picture, in the same way. Raises `OSError`, `GitFailed`."""
        with self._lock:
            raw = (self.content / file).read_bytes()
            remove_file(self.content, file)
            try:
                self._record(file, author, message)
            except GitFailed:
                write_durably(self.content, file, raw)
                raise

    def _record(self, file: str, author: StaffMember | None, message: str) -> None:
        if self.history:
            mark = self.database.folder / MARK
            try:
                Commits(self.history, mark).record(file, message, _named(author) if author else "")
            except OSError as error:  # the disk is full, say
                raise GitFailed(str(error)) from None


def _named(author: StaffMember) -> str:
    return f"{author.display_name} <{author.mailbox.address}>"
