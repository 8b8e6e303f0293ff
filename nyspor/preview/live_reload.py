"""Open pages that follow the site: each listens for whether it would look different now, and reloads.

A page knows a digest of what it shows. The server works out what would be answered at the page's
address after each build, and says so where that is something else. So nothing is numbered and nothing
remembered: a page that reconnects after a restart, or wakes in a tab that lay hidden, asks the same.
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
  const { seen, aside } = document.currentScript.dataset
  let source
  const stop = () => source?.close()

  // A browser keeps few connections to one host, so that hidden tabs must not hold theirs.
  const listen = () => {
    stop()
    if (document.visibilityState !== "visible") return
    const at = location.pathname + location.search
    source = new EventSource("/_live?" + new URLSearchParams({ at, seen }))
    source.onmessage = reload
    source.onerror = () => source.readyState === EventSource.CLOSED && setTimeout(listen, 1000)
  }

  // The reader's place outlives a reload by itself, but not another page shown meanwhile.
  const reload = () => {
    stop()
    if (aside === undefined) history.replaceState({ ...history.state, place: scrollY }, "")
    history.scrollRestoration = "manual"
    location.reload()
  }
  const find_place = () => {
    const { place, ...others } = history.state ?? {}
    if (aside !== undefined || place === undefined) return
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
"""Milliseconds after which a page that lost the server looks for it again."""


class LiveReloadResponse(HTMLResponse):
    """A page as the preview answers with it: the script is added, which the file on the disk never has.

    It is a script of the same host and not one in the page, which a strict content security policy
    would forbid. A page that stands `aside` is shown instead of the one that belongs at the address.
    """

    def __init__(self, page: bytes, status_code: int = 200, aside: bool = False) -> None:
        self.seen = blake2b(page, digest_size=8).hexdigest()
        script = f'<script src="/_live.js" data-seen="{self.seen}"{" data-aside" * aside} defer></script>\n'
        # A page whose template an editor had just emptied has no head: the script is all there is then.
        before, end_of_head, after = page.partition(b"</head>")
        super().__init__(
            before + script.encode() + end_of_head + after,
            status_code,
            {"Cache-Control": "no-cache"},
        )


class PreviewState:
    """Where the latest outcome hangs: the thread that builds puts it up, pages wait for the next."""

    def __init__(self) -> None:
        self.result = BuildResult()
        self._closed = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def publish(self, result: BuildResult) -> None:
        """Show an outcome to all who wait."""
        self.result = result
        self._wake()

    def close(self) -> None:
        """Let everybody go, so that the server can end."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        for loop, event in tuple(self._waiting):
            loop.call_soon_threadsafe(event.set)

    async def updates(self) -> AsyncIterator[None]:
        """Come at once, and again after each build, until the board is closed."""
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
"""Gives the digest of the page that would be answered at an address now, '' where that is no page."""


def routes(state: PreviewState, page_digest: PageDigest) -> list[Route]:
    """What open pages ask for."""

    async def script(request: Request) -> Response:
        return Response(
            CLIENT_SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )

    async def live(request: Request) -> Response:
        at, seen = request.query_params.get("at", "/"), request.query_params.get("seen", "")
        return StreamingResponse(
            reload_events(state, page_digest, at, seen),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    return [Route("/_live.js", script), Route("/_live", live)]


async def reload_events(
    state: PreviewState, page_digest: PageDigest, at: str, seen: str
) -> AsyncIterator[str]:
    """The event stream of one open page: a call to reload, when it would look different."""
    yield f"retry: {RETRY_MS}\n\n"
    async for _ in state.updates():
        if await page_digest(at) != seen:
            yield "data: reload\n\n"
            return
