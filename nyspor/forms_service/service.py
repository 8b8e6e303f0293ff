"""The whole service: routes, outbox, mail sender and scheduled jobs, started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from threading import Event, Thread

from starlette.applications import Starlette

from nyspor.clock import read_clock
from nyspor.forms_service import outbox_schema
from nyspor.forms_service.app import make_app
from nyspor.forms_service.health import HealthMonitor, SendingStatus, parts_of_forms
from nyspor.forms_service.mail_delivery import MailSender
from nyspor.forms_service.mail_messages import MailWriter
from nyspor.forms_service.mail_transports import (
    FolderTransport,
    SmtpTransport,
    Transport,
    restrict_permissions,
)
from nyspor.forms_service.outbox import Outbox
from nyspor.forms_service.pages import Pages
from nyspor.forms_service.person_keys import open_keys
from nyspor.forms_service.rebuild import Rebuilder
from nyspor.forms_service.scheduled_jobs import finish_decisions, run_periodically
from nyspor.forms_service.settings import Settings
from nyspor.forms_service.state import ServiceState
from nyspor.forms_service.submission_factory import SubmissionFactory
from nyspor.forms_service.target_list import TargetList
from nyspor.forms_service.test_probes import TestProbe, no_probe
from nyspor.forms_service.tokens import Signer

SENDING_ENDS_IN = 5.0
"""Seconds that the mail that is just being sent gets to be delivered when the service stops."""


def factory_for(settings: Settings) -> SubmissionFactory:
    """A factory of submissions and their mails, with these settings. Raises `OutboxUnusable`."""
    keys = open_keys(settings.database, settings.secrets)
    return SubmissionFactory(settings, Signer(settings.secrets, keys), MailWriter(settings))


def transport_of(settings: Settings) -> Transport:
    """The transport to the settings' mail server, or else to the mail folder."""
    server = settings.mail_server
    return SmtpTransport(server) if server else FolderTransport(settings.mail_folder)


def make_service(
    settings: Settings,
    clock: Callable[[], datetime] = read_clock,
    probe: TestProbe = no_probe,
    built_elsewhere: bool = False,
) -> Starlette:
    """The service, ready to be served. Raises `OutboxUnusable`, as `OutboxLocked` where another one runs.

    `built_elsewhere` says that the caller builds the site, and releases the mails that wait for that.
    """
    rebuilder = partial(Rebuilder, settings.rebuild, built_elsewhere=built_elsewhere)
    return service_of(open_state(settings, rebuilder, clock, probe))


def service_of(state: ServiceState) -> Starlette:
    """The service over a state that is open already, ready to be served."""
    return make_app(state, lifespan=partial(background_work, state))


def open_state(
    settings: Settings,
    rebuilder: Callable[[Outbox], Rebuilder],
    clock: Callable[[], datetime] = read_clock,
    probe: TestProbe = no_probe,
) -> ServiceState:
    """Open the outbox, and make what the routes work with. Raises `OutboxUnusable`."""
    restrict_permissions(settings.mail_folder)
    outbox = Outbox.open(settings.database, probe)
    with ExitStack() as opened:
        opened.callback(outbox.close)
        factory = factory_for(settings)
        outbox.apply(lambda db: outbox_schema.note_mailboxes(db, factory.mailbox_hash))
        state = ServiceState(
            factory,
            outbox,
            TargetList(settings.forms),
            Pages(settings.theme),
            rebuilder(outbox),
            clock,
            probe,
            sending=(sending := SendingStatus()),
            parts=HealthMonitor(
                partial(parts_of_forms, outbox, sending, settings.staff_file, clock), clock
            ).look,
        )
        opened.pop_all()
    return state


@asynccontextmanager
async def background_work(state: ServiceState, app: Starlette) -> AsyncIterator[None]:
    """Run the mail sender and the scheduled jobs while the service serves; then stop everything in order."""
    settings, stop = state.factory.settings, Event()
    mail_sender = MailSender(
        state.outbox, transport_of(settings), settings.envelope, state.clock, state.probe,
        state.sending,
    )  # fmt: skip
    sending = Thread(target=mail_sender.run, args=(stop,), name="mail sender", daemon=True)
    sending.start()
    await finish_decisions(state)
    jobs = asyncio.create_task(run_periodically(state))
    try:
        yield
    finally:
        jobs.cancel()
        with suppress(asyncio.CancelledError):
            await jobs
        stop.set()
        # A mail server that does not answer must not keep the service from ending: the mail is sent again later.
        await asyncio.gather(asyncio.to_thread(sending.join, SENDING_ENDS_IN), state.rebuild.stop())
        state.outbox.close()
