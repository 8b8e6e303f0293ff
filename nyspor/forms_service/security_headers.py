"""Middleware around every answer: security headers, and an error page that reveals nothing internal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from logging import Logger

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # An editor's link is in the address, and must not reach other sites.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


class SecurityHeaders:
    """Adds headers, which may depend on the path, to every answer; one that says itself how long it is kept goes on saying so.

    An exception becomes an error page, and a line in the log with its type alone: what it says could name somebody.
    """

    def __init__(
        self,
        app: ASGIApp,
        headers: Callable[[str], Mapping[str, str]],
        error_page: Callable[[Scope], Response],
        log: Logger,
    ) -> None:
        self.app = app
        self.headers = headers
        self.error_page = error_page
        self.log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                kept = headers.get("Cache-Control")
                headers.update(self.headers(scope["path"]))
                if kept:
                    headers["Cache-Control"] = kept
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            self.log.error("A fault while answering: %s", type(error).__name__)
            if not started:
                await self.error_page(scope)(scope, receive, send_with_headers)
