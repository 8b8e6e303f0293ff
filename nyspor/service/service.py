"""The service as a whole: what receives forms, sends mail, publishes and watches, started and stopped together."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread

from starlette.applications import Starlette
from starlette.types import ASGIApp

from nyspor.clock import read_clock
from nyspor.console import in_words
from nyspor.forms_service.app import make_app
from nyspor.forms_service.build_command import BuildFailure
from nyspor.forms_service.health import HealthMonitor, Part, parts_of_forms
from nyspor.forms_service.outbox import Outbox, OutboxUnavailable
from nyspor.forms_service.rebuild import Rebuilder, release_built
from nyspor.forms_service.service import background_work, open_state
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.state import ServiceState
from nyspor.problems import N_
from nyspor.publishing.content_history import history_of
from nyspor.publishing.release_store import CURRENT, FORMS_LIST, ReleaseStore
from nyspor.publishing.status import publishing_status
from nyspor.service import metrics
from nyspor.service.content_watch import Sources, watch
from nyspor.service.desk import Desk, beside
from nyspor.service.git_remote import GitRemote
from nyspor.service.health import due_part, publishing_part
from nyspor.service.indexing import WithIndex
from nyspor.service.publisher import Publisher
from nyspor.service.reports import Reporter, Topic
from nyspor.service.scheduler import Scheduler
from nyspor.service.staging import WithStaging

HEALTH_INTERVAL = 30.0
"""Seconds between two looks at how the parts are, so that what fails is logged also while nobody asks."""

TIDY_INTERVAL = 3600.0
"""Seconds between two times that the desk's database is tidied."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Publishing:
    """How a service publishes.

    `environ` is the environment of publications, `limit` the seconds that one may take. Where it is not `automatic`,
    nothing is published but by command. `remote` and `branch` name where texts are fetched from, every `interval`
    seconds; '' for nowhere.
    """

    store: ReleaseStore
    sources: Sources
    environ: Mapping[str, str]
    limit: float
    automatic: bool = True
    remote: str = ""
    branch: str = "main"
    interval: float = 60.0
    metrics: str = ""
    """Where numbers for monitoring are given: host:port, '' for nowhere."""
    staging: Path | None = None
    """The folder of the preview for colleagues; None for none."""
    index: Path | None = None
    """Where the search index lies ready; None where none is made."""


def forms_list_of(store: ReleaseStore) -> Path:
    """Where the release that is served has the list of what can be written to."""
    return store.folder / CURRENT / "private" / FORMS_LIST


def make_service(
    settings: Settings,
    publishing: Publishing,
    clock: Callable[[], datetime] = read_clock,
    make_desk: Callable[[ServiceState], Desk] | None = None,
) -> ASGIApp:
    """The service, ready to be served. Raises `OutboxUnusable`, as `OutboxLocked` where another one runs.

    Where the settings name a command that builds the site, it publishes. `make_desk` makes the desk; None for none.
    """
    publisher = Publisher(clock, publishing.limit, publishing.environ)
    if settings.rebuild:
        publisher = replace(publisher, command=settings.rebuild, waits=False)

    def on_hold() -> bool:
        return not publishing.automatic or bool(publisher.state.held_since)

    build: Callable[[], Awaitable[BuildFailure | None]] = publisher
    if publishing.staging:
        build = WithStaging(publisher, publishing.staging, publishing.limit, publishing.environ)

    indexing = None
    if publishing.index and not settings.rebuild:
        build = indexing = WithIndex(build, publishing.index, publishing.limit, publishing.environ)

    def rebuilder(outbox: Outbox) -> Rebuilder:
        return Rebuilder((), outbox, build=build, on_hold=on_hold)

    state = open_state(settings, rebuilder, clock)
    if indexing:
        indexing.ask = state.rebuild
    history = history_of(settings.content) if publishing.remote else None
    remote = (
        GitRemote(history, publishing.remote, publishing.branch, publishing.store, clock)
        if history
        else None
    )
    scheduler = Scheduler(
        publishing.store,
        publisher,
        state.rebuild,
        lambda: state.rebuild.is_running,
        on_hold,
        partial(release_built, state.outbox),
        clock,
    )
    monitor = HealthMonitor(partial(_parts, state, scheduler, on_hold), clock)
    state = replace(
        state,
        health=partial(_health, scheduler, publishing.automatic),
        parts=monitor.look,
        held=lambda: bool(publisher.state.held_since),
    )
    desk = make_desk(state) if make_desk else None
    scheduler.report = partial(_report, state, publisher, remote, desk)
    app = make_app(
        state, lifespan=partial(_at_work, state, scheduler, publishing, remote, indexing, desk)
    )
    return beside(app, desk.app) if desk else app


def _parts(
    state: ServiceState, scheduler: Scheduler, on_hold: Callable[[], bool]
) -> dict[str, Part]:
    """How each part of the service is."""
    publisher, now = scheduler.publisher, state.clock()
    status = publishing_status(scheduler.store, publisher.state_file)
    since = publisher.last.failing_since if publisher.last else None
    return {
        **parts_of_forms(
            state.outbox, state.sending, state.factory.settings.staff_file, state.clock
        ),
        "publishes": publishing_part(status, since),
        "due": due_part(status.due, now, not on_hold()),
    }


def _numbers(state: ServiceState, scheduler: Scheduler) -> metrics.Sources:
    publisher, database = scheduler.publisher, state.factory.settings.database
    return metrics.Sources(
        state,
        publisher,
        partial(publishing_status, scheduler.store, publisher.state_file),
        state.parts,
        {"data": database.absolute().parent, "releases": scheduler.store.folder},
    )


def _report(
    state: ServiceState, publisher: Publisher, remote: GitRemote | None, desk: Desk | None
) -> None:
    reporter = Reporter(state.outbox, state.factory.mail_writer, state.clock)
    try:
        since = publisher.last.failing_since if publisher.last else None
        reporter.look(Topic.PUBLISHING, publisher.state.failure, since or publisher.failed_at)
        if remote:
            reporter.look(Topic.FETCHING, remote.failure, remote.failing_since)
        if desk:
            desk.tell(state.clock())
    except (OutboxUnavailable, OSError, sqlite3.Error) as error:
        reason = type(error).__name__
        log.error(
            in_words(N_("The editors could not be told of a failure: {reason}"), reason=reason)
        )


def _health(scheduler: Scheduler, automatic: bool) -> dict[str, object]:
    """How publishing stands, in words for programs; never what a failure says, since everybody can read it."""
    state = scheduler.publisher.state
    publishes = "held" if state.held_since else "failed" if state.failure else "ok"
    current = scheduler.store.current
    return {
        "publishes": publishes if automatic or publishes != "ok" else "by command",
        "since": state.held_since or state.failed_at or None,
        "published": current.published.isoformat() if current else None,
        "due": scheduler.due.isoformat() if scheduler.due else None,
        "running": scheduler.is_running(),
    }


async def _watch_health(state: ServiceState) -> None:
    """Look at the parts until cancelled. A fault in looking is logged once, and does not end it."""
    known = ""
    while True:
        try:
            await asyncio.to_thread(state.parts)
        except Exception as error:  # the disk, say
            reason = type(error).__name__
            if reason != known:
                log.error(
                    in_words(
                        N_("The parts of the service cannot be looked at: {reason}"), reason=reason
                    )
                )
            known = reason
        else:
            known = ""
        await asyncio.sleep(HEALTH_INTERVAL)


async def _tidy_desk(desk: Desk, clock: Callable[[], datetime]) -> None:
    """Delete what is over until cancelled. A fault is logged, and does not end it."""
    while True:
        try:
            await asyncio.to_thread(desk.tidy, clock())
        except sqlite3.Error as error:
            log.error(
                in_words(
                    N_("The desk's database cannot be tidied: {reason}"),
                    reason=type(error).__name__,
                )
            )
        await asyncio.sleep(TIDY_INTERVAL)


@asynccontextmanager
async def _at_work(
    state: ServiceState,
    scheduler: Scheduler,
    publishing: Publishing,
    remote: GitRemote | None,
    indexing: WithIndex | None,
    desk: Desk | None,
    app: Starlette,
) -> AsyncIterator[None]:
    """Everything that is done while the service serves."""
    wake, stop, loop = asyncio.Event(), Event(), asyncio.get_running_loop()
    state.rebuild.ended = wake.set

    async def wait(seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await wake.wait()
        wake.clear()

    def changed() -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(state.rebuild)

    async with aclosing(scheduler.publisher), background_work(state, app):
        # Before the first publication, so that no change is missed.
        watching = Thread(target=watch, args=(publishing.sources, changed, stop), daemon=True)
        watching.start()
        work: list[Awaitable[None]] = [scheduler.run(wait), _watch_health(state)]
        if remote:
            work.append(remote.run(asyncio.sleep, publishing.interval))
        if desk:
            work.append(_tidy_desk(desk, state.clock))
        tasks = [asyncio.ensure_future(each) for each in work]
        try:
            with metrics.metrics_served(publishing.metrics, _numbers(state, scheduler)):
                yield
        finally:
            stop.set()
            if indexing:
                await indexing.aclose()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
