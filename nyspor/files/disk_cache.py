"""What can be made anew at any time, kept on the disk so that it need not be.

Whoever recalls it gets just what was kept, made from just that, or nothing: a file that is stale, cut
short or damaged counts as none. Two may keep the same at once.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from nyspor.files.atomic_write import write_atomically

DIGEST_SIZE = 16
"""Bytes of the digest at the beginning of a kept file."""


def load(path: Path, made_from: bytes) -> bytes | None:
    """What was kept at `path`, if it was made from this."""
    try:
        written = path.read_bytes()
    except OSError:
        return None
    content = written[DIGEST_SIZE:]
    return content if written[:DIGEST_SIZE] == _digest(made_from, content) else None


def store(path: Path, made_from: bytes, content: bytes) -> None:
    """Keep what was `made_from` something, where that can be written."""
    with suppress(OSError):
        write_atomically(path, _digest(made_from, content), content)


def _digest(made_from: bytes, content: bytes) -> bytes:
    return blake2b(
        content, digest_size=DIGEST_SIZE, key=blake2b(made_from, digest_size=32).digest()
    ).digest()
