"""Links that show one text to somebody without access to the desk, until a day: signed, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

LONGEST = 30
"""In days."""


class LinkEnded(Exception):
    """The link is none of ours, or is no longer valid."""


@dataclass(frozen=True)
class SharedPages:
    """Signs and reads the links."""

    secret: str

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.secret, salt="nyspor.desk.shared", signer_kwargs={"digest_method": sha256}
        )

    def sign(self, file: str, days: int, now: datetime) -> tuple[str, datetime]:
        """Return the token of a link to a text, and when it ends: after so many days, `LONGEST` at most."""
        end = now + timedelta(days=max(1, min(days, LONGEST)))
        return str(self._serializer().dumps([file, int(end.timestamp())])), end

    def read(self, token: str, now: datetime) -> str:
        """Return the file of the text that a link shows. Raises `LinkEnded`."""
        try:
            file, end = self._serializer().loads(token)
        except (BadSignature, ValueError, TypeError):
            raise LinkEnded from None
        if now.timestamp() > int(end):
            raise LinkEnded
        return str(file)
