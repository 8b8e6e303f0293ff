"""The facts that findings are made from: plain values, read at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from nyspor.problems import Problem


@dataclass(frozen=True)
class Machine:
    """What runs: Python's version (major, minor), the engine's, and that of what is served ('' where unknown)."""

    python: tuple[int, int]
    engine: str
    published_by: str = ""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the settings."""


@dataclass(frozen=True)
class Rights:
    """Paths with the wrong rights: read by others, not writable for us, written by others."""

    exposed: tuple[str, ...] = ()
    unwritable: tuple[str, ...] = ()
    open_to_all: tuple[str, ...] = ()


@dataclass(frozen=True)
class Disk:
    """A file system: bytes and inodes, free for us and in all (0 inodes where it counts none)."""

    path: str
    free: int
    total: int
    free_inodes: int = 0
    inodes: int = 0


@dataclass(frozen=True)
class Clock:
    """The newest moment that something says it happened at, and what says so; whether the clock is set over the network
    (None: unknown)."""

    newest: datetime | None = None
    source: str = ""
    synchronized: bool | None = None


@dataclass(frozen=True)
class MailServer:
    """The mail server `host:port`, '' for none. `failure` is why it let us not in, `domain_failure` why the sender's
    domain receives no mail; '' where they do. None: not tried."""

    server: str = ""
    failure: str | None = None
    domain: str = ""
    domain_failure: str | None = None
    unknown_receivers: tuple[str, ...] = ()
    """The names that something is delivered to (`leveres_til`), and that do not stand in `staff.yaml`."""


@dataclass(frozen=True)
class Queue:
    """The mails of the database: how many wait, since when, and how many were given up; what is wrong with it."""

    waiting: int = 0
    oldest: datetime | None = None
    dead: int = 0
    last_reason: str = ""
    """What the mail server said to one of them: codes, never an address."""
    problems: tuple[str, ...] = ()
    """Message ids."""
    unusable: Problem | None = None


@dataclass(frozen=True)
class Answer:
    """What the web server answered to one request; `failure` where it did not. Names of headers are in small letters."""

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    failure: str = ""


@dataclass(frozen=True)
class Website:
    """The site at its address ('' for none), by path below it; `certificate_ends` is None without TLS, or where
    `certificate_failure` says why it does not hold. `manifest` is that of the release on the disk, None for none."""

    url: str = ""
    certificate_ends: datetime | None = None
    certificate_failure: str = ""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    manifest: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Publishing:
    """How publishing stands: what is served ('' for nothing), when it was published, when it changes by itself."""

    release: str = ""
    published: datetime | None = None
    due: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""
    held_since: datetime | None = None
    automatic: bool = True


@dataclass(frozen=True)
class Keys:
    """The public keys, the newest first; `failure` where they cannot be read; whether what is served bears one's
    signature (None: nothing is served)."""

    public: tuple[str, ...] = ()
    failure: str = ""
    is_signed: bool | None = None


@dataclass(frozen=True)
class Git:
    """The content's repository: `failure` is Git's own words, `pending` are changed files that are no drafts."""

    is_repository: bool = False
    failure: str = ""
    has_identity: bool = True
    pending: tuple[str, ...] = ()


@dataclass(frozen=True)
class Backups:
    """The backups: their folder ('' for none), the last one's name and time, and why it cannot be read ('' where it can,
    None where that was not tried to the end)."""

    folder: str = ""
    last: str = ""
    made: datetime | None = None
    failure: str | None = ""
    same_disk: bool = False


@dataclass(frozen=True)
class Upkeep:
    """Whether the service runs and answers; the end of what expires: the security contact's, and consents by file."""

    is_running: bool = False
    answers: bool = False
    listen: str = ""
    security_until: datetime | None = None
    consents: Mapping[str, date] = field(default_factory=dict)
    sign_in: Problem | None = None
    """Why nobody can sign in at the desk; None where people can, or there is no desk."""


@dataclass(frozen=True)
class Facts:
    """Everything that was found out at `now`; a part that could not be is None, and `unknown` says why, by its name."""

    now: datetime
    machine: Machine | None = None
    rights: Rights | None = None
    disks: tuple[Disk, ...] | None = None
    clock: Clock | None = None
    mail: MailServer | None = None
    queue: Queue | None = None
    website: Website | None = None
    publishing: Publishing | None = None
    keys: Keys | None = None
    git: Git | None = None
    backups: Backups | None = None
    upkeep: Upkeep | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
