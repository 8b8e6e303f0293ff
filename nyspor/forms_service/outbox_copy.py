"""A copy of the database as it is at one moment, while the service goes on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from nyspor.forms_service import outbox_schema
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.outbox_file import OutboxUnusable, explained, missing_database
from nyspor.forms_service.person_keys import Keys, fingerprint, key_missing, key_wrong, parse
from nyspor.forms_service.records import IntegrityReport


def copy_database(database: Path, target: Path) -> IntegrityReport:
    """Copy a database into an empty file (SQLite's backup API), and check the copy. Raises `OutboxUnusable`."""
    with (
        explained(database),
        closing(outbox_schema.connect(database)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        copy.execute("PRAGMA journal_mode = OFF")  # where this fails, the copy is thrown away
        source.backup(copy)
    with closing(Outbox.attach(target)) as outbox:
        return outbox.verify()


def check_key(database: Path, copy: Path, key: bytes | None) -> Keys | None:
    """Return the keys of a database by the bytes of its key file; None where neither has been used yet.

    Raises `OutboxUnusable` where they do not belong to this `copy` of the database.
    """
    with explained(database), closing(outbox_schema.connect(copy)) as db:
        known = outbox_schema.key_fingerprint(db)
    keys = parse(key) if key is not None else None
    if keys is None and known is None and key is None:
        return None
    if key is None:
        raise OutboxUnusable(key_missing(database))
    if keys is None or known not in (None, fingerprint(keys)):
        raise OutboxUnusable(key_wrong(database))
    return keys


def require_database(database: Path, has_key: bool) -> bool:
    """Return whether there is a database. Raises `OutboxUnusable` where there is only its key."""
    if not database.exists() and has_key:
        raise OutboxUnusable(missing_database(database))
    return database.exists()
