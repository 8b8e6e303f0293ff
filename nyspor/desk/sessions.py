"""Who is at the desk: a signed cookie of the desk's own, and the token that each of its forms carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest, new
from secrets import token_urlsafe

from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "nyspor-desk"
LIFETIME = timedelta(hours=12)
"""How long one stays signed in: a working day."""


@dataclass(frozen=True)
class Session:
    """A browser at the desk: whose it is, by key in staff.yaml, and since when."""

    id: str
    person: str
    begun: datetime


@dataclass(frozen=True)
class Sessions:
    """Makes and reads the cookie of a session."""

    secret: str

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret, salt="nyspor.desk.session", signer_kwargs={"digest_method": sha256}
        )

    def begin(self, person: str, now: datetime) -> tuple[Session, str]:
        """Return a new session, and the value of its cookie."""
        session = Session(token_urlsafe(16), person, now)
        begun = int(now.timestamp())
        return session, str(self._serializer().dumps([session.id, person, begun]))

    def read(self, cookie: str, now: datetime) -> Session | None:
        """Return the session of a cookie; None where it is none of ours, or has ended."""
        try:
            id, person, begun = self._serializer().loads(cookie)
            since = datetime.fromtimestamp(begun, now.tzinfo)
        except (BadSignature, ValueError, TypeError, OverflowError, OSError):
            return None
        if not timedelta(0) <= now - since + timedelta(seconds=1) <= LIFETIME:
            return None
        return Session(str(id), str(person), since)

    def form_token(self, session: Session) -> str:
        """Return the token that the forms of a session carry, against forms of other sites."""
        return new(self.secret.encode(), f"form {session.id}".encode(), sha256).hexdigest()

    def is_form_token(self, session: Session, token: str) -> bool:
        """Return whether a form was made for this session."""
        return compare_digest(self.form_token(session).encode(), token.encode("utf-8", "replace"))
