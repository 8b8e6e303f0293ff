"""The keys of the hashes by which people are recognised after their addresses are deleted, in a file beside the database.

When this version first opens a database, the keys are derived from the oldest secret, so that existing hashes stay
valid. From then on they do not depend on the secrets, which can be rotated. The database stores the keys'
fingerprint, so that lost or wrong keys are noticed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from nyspor.console import in_words
from nyspor.files.data_folder import key_path
from nyspor.files.guides import guide
from nyspor.files.private_files import create_private_file, make_private
from nyspor.forms_service import outbox_schema
from nyspor.forms_service.outbox_file import OutboxUnusable, explained
from nyspor.forms_service.tokens import derive_key
from nyspor.problems import N_, Problem

Keys = Mapping[str, bytes]

PURPOSES = ("again", "network", "who")
"""What is hashed: a submission, to recognise it when it is sent again; the network; the person's address."""

log = logging.getLogger("nyspor.forms_service")


def derive(secret: str) -> Keys:
    """The keys of the hashes of version 0.1."""
    return {purpose: derive_key(secret, purpose) for purpose in PURPOSES}


def serialize(keys: Keys) -> bytes:
    """The content of the key file."""
    return json.dumps({purpose: key.hex() for purpose, key in keys.items()}, indent=1).encode()


def parse(content: bytes) -> Keys | None:
    """The keys in a key file; None where it is damaged."""
    with suppress(ValueError, TypeError, AttributeError):
        keys = {purpose: bytes.fromhex(key) for purpose, key in json.loads(content).items()}
        if keys.keys() >= set(PURPOSES) and all(len(key) == 32 for key in keys.values()):
            return keys
    return None


def fingerprint(keys: Keys) -> bytes:
    """A fingerprint of the keys, from which they cannot be derived."""
    return sha256(b"fingerprint\0" + serialize(keys)).digest()[:8]


def open_keys(database: Path, secrets: Sequence[str]) -> Keys:
    """The keys of a database, derived at the first use. Raises `OutboxUnusable` where they are lost or wrong."""
    path = key_path(database)
    with explained(database), closing(outbox_schema.connect(database)) as db:
        known = outbox_schema.key_fingerprint(db)
        try:
            make_private(path)
            content = path.read_bytes()
        except FileNotFoundError:
            content = create_private_file(path, serialize(_derive_first(database, secrets, known)))
        keys = parse(content)
        if keys is None or known not in (None, fingerprint(keys)):
            raise OutboxUnusable(key_wrong(database))
        if known is None:
            outbox_schema.record_key(db, fingerprint(keys))
    return keys


def _derive_first(database: Path, secrets: Sequence[str], known: bytes | None) -> Keys:
    """The first keys. Where the database has a fingerprint, only keys that match it, derived from any secret."""
    for keys in map(derive, reversed(secrets)):
        if known is None:
            return keys
        if known == fingerprint(keys):
            log.warning(
                in_words(
                    N_(
                        "The key file {path} was missing. NYSPOR_SECRET still led to the same keys, and it was written anew."
                    ),
                    path=key_path(database),
                )
            )
            return keys
    raise OutboxUnusable(key_missing(database))


def key_missing(database: Path) -> Problem:
    """The problem of a database whose key file is gone."""
    return Problem(
        str(database),
        N_("The key file {key} is missing, and without it nobody can be forgotten completely."),
        N_(
            "Put it back from the copy that the database was in. "
            "What to do when there is none stands in {page}."
        ),
        params={"key": key_path(database).absolute(), "page": guide("drift/indstillinger.md")},
    )


def key_wrong(database: Path) -> Problem:
    """The problem of a key file that does not belong to the database."""
    return Problem(
        str(database),
        N_("The key file {key} is damaged, or belongs to another database than {path}."),
        N_(
            "Put it back from the copy that the database was in. "
            "What to do when there is none stands in {page}."
        ),
        params={
            "key": key_path(database).absolute(),
            "path": database,
            "page": guide("drift/indstillinger.md"),
        },
    )
