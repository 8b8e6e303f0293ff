"""Makes the search index after each publication, beside whatever else goes on, and asks for another that takes it along."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nyspor.console import in_words
from nyspor.forms_service.build_command import BuildFailure, run
from nyspor.problems import N_
from nyspor.search.ready_index import COMMAND, read_index

NOT_INDEXED = N_("The search index could not be made. {reason}. It printed last:\n{output}")

log = logging.getLogger(__name__)


@dataclass
class WithIndex:
    """Publishes, and has the index made afterwards; nobody waits for it.

    `folder` is where the index lies ready, `ask` asks for a publication, `limit` is in seconds. An index that cannot be
    made is logged only: the one before goes on.
    """

    publish: Callable[[], Awaitable[BuildFailure | None]]
    folder: Path
    limit: float
    environ: Mapping[str, str]
    ask: Callable[[], None] = lambda: None
    command: Sequence[str] = COMMAND
    _running: asyncio.Task[None] | None = None
    _again: bool = False

    async def __call__(self) -> BuildFailure | None:
        failure = await self.publish()
        if failure is None:
            self._start()
        return failure

    def _start(self) -> None:
        self._again = self._running is not None and not self._running.done()
        if not self._again:
            self._running = asyncio.create_task(self._index())

    async def _index(self) -> None:
        while True:
            self._again = False
            before = self._lies_ready
            fault = await run(self.command, self.limit, self.environ)
            if fault:
                log.error(in_words(NOT_INDEXED, **fault._asdict()))
            elif self._lies_ready != before:
                self.ask()
            if not self._again:
                return

    @property
    def _lies_ready(self) -> str:
        found = read_index(self.folder)
        return found.digest if found else ""

    async def finished(self) -> None:
        """Wait until no index is being made."""
        if self._running:
            await self._running

    async def aclose(self) -> None:
        """Stop making it."""
        if self._running:
            self._running.cancel()
            with suppress(asyncio.CancelledError):
                await self._running
