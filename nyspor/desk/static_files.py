"""The desk's styles and scripts: compressed, and kept by the browser as long as they stay the same."""

from __future__ import annotations

import gzip
from functools import lru_cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response


def static_answer(request: Request, content: bytes, media_type: str) -> Response:
    """Answer with a file that is the same for everybody."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = _compressed(content)
    return Response(content, media_type=media_type, headers=headers)


@lru_cache(maxsize=16)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
