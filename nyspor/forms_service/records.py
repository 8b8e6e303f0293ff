"""What the outbox keeps: submissions, the mails they lead to, and what has become of both."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from nyspor.text.mail_addresses import mail_address


def normal_address(written: str) -> str:
    """One spelling of an e-mail address, however it was typed; the domain as DNS has it."""
    return mail_address(unicodedata.normalize("NFC", written)).casefold()


@dataclass(frozen=True)
class Submission:
    """What a resident sent in."""

    id: str
    kind: str  # "comment" | "signup" | "idea"
    entry: str  # "posts/stien-aabner", "" for an idea
    key: bytes  # digest of all that was written, where and by whom; b"" once it is no longer looked for
    who: bytes  # keyed hash of the address
    network: str
    received: datetime
    values: Mapping[str, str]
    remark: str = ""  # why it is held for a closer look
    consent: str = ""  # version of the text that was consented to


@dataclass(frozen=True)
class Mail:
    """A whole message, ready to be sent; its id is the left part of its Message-ID."""

    id: str
    submission: str  # "" if none
    purpose: str  # "editor" | "receipt" | "decision" | "undo" | "reminder"
    recipient: str
    message: bytes


@dataclass(frozen=True)
class Claim:
    """A mail to be sent now. `since` is when a server first asked for it to be sent later."""

    mail: Mail
    tries: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Stored:
    """A submission and its state: waiting, approved, rejected, kept, expired or forgotten.

    "kept" is what nobody decides on: the latest of a person's sign-ups to a group. One that was corrected
    is "rejected", the state of what no longer counts. Of what is expired or forgotten the submission is gone.
    """

    id: str
    state: str
    changed: datetime
    submission: Submission | None


HELD = datetime(9999, 1, 1, tzinfo=UTC)
"""When a mail is due that waits for the site to be built; the build makes it due at once."""

AFTER_BUILD = "decision-publish"
"""The purpose of mails that say that something can be read on the site."""


@dataclass(frozen=True)
class Owed:
    """What waits for the site to be built, as it is when a build begins.

    `since` is when (POSIX seconds) the content folder last changed by a decision; `mails` are the mails held until
    then: (id, when it was queued).
    """

    since: float | None = None
    mails: tuple[tuple[str, float], ...] = ()

    def __bool__(self) -> bool:
        return self.since is not None or bool(self.mails)


@dataclass(frozen=True)
class MailRecord:
    """What has become of a mail: queued, delivered, dead, expired or forgotten."""

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
        """Whether it waits for the site to be built."""
        return self.state == "queued" and self.due >= HELD


@dataclass(frozen=True)
class Verdict:
    """How many mails are in each state, and what does not add up: (message id, id of the row)."""

    counts: Mapping[str, int]
    problems: tuple[tuple[str, str], ...]
