"""What the hook signs, so that it knows it again: the preview's time, and the editor's links.

Each purpose has its own salt: what is signed for one is nothing for another. A token is bound to the
content it was made for by a digest, and has an end. It stands in an address, and web servers often refuse
paths with `/.` in them, so it begins with a letter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b, sha256
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from itsdangerous.encoding import base64_encode

STAMP_LASTS = timedelta(hours=24)
LINK_LASTS = timedelta(days=60)


class Action(StrEnum):
    """What an editor's link does."""

    PUBLISH = "publish"
    REJECT = "reject"
    UNDO = "undo"


class BadToken(Exception):
    """Not signed by us, not for this, or not for this content any more."""


class OldToken(BadToken):
    """Signed by us, but its time is over."""


@dataclass(frozen=True)
class Order:
    """What an editor's link says: do `action` with the submission `id`, whose content is `digest`."""

    action: Action
    id: str
    digest: str


@dataclass(frozen=True)
class Stamp:
    """How long ago the preview was shown, and whether the trap was filled."""

    age: timedelta
    trapped: bool


def digest_of(kind: str, entry: str, values: Mapping[str, str]) -> str:
    """A digest of what was written, for signing it and for knowing it again."""
    written = json.dumps([kind, entry, sorted(values.items())], ensure_ascii=True)
    return sha256(written.encode()).hexdigest()


def key_from(secret: str, purpose: str) -> bytes:
    """The key of the hashes for one purpose, which a secret leads to and which does not lead back."""
    return sha256(f"{purpose}\0{secret}".encode()).digest()


class PlainTokens(URLSafeSerializer):
    """The library's tokens, never compressed: it marks a compressed one with a dot in front.

    Compressed tokens are still read, since links in mails that were sent earlier are of that kind.
    """

    def dump_payload(self, obj: Any) -> bytes:
        """The JSON of a list in base64, which begins with `W`."""
        return base64_encode(self.serializer.dumps(obj, **self.serializer_kwargs).encode())


class Signer:
    """Signs with the first secret and understands all of them.

    Hashes are made with `keys`, by their purpose. Without any, the oldest secret leads to them.
    """

    def __init__(self, secrets: Sequence[str], keys: Mapping[str, bytes] | None = None) -> None:
        # itsdangerous signs with the last and tries them from there.
        self._secrets = list(reversed(secrets))
        self._keys = keys

    def _for(self, purpose: str) -> PlainTokens:
        return PlainTokens(
            self._secrets, salt=f"nyspor.{purpose}", signer_kwargs={"digest_method": sha256}
        )

    def _load(self, purpose: str, token: str) -> list[str]:
        try:
            loaded = self._for(purpose).loads(token)
        except BadSignature:
            raise BadToken(purpose) from None
        return [str(part) for part in loaded]

    def stamp(self, digest: str, now: datetime, trapped: bool = False) -> str:
        """The preview's stamp: this content was looked through at `now`.

        `trapped` remembers that the field which people do not see was filled.
        """
        shown = str(int(now.timestamp()))
        return str(self._for("stamp").dumps([digest, shown, "trapped" if trapped else ""]))

    def read_stamp(self, token: str, digest: str, now: datetime) -> Stamp:
        """What the preview of this very content was stamped with. Raises `BadToken`, `OldToken`."""
        signed, shown, trapped = self._load("stamp", token)
        age = timedelta(seconds=int(now.timestamp()) - int(shown))
        if signed != digest or age < timedelta(0):
            raise BadToken("stamp")
        if age > STAMP_LASTS:
            raise OldToken("stamp")
        return Stamp(age, bool(trapped))

    def link(self, order: Order, now: datetime) -> str:
        """The token of an editor's link."""
        end = str(int((now + LINK_LASTS).timestamp()))
        return str(self._for(order.action).dumps([order.id, order.digest, end]))

    def read_link(self, action: str, token: str, now: datetime) -> Order:
        """What a link for `action` orders. Raises `BadToken`, `OldToken`."""
        if action not in tuple(Action):
            raise BadToken(action)
        number, digest, end = self._load(action, token)
        if now.timestamp() > int(end):
            raise OldToken(action)
        return Order(Action(action), number, digest)

    def keyed(self, purpose: str, *parts: str) -> bytes:
        """A keyed hash that only this hook can make, and that stays the same."""
        key = self._keys[purpose] if self._keys else key_from(self._secrets[0], purpose)
        return blake2b("\0".join(parts).encode(), key=key, digest_size=16).digest()
