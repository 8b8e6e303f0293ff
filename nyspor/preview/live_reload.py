"""Live reload: open pages listen for server-sent events and reload when they would look different.

Each page knows the digest of its own content. After every build the server computes the digest of what it
would now answer at the page's address, and sends an event where that differs. The server keeps no state for
each client: a page that reconnects after a restart, or after its tab was hidden, sends the same request.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from nyspor.preview.build import BuildResult

CLIENT_SCRIPT = """\
(() => {
  const { digest, errorPage } = document.currentScript.dataset
  let source
  const stop = () => source?.close()

  // A browser keeps few connections to one host, so hidden tabs must not hold theirs.
  const listen = () => {
    stop()
    if (document.visibilityState !== "visible") return
    const at = location.pathname + location.search
    source = new EventSource("/_live?" + new URLSearchParams({ at, digest }))
    source.onmessage = reload
    source.onerror = () => source.readyState === EventSource.CLOSED && setTimeout(listen, 1000)
  }

  // The scroll position survives a reload, but not an error page in between.
  const reload = () => {
    stop()
    if (errorPage === undefined) history.replaceState({ ...history.state, place: scrollY }, "")
    history.scrollRestoration = "manual"
    location.reload()
  }
  const find_place = () => {
    const { place, ...others } = history.state ?? {}
    if (errorPage !== undefined || place === undefined) return
    history.replaceState(others, "")
    scrollTo({ top: place, behavior: "instant" })
    setTimeout(() => (history.scrollRestoration = "auto"))
  }

  addEventListener("pageshow", find_place)
  addEventListener("pageshow", listen)
  addEventListener("pagehide", stop)
  document.addEventListener("visibilitychange", listen)
})()
"""

RETRY_MS = 300
"""Milliseconds after which a page that lost its connection reconnects."""


class LiveReloadResponse(HTMLResponse):
    """A page with the live reload script, which the file on the disk does not have.

    It is an external script of the same origin, since a strict content security policy forbids inline ones.
    `is_error_page` marks one that is shown instead of the page at its address.
    """

    def __init__(self, page: bytes, status_code: int = 200, is_error_page: bool = False) -> None:
        self.digest = blake2b(page, digest_size=8).hexdigest()
        error_page = " data-error-page" if is_error_page else ""
        script = (
            f'<script src="/_live.js" data-digest="{self.digest}"{error_page} defer></script>\n'
        )
        # A page whose template has just been emptied has no head: then the script is all of it.
        before, end_of_head, after = page.partition(b"</head>")
        super().__init__(
            before + script.encode() + end_of_head + after,
            status_code,
            {"Cache-Control": "no-cache"},
        )


class PreviewState:
    """The latest build result: the building thread publishes it, open pages wait for the next."""

    def __init__(self) -> None:
        self.result = BuildResult()
        self._closed = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def publish(self, result: BuildResult) -> None:
        """Set the result and wake all who wait."""
        self.result = result
        self._wake()

    def close(self) -> None:
        """End all waiting, so that the server can stop."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        for loop, event in tuple(self._waiting):
            loop.call_soon_threadsafe(event.set)

    async def updates(self) -> AsyncIterator[None]:
        """Yield at once, and again after each build, until the state is closed."""
        event = asyncio.Event()
        waiting = (asyncio.get_running_loop(), event)
        self._waiting.add(waiting)
        try:
            while not self._closed:
                event.clear()
                yield
                await event.wait()
        finally:
            self._waiting.discard(waiting)


PageDigest = Callable[[str], Awaitable[str]]
"""Returns the digest of the page that would now be answered at an address, or '' where that is no page."""


def routes(state: PreviewState, page_digest: PageDigest) -> list[Route]:
    """Return the routes of the script and the event stream."""

    async def script(request: Request) -> Response:
        return Response(
            CLIENT_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )

    async def live(request: Request) -> Response:
        query = request.query_params
        at, digest = query.get("at", "/"), query.get("digest", "")
        return StreamingResponse(
            reload_events(state, page_digest, at, digest),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    return [Route("/_live.js", script), Route("/_live", live)]


async def reload_events(
    state: PreviewState, page_digest: PageDigest, at: str, digest: str
) -> AsyncIterator[str]:
    """Yield the event stream of one open page: an event to reload once it would look different."""
    yield f"retry: {RETRY_MS}\n\n"
    async for _ in state.updates():
        if await page_digest(at) != digest:
            yield "data: reload\n\n"
            return
