"""Builds the site again when something was published: one build at a time, and one more if asked meanwhile."""

from __future__ import annotations

import asyncio
import logging
from asyncio.subprocess import DEVNULL
from collections.abc import Sequence

log = logging.getLogger("nyspor.hook")


class Rebuilder:
    """Runs the configured command; without one (as in `make serve`) somebody else sees to it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._running: asyncio.Task[None] | None = None
        self._again = False

    def __call__(self) -> None:
        """Ask for a build. Returns at once; called from within the event loop."""
        if not self._command:
            return
        if self._running and not self._running.done():
            self._again = True
            return
        self._running = asyncio.get_running_loop().create_task(self._build())

    async def finished(self) -> None:
        """Wait until nothing is being built."""
        if self._running:
            await self._running

    async def _build(self) -> None:
        while True:
            self._again = False
            try:
                process = await asyncio.create_subprocess_exec(
                    *self._command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
                )
                code = await process.wait()
            except OSError as error:
                log.error("The rebuild command cannot be run: %s", error.strerror)
                return
            if code:
                log.error(
                    "The rebuild command ended with %s; what was published is not shown yet.", code
                )
            if not self._again:
                return
