"""Reads request bodies, and finds what was entered even in a body that is not accepted as a form.

The page about a refusal shows what was entered, so refused bodies are parsed leniently: in another format, in
another encoding, or too long. Only `nyspor.forms.parsing.parse_body` decides what is a form.
"""

from __future__ import annotations

import asyncio
import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from nyspor.forms.parsing import MAX_FIELDS

MAX_BODY = 128 * 1024
"""Bytes that a form may have. The longest text, with every character escaped, takes half."""

MAX_SHOWN = 1024 * 1024
"""Bytes that are read of a larger body, so that its text can be shown again."""

READ_TIMEOUT = 20
"""Seconds that a body may take to arrive."""

URLENCODED = "application/x-www-form-urlencoded"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Body:
    """A body and what its headers say. `complete` is false where it is larger than `MAX_SHOWN`."""

    content: bytes
    media_type: str = URLENCODED
    charset: str = ""
    boundary: str = ""
    encoding: str = "identity"
    complete: bool = True

    @property
    def is_form(self) -> bool:
        """Whether the headers are those of a form sent from the site's pages."""
        return (
            self.media_type == URLENCODED
            and self.charset in ("", "utf-8")
            and self.encoding == "identity"
        )


async def read_limited(request: Request) -> Body:
    """The request's body, cut off at `MAX_SHOWN`. Raises `HTTPException` (408) on a timeout."""
    content_type = request.headers.get("content-type", "")
    content = bytearray()
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            async for chunk in request.stream():
                content += chunk
                if len(content) > MAX_SHOWN:
                    break
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408) from None
    return Body(
        bytes(content[:MAX_SHOWN]),
        content_type.partition(";")[0].strip().lower(),
        _parameter(content_type, "charset").lower(),
        _parameter(content_type, "boundary"),
        request.headers.get("content-encoding", "identity").strip().lower(),
        len(content) <= MAX_SHOWN,
    )


def entered_pairs(body: Body) -> Pairs:
    """What was entered, by field name; nothing where that cannot be determined. Never raises."""
    if body.encoding != "identity" or not body.complete:
        return []
    readers = {"multipart/form-data": _parts, "application/json": _members, "text/plain": _text}
    found = islice(readers.get(body.media_type, _fields)(body), MAX_FIELDS)
    return [(_encodable(name), _encodable(value)) for name, value in found]


def _encodable(text: str) -> str:
    """A text without halves of characters, which JSON and some encodings can hold, and no page can."""
    return text.encode("utf-8", "replace").decode()


def _fields(body: Body) -> Iterator[tuple[str, str]]:
    for field in body.content.split(b"&", MAX_FIELDS)[:MAX_FIELDS]:
        name, _, value = (
            _decoded(_ESCAPED.sub(_unescaped, part.replace(b"+", b" ")), body.charset)
            for part in field.partition(b"=")
        )
        yield name, value


_ESCAPED = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def _unescaped(run: re.Match[bytes]) -> bytes:
    """A run of escapes, decoded at once: five times as fast as `urllib` on a long text in another script."""
    return bytes.fromhex(run[0].decode("ascii").replace("%", ""))


def _parts(body: Body) -> Iterator[tuple[str, str]]:
    if not body.boundary:
        return
    for part in body.content.split(f"--{body.boundary}".encode(), MAX_FIELDS)[1:]:
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
    """Text decoded as UTF-8, else in the declared encoding, else in Windows-1252."""
    for encoding in ("utf-8", charset or "cp1252"):
        try:
            if codecs.lookup(encoding).name not in OF_PYTHON:
                return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


OF_PYTHON = ("unicode-escape", "raw-unicode-escape")
"""Encodings of source code, which no browser sends: a backslash that was typed would begin something else."""


def _parameter(content_type: str, name: str) -> str:
    found = re.search(rf';\s*{name}\s*=\s*"?([^";]*)', content_type, re.IGNORECASE)
    return found[1].strip() if found else ""
