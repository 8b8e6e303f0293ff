"""The list of those who have been forgotten, beside the database: so that they stay so after a restoration.

It holds the keyed hash of an address (`person_keys`), never the address, and it is written before anything is
deleted. Lines are only ever added.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

FILE = "forgotten.jsonl"

MARGIN = timedelta(days=1)
"""How long before a copy of the database somebody may have been forgotten without the copy knowing of it."""


@dataclass(frozen=True, order=True)
class Forgotten:
    """Somebody who was forgotten, and when (UTC, to the second); `key` is the fingerprint of the hash's key."""

    at: datetime
    person_hash: bytes
    key: bytes


class Sender(NamedTuple):
    """The id of a submission, or of the one that a membership began with, with what tells whose it is: the hash, and the stored address ('' once it is deleted).

    `received` is None once the submission has expired. `mailbox` is the hash of the mailbox, whichever plus-address of it was
    written; None where it is not known.
    """

    id: str
    person_hash: bytes | None
    address: str
    received: datetime | None
    mailbox: bytes | None = None


def expired_in(senders: Iterable[Sender], mailbox: bytes) -> list[Sender]:
    """Return the submissions that have expired, so that nothing but hashes is left of them, and came from this mailbox."""
    return [each for each in senders if each.received is None and each.mailbox == mailbox]


def forgotten_path(database: Path) -> Path:
    """Return the path of the list that belongs to a database."""
    return database.with_name(FILE)


def serialize(people: Iterable[Forgotten]) -> bytes:
    """Return the list as lines of JSON, oldest first, each only once."""
    return "".join(
        json.dumps(
            {
                "at": person.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "who": person.person_hash.hex(),
                "key": person.key.hex(),
            }
        )
        + "\n"
        for person in sorted(set(people))
    ).encode()


def parse(raw: bytes) -> tuple[list[Forgotten], int]:
    """Return the people of a list, and how many of its lines cannot be read, such as half a line after a crash."""
    people: list[Forgotten] = []
    lines = [line for line in raw.splitlines() if line.strip()]
    for line in lines:
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            values = json.loads(line)
            at = datetime.strptime(values["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
            people.append(Forgotten(at, bytes.fromhex(values["who"]), bytes.fromhex(values["key"])))
    return people, len(lines) - len(people)


def read_list(path: Path) -> bytes:
    """Return the bytes of a list; none where there is none. Raises `OSError`."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def append(path: Path, person: Forgotten) -> None:
    """Add somebody to a list, on the disk when this returns; the file is for its owner only. Raises `OSError`."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with open(handle, "r+b", buffering=0) as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - 1))
        cut_off = length > 0 and file.read(1) != b"\n"
        file.write(b"\n" * cut_off + serialize([person]))
        os.fsync(handle)


def to_forget_again(
    senders: Iterable[Sender],
    people: Iterable[Forgotten],
    copied: datetime,
    person_hash: Callable[[str], bytes],
) -> list[str]:
    """Return the ids of what those people had sent before they were forgotten, in a copy of the database.

    `copied` is when the copy was made, `person_hash` computes the hash of an address. Who was forgotten and has
    written again since keeps that. When an expired submission was received is not known: it counts as earlier
    where its sender was forgotten after the copy, for it takes a day at least to expire.
    """
    last: dict[bytes, datetime] = {}
    for person in people:
        last[person.person_hash] = max(person.at, last.get(person.person_hash, person.at))

    def is_meant(sender: Sender) -> bool:
        hashes = [sender.person_hash, person_hash(sender.address) if sender.address else None]
        times = [last[each] for each in hashes if each in last]
        if sender.received is None:
            return any(at >= copied - MARGIN for at in times)
        # The list is to the second.
        return any(sender.received < at + timedelta(seconds=1) for at in times)

    return [*dict.fromkeys(sender.id for sender in senders if is_meant(sender))]
