"""Who is at the desk: a signed cookie of the desk's own, and the token that each of its forms carries.

The cookie holds a random id, the database its digest: so a session can be ended from elsewhere, and ends when its person leaves
staff.yaml or gets another address there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest, new
from secrets import token_urlsafe
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from nyspor.desk.database import DeskDatabase
from nyspor.forms_service.records import moment, normal_address
from nyspor.staff.records import StaffMember

COOKIE = "nyspor-desk"
LIFETIME = timedelta(hours=12)
"""How long one stays signed in at most: a working day."""
IDLE = timedelta(hours=2)
"""How long one stays signed in without a sign of life."""
EXACT = timedelta(minutes=1)
"""How exactly it is noted when a session was last used, so that not every request writes."""


class Way(StrEnum):
    """How somebody signed in."""

    MAIL = "mail"
    PROXY = "proxy"
    TERMINAL = "terminal"
    PICKED = "picked"


@dataclass(frozen=True)
class Session:
    """A browser at the desk: whose it is, by key in staff.yaml, since when, and when it was last used."""

    id: str = field(repr=False)
    """The secret of the cookie; '' in lists."""
    number: int
    person: str
    mailbox: str = field(repr=False)
    way: str
    begun: datetime
    seen: datetime

    def is_of(self, member: StaffMember | None) -> bool:
        """Return whether it was begun by this member, with the address that they have now."""
        return member is not None and compare_digest(self.mailbox, mailbox_digest(member))


def mailbox_digest(member: StaffMember) -> str:
    """Return what tells whether somebody's address in staff.yaml is still the same."""
    return digest_of(normal_address(member.mailbox.address))


def digest_of(secret: str) -> str:
    """Return what the database knows of a secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Sessions:
    """Begins, finds and ends sessions. The first of the `secrets` signs, all verify."""

    secrets: Sequence[str] = field(repr=False)
    database: DeskDatabase

    def _serializer(self) -> URLSafeSerializer:
        # itsdangerous signs with the last one.
        return URLSafeSerializer(
            [*reversed(self.secrets)],
            salt="nyspor.desk.session",
            signer_kwargs={"digest_method": sha256},
        )

    def begin(self, member: StaffMember, way: Way, now: datetime) -> tuple[Session, str]:
        """Return a new session, and the value of its cookie. Its id is new, whatever cookie the browser has sent."""
        id, at = token_urlsafe(24), now.timestamp()
        row = (digest_of(id), member.key, mailbox_digest(member), str(way), at, at)
        with self.database.transaction() as db:
            sql = "INSERT INTO sessions (digest, person, mailbox, way, begun, seen) VALUES (?, ?, ?, ?, ?, ?)"
            number = db.execute(sql, row).lastrowid or 0
        session = Session(id, number, member.key, row[2], row[3], now, now)
        return session, str(self._serializer().dumps([id]))

    def read(self, cookie: str, now: datetime) -> Session | None:
        """Return the session of a cookie; None where it is none of ours, or has ended."""
        id = self._id_in(cookie)
        if id is None:
            return None
        with self.database.transaction() as db:
            row = db.execute("SELECT * FROM sessions WHERE digest = ?", (digest_of(id),)).fetchone()
            if row is None or is_over(row, now):
                return None
            if now - moment(row["seen"]) >= EXACT:
                sql = "UPDATE sessions SET seen = ? WHERE number = ?"
                db.execute(sql, (now.timestamp(), row["number"]))
        return _session(row, id)

    def has_made(self, cookie: str) -> bool:
        """Return whether a cookie is one of ours, though its session may have ended."""
        return self._id_in(cookie) is not None

    def _id_in(self, cookie: str) -> str | None:
        try:
            (id,) = self._serializer().loads(cookie)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(id)

    def all(self, now: datetime) -> list[Session]:
        """Return the sessions that have not ended, the latest first."""
        with self.database.transaction() as db:
            rows = db.execute("SELECT * FROM sessions ORDER BY number DESC").fetchall()
        return [_session(row) for row in rows if not is_over(row, now)]

    def end(self, *numbers: int) -> None:
        """End sessions, wherever they are."""
        with self.database.transaction() as db:
            db.executemany("DELETE FROM sessions WHERE number = ?", [(each,) for each in numbers])

    def form_token(self, session: Session) -> str:
        """Return the token that the forms of a session carry, against forms of other sites."""
        return new(session.id.encode(), b"form", sha256).hexdigest()

    def is_form_token(self, session: Session, token: str) -> bool:
        """Return whether a form was made for this session."""
        return compare_digest(self.form_token(session).encode(), token.encode("utf-8", "replace"))


def is_over(row: Mapping[str, Any], now: datetime) -> bool:
    """Return whether the session of a row has lasted too long, or was not used for too long."""
    return now - moment(row["begun"]) > LIFETIME or now - moment(row["seen"]) > IDLE


def _session(row: Mapping[str, Any], id: str = "") -> Session:
    begun, seen = moment(row["begun"]), moment(row["seen"])
    return Session(id, row["number"], row["person"], row["mailbox"], row["way"], begun, seen)
