"""The whole service: routes, outbox, courier and housekeeping, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from threading import Event, Thread

from starlette.applications import Starlette

from nyspor.clock import read_clock
from nyspor.forms_service.app import Hook, make_app
from nyspor.forms_service.mail_delivery import Courier
from nyspor.forms_service.mail_messages import Writer
from nyspor.forms_service.mail_transports import FolderTransport, SmtpTransport, Transport, tighten
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.person_keys import open_keys
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.scheduled_jobs import keep_house
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.submission_factory import Desk
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.test_probes import Watch, nothing
from nyspor.forms_service.tokens import Signer


def desk_of(settings: Settings) -> Desk:
    """What makes submissions and their mails, by these settings. Raises `OutboxUnusable`."""
    keys = open_keys(settings.database, settings.secrets)
    return Desk(settings, Signer(settings.secrets, keys), Writer(settings))


def transport_of(settings: Settings) -> Transport:
    """The mail server of the settings, or the folder that stands in for one."""
    server = settings.mail_server
    return SmtpTransport(server) if server else FolderTransport(settings.mail_folder)


def make_service(
    settings: Settings,
    clock: Callable[[], datetime] = read_clock,
    watch: Watch = nothing,
    built_elsewhere: bool = False,
) -> Starlette:
    """The service, ready to be served. Raises `OutboxUnusable`, as `OutboxTaken` where another has it.

    `built_elsewhere` says that whoever serves it builds the site, and settles what waits for that.
    """
    tighten(settings.mail_folder)
    outbox = Outbox.open(settings.database, watch)
    with ExitStack() as opened:
        opened.callback(outbox.close)
        hook = Hook(
            desk_of(settings),
            outbox,
            TargetList(settings.forms),
            Pages(settings.theme),
            Rebuilder(settings.rebuild, outbox, elsewhere=built_elsewhere),
            clock,
            watch,
        )
        opened.pop_all()
    courier = Courier(hook.outbox, transport_of(settings), settings.envelope, clock, watch)
    return make_app(hook, lifespan=partial(at_work, hook, courier))


@asynccontextmanager
async def at_work(hook: Hook, courier: Courier, app: Starlette) -> AsyncIterator[None]:
    """The courier carries and the house is kept while the service serves; then all is closed in order."""
    stop = Event()
    carrying = Thread(target=courier.run, args=(stop,), name="courier", daemon=True)
    carrying.start()
    keeping = asyncio.create_task(keep_house(hook))
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        stop.set()
        await asyncio.to_thread(carrying.join)
        await hook.rebuild.stop()
        hook.outbox.close()
