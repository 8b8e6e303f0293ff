"""What the outbox stores: submissions, their mails, and the states of both."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from nyspor.text.mail_addresses import normalize_address

FOLLOW = "follow"
"""The field with which somebody asks to be told each time something happens with what was sent."""


def normal_address(written: str) -> str:
    """An e-mail address in its normal form: NFC, lower case, the domain in ASCII."""
    return normalize_address(unicodedata.normalize("NFC", written)).casefold()


def mailbox_address(written: str) -> str:
    """The mailbox that an address leads to, in its normal form: that of `offer+1@post.example` is `offer@post.example`."""
    local, at, domain = normal_address(written).rpartition("@")
    return (local.partition("+")[0] or local) + at + domain


def moment(seconds: float) -> datetime:
    """A stored time, in seconds since 1970 (UTC), as a datetime."""
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True)
class Submission:
    """What a resident sent in."""

    id: str
    kind: str  # of the form: "comment", "signup", "idea" or a plugin's
    entry: str  # "posts/stien-aabner", "" for an idea
    idempotency_key: (
        bytes  # keyed hash of the content, the target and the person; b"" once it is replaced
    )
    person_hash: bytes  # keyed hash of the address
    network: str
    received: datetime
    values: Mapping[str, str]
    review_note: str = ""  # why an editor should review it carefully
    consent: str = ""  # version of the text that was consented to
    mailbox_hash: bytes = field(default=b"", compare=False)
    """The keyed hash of the mailbox, the same for all its plus-addresses. It is counted, and not read again."""

    @property
    def follows(self) -> bool:
        """Whether its sender has asked to be told each time something happens with it."""
        return bool(self.values.get(FOLLOW))

    @property
    def wants_decision(self) -> bool:
        """Whether its sender has asked to be told what is decided on it."""
        return self.follows or bool(self.values.get("notify"))


@dataclass(frozen=True)
class Mail:
    """A complete message, ready to be sent; its id is the left part of its Message-ID."""

    id: str
    submission: str  # "" if none
    purpose: str  # "editor" | "receipt" | "decision" | "undo" | "reminder"
    recipient: str
    message: bytes


@dataclass(frozen=True)
class Claim:
    """A mail to be sent now. `since` is when a server first answered with a temporary failure, `reason` the last one."""

    mail: Mail
    tries: int = 0
    since: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class StoredSubmission:
    """A submission and its state: waiting, approved, rejected, kept, expired or forgotten.

    "kept" is the state of a form that is not moderated. A submission that a correction has replaced is
    "rejected". Of an expired or forgotten one the submission is deleted.
    """

    id: str
    state: str
    changed: datetime
    submission: Submission | None
    edited: Mapping[str, str] | None = None
    """Its values as an editor corrected them, beside the original in `submission`."""

    @property
    def latest(self) -> Submission | None:
        """The submission as it is published: with an editor's corrections."""
        if self.submission is None or self.edited is None:
            return self.submission
        return replace(self.submission, values=self.edited)


@dataclass(frozen=True)
class Decision:
    """What an editor has decided about a submission: publish, reject or undo.

    `editor` is a key in `staff.yaml`, '' for one who used a link in a mail, or the terminal. The resident is told the
    `reason`; with `tell` also where they have not asked to be told. `changes` are the fields that the editor corrected.
    """

    submission: str
    action: str
    at: datetime
    editor: str = ""
    reason: str = ""
    tell: bool = False
    changes: Mapping[str, str] = field(default_factory=dict)


DROPPED = "dropped"
"""The reason of an expired mail that was put aside for good before its submission expired."""

HELD = datetime(9999, 1, 1, tzinfo=UTC)
"""The due time of a mail that waits for a build of the site, which makes it due at once."""

RECEIPT = "receipt"
"""The purpose of the mail to a resident that says what was received."""

AFTER_BUILD, ANSWERED = "decision-publish", "answer"
TELL_OF_PAGE = (AFTER_BUILD, ANSWERED)
"""The purposes of mails that say that something can be read on the site: a text, or an answer to it."""


@dataclass(frozen=True)
class AwaitingBuild:
    """What waits for a build of the site, at the time the build begins.

    `since` is when (POSIX seconds) a decision last changed the content folder; `mails` are the held mails:
    (id, when it was queued).
    """

    since: float | None = None
    mails: tuple[tuple[str, float], ...] = ()

    def __bool__(self) -> bool:
        return self.since is not None or bool(self.mails)


@dataclass(frozen=True)
class MailRecord:
    """A mail's state: queued, delivered, dead (a dead letter), expired or forgotten."""

    id: str
    submission: str
    purpose: str
    state: str
    tries: int
    due: datetime
    changed: datetime
    reason: str  # "451 4.7.1 RCPT": what the server said last; never an address

    @property
    def held(self) -> bool:
        """Whether it waits for a build of the site."""
        return self.state == "queued" and self.due >= HELD


@dataclass(frozen=True)
class QueueState:
    """The number of mails in each state; how many of the queued ones are `held` until the site is built, and since when
    the `oldest` of the others waits.

    `waiting_for` is what most of those that have failed were told, `dead_since` and `dead_of` since when there are
    dead letters, and what most of them were told.
    """

    counts: Mapping[str, int]
    held: int = 0
    oldest: datetime | None = None
    waiting_for: str = ""
    dead_since: datetime | None = None
    dead_of: str = ""


@dataclass(frozen=True)
class IntegrityReport:
    """The number of mails in each state, and integrity problems: (message id, id of the row)."""

    counts: Mapping[str, int]
    problems: tuple[tuple[str, str], ...]
