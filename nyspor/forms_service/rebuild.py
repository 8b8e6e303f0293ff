"""Runs the build command after a publication: one build at a time, and one more if asked meanwhile."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import NamedTuple

from nyspor.console import in_words
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.records import AwaitingBuild
from nyspor.problems import N_

TIMEOUT = 15 * 60.0
"""Seconds that a build may take."""

GRACE = 3.0
"""Seconds that a build gets to end by itself when the service stops."""

KILL_AFTER = 2.0
"""Seconds that a build gets to end after SIGTERM."""

OUTPUT_LIMIT = 16 * 1024
"""Bytes of a build's last output that are stored."""

OUTPUT_LINES = 20
"""Lines of it that are logged."""

log = logging.getLogger("nyspor.forms_service")


class Rebuilder:
    """Runs the configured build command, if there is one (in `nyspor serve` the preview builds).

    Mails that wait for a build are released when one that began after them has succeeded.
    """

    def __init__(
        self,
        command: Sequence[str],
        outbox: Outbox,
        limit: float = TIMEOUT,
        built_elsewhere: bool = False,
        build: Build | None = None,
        on_hold: Callable[[], bool] = lambda: False,
    ) -> None:
        """`built_elsewhere` says that the caller builds the site, and releases held mails with `when_built`.

        `build` builds in place of the command, and reports a failure itself. Nothing is built while `on_hold` says so.
        """
        self._build_once = build or (partial(_run_and_log, command, limit) if command else None)
        self._outbox = outbox
        self._on_hold = on_hold
        self._running: asyncio.Task[None] | None = None
        self._again = self._stopped = False
        self.ended: Callable[[], None] = lambda: None
        """Is called when nothing is being built any more."""
        self.confirms_builds = bool(self._build_once) or built_elsewhere
        """Whether successful builds are reported, so that mails can wait for them."""
        self.failure: BuildFailure | None = None
        """Why the latest build failed; None where it did not."""

    def __call__(self) -> None:
        """Ask for a build. Returns at once; called from within the event loop."""
        if self._build_once is None or self._stopped or self._on_hold():
            return
        if self.is_running:
            self._again = True
            return
        self._running = asyncio.get_running_loop().create_task(self._build())
        self._running.add_done_callback(lambda _: self.ended())

    @property
    def is_running(self) -> bool:
        """Whether something is being built."""
        return self._running is not None and not self._running.done()

    async def finished(self) -> None:
        """Wait until nothing is being built."""
        if self._running:
            await self._running

    async def stop(self) -> None:
        """Stop: a build that does not end soon by itself is terminated, with its child processes."""
        self._again, self._stopped = False, True
        if self._running:
            await asyncio.wait({self._running}, timeout=GRACE)
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running

    async def _build(self) -> None:
        assert self._build_once
        while True:
            self._again = False
            waiting = await asyncio.to_thread(_awaiting_build, self._outbox)
            self.failure = await self._build_once()
            if self.failure is None:
                await asyncio.to_thread(_release, self._outbox, waiting)
            if not self._again:
                return


async def _run_and_log(command: Sequence[str], limit: float) -> BuildFailure | None:
    failure = await run(command, limit)
    if failure:
        log.error(
            in_words(
                N_("{reason}. What was published is not shown yet. It printed last:\n{output}"),
                **failure._asdict(),
            )
        )
    return failure


def when_built(outbox: Outbox) -> Callable[[], None]:
    """Read what waits for a build now; return the function to call when that build has succeeded."""
    return partial(_release, outbox, outbox.awaiting_build())


def _awaiting_build(outbox: Outbox) -> AwaitingBuild:
    """What waits for a build; nothing where the outbox cannot be read, so that the site is built all the same."""
    try:
        return outbox.awaiting_build()
    except OutboxUnavailable:
        return AwaitingBuild()


def release_built(outbox: Outbox, began: datetime) -> None:
    """Release the mails that waited for a build when one began that has succeeded, as another process says."""
    waiting, at = outbox.awaiting_build(), began.timestamp()
    since = waiting.since if waiting.since is not None and waiting.since < at else None
    mails = tuple((id, queued) for id, queued in waiting.mails if queued < at)
    _release(outbox, AwaitingBuild(since, mails))


def _release(outbox: Outbox, waiting: AwaitingBuild) -> None:
    try:
        outbox.mark_built(waiting)
    except OutboxUnavailable:
        log.error(
            in_words(N_("The outbox cannot be written; what waits for a build waits for the next."))
        )


class BuildFailure(NamedTuple):
    """Why a build failed, and what it printed last, without e-mail addresses.

    `code` is the exit code, None where there is none or it was stopped.
    """

    reason: str
    output: str
    code: int | None = None


Build = Callable[[], Awaitable[BuildFailure | None]]
"""Builds the site; returns why that failed, or None."""


async def run(
    command: Sequence[str],
    limit: float = TIMEOUT,
    environ: Mapping[str, str] | None = None,
    printed_last: Callable[[str], None] = lambda output: None,
) -> BuildFailure | None:
    """Run a build command; return why it failed, or None. It is terminated on a timeout and on cancellation.

    `environ` is its environment, this process's where it is None; `printed_last` is told what a good build printed.
    """
    code: int | None = None
    async with _pipe() as (writing, printed):
        try:
            process = await _start(command, writing, environ)
        except OSError as error:
            return BuildFailure(
                in_words(N_("The rebuild command cannot be run: {reason}"), reason=error.strerror),
                "",
            )
        finally:
            os.close(writing)
        try:
            async with asyncio.timeout(limit):
                code = await process.wait()
            reason = (
                in_words(N_("The rebuild command ended with {code}"), code=code) if code else ""
            )
        except TimeoutError:
            reason = in_words(
                N_("The rebuild command took more than {seconds} seconds and was stopped"),
                seconds=f"{limit:g}",
            )
        finally:
            if process.returncode is None:
                await _terminate(process)
        # A process that the command left running may keep the pipe open.
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await printed.ended.wait()
    if reason:
        return BuildFailure(reason, printed.last_lines(), code)
    printed_last(printed.last_lines())
    return None


async def _start(command: Sequence[str], output: int, environ: Mapping[str, str] | None) -> Process:
    """Start a command in a process group of its own. Raises `OSError`.

    Cancelled meanwhile, asyncio would kill the process and leave its children running.
    """
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *command,
            stdin=DEVNULL,
            stdout=output,
            stderr=STDOUT,
            start_new_session=True,
            env=environ,
        )
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await _terminate(await starting)
        raise


async def _terminate(process: Process) -> None:
    """Terminate a process and its children: first SIGTERM, then SIGKILL."""
    _signal(process, signal.SIGTERM)
    # Not `asyncio.timeout`, which before Python 3.11.3 raises `CancelledError` in a task that was cancelled.
    ended = asyncio.ensure_future(process.wait())
    await asyncio.wait({ended}, timeout=KILL_AFTER)
    _signal(process, signal.SIGKILL)
    await ended


def _signal(process: Process, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


class _OutputTail(asyncio.Protocol):
    """Collects the last bytes that come through a pipe."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self._tail = bytearray()

    def data_received(self, data: bytes) -> None:
        self._tail += data
        del self._tail[:-OUTPUT_LIMIT]

    def connection_lost(self, error: Exception | None) -> None:
        self.ended.set()

    def last_lines(self) -> str:
        lines = self._tail.decode("utf-8", "replace").strip().splitlines()[-OUTPUT_LINES:]
        return mask_addresses("\n".join(lines))


@asynccontextmanager
async def _pipe() -> AsyncIterator[tuple[int, _OutputTail]]:
    """A pipe: its writing end, and the tail of what is written to it."""
    reading, writing = os.pipe()
    loop = asyncio.get_running_loop()
    transport, printed = await loop.connect_read_pipe(_OutputTail, os.fdopen(reading, "rb", 0))
    try:
        yield writing, printed
    finally:
        transport.close()


def mask_addresses(text: str) -> str:
    """The text with e-mail addresses masked, for the log."""
    return re.sub(r"[^\s<>\"'(),:;=]+@[^\s<>\"'(),:;=]+", "…@…", text)
