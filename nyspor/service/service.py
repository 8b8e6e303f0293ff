"""The service as a whole: what receives forms, sends mail, publishes and watches, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from starlette.applications import Starlette

from nyspor.clock import read_clock
from nyspor.forms_service.app import make_app
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.rebuild import Rebuilder, release_built
from nyspor.forms_service.service import background_work, open_state
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.state import ServiceState
from nyspor.publishing.release_store import CURRENT, ReleaseStore
from nyspor.service.publisher import Publisher
from nyspor.service.scheduler import Scheduler


def forms_list_of(store: ReleaseStore) -> Path:
    """Where the release that is served has the list of what can be written to."""
    return store.folder / CURRENT / "private" / "forms.json"


def make_service(
    settings: Settings,
    store: ReleaseStore,
    environ: Mapping[str, str],
    limit: float,
    automatic: bool = True,
    clock: Callable[[], datetime] = read_clock,
) -> Starlette:
    """The service, ready to be served. Raises `OutboxUnusable`, as `OutboxLocked` where another one runs.

    `environ` is the environment of publications, `limit` the seconds that one may take. Where it is not `automatic`,
    nothing is published but by command. Where the settings name a command that builds the site, this one builds.
    """
    publisher = Publisher(clock, limit, environ)
    if settings.rebuild:
        publisher = replace(publisher, command=settings.rebuild)

    def on_hold() -> bool:
        return not automatic or bool(publisher.state.held_since)

    def rebuilder(outbox: Outbox) -> Rebuilder:
        return Rebuilder((), outbox, build=publisher, on_hold=on_hold)

    state = open_state(settings, rebuilder, clock)
    scheduler = Scheduler(
        store,
        publisher,
        state.rebuild,
        lambda: state.rebuild.is_running,
        on_hold,
        partial(release_built, state.outbox),
        clock,
    )
    return make_app(state, lifespan=partial(_at_work, state, scheduler))


@asynccontextmanager
async def _at_work(
    state: ServiceState, scheduler: Scheduler, app: Starlette
) -> AsyncIterator[None]:
    """Everything that is done while the service serves."""
    wake = asyncio.Event()
    scheduler.publisher.ended = wake.set

    async def wait(seconds: float) -> None:
        wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wake.wait()

    async with background_work(state, app):
        scheduling = asyncio.create_task(scheduler.run(wait))
        try:
            yield
        finally:
            scheduling.cancel()
            with suppress(asyncio.CancelledError):
                await scheduling
