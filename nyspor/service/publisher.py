"""Publishes in a child process, one publication at a time, and tells how it went."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nyspor.console import in_words
from nyspor.forms_service.build_command import BuildFailure, BuildProcess, cannot_run, run
from nyspor.problems import N_
from nyspor.publishing.state import STATE_FILE, PublishingState, read_state, write_state
from nyspor.service.schedule import Attempt

COMMAND = (sys.executable, "-P", "-m", "nyspor.cli.publish_when_told", "--by", "nyspor run")
"""Publishes the site in the current folder, with the interpreter that the service runs in, once it is told to."""

OTHER_PUBLISHES = 3
"""The exit code of the command while another process publishes from the same folder."""

ASK_AGAIN = 2.0
"""Seconds until it is run again then."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tally:
    """The publications of this service: how many were tried, how many failed, and the seconds that all took."""

    attempts: int = 0
    failures: int = 0
    seconds: float = 0.0

    def next(self, seconds: float, failed: bool) -> Tally:
        """The tally after one more."""
        return Tally(self.attempts + 1, self.failures + failed, self.seconds + seconds)


@dataclass
class Publisher:
    """Calling it publishes, and returns why that failed, or None. What is served is then as it was.

    `limit` is in seconds, `environ` the environment of the command. One that `waits` until it is told is started ahead,
    after each publication for the next: loading Python's modules takes as long as much of the rest.
    """

    clock: Callable[[], datetime]
    limit: float
    environ: Mapping[str, str]
    command: Sequence[str] = COMMAND
    waits: bool = True
    state_file: Path = STATE_FILE
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    last: Attempt | None = None
    tally: Tally = Tally()
    _next: BuildProcess | None = None

    @property
    def state(self) -> PublishingState:
        return read_state(self.state_file)

    @property
    def failed_at(self) -> datetime | None:
        """When the last attempt failed, this service's or another's; None where it did not."""
        written = self.state.failed_at
        return datetime.fromisoformat(written) if written else None

    async def __call__(self) -> BuildFailure | None:
        began, started = self.clock(), time.monotonic()
        while True:
            failure = await self._publish()
            if failure is None or failure.code != OTHER_PUBLISHES:
                break
            await self.pause(ASK_AGAIN)
        now = self.clock()
        self.tally = self.tally.next(time.monotonic() - started, failure is not None)
        self.last = (self.last or Attempt(began, now)).next(began, now, failure is not None)
        if failure:
            log.error(in_words(NOT_PUBLISHED, **failure._asdict()))
            self._note(failure, began)
        else:
            self._note_success()
        await self._start_next()
        return failure

    async def aclose(self) -> None:
        """Stop what was started ahead."""
        waiting, self._next = self._next, None
        if waiting:
            await waiting.stop()

    async def _publish(self) -> BuildFailure | None:
        if not self.waits:
            return await run(self.command, self.limit, self.environ, _log_output)
        process, self._next = self._next, None
        try:
            if process is None or process.has_ended:
                process = await self._start()
        except OSError as error:
            return cannot_run(error)
        process.begin()
        return await process.finish(self.limit, _log_output)

    async def _start_next(self) -> None:
        if self.waits:
            with suppress(OSError):  # the next publication tries again, and says why
                self._next = await self._start()

    async def _start(self) -> BuildProcess:
        return await BuildProcess.start(self.command, self.environ, waits=True)

    def _note(self, failure: BuildFailure, began: datetime) -> None:
        """Write down a failure that the command has not: it was stopped, or has died."""
        state, known = self.state, self.failed_at
        if known is None or known < began.replace(microsecond=0):
            said = "\n".join(filter(None, (failure.reason, failure.output)))
            at = self.clock().isoformat(timespec="seconds")
            with suppress(OSError):  # a full disk, say, which has been logged
                write_state(replace(state, failed_at=at, failure=said), self.state_file)

    def _note_success(self) -> None:
        """Forget a failure: a command of the site's own does not."""
        state = self.state
        if state.failure:
            with suppress(OSError):
                write_state(replace(state, failed_at="", failure=""), self.state_file)


NOT_PUBLISHED = N_("The site could not be published. {reason}. It printed last:\n{output}")


def _log_output(output: str) -> None:
    for line in output.splitlines():
        log.info(line)
