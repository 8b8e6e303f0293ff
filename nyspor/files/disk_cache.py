"""A cache of derived data in files.

`load` returns exactly what was stored for the same source, or None: a stale, truncated or damaged file is
a miss. Several processes may store the same file at once.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from nyspor.files.atomic_write import write_atomically

DIGEST_SIZE = 16
"""Bytes of the digest at the beginning of a cache file."""


def load(path: Path, source: bytes) -> bytes | None:
    """Return the content stored at `path` if it was derived from `source`, else None."""
    try:
        written = path.read_bytes()
    except OSError:
        return None
    content = written[DIGEST_SIZE:]
    return content if written[:DIGEST_SIZE] == _digest(source, content) else None


def store(path: Path, source: bytes, content: bytes) -> None:
    """Store content derived from `source`; do nothing where the file cannot be written."""
    with suppress(OSError):
        write_atomically(path, _digest(source, content), content)


def _digest(source: bytes, content: bytes) -> bytes:
    return blake2b(
        content, digest_size=DIGEST_SIZE, key=blake2b(source, digest_size=32).digest()
    ).digest()
