"""The desk's styles and scripts, kept by the browser as long as they stay the same."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

import brotli
from starlette.requests import Request
from starlette.responses import Response


def static_answer(request: Request, content: bytes, media_type: str) -> Response:
    """Answer with a file that is the same for everybody; without brotli it is compressed as the pages are."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "br" in request.headers.get("accept-encoding", "").replace(" ", "").split(","):
        headers["Content-Encoding"] = "br"
        content = _compressed(content)
    return Response(content, media_type=media_type, headers=headers)


@lru_cache(maxsize=16)
def _compressed(content: bytes) -> bytes:
    """The script of the editor takes half a second, once."""
    return bytes(brotli.compress(content))
