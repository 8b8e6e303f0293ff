"""Reading a form with a picture or a document: what is too large is refused before it is read, and never held in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from nyspor.desk.answers import Sent, SentFile
from nyspor.desk.pictures.picture_files import MOST_BYTES

FIELDS = ("picture", "document")
MOST_FIELDS = 2000
MOST_WORDS = 1024 * 1024
"""Fields of a text that is sent with a document, and bytes of each."""

MOST_BODY = MOST_BYTES + 2 * MOST_WORDS
"""Bytes of a form with a picture or a document, and the text beside it."""

READ_TIMEOUT = 300
"""Seconds that a picture may take to arrive: 30 MB at 1 Mbit/s."""


async def read_picture_form(request: Request) -> Sent:
    """Return the form that a request holds; its file is None where none was chosen.

    Raises `HTTPException`: 400, 408, 413, 415; 507 where there is no room for it.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        raise HTTPException(415)
    try:
        async with asyncio.timeout(READ_TIMEOUT):
            return await _read(request)
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408) from None
    except MultiPartException:
        raise HTTPException(400) from None
    except OSError:  # what is large lies in a file until it has been read
        raise HTTPException(507) from None


async def _read(request: Request) -> Sent:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MOST_BODY:
        raise HTTPException(413)
    parser = MultiPartParser(
        request.headers,
        _limited(request),
        max_files=1,
        max_fields=MOST_FIELDS,
        max_part_size=MOST_WORDS,
    )
    form = await parser.parse()
    try:
        return await _as_sent(form)
    finally:
        await form.close()


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    """The body, refused where more comes than a form may have: not every client announces its length."""
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > MOST_BODY:
            raise HTTPException(413)
        yield chunk


async def _as_sent(form: FormData) -> Sent:
    values: dict[str, list[str]] = {}
    file = None
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            values.setdefault(name, []).append(value)
        elif name in FIELDS and value.filename:
            file = SentFile(value.filename, await value.read())
    return Sent(values, file)
