"""Build commands: processes of their own, with a limit on their time, and what they printed last."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from nyspor.console import in_words, reason_of
from nyspor.problems import N_

TIMEOUT = 15 * 60.0
"""Seconds that a build may take."""

KILL_AFTER = 2.0
"""Seconds that a build gets to end after SIGTERM."""

OUTPUT_LIMIT = 16 * 1024
"""Bytes of a build's last output that are stored."""

OUTPUT_LINES = 20
"""Lines of it that are logged."""


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
    try:
        started = await BuildProcess.start(command, environ)
    except OSError as error:
        return cannot_run(error)
    return await started.finish(limit, printed_last)


def cannot_run(error: OSError) -> BuildFailure:
    """Why a build command could not even be started."""
    reason = in_words(N_("The rebuild command cannot be run: {reason}"), reason=reason_of(error))
    return BuildFailure(reason, "")


class BuildProcess:
    """A build command that has been started, in a process group of its own."""

    def __init__(self, process: Process, printed: _OutputTail) -> None:
        self._process, self._printed = process, printed

    @classmethod
    async def start(
        cls, command: Sequence[str], environ: Mapping[str, str] | None, waits: bool = False
    ) -> BuildProcess:
        """Start a command. One that `waits` does so until `begin`, and ends if that never comes. Raises `OSError`."""
        reading, writing = os.pipe()
        loop = asyncio.get_running_loop()
        _, printed = await loop.connect_read_pipe(_OutputTail, os.fdopen(reading, "rb", 0))
        try:
            return cls(await _start(command, writing, environ, PIPE if waits else DEVNULL), printed)
        except BaseException:
            printed.close()
            raise
        finally:
            os.close(writing)

    @property
    def has_ended(self) -> bool:
        return self._process.returncode is not None

    def begin(self) -> None:
        """Have a command that waits begin."""
        assert self._process.stdin
        self._process.stdin.write(b"\n")
        self._process.stdin.close()

    async def stop(self) -> None:
        """Terminate it, whatever it does."""
        await _terminate(self._process)
        self._printed.close()

    async def finish(
        self, limit: float, printed_last: Callable[[str], None] = lambda output: None
    ) -> BuildFailure | None:
        """Wait for its end, as `run` does."""
        process, printed, code, reason = self._process, self._printed, None, ""
        try:
            async with asyncio.timeout(limit):
                code = await process.wait()
            if code:
                reason = in_words(N_("The rebuild command ended with {code}"), code=code)
            # A process that the command left running may keep the pipe open.
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await printed.ended.wait()
        except TimeoutError:
            reason = in_words(
                N_("The rebuild command took more than {seconds} seconds and was stopped"),
                seconds=f"{limit:g}",
            )
        finally:
            if process.returncode is None:
                await _terminate(process)
            printed.close()
        if reason:
            return BuildFailure(reason, printed.last_lines(), code)
        printed_last(printed.last_lines())
        return None


async def _start(
    command: Sequence[str], output: int, environ: Mapping[str, str] | None, stdin: int
) -> Process:
    """Start a command in a process group of its own. Raises `OSError`.

    Cancelled meanwhile, asyncio would kill the process and leave its children running.
    """
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(
            *command,
            stdin=stdin,
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
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._tail += data
        del self._tail[:-OUTPUT_LIMIT]

    def connection_lost(self, error: Exception | None) -> None:
        self.ended.set()

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def last_lines(self) -> str:
        lines = self._tail.decode("utf-8", "replace").strip().splitlines()[-OUTPUT_LINES:]
        return mask_addresses("\n".join(lines))


def mask_addresses(text: str) -> str:
    """The text with e-mail addresses masked, for the log."""
    return re.sub(r"[^\s<>\"'(),:;=]+@[^\s<>\"'(),:;=]+", "…@…", text)
