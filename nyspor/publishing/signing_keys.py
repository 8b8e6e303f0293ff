"""The keys that publications are signed with: Ed25519 (RFC 8032), a PEM file each.

The newest key is the first to sign; older ones sign too until they are retired, so that who has pinned one of them can
check a publication after a rotation.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from nyspor.files.data_folder import DATA_FOLDER
from nyspor.files.private_files import create_private_file, ensure_private_folder, make_private

KEYS_FOLDER = DATA_FOLDER / "keys"

PREFIX = "ed25519:"
"""How a public key begins where people copy it."""


class InvalidKey(ValueError):
    """Text that is no public key."""


class LastKey(Exception):
    """The only key cannot be retired, or nothing could be signed."""


class SigningKey:
    """A key that signs."""

    def __init__(self, key: Ed25519PrivateKey, path: Path) -> None:
        self._key, self.path = key, path

    @property
    def public(self) -> str:
        """The public key as people copy it."""
        return PREFIX + b64encode(self._key.public_key().public_bytes_raw()).decode()

    @property
    def id(self) -> str:
        return key_id(self.public)

    def sign(self, message: bytes) -> str:
        """The signature of a message, in Base64."""
        return b64encode(self._key.sign(message)).decode()


def key_id(public: str) -> str:
    """A short name for a public key: the beginning of its SHA-256 digest."""
    return sha256(b64decode(public.removeprefix(PREFIX))).hexdigest()[:16]


def make_key(folder: Path) -> SigningKey:
    """Make a key, the newest in the folder, for its owner only."""
    ensure_private_folder(folder)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    number = 1 + max((int(path.stem) for path in _key_files(folder)), default=0)
    path = folder / f"{number:04}.pem"
    if create_private_file(path, pem) != pem:
        return read_key(path)  # somebody else has just made it
    return SigningKey(key, path)


def read_key(path: Path) -> SigningKey:
    """The key in a file. Raises `ValueError` where it is none, `OSError`."""
    make_private(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is no Ed25519 key")
    return SigningKey(key, path)


def read_keys(folder: Path) -> list[SigningKey]:
    """The keys in a folder, the newest first. Raises `ValueError`, `OSError`."""
    return [read_key(path) for path in reversed(_key_files(folder))]


def retire_key(folder: Path, id_: str) -> str:
    """Delete a key, so that it signs no more; return its public key. Raises `KeyError`, `LastKey`, `OSError`."""
    keys = {key.id: key for key in read_keys(folder)}
    key = keys[id_]
    if len(keys) == 1:
        raise LastKey
    key.path.unlink()
    return key.public


def _key_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.pem") if path.stem.isdecimal())


def signature_file(message: bytes, keys: Iterable[SigningKey]) -> bytes:
    """The file with the signatures of a message by each key."""
    signatures = [{"key": key.id, "ed25519": key.sign(message)} for key in keys]
    return json.dumps({"signatures": signatures}, indent=1).encode() + b"\n"


def is_signed(message: bytes, signatures: bytes, public: str) -> bool:
    """Whether one of the signatures in a file is that of this message by this key. Raises `InvalidKey`."""
    key = _public_key(public)
    try:
        found = json.loads(signatures)["signatures"]
        candidates = [b64decode(signature["ed25519"]) for signature in found]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False  # anybody may have written the file
    return any(_verifies(key, candidate, message) for candidate in candidates)


def _public_key(public: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(
            b64decode(public.strip().removeprefix(PREFIX), validate=True)
        )
    except ValueError:
        raise InvalidKey(public) from None


def _verifies(key: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True
