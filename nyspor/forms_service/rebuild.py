"""Builds the site again when something was published: one build at a time, and one more if asked meanwhile."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from nyspor.forms_service.outbox import Outbox, OutboxFull

LIMIT = 15 * 60.0
"""Seconds that a build may take."""

GRACE = 5.0
"""Seconds that a build is given to end, by itself when the service stops, and when it is told to."""

KEPT = 16 * 1024
"""Bytes kept of what a build printed last."""

LINES = 20
"""Lines of it that the log shows."""

log = logging.getLogger("nyspor.forms_service")


class Rebuilder:
    """Runs the configured command; without one (as in `make serve`) somebody else sees to it.

    What waits for a build is settled when one that began after it has ended well.
    """

    def __init__(
        self,
        command: Sequence[str],
        outbox: Outbox,
        limit: float = LIMIT,
        elsewhere: bool = False,
    ) -> None:
        """`elsewhere` says that another builds, who settles what is owed with `settling`."""
        self._command = command
        self._outbox = outbox
        self._limit = limit
        self._running: asyncio.Task[None] | None = None
        self._again = False
        self.awaited = bool(command) or elsewhere
        """Whether anybody will say when the site has been built."""
        self.failure: Failure | None = None
        """Why the latest build failed; None where it did not."""

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

    async def stop(self) -> None:
        """End: a build that does not end soon by itself is ended, with all that it has started."""
        self._again = False
        if self._running:
            await asyncio.wait({self._running}, timeout=GRACE)
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _build(self) -> None:
        while True:
            self._again = False
            settle = await asyncio.to_thread(settling, self._outbox)
            self.failure = await run(self._command, self._limit)
            if self.failure:
                log.error(
                    "%s; what was published is not shown yet. It printed last:\n%s", *self.failure
                )
            else:
                await asyncio.to_thread(settle)
            if not self._again:
                return


def settling(outbox: Outbox) -> Callable[[], None]:
    """What is to be done when the build that begins now has ended well."""
    owed = outbox.owed()

    def settle() -> None:
        try:
            outbox.settle(owed)
        except OutboxFull:
            log.error("The outbox cannot be written; what waits for a build waits for the next.")

    return settle


class Failure(NamedTuple):
    """Why a build failed, and what it printed last, without e-mail addresses."""

    reason: str
    output: str


async def run(command: Sequence[str], limit: float = LIMIT) -> Failure | None:
    """Run a build command; None where it ended well. It is ended when it takes too long or nobody waits any more."""
    async with _pipe() as (writing, printed):
        try:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=DEVNULL, stdout=writing, stderr=STDOUT, start_new_session=True
            )
        except OSError as error:
            return Failure(f"The rebuild command cannot be run: {error.strerror}", "")
        finally:
            os.close(writing)
        try:
            async with asyncio.timeout(limit):
                code = await process.wait()
            reason = f"The rebuild command ended with {code}" if code else ""
        except TimeoutError:
            reason = f"The rebuild command took more than {limit:g} seconds and was stopped"
        finally:
            if process.returncode is None:
                await _end(process)
        # What the command left running may hold the pipe open for ever.
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await printed.ended.wait()
    return Failure(reason, printed.last_lines()) if reason else None


async def _end(process: Process) -> None:
    """End a process with all that it has started: asked first, then killed."""
    _signal(process, signal.SIGTERM)
    with suppress(TimeoutError):
        async with asyncio.timeout(GRACE):
            await process.wait()
    _signal(process, signal.SIGKILL)
    await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


class _Printed(asyncio.Protocol):
    """The end of what comes through a pipe."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self._kept = bytearray()

    def data_received(self, data: bytes) -> None:
        self._kept += data
        del self._kept[:-KEPT]

    def connection_lost(self, error: Exception | None) -> None:
        self.ended.set()

    def last_lines(self) -> str:
        lines = self._kept.decode("utf-8", "replace").strip().splitlines()[-LINES:]
        return mask("\n".join(lines))


@asynccontextmanager
async def _pipe() -> AsyncIterator[tuple[int, _Printed]]:
    """A pipe to write into, and what comes out of it."""
    reading, writing = os.pipe()
    loop = asyncio.get_running_loop()
    transport, printed = await loop.connect_read_pipe(_Printed, os.fdopen(reading, "rb", 0))
    try:
        yield writing, printed
    finally:
        transport.close()


def mask(text: str) -> str:
    """The text without e-mail addresses, which must not stand in a log."""
    return re.sub(r"[^\s<>\"'(),:;=]+@[^\s<>\"'(),:;=]+", "…@…", text)
