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
from nyspor.hook.app import Hook, make_app
from nyspor.hook.delivery import Courier
from nyspor.hook.housekeeping import keep_house
from nyspor.hook.messages import Writer
from nyspor.hook.outbox import Outbox
from nyspor.hook.pages import Pages
from nyspor.hook.person_keys import open_keys
from nyspor.hook.rebuilding import Rebuilder
from nyspor.hook.sending import Desk
from nyspor.hook.settings import Settings
from nyspor.hook.steps import Watch, nothing
from nyspor.hook.targets import TargetList
from nyspor.hook.tokens import Signer
from nyspor.hook.transports import FolderTransport, SmtpTransport, Transport, tighten


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
