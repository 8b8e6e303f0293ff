"""Runs the build command after a publication: one build at a time, and one more if asked meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from nyspor.console import in_words
from nyspor.forms_service.build_command import TIMEOUT, Build, BuildFailure, run
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.records import AwaitingBuild
from nyspor.problems import N_

GRACE = 3.0
"""Seconds that a build gets to end by itself when the service stops."""

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
            self.failure = await _build_or_fail(self._build_once)
            if self.failure is None:
                await asyncio.to_thread(_release, self._outbox, waiting)
            if not self._again:
                return


async def _build_or_fail(build: Build) -> BuildFailure | None:
    """Build; an unexpected exception, as while the engine's files are being replaced, is a failure like others."""
    try:
        return await build()
    except Exception as error:
        log.exception("An unexpected exception while building")
        return BuildFailure(type(error).__name__, "")


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
