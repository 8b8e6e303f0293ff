"""The keys that people are known by after their addresses are gone, in a file beside the database.

They follow from the oldest secret when this version first meets a database, so that the hashes in it
still hold, and have nothing to do with the secrets from then on: those can be replaced and thrown away.
The database remembers the keys' fingerprint, so that lost or mistaken keys are noticed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from nyspor.files.data_folder import key_file
from nyspor.files.private_files import make_private, write_once
from nyspor.forms_service import outbox_schema
from nyspor.forms_service.outbox_file import OutboxUnusable, explained
from nyspor.forms_service.tokens import key_from
from nyspor.problems import N_, Problem

Keys = Mapping[str, bytes]

PURPOSES = ("again", "network", "who")
"""What is hashed: a submission, to know it when it is sent again; the network; the person's address."""

log = logging.getLogger("nyspor.forms_service")


def derive(secret: str) -> Keys:
    """The keys that version 0.1 made its hashes with."""
    return {purpose: key_from(secret, purpose) for purpose in PURPOSES}


def written(keys: Keys) -> bytes:
    """The keys as their file has them."""
    return json.dumps({purpose: key.hex() for purpose, key in keys.items()}, indent=1).encode()


def parse(content: bytes) -> Keys | None:
    """The keys that a file holds; None where it is not whole."""
    with suppress(ValueError, TypeError, AttributeError):
        keys = {purpose: bytes.fromhex(key) for purpose, key in json.loads(content).items()}
        if keys.keys() >= set(PURPOSES) and all(len(key) == 32 for key in keys.values()):
            return keys
    return None


def fingerprint(keys: Keys) -> bytes:
    """What tells keys apart and leads to none of them."""
    return sha256(b"fingerprint\0" + written(keys)).digest()[:8]


def open_keys(database: Path, secrets: Sequence[str]) -> Keys:
    """The keys of a database, made at the first use. Raises `OutboxUnusable` rather than make other ones."""
    path = key_file(database)
    with explained(database), closing(outbox_schema.connect(database)) as db:
        known = outbox_schema.key_fingerprint(db)
        try:
            make_private(path)
            content = path.read_bytes()
        except FileNotFoundError:
            content = write_once(path, written(_first(database, secrets, known)))
        keys = parse(content)
        if keys is None or known not in (None, fingerprint(keys)):
            raise OutboxUnusable(_mistaken(database))
        if known is None:
            outbox_schema.record_key(db, fingerprint(keys))
    return keys


def _first(database: Path, secrets: Sequence[str], known: bytes | None) -> Keys:
    """The keys to begin with; where there were some before, only if a secret leads to the very same."""
    for keys in map(derive, reversed(secrets)):
        if known is None:
            return keys
        if known == fingerprint(keys):
            log.warning(
                "The key file %s was missing. NYSPOR_SECRET still led to the same keys, and it was written anew.",
                key_file(database),
            )
            return keys
    raise OutboxUnusable(_lost(database))


def _lost(database: Path) -> Problem:
    return Problem(
        str(database),
        N_("The key file {key} is missing, and without it nobody can be forgotten completely."),
        N_(
            "Put it back from the copy that the database was in. "
            "What to do when there is none stands in docs/drift.md."
        ),
        params={"key": key_file(database).absolute()},
    )


def _mistaken(database: Path) -> Problem:
    return Problem(
        str(database),
        N_("The key file {key} is damaged, or belongs to another database than {path}."),
        N_(
            "Put it back from the copy that the database was in. "
            "What to do when there is none stands in docs/drift.md."
        ),
        params={"key": key_file(database).absolute(), "path": database},
    )
