"""The desk's styles and scripts, kept by the browser as long as they stay the same."""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response


def static_answer(request: Request, content: bytes, media_type: str) -> Response:
    """Answer with a file that is the same for everybody."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
