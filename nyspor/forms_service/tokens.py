"""Signed tokens: the preview token of a form, and the links with which an editor decides.

Each purpose has its own salt, so that a token for one is not valid for another. A token holds a digest of the
content it was made for, and expires. It is part of a URL, and web servers often refuse paths with `/.` in
them, so it begins with a letter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b, sha256
from hmac import compare_digest
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from itsdangerous.encoding import base64_encode

from nyspor.forms_service.records import FOLLOW

PREVIEW_LIFETIME = timedelta(hours=24)
"""How long a previewed form can be sent."""
LINK_LIFETIME = timedelta(days=60)
"""How long an editor's links to publish and to reject are valid; a link to undo a publication is valid for ever.

Reminders bring new links to decide. `docs/drift/formularer.md` names the number of days.
"""


class Action(StrEnum):
    """What an editor's link does."""

    PUBLISH = "publish"
    REJECT = "reject"
    UNDO = "undo"


class InvalidToken(Exception):
    """Not signed by this service, or not for this purpose or this content."""


class ExpiredToken(InvalidToken):
    """Signed by this service, but expired."""


@dataclass(frozen=True)
class DecisionLink:
    """What an editor's link asks for: `action` on the submission `id`, whose content has this digest."""

    action: Action
    id: str
    digest: str


@dataclass(frozen=True)
class OrganiserLink:
    """What an organiser's link shows: the members of `group`, who sent a form of this kind, to the one with this name."""

    form: str
    group: str
    name: str
    end: datetime


@dataclass(frozen=True)
class Preview:
    """How long ago the preview was shown, and whether the honeypot was filled."""

    age: timedelta
    honeypot_filled: bool


def content_digest(kind: str, entry: str, values: Mapping[str, str]) -> str:
    """A digest of a submission's content, to sign it and to recognise it."""
    content = json.dumps([kind, entry, sorted(values.items())], ensure_ascii=True)
    return sha256(content.encode()).hexdigest()


def decided_digest(kind: str, entry: str, values: Mapping[str, str]) -> str:
    """A digest of what an editor decides on: without whether its sender follows it, since that can be stopped, and links hold on."""
    return content_digest(kind, entry, {n: value for n, value in values.items() if n != FOLLOW})


def derive_key(secret: str, purpose: str) -> bytes:
    """The key of the hashes for one purpose, derived from a secret."""
    return sha256(f"{purpose}\0{secret}".encode()).digest()


class UncompressedSerializer(URLSafeSerializer):
    """Tokens of itsdangerous, never compressed: a compressed one begins with a dot.

    Compressed tokens are still read, since earlier versions sent links with them.
    """

    def dump_payload(self, obj: Any) -> bytes:
        """The JSON of a list in base64, which begins with `W`."""
        return base64_encode(self.serializer.dumps(obj, **self.serializer_kwargs).encode())


class Signer:
    """Signs tokens with the first secret and verifies them with all. Computes keyed hashes.

    The hashes use `keys`, by purpose; without any, keys derived from the oldest secret.
    """

    def __init__(self, secrets: Sequence[str], keys: Mapping[str, bytes] | None = None) -> None:
        # itsdangerous signs with the last one, and verifies from there.
        self._secrets = list(reversed(secrets))
        self._keys = keys

    def _serializer(self, purpose: str) -> UncompressedSerializer:
        return UncompressedSerializer(
            self._secrets, salt=f"nyspor.{purpose}", signer_kwargs={"digest_method": sha256}
        )

    def _load(self, purpose: str, token: str) -> list[str]:
        try:
            loaded = self._serializer(purpose).loads(token)
        except BadSignature:
            raise InvalidToken(purpose) from None
        return [str(part) for part in loaded]

    def sign_preview(self, digest: str, now: datetime, honeypot_filled: bool = False) -> str:
        """The preview token of this content, shown at `now`; `honeypot_filled` is part of it."""
        shown = str(int(now.timestamp()))
        return str(
            self._serializer("stamp").dumps([digest, shown, "trapped" if honeypot_filled else ""])
        )

    def read_preview(self, token: str, digest: str, now: datetime) -> Preview:
        """The preview that a token of this content proves. Raises `InvalidToken`, `ExpiredToken`."""
        signed, shown, honeypot_filled = self._load("stamp", token)
        age = timedelta(seconds=int(now.timestamp()) - int(shown))
        if signed != digest or age < timedelta(0):
            raise InvalidToken("stamp")
        if age > PREVIEW_LIFETIME:
            raise ExpiredToken("stamp")
        return Preview(age, bool(honeypot_filled))

    def sign_link(self, link: DecisionLink, now: datetime) -> str:
        """The token of an editor's link."""
        end = str(int((now + LINK_LIFETIME).timestamp()))
        return str(self._serializer(link.action).dumps([link.id, link.digest, end]))

    def read_link(self, action: str, token: str, now: datetime) -> DecisionLink:
        """What the token of a link for `action` asks for; one to undo does not expire.

        Raises `InvalidToken`, `ExpiredToken`.
        """
        if action not in tuple(Action):
            raise InvalidToken(action)
        number, digest, end = self._load(action, token)
        if action != Action.UNDO and now.timestamp() > int(end):
            raise ExpiredToken(action)
        return DecisionLink(Action(action), number, digest)

    def sign_member(self, id: str) -> str:
        """The token of a member's own link, which is valid as long as the membership."""
        return str(self._serializer("member").dumps([id]))

    def read_member(self, token: str) -> str:
        """The id of the membership that a token is for. Raises `InvalidToken`."""
        (id,) = self._load("member", token)
        return id

    def sign_idea(self, id: str) -> str:
        """The token of the link with which the sender of an idea stops the mails about it."""
        return str(self._serializer("idea").dumps([id]))

    def read_idea(self, token: str) -> str:
        """The id of the submission that a token is for. Raises `InvalidToken`."""
        (id,) = self._load("idea", token)
        return id

    def sign_organiser(self, form: str, group: str, name: str, now: datetime) -> str:
        """The token of an organiser's link to the members of a group."""
        end = str(int((now + LINK_LIFETIME).timestamp()))
        return str(self._serializer("members").dumps([form, group, name, end]))

    def read_organiser(self, token: str) -> OrganiserLink:
        """What an organiser's token is for, also one that is too old. Raises `InvalidToken`."""
        form, group, name, end = self._load("members", token)
        return OrganiserLink(form, group, name, datetime.fromtimestamp(int(end), UTC))

    def sign_page(self, key: str, address: str, now: datetime) -> str:
        """The token of the page of the editor with this key and address in `staff.yaml`."""
        end = str(int((now + LINK_LIFETIME).timestamp()))
        return str(self._serializer("moderate").dumps([key, self._address_digest(address), end]))

    def read_page(self, token: str, now: datetime) -> tuple[str, str]:
        """The key and the digest of the address that a token of a page holds. Raises `InvalidToken`, `ExpiredToken`."""
        key, digest, end = self._load("moderate", token)
        if now.timestamp() > int(end):
            raise ExpiredToken("moderate")
        return key, digest

    def is_page_of(self, digest: str, address: str) -> bool:
        """Whether the token with this digest was made for this address, which may have changed since."""
        return compare_digest(digest, self._address_digest(address))

    @staticmethod
    def _address_digest(address: str) -> str:
        return sha256(address.casefold().encode()).hexdigest()[:16]

    def keyed_hash(self, purpose: str, *parts: str) -> bytes:
        """A keyed hash, the same at all times, that only this service can compute."""
        key = self._keys[purpose] if self._keys else derive_key(self._secrets[0], purpose)
        return blake2b("\0".join(parts).encode(), key=key, digest_size=16).digest()
