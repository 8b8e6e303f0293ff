"""The body of a form as it arrives, and what somebody typed into it even where it is no form of ours.

What is typed is shown again on the page that says why it was refused, so it is read generously there:
in another format, in another encoding, or too long. Only `nyspor.forms.definitions.read_body` decides what is a form.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from nyspor.forms.definitions import MOST_FIELDS

LARGEST = 128 * 1024
"""Bytes of a form. The longest text, every letter of it escaped, takes half."""

SHOWN = 1024 * 1024
"""Bytes that are read of a larger one, so that its text can be shown again."""

PATIENCE = 20
"""Seconds that a form may take to arrive."""

URLENCODED = "application/x-www-form-urlencoded"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Body:
    """What arrived, and what the headers say that it is. `whole` is false where `SHOWN` was not enough."""

    content: bytes
    media_type: str = URLENCODED
    charset: str = ""
    boundary: str = ""
    encoding: str = "identity"
    whole: bool = True

    @property
    def ours(self) -> bool:
        """Whether the headers say that it is a form as our pages send it."""
        return (
            self.media_type == URLENCODED
            and self.charset in ("", "utf-8")
            and self.encoding == "identity"
        )


async def receive(request: Request) -> Body:
    """The request's body, of a large one no more than can be shown again. Raises `HTTPException` (408)."""
    content_type = request.headers.get("content-type", "")
    content = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                content += chunk
                if len(content) > SHOWN:
                    break
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408) from None
    return Body(
        bytes(content[:SHOWN]),
        content_type.partition(";")[0].strip().lower(),
        _parameter(content_type, "charset").lower(),
        _parameter(content_type, "boundary"),
        request.headers.get("content-encoding", "identity"),
        len(content) <= SHOWN,
    )


def typed_in(body: Body) -> Pairs:
    """What was typed, by the names of the fields; nothing where that cannot be found out. Never raises."""
    if body.encoding != "identity" or not body.whole:
        return []
    readers = {"multipart/form-data": _parts, "application/json": _members, "text/plain": _text}
    return list(islice(readers.get(body.media_type, _fields)(body), MOST_FIELDS))


def _fields(body: Body) -> Iterator[tuple[str, str]]:
    for field in body.content.split(b"&", MOST_FIELDS)[:MOST_FIELDS]:
        name, _, value = (
            _decoded(_ESCAPED.sub(_unescaped, part.replace(b"+", b" ")), body.charset)
            for part in field.partition(b"=")
        )
        yield name, value


_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def _unescaped(run: re.Match[bytes]) -> bytes:
    """Many escapes at once: five times as quick as `urllib` on a long text in another script."""
    return bytes.fromhex(run[0].decode("ascii").replace("%", ""))


def _parts(body: Body) -> Iterator[tuple[str, str]]:
    if not body.boundary:
        return
    for part in body.content.split(f"--{body.boundary}".encode(), MOST_FIELDS)[1:]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = re.search(rb'\bname="([^"]*)"', head)
        if name and b"filename=" not in head:
            yield (
                _decoded(name[1], body.charset),
                _decoded(value.removesuffix(b"\r\n"), body.charset),
            )


def _members(body: Body) -> Iterator[tuple[str, str]]:
    try:
        found = json.loads(body.content)
    except (ValueError, RecursionError):
        return
    if isinstance(found, dict):
        yield from ((name, value) for name, value in found.items() if isinstance(value, str))


def _text(body: Body) -> Iterator[tuple[str, str]]:
    yield "", _decoded(body.content, body.charset)


def _decoded(content: bytes, charset: str) -> str:
    """Text in UTF-8, else in the encoding it is said to have, else in the one that most old systems use."""
    for encoding in ("utf-8", charset or "cp1252"):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _parameter(content_type: str, name: str) -> str:
    found = re.search(rf';\s*{name}\s*=\s*"?([^";]*)', content_type, re.IGNORECASE)
    return found[1].strip() if found else ""
